// Package policies_test proves the rules in policies: that the stacks hold to
// them, that each speaks when a stack is broken in its way, and that the tools
// of others read them as we do.
package policies_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/policies/mutation"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/policy"
)

const root = "../.."

var (
	rules  *policy.Rules
	stacks = map[string][]byte{}
)

func TestMain(m *testing.M) {
	if err := setUp(); err != nil {
		fmt.Fprintln(os.Stderr, "set up:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func setUp() (err error) {
	out, err := os.MkdirTemp("", "policies-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(out)
	synth := exec.Command("go", "run", ".")
	synth.Dir, synth.Env = root, append(os.Environ(), "CDKTF_OUTDIR="+out)
	if printed, err := synth.CombinedOutput(); err != nil {
		return fmt.Errorf("synthesize: %w\n%s", err, printed)
	}
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if stacks[filepath.Base(filepath.Dir(file))], err = os.ReadFile(file); err != nil {
			return err
		}
	}
	return nil
}

func check(t *testing.T, stack []byte) *policy.Result {
	t.Helper()
	if rules == nil {
		var err error
		rules, err = policy.Load(t.Context(), policy.Dir(root))
		require.NoError(t, err)
	}
	result, err := rules.Check(t.Context(), stack)
	require.NoError(t, err)
	return result
}

func TestStacksHoldToThePolicies(t *testing.T) {
	require.Len(t, stacks, 2+len(envs.All()))
	for name, stack := range stacks {
		result := check(t, stack)
		assert.Empty(t, result.Failed, name)
		assert.Empty(t, result.Stale, name)
		assert.NoError(t, result.Err())
	}
}

// An exception is for something, says why, and ends within about a year.
func TestExceptionsAreFewAndEnd(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(policy.Dir(root), "data.json"))
	require.NoError(t, err)
	var file struct{ Exceptions []policy.Exception }
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&file))
	used := map[string]bool{}
	ids := []string{}
	for _, stack := range stacks {
		result := check(t, stack)
		for _, r := range result.Rules {
			ids = append(ids, r.ID)
		}
		for _, f := range result.Excepted {
			used[f.Rule+f.Reason] = true
		}
	}
	for _, e := range file.Exceptions {
		assert.Contains(t, ids, e.Rule)
		assert.True(t, used[e.Rule+e.Reason], "%s of %s covers nothing", e.Rule, e.Address)
		assert.Greater(t, len(e.Reason), 20)
		until, err := time.Parse(time.DateOnly, e.Until)
		require.NoError(t, err)
		assert.Less(t, time.Until(until), 380*24*time.Hour, "%s of %s", e.Rule, e.Address)
	}
}

// An exception that is over covers nothing, and is printed.
func TestExceptionsEnd(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(policy.Dir(root))))
	file := filepath.Join(dir, "data.json")
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var all struct {
		Exceptions []policy.Exception `json:"exceptions"`
	}
	require.NoError(t, json.Unmarshal(content, &all))
	for i := range all.Exceptions {
		all.Exceptions[i].Until = "2026-01-01"
	}
	over, err := json.Marshal(all)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, over, 0o644))
	old, err := policy.Load(t.Context(), dir)
	require.NoError(t, err)
	result, err := old.Check(t.Context(), stacks["production"])
	require.NoError(t, err)
	assert.Len(t, result.Failed, len(check(t, stacks["production"]).Excepted))
	assert.Empty(t, result.Excepted)
	assert.Len(t, result.Stale, len(all.Exceptions))
	assert.Error(t, result.Err())
	var printed bytes.Buffer
	require.NoError(t, result.Table(&printed))
	assert.Contains(t, printed.String(), "FAIL")
	assert.Contains(t, printed.String(), "OVER")
}

// Each rule speaks, and only that one, where a stack is broken in its way.
func TestEveryRuleCatchesItsMutation(t *testing.T) {
	caught := map[string]int{}
	for _, m := range mutation.All {
		caught[m.Rule]++
		if m.PlanOnly {
			continue
		}
		t.Run(m.Rule+"/"+m.Name, func(t *testing.T) {
			before := check(t, stacks[m.Stack])
			view, err := mutation.Parse(stacks[m.Stack])
			require.NoError(t, err)
			m.Break(view)
			broken, err := view.JSON()
			require.NoError(t, err)
			assert.ElementsMatch(t, append([]string{m.Rule}, m.Also...), mutation.Speaking(before, check(t, broken)))
		})
	}
	controls := map[string]bool{}
	for _, r := range check(t, stacks["production"]).Rules {
		for _, c := range r.Controls {
			controls[c] = true
		}
		if !slices.Contains(notDeclared, r.ID) {
			assert.Positive(t, caught[r.ID], "no mutation breaks %s", r.ID)
		}
		delete(caught, r.ID)
	}
	assert.Empty(t, caught, "mutations of rules that there aren't")
	t.Logf("%d rules, %d controls, %d mutations", len(check(t, stacks["production"]).Rules), len(controls), len(mutation.All))
}

// notDeclared are the rules that every stack breaks, by an exception: to break
// them again shows nothing.
var notDeclared = []string{"bucket-access-logs", "secrets-rotate", "vpc-endpoint-ec2", "vpc-endpoint-ssm"}

// A rotation makes the password anew, and must get through review; what holds
// data must not.
func TestRotationIsNoLoss(t *testing.T) {
	plan := func(kind string) []byte {
		return fmt.Appendf(nil, `{"resource_changes": [{"address": "%[1]s.x", "mode": "managed", "type": "%[1]s", "name": "x",
			"change": {"actions": ["create", "delete"], "after": {}, "after_unknown": {}}}]}`, kind)
	}
	speaking := func(kind string) []string {
		return mutation.Speaking(check(t, []byte(`{"resource": {}}`)), check(t, plan(kind)))
	}
	assert.NotContains(t, speaking("random_password"), "stateful-stays")
	assert.Contains(t, speaking("supabase_project"), "stateful-stays")
}

// Those rules are silent where a stack does what they ask for.
func TestExceptedRulesCanBeHeldTo(t *testing.T) {
	view, err := mutation.Parse(stacks["production"])
	require.NoError(t, err)
	for _, bucket := range []string{"backup_ml_data_replica", "datadog_lost", "storage_alb_logs", "storage_ml_data"} {
		view.Add("aws_s3_bucket_logging", bucket, mutation.Object{"bucket": "${aws_s3_bucket." + bucket + ".id}"})
	}
	for _, secret := range []string{"database_secret", "datadog_secret"} {
		view.Add("aws_secretsmanager_secret_rotation", secret, mutation.Object{"secret_id": "${aws_secretsmanager_secret." + secret + ".id}"})
	}
	for _, service := range []string{"ec2", "ssm"} {
		view.Add("aws_vpc_endpoint", service, mutation.Object{"service_name": "com.amazonaws.us-east-1." + service, "vpc_id": "${aws_vpc.networking_main.id}"})
	}
	content, err := view.JSON()
	require.NoError(t, err)
	result := check(t, content)
	assert.Empty(t, result.Failed)
	for _, f := range result.Excepted {
		assert.NotContains(t, notDeclared, f.Rule, f.Address)
	}
}
