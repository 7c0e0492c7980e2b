// Package cdktf_test runs the cdktf CLI on the project, which needs none of it
// but must stay usable with it: `cdktf synth --hcl` is the way out of cdktf.
package cdktf_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/standin"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

var root, _ = filepath.Abs(filepath.Join("..", ".."))

// cdktf runs the CLI in a copy of the project's folder, so that what it writes
// is the test's own.
func cdktf(t *testing.T, args ...string) (output string, printed string) {
	t.Helper()
	output = filepath.Join(t.TempDir(), "cdktf.out")
	cmd := exec.Command(filepath.Join(root, ".tools", "cdktf", "node_modules", ".bin", "cdktf"), append(args, "--output", output)...)
	cmd.Dir = root
	config, err := toolchain.TerraformCLIConfig(root)
	require.NoError(t, err)
	cmd.Env = append(os.Environ(), "CI=true", "CHECKPOINT_DISABLE=1", "FORCE_COLOR=0", "TF_CLI_CONFIG_FILE="+config)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return output, string(out)
}

func TestList(t *testing.T) {
	_, printed := cdktf(t, "list")
	for _, stack := range []string{"bootstrap", "account", "dev", "staging", "production"} {
		assert.Regexp(t, `(?m)^`+stack+` +/`, printed)
	}
}

// The CLI runs the same program, so it must write the same bytes.
func TestSynth(t *testing.T) {
	output, _ := cdktf(t, "synth")
	direct := filepath.Join(t.TempDir(), "cdktf.out")
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CDKTF_OUTDIR="+direct)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	for _, stack := range []string{"bootstrap", "account", "dev", "staging", "production"} {
		file := filepath.Join("stacks", stack, "cdk.tf.json")
		byCLI, err := os.ReadFile(filepath.Join(output, file))
		require.NoError(t, err)
		bySelf, err := os.ReadFile(filepath.Join(direct, file))
		require.NoError(t, err)
		assert.Equal(t, string(bySelf), string(byCLI), stack)
	}
}

func TestSynthToHCL(t *testing.T) {
	output, _ := cdktf(t, "synth", "--hcl")
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	config, err := standin.PlanCLIConfig(t.Context(), root, t.TempDir())
	require.NoError(t, err)
	for _, stack := range []string{"bootstrap", "account", "dev", "staging", "production"} {
		dir := filepath.Join(output, "stacks", stack)
		assert.NoFileExists(t, filepath.Join(dir, "cdk.tf.json"))
		hcl, err := os.ReadFile(filepath.Join(dir, "cdk.tf"))
		require.NoError(t, err)
		assert.Regexp(t, `(?m)^\s+use_lockfile\s+= true$`, string(hcl))
		assert.Regexp(t, `(?m)^\s+required_version\s+= ">= 1\.11\.0"$`, string(hcl))

		for _, args := range [][]string{{"init", "-backend=false", "-no-color"}, {"validate", "-json"}} {
			cmd := exec.Command(terraform, append([]string{"-chdir=" + dir}, args...)...)
			cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+config)
			var complaints strings.Builder
			cmd.Stderr = &complaints
			out, err := cmd.Output()
			require.NoError(t, err, "%s: %s%s", stack, out, complaints.String())
			if args[0] == "validate" {
				var verdict struct{ Valid bool }
				require.NoError(t, json.NewDecoder(strings.NewReader(string(out))).Decode(&verdict))
				assert.True(t, verdict.Valid, stack)
			}
		}
	}
}
