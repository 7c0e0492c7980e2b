package monitoring

import (
	"fmt"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"

	"github.com/example/predictive-maintenance/envs"
)

// whileServing has an alarm watch its metric while the services are to serve,
// and take its threshold, which is no alarm, for the metric off hours.
//
// The schedule is written out because nothing measures it: a service without
// tasks has neither healthy hosts nor a desired count, since Container Insights
// publishes nothing of it. DAY and its like give a value for each period, of
// which the metric may lack any (CloudWatch, metric math, functions).
func whileServing(o envs.OffHours, a alarm) *[]*cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQuery {
	var serving []string
	for _, span := range o.Watched() {
		serving = append(serving, fmt.Sprintf("(week >= %d AND week < %d)", span.From, span.To))
	}
	return &[]*cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQuery{
		{
			Id: jsii.String("metric"),
			Metric: &cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQueryMetric{
				MetricName: jsii.String(a.metric.name),
				Namespace:  jsii.String(a.metric.namespace),
				Period:     jsii.Number(a.period),
				Stat:       jsii.String(a.metric.stat),
				Dimensions: a.metric.dimensionMap(),
			},
		},
		{
			Id:         jsii.String("week"),
			Label:      jsii.String("Minutes since Monday 00:00 UTC"),
			Expression: jsii.String("(DAY(metric) - 1) * 1440 + HOUR(metric) * 60 + MINUTE(metric)"),
		},
		{
			Id:         jsii.String("serving"),
			Label:      jsii.String(a.metric.name + " while the services are to serve"),
			Expression: jsii.String(fmt.Sprintf("IF(%s, metric, %v)", strings.Join(serving, " OR "), a.threshold)),
			ReturnData: jsii.Bool(true),
		},
	}
}
