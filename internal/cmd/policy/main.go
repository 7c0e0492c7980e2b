// Command policy holds a stack, or a plan in a file, to the policies; the
// Makefile calls it. `policy -stack production`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("policy", flag.ContinueOnError)
	stack := flags.String("stack", "", "the stack, by name")
	plan := flags.String("plan", "", "a plan as `terraform show -json` prints it, in place of a stack")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errors.New("usage: policy -stack NAME | -plan FILE")
	}
	file := *plan
	if file == "" {
		if err := terraform.Known(*stack); err != nil {
			return err
		}
		file = filepath.Join(outdir.Stack(*stack), "cdk.tf.json")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("check policies: %w", err)
	}
	rules, err := policy.Load(ctx, policy.Dir("."))
	if err != nil {
		return err
	}
	result, err := rules.Check(ctx, content)
	if err != nil {
		return err
	}
	return errors.Join(result.Table(os.Stdout), result.Err())
}
