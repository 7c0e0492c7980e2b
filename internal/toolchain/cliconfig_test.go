package toolchain

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func thisPlatform() string { return runtime.GOOS + "_" + runtime.GOARCH }

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// noConfiguration is a user without a configuration of Terraform's.
func noConfiguration(t *testing.T) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	t.Setenv("TF_CLI_CONFIG_FILE", "")
	t.Setenv("TERRAFORM_CONFIG", "")
}

func TestCLIConfigOfTheEnvironmentIsKept(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "own.tfrc"), "", 0o644)
	t.Chdir(root)
	t.Setenv("TF_CLI_CONFIG_FILE", "own.tfrc")
	got, err := TerraformCLIConfig(t.TempDir())
	if want := filepath.Join(root, "own.tfrc"); got != want || err != nil {
		t.Errorf("the configuration is %q (%v), want %q", got, err, want)
	}
}

func TestCLIConfigNamesTheMirror(t *testing.T) {
	noConfiguration(t)
	root, mirror := t.TempDir(), t.TempDir()
	hold(t, mirror, awsProvider, "5.99.1", thisPlatform())
	hold(t, mirror, "registry.terraform.io/hashicorp/random", "3.7.0", thisPlatform())
	t.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(root, "missing.tfrc"))
	t.Setenv("PROVIDER_MIRROR", mirror)
	file, err := TerraformCLIConfig(root)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(root, ".tools/terraform.tfrc"); file != want {
		t.Errorf("the configuration is %q, want %q", file, want)
	}
	want := `disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = "` + mirror + `"
    include = ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/hashicorp/random"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/hashicorp/random"]
  }
}
`
	if got := read(t, file); got != want {
		t.Errorf("the configuration is\n%s\nwant\n%s", got, want)
	}
}

func TestCLIConfigIsWrittenOnce(t *testing.T) {
	noConfiguration(t)
	root, mirror := t.TempDir(), t.TempDir()
	hold(t, mirror, awsProvider, "5.99.1", thisPlatform())
	t.Setenv("PROVIDER_MIRROR", mirror)
	file, err := TerraformCLIConfig(root)
	if err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(file, long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := TerraformCLIConfig(root); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("the same configuration was written again: %v, %v", info, err)
	}

	hold(t, mirror, "registry.terraform.io/hashicorp/null", "3.2.0", thisPlatform())
	if _, err := TerraformCLIConfig(root); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(read(t, file), "hashicorp/null") {
		t.Error("a provider that the mirror got since is not in the configuration")
	}
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(entries) != 1 {
		t.Errorf(".tools holds %v (%v), want the configuration alone", entries, err)
	}
}

func TestCLIConfigRefusesAMirrorWithoutTheProvider(t *testing.T) {
	for _, tt := range []struct {
		name, version, platform string
	}{
		{"empty", "", ""},
		{"wrong version", "6.0.0", thisPlatform()},
		{"wrong platform", "5.99.1", "plan9_mips"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root, mirror := t.TempDir(), t.TempDir()
			if tt.version != "" {
				hold(t, mirror, awsProvider, tt.version, tt.platform)
			}
			t.Setenv("TF_CLI_CONFIG_FILE", "")
			t.Setenv("PROVIDER_MIRROR", mirror)
			_, err := TerraformCLIConfig(root)
			wantError(t, err, "PROVIDER_MIRROR", mirror, "~> 5.99", thisPlatform())
			wantNothingInstalled(t, &installer{root: root})
		})
	}
}

func TestCLIConfigWithoutAMirrorKeepsACache(t *testing.T) {
	noConfiguration(t)
	root := t.TempDir()
	file, err := writeCLIConfig(root, mirror{}, false)
	if err != nil {
		t.Fatal(err)
	}
	cache := filepath.Join(root, ".tools/plugin-cache")
	if !isDir(cache) {
		t.Error("there is no folder for the cache: Terraform refuses a configuration without it")
	}
	got := read(t, file)
	for _, want := range []string{"disable_checkpoint = true\n", `plugin_cache_dir = "` + cache + `"`, "plugin_cache_may_break_dependency_lock_file = true"} {
		if !strings.Contains(got, want) {
			t.Errorf("the configuration has no %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "provider_installation") {
		t.Errorf("the configuration names a mirror that does not exist:\n%s", got)
	}
}

// supabase is a provider that there is a stand-in for.
const supabase = "registry.terraform.io/supabase/supabase"

func TestStandInsHideTheRealProviders(t *testing.T) {
	root, dir, mirror := t.TempDir(), t.TempDir(), t.TempDir()
	hold(t, StandInMirror(dir), supabase, "1.10.1", thisPlatform())
	hold(t, mirror, awsProvider, "5.99.1", thisPlatform())
	hold(t, mirror, supabase, "1.11.0", thisPlatform())
	own := filepath.Join(root, "own.tfrc")
	write(t, own, "provider_installation {\n  filesystem_mirror {\n    path = \""+mirror+"\"\n  }\n}\n", 0o644)
	t.Setenv("TF_CLI_CONFIG_FILE", own)
	t.Setenv("PROVIDER_MIRROR", "")
	file, err := StandInCLIConfig(root, dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "terraform.tfrc"); file != want {
		t.Errorf("the configuration is %q, want %q", file, want)
	}
	want := `disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = "` + StandInMirror(dir) + `"
    include = ["registry.terraform.io/supabase/supabase"]
  }
  filesystem_mirror {
    path    = "` + mirror + `"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/supabase/supabase"]
  }
}
`
	if got := read(t, file); got != want {
		t.Errorf("the configuration is\n%s\nwant\n%s", got, want)
	}
}

// What only the user's own configuration names is used, wherever Terraform finds
// that, also where TF_CLI_CONFIG_FILE leads nowhere.
func TestMirrorsOfTheUsersConfiguration(t *testing.T) {
	const network = "https://terraform.example.com/providers/"
	for _, tt := range []struct{ name, file, environment, content string }{
		{".terraformrc", ".terraformrc", "", "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n  network_mirror {\n    url = %q\n  }\n}\n"},
		{"a file in .terraform.d", ".terraform.d/corporate.tfrc", "", "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n  network_mirror {\n    url = %q\n  }\n}\n"},
		{"JSON", ".terraform.d/corporate.tfrc.json", "", "{\"provider_installation\": [{\n\"filesystem_mirror\": [{\n\"path\": %q\n}],\n\"network_mirror\": [{\n\"url\": %q\n}]}]}\n"},
		{"the environment's old name", "old.tfrc", "TERRAFORM_CONFIG", "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n  network_mirror {\n    url = %q\n  }\n}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home, mirror, dir := t.TempDir(), t.TempDir(), t.TempDir()
			hold(t, StandInMirror(dir), supabase, "1.10.1", thisPlatform())
			hold(t, mirror, awsProvider, "5.99.1", thisPlatform())
			write(t, filepath.Join(home, tt.file), fmt.Sprintf(tt.content, mirror, network), 0o644)
			t.Setenv("HOME", home)
			t.Setenv("PROVIDER_MIRROR", "")
			t.Setenv("TERRAFORM_CONFIG", "")
			t.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(home, "missing.tfrc"))
			if tt.environment != "" {
				t.Setenv("TF_CLI_CONFIG_FILE", "")
				t.Setenv(tt.environment, filepath.Join(home, tt.file))
			}
			for name, config := range map[string]func() (string, error){
				"stand-ins": func() (string, error) { return StandInCLIConfig(t.TempDir(), dir) },
				"real ones": func() (string, error) { return TerraformCLIConfig(t.TempDir()) },
			} {
				file, err := config()
				if err != nil {
					t.Fatal(err)
				}
				got := read(t, file)
				for _, want := range []string{`path    = "` + mirror + `"`, `url     = "` + network + `"`} {
					if !strings.Contains(got, want) {
						t.Errorf("with %s, the configuration has no %s:\n%s", name, want, got)
					}
				}
				if strings.Contains(got, "direct {") {
					t.Errorf("with %s, the public registry is asked:\n%s", name, got)
				}
			}
		})
	}
}

func TestStandInsWithoutAMirror(t *testing.T) {
	noConfiguration(t)
	root, dir := t.TempDir(), t.TempDir()
	hold(t, StandInMirror(dir), supabase, "1.10.1", thisPlatform())
	file, err := writeStandInCLIConfig(root, dir, mirror{}, false)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, file)
	for _, want := range []string{
		`plugin_cache_dir = "` + filepath.Join(dir, "plugin-cache") + `"`,
		`include = ["registry.terraform.io/supabase/supabase"]`,
		`exclude = ["registry.terraform.io/supabase/supabase"]`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the configuration has no %s:\n%s", want, got)
		}
	}

	downloaded := filepath.Join(root, ".tools", "plugin-cache")
	hold(t, downloaded, awsProvider, "5.99.1", thisPlatform())
	if file, err = writeStandInCLIConfig(root, dir, mirror{}, false); err != nil {
		t.Fatal(err)
	}
	got = read(t, file)
	if !strings.Contains(got, `path    = "`+downloaded+`"`) || strings.Contains(got, "plugin_cache_dir") {
		t.Errorf("what was downloaded before is not used:\n%s", got)
	}
}

func TestThereMustBeStandIns(t *testing.T) {
	_, err := writeStandInCLIConfig(t.TempDir(), t.TempDir(), mirror{}, false)
	wantError(t, err, "no stand-ins", "make emulator")
}
