package supplychain_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/supplychain"
)

// Everything is under a licence that is allowed, and listed.
func TestLicences(t *testing.T) {
	parts, err := supplychain.Parts(t.Context(), root)
	require.NoError(t, err)
	for _, part := range parts {
		require.NotEmpty(t, part.Components, part.Title)
		for _, c := range part.Components {
			assert.NotEmpty(t, c.Licences, "nothing says under which licence %s is", c.Name)
			for _, licence := range c.Licences {
				assert.True(t, supplychain.IsAllowed(licence), "%s is under %s", c.Name, licence)
			}
		}
	}
	listed, err := os.ReadFile(filepath.Join(root, "docs", "dependencies.md"))
	require.NoError(t, err)
	assert.Equal(t, string(supplychain.Document(parts)), string(listed), "`make dependencies` writes the list anew")
}

func TestAllowedLicences(t *testing.T) {
	for licence, allowed := range map[string]bool{
		"MIT": true, "(MIT OR GPL-3.0-or-later)": true, "GPL-3.0": false, "AGPL-3.0": false, "BUSL-1.1": false, "(AGPL-3.0 OR GPL-3.0)": false, "": false,
	} {
		assert.Equal(t, allowed, supplychain.IsAllowed(licence), licence)
	}
}

// npm takes nothing whose sum is not in the lock file, from wherever it comes.
func TestNPMIsLocked(t *testing.T) {
	for _, file := range supplychain.NPMLocks {
		lock, err := supplychain.ReadNPMLock(filepath.Join(root, file))
		require.NoError(t, err)
		require.NotEmpty(t, lock.Packages)
		for name, p := range lock.Packages {
			assert.True(t, p.InBundle || len(p.Integrity) > len("sha512-"), "%s: %s has no sum", file, name)
			assert.Empty(t, p.Resolved, "%s: %s is tied to a registry", file, name)
			assert.False(t, p.Link, "%s: %s is a link", file, name)
		}
	}
}
