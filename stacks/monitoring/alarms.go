package monitoring

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchcompositealarm"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

// Thresholds, each from where a person would begin to look.
const (
	// usedPercent of CPU or memory (plan, line 1163) is above the autoscaler's
	// target: it is in alarm when scaling did not help.
	usedPercent = 80
	// errorsPerMinute are answers with status 5xx (plan, line 1182), or errors
	// in a log.
	errorsPerMinute = 10
	// healthyHosts (plan, line 1200): below it nobody answers.
	healthyHosts = 1
	// latencySeconds is what 95 of 100 requests must take at most.
	latencySeconds = 2
	// blockedRequests in five minutes are half of what the web ACL's rate limit
	// lets one address send (plan, line 1008): an attack, or a rule that takes
	// users for one.
	blockedRequests = 1000
	// expiryDays leaves a month to find out why ACM, which renews a certificate
	// earlier than that, did not.
	expiryDays = 30
)

// comparison is how a metric compares to a threshold in alarm.
type comparison string

const (
	above comparison = "GreaterThanThreshold"
	below comparison = "LessThanThreshold"
)

// missing is what an alarm takes a lack of data for.
type missing string

const (
	// notBreaching is for metrics that are published only when there is
	// something to count.
	notBreaching missing = "notBreaching"
	// breaching is for metrics whose absence is the failure.
	breaching missing = "breaching"
	// ignore keeps the state that the alarm has.
	ignore missing = "ignore"
)

// consequence is what an alarm leads to. Each includes those before it.
type consequence int

const (
	// alert sends a message.
	alert consequence = iota
	// unhealthy says that users feel it. Off hours, when no service runs, nobody
	// does.
	unhealthy
	// rollback ends a deployment of the service that it is about, and puts what
	// ran before in its place.
	rollback
)

// alarm is a row of the table of alarms.
type alarm struct {
	// owner is the team that acts.
	owner string
	// subject and what name the alarm: "api-gateway", "cpu".
	subject, what string
	metric        metric
	// period is in seconds; in alarm after so many periods in a row.
	period, periods int
	comparison      comparison
	threshold       float64
	missing         missing
	// why says what is wrong and where to look, in the words of the e-mail.
	why string
	// runbook is the one that helps, a file of docs/runbooks without its ending.
	runbook     string
	consequence consequence
	// silent alarms end deployments and tell nobody: what they measure, an objective
	// tells of, by what it costs users.
	silent bool
}

// table lists all alarms. The order is that of the dashboard's summary.
func table(p Props) []alarm {
	var all []alarm
	for _, s := range p.Services {
		owner, silent := cmp.Or(s.Owner, p.Owner), s.Objective != nil
		if s.Public {
			all = append(all, alarm{owner, s.Name, "hosts", p.ofTargets(s, "HealthyHostCount", "Maximum", ""), 60, 2, below, healthyHosts, noneIs(s.MinCount),
				"No task of " + s.Name + " passes the load balancer's health check: nobody gets an answer.", "service-restart", unhealthy, false})
		}
		if byStatus(s) {
			all = append(all, alarm{owner, s.Name, "5xx", p.ofTargets(s, "HTTPCode_Target_5XX_Count", "Sum", ""), 60, 2, above, errorsPerMinute, notBreaching,
				s.Name + " answers requests with errors; its log says which.", "service-rollback", rollback, silent})
		} else {
			all = append(all, alarm{owner, s.Name, "errors", p.logged(s), 60, 2, above, errorsPerMinute, notBreaching,
				s.Name + " logs errors; its callers may still answer without it.", "service-rollback", rollback, false})
		}
		if s.Public {
			all = append(all, alarm{owner, s.Name, "latency", p.ofTargets(s, "TargetResponseTime", "p95", ""), 60, 3, above, latencySeconds, notBreaching,
				"One request in twenty waits longer for " + s.Name + " than it should.", "service-scale", rollback, silent})
		}
		if s.MinCount > 0 {
			all = append(all, alarm{owner, s.Name, "tasks", p.running(s), 60, 5, below, float64(s.MinCount), breaching,
				"Fewer tasks of " + s.Name + " run than the autoscaler keeps at least: they stop or don't start.", "service-restart", unhealthy, false})
		}
		all = append(all,
			alarm{owner, s.Name, "cpu", p.used("CPUUtilization", s), 300, 2, above, usedPercent, notBreaching,
				s.Name + " uses most of its CPU and scaling did not help: look at how far it may scale and at its size.", "service-scale", alert, false},
			alarm{owner, s.Name, "memory", p.used("MemoryUtilization", s), 300, 2, above, usedPercent, notBreaching,
				s.Name + " uses most of its memory: a task that runs out of it is killed.", "service-scale", alert, false},
		)
	}
	// What the load balancer itself answers counts against every objective.
	if !promised(p.Services) {
		all = append(all, alarm{p.Owner, "alb", "5xx", p.ofLoadBalancer("HTTPCode_ELB_5XX_Count", "Sum", ""), 60, 2, above, errorsPerMinute, notBreaching,
			"The load balancer itself answers with errors: no task took the request, or none answered in time.", "service-restart", unhealthy, false})
	}
	if p.Probe != nil {
		all = append(all, alarm{p.Owner, "probe", "failing", p.probed("HealthCheckStatus", ""), 60, 3, below, 1, breaching,
			"From outside nobody gets an answer of https://" + p.Host + p.Probe.Path + ", whatever is seen inside.", "unreachable", unhealthy, false})
	}
	all = append(all, alarm{p.Owner, "waf", "blocked", p.filtered("BlockedRequests", ""), 300, 1, above, blockedRequests, notBreaching,
		"The web ACL blocks many requests: an attack, or a rule that blocks users. Its log says which rule.", "blocked-requests", alert, false})
	for _, zone := range p.zones() {
		all = append(all, alarm{p.Owner, "nat-" + zone, "ports", p.ofGateway("ErrorPortAllocation", zone, ""), 300, 1, above, 0, notBreaching,
			"The NAT gateway in " + zone + " has no port left for connections to one destination: some fail.", "nat-ports", alert, false})
	}
	// Pipelines deliver to the environment.
	if !p.Serving.Switches() {
		all = append(all, alarm{p.Owner, "delivery", "duration", p.delivered(envs.DeliveryDuration, "Maximum", ""), 300, 1, above, envs.DeliveryLimit.Seconds(), notBreaching,
			"A delivery took longer than 15 minutes, without the wait for consent: so long would a correction take as well.", "slow-delivery", alert, false})
	}
	// ACM publishes twice a day, and stops when the certificate has expired.
	return append(all, alarm{p.Owner, "certificate", "expiry", p.expiry(), 86400, 1, below, expiryDays, ignore,
		"The certificate of the load balancer expires soon: its renewal failed, mostly for a missing DNS record.", "certificate", alert, false})
}

// noneIs what a lack of data about tasks means where at least so many are kept.
func noneIs(least int) missing {
	if least == 0 {
		return notBreaching
	}
	return breaching
}

// zones with a NAT gateway, in alphabetical order.
func (p Props) zones() []string { return slices.Sorted(maps.Keys(p.NATGateways)) }

// alarms are the declared alarms.
type alarms struct {
	// arns of all alarms, that of the whole environment first.
	arns []*string
	// rollback has names of alarms by service.
	rollback map[string][]*string
}

func newAlarms(m address.Module, props Props, topic, tickets *string) alarms {
	held := newObjectives(m, props, topic, tickets)
	made := alarms{arns: held.arns, rollback: map[string][]*string{}}
	notify := &[]*string{topic}
	var felt []string
	for _, name := range held.pages {
		felt = append(felt, inAlarm(name))
	}
	for _, a := range table(props) {
		config := &cloudwatchmetricalarm.CloudwatchMetricAlarmConfig{
			AlarmName:          jsii.String(props.Label.Name(a.subject, a.what)),
			ComparisonOperator: jsii.String(string(a.comparison)),
			EvaluationPeriods:  jsii.Number(a.periods),
			Threshold:          jsii.Number(a.threshold),
			AlarmDescription:   jsii.String(explain(props, a.why, a.owner, a.runbook)),
			TreatMissingData:   jsii.String(string(a.missing)),
			Tags:               ownedBy(a.owner),
		}
		if !a.silent {
			config.AlarmActions, config.OkActions = notify, notify
		}
		if props.OffHours != nil && a.consequence == unhealthy {
			watch(config, whileServing(*props.OffHours, a), a.period)
		} else {
			measure(config, a)
		}
		role := a.subject + "_" + a.what
		declared := cloudwatchmetricalarm.NewCloudwatchMetricAlarm(m.Stack, m.ID(role), config)
		if props.Serving.Switches() && a.missing == breaching {
			// No task is as it should be.
			declared.AddOverride(jsii.String("threshold"), props.Serving.Choose(fmt.Sprint(a.threshold), "0"))
			declared.AddOverride(jsii.String("treat_missing_data"), props.Serving.Choose(strconv.Quote(string(breaching)), strconv.Quote(string(notBreaching))))
		}

		const kind = "aws_cloudwatch_metric_alarm"
		name := m.Ref(kind, role, "alarm_name")
		made.arns = append(made.arns, m.Ref(kind, role, "arn"))
		if a.consequence >= unhealthy && !a.silent {
			felt = append(felt, inAlarm(name))
		}
		if a.consequence >= rollback {
			made.rollback[a.subject] = append(made.rollback[a.subject], name)
		}
	}

	whole := cloudwatchcompositealarm.NewCloudwatchCompositeAlarm(m.Stack, m.ID("unhealthy"), &cloudwatchcompositealarm.CloudwatchCompositeAlarmConfig{
		AlarmName:        jsii.String(props.Label.Name("unhealthy")),
		AlarmRule:        text.WithReferences(strings.Join(felt, " OR ")),
		AlarmActions:     notify,
		AlarmDescription: jsii.String(explain(props, "Users of "+props.Label.Environment+" feel at least one of the alarms that it is made of.", props.Owner, "README")),
		OkActions:        notify,
		Tags:             ownedBy(props.Owner),
	})
	if props.Replication != nil {
		certificate := m.Ref("aws_cloudwatch_metric_alarm", "certificate_expiry", "alarm_name")
		made.arns = append(newTakeover(m, props, topic, certificate), made.arns...)
	}
	made.arns = append([]*string{whole.Arn()}, made.arns...)
	return made
}

// measure has the alarm watch its metric as it is.
func measure(config *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig, a alarm) {
	config.MetricName = jsii.String(a.metric.name)
	config.Namespace = jsii.String(a.metric.namespace)
	config.Period = jsii.Number(a.period)
	config.Dimensions = a.metric.dimensionMap()
	if strings.HasPrefix(a.metric.stat, "p") {
		config.ExtendedStatistic = jsii.String(a.metric.stat)
		// At night one slow request would be a twentieth of all.
		config.EvaluateLowSampleCountPercentiles = jsii.String("ignore")
		return
	}
	config.Statistic = jsii.String(a.metric.stat)
}

// explain is an alarm's description, which is the text of its e-mail: what is
// wrong, who acts, and what helps. CloudWatch takes 1,024 characters.
func explain(props Props, why, owner, runbook string) string {
	return fmt.Sprintf("%s Owner: %s. Runbook: %s/%s.md", why, owner, props.Runbooks, runbook)
}

func ownedBy(team string) *map[string]*string {
	return &map[string]*string{"Owner": jsii.String(team)}
}
