package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/progress"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func emulatorCmd() *cobra.Command {
	var port int
	cmd := cli.Command("emulator", "Run a stand-in for AWS in the foreground, for --target emulator", func(ctx context.Context, root string) error {
		python, err := toolchain.Python(ctx, root)
		if err != nil {
			return err
		}
		options := emulator.Options{Python: python, Port: port, Log: os.Stderr}
		return terraform.Serve(ctx, root, options, func() error { return prepare(ctx, root) })
	})
	cmd.Flags().IntVar(&port, "port", 0, "the emulator's port; 0 takes a free one")
	return cmd
}

// prepare makes of an empty emulator one that stacks can be applied on.
func prepare(ctx context.Context, root string) error {
	fmt.Println("It stands in for AWS and keeps everything in memory.")
	runner, err := terraform.NewRunner(ctx, root, "emulator")
	if err != nil {
		return err
	}
	fmt.Println("Creating the state store on it, which takes about a minute.")
	runner.Stdout = io.Discard
	for _, account := range envs.Accounts() {
		in := *runner
		in.Target = runner.Target.In(account)
		done := progress.Step("creating the state store")
		err := in.Bootstrap(ctx, account.BootstrapStack())
		done()
		if err != nil {
			return err
		}
	}
	fmt.Println("Ready. In another terminal: make apply ENV=dev TARGET=emulator")
	fmt.Println("Ctrl-C ends it.")
	return nil
}
