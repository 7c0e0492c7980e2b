package docs

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// Pixels for each unit of CloudWatch's grid, which is 24 units wide.
const (
	unitWidth  = 42
	unitHeight = 12
	gap        = 6
)

// Dashboard draws where the widgets of an environment's dashboard are and what
// they show.
func Dashboard(p Project, env envs.Environment) (string, error) {
	const address = "monitoring_dashboard"
	text, _ := p.Stacks[env.Name].Resource["aws_cloudwatch_dashboard"][address]["dashboard_body"].(string)
	var body struct {
		Widgets []struct {
			X, Y, Width, Height int
			Properties          struct {
				Title   string
				Alarms  []string
				Metrics [][]any
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return "", fmt.Errorf("read the dashboard: %w", err)
	}
	var script strings.Builder
	fmt.Fprintf(&script, "grid-columns: 1\ngrid-gap: %d\n", gap)
	row := -1
	for i, w := range body.Widgets {
		if w.Y != row {
			if row >= 0 {
				script.WriteString("}\n")
			}
			row = w.Y
			fmt.Fprintf(&script, "row%d: \"\" {\n  grid-rows: 1\n  grid-gap: %d\n  style: {fill: transparent; stroke: transparent}\n", row, gap)
		}
		label := w.Properties.Title
		if n := len(w.Properties.Alarms); n > 0 {
			label += fmt.Sprintf(" (%d)", n)
		}
		var lines []string
		for _, m := range w.Properties.Metrics {
			options, _ := m[len(m)-1].(object)
			if options["visible"] == false {
				continue
			}
			line, _ := options["label"].(string)
			if line == "" {
				line = fmt.Sprint(m[1])
			}
			lines = append(lines, line)
		}
		if len(lines) > 0 {
			label += "\\n" + strings.Join(lines, ", ")
		}
		fmt.Fprintf(&script, "  w%d: \"%s\" {width: %d; height: %d; style.font-size: 14; style.border-radius: 4}\n",
			i, wrap(label, w.Width*unitWidth-gap), w.Width*unitWidth-gap, w.Height*unitHeight)
	}
	script.WriteString("}\n")
	return script.String(), nil
}

// wrap breaks a label's lines at blanks so that they fit into a width in pixels.
func wrap(label string, width int) string {
	// A letter of 14 points is about 8 pixels wide.
	most := (width - 24) / 8
	var lines []string
	for line := range strings.SplitSeq(label, "\\n") {
		var current string
		for _, word := range strings.Fields(line) {
			if current != "" && len(current)+1+len(word) > most {
				lines, current = append(lines, current), ""
			}
			current = strings.TrimSpace(current + " " + word)
		}
		lines = append(lines, current)
	}
	return strings.Join(lines, "\\n")
}
