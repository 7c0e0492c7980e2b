package deploy

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

// NewRunner is a runner for the project in a folder, whose output goes to the
// terminal. The target is "aws", or "emulator" for the one that `make emulator`
// runs.
func NewRunner(ctx context.Context, root, target string) (*Runner, error) {
	terraform, err := toolchain.TerraformPath(ctx, root)
	if err != nil {
		return nil, err
	}
	runner := &Runner{Terraform: terraform, Out: outdir.Dir(), Stdout: os.Stdout}
	switch target {
	case "aws":
	case "emulator":
		if runner.Target, err = EmulatorTarget(ctx, root); err != nil {
			return nil, err
		}
		// What must not reach AWS must not reach Supabase or Vercel either.
		if runner.Target.CLIConfig, err = toolchain.StandInCLIConfig(root, toolchain.StandInsDir(root)); err != nil {
			return nil, err
		}
		runner.Variables = VariablesFrom(os.Environ())
	default:
		return nil, fmt.Errorf("target %q is neither aws nor emulator", target)
	}
	return runner, nil
}

// Known fails for a stack that there isn't, and says which there are.
func Known(stack string) error {
	names := []string{envs.BootstrapName, envs.AccountName}
	for _, env := range envs.All() {
		names = append(names, env.Name)
	}
	if stack == "" {
		return fmt.Errorf("say which stack: ENV=%s", strings.Join(names[1:], ", ENV="))
	}
	if !slices.Contains(names, stack) {
		return fmt.Errorf("no stack is named %q; there are %s", stack, strings.Join(names, ", "))
	}
	return nil
}
