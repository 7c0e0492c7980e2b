package terraform

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
	if runner.Target, err = TargetOf(ctx, root, target); err != nil {
		return nil, err
	}
	if runner.Target.Endpoint != "" {
		// What must not reach AWS must not reach Supabase or Vercel either.
		if runner.Target.CLIConfig, err = toolchain.StandInCLIConfig(root, toolchain.StandInsDir(root)); err != nil {
			return nil, err
		}
		runner.Variables = VariablesFrom(os.Environ())
	}
	return runner, nil
}

// TargetOf is the target of a name: "aws", or "emulator" for the one that `make
// emulator` runs for the project in a folder.
func TargetOf(ctx context.Context, root, name string) (Target, error) {
	switch name {
	case "aws":
		return Target{}, nil
	case "emulator":
		return EmulatorTarget(ctx, root)
	}
	return Target{}, fmt.Errorf("target %q is neither aws nor emulator", name)
}

// Stacks are the names of all stacks, in the order of their first applies.
func Stacks() []string {
	var names []string
	for _, account := range envs.Accounts() {
		names = append(names, account.BootstrapStack(), account.Stack())
	}
	for _, env := range envs.WithStandbys(envs.All()) {
		names = append(names, env.Name)
	}
	return names
}

// Known fails for a stack that there isn't, and says which there are.
func Known(stack string) error {
	names := Stacks()
	if stack == "" {
		names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(Bootstraps(), name) })
		return fmt.Errorf("say which stack: ENV=%s", strings.Join(names, ", ENV="))
	}
	if !slices.Contains(names, stack) {
		return fmt.Errorf("no stack is named %q; there are %s", stack, strings.Join(names, ", "))
	}
	return nil
}

// Bootstraps are the names of the stacks that make state stores, one an account.
func Bootstraps() []string {
	var names []string
	for _, account := range envs.Accounts() {
		names = append(names, account.BootstrapStack())
	}
	return names
}

// Bootstrap is the stack that a bootstrap applies: the one that is named, or the
// only one.
func Bootstrap(stack string) (string, error) {
	names := Bootstraps()
	switch {
	case stack == "" && len(names) == 1:
		return names[0], nil
	case !slices.Contains(names, stack):
		return "", fmt.Errorf("say whose state store: make bootstrap ENV=%s", strings.Join(names, ", or ENV="))
	}
	return stack, nil
}

// which is how make is told the bootstrap of a stack's account.
func which(stack string) string {
	if len(envs.Accounts()) == 1 {
		return ""
	}
	return " ENV=" + AccountOf(stack).BootstrapStack()
}
