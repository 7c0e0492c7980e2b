// Package policies_test proves the rules in policies: that the stacks hold to
// them, that each speaks when a stack is broken in its way, and that the tools
// of others read them as we do.
package policies_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/tools/mutation"
)

const root = "../.."

var (
	rules *policy.Rules
	// stacks are those of the fixtures, which the tests break, and live those of
	// the project's own values.
	stacks, live map[string][]byte
)

func TestMain(m *testing.M) {
	if err := setUp(); err != nil {
		fmt.Fprintln(os.Stderr, "set up:", err)
		os.Exit(1)
	}
	code := m.Run()
	report.print()
	os.Exit(code)
}

// report is what was broken, and what was caught.
var report mutations

type mutations struct {
	rules, controls, tried, caught, plan int
	faults, noticed                      int
	by                                   map[string]int
}

// print prints it for `make mutations`: of what was run.
func (r mutations) print() {
	percent := func(part, whole int) int { return 100 * part / whole }
	if r.tried > 0 {
		fmt.Printf("%d rules implement %d controls\n", r.rules, r.controls)
		fmt.Printf("%d of %d mutations of a stack caught: %d %%; %d more are of plans alone, and of TestEnvironments\n", r.caught, r.tried, percent(r.caught, r.tried), r.plan)
	}
	if r.faults > 0 {
		fmt.Printf("%d of %d faults of the implementation plan caught: %d %%\n", r.noticed, r.faults, percent(r.noticed, r.faults))
		for _, by := range slices.Sorted(maps.Keys(r.by)) {
			fmt.Printf("  %3d by %s\n", r.by[by], by)
		}
	}
}

func setUp() (err error) {
	if stacks, err = synthesize("./internal/fixture/synth"); err != nil {
		return err
	}
	live, err = synthesize(".")
	return err
}

// synthesize reads what a program of the project synthesizes.
func synthesize(program string) (map[string][]byte, error) {
	out, err := os.MkdirTemp("", "policies-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(out)
	synth := exec.Command("go", "run", program)
	synth.Dir, synth.Env = root, append(os.Environ(), "CDKTF_OUTDIR="+out)
	if printed, err := synth.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("synthesize: %w\n%s", err, printed)
	}
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil {
		return nil, err
	}
	found := map[string][]byte{}
	for _, file := range files {
		if found[filepath.Base(filepath.Dir(file))], err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	return found, nil
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
	require.Equal(t, 2+len(fixture.All()), len(stacks))
	require.Equal(t, 2*len(envs.Accounts())+len(envs.WithStandbys(envs.All())), len(live))
	for _, all := range []map[string][]byte{stacks, live} {
		for name, stack := range all {
			result := check(t, stack)
			assert.Empty(t, result.Failed, name)
			assert.Empty(t, result.Stale, name)
			assert.NoError(t, result.Err())
		}
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

// Each rule speaks, and only that one, where a stack is broken in its way. No
// exception hides one.
func TestEveryRuleCatchesItsMutation(t *testing.T) {
	strict, err := policy.LoadStrict(t.Context(), policy.Dir(root))
	require.NoError(t, err)
	judge := func(t *testing.T, v *mutation.View) *policy.Result {
		t.Helper()
		content, err := v.JSON()
		require.NoError(t, err)
		result, err := strict.Check(t.Context(), content)
		require.NoError(t, err)
		require.Empty(t, result.Excepted)
		return result
	}
	whole := map[string]*policy.Result{}
	for _, m := range mutation.All {
		if m.PlanOnly {
			report.plan++
			continue
		}
		report.tried++
		caught := t.Run(m.Rule+"/"+m.Name, func(t *testing.T) {
			view, err := mutation.Parse(stacks[m.Stack])
			require.NoError(t, err)
			before := whole[m.Stack]
			if before == nil {
				before = judge(t, view)
				whole[m.Stack] = before
			}
			if m.Hold != nil {
				m.Hold(view)
				before = judge(t, view)
				for _, f := range before.Failed {
					require.NotEqual(t, m.Rule, f.Rule, "%s: %s, though the stack holds to it", f.Address, f.Message)
				}
			}
			m.Break(view)
			assert.ElementsMatch(t, append([]string{m.Rule}, m.Also...), mutation.Speaking(before, judge(t, view)))
		})
		if caught {
			report.caught++
		}
	}
	broken, controls := map[string]bool{}, map[string]bool{}
	for _, m := range mutation.All {
		broken[m.Rule] = true
	}
	all := check(t, stacks["production"]).Rules
	for _, r := range all {
		assert.True(t, broken[r.ID], "no mutation breaks %s", r.ID)
		delete(broken, r.ID)
		for _, c := range r.Controls {
			if c != "pdm" {
				controls[c] = true
			}
		}
	}
	assert.Empty(t, broken, "mutations of rules that there aren't")
	for _, control := range wanted {
		assert.True(t, controls[control], "no rule implements %s", control)
	}
	report.rules, report.controls = len(all), len(controls)
}

// wanted are the controls that the policies must implement: those of the AWS
// Foundational Security Best Practices that are about what the stacks declare.
var wanted = strings.Fields(`
	EC2.2 EC2.6 EC2.10 EC2.15 EC2.18 EC2.19 EC2.21 EC2.55 EC2.56 EC2.57
	S3.1 S3.2 S3.3 S3.5 S3.6 S3.8 S3.9 S3.12 S3.13
	ECS.1 ECS.2 ECS.3 ECS.4 ECS.5 ECS.8 ECS.9 ECS.10 ECS.12
	ELB.1 ELB.4 ELB.5 ELB.6 ELB.12 ELB.13 ELB.16 ELB.17
	ECR.1 ECR.2 ECR.3 KMS.1 KMS.2 KMS.3 KMS.4 KMS.5 SNS.1 SNS.4
	SecretsManager.1 SecretsManager.2 SecretsManager.3 SecretsManager.4
	DynamoDB.1 DynamoDB.2 DynamoDB.6 WAF.10 WAF.11 WAF.12 IAM.1 IAM.21
	CloudWatch.15 CloudWatch.16 CloudWatch.17`)

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
