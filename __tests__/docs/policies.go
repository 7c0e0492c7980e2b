package docs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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
	text.WriteString("\n## Exceptions\n\nEach ends on its day, and the rule speaks again.\n\n| rule | environment | where | why | until |\n|---|---|---|---|---|\n")
	for _, e := range data.Exceptions {
		environment := e.Environment
		if environment == "*" {
			environment = "all"
		}
		fmt.Fprintf(&text, "| `%s` | %s | `%s` | %s | %s |\n", e.Rule, environment, e.Address, e.Reason, e.Until)
	}
	return text.Bytes(), nil
}
