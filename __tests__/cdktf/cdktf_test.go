package cdktf_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/cdktf"
	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin"
)

var root, _ = filepath.Abs(filepath.Join("..", ".."))

// run runs the CLI; what it writes is the test's own.
func run(t *testing.T, args ...string) (output, printed string) {
	t.Helper()
	output = filepath.Join(t.TempDir(), "cdktf.out")
	printed, err := cdktf.Run(t.Context(), root, output, args...)
	require.NoError(t, err)
	return output, printed
}

// stacks are the names of all stacks, of whatever values there are.
func stacks() []string { return terraform.Stacks() }

func TestList(t *testing.T) {
	_, printed := run(t, "list")
	for _, stack := range stacks() {
		assert.Regexp(t, `(?m)^`+stack+` +/`, printed)
	}
}

// The CLI runs the same program, so it must write the same bytes.
func TestSynth(t *testing.T) {
	output, _ := run(t, "synth")
	direct := filepath.Join(t.TempDir(), "cdktf.out")
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CDKTF_OUTDIR="+direct)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	for _, stack := range stacks() {
		file := filepath.Join("stacks", stack, "cdk.tf.json")
		byCLI, err := os.ReadFile(filepath.Join(output, file))
		require.NoError(t, err)
		bySelf, err := os.ReadFile(filepath.Join(direct, file))
		require.NoError(t, err)
		assert.Equal(t, string(bySelf), string(byCLI), stack)
	}
}

func TestSynthToHCL(t *testing.T) {
	output, _ := run(t, "synth", "--hcl")
	path, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	terraform := reattach.For(t, path)
	config, err := standin.PlanCLIConfig(t.Context(), root, t.TempDir())
	require.NoError(t, err)
	for _, stack := range stacks() {
		dir := filepath.Join(output, "stacks", stack)
		assert.NoFileExists(t, filepath.Join(dir, "cdk.tf.json"))
		hcl, err := os.ReadFile(filepath.Join(dir, "cdk.tf"))
		require.NoError(t, err)
		if strings.Contains(string(hcl), `backend "s3"`) {
			assert.Regexp(t, `(?m)^\s+use_lockfile\s+= true$`, string(hcl))
		}
		require.NoError(t, standin.Unlock(dir))
		assert.Regexp(t, `(?m)^\s+required_version\s+= ">= 1\.11\.0"$`, string(hcl))

		for _, args := range [][]string{{"init", "-backend=false", "-no-color"}, {"validate", "-json"}} {
			cmd := exec.Command(terraform, append([]string{"-chdir=" + dir}, args...)...)
			cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+config)
			var complaints strings.Builder
			cmd.Stderr = &complaints
			out, err := cmd.Output()
			require.NoError(t, err, "%s: %s%s", stack, out, complaints.String())
			if args[0] == "validate" {
				var verdict tfjson.ValidateOutput
				require.NoError(t, json.Unmarshal(out, &verdict))
				assert.True(t, verdict.Valid, stack)
				for _, d := range verdict.Diagnostics {
					assert.Regexp(t, "dynamodb_table|failure_threshold", d.Detail, "%s: %s", stack, d.Summary)
				}
			}
		}
	}
}
