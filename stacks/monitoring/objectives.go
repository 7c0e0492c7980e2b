package monitoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchcompositealarm"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

// budgetRunbook helps where an error budget burns.
const budgetRunbook = "error-budget"

// promised says whether any of the services has an objective.
func promised(services []envs.Service) bool {
	return slices.ContainsFunc(services, func(s envs.Service) bool { return s.Objective != nil })
}

// objectives are the alarms by which objectives are held, those that act.
type objectives struct {
	arns []*string
	// pages have names of those that users feel.
	pages []*string
}

// newObjectives declares the alarms of every objective: one for each window, which
// tells nobody, and of those one that has somebody look at once, and one that can
// wait for a day.
func newObjectives(m address.Module, props Props, pages, tickets *string) objectives {
	var made objectives
	for _, s := range props.Services {
		if s.Objective == nil {
			continue
		}
		for _, i := range props.indicators(s) {
			var page, ticket []string
			var speeds []string
			for _, b := range burns {
				both := newWindows(m, props, s, i, b)
				if b.page {
					page = append(page, both)
					speeds = append(speeds, fmt.Sprintf("%s times too fast for %s", number(b.rate(i.windowDays)), span(b.long)))
				} else {
					ticket = append(ticket, both)
				}
			}
			arn, name := newBudgetAlarm(m, props, s, i, "page", page, pages,
				fmt.Sprintf("The error budget of %s for %s, %s %% of its requests in %d days, burns %s: users notice, and soon nothing is left of it.",
					s.Name, i.name, number(round(100*i.budget())), i.windowDays, strings.Join(speeds, " or ")))
			made.pages = append(made.pages, name)
			made.arns = append(made.arns, arn)

			arn, _ = newBudgetAlarm(m, props, s, i, "ticket", ticket, tickets,
				fmt.Sprintf("The error budget of %s for %s has burnt too fast for three days: it will not last its %d days. Nobody has to get up for it.",
					s.Name, i.name, i.windowDays))
			made.arns = append(made.arns, arn)
		}
	}
	return made
}

// newWindows declares the alarms of both windows, and returns the rule that both
// are in alarm.
func newWindows(m address.Module, props Props, s envs.Service, i indicator, b burn) string {
	var rule []string
	for _, window := range []struct {
		seconds int
		queries []query
	}{{b.long, i.shareOfEnough()}, {b.short, i.share()}} {
		what := strings.Join([]string{i.name, b.name, short(window.seconds)}, "-")
		owner := cmp.Or(s.Owner, props.Owner)
		config := &cloudwatchmetricalarm.CloudwatchMetricAlarmConfig{
			AlarmName:          jsii.String(props.Label.Name(s.Name, what)),
			ComparisonOperator: jsii.String(string(above)),
			EvaluationPeriods:  jsii.Number(1),
			Threshold:          jsii.Number(b.threshold(i)),
			AlarmDescription: jsii.String(explain(props, fmt.Sprintf("Of the requests to %s within %s, more than %s %% %s. A part of the alarm that tells of it.",
				s.Name, span(window.seconds), number(round(100*b.threshold(i))), i.bad), owner, budgetRunbook)),
			// Nobody asked, so nobody was refused.
			TreatMissingData: jsii.String(string(notBreaching)),
			Tags:             ownedBy(owner),
		}
		watch(config, window.queries, window.seconds)
		role := s.Name + "_" + what
		cloudwatchmetricalarm.NewCloudwatchMetricAlarm(m.Stack, m.ID(role), config)
		rule = append(rule, inAlarm(m.Ref("aws_cloudwatch_metric_alarm", role, "alarm_name")))
	}
	return "(" + strings.Join(rule, " AND ") + ")"
}

// newBudgetAlarm declares an alarm that is in alarm by any of the rules, and returns
// its ARN and name.
func newBudgetAlarm(m address.Module, props Props, s envs.Service, i indicator, what string, rules []string, topic *string, why string) (arn, name *string) {
	owner := cmp.Or(s.Owner, props.Owner)
	role := s.Name + "_" + i.name + "-" + what
	cloudwatchcompositealarm.NewCloudwatchCompositeAlarm(m.Stack, m.ID(role), &cloudwatchcompositealarm.CloudwatchCompositeAlarmConfig{
		AlarmName:        jsii.String(props.Label.Name(s.Name, i.name+"-"+what)),
		AlarmRule:        text.WithReferences(strings.Join(rules, " OR ")),
		AlarmActions:     &[]*string{topic},
		AlarmDescription: jsii.String(explain(props, why, owner, budgetRunbook)),
		OkActions:        &[]*string{topic},
		Tags:             ownedBy(owner),
	})
	const kind = "aws_cloudwatch_composite_alarm"
	return m.Ref(kind, role, "arn"), m.Ref(kind, role, "alarm_name")
}

// inAlarm is the part of a composite alarm's rule that another alarm is in alarm.
func inAlarm(name *string) string { return fmt.Sprintf("ALARM(%q)", *name) }

// span is how long a window is, in words; short is the same in a name.
func span(seconds int) string {
	n, unit := in(seconds)
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

func short(seconds int) string {
	n, unit := in(seconds)
	return fmt.Sprintf("%d%c", n, unit[0])
}

func in(seconds int) (int, string) {
	switch {
	case seconds%day == 0:
		return seconds / day, "day"
	case seconds%hour == 0:
		return seconds / hour, "hour"
	}
	return seconds / minute, "minute"
}
