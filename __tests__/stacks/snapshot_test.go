package stacks_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/gkampitakis/go-snaps/snaps"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/stacks"
)

// TestSnapshots shows every change of a synthesized stack in review. A snapshot
// is updated with `make snapshots`, after its diff was read.
func TestSnapshots(t *testing.T) {
	for _, s := range stacks.All(envs.Accounts(), envs.All()) {
		t.Run(s.Name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(live, "stacks", s.Name, "cdk.tf.json"))
			require.NoError(t, err)
			var tree any
			require.NoError(t, json.Unmarshal(content, &tree))
			stripped, err := json.MarshalIndent(strip(tree), "", "  ")
			require.NoError(t, err)
			snaps.WithConfig(snaps.Filename(s.Name), snaps.Ext(".json")).MatchStandaloneSnapshot(t, string(stripped)+"\n")
		})
	}
}

// strip takes away what cdktf writes about itself, so that a snapshot changes
// when the infrastructure does, and only then.
func strip(value any) any {
	switch v := value.(type) {
	case map[string]any:
		delete(v, "//")
		for key, child := range v {
			v[key] = strip(child)
		}
	case []any:
		for i, child := range v {
			v[i] = strip(child)
		}
	}
	return value
}
