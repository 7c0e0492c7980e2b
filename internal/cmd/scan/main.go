// Command scan validates stacks, plans their first applies without an account, and
// has checkov read the plans; the Makefile calls it. `scan -stack production`;
// `scan -plan` ends with the plans.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
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
	onlyPlan := flags.Bool("plan", false, "end with the plans")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errors.New("usage: scan [-stack NAME] [-plan]")
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
	if *onlyPlan {
		return planAll(ctx, names)
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

// planAll validates and plans stacks, and says what did it and what it warns of.
func planAll(ctx context.Context, stacks []string) error {
	versions, err := toolchain.Versions(ctx, ".", toolchain.Terraform)
	if err != nil {
		return err
	}
	program, _, _ := strings.Cut(versions[0].Needed, " ")
	fmt.Printf("%s %s\n", program, versions[0].Found)
	var failures []error
	for _, stack := range stacks {
		failures = append(failures, planned(ctx, stack, func(_ string, plan *scan.Planned) error {
			fmt.Printf("%-12s valid, %d resources planned\n", stack, len(plan.Addresses))
			for _, warning := range plan.Warnings {
				fmt.Printf("  warning: %s\n", warning)
			}
			return nil
		}))
	}
	return errors.Join(failures...)
}

// add takes in what checkov says of a stack.
func add(ctx context.Context, report *scan.Report, python, stack string) error {
	return planned(ctx, stack, func(dir string, plan *scan.Planned) error {
		printed, err := scan.Checkov(ctx, python, dir, plan.JSON)
		if err != nil {
			return fmt.Errorf("scan %s: %w", stack, err)
		}
		return report.Add(stack, printed, plan.Addresses)
	})
}

// planned gives somebody the plan of a stack, and a folder that only this user
// reads. A plan holds values in clear, so nothing of it stays.
func planned(ctx context.Context, stack string, use func(dir string, plan *scan.Planned) error) (err error) {
	dir, err := os.MkdirTemp("", "scan-")
	if err != nil {
		return fmt.Errorf("scan %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	plan, err := scan.Plan(ctx, ".", outdir.Stack(stack), dir)
	if err != nil {
		return err
	}
	return use(dir, plan)
}
