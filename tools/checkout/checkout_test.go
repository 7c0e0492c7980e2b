package checkout_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/checkout"
)

// Git of Windows, and of many a WSL, turns the ends of lines into its own as it
// checks files out.
func TestTheSameBytesWithLineEndingsOfWindows(t *testing.T) {
	root, dir := filepath.Join("..", ".."), t.TempDir()
	require.NoError(t, checkout.Copy(t.Context(), root, dir))
	again := t.TempDir()
	git := exec.CommandContext(t.Context(), "git", "-c", "core.autocrlf=true", "checkout-index", "--all", "--prefix="+again+"/")
	git.Dir = dir
	printed, err := git.CombinedOutput()
	require.NoError(t, err, string(printed))

	looked := 0
	require.NoError(t, filepath.WalkDir(again, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		looked++
		name, err := filepath.Rel(again, path)
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, got), name)
		return nil
	}))
	assert.Greater(t, looked, 100)
}
