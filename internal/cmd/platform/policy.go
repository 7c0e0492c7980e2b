package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func policyCmd() *cobra.Command {
	var at at
	var plan string
	cmd := cli.Command("policy", "Hold a stack, or a plan as JSON, to the rules in policies", func(ctx context.Context, root string) error {
		file := plan
		if file == "" {
			if err := terraform.Known(at.stack); err != nil {
				return err
			}
			file = filepath.Join(outdir.Stack(at.stack), "cdk.tf.json")
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("check policies: %w", err)
		}
		rules, err := policy.Load(ctx, policy.Dir(root))
		if err != nil {
			return err
		}
		result, err := rules.Check(ctx, content)
		if err != nil {
			return err
		}
		return errors.Join(result.Table(os.Stdout), result.Err())
	})
	at.stackFlag(cmd)
	cmd.Flags().StringVar(&plan, "plan", "", "a `FILE` with a plan as terraform show -json prints it, in place of a stack")
	return cmd
}
