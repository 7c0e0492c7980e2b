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
	program := built(t, "platform")
	project, bin := projectFolder(t), t.TempDir()
	put := func(content string, mode os.FileMode, path ...string) {
		file := filepath.Join(path...)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), mode))
	}
	put("{}", 0o644, project, "cdktf.out", "stacks", "account", "cdk.tf.json")
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
	plan := func(env ...string) (string, error) {
		cmd := exec.Command(program, "plan", "--stack", "account", "--target", "emulator")
		cmd.Dir = project
		cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "TF_CLI_CONFIG_FILE="+own, "CDKTF_OUTDIR=")
		cmd.Env = append(cmd.Env, env...)
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

	// cdktf's users may have synth write elsewhere.
	elsewhere := filepath.Join(t.TempDir(), "out")
	require.NoError(t, os.Rename(filepath.Join(project, "cdktf.out"), elsewhere))
	printed, err = plan("CDKTF_OUTDIR=" + elsewhere)
	require.NoError(t, err, printed)
	_, err = plan()
	require.Error(t, err)
}

// What synth wrote elsewhere goes, what somebody else has there stays.
func TestCleanFollowsTheOutput(t *testing.T) {
	project, elsewhere := t.TempDir(), t.TempDir()
	makefile, err := filepath.Abs(filepath.Join("..", "..", "Makefile"))
	require.NoError(t, err)
	for _, file := range []string{"stacks/dev/cdk.tf.json", "stacks/bootstrap/bootstrap.tfstate", "manifest.json", "mine"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(elsewhere, file)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(elsewhere, file), []byte("{}"), 0o644))
	}
	clean := func() (string, error) {
		cmd := exec.Command("make", "-f", makefile, "clean")
		cmd.Dir, cmd.Env = project, append(os.Environ(), "CDKTF_OUTDIR="+elsewhere)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	printed, err := clean()
	require.Error(t, err)
	assert.Contains(t, printed, "keeps its only state in "+elsewhere)
	require.NoError(t, os.Remove(filepath.Join(elsewhere, "stacks", "bootstrap", "bootstrap.tfstate")))
	printed, err = clean()
	require.NoError(t, err, printed)
	left, err := os.ReadDir(elsewhere)
	require.NoError(t, err)
	require.Len(t, left, 1)
	assert.Equal(t, "mine", left[0].Name())
}
