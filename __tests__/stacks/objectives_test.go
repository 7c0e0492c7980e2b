package stacks_test

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
	"github.com/example/predictive-maintenance/stacks/monitoring"
	"github.com/example/predictive-maintenance/stacks/security"
)

const (
	hours = 60
	days  = 24 * hours
)

// never is when an alarm goes off that doesn't.
const never = 0

// first is the minute since a moment in which an alarm is in alarm.
func first(states []bool, since int) int {
	if i := slices.Index(states[since:], true); i > 0 {
		return i
	}
	return never
}

// Production promises that 99.9 % of requests are answered and 99 % of them within
// two seconds. What happens begins after a day of the same traffic without an error.
func TestOutagesAreNoticed(t *testing.T) {
	s := load(t, "production")
	share := func(requests, bad float64) answers { return answers{ok: requests * (1 - bad), failed: requests * bad} }
	for _, c := range []struct {
		name         string
		usual        answers
		then         answers
		minutes      int
		page, ticket int
	}{
		{"everything fails", answers{ok: 100}, share(100, 1), 30, 1, never},
		{"no task answers, so the load balancer does", answers{ok: 100}, answers{refused: 100}, 30, 1, never},
		{"a tenth fails", answers{ok: 100}, share(100, 0.1), hours, 9, never},
		{"2 % fail", answers{ok: 100}, share(100, 0.02), 2 * hours, 44, never},
		{"1 % fails", answers{ok: 100}, share(100, 0.01), 5 * hours, 217, never},
		{"0.5 % fail, which can wait for the day", answers{ok: 100}, share(100, 0.005), 2 * days, never, 15 * hours},
		{"0.2 % fail", answers{ok: 1000}, share(1000, 0.002), 3 * days, never, 37 * hours},
		{"as much fails as may", answers{ok: 1000}, share(1000, 0.001), 10 * days, never, never},
		{"nobody asks", answers{}, answers{}, days, never, never},
		{"one request a minute, and it fails", answers{ok: 1}, share(1, 1), 30, 5, never},
		{"one in two minutes, and it fails", answers{ok: 0.5}, share(0.5, 1), hours, 10, never},
		{"a request a minute, and two fail", answers{ok: 1}, share(1, 1), 2, never, never},
	} {
		t.Run(c.name, func(t *testing.T) {
			flow := &traffic{}
			before := days
			if c.minutes > days {
				before = 4 * days // so that the windows are full
			}
			flow.add(before, c.usual)
			flow.add(c.minutes, c.then)
			page, ticket := s.whole(t, "api-gateway_availability-page", flow), s.whole(t, "api-gateway_availability-ticket", flow)
			assert.Equal(t, c.page, first(page, before), "somebody is called after so many minutes")
			if c.ticket != never {
				assert.Equal(t, c.ticket, first(ticket, before), "somebody is told after so many minutes")
			}
			assert.NotContains(t, page[:before], true)
			assert.NotContains(t, ticket[:before], true)
		})
	}
}

func TestSlownessIsNoticed(t *testing.T) {
	s := load(t, "production")
	for slow, want := range map[float64]int{100: 9, 20: 44, 10: 217, 1: never} {
		flow := &traffic{}
		flow.add(days, answers{ok: 100})
		flow.add(6*hours, answers{ok: 100, slow: slow})
		assert.Equal(t, want, first(s.whole(t, "api-gateway_latency-page", flow), days), "%v of 100 are slow", slow)
		assert.NotContains(t, s.whole(t, "api-gateway_availability-page", flow), true, "slow answers are answers")
	}
}

// One of three requests an hour fails, all night, every night.
func TestFewRequestsWakeNobody(t *testing.T) {
	s := load(t, "production")
	flow := &traffic{}
	for range 4 {
		flow.add(16*hours, answers{ok: 100})
		for hour := range 8 {
			flow.add(20, answers{})
			flow.add(1, answers{ok: 1})
			flow.add(20, answers{})
			if hour%2 == 0 {
				flow.add(1, answers{ok: 1})
			} else {
				flow.add(1, answers{failed: 1, refused: 0})
			}
			flow.add(18, answers{})
		}
	}
	for _, alarm := range []string{"availability-page", "availability-ticket", "latency-page", "latency-ticket"} {
		assert.NotContains(t, s.whole(t, "api-gateway_"+alarm, flow), true, alarm)
	}
}

// An outage that is over ends its alarm soon, by the short window, though the hour
// of it is still a bad one.
func TestAlarmsEndWithTheOutage(t *testing.T) {
	s := load(t, "production")
	flow := &traffic{}
	flow.add(days, answers{ok: 100})
	flow.add(2, answers{failed: 100})
	flow.add(2*hours, answers{ok: 100})
	page := s.whole(t, "api-gateway_availability-page", flow)
	assert.Equal(t, 1, first(page, days))
	assert.True(t, page[days+2+4])
	assert.NotContains(t, page[days+2+5:], true)
}

// promisesOf synthesizes the monitoring of services with other objectives.
func promisesOf(t *testing.T, objectives map[string]envs.Objective) stack {
	t.Helper()
	env := fixture.Production()
	env.Services = nil
	targets := map[string]*string{}
	for name, o := range objectives {
		env.Services = append(env.Services, envs.Service{Name: name, Public: true, Protocol: envs.HTTP, Deployment: envs.Deployment{MinCount: 1, Objective: &o}})
		targets[name] = jsii.String(name)
	}
	const name = "objectives"
	declare := func(app cdktf.App) error {
		s := cdktf.NewTerraformStack(app, jsii.String(name))
		provider.NewAwsProvider(s, jsii.String("aws"), &provider.AwsProviderConfig{})
		module := func(name string) address.Module { return address.Module{Stack: s, Name: name} }
		key := security.New(module("security"), security.Props{Label: env.Label()}).Key
		monitoring.New(module("monitoring"), monitoring.Props{
			Label: env.Label(), Region: env.Region, KeyARN: key.ARN, KeyPolicy: key.Policy, Services: env.Services,
			LoadBalancer: monitoring.LoadBalancer{
				ARNSuffix: jsii.String("a"), TargetGroupARNSuffixes: targets, CertificateARN: jsii.String("c"),
			},
			LogRetentionDays: env.LogRetentionDays, AlertEmail: env.AlertEmail,
		})
		return nil
	}
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	all := []stacks.Stack{{Name: name, Declare: declare}}
	require.NoError(t, synth.Run(dir, all, all, io.Discard))
	return loadFrom(t, dir, name)
}

// However the traffic is, the alarms say what the SRE workbook says of it: 2 % of
// the budget gone in an hour, 5 % in six, 10 % in three days, and still burning. An
// outage of everything is never too slow, and what keeps the objective never an
// alarm.
func TestAlarmsAreThoseOfTheWorkbook(t *testing.T) {
	objectives := map[string]envs.Objective{
		"usual":    {Availability: 99.9, Latency: 99, Seconds: 2, WindowDays: 30},
		"least":    {Availability: 90, Latency: 90, Seconds: 0.5, WindowDays: 30},
		"most":     {Availability: 99.99, Latency: 99.9, Seconds: 59, WindowDays: 455},
		"weekly":   {Availability: 95.5, Latency: 92.25, Seconds: 1.25, WindowDays: 7},
		"monthly":  {Availability: 99.95, Latency: 97.5, Seconds: 3, WindowDays: 28},
		"tempered": {Availability: 93, Latency: 91, Seconds: 10, WindowDays: 90},
	}
	s := promisesOf(t, objectives)
	pairs := []struct {
		spent       float64
		long, short int
		alarm       string
	}{{0.02, hours, 5, "page"}, {0.05, 6 * hours, 30, "page"}, {0.1, 3 * days, 6 * hours, "ticket"}}

	seed := uint64(20261129)
	for round := range 3 {
		r := rand.New(rand.NewPCG(seed, uint64(round)))
		flow := &traffic{step: 13}
		for flow.minutes() < 4*days {
			requests := []float64{0, 1, 3, 40, 1000}[r.IntN(5)]
			bad := []float64{0, 0, 0.0005, 0.002, 0.03, 0.3, 1}[r.IntN(7)]
			slow := []float64{0, 0, 0.01, 0.2, 1}[r.IntN(5)]
			a := answers{ok: requests * (1 - bad), failed: requests * bad / 2, refused: requests * bad / 2, slow: requests * (1 - bad) * slow}
			flow.add(1+r.IntN([]int{3, 60, 900}[r.IntN(3)]), a)
		}
		for name, o := range objectives {
			for indicator, target := range map[string]float64{"availability": o.Availability, "latency": o.Latency} {
				count := func(minutes, to int) (all, bad float64) {
					a := flow.within(minutes, to)
					if indicator == "latency" {
						return a.ok + a.failed, a.slow
					}
					return a.ok + a.failed + a.refused, a.failed + a.refused
				}
				for _, alarm := range []string{"page", "ticket"} {
					states := s.whole(t, name+"_"+indicator+"-"+alarm, flow)
					for at := 0; at < len(states); at += flow.step {
						want, close := false, false
						for _, p := range pairs {
							if p.alarm != alarm {
								continue
							}
							rate := max(1, p.spent*float64(o.WindowDays*days)/float64(p.long))
							limit := min(0.5, rate*(100-target)/100)
							end := at
							if p.long > days {
								end -= at % hours
							}
							all, bad := count(p.long, end)
							nowAll, nowBad := count(p.short, at)
							want = want || bad >= 5 && bad > limit*all && nowBad > limit*nowAll
							// Binary fractions may fall on either side of a limit.
							close = close || math.Abs(bad-limit*all) < 1e-6*all || math.Abs(nowBad-limit*nowAll) < 1e-6*nowAll || math.Abs(bad-5) < 1e-6
						}
						if want != states[at] && !close {
							require.Equal(t, want, states[at], "seed %d, round %d: %s's %s of %s, minute %d", seed, round, indicator, alarm, name, at)
						}
					}
				}
			}
		}
	}

	for name := range objectives {
		flow := &traffic{}
		flow.add(4*days, answers{ok: 100})
		flow.add(hours, answers{failed: 100})
		after := first(s.whole(t, name+"_availability-page", flow), 4*days)
		assert.NotEqual(t, never, after, "an outage of everything calls nobody of %s", name)
		assert.LessOrEqual(t, after, 31, name)
	}
}

// PutMetricAlarm and PutCompositeAlarm take these, and an alarm judges nothing by
// how much it happens to read.
func TestAlarmsOfObjectivesFitCloudWatch(t *testing.T) {
	call := regexp.MustCompile(`[A-Z_]+\(`)
	id := regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)
	parts := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for name, alarm := range s.Resource["aws_cloudwatch_metric_alarm"] {
			if !partOfBudget(name) {
				continue
			}
			parts++
			queries := blocks(alarm["metric_query"])
			metrics, periods, ids := 0, map[any]bool{}, map[any]bool{}
			for i, query := range queries {
				assert.Regexp(t, id, query["id"], name)
				assert.False(t, ids[query["id"]], name)
				ids[query["id"]] = true
				assert.Equal(t, i == len(queries)-1, query["return_data"] == true, "%s: an alarm watches one result", name)
				if expression, ok := query["expression"].(string); ok {
					assert.LessOrEqual(t, len(expression), 2048, name)
					for _, function := range call.FindAllString(expression, -1) {
						assert.Contains(t, []string{"FILL(", "IF("}, function, "%s: of a period alone", name)
					}
					continue
				}
				metrics++
				periods[block(t, query["metric"])["period"]] = true
			}
			assert.LessOrEqual(t, metrics, 10, name)
			assert.Len(t, periods, 1, "%s: all metrics of an alarm have one period", name)
			for _, alone := range []string{"metric_name", "namespace", "period", "statistic", "dimensions", "extended_statistic"} {
				assert.NotContains(t, alarm, alone, "%s: excludes an expression", name)
			}
		}
		for name, alarm := range s.Resource["aws_cloudwatch_composite_alarm"] {
			rule := alarm["alarm_rule"].(string)
			// An address is longer than the name that it stands for.
			assert.LessOrEqual(t, len(rule), 10240, name)
			assert.LessOrEqual(t, strings.Count(rule, "ALARM("), 100, name)
			assert.LessOrEqual(t, len(alarm["alarm_description"].(string)), 1024, name)
		}
	})
	assert.Positive(t, parts)
}

// Each service with an objective has both indicators, each with an alarm to act on
// at once and one that can wait, which reaches nobody on call.
func TestTicketsReachNobodyOnCall(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		waiting := topic
		if len(env.AlertEndpoints) > 0 && promises(env) {
			waiting = "${aws_sns_topic_policy.monitoring_tickets_policy.arn}"
			assert.Equal(t, object{"topic_arn": ref("aws_sns_topic", "monitoring_tickets", "arn"), "protocol": "email", "endpoint": env.AlertEmail},
				without(s.Resource["aws_sns_topic_subscription"]["monitoring_tickets_email"], "//"))
			assert.Equal(t, "pdm-"+env.Name+"-tickets", s.Resource["aws_sns_topic"]["monitoring_tickets"]["name"])
			assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), s.Resource["aws_sns_topic"]["monitoring_tickets"]["kms_master_key_id"])
		} else {
			assert.NotContains(t, s.Resource["aws_sns_topic"], "monitoring_tickets")
		}
		wanted := 1
		for _, service := range env.Services {
			if service.Objective == nil {
				continue
			}
			for _, indicator := range []string{"availability", "latency"} {
				for what, to := range map[string]string{"page": topic, "ticket": waiting} {
					wanted++
					alarm := s.Resource["aws_cloudwatch_composite_alarm"][fmt.Sprintf("monitoring_%s_%s-%s", service.Name, indicator, what)]
					require.NotNil(t, alarm, service.Name)
					assert.Equal(t, []any{to}, alarm["alarm_actions"])
					assert.Equal(t, []any{to}, alarm["ok_actions"])
					assert.Equal(t, fmt.Sprintf("pdm-%s-%s-%s-%s", env.Name, service.Name, indicator, what), alarm["alarm_name"])
					assert.Regexp(t, `/error-budget\.md$`, alarm["alarm_description"])
				}
			}
		}
		assert.Len(t, s.Resource["aws_cloudwatch_composite_alarm"], wanted)
	})
}

// The dashboard shows what is left of each budget, over its window, and how fast it
// burns: of 30 days in which 0.05 % of requests failed, half is left of 0.1 %.
func TestDashboardShowsErrorBudgets(t *testing.T) {
	s := load(t, "production")
	flow := &traffic{}
	flow.add(30*days, answers{ok: 999.5, failed: 0.25, refused: 0.25, slow: 2})
	var ends []int
	for end := hours; end <= 30*days; end += hours {
		ends = append(ends, end)
	}
	drawn := map[string]float64{}
	for _, w := range s.dashboard(t) {
		var queries []object
		for _, line := range w.Properties.Metrics {
			options := line[len(line)-1].(object)
			switch shown(line) {
			case "expression":
				queries = append(queries, object{"id": options["id"], "expression": options["expression"]})
			case "hidden":
				queries = append(queries, object{"id": options["id"], "metric": object{"metric_name": line[1], "stat": options["stat"]}})
			}
		}
		if queries == nil {
			continue
		}
		assert.Equal(t, 3600, w.Properties.Period)
		values := result(t, queries, flow, 3600, ends)
		drawn[w.Properties.Title] = values[len(values)-1]
		if strings.Contains(w.Properties.Title, "budget") {
			assert.Equal(t, "-P30D", w.Properties.Start, w.Properties.Title)
		}
	}
	require.Len(t, drawn, 4)
	assert.InDelta(t, 50, drawn["Availability of api-gateway, 99.9 %: error budget of 30 days"], 1e-6)
	assert.InDelta(t, 0.5, drawn["Availability of api-gateway, 99.9 %: burn in an hour"], 1e-6)
	assert.InDelta(t, 80, drawn["Latency of api-gateway, 99 %: error budget of 30 days"], 0.1)
	assert.InDelta(t, 0.2, drawn["Latency of api-gateway, 99 %: burn in an hour"], 0.001)
}
