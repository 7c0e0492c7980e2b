package synth

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/example/predictive-maintenance/internal/cost"
	"github.com/example/predictive-maintenance/stacks"
)

// checkBudgets refuses stacks that cost more than their budget with what they start
// with, and accounts whose stacks do together, and says which it cannot judge. HCL
// isn't read: the same stacks are checked as JSON.
func checkBudgets(staged string, all, chosen []stacks.Stack, w io.Writer) error {
	prices, err := cost.Load()
	if err != nil {
		return err
	}
	var tooDear []error
	var reports []*cost.Report
	accounts := map[string]string{}
	for _, s := range chosen {
		file, err := stackFile(filepath.Join(staged, "stacks", s.Name))
		if err != nil || filepath.Ext(file) != ".json" {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read what %s costs: %w", s.Name, err)
		}
		report, err := cost.Of(s.Name, content, prices)
		if err != nil {
			fmt.Fprintf(w, "%s is not held to its budget: %v\n", s.Name, err)
			continue
		}
		reports = append(reports, report)
		accounts[s.Name] = s.Account.Called()
		tooDear = append(tooDear, report.Check())
		if report.Budget > 0 {
			for _, region := range report.Unknown {
				fmt.Fprintf(w, "%s is not held to its budget: %s lacks prices for %s; make prices asks AWS for them\n", s.Name, cost.File, region)
			}
		}
	}
	// Part of an account's stacks would be compared with part of its budgets.
	if err := errors.Join(tooDear...); err == nil && len(reports) == len(all) {
		for _, account := range cost.ByAccount(reports, func(stack string) string { return accounts[stack] }) {
			tooDear = append(tooDear, account.Check())
		}
	}
	if err := errors.Join(tooDear...); err != nil {
		return fmt.Errorf("the environments cost more than they may:\n%w", err)
	}
	return nil
}
