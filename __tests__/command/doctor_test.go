package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The doctor looks and changes nothing; only a tool that is there and fails is an
// error.
func TestDoctor(t *testing.T) {
	program := built(t, "setup")
	for _, c := range []struct {
		name, path   string
		row, todo    string
		code         int
		inItsOwnWord string
	}{
		{"missing", "PATH=" + t.TempDir(), `Node\.js >= 20 +no +synth`, "Node.js >= 20: there is no node on PATH\n  `make setup` installs it", 0, ""},
		{"too old", nodeAndNpm(t, "echo v16.20.2"), `Node\.js >= 20 +no +synth`, "/node is 16.20.2, not >= 20\n  `make setup` installs it", 0, ""},
		{"broken", nodeAndNpm(t, "echo 'GLIBC_2.38 not found' >&2; exit 1"), `Node\.js >= 20 +fails +synth`, "", 1, "/node is there and fails: exit status 1: GLIBC_2.38 not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := projectFolder(t)
			cmd := exec.Command(program, "doctor")
			cmd.Dir, cmd.Env = dir, []string{c.path, "HOME=" + t.TempDir(), "PROVIDER_MIRROR=" + t.TempDir()}
			var stdout, stderr strings.Builder
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			_ = cmd.Run()
			assert.Equal(t, c.code, cmd.ProcessState.ExitCode(), stderr.String())
			assert.Regexp(t, c.row, stdout.String())
			assert.Contains(t, stdout.String(), c.todo)
			assert.Contains(t, stderr.String(), c.inItsOwnWord)
			assert.Equal(t, c.code == 0, stderr.String() == "")
			assert.Equal(t, []string{"cdktf.json"}, entries(t, dir))
		})
	}
}

func nodeAndNpm(t *testing.T, script string) string {
	dir := t.TempDir()
	for name, content := range map[string]string{"node": script, "npm": ""} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+content+"\n"), 0o755))
	}
	return "PATH=" + dir
}

// The doctor is itself built with Go; without one, make says so.
func TestDoctorWithoutGo(t *testing.T) {
	makefile, err := filepath.Abs(filepath.Join("..", "..", "Makefile"))
	require.NoError(t, err)
	cmd := exec.Command("make", "-f", makefile, "doctor")
	cmd.Dir, cmd.Env = t.TempDir(), []string{"PATH=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "error: there is no go on PATH, which everything needs: https://go.dev/doc/install")
	assert.NotContains(t, string(out), "command not found")
}
