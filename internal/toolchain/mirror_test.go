package toolchain

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const platform = "linux_amd64"

// hold puts a provider into a mirror in the unpacked layout.
func hold(t *testing.T, mirror, provider, version, platform string) {
	t.Helper()
	write(t, filepath.Join(mirror, provider, version, platform, "terraform-provider-"+filepath.Base(provider)+"_v"+version), "", 0o755)
}

func TestSearchMirror(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(t *testing.T, root string)
		// want is the mirror's folder below the root; empty means none is found.
		want string
	}{
		{"none", func(*testing.T, string) {}, ""},
		{"right version", func(t *testing.T, root string) { hold(t, root+"/a/b", awsProvider, "5.100.0", platform) }, "a/b"},
		{"at the root itself", func(t *testing.T, root string) { hold(t, root, awsProvider, "5.99.1", platform) }, "."},
		{"packed", func(t *testing.T, root string) {
			write(t, root+"/m/"+awsProvider+"/terraform-provider-aws_5.99.1_linux_amd64.zip", "", 0o644)
		}, "m"},
		{"packed, wrong platform", func(t *testing.T, root string) {
			write(t, root+"/m/"+awsProvider+"/terraform-provider-aws_5.99.1_linux_arm64.zip", "", 0o644)
		}, ""},
		{"link at the platform's folder", func(t *testing.T, root string) {
			write(t, root+"/real/terraform-provider-aws_v5.99.1", "", 0o755)
			write(t, root+"/m/"+awsProvider+"/5.99.1/versions", "", 0o644)
			if err := os.Symlink(root+"/real", root+"/m/"+awsProvider+"/5.99.1/"+platform); err != nil {
				t.Fatal(err)
			}
		}, "m"},
		{"wrong platform", func(t *testing.T, root string) { hold(t, root+"/m", awsProvider, "5.100.0", "darwin_arm64") }, ""},
		{"too old", func(t *testing.T, root string) { hold(t, root+"/m", awsProvider, "5.98.0", platform) }, ""},
		{"next major version", func(t *testing.T, root string) { hold(t, root+"/m", awsProvider, "6.0.0", platform) }, ""},
		{"empty platform folder", func(t *testing.T, root string) {
			if err := os.MkdirAll(root+"/m/"+awsProvider+"/5.100.0/"+platform, 0o755); err != nil {
				t.Fatal(err)
			}
		}, ""},
		{"another provider only", func(t *testing.T, root string) {
			hold(t, root+"/m", "registry.terraform.io/hashicorp/random", "5.100.0", platform)
		}, ""},
		{"fitting one after one that is too old", func(t *testing.T, root string) {
			hold(t, root+"/a", awsProvider, "4.0.0", platform)
			hold(t, root+"/z/deep", awsProvider, "5.99.0", platform)
		}, "z/deep"},
		{"nearest to the top", func(t *testing.T, root string) {
			hold(t, root+"/a/b/c", awsProvider, "5.99.0", platform)
			hold(t, root+"/z", awsProvider, "5.99.0", platform)
		}, "z"},
		{"too deep", func(t *testing.T, root string) { hold(t, root+"/1/2/3/4/5", awsProvider, "5.99.0", platform) }, ""},
		{"what Terraform keeps for a project", func(t *testing.T, root string) {
			hold(t, root+"/.terraform/providers", awsProvider, "5.99.0", platform)
			hold(t, root+"/.tools/plugin-cache", awsProvider, "5.99.0", platform)
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			tt.build(t, root)
			m, ok := searchMirror([]string{filepath.Join(root, "missing"), root}, platform)
			want := filepath.Join(root, tt.want)
			if ok != (tt.want != "") || ok && m.path != want {
				t.Errorf("found %q (%t), want %q", m.path, ok, tt.want)
			}
		})
	}
}

func TestSearchMirrorIsBounded(t *testing.T) {
	root := t.TempDir()
	for i := range mirrorSearchFolders + 1 {
		if err := os.Mkdir(filepath.Join(root, fmt.Sprintf("%06d", i)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	hold(t, filepath.Join(root, "zzz"), awsProvider, "5.99.0", platform)
	if m, ok := searchMirror([]string{root}, platform); ok {
		t.Errorf("the search went on to %s", m.path)
	}
}

func TestReadMirrorListsExactlyWhatFitsThePlatform(t *testing.T) {
	dir := t.TempDir()
	hold(t, dir, awsProvider, "5.99.1", platform)
	hold(t, dir, awsProvider, "5.100.0", platform)
	hold(t, dir, "registry.terraform.io/vercel/vercel", "1.0.0", platform)
	hold(t, dir, "registry.terraform.io/hashicorp/null", "3.2.0", "darwin_arm64")
	hold(t, dir, "example.com/team/own", "0.1.0", platform)
	hold(t, dir, "notahost/a/b", "0.1.0", platform)
	m := readMirror(dir, platform)
	if want := []string{"5.100.0", "5.99.1"}; !slices.Equal(m.versions[awsProvider], want) {
		t.Errorf("AWS has versions %v, want %v", m.versions[awsProvider], want)
	}
	want := `["example.com/team/own", "registry.terraform.io/hashicorp/aws", "registry.terraform.io/vercel/vercel"]`
	// A map's order differs from run to run; the configuration's must not.
	for range 20 {
		if got := m.providers(); got != want {
			t.Fatalf("the mirror holds %s, want %s", got, want)
		}
	}
}
