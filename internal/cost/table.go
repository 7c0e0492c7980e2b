package cost

import (
	"fmt"
	"io"
	"slices"
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

// Accounts prints what the stacks of each account cost together, given the account
// that a stack is in.
func Accounts(w io.Writer, reports []*Report, account func(stack string) string) error {
	var all []Sum
	for _, r := range reports {
		name := account(r.Stack)
		i := slices.IndexFunc(all, func(s Sum) bool { return s.Name == name })
		if i < 0 {
			i, all = len(all), append(all, Sum{Name: name})
		}
		all[i].Range = all[i].plus(r.Total)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	sums(t, "by account, USD a month\t\tat least\tat most", all)
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print what accounts cost: %w", err)
	}
	return nil
}
