package policies_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/tools/mutation"
)

const consent = "budget-at-most"

// asked says whether a rule asks for consent to a cost, and whether it is given.
func asked(result *policy.Result) (asks, given bool) {
	of := func(findings []policy.Finding) (found bool) {
		for _, f := range findings {
			found = found || f.Rule == consent && f.Address == "aws_budgets_budget.cost_monthly"
		}
		return found
	}
	given = of(result.Excepted)
	return given || of(result.Failed), given
}

// What may cost more than its budget isn't applied before somebody has consented, and
// to more than that amount before somebody has consented anew.
func TestCostAsksForConsent(t *testing.T) {
	scaled := func(stack string, tasks int, budget string) []byte {
		t.Helper()
		view, err := mutation.Parse(stacks[stack])
		require.NoError(t, err)
		view.Set("aws_appautoscaling_target", "compute_api-gateway_scaling", "max_capacity", tasks)
		view.Set("aws_budgets_budget", "cost_monthly", "limit_amount", budget)
		content, err := view.JSON()
		require.NoError(t, err)
		return content
	}
	for name, c := range map[string]struct {
		stack       []byte
		asks, given bool
	}{
		"within the budget":                {scaled("production", 10, "2000"), false, false},
		"production, as it is":             {stacks["production"], true, true},
		"more than was consented to":       {scaled("production", 40, "1000"), true, false},
		"an environment nobody spoke of":   {scaled("staging", 40, "300"), true, false},
		"that environment with the budget": {scaled("staging", 40, "3000"), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			result := check(t, c.stack)
			asks, given := asked(result)
			assert.Equal(t, c.asks, asks)
			assert.Equal(t, c.given, given)
			assert.Equal(t, c.asks && !c.given, result.Err() != nil)
		})
	}
}

// A plan asks as the stack does, also as Terraform Cloud hands it over.
func TestPlansAskForConsent(t *testing.T) {
	type object = map[string]any
	resource := func(kind, name string, values object) object {
		return object{"mode": "managed", "type": kind, "name": name, "address": kind + "." + name, "values": values, "change": object{"actions": []string{"create"}, "after": values}}
	}
	all := []object{
		resource("aws_nat_gateway", "networking_nat", object{}),
		resource("aws_budgets_budget", "cost_monthly", object{"budget_type": "COST", "time_unit": "MONTHLY", "limit_amount": "30"}),
	}
	plan := func(region string) object {
		return object{
			"resource_changes": all, "planned_values": object{"root_module": object{"resources": all}},
			"configuration": object{
				"provider_config": object{"aws": object{"name": "aws", "expressions": object{"region": object{"constant_value": region}}}},
				"root_module":     object{"resources": []object{}},
			},
		}
	}
	for name, c := range map[string]struct {
		input object
		asks  bool
	}{
		"a plan":                   {plan("us-east-1"), true},
		"as Terraform Cloud says":  {object{"plan": plan("us-east-1"), "run": object{}}, true},
		"a region without a price": {plan("moon-1"), false},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := json.Marshal(c.input)
			require.NoError(t, err)
			asks, given := asked(check(t, content))
			assert.Equal(t, c.asks, asks)
			assert.False(t, given)
		})
	}
}
