package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/internal/synth/lockfile/update"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func lockCmd() *cobra.Command {
	var mirror string
	cmd := cli.Command("lock", "Lock the providers to the newest that the stacks allow, for Linux and macOS", func(ctx context.Context, root string) error {
		terraform, err := toolchain.TerraformPath(ctx, root)
		if err != nil {
			return err
		}
		stacks, err := filepath.Glob(filepath.Join(outdir.Stack("*"), "cdk.tf.json"))
		if err != nil {
			return fmt.Errorf("find the stacks: %w", err)
		}
		from := update.From{Terraform: terraform, Mirror: mirror}
		if err := from.Lock(ctx, lockfile.Source, stacks...); err != nil {
			return err
		}
		fmt.Printf("wrote %s; read its diff, then commit it\n", lockfile.Source)
		return nil
	})
	cmd.Flags().StringVar(&mirror, "mirror", "", "a filesystem mirror with packages for all platforms, in place of the registry")
	return cmd
}
