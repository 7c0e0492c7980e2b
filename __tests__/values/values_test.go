package values_test

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/values"
	"github.com/example/predictive-maintenance/tools/checkout"
)

// chosen are the sets to try. A set costs a minute or two of a core: every run has
// two, and one with VALUES, as `make values`, all that have a name, and so many out
// of the generator, from SEED on.
func chosen(t *testing.T) []values.Set {
	t.Helper()
	sets := values.Sets()
	if os.Getenv("VALUES") == "" {
		return sets
	}
	more, err := strconv.Atoi(os.Getenv("VALUES"))
	require.NoError(t, err, "VALUES")
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("SEED"), "1"), 10, 64)
	require.NoError(t, err, "SEED")
	return slices.Concat(sets, values.Named(), values.More(seed, more))
}

// A set that doesn't validate would be found in a night's run alone.
func TestSetsAreValid(t *testing.T) {
	for _, set := range append(values.Sets(), values.Named()...) {
		require.NotEmpty(t, set.Environments, set.Name)
		assert.NoError(t, set.Validate(), set.Name)
	}
}

// Whatever values somebody chooses, snapshots and documents can be made of them,
// and then the tests are green.
func TestAnybodysValuesAreGreen(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	for _, set := range chosen(t) {
		t.Run(set.Name, func(t *testing.T) {
			require.NotEmpty(t, set.Environments)
			require.NoError(t, set.Validate())
			dir := t.TempDir()
			require.NoError(t, checkout.Copy(t.Context(), root, dir))
			if _, err := os.Stat(filepath.Join(root, ".tools")); err == nil {
				require.NoError(t, os.Symlink(filepath.Join(root, ".tools"), filepath.Join(dir, ".tools")))
			}
			require.NoError(t, set.Write(dir))

			run := func(folder string, args ...string) {
				t.Helper()
				cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
				cmd.Dir = filepath.Join(dir, folder)
				cmd.Env = append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -buildvcs=false", "CDKTF_OUTDIR=", "UPDATE_SNAPS=", "MAKEFLAGS=")
				if args[len(args)-1] == "^TestSnapshots$" {
					cmd.Env = append(cmd.Env, "UPDATE_SNAPS=always") // "true" writes nothing where CI is set
				}
				printed, err := cmd.CombinedOutput()
				require.NoError(t, err, "%s\n%s", strings.Join(args, " "), printed)
			}
			run(".", "go", "vet", "./envs")
			run("__tests__", "go", "test", "-count=1", "./stacks", "-run", "^TestSnapshots$")
			run(".", "go", "run", ".")
			run("tools", "go", "run", "./docs/write")
			run(".", "make", "check-values")
		})
	}
}
