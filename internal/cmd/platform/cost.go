package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/pricing"
	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/cost"
	"github.com/example/predictive-maintenance/internal/cost/pricelist"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// priceList are the project's prices; tests have older ones.
var priceList = cost.Load

func costCmd() *cobra.Command {
	var at at
	var plan string
	cmd := cli.Command("cost", "Say what a month costs at least, at most, and by use", func(context.Context, string) error {
		names, err := at.stacks()
		if err != nil {
			return err
		}
		prices, err := priceList()
		if err != nil {
			return err
		}
		if plan != "" && at.stack == "" {
			return fmt.Errorf("say of which stack %s is a plan: ENV=production", plan)
		}
		var reports []*cost.Report
		for _, name := range names {
			report, err := costOf(name, plan, outdir.Dir(), prices)
			if err != nil {
				return err
			}
			if err := report.Table(os.Stdout); err != nil {
				return err
			}
			fmt.Println()
			reports = append(reports, report)
		}
		warn(prices, reports...)
		// Of one stack there is nothing to sum.
		if at.stack != "" {
			return nil
		}
		accounts := cost.ByAccount(reports, func(stack string) string { return terraform.AccountOf(stack).Called() })
		return cost.Accounts(os.Stdout, accounts)
	})
	at.stackFlag(cmd)
	cmd.Flags().StringVar(&plan, "plan", "", "a `FILE` with a plan as terraform show -json prints it, in place of the synthesized stack")
	return cmd
}

// costOf is what a stack costs below a folder that synth wrote to, or as a plan
// has it.
func costOf(stack, plan, out string, prices cost.Prices) (*cost.Report, error) {
	if plan == "" {
		plan = filepath.Join(out, "stacks", stack, "cdk.tf.json")
	}
	content, err := os.ReadFile(plan)
	if err != nil {
		return nil, fmt.Errorf("read what %s costs: %w", stack, err)
	}
	return cost.Of(stack, content, prices)
}

// warn says what somebody should know of the cost before they consent.
func warn(prices cost.Prices, reports ...*cost.Report) {
	for _, report := range reports {
		for _, warning := range report.Warnings() {
			fmt.Fprintln(os.Stderr, "warning:", warning)
		}
	}
	if stale := prices.Stale(time.Now()); stale != "" {
		fmt.Fprintln(os.Stderr, "warning:", stale)
	}
}

// warned is an action that says first what is to be known of the cost, where the
// stack costs anything: not on the emulator. What is not known stops nothing.
func warned(action func(*terraform.Runner, context.Context, string) error) func(*terraform.Runner, context.Context, string) error {
	return func(r *terraform.Runner, ctx context.Context, stack string) error {
		if r.Target.Endpoint == "" {
			prices, err := priceList()
			if err != nil {
				return err
			}
			if report, err := costOf(stack, "", r.Out, prices); err != nil {
				fmt.Fprintln(os.Stderr, "warning:", err)
			} else {
				warn(prices, report)
			}
		}
		return action(r, ctx, stack)
	}
}

func pricesCmd() *cobra.Command {
	return cli.Command("prices", "Ask AWS's Price List API for the prices that cost counts with", func(ctx context.Context, root string) error {
		prices, err := cost.Load()
		if err != nil {
			return err
		}
		config, err := terraform.Target{}.Config(ctx, pricelist.Region)
		if err != nil {
			return err
		}
		return refresh(ctx, pricing.NewFromConfig(config), prices, billedRegions(), filepath.Join(root, cost.File))
	})
}

// refresh asks AWS for the prices of regions, and writes the file with those that it
// answered. It fails where a price is not settled, after the others are written.
func refresh(ctx context.Context, client pricing.GetProductsAPIClient, prices cost.Prices, regions []string, file string) error {
	refreshed, err := pricelist.Refresh(ctx, client, prices, regions, time.Now().UTC())
	if err != nil {
		return err
	}
	content, err := refreshed.Prices.Format()
	if err != nil {
		return err
	}
	for _, line := range refreshed.Changed {
		fmt.Println(line)
	}
	if err := replace(file, content); err != nil {
		return err
	}
	if len(refreshed.Unsettled) > 0 {
		return fmt.Errorf("AWS has not exactly one price of %d, whose lines in %s are those of before; compare them with their sources, and correct the queries of internal/cost/pricelist:\n%s",
			len(refreshed.Unsettled), cost.File, strings.Join(refreshed.Unsettled, "\n"))
	}
	return nil
}

// billedRegions are those that environments and accounts use. GovCloud's are not
// in the commercial account that is asked.
func billedRegions() (regions []string) {
	for _, env := range envs.All() {
		regions = append(regions, env.Regions()...)
	}
	for _, account := range envs.Accounts() {
		regions = append(regions, account.Region, account.Store.Region)
	}
	slices.Sort(regions)
	return slices.DeleteFunc(slices.Compact(regions), func(region string) bool { return envs.Partition(region) != "aws" })
}

// replace writes a file wholly or not at all.
func replace(file string, content []byte) error {
	fresh := file + ".new"
	if err := os.WriteFile(fresh, content, 0o644); err != nil {
		return fmt.Errorf("write prices: %w", err)
	}
	if err := os.Rename(fresh, file); err != nil {
		return fmt.Errorf("write prices: %w", err)
	}
	return nil
}
