package made_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/made"
)

// The same is made once; of anything else, another.
func TestMadeOnceOfTheSame(t *testing.T) {
	place, times := filepath.Join(t.TempDir(), "place"), 0
	of := func(content ...string) string {
		var parts [][]byte
		for _, c := range content {
			parts = append(parts, []byte(c))
		}
		return made.Of(t, place, parts, func(dir string) {
			times++
			require.NoError(t, os.WriteFile(filepath.Join(dir, "made"), nil, 0o644))
		})
	}
	first := of("a", "bc")
	assert.FileExists(t, filepath.Join(first, "made"))
	assert.Equal(t, first, of("a", "bc"))
	assert.Equal(t, 1, times)
	assert.NotEqual(t, first, of("ab", "c"))
	assert.Equal(t, 2, times)
	assert.NoDirExists(t, first)
}
