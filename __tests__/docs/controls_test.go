package docs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/tools/docs"
)

// controlsAndRules are AWS's controls, and our rules as they say what they are.
func controlsAndRules(t *testing.T) (*docs.Controls, *policy.Result) {
	t.Helper()
	controls, err := docs.ReadControls(root)
	require.NoError(t, err)
	rules, err := policy.Load(t.Context(), policy.Dir(root))
	require.NoError(t, err)
	result, err := rules.Check(t.Context(), []byte(`{"resource": {}}`))
	require.NoError(t, err)
	return controls, result
}

// Every control of a service in use is in the table once, and one thing is said of
// it: which rules meet it, why and until when none does, that it is for the account's
// owner, or that nothing of its kind is in a stack.
func TestEveryControlIsAccountedFor(t *testing.T) {
	controls, result := controlsAndRules(t)

	kinds := map[string]bool{}
	for _, p := range []docs.Project{ours, example} {
		for _, s := range p.Stacks {
			for kind := range s.Resource {
				kinds[kind] = true
			}
		}
	}
	services := map[string]bool{}
	for kind := range kinds {
		if strings.HasPrefix(kind, "aws_") {
			service, ok := controls.Service(kind)
			assert.True(t, ok, "which service is %s of? say so in docs/sources/controls.json, with the service's controls", kind)
			services[service] = true
		}
	}
	delete(services, "")

	seen := map[string]bool{}
	for _, c := range controls.Controls {
		assert.False(t, seen[c.ID], "%s is there twice", c.ID)
		seen[c.ID] = true
		assert.NotEmpty(t, c.Title, c.ID)
		assert.NotEmpty(t, c.Standards, c.ID)
		assert.Subset(t, []string{"FSBP", "CIS"}, c.Standards, c.ID)
		assert.True(t, services[c.Service()], "%s is of a service that no stack has", c.ID)
		said := 0
		for _, one := range []bool{len(docs.Met(result.Rules, c.ID)) > 0, c.Exception != nil, c.Owner != "", len(c.Without) > 0} {
			if one {
				said++
			}
		}
		assert.Equal(t, 1, said, "%s: a rule, an exception, the owner, or nothing of its kind: one of them", c.ID)
		for _, kind := range c.Without {
			assert.False(t, kinds[kind], "%s: there is %s", c.ID, kind)
		}
		if c.Exception != nil {
			assert.NotEmpty(t, c.Exception.Reason, c.ID)
			until, err := time.Parse(time.DateOnly, c.Exception.Until)
			require.NoError(t, err, c.ID)
			assert.True(t, until.AddDate(0, 0, 1).After(time.Now()), "%s: the exception is over", c.ID)
		}
	}
	for service := range services {
		assert.True(t, slices.ContainsFunc(controls.Controls, func(c docs.Control) bool { return c.Service() == service }), "no control of %s", service)
	}
	assert.Len(t, controls.Controls, 144, "AWS has so many of these services: change the number with the list")
}

// What rules say of controls is about those that AWS has, or of other standards of
// AWS's, which are told here.
func TestRulesNameControlsThatThereAre(t *testing.T) {
	controls, result := controlsAndRules(t)
	// Of the NIST and PCI DSS standards alone.
	others := []string{"CloudWatch.15", "CloudWatch.16", "CloudWatch.17", "EC2.38", "ELB.16", "S3.17", "SNS.1", "WAF.11"}
	for _, r := range result.Rules {
		for _, named := range r.Controls {
			if named == "pdm" || strings.HasPrefix(named, "CIS ") || slices.Contains(others, named) {
				continue
			}
			assert.True(t, slices.ContainsFunc(controls.Controls, func(c docs.Control) bool { return c.ID == named }), "%s: %s", r.ID, named)
		}
	}
}
