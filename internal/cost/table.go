package cost

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Table prints what a stack costs: a line a resource type, a sum by module, the
// budget, what is billed by use, and what has no price.
func (r *Report) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s, USD a month\tresources\tat least\tat most\n", r.Stack)
	for _, line := range r.Lines {
		fmt.Fprintf(t, "  %s\t%d\t%.2f\t%.2f\n", line.Type, line.Count, line.Least, line.Most)
	}
	fmt.Fprintf(t, "  together\t\t%.2f\t%.2f\n", r.Total.Least, r.Total.Most)
	if r.Budget > 0 {
		fmt.Fprintf(t, "  budget\t\t%.2f\t%.2f\n", r.Budget, r.Budget)
	} else {
		fmt.Fprint(t, "  budget\t\tnone of its own\t\n")
	}
	sums(t, "by module", r.Modules)
	fmt.Fprint(t, "by use, USD per\n")
	for _, price := range r.ByUse {
		fmt.Fprintf(t, "  %s%s\t\t%s\t\n", price.Unit, in(price.Region), usd(price.USD))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print what %s costs: %w", r.Stack, err)
	}
	fmt.Fprint(w, "without a price, and in no sum\n")
	for _, m := range r.Missing {
		fmt.Fprintf(w, "  %s\n", m)
	}
	_, err := fmt.Fprintf(w, "free by themselves\n  %s\n", strings.Join(r.Free, " "))
	if err != nil {
		return fmt.Errorf("print what %s costs: %w", r.Stack, err)
	}
	return nil
}

func in(region string) string {
	if region == Everywhere {
		return ""
	}
	return ", " + region
}

// usd is a price with as many digits as it has, and two at least.
func usd(price float64) string {
	text := strings.TrimRight(fmt.Sprintf("%.6f", price), "0")
	for len(text)-strings.IndexByte(text, '.') < 3 {
		text += "0"
	}
	return text
}

func sums(w io.Writer, title string, all []Sum) {
	fmt.Fprintln(w, title)
	for _, sum := range all {
		fmt.Fprintf(w, "  %s\t\t%.2f\t%.2f\n", sum.Name, sum.Least, sum.Most)
	}
}

// Accounts prints what the stacks of each account cost together, beside what its
// environments may cost.
func Accounts(w io.Writer, all []Account) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "by account, USD a month\tat least\tat most\tbudgets")
	row := func(name string, r Range, budget string) {
		fmt.Fprintf(t, "  %s\t%.2f\t%.2f\t%s\n", name, r.Least, r.Most, budget)
	}
	for _, a := range all {
		budget := "none"
		if a.Budget > 0 {
			budget = fmt.Sprintf("%.2f", a.Budget)
		}
		row(a.Name, a.Range, budget)
		row("  of it in no environment", a.Own, "")
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print what accounts cost: %w", err)
	}
	return nil
}
