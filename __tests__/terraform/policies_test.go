package terraform_test

import (
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/tools/mutation"
)

// The rules take a moment to compile: with their exceptions, and without.
var (
	loadRules     sync.Once
	rules, strict *policy.Rules
	errRules      error
)

// checkPolicies asks the policies about a plan.
func checkPolicies(t *testing.T, plan any) *policy.Result {
	t.Helper()
	prepareRules(t)
	return ask(t, rules, plan)
}

func prepareRules(t *testing.T) {
	t.Helper()
	loadRules.Do(func() {
		dir := policy.Dir(filepath.Join("..", ".."))
		if rules, errRules = policy.Load(t.Context(), dir); errRules == nil {
			strict, errRules = policy.LoadStrict(t.Context(), dir)
		}
	})
	require.NoError(t, errRules)
}

func ask(t *testing.T, rules *policy.Rules, plan any) *policy.Result {
	t.Helper()
	content, err := json.Marshal(plan)
	require.NoError(t, err)
	result, err := rules.Check(t.Context(), content)
	require.NoError(t, err)
	return result
}

// testPolicies holds Terraform's own plan to the policies, and breaks it once
// in each way that a plan can show.
func testPolicies(t *testing.T, env envs.Environment, planned *tfjson.Plan) {
	t.Helper()
	clean := checkPolicies(t, planned)
	assert.Empty(t, clean.Failed)
	// Terraform Cloud hands the plan over like this.
	assert.Equal(t, clean, checkPolicies(t, map[string]any{"plan": planned}))
	breakPlan(t, env, planned, func(m mutation.Mutation) bool { return !m.SynthOnly && !m.Released })
}

// breakPlan breaks a plan in the ways that are meant, and sees that exactly the
// rule speaks that should; no exception hides one.
func breakPlan(t *testing.T, env envs.Environment, planned *tfjson.Plan, meant func(m mutation.Mutation) bool) {
	t.Helper()
	prepareRules(t)
	content, err := json.Marshal(planned)
	require.NoError(t, err)
	before := ask(t, strict, planned)
	n := 0
	for _, m := range mutation.All {
		if m.Stack != env.Name || !meant(m) {
			continue
		}
		view, err := mutation.Parse(content)
		require.NoError(t, err)
		if !m.Apply(view) {
			// Mutations name the resources of the tests' own production.
			assert.NotEqual(t, fixture.Production(), env, "%s has nothing to break", m.Name)
			continue
		}
		n++
		broken, err := view.JSON()
		require.NoError(t, err)
		assert.ElementsMatch(t, append([]string{m.Rule}, m.Also...), mutation.Speaking(before, ask(t, strict, json.RawMessage(broken))), m.Name)
	}
	if env.Name == envs.ProductionName {
		assert.Positive(t, n)
	}
}
