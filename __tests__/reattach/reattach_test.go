package reattach_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
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
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	config, err := toolchain.TerraformCLIConfig(root)
	require.NoError(t, err)
	t.Setenv("TF_CLI_CONFIG_FILE", config)
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
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf.json"), []byte(configuration), 0o644))
	tf, err := tfexec.NewTerraform(dir, keeper.Terraform)
	require.NoError(t, err)
	require.NoError(t, tf.Init(t.Context()))
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
