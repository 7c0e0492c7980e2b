// Command predictive-maintenance synthesizes the infrastructure of the
// predictive maintenance system to Terraform JSON: every stack, or those named
// as arguments.
package main

import (
	"fmt"
	"os"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	accounts, environments := envs.Accounts(), envs.All()
	if err := envs.ValidateAll(accounts, environments); err != nil {
		return fmt.Errorf("the environments are not valid:\n%w", err)
	}
	all := stacks.All(accounts, environments)
	chosen, err := stacks.Choose(all, envs.WithTheirStandbys(environments, names))
	if err != nil {
		return err
	}
	return synth.Update(outdir.Dir(), all, chosen, os.Stdout)
}
