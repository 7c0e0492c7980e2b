package scan

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
)

// Table prints a line for each check that failed, and for each exception that is
// over or, among those given, of no use.
func (r *Report) Table(w io.Writer, unused []Exception) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "CHECK\tSTACK\tRESULT\tADDRESS")
	for _, f := range r.Failed {
		fmt.Fprintf(t, "%s\t%s\tFAIL\t%s: %s\n", f.Check, f.Stack, f.Address, f.Title)
	}
	for _, e := range r.Excepted {
		fmt.Fprintf(t, "%s\t%s\texception\t%s: until %s: %s\n", e.Finding.Check, e.Finding.Stack, e.Finding.Address, e.Until, e.Reason)
	}
	for _, e := range r.Ended {
		fmt.Fprintf(t, "%s\t%s\tOVER\t%s: the exception ended on %s\n", e.Check, e.Stack, e.Address, e.Until)
	}
	for _, e := range unused {
		fmt.Fprintf(t, "%s\t%s\tUNUSED\t%s: the check passes\n", e.Check, e.Stack, e.Address)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print the scan: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%d checks pass, %d fail, %d are exceptions\n", r.Passed, len(r.Failed), len(r.Excepted)); err != nil {
		return fmt.Errorf("print the scan: %w", err)
	}
	return nil
}

// Err is nil where every failed check has an exception, none is over, and there
// are none of no use.
func (r *Report) Err(unused []Exception) error {
	const file = "internal/scan/exceptions.json"
	var problems []error
	if n := len(r.Failed); n > 0 {
		problems = append(problems, fmt.Errorf("%d failed checks that no exception covers: correct what they find, or write an exception into %s", n, file))
	}
	if n := len(r.Ended); n > 0 {
		problems = append(problems, fmt.Errorf("%d exceptions are over: correct what they cover, or decide anew, in %s", n, file))
	}
	if n := len(unused); n > 0 {
		problems = append(problems, fmt.Errorf("%d exceptions cover nothing: remove them from %s", n, file))
	}
	return errors.Join(problems...)
}
