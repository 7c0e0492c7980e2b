package docs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/tools/mutation"
)

// judgement is what the policies say, and from what they are excepted.
type judgement struct {
	rules      []policy.Rule
	exceptions []policy.Exception
}

func readPolicies(ctx context.Context, root string) (*judgement, error) {
	rules, err := policy.Load(ctx, policy.Dir(root))
	if err != nil {
		return nil, err
	}
	all, err := rules.Check(ctx, []byte(`{"resource": {}}`))
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(policy.Dir(root), "data.json"))
	if err != nil {
		return nil, fmt.Errorf("read the exceptions: %w", err)
	}
	var data struct{ Exceptions []policy.Exception }
	if err := json.Unmarshal(content, &data); err != nil {
		return nil, fmt.Errorf("read the exceptions: %w", err)
	}
	return &judgement{all.Rules, data.Exceptions}, nil
}

// Security is the page on who could do what, with the tables of the controls and
// of the exceptions.
func Security(ctx context.Context, p Project) ([]byte, error) {
	all, err := readPolicies(ctx, p.Root)
	if err != nil {
		return nil, err
	}
	controls, err := ReadControls(p.Root)
	if err != nil {
		return nil, err
	}
	page, err := template.New("security.md").Funcs(template.FuncMap{
		"held": func() string { return all.held(controls) }, "read": func() string { return controls.Read }, "sources": func() []string { return controls.Sources },
		"controls": all.controls, "exceptions": all.excepted, "branches": p.branches,
	}).
		ParseFiles(filepath.Join(p.Root, Sources, "security.md"))
	if err != nil {
		return nil, fmt.Errorf("read the page on security: %w", err)
	}
	var text bytes.Buffer
	if err := page.Execute(&text, nil); err != nil {
		return nil, fmt.Errorf("write the page on security: %w", err)
	}
	return text.Bytes(), nil
}

// branches are those whose pushes are deployed.
func (p Project) branches() string {
	var names []string
	for _, env := range p.Environments {
		if name := "`" + env.Branch + "`"; env.Branch != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

var digits = regexp.MustCompile(`\d+`)

// controls is the table of what the rules implement, by control.
func (j *judgement) controls() string {
	by := map[string][]string{}
	for _, r := range j.rules {
		for _, c := range r.Controls {
			if c != "pdm" {
				by[c] = append(by[c], fmt.Sprintf("%s (`%s`)", r.Title, r.ID))
			}
		}
	}
	// EC2.6 comes before EC2.10.
	sorted := func(control string) string {
		return digits.ReplaceAllStringFunc(control, func(n string) string { return fmt.Sprintf("%4s", n) })
	}
	names := slices.SortedFunc(maps.Keys(by), func(a, b string) int { return strings.Compare(sorted(a), sorted(b)) })
	var text strings.Builder
	text.WriteString("| control | rules |\n|---|---|\n")
	for _, name := range names {
		fmt.Fprintf(&text, "| %s | %s |\n", name, strings.Join(by[name], "; "))
	}
	return text.String()
}

// excepted is the table of the exceptions.
func (j *judgement) excepted() string {
	var text strings.Builder
	text.WriteString("| rule | environment | where | why | until |\n|---|---|---|---|---|\n")
	for _, e := range j.exceptions {
		environment := e.Environment
		if environment == "*" {
			environment = "all"
		}
		where := "`" + e.Address + "`"
		if e.USD > 0 {
			where += fmt.Sprintf(", up to %.0f USD", e.USD)
		}
		fmt.Fprintf(&text, "| `%s` | %s | %s | %s | %s |\n", e.Rule, environment, where, e.Reason, e.Until)
	}
	return text.String()
}

// Policies are the tables of the rules and of what they catch, of the project in
// a folder.
func Policies(ctx context.Context, root string) ([]byte, error) {
	all, err := readPolicies(ctx, root)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from policies: edit those. -->\n\n# Policies\n\n" +
		"What every stack and every plan is held to ([policies](../policies)); `make policy\nENV=production` prints how one fares; the exceptions are in\n[security.md](security.md#exceptions). " +
		"Controls are those of the AWS Foundational\nSecurity Best Practices and of the CIS AWS Foundations Benchmark 3.0.0; `pdm` is the\nproject's own.\n\n" +
		"| rule | says | controls |\n|---|---|---|\n")
	for _, r := range all.rules {
		fmt.Fprintf(&text, "| `%s` | %s | %s |\n", r.ID, r.Title, strings.Join(r.Controls, ", "))
	}
	controls := map[string]bool{}
	for _, r := range all.rules {
		for _, c := range r.Controls {
			controls[c] = true
		}
	}
	delete(controls, "pdm")
	fmt.Fprintf(&text, "\n%d rules implement %d controls. `make mutations` breaks a stack in %d ways, and each time\nexactly the rules speak that should.\n",
		len(all.rules), len(controls), len(mutation.All))
	ledger(&text)
	return text.Bytes(), nil
}

// ledger is what would catch the faults of the plan, were they made again.
func ledger(text *bytes.Buffer) {
	text.WriteString("\n## Faults that have been made before\n\nThe plan that this project was built from had these. " +
		"What policies, Terraform or\nvalidation catch, the tests make again, and see it caught; the rest has a test of its\nown.\n\n| the plan's lines | fault | caught by |\n|---|---|---|\n")
	for _, row := range mutation.Ledger {
		var by []string
		for _, rule := range row.Rules {
			id, _, _ := strings.Cut(rule, "/")
			if found := fmt.Sprintf("`%s`", id); !slices.Contains(by, found) {
				by = append(by, found)
			}
		}
		switch {
		case row.Break != nil:
			by = []string{"`terraform validate`"}
		case row.Environment != nil:
			by = []string{"validation of the environment"}
		case row.Test != "":
			_, name, _ := strings.Cut(row.Test, ".")
			by = []string{fmt.Sprintf("the test `%s`", name)}
		}
		fmt.Fprintf(text, "| %s | %s | %s |\n", row.Lines, row.Fault, strings.Join(by, ", "))
	}
}
