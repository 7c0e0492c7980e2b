package terraform_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/tools/permissions"
)

// asked are the calls of [permissions.Uses] that some environment was asked
// about.
var asked sync.Map

func callKey(use permissions.Use, c permissions.Call) string {
	return fmt.Sprint(use.Role, use.Service, use.For, c.Actions, c.Resource, c.If)
}

// placeholder is a name of something that was applied, in [permissions.Uses].
var placeholder = regexp.MustCompile(`\{([^}]+)\}`)

// has says whether an environment's stack declares what a call names; that some
// stack does is a matter of the tests without Terraform.
func has(t *testing.T, env envs.Environment, use permissions.Use, c permissions.Call) bool {
	t.Helper()
	if use.Exec && !env.Exec {
		return false
	}
	declared := declaredIn(t, env.Name)
	for _, name := range placeholder.FindAllStringSubmatch(use.Role+c.Resource+c.Region+c.If, -1) {
		switch parts := strings.Split(name[1], "."); {
		case len(parts) == 3 && !declared[parts[0]+"."+parts[1]],
			name[1] == "second" && env.Backup.SecondRegion == "",
			strings.HasPrefix(name[1], "earlier") && len(env.Before(envs.All())) == 0:
			return false
		}
	}
	return true
}

// declaredIn are the addresses of a stack's resources.
func declaredIn(t *testing.T, stack string) map[string]bool {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(out, "stacks", stack, "cdk.tf.json"))
	require.NoError(t, err)
	var s struct{ Resource map[string]map[string]any }
	require.NoError(t, json.Unmarshal(content, &s))
	declared := map[string]bool{}
	for kind, byName := range s.Resource {
		for name := range byName {
			declared[kind+"."+name] = true
		}
	}
	return declared
}

// testUses asks the policies of an environment, as it was applied, about what
// AWS's services and others do with it by themselves.
func testUses(t *testing.T, env envs.Environment) {
	values := map[string]string{
		"account": owner, "region": env.Region, "second": env.Backup.SecondRegion, "prefix": env.Label().Prefix(),
		"partition": envs.Partition(env.Region),
	}
	for _, earlier := range env.Before(envs.All()) {
		if earlier.Account == env.Account {
			values["earlier"], values["earlier-region"] = earlier.Label().Prefix(), earlier.Region
		}
	}
	for address, attributes := range applied(t, env.Name) {
		for name, value := range attributes {
			if text, ok := value.(string); ok {
				values[address+"."+name] = text
			}
		}
	}
	// fill is ok if all that the text names is there.
	fill := func(text string) (filled string, ok bool) {
		ok = true
		return placeholder.ReplaceAllStringFunc(text, func(name string) string {
			value := values[name[1:len(name)-1]]
			ok = ok && value != ""
			return value
		}), ok
	}
	allowed := func(use permissions.Use, q emulator.Question, keys permissions.Keys) {
		t.Helper()
		q.Keys = map[string]any{}
		for name, value := range keys {
			filled, ok := fill(value)
			require.True(t, ok, "%s: %s", use.For, value)
			q.Keys[name] = filled
		}
		verdicts, err := emulator.Evaluate(t.Context(), target.Endpoint, q)
		require.NoError(t, err, "%s: %s", use.For, q.Action)
		for _, v := range verdicts {
			assert.True(t, v.Allowed, "%s (%s): %s", use.For, use.Source, v.Message)
		}
	}
	count := 0
	for _, use := range permissions.Uses {
		role, ok := fill(use.Role)
		if !ok || use.Exec && !env.Exec {
			continue
		}
		service, _ := fill(use.Service)
		if role != "" && service != "" {
			allowed(use, emulator.Question{Service: service, Action: "sts:AssumeRole", Resources: []string{role}}, use.Trust)
		}
		for _, c := range use.Calls {
			resource, found := fill(c.Resource)
			region, known := fill(c.Region)
			if _, there := fill(c.If); !found || !known || !there {
				continue
			}
			asked.Store(callKey(use, c), true)
			for _, action := range c.Actions {
				q := emulator.Question{Role: role, Phase: "use", Action: action, Resources: []string{resource}, Region: region}
				if role == "" {
					q.Service = service
				}
				allowed(use, q, c.Keys)
				count++
			}
		}
	}
	t.Logf("%d calls of services and pipelines asked of %s's policies", count, env.Name)
}
