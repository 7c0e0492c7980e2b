package stacks_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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

// topic is how everything refers to the topic: by its policy, so that nothing
// uses it before its senders are admitted.
const topic = "${aws_sns_topic_policy.monitoring_topic_policy.arn}"

// widget is a part of a dashboard.
type widget struct {
	Type                string
	X, Y, Width, Height int
	Properties          struct {
		Title   string
		Region  string
		Period  int
		Start   string
		Alarms  []string
		Metrics [][]any
	}
}

// drawn is a metric as a dashboard draws it.
type drawn struct {
	namespace, name string
	dimensions      map[string]string
	options         object
}

func (s stack) dashboard(t *testing.T) []widget {
	t.Helper()
	var body struct{ Widgets []widget }
	require.NoError(t, json.Unmarshal([]byte(s.only(t, "aws_cloudwatch_dashboard")["dashboard_body"].(string)), &body))
	require.NotEmpty(t, body.Widgets)
	return body.Widgets
}

// metrics are those of a widget, each read in the form namespace, name,
// dimensions in pairs, options.
func (w widget) metrics(t *testing.T) []drawn {
	t.Helper()
	var all []drawn
	for _, m := range w.Properties.Metrics {
		if shown(m) == "expression" {
			continue
		}
		require.GreaterOrEqual(t, len(m), 3, w.Properties.Title)
		require.Equal(t, 1, len(m)%2, "%s: a dimension without a value: %v", w.Properties.Title, m)
		d := drawn{m[0].(string), m[1].(string), map[string]string{}, m[len(m)-1].(object)}
		for i := 2; i < len(m)-1; i += 2 {
			d.dimensions[m[i].(string)] = m[i+1].(string)
		}
		all = append(all, d)
	}
	return all
}

// shown is what a line of a widget is: a metric, an expression over hidden metrics,
// or one of those.
func shown(line []any) string {
	options, _ := line[len(line)-1].(object)
	switch {
	case options["expression"] != nil:
		return "expression"
	case options["visible"] == false:
		return "hidden"
	}
	return "metric"
}

func (s stack) drawn(t *testing.T) []drawn {
	t.Helper()
	var all []drawn
	for _, w := range s.dashboard(t) {
		all = append(all, w.metrics(t)...)
	}
	return all
}

// watched is what must not fail unseen: each has alarms and metrics on the
// dashboard which carry its dimensions.
func watched(env envs.Environment) map[string]map[string]string {
	alb := map[string]string{"LoadBalancer": ref("aws_lb", "compute_alb", "arn_suffix")}
	all := map[string]map[string]string{
		"load balancer": alb,
		"web ACL":       {"Region": env.Region, "Rule": "ALL", "WebACL": "pdm-" + env.Name + "-waf"},
		"certificate":   {"CertificateArn": "certificate"},
	}
	if env.Probe != nil {
		all["probe"] = map[string]string{"HealthCheckId": ref("aws_route53_health_check", "monitoring_probe", "id")}
	}
	for _, s := range env.Services {
		if s.Public {
			all["targets of "+s.Name] = map[string]string{"LoadBalancer": alb["LoadBalancer"], "TargetGroup": ref("aws_lb_target_group", targetsOf(s), "arn_suffix")}
		}
		all[s.Name] = map[string]string{"ClusterName": "pdm-" + env.Name + "-cluster", "ServiceName": "pdm-" + env.Name + "-" + s.Name}
	}
	for i, zone := range env.Network.AvailabilityZones {
		if env.Network.NAT == envs.NATPerZone || env.Network.NAT == envs.NATSingle && i == 0 {
			all["NAT gateway in "+zone] = map[string]string{"NatGatewayId": ref("aws_nat_gateway", "networking_nat_"+zone, "id")}
		}
	}
	return all
}

// carries says whether dimensions are exactly those wanted, of which a value may
// be given by a part.
func carries(dimensions, wanted map[string]string) bool {
	if len(dimensions) != len(wanted) {
		return false
	}
	for name, part := range wanted {
		if !strings.Contains(dimensions[name], part) {
			return false
		}
	}
	return true
}

// measured is where an alarm says what it measures: in itself, or as the metric
// of an expression.
func measured(alarm object) object {
	for _, query := range blocks(alarm["metric_query"]) {
		metric := blocks(query["metric"])
		if len(metric) == 0 {
			continue
		}
		measure := object{
			"namespace": metric[0]["namespace"], "metric_name": metric[0]["metric_name"],
			"period": metric[0]["period"], "statistic": metric[0]["stat"],
		}
		if metric[0]["dimensions"] != nil {
			measure["dimensions"] = metric[0]["dimensions"]
		}
		return measure
	}
	return alarm
}

// metricsOf are all that an alarm measures by an expression.
func metricsOf(alarm object) (all []object) {
	for _, query := range blocks(alarm["metric_query"]) {
		all = append(all, blocks(query["metric"])...)
	}
	return all
}

func dimensions(alarm object) map[string]string {
	all := map[string]string{}
	if given, ok := measured(alarm)["dimensions"].(object); ok {
		for name, value := range given {
			all[name] = value.(string)
		}
	}
	return all
}

// Plan, line 1215: monitoring coverage complete.
func TestEverythingThatCanFailIsWatched(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for what, wanted := range watched(env) {
			assert.True(t, slices.ContainsFunc(s.drawn(t), func(d drawn) bool { return carries(d.dimensions, wanted) }),
				"%s is not on the dashboard", what)
			found := false
			for _, alarm := range s.Resource["aws_cloudwatch_metric_alarm"] {
				found = found || slices.ContainsFunc(append(metricsOf(alarm), measured(alarm)), func(m object) bool { return carries(dimensions(m), wanted) })
			}
			assert.True(t, found, "%s has no alarm", what)
		}
	})
}

// Correction of lines 1109-1126: a metric without its dimensions draws nothing.
func TestDashboardMetricsHaveDimensions(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, d := range s.drawn(t) {
			if d.namespace == env.Project+"-"+env.Name {
				assert.Empty(t, d.dimensions, "a metric filter on plain text gives none")
				continue
			}
			assert.NotEmpty(t, d.dimensions, d.name)
			for name, value := range d.dimensions {
				assert.NotEmpty(t, value, "%s of %s", name, d.name)
			}
			assert.NotEmpty(t, d.options["stat"], d.name)
		}
	})
}

func TestDashboardIsLaidOut(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		assert.Equal(t, "pdm-"+env.Name, s.only(t, "aws_cloudwatch_dashboard")["dashboard_name"])
		taken := map[[2]int]string{}
		bottom := 0
		for _, w := range s.dashboard(t) {
			title := w.Properties.Title
			assert.NotEmpty(t, title)
			assert.Positive(t, w.Width, title)
			assert.Positive(t, w.Height, title)
			assert.LessOrEqual(t, w.X+w.Width, 24, "%s leaves the dashboard", title)
			for x := w.X; x < w.X+w.Width; x++ {
				for y := w.Y; y < w.Y+w.Height; y++ {
					assert.Empty(t, taken[[2]int{x, y}], "%s overlaps", title)
					taken[[2]int{x, y}] = title
				}
			}
			bottom = max(bottom, w.Y+w.Height)
		}
		assert.Len(t, taken, 24*bottom, "there are holes")
	})
}

// What is asked of the dashboard: traffic, latency percentiles, errors, CPU and
// memory of each service, the private services, web ACL, NAT, cost.
func TestDashboardDrawsWhatIsAsked(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		draws := func(namespace, name, stat string) int {
			n := 0
			for _, d := range s.drawn(t) {
				if d.options["visible"] != false && d.namespace == namespace && d.name == name && d.options["stat"] == stat {
					n++
				}
			}
			return n
		}
		assert.Positive(t, draws("AWS/ApplicationELB", "RequestCount", "Sum"))
		for _, percentile := range []string{"p50", "p95", "p99"} {
			assert.Equal(t, len(s.Resource["aws_lb_target_group"]), draws("AWS/ApplicationELB", "TargetResponseTime", percentile), percentile)
		}
		counted := 0
		for _, service := range env.Services {
			if byStatus(service) {
				counted++
			}
		}
		assert.Equal(t, counted, draws("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum"))
		assert.Equal(t, 1, draws("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum"))
		assert.Equal(t, len(env.Services), draws("AWS/ECS", "CPUUtilization", "Average"))
		assert.Equal(t, len(env.Services), draws("AWS/ECS", "MemoryUtilization", "Average"))
		assert.Equal(t, len(env.Services), draws("ECS/ContainerInsights", "RunningTaskCount", "Minimum"))
		assert.Equal(t, 1, draws("AWS/ECS", "GrpcRequestCount", "Sum"))
		for _, service := range env.Services {
			logged := 1
			if byStatus(service) {
				logged = 0
			}
			assert.Equal(t, logged, draws("pdm-"+env.Name, service.Name+"-errors", "Sum"), service.Name)
		}
		assert.Equal(t, 1, draws("AWS/WAFV2", "BlockedRequests", "Sum"))
		assert.Equal(t, len(s.Resource["aws_nat_gateway"]), draws("AWS/NATGateway", "ErrorPortAllocation", "Sum"))
		assert.Equal(t, 1, draws("AWS/Billing", "EstimatedCharges", "Maximum"))
		for name, stat := range map[string]string{
			"delivery-success": "Sum", "delivery-change-failure": "Sum", "delivery-duration": "Maximum", "delivery-lead-time": "p50", "delivery-time-to-restore": "Maximum",
		} {
			assert.Equal(t, 1, draws("pdm-"+env.Name, name, stat), name)
		}

		alarms := 0
		for _, w := range s.dashboard(t) {
			alarms += len(w.Properties.Alarms)
			for _, m := range w.metrics(t) {
				region := env.Region
				if m.namespace == "AWS/Billing" {
					region = "us-east-1"
				}
				assert.Equal(t, region, w.Properties.Region, "%s is published there", m.namespace)
			}
		}
		all := len(s.Resource["aws_cloudwatch_composite_alarm"])
		for name := range s.Resource["aws_cloudwatch_metric_alarm"] {
			if !partOfBudget(name) {
				all++
			}
		}
		assert.Equal(t, all, alarms, "the summary shows every alarm, and that of all")
		assert.LessOrEqual(t, alarms, 100, "more than an alarm widget shows")
	})
}

// Service Connect publishes what a caller waits for under the caller's name, and
// requests under the callee's.
func TestDashboardFollowsCallsOfPrivateServices(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		var calls, requests []map[string]string
		for _, d := range s.drawn(t) {
			switch {
			case d.namespace == "AWS/ECS" && d.name == "TargetResponseTime":
				calls = append(calls, d.dimensions)
			case d.namespace == "AWS/ECS" && d.name == "GrpcRequestCount":
				requests = append(requests, d.dimensions)
			}
		}
		cluster := "pdm-" + env.Name + "-cluster"
		assert.Equal(t, []map[string]string{
			{"ClusterName": cluster, "ServiceName": "pdm-" + env.Name + "-api-gateway", "TargetDiscoveryName": "ml-service"},
		}, calls)
		assert.Equal(t, []map[string]string{
			{"ClusterName": cluster, "ServiceName": "pdm-" + env.Name + "-ml-service", "DiscoveryName": "ml-service"},
		}, requests)
	})
}

// Correction of lines 1155-1208: an alarm says that it is over as well, what it
// is about, and what a lack of data means; and CloudWatch takes it.
func TestAlarmsAreComplete(t *testing.T) {
	comparisons := []any{"GreaterThanThreshold", "LessThanThreshold"}
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		descriptions := map[any]bool{}
		for name, alarm := range s.Resource["aws_cloudwatch_metric_alarm"] {
			if partOfBudget(name) || silent(env, name) {
				assert.NotContains(t, alarm, "alarm_actions", name)
				assert.NotContains(t, alarm, "ok_actions", name)
			} else {
				assert.Equal(t, []any{topic}, alarm["alarm_actions"], name)
				assert.Equal(t, []any{topic}, alarm["ok_actions"], name)
			}
			assert.NotContains(t, alarm, "actions_enabled", name)
			assert.Contains(t, []any{"breaching", "notBreaching", "ignore"}, alarm["treat_missing_data"], name)
			assert.Contains(t, comparisons, alarm["comparison_operator"], name)

			description, _ := alarm["alarm_description"].(string)
			says := regexp.MustCompile(`^[A-Za-z].{30,}\. Owner: (.+)\. Runbook: ` + regexp.QuoteMeta(fixture.Account().Runbooks()) + `(/[a-z-]+\.md)$`).FindStringSubmatch(description)
			if assert.NotNil(t, says, "%s: %s", name, description) {
				assert.Equal(t, object{"Owner": says[1]}, alarm["tags"], name)
				assert.Equal(t, owner(env, name), says[1], name)
				assert.FileExists(t, filepath.Join("..", "..", "docs", "runbooks", says[2]), name)
			}
			assert.LessOrEqual(t, len(description), 1024, name)
			assert.False(t, descriptions[description], "%s says the same as another", name)
			descriptions[description] = true

			period, periods := measured(alarm)["period"].(float64), alarm["evaluation_periods"].(float64)
			assert.Zero(t, int(period)%60, name)
			assert.Positive(t, periods, name)
			most := 86400.0
			if period >= 3600 {
				most *= 7
			}
			assert.LessOrEqual(t, period*periods, most, "%s looks back further than CloudWatch does", name)

			statistic, simple := measured(alarm)["statistic"].(string)
			percentile, extended := alarm["extended_statistic"].(string)
			assert.True(t, simple != extended, "%s: %q, %q", name, statistic, percentile)
			assert.Equal(t, extended, alarm["evaluate_low_sample_count_percentiles"] == "ignore", name)
			if measured(alarm)["namespace"] != "pdm-"+env.Name {
				assert.NotEmpty(t, dimensions(alarm), name)
			}
		}
		whole := s.Resource["aws_cloudwatch_composite_alarm"]["monitoring_unhealthy"]
		assert.Equal(t, []any{topic}, whole["alarm_actions"])
		assert.Equal(t, []any{topic}, whole["ok_actions"])
		assert.Contains(t, whole["alarm_description"], "Owner: "+env.Owner+". Runbook: ")
		assert.Equal(t, object{"Owner": env.Owner}, whole["tags"])
	})
}

// partOfBudget says whether an alarm watches a window of an error budget, which
// another alarm tells of.
func partOfBudget(alarm string) bool {
	return regexp.MustCompile(`_(availability|latency)-(fast|slow|ticket)-\d+[mhd]$`).MatchString(alarm)
}

// silent says whether an alarm ends deployments and no more, because what it
// measures an error budget tells of.
func silent(env envs.Environment, alarm string) bool {
	return slices.ContainsFunc(env.Services, func(s envs.Service) bool {
		return s.Objective != nil && (alarm == "monitoring_"+s.Name+"_5xx" || alarm == "monitoring_"+s.Name+"_latency")
	})
}

// promises says whether an environment has an objective.
func promises(env envs.Environment) bool {
	return slices.ContainsFunc(env.Services, func(s envs.Service) bool { return s.Objective != nil })
}

// owner is the team that an alarm of the given name has to name.
func owner(env envs.Environment, alarm string) string {
	for _, s := range env.Services {
		if s.Owner != "" && strings.HasPrefix(alarm, "monitoring_"+s.Name+"_") {
			return s.Owner
		}
	}
	return env.Owner
}

// expected is an alarm in short.
type expected struct {
	metric, statistic string
	period, periods   float64
	comparison        string
	threshold         float64
	missing           string
}

func (s stack) alarm(t *testing.T, role string) (expected, map[string]string) {
	t.Helper()
	a := s.Resource["aws_cloudwatch_metric_alarm"]["monitoring_"+role]
	require.NotNil(t, a, role)
	m := measured(a)
	statistic, ok := m["statistic"].(string)
	if !ok {
		statistic, _ = m["extended_statistic"].(string)
	}
	return expected{
		m["namespace"].(string) + " " + m["metric_name"].(string), statistic,
		m["period"].(float64), a["evaluation_periods"].(float64),
		a["comparison_operator"].(string), a["threshold"].(float64), a["treat_missing_data"].(string),
	}, dimensions(a)
}

// Thresholds of the plan (lines 1154-1208), and what it lacks: memory, latency,
// errors of the load balancer and of the ML service. A missing metric is a
// failure only where its absence means that nothing runs.
func TestAlarmsWatchWhatTheyShould(t *testing.T) {
	const above, below = "GreaterThanThreshold", "LessThanThreshold"
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		all := watched(env)
		var rows []string
		check := func(role, what string, want expected) {
			rows = append(rows, "monitoring_"+role)
			got, on := s.alarm(t, role)
			assert.Equal(t, want, got, role)
			assert.True(t, carries(on, all[what]), "%s is about %v", role, on)
			alarm := s.Resource["aws_cloudwatch_metric_alarm"]["monitoring_"+role]
			assert.Equal(t, "pdm-"+env.Name+"-"+strings.ReplaceAll(role, "_", "-"), alarm["alarm_name"])
		}
		for _, service := range env.Services {
			check(service.Name+"_cpu", service.Name, expected{"AWS/ECS CPUUtilization", "Average", 300, 2, above, 80, "notBreaching"})
			check(service.Name+"_memory", service.Name, expected{"AWS/ECS MemoryUtilization", "Average", 300, 2, above, 80, "notBreaching"})
			if service.MinCount > 0 {
				check(service.Name+"_tasks", service.Name,
					expected{"ECS/ContainerInsights RunningTaskCount", "Minimum", 60, 5, below, float64(service.MinCount), "breaching"})
			}
			if service.Public {
				missing := "breaching"
				if service.MinCount == 0 {
					missing = "notBreaching"
				}
				check(service.Name+"_hosts", "targets of "+service.Name, expected{"AWS/ApplicationELB HealthyHostCount", "Maximum", 60, 2, below, 1, missing})
				check(service.Name+"_latency", "targets of "+service.Name, expected{"AWS/ApplicationELB TargetResponseTime", "p95", 60, 3, above, 2, "notBreaching"})
			}
			if byStatus(service) {
				check(service.Name+"_5xx", "targets of "+service.Name, expected{"AWS/ApplicationELB HTTPCode_Target_5XX_Count", "Sum", 60, 2, above, 10, "notBreaching"})
			} else {
				rows = append(rows, "monitoring_"+service.Name+"_errors")
				got, on := s.alarm(t, service.Name+"_errors")
				assert.Equal(t, expected{"pdm-" + env.Name + " " + service.Name + "-errors", "Sum", 60, 2, above, 10, "notBreaching"}, got)
				assert.Empty(t, on)
			}
		}
		if !promises(env) {
			check("alb_5xx", "load balancer", expected{"AWS/ApplicationELB HTTPCode_ELB_5XX_Count", "Sum", 60, 2, above, 10, "notBreaching"})
		}
		if env.Probe != nil {
			check("probe_failing", "probe", expected{"AWS/Route53 HealthCheckStatus", "Minimum", 60, 3, below, 1, "breaching"})
		}
		check("waf_blocked", "web ACL", expected{"AWS/WAFV2 BlockedRequests", "Sum", 300, 1, above, 1000, "notBreaching"})
		check("certificate_expiry", "certificate", expected{"AWS/CertificateManager DaysToExpiry", "Minimum", 86400, 1, below, 30, "ignore"})
		check("delivery_duration", "", expected{"pdm-" + env.Name + " delivery-duration", "Maximum", 300, 1, above, 900, "notBreaching"})
		for what := range all {
			if zone, ok := strings.CutPrefix(what, "NAT gateway in "); ok {
				check("nat-"+zone+"_ports", what, expected{"AWS/NATGateway ErrorPortAllocation", "Sum", 300, 1, above, 0, "notBreaching"})
			}
		}
		for name := range s.Resource["aws_cloudwatch_metric_alarm"] {
			if partOfBudget(name) {
				continue
			}
			assert.Contains(t, rows, name, "no row here expects the alarm %s", name)
		}
	})
}

// Off hours there are no tasks: no host is healthy, nothing runs, and the load
// balancer answers whoever asks with an error. No alarm may go off for that, and
// by day each still does, also for a lack of data.
func TestAlarmsKnowTheOffHours(t *testing.T) {
	withoutTasks := []any{"HealthyHostCount", "RunningTaskCount", "HTTPCode_ELB_5XX_Count"}
	span := regexp.MustCompile(`\(week >= (\d+) AND week < (\d+)\)`)
	slept := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for name, alarm := range s.Resource["aws_cloudwatch_metric_alarm"] {
			queries := map[any]object{}
			for _, query := range blocks(alarm["metric_query"]) {
				queries[query["id"]] = query
			}
			alarming := slices.Contains(withoutTasks, measured(alarm)["metric_name"]) || alarm["treat_missing_data"] == "breaching"
			if partOfBudget(name) {
				assert.Nil(t, env.OffHours, name)
				continue
			}
			if env.OffHours == nil || !alarming {
				assert.Empty(t, queries, name)
				continue
			}
			slept++
			require.Len(t, queries, 3, name)
			assert.Equal(t, "(DAY(metric) - 1) * 1440 + HOUR(metric) * 60 + MINUTE(metric)", queries["week"]["expression"], name)
			assert.Equal(t, true, queries["serving"]["return_data"], name)
			for _, other := range []string{"metric", "week"} {
				assert.NotContains(t, queries[other], "return_data", "%s: an alarm watches one result", name)
			}
			for _, alone := range []string{"metric_name", "namespace", "period", "statistic", "dimensions"} {
				assert.NotContains(t, alarm, alone, "%s: excludes an expression", name)
			}

			expression := queries["serving"]["expression"].(string)
			assert.LessOrEqual(t, len(expression), 2048, name)
			var spans []envs.Span
			for _, found := range span.FindAllStringSubmatch(expression, -1) {
				from, err := strconv.Atoi(found[1])
				require.NoError(t, err)
				to, err := strconv.Atoi(found[2])
				require.NoError(t, err)
				spans = append(spans, envs.Span{From: from, To: to})
			}
			assert.Equal(t, env.OffHours.Watched(), spans, name)
			left := span.ReplaceAllString(expression, "serving")
			assert.Equal(t, fmt.Sprintf("IF(%s, metric, %v)", strings.TrimSuffix(strings.Repeat("serving OR ", len(spans)), " OR "), alarm["threshold"]),
				left, "%s: its threshold alarms neither above nor below", name)
		}
	})
	assert.GreaterOrEqual(t, slept, 3)
}

// The composite alarm is made of what users feel, by reference: a name that
// does not exist yet would be refused.
func TestUnhealthyIsWhatUsersFeel(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		var wanted, rule []string
		for _, service := range env.Services {
			parts := []string{"errors"}
			if byStatus(service) {
				parts = []string{"5xx"}
			}
			switch {
			case service.Objective != nil:
				parts = []string{"hosts"}
				for _, indicator := range []string{"availability", "latency"} {
					rule = append(rule, fmt.Sprintf(`ALARM("${aws_cloudwatch_composite_alarm.monitoring_%s_%s-page.alarm_name}")`, service.Name, indicator))
				}
			case service.Public:
				parts = []string{"hosts", parts[0], "latency"}
			}
			if service.MinCount > 0 {
				parts = append(parts, "tasks")
			}
			for _, part := range parts {
				wanted = append(wanted, service.Name+"_"+part)
			}
		}
		if !promises(env) {
			wanted = append(wanted, "alb_5xx")
		}
		if env.Probe != nil {
			wanted = append(wanted, "probe_failing")
		}
		for _, role := range wanted {
			rule = append(rule, fmt.Sprintf(`ALARM("${aws_cloudwatch_metric_alarm.monitoring_%s.alarm_name}")`, role))
		}
		assert.Equal(t, strings.Join(rule, " OR "), s.Resource["aws_cloudwatch_composite_alarm"]["monitoring_unhealthy"]["alarm_rule"])
	})
}

// Correction of line 1086: every log group is encrypted, which needs the key's
// policy first, and ends.
func TestLogGroups(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		wanted := []any{"/aws/vpc/pdm-" + env.Name + "/flow", "/ecs/pdm-" + env.Name + "/exec", "/ecs/pdm-" + env.Name + "/service-connect"}
		for _, service := range env.Services {
			wanted = append(wanted, "/ecs/pdm-"+env.Name+"/"+service.Name)
		}
		if env.Datadog != nil {
			wanted = append(wanted, "/ecs/pdm-"+env.Name+"/datadog-agent")
		}
		var names []any
		for name, group := range s.Resource["aws_cloudwatch_log_group"] {
			names = append(names, group["name"])
			assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), group["kms_key_id"], name)
			assert.EqualValues(t, env.LogRetentionDays, group["retention_in_days"], name)
			assert.Equal(t, []any{"aws_kms_key_policy.security_policy"}, group["depends_on"], name)
		}
		assert.Subset(t, names, wanted)
	})
}

func TestErrorsInLogsAreCounted(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		private := 0
		for _, service := range env.Services {
			filter, exists := s.Resource["aws_cloudwatch_log_metric_filter"]["monitoring_"+service.Name+"_log_errors"]
			assert.Equal(t, !byStatus(service), exists, service.Name)
			if byStatus(service) {
				continue
			}
			private++
			assert.Equal(t, ref("aws_cloudwatch_log_group", "monitoring_"+service.Name+"_log", "name"), filter["log_group_name"])
			assert.Contains(t, filter["pattern"], "ERROR", "plan, line 1455")
			assert.Equal(t, object{
				"namespace": "pdm-" + env.Name, "name": service.Name + "-errors", "value": "1", "default_value": "0", "unit": "Count",
			}, block(t, filter["metric_transformation"]))
		}
		assert.Len(t, s.Resource["aws_cloudwatch_log_metric_filter"], private)
	})
}

// What an agent or a proxy calls an error is none of the service's: a group whose
// lines are counted, and may fire alarms and end deployments, has one writer, the
// service's own container.
func TestWhatIsCountedOnlyTheServiceWrites(t *testing.T) {
	group := regexp.MustCompile(`"awslogs-group\?":\?"(\$\{aws_cloudwatch_log_group\.[^}]+\})`)
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		writers := map[string][]string{}
		for _, service := range env.Services {
			for _, container := range s.containers(t, service.Name) {
				to := container["logConfiguration"].(object)["options"].(object)["awslogs-group"].(string)
				writers[to] = append(writers[to], container["name"].(string))
			}
		}
		for kind, byName := range s.Resource {
			if kind == "aws_ecs_task_definition" {
				continue
			}
			for name, r := range byName {
				for _, found := range group.FindAllStringSubmatch(toJSON(t, r), -1) {
					writers[found[1]] = append(writers[found[1]], kind+"."+name)
				}
			}
		}
		for name, filter := range s.Resource["aws_cloudwatch_log_metric_filter"] {
			service := strings.TrimSuffix(strings.TrimPrefix(name, "monitoring_"), "_log_errors")
			assert.Equal(t, []string{service}, writers[filter["log_group_name"].(string)], name)
		}
	})
}

// Correction of line 1142: without a policy of its own the topic takes no
// budget's alert, and without a condition those of other accounts.
func TestTopicAdmitsSendersOfThisAccount(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		alerts := s.Resource["aws_sns_topic"]["monitoring_topic"]
		assert.Equal(t, "pdm-"+env.Name+"-alerts", alerts["name"])
		assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), alerts["kms_master_key_id"])
		assert.Equal(t, []any{"aws_kms_key_policy.security_policy"}, alerts["depends_on"])

		arn := ref("aws_sns_topic", "monitoring_topic", "arn")
		policy := s.Resource["aws_sns_topic_policy"]["monitoring_topic_policy"]
		assert.Equal(t, arn, policy["arn"])
		var admitted []any
		refused := false
		for _, statement := range s.statements(t, policy["policy"]) {
			assert.Equal(t, []any{arn}, statement["resources"])
			assert.Equal(t, []any{"sns:Publish"}, statement["actions"], "a topic's policy takes no sns:*")
			principal := block(t, statement["principals"])
			if statement["sid"] == "Backups" {
				// AWS documents no condition for it (AWS Backup, notifications).
				assert.Equal(t, object{"type": "Service", "identifiers": []any{"backup.amazonaws.com"}}, principal)
				continue
			}
			condition := block(t, statement["condition"])
			if statement["effect"] == "Deny" {
				refused = true
				assert.Equal(t, object{"type": "*", "identifiers": []any{"*"}}, principal)
				assert.Equal(t, object{"test": "Bool", "variable": "aws:SecureTransport", "values": []any{"false"}}, condition)
				continue
			}
			assert.Equal(t, "Service", principal["type"])
			admitted = append(admitted, principal["identifiers"].([]any)...)
			assert.Equal(t, object{
				"test": "StringEquals", "variable": "aws:SourceAccount", "values": []any{"${data.aws_caller_identity.current.account_id}"},
			}, condition)
		}
		assert.True(t, refused, "plain HTTP is not refused")
		assert.ElementsMatch(t, []any{"cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"}, admitted)
	})
}

func TestAlertsReachPeople(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		subscriptions := s.Resource["aws_sns_topic_subscription"]
		tickets := 0
		if promises(env) && len(env.AlertEndpoints) > 0 {
			tickets = 1
		}
		require.Len(t, subscriptions, 1+tickets+len(env.AlertEndpoints))
		arn := ref("aws_sns_topic", "monitoring_topic", "arn")
		// A message without a State is an alarm or a budget's. AWS Backup has no
		// event for a failure alone, and its successes wake nobody.
		const filter = `{"State":[{"exists":false},{"anything-but":["COMPLETED"]}]}`
		assert.Equal(t, object{"topic_arn": arn, "protocol": "email", "endpoint": env.AlertEmail, "filter_policy": filter},
			without(subscriptions["monitoring_email"], "//"))
		for _, e := range env.AlertEndpoints {
			assert.Equal(t, object{"topic_arn": arn, "protocol": "https", "endpoint": e.URL, "endpoint_auto_confirms": true, "filter_policy": filter},
				without(subscriptions["monitoring_"+e.Name+"_endpoint"], "//"))
		}
	})
	assert.Len(t, load(t, moreOfBoth).Resource["aws_sns_topic_subscription"], 4)
}

// The module declares nothing before what it watches: the stack's services need
// its log groups and alarms, so a reference to one of them would be a cycle.
func TestMonitoringRefersToNoService(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		for kind, byName := range s.Resource {
			for name, r := range byName {
				if strings.HasPrefix(name, "monitoring_") {
					assert.NotRegexp(t, `aws_ecs_(service|cluster)`, toJSON(t, r), "%s.%s", kind, name)
				}
			}
		}
	})
}

// The probe asks for what the value says, as a browser would, and nobody is asked
// where there is none. Route 53's metrics are in one region, the alarm's.
func TestProbe(t *testing.T) {
	probed := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Probe == nil {
			assert.Empty(t, s.Resource["aws_route53_health_check"])
			return
		}
		probed++
		assert.Equal(t, "us-east-1", env.Region)
		assert.Equal(t, object{
			"type": "HTTPS", "fqdn": env.Domain.API, "port": 443.0, "resource_path": env.Probe.Path,
			"failure_threshold": 3.0, "request_interval": 30.0, "tags": object{"Name": "pdm-" + env.Name + "-probe"},
		}, without(s.only(t, "aws_route53_health_check"), "//"))
		assert.True(t, slices.ContainsFunc(s.drawn(t), func(d drawn) bool { return d.name == "HealthCheckPercentageHealthy" }))
	})
	assert.Positive(t, probed)
}

// A service that is added by value is logged and watched.
func TestAnotherServiceIsMonitored(t *testing.T) {
	before, after := load(t, "production"), load(t, moreOfBoth)
	about := regexp.MustCompile(`^monitoring_reporting_(.+)$`)
	var added []string
	for kind, byName := range after.Resource {
		for name := range byName {
			if match := about.FindStringSubmatch(name); match != nil {
				added = append(added, kind+" "+match[1])
			}
		}
	}
	assert.ElementsMatch(t, []string{
		"aws_cloudwatch_log_group log",
		"aws_cloudwatch_log_metric_filter log_errors",
		"aws_cloudwatch_metric_alarm errors",
		"aws_cloudwatch_metric_alarm tasks",
		"aws_cloudwatch_metric_alarm cpu",
		"aws_cloudwatch_metric_alarm memory",
	}, added)
	assert.Len(t, after.dashboard(t), len(before.dashboard(t))+3, "its errors and its requests, because nobody calls it; and what the probe sees")
	assert.Contains(t, after.drawn(t), drawn{"AWS/ECS", "RequestCount", map[string]string{
		"ClusterName": "pdm-" + moreOfBoth + "-cluster", "ServiceName": "pdm-" + moreOfBoth + "-reporting", "DiscoveryName": "reporting",
	}, object{"stat": "Sum", "label": "requests"}}, "it speaks HTTP")
}

// A deployment is rolled back by what its users would notice, and never because
// nothing was measured: a new service has no traffic yet.
func TestRollbackAlarms(t *testing.T) {
	env := fixture.Production()
	const name = "rollback"
	declare := func(app cdktf.App) error {
		s := cdktf.NewTerraformStack(app, jsii.String(name))
		provider.NewAwsProvider(s, jsii.String("aws"), &provider.AwsProviderConfig{})
		module := func(name string) address.Module { return address.Module{Stack: s, Name: name} }
		key := security.New(module("security"), security.Props{Label: env.Label()}).Key
		made := monitoring.New(module("monitoring"), monitoring.Props{
			Label: env.Label(), Region: env.Region, KeyARN: key.ARN, KeyPolicy: key.Policy, Services: env.Services,
			LoadBalancer: monitoring.LoadBalancer{
				ARNSuffix: jsii.String("a"), TargetGroupARNSuffixes: map[string]*string{"api-gateway": jsii.String("t")}, CertificateARN: jsii.String("c"),
			},
			LogRetentionDays: env.LogRetentionDays, AlertEmail: env.AlertEmail,
		})
		for _, service := range env.Services {
			cdktf.NewTerraformOutput(s, jsii.String(service.Name), &cdktf.TerraformOutputConfig{
				Value: []any{made.RollbackAlarms[service.Name], made.LogGroups[service.Name]},
			})
		}
		return nil
	}
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	all := []stacks.Stack{{Name: name, Declare: declare}}
	require.NoError(t, synth.Run(dir, all, all, io.Discard))
	s := loadFrom(t, dir, name)

	alarm := func(role string) any { return ref("aws_cloudwatch_metric_alarm", "monitoring_"+role, "alarm_name") }
	log := func(service string) any { return ref("aws_cloudwatch_log_group", "monitoring_"+service+"_log", "name") }
	assert.Equal(t, []any{[]any{alarm("api-gateway_5xx"), alarm("api-gateway_latency")}, log("api-gateway")}, s.Output["api-gateway"]["value"])
	assert.Equal(t, []any{[]any{alarm("ml-service_errors")}, log("ml-service")}, s.Output["ml-service"]["value"])
	for _, role := range []string{"api-gateway_5xx", "api-gateway_latency", "ml-service_errors"} {
		got, _ := s.alarm(t, role)
		assert.Equal(t, "notBreaching", got.missing, role)
	}
}

// The document lists every kind of alarm, no other, and which roll back.
func TestTheDocumentListsEveryAlarm(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "monitoring.md"))
	require.NoError(t, err)
	var listed []string
	for _, row := range regexp.MustCompile(`(?m)^\| (`+"`"+`[^|]+) \|.+ \| (yes)? ?\|$`).FindAllStringSubmatch(string(content), -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			listed = append(listed, name[1]+row[2])
		}
	}

	env, s := fixture.Production(), load(t, "production")
	var kinds []string
	addresses := slices.Collect(maps.Keys(s.Resource["aws_cloudwatch_metric_alarm"]))
	addresses = slices.AppendSeq(addresses, maps.Keys(load(t, "dev").Resource["aws_cloudwatch_metric_alarm"]))
	addresses = append(addresses, "monitoring_probe_failing", "monitoring_takeover") // which some environments have
	addresses = slices.AppendSeq(addresses, maps.Keys(s.Resource["aws_cloudwatch_composite_alarm"]))
	for _, name := range addresses {
		if partOfBudget(name) {
			continue
		}
		kind := strings.ReplaceAll(strings.TrimPrefix(name, "monitoring_"), "_", "-")
		for _, service := range env.Services {
			kind = strings.Replace(kind, service.Name, "<service>", 1)
		}
		for _, zone := range env.Network.AvailabilityZones {
			kind = strings.Replace(kind, zone, "<zone>", 1)
		}
		if slices.Contains([]string{"<service>-5xx", "<service>-latency", "<service>-errors"}, kind) {
			kind += "yes"
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	assert.ElementsMatch(t, kinds, listed, "the table of docs/monitoring.md is not that of stacks/monitoring/alarms.go")
}

// without is a block without some of its arguments.
func without(r object, arguments ...string) object {
	out := object{}
	for name, value := range r {
		if !slices.Contains(arguments, name) {
			out[name] = value
		}
	}
	return out
}
