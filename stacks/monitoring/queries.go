package monitoring

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"
)

// query is a line of metric math: a metric, or an expression over those before it,
// which it calls by their ids.
type query struct {
	id         string
	metric     metric
	expression string
	// label says what an expression is.
	label string
}

// watch has an alarm watch the last of the queries.
func watch(config *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig, queries []query, period int) {
	var all []*cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQuery
	for i, q := range queries {
		made := &cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQuery{Id: jsii.String(q.id)}
		if q.expression == "" {
			made.Metric = &cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQueryMetric{
				MetricName: jsii.String(q.metric.name),
				Namespace:  jsii.String(q.metric.namespace),
				Period:     jsii.Number(period),
				Stat:       jsii.String(q.metric.stat),
				Dimensions: q.metric.dimensionMap(),
			}
		} else {
			made.Expression, made.Label = jsii.String(q.expression), jsii.String(q.label)
		}
		if i == len(queries)-1 {
			made.ReturnData = jsii.Bool(true)
		}
		all = append(all, made)
	}
	config.MetricQuery = &all
}

// draw is how a dashboard has the queries, which shows the last of them.
func draw(queries []query) [][]any {
	type drawn struct {
		Expression string `json:"expression,omitempty"`
		ID         string `json:"id"`
		Label      string `json:"label,omitempty"`
		Stat       string `json:"stat,omitempty"`
		Visible    bool   `json:"visible"`
	}
	var all [][]any
	for i, q := range queries {
		line := q.metric.identity()
		all = append(all, append(line, drawn{q.expression, q.id, q.label, q.metric.stat, i == len(queries)-1}))
	}
	return all
}
