package monitoring

import (
	"fmt"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// whileServing has an alarm watch its metric while the services are to serve,
// and take its threshold, which is no alarm, for the metric off hours.
//
// The schedule is written out because nothing measures it: a service without
// tasks has neither healthy hosts nor a desired count, since Container Insights
// publishes nothing of it. DAY and its like give a value for each period, of
// which the metric may lack any (CloudWatch, metric math, functions).
func whileServing(o envs.OffHours, a alarm) []query {
	var serving []string
	for _, span := range o.Watched() {
		serving = append(serving, fmt.Sprintf("(week >= %d AND week < %d)", span.From, span.To))
	}
	return []query{
		{id: "metric", metric: a.metric},
		{id: "week", label: "Minutes since Monday 00:00 UTC", expression: "(DAY(metric) - 1) * 1440 + HOUR(metric) * 60 + MINUTE(metric)"},
		{
			id: "serving", label: a.metric.name + " while the services are to serve",
			expression: fmt.Sprintf("IF(%s, metric, %v)", strings.Join(serving, " OR "), a.threshold),
		},
	}
}
