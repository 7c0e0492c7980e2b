package command_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A trial on the emulator must never reach a real project of Supabase or
// Vercel, whatever configuration of Terraform the environment names.
func TestOnTheEmulatorProvidersAreStandIns(t *testing.T) {
	deploy := filepath.Join(t.TempDir(), "deploy")
	build := exec.Command("go", "build", "-o", deploy, "./internal/cmd/deploy")
	build.Dir = filepath.Join("..", "..")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	project, bin := t.TempDir(), t.TempDir()
	put := func(content string, mode os.FileMode, path ...string) {
		file := filepath.Join(path...)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), mode))
	}
	put("{}", 0o644, project, "cdktf.out", "stacks", "dev", "cdk.tf.json")
	seen := filepath.Join(project, "seen")
	// A Terraform that shows the configuration under which it would run.
	put(`#!/bin/sh
case "$1" in
version) echo '{"terraform_version": "1.11.4"}' ;;
init) cat "$TF_CLI_CONFIG_FILE" >'`+seen+`' ;;
esac
`, 0o755, bin, "terraform")
	own := filepath.Join(project, "own.tfrc")
	put("provider_installation {\n  direct {}\n}\n", 0o644, own)
	plan := func() (string, error) {
		cmd := exec.Command(deploy, "plan", "-stack", "dev", "-target", "emulator")
		cmd.Dir = project
		cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "TF_CLI_CONFIG_FILE="+own)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}

	printed, err := plan()
	require.Error(t, err)
	assert.Contains(t, printed, "no emulator is running")

	answering := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer answering.Close()
	put(answering.URL+"\n", 0o644, project, ".emulator", "endpoint")
	printed, err = plan()
	require.Error(t, err)
	assert.Contains(t, printed, "there are no stand-ins")
	assert.NoFileExists(t, seen)

	put("", 0o755, project, ".tools", "stand-ins", "mirror", "registry.terraform.io", "supabase", "supabase", "1.10.1",
		runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-supabase_v1.10.1")
	printed, err = plan()
	require.NoError(t, err, printed)
	config, err := os.ReadFile(seen)
	require.NoError(t, err)
	assert.Regexp(t, `direct \{\s+exclude = \[.*"registry.terraform.io/supabase/supabase"`, string(config))
}
