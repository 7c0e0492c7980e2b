// Package cost says what a month of a stack costs: at least, with what it starts
// with; at most, with everything scaled out; and by unit of what is billed by use.
// It reads the JSON that synth wrote, or a plan, and a file of list prices.
package cost

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// whileServing is in the count of what a standby has only while it answers in its
// environment's place.
const whileServing = "var.serving"

// Range is what something costs a month in US dollars, at least and at most.
type Range struct{ Least, Most float64 }

func (r Range) plus(o Range) Range { return Range{r.Least + o.Least, r.Most + o.Most} }

// Line is what all resources of a type cost together.
type Line struct {
	Type  string
	Count int
	Range
}

// Sum is what a module, or an account, costs.
type Sum struct {
	Name string
	Range
}

// Missing is something that nobody knows the price of, and that no sum counts.
type Missing struct {
	// Type is the type of the resource.
	Type string
	// Price and Region are those that the file lacks, or Why says why there is
	// none.
	Price, Region, Why string
	// Fixed says that it is billed whether or not it is used, so that the least
	// is more than what the sums say.
	Fixed bool
}

func (m Missing) String() string {
	if m.Why != "" {
		return m.Type + ": " + m.Why
	}
	return fmt.Sprintf("%s: no price of %s in %s", m.Type, m.Price, m.Region)
}

// Report is what a stack costs.
type Report struct {
	// Stack is its name.
	Stack string
	// Lines are by type, Modules by the beginning of the addresses.
	Lines   []Line
	Modules []Sum
	// Total is the sum of the lines.
	Total Range
	// ByUse are the prices of what is billed by use, and counted in no sum.
	ByUse []Price
	// Missing has no price.
	Missing []Missing
	// Free are the types that cost nothing by themselves.
	Free []string
	// Unknown are the regions of which a price is missing that counts in the sums.
	Unknown []string
	// Budget is what the stack may cost a month; zero where it has no budget.
	Budget float64
}

// Of is what a stack costs, given its synthesized JSON or a plan of it.
func Of(name string, content []byte, prices Prices) (*Report, error) {
	s, err := read(content)
	if err != nil {
		return nil, fmt.Errorf("read what %s costs: %w", name, err)
	}
	report := &Report{Stack: name, Budget: s.budget()}
	modules := map[string]Range{}
	for _, kind := range sorted(s.resources) {
		line := Line{Type: kind, Count: len(s.resources[kind])}
		billed := false
		for _, address := range sorted(s.resources[kind]) {
			r := s.resources[kind][address]
			bill, known := rules[kind]
			if !known {
				if why, ok := Unconfirmed[kind]; ok {
					report.miss(Missing{Type: kind, Why: why})
				} else if _, ok := Free[kind]; !ok {
					report.miss(Missing{Type: kind, Why: "no rule of internal/cost says what it is billed for", Fixed: true})
				}
				continue
			}
			charges, err := bill(s, r)
			if err != nil {
				return nil, fmt.Errorf("read what %s of %s costs: %w", kind+"."+address, name, err)
			}
			region := s.region(kind, r)
			waits := strings.Contains(fmt.Sprint(r["count"]), whileServing)
			for _, c := range charges {
				billed = true
				if waits {
					c.least = 0
				}
				of := region
				switch {
				case vendors(c.price):
					of = Everywhere
				case c.region != "":
					of = c.region
				}
				cost, ok := report.add(kind, c, of, prices)
				if !ok {
					continue
				}
				line.Range = line.plus(cost)
				module, _, _ := strings.Cut(address, "_")
				modules[module] = modules[module].plus(cost)
			}
		}
		if line.Most > 0 {
			report.Lines = append(report.Lines, line)
			report.Total = report.Total.plus(line.Range)
		} else if !billed {
			report.Free = append(report.Free, kind)
		}
	}
	report.Free = slices.DeleteFunc(report.Free, func(kind string) bool {
		return slices.ContainsFunc(report.Missing, func(m Missing) bool { return m.Type == kind })
	})
	for _, module := range sorted(modules) {
		if modules[module].Most > 0 {
			report.Modules = append(report.Modules, Sum{module, modules[module]})
		}
	}
	slices.SortStableFunc(report.Lines, func(a, b Line) int { return descending(a.Range, b.Range) })
	slices.SortStableFunc(report.Modules, func(a, b Sum) int { return descending(a.Range, b.Range) })
	return report, nil
}

func descending(a, b Range) int {
	switch {
	case a.Least != b.Least:
		return int(math.Copysign(1, b.Least-a.Least))
	case a.Most != b.Most:
		return int(math.Copysign(1, b.Most-a.Most))
	}
	return 0
}

// vendors says whether a price is another vendor's than AWS's.
func vendors(price string) bool {
	vendor, _, _ := strings.Cut(price, ".")
	return slices.Contains([]string{"datadog", "supabase", "vercel"}, vendor)
}

// add is what a charge costs, or notes that nobody knows.
func (r *Report) add(kind string, c charge, region string, prices Prices) (Range, bool) {
	price, ok := prices.find(c.price, region)
	if !ok {
		r.miss(Missing{Type: kind, Price: c.price, Region: region, Fixed: c.most > 0})
		if c.most > 0 && region != Everywhere && !slices.Contains(r.Unknown, region) {
			r.Unknown = append(r.Unknown, region)
		}
		return Range{}, false
	}
	if c == byUse(c.price) && !slices.Contains(r.ByUse, price) {
		r.ByUse = append(r.ByUse, price)
	}
	return Range{c.least * price.USD, c.most * price.USD}, true
}

func (r *Report) miss(m Missing) {
	if !slices.Contains(r.Missing, m) {
		r.Missing = append(r.Missing, m)
	}
}

// Complete says whether all that is billed without being used has a price.
func (r *Report) Complete() bool {
	return !slices.ContainsFunc(r.Missing, func(m Missing) bool { return m.Fixed })
}

// Check fails where the stack costs more than its budget however little is used.
func (r *Report) Check() error {
	if r.Budget == 0 || r.Total.Least <= r.Budget {
		return nil
	}
	var most []string
	for _, line := range r.Lines[:min(len(r.Lines), dearest)] {
		most = append(most, fmt.Sprintf("%s %.2f", line.Type, line.Least))
	}
	return fmt.Errorf("%s.monthly_budget_usd = %.0f: a month costs %.2f USD at least, with what the environment starts with; raise the budget, or have less of what costs most: %s",
		r.Stack, r.Budget, r.Total.Least, strings.Join(most, ", "))
}

// dearest is how many lines an error names.
const dearest = 5

// Warnings are what people should know before they consent.
func (r *Report) Warnings() (all []string) {
	if r.Budget > 0 && r.Total.Least > r.Budget {
		all = append(all, r.Check().Error())
	} else if r.Budget > 0 && r.Total.Most > r.Budget {
		all = append(all, fmt.Sprintf("%s may cost %.2f USD a month with everything scaled out, and its budget is %.0f", r.Stack, r.Total.Most, r.Budget))
	}
	for _, region := range r.Unknown {
		// AWS's Price List API is asked in a commercial account.
		then := "make prices asks AWS for them"
		if strings.HasPrefix(region, "us-gov-") {
			then = "add those of AWS's pages"
		}
		all = append(all, fmt.Sprintf("%s lacks prices for %s, so what has none there counts in no sum, and the budget is not checked against it: %s", File, region, then))
	}
	for _, m := range r.Missing {
		if m.Fixed && !slices.Contains(r.Unknown, m.Region) {
			all = append(all, m.String()+", so it counts in no sum")
		}
	}
	return all
}
