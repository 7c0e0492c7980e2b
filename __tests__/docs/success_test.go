package docs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/tools/docs"
)

// What was promised is read from the values, whatever they are.
func TestSuccessMetricsAreThoseOfTheValues(t *testing.T) {
	live, trial, quiet := fixture.Production(), fixture.Staging(), fixture.Dev()
	live.Name, live.Project, live.Branch, live.Probe = "live", "plant", "", nil
	live.Services[0].Objective = &envs.Objective{Availability: 99.95, Latency: 97.5, Seconds: 0.5, WindowDays: 14}
	trial.Services[0].Objective = nil
	quiet.Branch = "next"
	made, err := docs.Success(docs.Project{Root: root, Accounts: fixture.Accounts(), Environments: []envs.Environment{quiet, trial, live}})
	require.NoError(t, err)
	text := string(made)
	for _, say := range []string{
		"| live | `api-gateway` | 99.95 % | 97.5 % within 0.5 s | 14 days |\n| staging | | no promise | | |\n| dev | | no promise: it stops off hours | | |\n",
		"which no environment has.", "`plant-live-tickets`", "of the environment, `plant-live`,",
		"| 2 of 3 environments: dev and staging; by the same workflow, begun by hand: live |",
	} {
		assert.Contains(t, text, say)
	}
	assert.NotContains(t, text, "pdm-")

	live.Probe, trial.Probe = &envs.Probe{Path: "/"}, &envs.Probe{Path: "/"}
	made, err = docs.Success(docs.Project{Root: root, Accounts: fixture.Accounts(), Environments: []envs.Environment{trial, live}})
	require.NoError(t, err)
	assert.Contains(t, string(made), "which staging and live have.")
	assert.Contains(t, string(made), "| 1 of 2 environments: staging; by the same workflow, begun by hand: live |")
}

// A standby costs something too, beside its environment.
func TestCostHasStandbys(t *testing.T) {
	waits := example
	waits.Environments = []envs.Environment{fixture.StandingBy()}
	waits.Stacks = docs.Stacks{}
	for name, s := range example.Stacks {
		waits.Stacks[name] = s
	}
	waits.Stacks["production-standby"] = example.Stacks["dev"]
	made, err := docs.Cost(waits)
	require.NoError(t, err)
	assert.Contains(t, string(made), "| USD | production | production-standby | account | bootstrap |")
}
