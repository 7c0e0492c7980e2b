package preflight

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
)

// tools are the programs that the apply, or a runbook, runs.
func (s *subject) tools(context.Context) (rows []Row) {
	for _, tool := range s.Tools {
		row := Row{OK, tool.Name, tool.Needed, tool.Found, ""}
		if tool.Found == "" {
			row.Verdict, row.Found, row.Do = Blocks, "none that fits", "make setup"
		}
		rows = append(rows, row)
	}
	return rows
}

// providers are those that the stack is locked to: `terraform init` takes these
// versions, or stops.
func (s *subject) providers(context.Context) []Row {
	const what, do = "providers", "make synth, which writes it"
	content, err := os.ReadFile(s.Lock)
	if err != nil {
		return []Row{{Blocks, what, "locked", err.Error(), do}}
	}
	locked, err := lockfile.Parse(content)
	if err != nil {
		return []Row{{Blocks, what, "locked", err.Error(), do}}
	}
	var needed, found []string
	for _, p := range locked {
		name := p.Address[strings.LastIndex(p.Address, "/")+1:]
		needed = append(needed, name+" "+p.Constraints)
		found = append(found, name+" "+p.Version)
	}
	return []Row{{OK, what, strings.Join(needed, ", "), fmt.Sprintf("locked to %s", strings.Join(found, ", ")), ""}}
}
