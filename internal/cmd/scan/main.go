// Command scan has checkov read the plans of stacks; the Makefile calls it.
// `scan -stack production`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/scan"
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

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("scan", flag.ContinueOnError)
	stack := flags.String("stack", "", "the stack, by name; all of them, if none is named")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errors.New("usage: scan [-stack NAME]")
	}
	names := []string{*stack}
	if *stack == "" {
		names = []string{envs.BootstrapName, envs.AccountName}
		for _, env := range envs.All() {
			names = append(names, env.Name)
		}
	} else if err := terraform.Known(*stack); err != nil {
		return err
	}
	exceptions, err := scan.Exceptions()
	if err != nil {
		return err
	}
	python, err := toolchain.Checkov(ctx, ".", os.Stdout)
	if err != nil {
		return err
	}
	report := scan.NewReport(exceptions, time.Now())
	for _, name := range names {
		if err := add(ctx, report, python, name); err != nil {
			return err
		}
	}
	var unused []scan.Exception
	if *stack == "" {
		unused = report.Unused()
	}
	return errors.Join(report.Table(os.Stdout, unused), report.Err(unused))
}

// add takes in what checkov says of a stack. A plan holds values in clear, so
// nothing of it stays.
func add(ctx context.Context, report *scan.Report, python, stack string) (err error) {
	dir, err := os.MkdirTemp("", "scan-")
	if err != nil {
		return fmt.Errorf("scan %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	plan, addresses, err := scan.Plan(ctx, ".", outdir.Stack(stack), dir)
	if err != nil {
		return err
	}
	printed, err := scan.Checkov(ctx, python, dir, plan)
	if err != nil {
		return fmt.Errorf("scan %s: %w", stack, err)
	}
	return report.Add(stack, printed, addresses)
}
