package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// Command is a command that takes flags alone. Its work is done in root, the
// project's folder.
func Command(name, short string, work func(ctx context.Context, root string) error) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		root, err := project()
		if err != nil {
			return err
		}
		return work(cmd.Context(), root)
	}}
}

// project is the folder that the program was started in. In another one than the
// project's it would install tools, and look for stacks, where nobody expects it.
func project() (string, error) {
	root, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the project: %w", err)
	}
	if _, err := os.Stat("cdktf.json"); err != nil {
		return "", errors.New("run this in the project's folder, which has cdktf.json; make does so")
	}
	return root, nil
}
