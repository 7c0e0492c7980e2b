package docs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cost"
)

const costIntroduction = "<!-- `make docs` writes this from envs and internal/cost: edit those. -->\n" + `
# Cost

What a month of each stack costs, by list prices in US dollars before tax, in a month of
730 hours. ` + "`make cost ENV=production`" + ` prints it from the synthesized stack, with the sums
by module; ` + "`make cost`" + ` prints it of all stacks, with the sums by account. No account is
asked. ` + "`PLAN=plan.json`" + ` takes a plan as ` + "`terraform show -json`" + ` prints it instead.

**At least** is what runs whether or not anybody comes: every service with its desired
count, in the hours in which it runs, what is on Fargate Spot for 30 % of the price,
because AWS takes off up to 70 %. **At most** is autoscaling's maximum all month, Spot
at the full price. What is billed by use is in neither: its prices are below.

| what | then |
|---|---|
| an environment costs more at least than its budget | synth fails and writes nothing; the message names the largest lines |
| it may cost more at most | ` + "`make plan`, `make apply`, `make cost`" + ` and the pull request's comment warn, and the policy ` + "`budget-at-most`" + ` asks for [consent](#consent) |
| a change costs another amount | the comment has a line for each type that differs, bold above 10 % |
| a region lacks prices of what runs there | synth, plans and the comment name it; what has no price counts in no sum, and nothing fails for it. ` + "`make prices`" + ` adds those of AWS |
| a price is older than 90 days | a warning says how old |
`

const costConsent = `
## Consent

An environment that may cost more than its budget needs somebody's consent, or the policy
` + "`budget-at-most`" + ` keeps its plan from being applied, as any policy does
([delivery.md](delivery.md)). Raise the budget, let services scale less, or consent: an
exception in [policies/data.json](../policies/data.json) names the environment, why, until when,
and ` + "`usd`" + `, to how much a month. Above that amount, and after that day, it asks again. The
exceptions that there are: [security.md](security.md#exceptions). The rule needs the prices, which
` + "`make policy`" + ` and the pipelines lay beside the stack and other tools don't.
`

const costAccounts = `
## An account

The state, and what [watches the account](detection.md), are in no environment: the key of
each costs the same every month, and the rest is billed by use. They have no budget of
their own. AWS tells budgets apart by the tag ` + "`Environment`" + `, and so no budget there
sees them; here they count against the budgets of the account's environments together,
and a synth of all stacks fails where those are less than everything costs at least.

| USD a month | everything | of it in no environment | budgets of the environments |
|---|---:|---:|---:|
`

const costLimits = `
## What is not counted

- Free tiers, savings plans, credits and tax. CloudWatch's first 10 alarms and 3
  dashboards of an account are free, and are counted here.
- Another dollar a month for the first and the second yearly rotation of a key.
- Traffic between zones, and AWS support.
- Plans that belong to an organization and not to an environment: Supabase Pro, whose 10
  USD of compute credits are not taken off either; a seat at Vercel; a commitment with
  Datadog, whose price by month is taken.
- That a service without its first image doesn't run yet: it counts as if it did. A
  plan has it only with the image.
- The tasks of a standby that answers in its environment's place. While it waits it has
  none; at most it has its gateways.
- The load balancer's addresses are one a zone; it has more of them when it scales.

The budget of AWS sees what AWS bills. What Supabase, Vercel and Datadog cost counts
here all the same, because the value says what the environment may cost.

## Where the prices come from

[prices.csv](../internal/cost/prices.csv) has a line a price, with its region, the day on which
it was compared with its source, and the source. Most were read in copies of the pages
and not from the account that pays: before somebody relies on a line, ` + "`make prices`" + `
settles it. It asks AWS's Price List API, which answers from us-east-1 for all regions and
needs the permission pricing:GetProducts of any account; it adds the regions that
environments use, keeps the line of what AWS has not exactly one price of, names it, and
fails. It was tested against answers in the form that AWS documents, with the names that
public copies of its price lists have; only an account runs it for real. What leaves a
region, and what other vendors sell, is compared by hand.
`

const costInfracost = `
## Beside Infracost

[Infracost](https://www.infracost.io) reads the plan and its own price service, with a key. It
knows nearly every type; this knows those of the stacks, and works without a network.
Where the two differ for the same stack:

| | here | Infracost |
|---|---|---|
| ECS services | desired count, and autoscaling's maximum beside it | [desired count alone](https://github.com/infracost/infracost/issues/2896) |
| public addresses | 0.005 USD an hour for each of a NAT gateway and of the load balancer | in its test data, one that is unused |
| Supabase, Vercel, Datadog | list prices | it knows AWS, Azure and Google |
| what is billed by use | the price of a unit | the price of a unit, or an amount by a usage file |
| no price | named, in no sum | listed as not supported |
`

// Cost is what each stack costs, beside its budget, what each account does, and
// where the prices come from.
func Cost(p Project) ([]byte, error) {
	prices, err := cost.Load()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, env := range envs.WithStandbys(p.Environments) {
		names = append(names, env.Name)
	}
	for _, account := range p.Accounts {
		names = append(names, account.Stack(), account.BootstrapStack())
	}
	var reports []*cost.Report
	for _, name := range names {
		content, err := json.Marshal(map[string]any{"resource": p.Stacks[name].Resource, "provider": p.Stacks[name].Provider})
		if err != nil {
			return nil, fmt.Errorf("write what %s costs: %w", name, err)
		}
		report, err := cost.Of(name, content, prices)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	var text bytes.Buffer
	text.WriteString(costIntroduction)
	costsByType(&text, reports)
	text.WriteString(costConsent)
	text.WriteString(costAccounts)
	for _, a := range cost.ByAccount(reports, func(stack string) string { return envs.AccountOf(p.Accounts, p.Environments, stack).Called() }) {
		budgets := "none"
		if a.Budget > 0 {
			budgets = fmt.Sprintf("%.2f", a.Budget)
		}
		fmt.Fprintf(&text, "| %s | %.2f to %.2f | %.2f | %s |\n", a.Name, a.Least, a.Most, a.Own.Least, budgets)
	}
	text.WriteString(costLimits)
	costSources(&text, prices, reports)
	text.WriteString(costInfracost)
	return text.Bytes(), nil
}

// costsByType is the table of what each type costs in each stack, at least
// and at most.
func costsByType(text *bytes.Buffer, reports []*cost.Report) {
	lines := map[string]map[string]cost.Range{}
	row := func(name string, of func(*cost.Report) (cost.Range, bool)) {
		fmt.Fprintf(text, "| %s |", name)
		for _, report := range reports {
			found, ok := of(report)
			switch {
			case !ok:
				text.WriteString(" |")
			case found.Least == found.Most:
				fmt.Fprintf(text, " %.2f |", found.Least)
			default:
				fmt.Fprintf(text, " %.2f to %.2f |", found.Least, found.Most)
			}
		}
		text.WriteString("\n")
	}
	text.WriteString("\n## A month\n\n| USD |")
	for _, report := range reports {
		fmt.Fprintf(text, " %s |", report.Stack)
		for _, line := range report.Lines {
			if lines[line.Type] == nil {
				lines[line.Type] = map[string]cost.Range{}
			}
			lines[line.Type][report.Stack] = line.Range
		}
	}
	text.WriteString("\n|---|" + strings.Repeat("---:|", len(reports)) + "\n")
	for _, kind := range slices.Sorted(maps.Keys(lines)) {
		row("`"+kind+"`", func(r *cost.Report) (cost.Range, bool) { found, ok := lines[kind][r.Stack]; return found, ok })
	}
	row("**together**", func(r *cost.Report) (cost.Range, bool) { return r.Total, true })
	row("**budget**", func(r *cost.Report) (cost.Range, bool) {
		return cost.Range{Least: r.Budget, Most: r.Budget}, r.Budget > 0
	})
}

// costSources are the tables of the prices, of what is free, and of what has no
// price.
func costSources(text *bytes.Buffer, prices cost.Prices, reports []*cost.Report) {
	text.WriteString("\n| price | region | USD | per | compared on | source |\n|---|---|---:|---|---|---|\n")
	for _, price := range prices {
		fmt.Fprintf(text, "| %s | %s | %s | %s | %s | %s |\n", price.ID, strings.Replace(price.Region, cost.Everywhere, "everywhere", 1),
			strconv.FormatFloat(price.USD, 'f', -1, 64), price.Unit, price.Checked.Format(time.DateOnly), link(price.Source))
	}
	text.WriteString("\nWithout a price, and in no sum:\n\n| stack | type | what |\n|---|---|---|\n")
	for _, report := range reports {
		for _, missing := range report.Missing {
			_, what, _ := strings.Cut(missing.String(), ": ")
			fmt.Fprintf(text, "| %s | `%s` | %s |\n", report.Stack, missing.Type, what)
		}
	}
	text.WriteString("\nFree by themselves:\n\n| type | source, or what is billed in its place |\n|---|---|\n")
	for _, kind := range slices.Sorted(maps.Keys(cost.Free)) {
		source := cost.Free[kind]
		if strings.HasPrefix(source, "https://") {
			source = link(source)
		} else {
			source = "`" + source + "`"
		}
		fmt.Fprintf(text, "| `%s` | %s |\n", kind, source)
	}
}

// link is a link that shows the host alone.
func link(address string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	return "[" + host + "](" + address + ")"
}
