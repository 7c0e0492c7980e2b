package terraform_test

import (
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/policies/mutation"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/policy"
)

// checkPolicies asks the policies about a plan.
func checkPolicies(t *testing.T, plan any) *policy.Result {
	t.Helper()
	loadRules.Do(func() { rules, errRules = policy.Load(t.Context(), policy.Dir(filepath.Join("..", ".."))) })
	require.NoError(t, errRules)
	content, err := json.Marshal(plan)
	require.NoError(t, err)
	result, err := rules.Check(t.Context(), content)
	require.NoError(t, err)
	return result
}

// The rules take a moment to compile.
var (
	loadRules sync.Once
	rules     *policy.Rules
	errRules  error
)

// testPolicies holds Terraform's own plan to the policies, and breaks it once
// in each way that a plan can show.
func testPolicies(t *testing.T, env envs.Environment, planned *tfjson.Plan) {
	t.Helper()
	clean := checkPolicies(t, planned)
	assert.Empty(t, clean.Failed)
	// Terraform Cloud hands the plan over like this.
	assert.Equal(t, clean, checkPolicies(t, map[string]any{"plan": planned}))

	content, err := json.Marshal(planned)
	require.NoError(t, err)
	for _, m := range mutation.All {
		if m.Stack != env.Name || m.SynthOnly {
			continue
		}
		view, err := mutation.Parse(content)
		require.NoError(t, err)
		m.Break(view)
		broken, err := view.JSON()
		require.NoError(t, err)
		assert.ElementsMatch(t, append([]string{m.Rule}, m.Also...), mutation.Speaking(clean, checkPolicies(t, json.RawMessage(broken))), m.Name)
	}
}
