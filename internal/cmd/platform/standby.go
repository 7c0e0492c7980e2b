package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/standby"
)

func standbyCheckCmd() *cobra.Command {
	var publish bool
	cmd := onStandby("standby-check", "Ask, reading only, whether the standby could answer now", func(ctx context.Context, o *standby.Operator) error {
		report := o.Check(ctx)
		if err := report.Write(os.Stdout); err != nil {
			return err
		}
		if publish {
			if err := o.Publish(ctx, report); err != nil {
				return errors.Join(report.Err(), err)
			}
		}
		return report.Err()
	})
	cmd.Flags().BoolVar(&publish, "publish", false, "have CloudWatch count what it finds, for the alarm")
	return cmd
}

func failoverCmd() *cobra.Command {
	return askingStandby("failover", "Have the standby answer in its environment's place, once somebody consents", (*standby.Operator).Failover)
}

func failbackCmd() *cobra.Command {
	return askingStandby("failback", "Have the environment answer from its own region again, once somebody consents", (*standby.Operator).Failback)
}

func drillCmd() *cobra.Command {
	var folder, remove string
	cmd := askingStandby("drill", "Rehearse a failover beside a healthy environment, measure it, and leave a report in the folder", func(o *standby.Operator, ctx context.Context) error {
		return o.Drill(ctx, folder, remove)
	})
	cmd.Flags().StringVar(&folder, "folder", "plans", "where the report goes")
	cmd.Flags().StringVar(&remove, "remove", "", "whether the standby goes in the end: yes, or no; left out, one that the drill has made")
	completed(cmd, "remove", standby.RemoveAlways, standby.RemoveNever)
	return cmd
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
