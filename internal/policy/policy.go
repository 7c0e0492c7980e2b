// Package policy holds stacks to the rules in policies, which Terraform Cloud,
// conftest and opa read as well.
package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/example/predictive-maintenance/internal/cost"
)

// Rule is something that a stack must hold to.
type Rule struct {
	// ID names it: "bucket-tls-only".
	ID string `json:"id"`
	// Title says it.
	Title string `json:"title"`
	// Controls are what it implements: of the AWS Foundational Security Best
	// Practices ("S3.5"), of the CIS AWS Foundations Benchmark 3.0.0 ("CIS
	// 2.1.1"), or the project's own ("pdm").
	Controls []string `json:"controls"`
}

// Finding is where a stack doesn't hold to a rule.
type Finding struct {
	Rule    string `json:"rule"`
	Address string `json:"address"`
	Message string `json:"message"`
	// Reason and Until are those of the exception that covers it; empty for
	// none.
	Reason string `json:"reason"`
	Until  string `json:"until"`
}

// Exception is a finding that is accepted until a day.
type Exception struct {
	Rule        string `json:"rule"`
	Environment string `json:"environment"`
	Address     string `json:"address"`
	Reason      string `json:"reason"`
	Until       string `json:"until"`
	// USD is to what a month may cost at most, of a rule on cost alone.
	USD float64 `json:"usd,omitempty"`
}

// Result is what the rules say about a stack.
type Result struct {
	// Rules are all rules.
	Rules []Rule `json:"rules"`
	// Failed are the findings that no exception covers.
	Failed []Finding `json:"failed"`
	// Excepted are those that one does.
	Excepted []Finding `json:"excepted"`
	// Stale are the exceptions that are over.
	Stale []Exception `json:"stale"`
}

// Dir is the folder with the rules, below a project's root.
func Dir(root string) string { return filepath.Join(root, "policies") }

// Rules are the rules of a folder, ready to be asked.
type Rules struct {
	query  rego.PreparedEvalQuery
	prices cost.Prices
}

// Load reads the rules of a folder, and the exceptions from them.
func Load(ctx context.Context, dir string) (*Rules, error) {
	return load(ctx, dir, ".rego", ".json")
}

// LoadStrict reads the rules of a folder without the exceptions from them: what
// is excepted fails as well.
func LoadStrict(ctx context.Context, dir string) (*Rules, error) {
	return load(ctx, dir, ".rego")
}

// load reads the files that end in one of the ways.
func load(ctx context.Context, dir string, endings ...string) (*Rules, error) {
	query, err := rego.New(
		rego.Query(`result := {
			"rules": data.policies.rules, "failed": data.policies.failed,
			"excepted": data.policies.excepted, "stale": data.policies.stale,
		}`),
		rego.Load([]string{dir}, func(_ string, info os.FileInfo, _ int) bool {
			return !info.IsDir() && !slices.Contains(endings, filepath.Ext(info.Name()))
		}),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the policies in %s: %w", dir, err)
	}
	prices, err := cost.Load()
	if err != nil {
		return nil, err
	}
	return &Rules{query, prices}, nil
}

// Check asks the rules about a stack: the JSON that synth wrote, or a plan as
// Terraform shows it.
func (r *Rules) Check(ctx context.Context, stack []byte) (*Result, error) {
	var input any
	if err := json.Unmarshal(stack, &input); err != nil {
		return nil, fmt.Errorf("check policies: %w", err)
	}
	// What is not known of the cost fails nothing: who prints it says so.
	if whole, ok := input.(map[string]any); ok {
		if report, err := cost.Of("", stack, r.prices); err == nil && report.Budget > 0 {
			whole["cost"] = map[string]any{"most": report.Total.Most, "budget": report.Budget}
		}
	}
	set, err := r.query.Eval(ctx, rego.EvalInput(input))
	if err != nil {
		return nil, fmt.Errorf("check policies: %w", err)
	}
	if len(set) != 1 {
		return nil, errors.New("check policies: the rules have no answer")
	}
	content, err := json.Marshal(set[0].Bindings["result"])
	if err != nil {
		return nil, fmt.Errorf("check policies: %w", err)
	}
	var result Result
	if err := json.Unmarshal(content, &result); err != nil {
		return nil, fmt.Errorf("check policies: %w", err)
	}
	if len(result.Rules) == 0 {
		return nil, errors.New("check policies: there are no rules")
	}
	slices.SortFunc(result.Rules, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	for _, findings := range [][]Finding{result.Failed, result.Excepted} {
		slices.SortFunc(findings, func(a, b Finding) int { return strings.Compare(a.Rule+a.Address, b.Rule+b.Address) })
	}
	return &result, nil
}

// With adds what the rules say about another form of the same stack.
func (r *Result) With(other *Result) *Result {
	both := *r
	both.Failed = union(r.Failed, other.Failed)
	both.Excepted = union(r.Excepted, other.Excepted)
	return &both
}

func union(a, b []Finding) []Finding {
	all := slices.Clone(a)
	for _, f := range b {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// Table prints a line a rule, and one for each finding.
func (r *Result) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "RULE\tCONTROL\tRESULT\tADDRESS")
	for _, rule := range r.Rules {
		controls := strings.Join(rule.Controls, ", ")
		found := false
		for _, f := range r.Failed {
			if f.Rule == rule.ID {
				found = true
				fmt.Fprintf(t, "%s\t%s\tFAIL\t%s: %s\n", rule.ID, controls, f.Address, f.Message)
			}
		}
		for _, f := range r.Excepted {
			if f.Rule == rule.ID {
				found = true
				fmt.Fprintf(t, "%s\t%s\texception\t%s: until %s: %s\n", rule.ID, controls, f.Address, f.Until, f.Reason)
			}
		}
		if !found {
			fmt.Fprintf(t, "%s\t%s\tpass\t\n", rule.ID, controls)
		}
	}
	for _, e := range r.Stale {
		fmt.Fprintf(t, "%s\t\tOVER\t%s: the exception ended on %s\n", e.Rule, e.Address, e.Until)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print policies: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%d rules: %d findings fail, %d are exceptions\n", len(r.Rules), len(r.Failed), len(r.Excepted)); err != nil {
		return fmt.Errorf("print policies: %w", err)
	}
	return nil
}

// Err is nil for a stack that holds to every rule, exceptions allowed.
func (r *Result) Err() error {
	if len(r.Failed) == 0 {
		return nil
	}
	return fmt.Errorf("%d policy findings that no exception covers", len(r.Failed))
}
