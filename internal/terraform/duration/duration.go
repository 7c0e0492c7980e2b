package duration

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	tfjson "github.com/hashicorp/terraform-json"
)

// Estimate is what of a plan takes long.
type Estimate struct {
	// Counts are the slow resources that are made, by their type.
	Counts map[string]int
	// Path are the slow resources of the longest chain, of which each waits for the
	// one before it, and Total is what they take.
	Path  []string
	Total time.Duration
}

// Of estimates a plan. Terraform makes what does not wait for something else at the
// same time, so the longest chain counts, through whatever is quick in between.
func Of(plan *tfjson.Plan) Estimate {
	e := Estimate{Counts: map[string]int{}}
	made := map[string]slow{}
	for _, r := range plan.ResourceChanges {
		row, known := table[r.Type]
		if !known || r.Mode != tfjson.ManagedResourceMode || !(r.Change.Actions.Create() || r.Change.Actions.Replace()) {
			continue
		}
		e.Counts[r.Type]++
		made[r.Type+"."+r.Name] = row
	}
	if plan.Config == nil || plan.Config.RootModule == nil {
		return e
	}
	before := map[string][]string{}
	for _, r := range plan.Config.RootModule.Resources {
		before[r.Address] = waitsFor(r)
	}
	type chain struct {
		path  []string
		total time.Duration
	}
	longest := map[string]chain{}
	// Terraform refuses a configuration in which resources wait for each other.
	var to func(address string) chain
	to = func(address string) chain {
		if known, ok := longest[address]; ok {
			return known
		}
		var best chain
		for _, earlier := range before[address] {
			if c := to(earlier); c.total > best.total {
				best = c
			}
		}
		if row, ok := made[address]; ok {
			best = chain{append(slices.Clone(best.path), address), best.total + row.usual}
		}
		longest[address] = best
		return best
	}
	for _, address := range slices.Sorted(maps.Keys(before)) {
		if c := to(address); c.total > e.Total {
			e.Path, e.Total = c.path, c.total
		}
	}
	return e
}

// waitsFor are the addresses of what a resource refers to.
func waitsFor(r *tfjson.ConfigResource) []string {
	references := slices.Clone(r.DependsOn)
	var collect func(*tfjson.Expression)
	collect = func(e *tfjson.Expression) {
		if e == nil || e.ExpressionData == nil {
			return
		}
		references = append(references, e.References...)
		for _, block := range e.NestedBlocks {
			for _, name := range slices.Sorted(maps.Keys(block)) {
				collect(block[name])
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Expressions)) {
		collect(r.Expressions[name])
	}
	collect(r.CountExpression)
	collect(r.ForEachExpression)
	var addresses []string
	for _, reference := range references {
		parts := 2
		if strings.HasPrefix(reference, "data.") {
			parts = 3
		}
		// "aws_lb.compute_alb[0].arn" is about aws_lb.compute_alb.
		steps := strings.Split(reference, ".")
		address, _, _ := strings.Cut(strings.Join(steps[:min(parts, len(steps))], "."), "[")
		addresses = append(addresses, address)
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}

// Lines say it in Markdown; none where nothing is slow.
func (e Estimate) Lines() []string {
	if len(e.Counts) == 0 {
		return nil
	}
	lines := []string{"Slow by nature, with what it usually takes:", ""}
	for _, kind := range slices.Sorted(maps.Keys(e.Counts)) {
		row, count := table[kind], e.Counts[kind]
		line := fmt.Sprintf("- %d %s: %s", count, row.what, minutes(row.usual))
		if count > 1 {
			line = fmt.Sprintf("- %d × %s: %s each", count, row.what, minutes(row.usual))
		}
		if row.most > 0 {
			line += fmt.Sprintf(", and up to %s where something is amiss", minutes(row.most))
		}
		lines = append(lines, line)
	}
	if len(e.Path) > 0 {
		lines = append(lines, "", fmt.Sprintf("One after the other, about %s: `%s`.", minutes(e.Total), strings.Join(e.Path, "`, `")))
	}
	return append(lines, "")
}

func minutes(d time.Duration) string {
	if d == time.Minute {
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", int(d.Minutes()))
}
