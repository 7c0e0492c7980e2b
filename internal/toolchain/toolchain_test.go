package toolchain

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testInstaller installs into a folder of the test's own, says what it does
// into the returned buffer, and sees no program of this machine but the shell's.
func testInstaller(t *testing.T) (*installer, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	in, err := newInstaller(t.TempDir(), &out)
	if err != nil {
		t.Fatal(err)
	}
	in.goos, in.goarch = "linux", "amd64"
	in.nodeDist = "http://127.0.0.1:0/dist"
	in.terraformReleases = "http://127.0.0.1:0"
	t.Setenv("PATH", "")
	t.Setenv(terraformEnv, "")
	t.Setenv("npm_config_registry", "")
	t.Setenv("NPM_CONFIG_REGISTRY", "")
	t.Setenv("npm_config_userconfig", filepath.Join(in.root, "npmrc"))
	return in, &out
}

// putOnPath appends a folder to PATH that holds one shell script.
func putOnPath(t *testing.T, name, script string) (file string) {
	t.Helper()
	dir := t.TempDir()
	file = filepath.Join(dir, name)
	writeScript(t, file, script)
	path := dir
	if old := os.Getenv("PATH"); old != "" {
		path = old + string(os.PathListSeparator) + dir
	}
	t.Setenv("PATH", path)
	return file
}

func writeScript(t *testing.T, file, script string) {
	t.Helper()
	write(t, file, "#!/bin/sh\n"+script+"\n", 0o755)
}

func write(t *testing.T, file, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

// wantNothingInstalled fails where anything but locks is left in .tools.
func wantNothingInstalled(t *testing.T, in *installer) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(in.root, toolsDir))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".lock") {
			t.Errorf("%s was left in %s", entry.Name(), toolsDir)
		}
	}
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q has no %q", err, part)
		}
	}
}

func TestSetupReportsOneLineAToolInOrder(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "node", "/bin/sleep 0.2; echo v22.1.0")
	putOnPath(t, "npm", "")
	putOnPath(t, "terraform", `echo '{"terraform_version":"1.12.0"}'`)
	putOnPath(t, "python3", fakePython("3.11.7", "5.2.1", true))
	putOnPath(t, "aws", "echo aws-cli/2.15.1 Python/3.11.6 Linux/6.1.0")
	putOnPath(t, "curl", "echo 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1'")
	if err := in.setup(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	want := "node       22.1.0   found on PATH\n" +
		"terraform  1.12.0   found on PATH\n" +
		"emulator   5.2.1    found on PATH\n" +
		"aws        2.15.1   found on PATH\n" +
		"curl       7.88.1   found on PATH\n"
	if out.String() != want {
		t.Errorf("setup said\n%s\nwant\n%s", out, want)
	}
	wantNothingInstalled(t, in)
}

func TestSetupDoesOnlyWhatIsNamed(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "node", "echo v22.1.0")
	putOnPath(t, "npm", "")
	if err := in.setup(t.Context(), []string{Node}); err != nil {
		t.Fatal(err)
	}
	if want := "node       22.1.0   found on PATH\n"; out.String() != want {
		t.Errorf("setup said %q, want %q", out, want)
	}
}

func TestSetupNamesTheKnownTools(t *testing.T) {
	in, _ := testInstaller(t)
	wantError(t, in.setup(t.Context(), []string{"helm"}), `"helm"`, "node, terraform, emulator, aws, curl")
}

func TestSetupReportsEveryFailureAndWhatIsFine(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "terraform", `echo '{"terraform_version":"1.12.0"}'`)
	err := in.setup(t.Context(), nil)
	wantError(t, err, "node: downloading", "Node.js >= 20 is needed: install it from",
		"emulator: there is no python3 on PATH", "python3 python3-venv",
		"curl: there is no curl on PATH\n  install it with the system's package manager (on Debian and Ubuntu: apt-get install curl), then run this again")
	if !strings.Contains(out.String(), "terraform  1.12.0   found on PATH\n") {
		t.Errorf("setup said %q, and nothing of the Terraform that it found", out)
	}
	wantNothingInstalled(t, in)
}

func TestSetupSaysThatItWasInterrupted(t *testing.T) {
	in, _ := testInstaller(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := in.setup(ctx, []string{Node})
	wantError(t, err, "node: interrupted")
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q asks for an installation by hand", err)
	}
	wantNothingInstalled(t, in)
}

func TestPathPutsInstalledToolsFirst(t *testing.T) {
	root := t.TempDir()
	t.Setenv("PATH", "/a:/b")
	if got := Path(root); got != "/a:/b" {
		t.Errorf("with nothing installed Path is %q, want %q", got, "/a:/b")
	}
	for _, dir := range []string{nodeBin(root), terraformDir(root)} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	want := filepath.Join(root, ".tools/node/bin") + ":" + filepath.Join(root, ".tools/terraform") + ":/a:/b"
	if got := Path(root); got != want {
		t.Errorf("Path is %q, want %q", got, want)
	}
	t.Setenv("PATH", "")
	if got := Path(root); strings.HasSuffix(got, ":") {
		t.Errorf("Path is %q: its empty last entry means the working directory", got)
	}
}
