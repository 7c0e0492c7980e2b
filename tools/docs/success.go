package docs

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"github.com/example/predictive-maintenance/envs"
)

// Success is the page on what was promised, with what of it the environments'
// values say.
func Success(p Project) ([]byte, error) {
	page, err := template.New("success-metrics.md").Funcs(template.FuncMap{
		"objectives": p.objectives, "probed": p.probed, "delivered": p.delivered,
		"prefix": func() string { return p.Subject().Label().Prefix() },
	}).ParseFiles(filepath.Join(p.Root, Sources, "success-metrics.md"))
	if err != nil {
		return nil, fmt.Errorf("read the page on success metrics: %w", err)
	}
	var text bytes.Buffer
	if err := page.Execute(&text, nil); err != nil {
		return nil, fmt.Errorf("write the page on success metrics: %w", err)
	}
	return text.Bytes(), nil
}

// objectives is the table of what each environment promises of its services.
func (p Project) objectives() string {
	percent := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	var text strings.Builder
	text.WriteString("| environment | service | answered without an error | answered in time | of any |\n|---|---|---:|---:|---:|\n")
	for _, env := range p.fromLast() {
		promised := false
		for _, s := range env.Services {
			if o := s.Objective; o != nil {
				promised = true
				fmt.Fprintf(&text, "| %s | `%s` | %s %% | %s %% within %s s | %d days |\n",
					env.Name, s.Name, percent(o.Availability), percent(o.Latency), percent(o.Seconds), o.WindowDays)
			}
		}
		switch {
		case promised:
		case env.OffHours != nil:
			fmt.Fprintf(&text, "| %s | | no promise: it stops off hours | | |\n", env.Name)
		default:
			fmt.Fprintf(&text, "| %s | | no promise | | |\n", env.Name)
		}
	}
	return text.String()
}

// probed says which environments are asked for from outside.
func (p Project) probed() string {
	switch all := p.those(func(e envs.Environment) bool { return e.Probe != nil }); len(all) {
	case 0:
		return "no environment has"
	case 1:
		return all[0] + " has"
	default:
		return and(all) + " have"
	}
}

// delivered says which environments a push delivers.
func (p Project) delivered() string {
	pushed := p.those(func(e envs.Environment) bool { return e.Branch != "" })
	byHand := p.those(func(e envs.Environment) bool { return e.Branch == "" })
	said := fmt.Sprintf("%d of %d environments", len(pushed), len(p.Environments))
	if len(pushed) > 0 {
		said += ": " + and(pushed)
	}
	if len(byHand) > 0 {
		said += "; by the same workflow, begun by hand: " + and(byHand)
	}
	return said
}

// those are the names of the environments that something is so of.
func (p Project) those(so func(envs.Environment) bool) (names []string) {
	for _, env := range p.Environments {
		if so(env) {
			names = append(names, env.Name)
		}
	}
	return names
}

// and is a list in words.
func and(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
