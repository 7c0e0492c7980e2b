package main

import (
	"context"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func preflightCmd() *cobra.Command {
	var at at
	cmd := cli.Command("preflight", "Ask the account, reading only, what would stop the first apply", func(ctx context.Context, root string) error {
		if err := terraform.Known(at.stack); err != nil {
			return err
		}
		options, err := preflightOptions(ctx, root, at)
		if err != nil {
			return err
		}
		report, err := preflight.Run(ctx, options)
		if err != nil {
			return err
		}
		if err := report.Write(os.Stdout); err != nil {
			return err
		}
		return report.Err()
	})
	at.stackFlag(cmd)
	at.targetFlag(cmd)
	return cmd
}

func preflightOptions(ctx context.Context, root string, at at) (preflight.Options, error) {
	target, err := terraform.TargetOf(ctx, root, at.target)
	if err != nil {
		return preflight.Options{}, err
	}
	account := terraform.AccountOf(at.stack)
	target = target.In(account)
	credentials, err := target.Config(ctx, account.Region)
	if err != nil {
		return preflight.Options{}, err
	}
	tools, err := toolchain.Versions(ctx, root, toolchain.Terraform, toolchain.Node, toolchain.AWSCLI)
	if err != nil {
		return preflight.Options{}, err
	}
	options := preflight.Options{
		Stack: at.stack, Account: account, Environments: envs.WithStandbys(account.Environments(envs.All())), Accounts: envs.Accounts(),
		AWS: credentials, Emulator: target.Endpoint != "",
		Tools: tools,
		Lock:  filepath.Join(outdir.Stack(at.stack), lockfile.Name),
	}
	if options.Emulator {
		return options, nil
	}
	options.Resolver = net.DefaultResolver
	if token := os.Getenv("GITHUB_TOKEN"); token != "" {
		if options.GitHub, err = pipeline.GitHubOf(account.Repository, token); err != nil {
			return preflight.Options{}, err
		}
	}
	return options, nil
}
