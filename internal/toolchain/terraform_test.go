package toolchain

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
)

func terraformScript(version string) string {
	return `echo '{"terraform_version":"` + version + `"}'`
}

// serveTerraform serves one release as releases.hashicorp.com does, signed with
// a key of the test's. The archive is what is served, signed what the sums say.
func serveTerraform(t *testing.T, in *installer, archive, signed []byte) *atomic.Int32 {
	t.Helper()
	signer, err := openpgp.NewEntity("test", "", "test@example.com", nil)
	if err != nil {
		t.Fatal(err)
	}
	var key bytes.Buffer
	armored, err := armor.Encode(&key, openpgp.PublicKeyType, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := signer.Serialize(armored); err != nil {
		t.Fatal(err)
	}
	if err := armored.Close(); err != nil {
		t.Fatal(err)
	}
	in.terraformKey = key.String()

	name := "terraform_" + terraformVersion + "_" + runtime.GOOS + "_" + runtime.GOARCH + ".zip"
	sums := sumOf(signed) + "  " + name + "\n"
	var signature bytes.Buffer
	if err := openpgp.DetachSign(&signature, signer, strings.NewReader(sums), nil); err != nil {
		t.Fatal(err)
	}
	index, err := json.Marshal(map[string]any{
		"name": "terraform", "version": terraformVersion,
		"shasums": "terraform_SHA256SUMS", "shasums_signatures": []string{"terraform_SHA256SUMS.sig"},
		"builds": []map[string]string{{
			"os": runtime.GOOS, "arch": runtime.GOARCH, "filename": name,
			"url": "https://releases.invalid/terraform/" + terraformVersion + "/" + name,
		}},
	})
	if err != nil {
		t.Fatal(err)
	}

	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		switch strings.TrimPrefix(r.URL.Path, "/terraform/"+terraformVersion+"/") {
		case "index.json":
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(index)
		case "terraform_SHA256SUMS":
			_, _ = w.Write([]byte(sums))
		case "terraform_SHA256SUMS.sig":
			_, _ = w.Write(signature.Bytes())
		case name:
			w.Header().Set("Content-Type", "application/zip")
			_, _ = w.Write(archive)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	in.terraformReleases = server.URL
	return &requests
}

func terraformZip(t *testing.T, script string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.Create("terraform")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("#!/bin/sh\n" + script + "\n")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestFindTerraform(t *testing.T) {
	for _, tt := range []struct {
		name, script, want string
	}{
		{"fitting", terraformScript("1.11.0"), "1.11.0"},
		{"newer", terraformScript("1.14.2"), "1.14.2"},
		{"with a warning beside the answer", "echo warning >&2; " + terraformScript("1.11.4"), "1.11.4"},
		{"too old", terraformScript("1.10.5"), ""},
		{"a release candidate of the first fitting one", terraformScript("1.11.0-rc1"), ""},
		{"before JSON", "echo Terraform v0.12.31", ""},
		{"broken", "exit 1", ""},
		{"missing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, _ := testInstaller(t)
			if tt.script != "" {
				putOnPath(t, "terraform", tt.script)
			}
			f, err := in.findTerraform(t.Context())
			if f.version != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("found %q (%v), want %q", f.version, err, tt.want)
			}
		})
	}
}

// Whoever names another program gets it, or hears of it, and nothing else.
func TestTheNamedProgramTakesTerraformsPlace(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "terraform", terraformScript("1.11.4"))
	tofu := putOnPath(t, "tofu", terraformScript("1.11.6"))
	for _, named := range []string{"tofu", tofu} {
		t.Setenv(terraformEnv, named)
		if file, err := TerraformPath(t.Context(), in.root); file != tofu || err != nil {
			t.Errorf("%s leads to %q (%v)", named, file, err)
		}
	}
	writeScript(t, tofu, terraformScript("1.10.9"))
	wantError(t, in.setup(t.Context(), []string{Terraform}), tofu+" is 1.10.9, not >= 1.11.0", "unset TERRAFORM_BINARY_NAME")
	t.Setenv(terraformEnv, "tofu-next")
	wantError(t, in.setup(t.Context(), []string{Terraform}), "there is no tofu-next on PATH", "unset TERRAFORM_BINARY_NAME")
	_, err := TerraformPath(t.Context(), in.root)
	wantError(t, err, "there is no tofu-next on PATH", "unset TERRAFORM_BINARY_NAME")
	if out.Len() > 0 {
		t.Errorf("setup said %q", out)
	}
	wantNothingInstalled(t, in)
}

func TestTerraformIsAskedForItsVersionAlone(t *testing.T) {
	in, _ := testInstaller(t)
	putOnPath(t, "terraform", `test "$CHECKPOINT_DISABLE" = 1 && test -z "$TF_CLI_ARGS" && `+terraformScript("1.11.4"))
	t.Setenv("TF_CLI_ARGS", "-destroy")
	if _, err := in.findTerraform(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestInstallTerraform(t *testing.T) {
	in, out := testInstaller(t)
	archive := terraformZip(t, terraformScript(terraformVersion))
	requests := serveTerraform(t, in, archive, archive)
	putOnPath(t, "terraform", terraformScript("1.5.7"))
	if err := in.setup(t.Context(), []string{Terraform}); err != nil {
		t.Fatal(err)
	}
	if want := "terraform  1.11.4   installing " + in.terraformReleases; !strings.HasPrefix(out.String(), want) {
		t.Errorf("setup did not say what it installs from where: %q", out)
	}
	file, err := TerraformPath(t.Context(), in.root)
	if want := filepath.Join(in.root, ".tools/terraform/terraform"); file != want || err != nil {
		t.Errorf("Terraform is %q (%v), want %q", file, err, want)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("Terraform's mode is %v (%v)", info, err)
	}

	before := requests.Load()
	out.Reset()
	if err := in.setup(t.Context(), []string{Terraform}); err != nil {
		t.Fatal(err)
	}
	if got := requests.Load(); got != before {
		t.Errorf("the second setup sent %d requests", got-before)
	}
	if want := "terraform  1.11.4   installed in .tools/terraform\n"; out.String() != want {
		t.Errorf("the second setup said %q, want %q", out, want)
	}
}

func TestInstallTerraformRefuses(t *testing.T) {
	good := terraformZip(t, terraformScript(terraformVersion))
	broken := terraformZip(t, "exit 1")
	for _, tt := range []struct {
		name            string
		archive, signed []byte
		prepare         func(in *installer)
		want            string
	}{
		{"a wrong checksum", good, broken, nil, "wrong checksum"},
		{"another signer", good, good, func(in *installer) { in.terraformKey = "" }, "unknown entity"},
		{"a binary that does not run", broken, broken, nil, "trying the downloaded Terraform"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, _ := testInstaller(t)
			serveTerraform(t, in, tt.archive, tt.signed)
			if tt.prepare != nil {
				tt.prepare(in)
			}
			wantError(t, in.setup(t.Context(), []string{Terraform}), tt.want, "https://developer.hashicorp.com/terraform/install")
			wantNothingInstalled(t, in)
		})
	}
}

func TestInstallTerraformWithoutANetworkFailsAtOnce(t *testing.T) {
	in, _ := testInstaller(t)
	server := httptest.NewServer(http.NotFoundHandler())
	in.terraformReleases = server.URL
	server.Close()
	wantError(t, in.setup(t.Context(), []string{Terraform}), "terraform: downloading", "Terraform >= 1.11.0 is needed")
	wantNothingInstalled(t, in)
}

func TestFittingTerraformBehindAnOlderOneIsLinked(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "terraform", terraformScript("1.5.7"))
	fitting := putOnPath(t, "terraform", terraformScript("1.12.1"))
	if err := in.setup(t.Context(), []string{Terraform}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "linking "+fitting) {
		t.Errorf("setup did not say what it links: %q", out)
	}
	target, err := os.Readlink(path.Join(terraformDir(in.root), "terraform"))
	if target != fitting || err != nil {
		t.Errorf("the link leads to %q (%v), want %q", target, err, fitting)
	}
	file, err := TerraformPath(t.Context(), in.root)
	if err != nil || file != filepath.Join(terraformDir(in.root), "terraform") {
		t.Errorf("Terraform is %q (%v)", file, err)
	}
}

func TestTerraformPathNamesTheWayOut(t *testing.T) {
	in, _ := testInstaller(t)
	_, err := TerraformPath(t.Context(), in.root)
	wantError(t, err, ">= 1.11.0", "make setup")
}
