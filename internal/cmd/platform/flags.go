package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// at is which stack a command works on, and where.
type at struct{ stack, target, role string }

func (a *at) stackFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.stack, "stack", "", "the stack, by name")
	completed(cmd, "stack", terraform.Stacks()...)
}

// stacks are the one that is named, or all.
func (a *at) stacks() ([]string, error) {
	if a.stack == "" {
		return terraform.Stacks(), nil
	}
	return []string{a.stack}, terraform.Known(a.stack)
}

func (a *at) targetFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.target, "target", "aws", "where: aws, or emulator")
	completed(cmd, "target", "aws", "emulator")
}

// targetFlags are those of commands that Terraform runs for.
func (a *at) targetFlags(cmd *cobra.Command) {
	a.targetFlag(cmd)
	cmd.Flags().StringVar(&a.role, "role", "", "the role of delivery to run as, on the emulator; without one, the administrator")
	completed(cmd, "role", terraform.Roles()...)
}

func approveFlag(cmd *cobra.Command, approved *bool) {
	cmd.Flags().BoolVar(approved, "auto-approve", false, "do not ask")
}

// completed has shells complete a flag by the values that it takes.
func completed(cmd *cobra.Command, flag string, values ...string) {
	complete := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	// It fails where the command has no such flag.
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc(flag, complete))
}

// runner runs Terraform there, as the role.
func (a *at) runner(ctx context.Context, root string) (*terraform.Runner, error) {
	runner, err := terraform.NewRunner(ctx, root, a.target)
	if err != nil {
		return nil, err
	}
	if a.role != "" {
		return runner, runner.As(ctx, a.stack, a.role)
	}
	runner.Target = runner.Target.In(terraform.AccountOf(a.stack))
	return runner, nil
}
