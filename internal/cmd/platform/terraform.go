package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func planCmd() *cobra.Command {
	return onStack("plan", "Show what an apply would change", warned((*terraform.Runner).Plan))
}

func applyCmd() *cobra.Command {
	return asking("apply", "Plan, ask, and apply exactly that plan", warned((*terraform.Runner).Apply))
}

func adoptCmd() *cobra.Command {
	return asking("adopt", "Take what a killed apply made into the state, ask, and apply the rest", (*terraform.Runner).Adopt)
}

func destroyCmd() *cobra.Command {
	return asking("destroy", "Show what would be destroyed, ask, and destroy it", (*terraform.Runner).Destroy)
}

func bootstrapCmd() *cobra.Command {
	var at at
	var approved bool
	cmd := cli.Command("bootstrap", "Create the bucket and table that hold Terraform's state", func(ctx context.Context, root string) (err error) {
		if at.stack, err = terraform.Bootstrap(at.stack); err != nil {
			return err
		}
		runner, err := at.runner(ctx, root)
		if err != nil {
			return err
		}
		if !approved {
			runner.Confirm = ask(ctx)
		}
		return runner.Bootstrap(ctx, at.stack)
	})
	cmd.Flags().StringVar(&at.stack, "stack", "", "the account's bootstrap stack, by name, where there are several")
	completed(cmd, "stack", terraform.Bootstraps()...)
	at.targetFlags(cmd)
	approveFlag(cmd, &approved)
	return cmd
}

// onStack is a command that runs Terraform on a stack.
func onStack(name, short string, action func(*terraform.Runner, context.Context, string) error) *cobra.Command {
	var at at
	cmd := cli.Command(name, short, func(ctx context.Context, root string) error {
		if err := terraform.Known(at.stack); err != nil {
			return err
		}
		runner, err := at.runner(ctx, root)
		if err != nil {
			return err
		}
		return action(runner, ctx, at.stack)
	})
	at.stackFlag(cmd)
	at.targetFlags(cmd)
	return cmd
}

// asking is a command that changes a stack, once somebody consents.
func asking(name, short string, action func(*terraform.Runner, context.Context, string) error) *cobra.Command {
	var approved bool
	cmd := onStack(name, short, func(r *terraform.Runner, ctx context.Context, stack string) error {
		if !approved {
			r.Confirm = ask(ctx)
		}
		return action(r, ctx, stack)
	})
	approveFlag(cmd, &approved)
	return cmd
}

// ask reads one line from the terminal. Who interrupts it has not consented.
func ask(ctx context.Context) func(question, consent string) bool {
	return func(question, consent string) bool {
		fmt.Printf("\n%s Only %q goes on: ", question, consent)
		answer, err := bufio.NewReader(cli.Input(ctx)).ReadString('\n')
		return err == nil && strings.TrimSpace(answer) == consent
	}
}
