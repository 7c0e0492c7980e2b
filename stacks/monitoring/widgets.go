package monitoring

import (
	"encoding/json"
	"fmt"
)

// panel is a part of a row: metrics over time, or the state of alarms.
type panel struct {
	title   string
	metrics []metric
	// queries are drawn as well, the last of them.
	queries []query
	// limit draws a line at an alarm's threshold; 0 draws none.
	limit float64
	// period is in seconds; 60 where it is 0, as most alarms have.
	period int
	// days back from now that it shows, whatever the dashboard does; 0 for as many
	// as the dashboard.
	days int
	// region of the metrics, where it isn't the dashboard's.
	region string
	// alarms are shown instead of metrics.
	alarms []*string
}

const (
	// columns is the width of every dashboard.
	columns = 24
	// rowHeight is that of a graph which can be read; a summary of alarms wraps
	// within it.
	rowHeight = 6
)

// The types of a dashboard's body, as CloudWatch's reference of its structure
// names them.
type (
	body struct {
		Widgets []widget `json:"widgets"`
	}
	widget struct {
		Type       string     `json:"type"`
		X          int        `json:"x"`
		Y          int        `json:"y"`
		Width      int        `json:"width"`
		Height     int        `json:"height"`
		Properties properties `json:"properties"`
	}
	properties struct {
		Title       string       `json:"title"`
		Alarms      []*string    `json:"alarms,omitempty"`
		Metrics     [][]any      `json:"metrics,omitempty"`
		Region      string       `json:"region,omitempty"`
		View        string       `json:"view,omitempty"`
		Period      int          `json:"period,omitempty"`
		Start       string       `json:"start,omitempty"`
		Annotations *annotations `json:"annotations,omitempty"`
		YAxis       *yAxis       `json:"yAxis,omitempty"`
	}
	annotations struct {
		Horizontal []line `json:"horizontal"`
	}
	line struct {
		Label string  `json:"label"`
		Value float64 `json:"value"`
	}
	yAxis struct {
		Left axis `json:"left"`
	}
	axis struct {
		Min float64 `json:"min"`
	}
	rendering struct {
		Stat  string `json:"stat"`
		Label string `json:"label"`
	}
)

// layOut gives the panels of each row the same width and stacks the rows. A row
// has a number of panels that divides [columns].
func layOut(region string, rows [][]panel) string {
	var all body
	for y, row := range rows {
		width := columns / len(row)
		for x, p := range row {
			w := widget{Type: "metric", X: x * width, Y: y * rowHeight, Width: width, Height: rowHeight, Properties: p.properties(region)}
			if p.alarms != nil {
				w.Type = "alarm"
			}
			all.Widgets = append(all.Widgets, w)
		}
	}
	content, err := json.Marshal(all)
	if err != nil {
		// Strings and numbers always marshal.
		panic(err)
	}
	return string(content)
}

func (p panel) properties(region string) properties {
	if p.alarms != nil {
		return properties{Title: p.title, Alarms: p.alarms}
	}
	out := properties{
		Title:  p.title,
		Region: region,
		View:   "timeSeries",
		Period: 60,
		YAxis:  &yAxis{},
	}
	if p.region != "" {
		out.Region = p.region
	}
	if p.period != 0 {
		out.Period = p.period
	}
	if p.days != 0 {
		out.Start = fmt.Sprintf("-P%dD", p.days)
		// What is spent beyond a budget is below zero.
		out.YAxis = nil
	}
	if p.limit != 0 {
		out.Annotations = &annotations{[]line{{"alarm", p.limit}}}
	}
	for _, m := range p.metrics {
		out.Metrics = append(out.Metrics, append(m.identity(), rendering{m.stat, m.label}))
	}
	out.Metrics = append(out.Metrics, draw(p.queries)...)
	return out
}
