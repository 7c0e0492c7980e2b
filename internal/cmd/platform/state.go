package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/pipeline"
)

func migrateStateCmd() *cobra.Command {
	var from string
	var overwrite bool
	cmd := step("migrate-state", "Move the state from where an earlier commit keeps it", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		return d.MigrateState(ctx, stack, from, overwrite)
	})
	cmd.Flags().StringVar(&from, "from", "HEAD", "the commit that says where the state was")
	cmd.Flags().BoolVar(&overwrite, "overwrite", false, "replace what is at the new place")
	return cmd
}

func openStateCmd() *cobra.Command {
	var to string
	cmd := step("open-state", "Open the state that a failed apply left in the folder", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		if to == "" {
			return errors.New("say which file to write: TO=errored.tfstate")
		}
		return d.OpenState(ctx, stack, to)
	})
	cmd.Flags().StringVar(&to, "to", "", "the file to write")
	return cmd
}
