package cli

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/toolchain"
)

// Setup installs what this machine lacks.
func Setup() *cobra.Command {
	return &cobra.Command{
		Use:   "setup [TOOL]...",
		Short: "Find or install Node, Terraform, the AWS CLI and the emulator, or the tools that are named",
		Args:  cobra.ArbitraryArgs, ValidArgs: toolchain.Names(),
		RunE: func(cmd *cobra.Command, tools []string) error {
			root, err := project()
			if err != nil {
				return err
			}
			return toolchain.Setup(cmd.Context(), root, os.Stdout, tools...)
		},
	}
}

// Doctor only looks, and says what it found.
func Doctor() *cobra.Command {
	return Command("doctor", "Say what is found of what each target needs, and what to do about the rest",
		func(ctx context.Context, root string) error { return toolchain.Doctor(ctx, root, os.Stdout) })
}
