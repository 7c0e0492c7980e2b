package cost

import (
	"fmt"
	"math"
	"slices"
)

// bold is the part of what a stack cost, from which on a difference stands out.
const bold = 0.1

// cent is below what a report shows.
const cent = 0.005

// Difference is what a change does to the cost of a stack, in Markdown: a line a
// resource type that costs another amount, and the sum, which is bold where it is
// more than 10 % of what it was. Before is nil where there is nothing to compare
// with.
func Difference(before, after *Report) (lines []string) {
	if before == nil {
		return []string{fmt.Sprintf("Costs %.2f to %.2f USD a month.", after.Total.Least, after.Total.Most), ""}
	}
	was, is := lineByType(before), lineByType(after)
	kinds := sorted(is)
	for _, kind := range sorted(was) {
		if _, ok := is[kind]; !ok {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	var rows []string
	for _, kind := range kinds {
		if same(was[kind], is[kind]) {
			continue
		}
		rows = append(rows, row("`"+kind+"`", was[kind], is[kind]))
	}
	if len(rows) == 0 {
		return []string{fmt.Sprintf("Costs %.2f to %.2f USD a month, as before.", after.Total.Least, after.Total.Most), ""}
	}
	lines = append(lines, "| USD a month | at least | | at most | |", "|---|---:|---:|---:|---:|")
	lines = append(lines, rows...)
	return append(lines, row("together", before.Total, after.Total), "")
}

func lineByType(r *Report) map[string]Range {
	found := map[string]Range{}
	for _, line := range r.Lines {
		found[line.Type] = line.Range
	}
	return found
}

func same(a, b Range) bool {
	return math.Abs(a.Least-b.Least) < cent && math.Abs(a.Most-b.Most) < cent
}

func row(name string, was, is Range) string {
	return fmt.Sprintf("| %s | %.2f | %s | %.2f | %s |", name, is.Least, change(was.Least, is.Least), is.Most, change(was.Most, is.Most))
}

// change is a difference with its sign, bold where it is large.
func change(was, is float64) string {
	if math.Abs(is-was) < cent {
		return "="
	}
	text := fmt.Sprintf("%+.2f", is-was)
	if was > cent {
		text += fmt.Sprintf(" (%+.0f %%)", 100*(is-was)/was)
	}
	if math.Abs(is-was) > bold*was {
		return "**" + text + "**"
	}
	return text
}
