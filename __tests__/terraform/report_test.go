package terraform_test

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/tools/permissions"
)

// provoked is the phase of what a test has refused on purpose.
const provoked = "provoked"

// whole are the environments that came and went in all phases.
var whole sync.Map

// report holds what the emulator decided to what should be: each request was as
// AWS's models have it, nobody was refused, all could be decided, and what no role
// used has a reason.
func report(t *testing.T) {
	t.Helper()
	found, err := emulator.PermissionsOf(context.Background(), target.Endpoint)
	require.NoError(t, err)
	for _, d := range found.Denials {
		assert.True(t, d.Phase == provoked, "refused: %s", d)
	}
	for _, u := range found.Undecided {
		assert.Fail(t, "undecided", "%s (%s) calls %s: %s", u.Role, u.Phase, u.Call, u.Message)
	}

	type line struct{ role, phase string }
	calls, actions := map[line]int{}, map[line]int{}
	for _, d := range found.Decided {
		l := line{path.Base(d.Role), d.Phase}
		calls[l] += d.Count
		actions[l]++
	}
	var table strings.Builder
	for _, l := range slices.SortedFunc(maps.Keys(calls), func(a, b line) int {
		return strings.Compare(a.role+" "+a.phase, b.role+" "+b.phase)
	}) {
		fmt.Fprintf(&table, "\n  %-24s %-32s %6d asked, %3d actions", l.role, l.phase, calls[l], actions[l])
	}
	t.Logf("%d calls decided, in %.1f ms each; %d denials%s", found.Calls, found.Milliseconds, len(found.Denials), table.String())

	requests, err := emulator.Requests(context.Background(), target.Endpoint)
	require.NoError(t, err)
	for _, v := range requests.Violations {
		assert.Fail(t, "against AWS's model", "%s: %s", v.Operation, v.Message)
	}
	constraints := 0
	for _, n := range requests.Constraints {
		constraints += n
	}
	t.Logf("%d requests of %d operations held against AWS's models, by %d constraints", requests.Requests, len(requests.Operations), constraints)

	for _, env := range envs.All() {
		if _, ok := whole.Load(env.Name); !ok {
			return // Of a part of the phases, nothing follows.
		}
	}
	promoted := slices.ContainsFunc(envs.All(), func(e envs.Environment) bool { return len(e.Before(envs.All())) > 0 })
	for _, use := range permissions.Uses {
		if !promoted && strings.HasSuffix(use.Role, "-promote") {
			continue
		}
		for _, c := range use.Calls {
			_, ok := asked.Load(callKey(use, c))
			if !ok {
				assert.False(t, slices.ContainsFunc(envs.All(), func(env envs.Environment) bool { return has(t, env, use, c) }),
					"%s: %v on %s: nobody was asked, and an environment has what this names", use.For, c.Actions, c.Resource)
			}
		}
	}
	assertUnused(t, found.Allowed)
}

// some are the services that only some environments use, and which those are: the
// policies allow them in all.
var some = map[string]func(env envs.Environment) bool{
	"budgets":        func(env envs.Environment) bool { return env.MonthlyBudgetUSD > 0 },
	"ce":             func(env envs.Environment) bool { return env.CostAnomalies },
	"firehose":       func(env envs.Environment) bool { return env.Datadog != nil },
	"secretsmanager": func(env envs.Environment) bool { return env.Datadog != nil || env.Supabase != nil },
}

// assertUnused holds the allowed actions that nobody used to the list of those
// that have a reason. Roles of the same kind are taken together: their policies
// have one source.
func assertUnused(t *testing.T, allowed []emulator.Allowed) {
	t.Helper()
	documents := map[string]string{envs.Shared.PlanRole(): permissions.ReviewPolicy}
	for _, env := range envs.All() {
		documents[env.Label().PlanRole()] = permissions.PlanPolicy
		documents[env.Label().DeployRole()] = permissions.Boundary
	}
	type action struct{ document, sid, pattern string }
	used := map[action]bool{}
	for _, a := range allowed {
		// Those of other accounts have roles of the same names.
		if document, ok := documents[path.Base(a.Role)]; ok && strings.Contains(a.Role, ":"+owner+":") {
			key := action{document, a.Sid, a.Pattern}
			used[key] = used[key] || len(a.Actions) > 0
		}
	}
	require.NotEmpty(t, used)
	why := map[action]string{}
	for _, k := range permissions.Unused {
		assert.NotEmpty(t, k.Why, "%s/%s", k.Document, k.Sid)
		for _, pattern := range k.Actions {
			key := action{k.Document, k.Sid, pattern}
			why[key] = k.Why
			_, ok := used[key]
			assert.True(t, ok, "no policy allows %v, of which permissions.Unused says: %s", key, k.Why)
		}
	}
	for key, ok := range used {
		reason, listed := why[key]
		service, _, _ := strings.Cut(key.pattern, ":")
		if key.sid == "SecretsKey" {
			service = "secretsmanager"
		}
		if wants := some[service]; wants != nil && !slices.ContainsFunc(envs.All(), wants) {
			continue
		}
		assert.True(t, ok || listed, "%v is allowed, and nobody used it: take it away, or say why in permissions.Unused", key)
		assert.False(t, ok && listed, "%v is used, and permissions.Unused says what else it is for: %s", key, reason)
	}
}
