package docs_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/tools/docs"
)

// The runbook for findings asks of what the account has, and only of that.
func TestFindingsAreAskedOfWhatIsOn(t *testing.T) {
	for name, row := range map[string]struct {
		change     func(*envs.Detection)
		has, hasnt []string
	}{
		"everything":           {func(*envs.Detection) {}, []string{"pdm-shared-findings", "Platform acts", "aws securityhub", "/aws/cloudtrail/pdm-shared"}, []string{"aws guardduty"}},
		"without Security Hub": {func(d *envs.Detection) { d.SecurityHub = false }, []string{"aws guardduty", "/aws/cloudtrail/pdm-shared"}, []string{"aws securityhub"}},
		"without a trail":      {func(d *envs.Detection) { d.CloudTrail = false }, []string{"aws securityhub"}, []string{"/aws/cloudtrail"}},
		"nothing":              {func(d *envs.Detection) { *d = envs.Detection{} }, []string{"Nothing of this project watches"}, []string{"aws ", "acts"}},
	} {
		p := example
		p.Accounts = slices.Clone(p.Accounts)
		row.change(&p.Accounts[0].Detection)
		made, err := docs.Runbooks(p)
		require.NoError(t, err, name)
		text := string(made["findings.md"])
		for _, part := range row.has {
			assert.Contains(t, text, part, name)
		}
		for _, part := range row.hasnt {
			assert.NotContains(t, text, part, name)
		}
		assert.NotContains(t, text, "\n\n\n", name)
	}
}
