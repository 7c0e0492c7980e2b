package made_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/made"
)

// The same is made once; of anything else, another; and what failed, again.
func TestMadeOnceOfTheSame(t *testing.T) {
	place, times := filepath.Join(t.TempDir(), "place"), 0
	var broken error
	of := func(content ...string) (string, error) {
		var parts [][]byte
		for _, c := range content {
			parts = append(parts, []byte(c))
		}
		return made.Of(place, parts, func(dir string) error {
			times++
			return errors.Join(broken, os.WriteFile(filepath.Join(dir, "made"), nil, 0o644))
		})
	}
	broken = errors.New("broken")
	_, err := of("a", "bc")
	require.ErrorIs(t, err, broken)
	broken = nil
	first, err := of("a", "bc")
	require.NoError(t, err)
	assert.FileExists(t, filepath.Join(first, "made"))
	again, err := of("a", "bc")
	require.NoError(t, err)
	assert.Equal(t, first, again)
	assert.Equal(t, 2, times)

	other, err := of("ab", "c")
	require.NoError(t, err)
	assert.NotEqual(t, first, other)
	assert.Equal(t, 3, times)
	assert.NoDirExists(t, first)
}
