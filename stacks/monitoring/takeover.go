package monitoring

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchcompositealarm"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

// Replication is that of the ML data to a standby, by its two buckets.
type Replication struct{ From, To string }

// checkedDays is for how many days nobody may have looked whether a standby could
// take over: a workflow does every night, and one night may fail.
const checkedDays = 2

// behind is how far the replica is behind. S3 publishes it where the replica is, and
// goes on when nothing is written (Amazon S3 User Guide, Using S3 Replication
// metrics).
func (r Replication) behind() metric {
	return metric{"AWS/S3", "ReplicationLatency", []dimension{
		{"SourceBucket", r.From}, {"DestinationBucket", r.To}, {"RuleId", envs.ReplicationRule},
	}, "Maximum", "seconds behind"}
}

// lacks is what `make standby-check` publishes (internal/standby).
func (p Props) lacks(stat string) metric {
	return metric{p.Label.Metrics(), envs.StandbyProblems, nil, stat, "problems"}
}

// newTakeover declares the alarm that a standby could not take over, and returns the
// ARNs of that and of its parts. What AWS measures by itself is a part of its own; the
// rest only a look finds, and that nobody looks is one too. A look counts until the
// next one, so that its alarm keeps its state meanwhile.
func newTakeover(m address.Module, props Props, topic, certificate *string) []*string {
	const part, runbook, kind = " A part of the alarm that tells of it.", "failover", "aws_cloudwatch_metric_alarm"
	rule := []string{inAlarm(certificate)}
	var arns []*string
	for _, a := range []alarm{
		{props.Owner, "takeover", "problems", props.lacks("Maximum"), 5 * minute, 1, above, 0, ignore,
			"make standby-check found what would keep the standby from taking over.", runbook, alert, true},
		{props.Owner, "takeover", "unchecked", props.lacks("SampleCount"), day, checkedDays, below, 1, breaching,
			"Nobody has looked for two days whether the standby could take over, which drift.yml does every night.", runbook, alert, true},
		{props.Owner, "takeover", "lag", props.Replication.behind(), 5 * minute, 3, above, envs.ReplicationLimit.Seconds(), notBreaching,
			"The replica of the ML data is further behind than S3 promises.", runbook, alert, true},
	} {
		role := a.subject + "_" + a.what
		config := &cloudwatchmetricalarm.CloudwatchMetricAlarmConfig{
			AlarmName:          jsii.String(props.Label.Name(a.subject, a.what)),
			ComparisonOperator: jsii.String(string(a.comparison)),
			EvaluationPeriods:  jsii.Number(a.periods),
			Threshold:          jsii.Number(a.threshold),
			AlarmDescription:   jsii.String(explain(props, a.why+part, a.owner, a.runbook)),
			TreatMissingData:   jsii.String(string(a.missing)),
			Tags:               ownedBy(a.owner),
		}
		measure(config, a)
		cloudwatchmetricalarm.NewCloudwatchMetricAlarm(m.Stack, m.ID(role), config)
		rule = append(rule, inAlarm(m.Ref(kind, role, "alarm_name")))
		arns = append(arns, m.Ref(kind, role, "arn"))
	}
	whole := cloudwatchcompositealarm.NewCloudwatchCompositeAlarm(m.Stack, m.ID("takeover"), &cloudwatchcompositealarm.CloudwatchCompositeAlarmConfig{
		AlarmName:    jsii.String(props.Label.Name("takeover")),
		AlarmRule:    text.WithReferences(strings.Join(rule, " OR ")),
		AlarmActions: &[]*string{topic},
		AlarmDescription: jsii.String(explain(props, "The standby could not take over, or nobody knows: something is missing, behind, or another version than runs. "+
			"make standby-check says what.", props.Owner, runbook)),
		OkActions: &[]*string{topic},
		Tags:      ownedBy(props.Owner),
	})
	return append([]*string{whole.Arn()}, arns...)
}

// takeover is the row about that.
func (p Props) takeover() []panel {
	return []panel{
		{title: "What would keep it from taking over", period: hour, days: 14, metrics: []metric{p.lacks("Maximum")}},
		{title: "ML data, seconds behind", limit: envs.ReplicationLimit.Seconds(), period: 300, metrics: []metric{p.Replication.behind()}},
	}
}
