package generated_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/generated"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// identity is what STS says of whoever asks; a plan asks AWS for nothing else.
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
	`<Arn>arn:aws:iam::123456789012:user/planner</Arn><UserId>AIDA</UserId><Account>123456789012</Account>` +
	`</GetCallerIdentityResult></GetCallerIdentityResponse>`

// whole are the regions for which everything is planned: one of each partition.
var whole = []string{"eu-central-2", "us-gov-west-1"}

// planned are the regions to plan: with REGIONS=all each that validation takes,
// as `make regions` does every night; otherwise those of the environments and
// those for which everything is planned, since the provider takes seconds to
// start for each.
func planned() []string {
	if os.Getenv("REGIONS") == "all" {
		return envs.Regions()
	}
	all := slices.Clone(whole)
	for _, env := range envs.All() {
		all = append(all, env.Regions()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Regions are planned with the real provider, which
// refuses regions that it doesn't know as it starts, and others as data sources
// look something up for them. No resource's plan asks where it is: most regions
// go without, which is two thirds of the time. A group of regions is one
// configuration: more would fill the memory, since Terraform starts the provider
// once a region.
func TestRegionsArePlanned(t *testing.T) {
	sts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "GetCallerIdentity", r.FormValue("Action"), "a plan asks AWS for more than who it is")
		_, err := io.WriteString(w, identity)
		assert.NoError(t, err)
	}))
	defer sts.Close()
	terraform := terraformPath(t)
	environment := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		environment[name] = value
	}
	rules, err := policy.Load(t.Context(), policy.Dir(filepath.Join("..", "..")))
	require.NoError(t, err)

	const together = 7
	for group := range slices.Chunk(planned(), together) {
		t.Run(strings.Join(group, ","), func(t *testing.T) {
			dir := t.TempDir()
			var chosen []stacks.Stack
			for i, region := range group {
				env := anywhere(t, region, group[(i+1)%len(group)])
				for _, s := range stacks.All(fixture.Accounts(), []envs.Environment{env}) {
					if s.Name == env.Name {
						chosen = append(chosen, s)
					}
				}
			}
			require.NoError(t, synth.Run(dir, chosen, chosen, io.Discard))

			root := newRootModule(plannedAlike)
			for _, region := range group {
				stack := filepath.Join(dir, "stacks", region)
				content, err := os.ReadFile(filepath.Join(stack, "cdk.tf.json"))
				require.NoError(t, err)
				if envs.Partition(region) != "aws" {
					result, err := rules.Check(t.Context(), content)
					require.NoError(t, err)
					assert.Empty(t, result.Failed, region)
					assert.NotRegexp(t, "aws_budgets|aws_ce_|budgets\\.|costalerts", string(content), region)
				}
				if !slices.Contains(whole, region) {
					lighten(t, filepath.Join(stack, "cdk.tf.json"), content)
				}
				require.NoError(t, root.take(stack))
			}
			// Its calls have values of their own.
			clear(root.Variable)
			for _, configuration := range root.Provider["aws"] {
				configuration["access_key"], configuration["secret_key"] = "planner", "planner"
				configuration["skip_credentials_validation"], configuration["skip_metadata_api_check"] = true, true
				configuration["skip_requesting_account_id"] = true
				configuration["endpoints"] = object{"sts": sts.URL}
			}
			content, err := json.Marshal(root)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf.json"), content, 0o644))
			tf, err := tfexec.NewTerraform(dir, terraform)
			require.NoError(t, err)
			require.NoError(t, tf.SetEnv(tfexec.CleanEnv(environment)))
			require.NoError(t, tf.Init(t.Context()))
			_, err = tf.Plan(t.Context(), tfexec.Refresh(false))
			assert.NoError(t, err, "%v", group)
		})
	}
}

// lighten leaves of a stack what it asks the provider for.
func lighten(t *testing.T, file string, content []byte) {
	t.Helper()
	var stack object
	require.NoError(t, json.Unmarshal(content, &stack))
	delete(stack, "resource")
	delete(stack, "output")
	delete(stack, "locals")
	data := stack["data"].(object)
	delete(data, "aws_iam_policy_document")
	require.NotEmpty(t, data)
	content, err := json.Marshal(stack)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, content, 0o644))
}

// anywhere is an environment with all that may depend on its region.
func anywhere(t *testing.T, region, second string) envs.Environment {
	t.Helper()
	env := fixture.Production()
	env.Name, env.Region = region, region
	env.State = envs.LocalState{Path: "state"}
	env.Network.AvailabilityZones = []string{region + "a", region + "b"}
	env.Supabase, env.Frontend = nil, nil
	env.Datadog = &envs.Datadog{Site: "datadoghq.com", AgentVersion: "7.60.0", KeyRevision: 1}
	env.MonthlyBudgetUSD, env.CostAnomalies = 1000, true
	env.Backup = envs.Backup{RetentionDays: 7}
	if envs.Partition(second) == envs.Partition(region) {
		env.Backup.SecondRegion, env.Backup.CopyRetentionDays = second, 7
	}
	if envs.Partition(region) != "aws" {
		generated.InGovCloud(&env)
	}
	require.NoError(t, env.Validate())
	return env
}
