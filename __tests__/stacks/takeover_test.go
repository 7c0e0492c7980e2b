package stacks_test

import (
	"math"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inAlarm says whether an alarm on a metric is in alarm, given what its last periods
// have, the newest last; none for a period without data. Before, it was not.
func inAlarm(t *testing.T, alarm object, values []float64) bool {
	t.Helper()
	breaching := 0
	for _, value := range values {
		switch {
		case math.IsNaN(value):
			if alarm["treat_missing_data"] == "breaching" {
				breaching++
			}
		case alarm["comparison_operator"] == "GreaterThanThreshold" && value > alarm["threshold"].(float64),
			alarm["comparison_operator"] == "LessThanThreshold" && value < alarm["threshold"].(float64):
			breaching++
		}
	}
	require.EqualValues(t, len(values), alarm["evaluation_periods"])
	return breaching == len(values)
}

// assertTakeoverIsTold gives the metrics of a standby each reason for which it could
// not take over.
func assertTakeoverIsTold(t *testing.T, s stack) {
	t.Helper()
	whole := s.Resource["aws_cloudwatch_composite_alarm"]["monitoring_takeover"]
	require.NotNil(t, whole)
	topic := []any{ref("aws_sns_topic_policy", "monitoring_topic_policy", "arn")}
	assert.Equal(t, topic, whole["alarm_actions"])
	assert.Equal(t, topic, whole["ok_actions"])
	assert.Equal(t, "pdm-production-standby-takeover", whole["alarm_name"])
	assert.Regexp(t, `Owner: .+\. Runbook: \S+/failover\.md$`, whole["alarm_description"])
	rule := whole["alarm_rule"].(string)
	assert.Regexp(t, `^ALARM\("[^"]+"\)( OR ALARM\("[^"]+"\))*$`, rule)
	parts := map[string]object{}
	for _, name := range regexp.MustCompile(`aws_cloudwatch_metric_alarm\.([a-z0-9_-]+)\.alarm_name`).FindAllStringSubmatch(rule, -1) {
		parts[name[1]] = s.Resource["aws_cloudwatch_metric_alarm"][name[1]]
		require.NotNil(t, parts[name[1]], name[1])
	}
	problems, unchecked := parts["monitoring_takeover_problems"], parts["monitoring_takeover_unchecked"]
	lag, certificate := parts["monitoring_takeover_lag"], parts["monitoring_certificate_expiry"]
	require.Len(t, parts, 4)
	for _, part := range []object{problems, unchecked, lag} {
		assert.NotContains(t, part, "alarm_actions", "the whole tells, once")
		assert.LessOrEqual(t, part["period"].(float64)*part["evaluation_periods"].(float64), 7*86400.0)
	}
	for _, part := range []object{problems, unchecked} {
		assert.Equal(t, []any{"pdm-production-standby", "standby-problems"}, []any{part["namespace"], part["metric_name"]})
	}
	assert.Equal(t, object{
		"SourceBucket": "pdm-production-ml-data-${data.aws_caller_identity.current.account_id}", "RuleId": "ml-data",
		"DestinationBucket": "pdm-production-ml-data-replica-${data.aws_caller_identity.current.account_id}",
	}, lag["dimensions"])

	for name, test := range map[string]struct {
		// Empty for what is as it should be.
		problems, looks, lag, days []float64
		want                       bool
	}{
		"as it should be":                       {},
		"the last look found something":         {problems: []float64{1}, want: true},
		"nothing new was looked at since":       {problems: []float64{none}},
		"one night without a look":              {looks: []float64{1, none}},
		"two nights without one":                {looks: []float64{none, none}, want: true},
		"the replica is late":                   {lag: []float64{901, 1000, 1100}, want: true},
		"it was late for a moment":              {lag: []float64{901, 3, 2}},
		"S3 says nothing":                       {lag: []float64{none, none, none}},
		"a certificate that nobody has renewed": {days: []float64{12}, want: true},
	} {
		found := inAlarm(t, problems, or(test.problems, 0)) || inAlarm(t, unchecked, or(test.looks, 1, 1)) ||
			inAlarm(t, lag, or(test.lag, 3, 3, 3)) || inAlarm(t, certificate, or(test.days, 200))
		assert.Equal(t, test.want, found, name)
	}
	// Until the next look it stays what the last one found.
	assert.Equal(t, "ignore", problems["treat_missing_data"])
	assert.Equal(t, []any{"Maximum", "SampleCount", "Maximum"}, []any{problems["statistic"], unchecked["statistic"], lag["statistic"]})

	body := s.only(t, "aws_cloudwatch_dashboard")["dashboard_body"].(string)
	for _, shown := range []string{"aws_cloudwatch_composite_alarm.monitoring_takeover.arn", "standby-problems", "ReplicationLatency"} {
		assert.Contains(t, body, shown, "the dashboard")
	}
}

// or is the first values, or the others where there are none.
func or(values []float64, others ...float64) []float64 {
	if len(values) == 0 {
		return others
	}
	return values
}
