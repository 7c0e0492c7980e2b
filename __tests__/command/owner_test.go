package command_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A container mounts a checkout of somebody else's, in which Git refuses to
// work, and Go with it where it asks Git what it builds.
func TestCheckoutOfSomebodyElse(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":                     "module example.com/x\n\ngo 1.24\n",
		"internal/cmd/setup/main.go": "package main\n\nfunc main() { println(\"set up\") }\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	makefile, err := filepath.Abs(filepath.Join("..", "..", "Makefile"))
	require.NoError(t, err)
	run := func(args ...string) (string, error) {
		cmd := exec.Command(args[0], args[1:]...)
		// Git's own tests have this for it; Go's settings of this machine may
		// already say what the Makefile has to. -trimpath, as make has it, finds Go's
		// own packages compiled.
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_TEST_ASSUME_DIFFERENT_OWNER=1", "GOENV=off", "GOFLAGS=-trimpath")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	init := exec.Command("git", "init", "--quiet", dir)
	require.NoError(t, init.Run())
	printed, err := run("go", "build", "-o", os.DevNull, "./internal/cmd/setup")
	require.Error(t, err, "Go no longer asks Git")
	require.Contains(t, printed, "-buildvcs=false")

	printed, err = run("make", "-f", makefile, "setup")
	require.NoError(t, err, printed)
	assert.Contains(t, printed, "set up")
}

// Whoever runs the tests without make has no settings of the Makefile's.
func TestBuildsAskNothingOfGit(t *testing.T) {
	build := regexp.MustCompile(`"go", "build"(, "-buildvcs=false")?`)
	found := 0
	require.NoError(t, filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch d.Name() {
		case ".gen", ".git", ".tools", "cdktf.out", "owner_test.go":
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		content, err := os.ReadFile(path)
		for _, match := range build.FindAllSubmatch(content, -1) {
			found++
			assert.NotEmpty(t, match[1], path)
		}
		return err
	}))
	assert.NotZero(t, found)
}
