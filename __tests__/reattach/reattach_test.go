package reattach_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/shirou/gopsutil/v4/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

// Two configurations of a provider, and what each says of itself without asking
// AWS.
const configuration = `{
  "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
  "provider": {"aws": [
    {"region": "eu-west-1", "access_key": "a", "secret_key": "s", "skip_credentials_validation": true, "skip_requesting_account_id": true},
    {"alias": "second", "region": "eu-central-1", "access_key": "a", "secret_key": "s", "skip_credentials_validation": true, "skip_requesting_account_id": true}
  ]},
  "data": {"aws_region": {"first": {}, "second": {"provider": "aws.second"}}},
  "output": {"first": {"value": "${data.aws_region.first.name}"}, "second": {"value": "${data.aws_region.second.name}"}}
}`

// Each configuration is served as it was configured, and by the same process in
// every command.
func TestEachConfigurationHasItsProcess(t *testing.T) {
	terraform := terraformPath(t)
	keeper, err := reattach.Start(t.Context(), terraform)
	require.NoError(t, err)
	stopped := false
	stop := func() {
		if !stopped {
			assert.NoError(t, keeper.Stop())
		}
		stopped = true
	}
	t.Cleanup(stop)

	dir := t.TempDir()
	tf := initialized(t, dir, keeper.Terraform, configuration)
	var before []int32
	for range 2 {
		plan := filepath.Join(t.TempDir(), "plan")
		_, err = tf.Plan(t.Context(), tfexec.Out(plan))
		require.NoError(t, err)
		shown, err := tf.ShowPlanFile(t.Context(), plan)
		require.NoError(t, err)
		assert.Equal(t, "eu-west-1", shown.OutputChanges["first"].After)
		assert.Equal(t, "eu-central-1", shown.OutputChanges["second"].After)
		require.NoError(t, tf.Apply(t.Context(), tfexec.DirOrPlan(plan)))

		now := providers(t, dir)
		assert.Len(t, now, 2)
		if before != nil {
			assert.Equal(t, before, now)
		}
		before = now
	}
	stop()
	assert.Empty(t, providers(t, dir))
}

// A web ACL, of whose schema a part is left out, is planned as without a keeper.
func TestWebACLsArePlannedAlike(t *testing.T) {
	configuration := webACL(`{"rate_based_statement": {"limit": 2000, "scope_down_statement": {}}}`)
	terraform := terraformPath(t)
	planned := func(terraform, configuration string) *tfjson.StateValues {
		file := filepath.Join(t.TempDir(), "plan")
		tf := initialized(t, t.TempDir(), terraform, configuration)
		_, err := tf.Plan(t.Context(), tfexec.Out(file))
		require.NoError(t, err)
		shown, err := tf.ShowPlanFile(t.Context(), file)
		require.NoError(t, err)
		return shown.PlannedValues
	}
	kept := reattach.For(t, terraform)
	rate := strings.Replace(configuration, `, "scope_down_statement": {}`, "", 1)
	assert.Equal(t, planned(terraform, rate), planned(kept, rate))
	_, err := initialized(t, t.TempDir(), kept, configuration).Plan(t.Context())
	require.Error(t, err)
	assert.Contains(t, strings.Join(strings.Fields(err.Error()), " "), "has scope_down_statement, of which the tests' Terraform sees nothing", "what is left out is missed")
}

// webACL is a configuration of a web ACL with two rules.
func webACL(statement string) string {
	return `{
  "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
  "provider": {"aws": {"region": "eu-west-1", "access_key": "a", "secret_key": "s", "skip_credentials_validation": true, "skip_requesting_account_id": true}},
  "resource": {"aws_wafv2_web_acl": {"acl": {
    "name": "acl", "scope": "REGIONAL", "default_action": {"allow": {}},
    "visibility_config": {"cloudwatch_metrics_enabled": true, "metric_name": "acl", "sampled_requests_enabled": true},
    "rule": [
      {"name": "rate", "priority": 1, "action": {"block": {}}, "statement": ` + statement + `,
       "visibility_config": {"cloudwatch_metrics_enabled": true, "metric_name": "rate", "sampled_requests_enabled": true}},
      {"name": "common", "priority": 2, "override_action": {"none": {}},
       "statement": {"managed_rule_group_statement": {"name": "AWSManagedRulesCommonRuleSet", "vendor_name": "AWS"}},
       "visibility_config": {"cloudwatch_metrics_enabled": true, "metric_name": "common", "sampled_requests_enabled": true}}
    ]
  }}}
}`
}

// terraformPath is Terraform's, which finds the provider where the tests have it.
func terraformPath(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	path, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	config, err := toolchain.TerraformCLIConfig(root)
	require.NoError(t, err)
	t.Setenv("TF_CLI_CONFIG_FILE", config)
	return path
}

// initialized is a Terraform in a folder with a configuration.
func initialized(t *testing.T, dir, terraform, configuration string) *tfexec.Terraform {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf.json"), []byte(configuration), 0o644))
	tf, err := tfexec.NewTerraform(dir, terraform)
	require.NoError(t, err)
	require.NoError(t, tf.Init(t.Context()))
	return tf
}

// providers are the processes of the provider that a folder has.
func providers(t *testing.T, dir string) (ids []int32) {
	t.Helper()
	all, err := process.Processes()
	require.NoError(t, err)
	for _, p := range all {
		program, _ := p.Exe()
		folder, _ := p.Cwd()
		if folder == dir && strings.Contains(program, "terraform-provider-aws") {
			ids = append(ids, p.Pid)
		}
	}
	return ids
}
