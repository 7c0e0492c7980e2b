package command_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// built is one of the programs in internal/cmd.
func built(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(programs, name)
	require.FileExists(t, path)
	return path
}

// projectFolder is an empty project.
func projectFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cdktf.json"), []byte("{}"), 0o644))
	return dir
}

// platform runs the program in a folder.
func platform(t *testing.T, dir string, args ...string) result {
	t.Helper()
	cmd := exec.Command(built(t, "platform"), args...)
	cmd.Dir = dir
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, failed := err.(*exec.ExitError); !failed {
		require.NoError(t, err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), withoutProgress(stderr.String())}
}

// Whatever is wrong with a command is one line, which says where there is help.
func TestWhatIsNotUnderstood(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"aply"}, 2, "unknown command \"aply\" for \"platform\" (did you mean apply?); see `platform --help`"},
		{[]string{"plan", "--stak", "dev"}, 2, "unknown flag: --stak; see `platform plan --help`"},
		{[]string{"plan", "dev"}, 2, "unknown command \"dev\" for \"platform plan\"; see `platform plan --help`"},
		{[]string{"plan", "--stack"}, 2, "flag needs an argument: --stack; see `platform plan --help`"},
		{[]string{"comment", "--pull-request", "x"}, 2, "invalid argument \"x\" for \"--pull-request\" flag: must be an integer; see `platform comment --help`"},
		{[]string{"apply", "--stack", "nowhere"}, 1, `no stack is named "nowhere"; there are ` + strings.Join(names(), ", ")},
		{[]string{"review"}, 1, "say which stack: ENV=" + strings.Join(names()[1:], ", ENV=")},
		{[]string{"environments", "--state", "drawer"}, 1, `the state "drawer" is neither s3 nor cloud`},
		{[]string{"setup", "hammer"}, 1, `unknown tool "hammer"; known are node, terraform, emulator, aws, curl`},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			dir := projectFolder(t)
			assert.Equal(t, result{c.code, "", "error: " + c.says + "\n"}, platform(t, dir, c.args...))
			assert.Equal(t, []string{"cdktf.json"}, entries(t, dir))
		})
	}
}

// Elsewhere it would install tools, and look for stacks, where nobody expects it.
func TestWorksInTheProjectsFolderAlone(t *testing.T) {
	for _, args := range [][]string{{"setup", "node"}, {"policy", "--stack", "dev"}, {"environments"}} {
		dir := t.TempDir()
		r := platform(t, dir, args...)
		assert.Equal(t, 1, r.code)
		assert.Equal(t, "error: run this in the project's folder, which has cdktf.json; make does so\n", r.stderr)
		assert.Empty(t, entries(t, dir))
	}
}

// A shell completes what there is, wherever it is asked.
func TestCompletion(t *testing.T) {
	dir := t.TempDir()
	for _, shell := range []string{"bash", "zsh", "fish"} {
		r := platform(t, dir, "completion", shell)
		assert.Zero(t, r.code, r.stderr)
		assert.Contains(t, r.stdout, "platform", shell)
	}
	completes := func(args ...string) []string {
		r := platform(t, dir, append([]string{"__completeNoDesc"}, args...)...)
		require.Zero(t, r.code, r.stderr)
		lines := strings.Split(strings.TrimSpace(r.stdout), "\n")
		assert.Equal(t, ":4", lines[len(lines)-1], "no files are offered")
		return lines[:len(lines)-1]
	}
	for _, command := range []string{"plan", "review", "preflight", "policy", "scan", "environments"} {
		assert.Equal(t, names(), completes(command, "--stack", ""), command)
	}
	assert.Equal(t, []string{"aws", "emulator"}, completes("apply", "--target", ""))
	assert.Contains(t, completes("apply", "--role", ""), envs.All()[0].Label().DeployRole())
	assert.Equal(t, []string{"migrate-state"}, completes("mig"))
}

// A command that is interrupted ends as a shell expects it.
func TestInterruptedCommand(t *testing.T) {
	dir, bin := projectFolder(t), t.TempDir()
	started := filepath.Join(dir, "started")
	require.NoError(t, os.WriteFile(filepath.Join(bin, "node"), []byte("#!/bin/sh\ntouch '"+started+"'\nexec sleep 60\n"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(bin, "npm"), []byte("#!/bin/sh\n"), 0o755))
	cmd := exec.Command(built(t, "platform"), "doctor")
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + bin + ":/usr/bin:/bin", "HOME=" + dir, "PROVIDER_MIRROR=" + dir}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		_, err := os.Stat(started)
		return err == nil
	}, time.Minute, 10*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Error(t, cmd.Wait())
	assert.Equal(t, 130, cmd.ProcessState.ExitCode())
	assert.Equal(t, "error: doctor: interrupted\n", stderr.String())
}

func TestInterruptedQuestion(t *testing.T) {
	cmd := exec.Command(built(t, "platform"), "init")
	cmd.Dir = projectFolder(t)
	_, err := cmd.StdinPipe() // where nobody types
	require.NoError(t, err)
	asked, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	ended := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer ended.Stop()
	_, err = bufio.NewReader(asked).ReadString('[')
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	require.Error(t, cmd.Wait())
	assert.Equal(t, 130, cmd.ProcessState.ExitCode())
	assert.Equal(t, "error: nothing was written: read the answer: interrupted\n", stderr.String())
}
