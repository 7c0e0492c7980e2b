package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/initialize"
)

func initCmd() *cobra.Command {
	answers := initialize.Init{Given: map[string]string{}, Out: os.Stdout}
	given := map[string]*string{}
	var cmd *cobra.Command
	cmd = cli.Command("init", "Ask what a team must decide, and make the project its own", func(ctx context.Context, root string) error {
		answers.Root, answers.In = root, cli.Input(ctx)
		for flag, answer := range given {
			if cmd.Flags().Changed(flag) {
				answers.Given[flag] = *answer
			}
		}
		return answers.Run(ctx)
	})
	cmd.Flags().SortFlags = false
	for _, q := range initialize.Questions() {
		given[q.Flag] = cmd.Flags().String(q.Flag, "", q.Text)
	}
	cmd.Flags().BoolVar(&answers.Keep, "keep", false, "ask nothing: what has no flag stays as it is")
	return cmd
}
