// Command preflight asks the account what would stop the first apply of a stack;
// the Makefile calls it. `preflight -stack production`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: preflight -stack NAME [-target aws|emulator]")

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("preflight", flag.ContinueOnError)
	stack := flags.String("stack", "", "the stack, by name")
	name := flags.String("target", "aws", "where: aws, or emulator")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	if err := terraform.Known(*stack); err != nil {
		return err
	}
	options, err := options(ctx, *stack, *name)
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
}

func options(ctx context.Context, stack, name string) (preflight.Options, error) {
	target, err := terraform.TargetOf(ctx, ".", name)
	if err != nil {
		return preflight.Options{}, err
	}
	credentials, err := target.Config(ctx, envs.Shared.Region)
	if err != nil {
		return preflight.Options{}, err
	}
	tools, err := toolchain.Versions(ctx, ".", toolchain.Terraform, toolchain.Node, toolchain.AWSCLI)
	if err != nil {
		return preflight.Options{}, err
	}
	options := preflight.Options{
		Stack: stack, Environments: envs.All(), Account: envs.Shared, Store: envs.Store,
		AWS: credentials, Emulator: target.Endpoint != "",
		Tools: tools,
		Lock:  filepath.Join(outdir.Dir(), "stacks", stack, lockfile.Name),
	}
	if options.Emulator {
		return options, nil
	}
	options.Resolver = net.DefaultResolver
	if token := os.Getenv("GITHUB_TOKEN"); token != "" {
		if options.GitHub, err = pipeline.GitHubOf(envs.Shared.Repository, token); err != nil {
			return preflight.Options{}, err
		}
	}
	return options, nil
}
