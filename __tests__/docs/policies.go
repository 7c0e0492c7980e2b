package docs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/__tests__/policies/mutation"
	"github.com/example/predictive-maintenance/internal/policy"
)

// Policies are the tables of the rules and of the exceptions from them, of the
// project in a folder.
func Policies(ctx context.Context, root string) ([]byte, error) {
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

	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from policies: edit those. -->\n\n# Policies\n\n" +
		"What every stack and every plan is held to ([policies](../policies)); `make policy\nENV=production` prints how one fares. " +
		"Controls are those of the AWS Foundational\nSecurity Best Practices and of the CIS AWS Foundations Benchmark 3.0.0; `pdm` is the\nproject's own.\n\n" +
		"| rule | says | controls |\n|---|---|---|\n")
	for _, r := range all.Rules {
		fmt.Fprintf(&text, "| `%s` | %s | %s |\n", r.ID, r.Title, strings.Join(r.Controls, ", "))
	}
	controls := map[string]bool{}
	for _, r := range all.Rules {
		for _, c := range r.Controls {
			controls[c] = true
		}
	}
	delete(controls, "pdm")
	fmt.Fprintf(&text, "\n%d rules implement %d controls. `make mutations` breaks a stack in %d ways, and each time\nexactly the rules speak that should.\n",
		len(all.Rules), len(controls), len(mutation.All))
	text.WriteString("\n## Exceptions\n\nEach ends on its day, and the rule speaks again.\n\n| rule | environment | where | why | until |\n|---|---|---|---|---|\n")
	for _, e := range data.Exceptions {
		environment := e.Environment
		if environment == "*" {
			environment = "all"
		}
		fmt.Fprintf(&text, "| `%s` | %s | `%s` | %s | %s |\n", e.Rule, environment, e.Address, e.Reason, e.Until)
	}
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
