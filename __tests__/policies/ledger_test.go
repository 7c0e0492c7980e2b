package policies_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/docs"
	"github.com/example/predictive-maintenance/tools/mutation"
	"github.com/example/predictive-maintenance/tools/standin"
)

// Every fault of the plan is caught when somebody makes it again. What a
// policy catches is broken in TestEveryRuleCatchesItsMutation.
func TestFaultsOfThePlanAreCaught(t *testing.T) {
	tf, write := initialized(t)
	exist, err := docs.Tests(root)
	require.NoError(t, err)
	report.faults, report.by = len(mutation.Ledger), map[string]int{}
	for _, row := range mutation.Ledger {
		by := ""
		caught := t.Run(row.Lines+"/"+row.Fault, func(t *testing.T) {
			switch {
			case row.Rules != nil:
				by = "policies"
				for _, rule := range row.Rules {
					id, name, _ := strings.Cut(rule, "/")
					assert.True(t, slices.ContainsFunc(mutation.All, func(m mutation.Mutation) bool {
						return m.Rule == id && (name == "" || m.Name == name)
					}), "no mutation %s", rule)
				}
			case row.Break != nil:
				by = "terraform validate"
				view, err := mutation.Parse(stacks["production"])
				require.NoError(t, err)
				row.Break(view)
				broken, err := view.JSON()
				require.NoError(t, err)
				write(broken)
				verdict, err := tf.Validate(t.Context())
				require.NoError(t, err)
				assert.False(t, verdict.Valid)
				var said []string
				for _, d := range verdict.Diagnostics {
					said = append(said, d.Summary+": "+d.Detail)
				}
				assert.Contains(t, strings.Join(said, "\n"), row.Says)
			case row.Environment != nil:
				by = "validation of the environment"
				env := fixture.Production()
				require.NoError(t, env.Validate())
				row.Environment(&env)
				assert.ErrorContains(t, env.Validate(), row.Says)
			default:
				by = "other tests"
				assert.Contains(t, exist, row.Test)
			}
		})
		report.by[by]++
		if caught {
			report.noticed++
		}
	}
}

// initialized is Terraform in a folder with production, and what writes
// another version of it there.
func initialized(t *testing.T) (tf *tfexec.Terraform, write func(stack []byte)) {
	t.Helper()
	dir := t.TempDir()
	write = func(stack []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "cdk.tf.json"), stack, 0o644))
	}
	write(stacks["production"])
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	config, err := standin.PlanCLIConfig(t.Context(), root, t.TempDir())
	require.NoError(t, err)
	t.Setenv("TF_CLI_CONFIG_FILE", config)
	tf, err = tfexec.NewTerraform(dir, reattach.For(t, terraform))
	require.NoError(t, err)
	require.NoError(t, tf.Init(t.Context(), tfexec.Backend(false)))
	verdict, err := tf.Validate(t.Context())
	require.NoError(t, err)
	require.True(t, verdict.Valid)
	return tf, write
}
