package terraform_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/cdktf"
	"github.com/example/predictive-maintenance/envs"
)

// testLeavingForHCL writes the stack as HCL and plans that against what its
// JSON made: there is nothing to change.
func testLeavingForHCL(t *testing.T, env envs.Environment) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	output := filepath.Join(t.TempDir(), "cdktf.out")
	_, err = cdktf.Run(t.Context(), root, output, "synth", "--hcl")
	require.NoError(t, err)
	dir := filepath.Join(output, "stacks", env.Name)
	require.NoFileExists(t, filepath.Join(dir, "cdk.tf.json"))
	stack := filepath.Join(dir, "cdk.tf")
	hcl, err := os.ReadFile(stack)
	require.NoError(t, err)

	// What sends the JSON to the emulator, and the providers that it was
	// applied with.
	for _, name := range []string{"emulator_override.tf.json", "emulator.aws-config", ".terraform.lock.hcl"} {
		content, err := os.ReadFile(filepath.Join(workdir(env.Name), name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o644))
	}
	tf := terraformIn(t, dir)
	require.NoError(t, tf.Init(t.Context()))
	assert.Empty(t, changes(planIn(t, tf, tfexec.Refresh(false))), "the same, in HCL")

	require.Equal(t, 1, bytes.Count(hcl, []byte("deletion_window_in_days = 10")))
	other := bytes.Replace(hcl, []byte("deletion_window_in_days = 10"), []byte("deletion_window_in_days = 20"), 1)
	require.NoError(t, os.WriteFile(stack, other, 0o644))
	assert.Contains(t, changes(planIn(t, tf, tfexec.Refresh(false), tfexec.Target("aws_kms_key.security_main"))), "[update] aws_kms_key.security_main")
}
