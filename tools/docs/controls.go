package docs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/internal/policy"
)

// Controls are those of AWS's standards for the services that the stacks are made
// of, as Security Hub has them. Which rules meet one, the rules say themselves.
type Controls struct {
	// Read is when the sources were read, and Sources what they are.
	Read    string
	Sources []string
	// Services are those that a type of resource belongs to, by how the type
	// begins; the longest beginning counts. Empty for those without a control.
	Services map[string]string
	Controls []Control
}

// Control is one of them. Where no rule meets it, exactly one of Exception, Owner and
// Without says why.
type Control struct {
	ID, Title string
	// Standards are "FSBP" and "CIS", for version 3.0.0.
	Standards []string
	// Exception is why it isn't met, and until when.
	Exception *struct{ Reason, Until string }
	// Owner is what the account's owner has to do for it, by hand.
	Owner string
	// Without are the types of resources that it is about, which no stack has.
	Without []string
}

// Service is what the control's id begins with.
func (c Control) Service() string {
	service, _, _ := strings.Cut(c.ID, ".")
	return service
}

// ReadControls reads those of the project in a folder.
func ReadControls(root string) (*Controls, error) {
	content, err := os.ReadFile(filepath.Join(root, Sources, "controls.json"))
	if err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	found := &Controls{}
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(found); err != nil {
		return nil, fmt.Errorf("read the controls: %w", err)
	}
	return found, nil
}

// Service is the service that a type of resource belongs to; ok is false where
// nobody said.
func (c Controls) Service(kind string) (service string, ok bool) {
	longest := ""
	for prefix := range c.Services {
		if strings.HasPrefix(kind, prefix) && len(prefix) > len(longest) {
			longest = prefix
		}
	}
	service, ok = c.Services[longest]
	return service, ok
}

// Met are the rules that meet a control.
func Met(rules []policy.Rule, control string) (ids []string) {
	for _, r := range rules {
		if slices.Contains(r.Controls, control) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// held is the table of the controls, each with how it is met, or why it isn't.
func (j *judgement) held(c *Controls) string {
	var text strings.Builder
	text.WriteString("| control | asks | of | |\n|---|---|---|---|\n")
	for _, control := range c.Controls {
		how := ""
		switch rules := Met(j.rules, control.ID); {
		case len(rules) > 0:
			how = "`" + strings.Join(rules, "`, `") + "`"
			if slices.ContainsFunc(j.exceptions, func(e policy.Exception) bool { return slices.Contains(rules, e.Rule) }) {
				how += ", but for [exceptions](#exceptions)"
			}
		case control.Exception != nil:
			how = fmt.Sprintf("excepted until %s: %s", control.Exception.Until, control.Exception.Reason)
		case control.Owner != "":
			how = "the account's owner: " + control.Owner
		default:
			how = "nothing to hold to it: no `" + strings.Join(control.Without, "`, no `") + "`"
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", control.ID, strings.ReplaceAll(control.Title, "*", `\*`), strings.Join(control.Standards, ", "), how)
	}
	return text.String()
}
