package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/progress"
	"github.com/example/predictive-maintenance/internal/scan"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func scanCmd() *cobra.Command {
	var at at
	cmd := cli.Command("scan", "Have checkov read the plan of a stack, or of every stack", func(ctx context.Context, root string) error {
		names, err := at.stacks()
		if err != nil {
			return err
		}
		exceptions, err := scan.Exceptions()
		if err != nil {
			return err
		}
		python, err := toolchain.Checkov(ctx, root, os.Stdout)
		if err != nil {
			return err
		}
		report := scan.NewReport(exceptions, time.Now())
		for i, name := range names {
			if err := planned(ctx, root, names, i, func(dir string, plan *scan.Planned) error {
				printed, err := scan.Checkov(ctx, python, dir, plan.JSON)
				if err != nil {
					return fmt.Errorf("scan %s: %w", name, err)
				}
				return report.Add(name, printed, plan.Addresses)
			}); err != nil {
				return err
			}
		}
		var unused []scan.Exception
		if at.stack == "" {
			unused = report.Unused()
		}
		return errors.Join(report.Table(os.Stdout, unused), report.Err(unused))
	})
	at.stackFlag(cmd)
	return cmd
}

// validateCmd says what did it and what it warns of, since any Terraform may.
func validateCmd() *cobra.Command {
	var at at
	cmd := cli.Command("validate", "Validate a stack, or every stack, and plan its first apply", func(ctx context.Context, root string) error {
		names, err := at.stacks()
		if err != nil {
			return err
		}
		versions, err := toolchain.Versions(ctx, root, toolchain.Terraform)
		if err != nil {
			return err
		}
		program, _, _ := strings.Cut(versions[0].Needed, " ")
		fmt.Printf("%s %s\n", program, versions[0].Found)
		var failures []error
		for i, name := range names {
			failures = append(failures, planned(ctx, root, names, i, func(_ string, plan *scan.Planned) error {
				fmt.Printf("%-12s valid, %d resources planned\n", name, len(plan.Addresses))
				for _, warning := range plan.Warnings {
					fmt.Printf("  warning: %s\n", warning)
				}
				return nil
			}))
		}
		return errors.Join(failures...)
	})
	at.stackFlag(cmd)
	return cmd
}

// planned gives somebody the plan of a stack, and a folder that only this user
// reads. A plan holds values in clear, so nothing of it stays.
func planned(ctx context.Context, root string, stacks []string, i int, use func(dir string, plan *scan.Planned) error) (err error) {
	stack := stacks[i]
	defer progress.Step("planning and reading %s, %d of %d", stack, i+1, len(stacks))()
	dir, err := os.MkdirTemp("", "scan-")
	if err != nil {
		return fmt.Errorf("plan %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	plan, err := scan.Plan(ctx, root, outdir.Stack(stack), dir)
	if err != nil {
		return err
	}
	return use(dir, plan)
}
