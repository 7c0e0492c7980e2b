package mutation

import (
	"slices"

	"github.com/example/predictive-maintenance/internal/policy"
)

// Speaking are the rules that say something about a stack, now that it is
// broken, that they didn't say before.
func Speaking(before, after *policy.Result) []string {
	said := slices.Concat(before.Failed, before.Excepted)
	speaking := []string{}
	for _, f := range after.Failed {
		if !slices.Contains(said, f) && !slices.Contains(speaking, f.Rule) {
			speaking = append(speaking, f.Rule)
		}
	}
	slices.Sort(speaking)
	return speaking
}
