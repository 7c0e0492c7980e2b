package main

import (
	"context"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// promoteCmd has no target: the emulator has repositories, and no registry that
// images could be copied in.
func promoteCmd() *cobra.Command {
	var folder, profile string
	var move pipeline.Move
	move.AWS = func(ctx context.Context, env envs.Environment) (aws.Config, error) {
		var target terraform.Target
		if env.Name == move.From {
			target.Profile = profile
		}
		return target.Config(ctx, env.Region)
	}
	cmd := cli.Command("promote", "Copy an image that an environment ran to a later one, by its digest", func(ctx context.Context, root string) error {
		d := &pipeline.Delivery{Root: root, Folder: folder, Run: runURL(), Stdout: os.Stdout}
		return d.Promote(ctx, move, time.Now())
	})
	cmd.Flags().StringVar(&move.From, "from", "", "the environment that ran it")
	cmd.Flags().StringVar(&move.To, "to", "", "the environment that gets it")
	cmd.Flags().StringVar(&move.Image, "image", "", "service=tag, or a digest in place of the tag")
	cmd.Flags().StringVar(&profile, "from-profile", "", "the AWS profile that reads in the account it is in, where that is another one")
	cmd.Flags().StringVar(&folder, "folder", "plans", "where steps leave what later ones need")
	completed(cmd, "from", terraform.Stacks()...)
	completed(cmd, "to", terraform.Stacks()...)
	return cmd
}
