package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/standby"
)

func standbyCheckCmd() *cobra.Command {
	return onStandby("standby-check", "Ask, reading only, whether the standby could answer now", func(ctx context.Context, o *standby.Operator) error {
		report := o.Check(ctx)
		if err := report.Write(os.Stdout); err != nil {
			return err
		}
		return report.Err()
	})
}

func failoverCmd() *cobra.Command {
	return askingStandby("failover", "Have the standby answer in its environment's place, once somebody consents", (*standby.Operator).Failover)
}

func failbackCmd() *cobra.Command {
	return askingStandby("failback", "Have the environment answer from its own region again, once somebody consents", (*standby.Operator).Failback)
}

// onStandby is a command that works on the standby of an environment.
func onStandby(name, short string, action func(context.Context, *standby.Operator) error) *cobra.Command {
	var at at
	cmd := cli.Command(name, short, func(ctx context.Context, root string) error {
		runner, err := at.runner(ctx, root)
		if err != nil {
			return err
		}
		operator, err := standby.Of(ctx, envs.All(), at.stack, runner)
		if err != nil {
			return err
		}
		return action(ctx, operator)
	})
	at.stackFlag(cmd)
	at.targetFlags(cmd)
	return cmd
}

// askingStandby is one that changes something.
func askingStandby(name, short string, action func(*standby.Operator, context.Context) error) *cobra.Command {
	var approved bool
	cmd := onStandby(name, short, func(ctx context.Context, o *standby.Operator) error {
		if !approved {
			o.Confirm = ask(ctx)
		}
		return action(o, ctx)
	})
	approveFlag(cmd, &approved)
	return cmd
}
