package bindings_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/made"
)

var root, _ = filepath.Abs(filepath.Join("..", ".."))

// tree reads the files of a folder by their paths in it, tarballs unpacked:
// another version of Node may pack the same content into other bytes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".tgz") {
			unpacked, err := gzip.NewReader(bytes.NewReader(content))
			if err != nil {
				return err
			}
			if content, err = io.ReadAll(unpacked); err != nil {
				return err
			}
		}
		name, err := filepath.Rel(dir, path)
		files[name] = string(content)
		return err
	}))
	return files
}

// assertSameTree says which files differ, without printing them.
func assertSameTree(t *testing.T, want, got map[string]string) {
	t.Helper()
	for name, content := range want {
		other, ok := got[name]
		assert.True(t, ok, "%s is missing", name)
		assert.True(t, !ok || content == other, "%s differs", name)
	}
	for name := range got {
		assert.Contains(t, want, name)
	}
}

func TestBindingsAreWhatTheGeneratorMakes(t *testing.T) {
	tools, generator := filepath.Join(root, ".tools", "cdktf"), filepath.Join(root, "internal", "synth", "bindings", "generate.js")
	files, err := filepath.Glob(filepath.Join(filepath.Dir(generator), "schemas", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	files = append(files, "generator_test.go", generator, filepath.Join(tools, "package-lock.json"))
	gen, err := made.Of(filepath.Join(tools, "generated"), made.Read(t, files...), func(dir string) error {
		cmd := exec.Command("node", generator, dir)
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(tools, "node_modules"))
		printed, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, printed)
		}
		return nil
	})
	require.NoError(t, err)

	committed := tree(t, filepath.Join(root, ".gen"))
	assertSameTree(t, committed, tree(t, gen))
	assert.Contains(t, committed, filepath.Join("supabase", "supabase", "jsii", "supabase-0.0.0.tgz"))
}

// The committed bindings are in the place and under the names that `cdktf get`
// gives them: it sees that there is nothing to be done, registry or not.
func TestGetHasNothingToDo(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, ".gen"), os.DirFS(filepath.Join(root, ".gen"))))
	for _, name := range []string{"cdktf.json", "go.mod"} {
		content, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o644))
	}
	// No provider can be had through this configuration.
	config := filepath.Join(dir, "nothing.tfrc")
	require.NoError(t, os.WriteFile(config, []byte("provider_installation {\n}\n"), 0o644))

	cmd := exec.Command(filepath.Join(root, ".tools", "cdktf", "node_modules", ".bin", "cdktf"), "get")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CI=true", "CHECKPOINT_DISABLE=1", "FORCE_COLOR=0", "TF_CLI_CONFIG_FILE="+config)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assertSameTree(t, tree(t, filepath.Join(root, ".gen")), tree(t, filepath.Join(dir, ".gen")))
}
