package monitoring

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchdashboard"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

// billingRegion is the only one that publishes AWS/Billing.
const billingRegion = "us-east-1"

func newDashboard(m address.Module, props Props, watched alarms) {
	cloudwatchdashboard.NewCloudwatchDashboard(m.Stack, m.ID("dashboard"), &cloudwatchdashboard.CloudwatchDashboardConfig{
		DashboardName: jsii.String(props.Label.Prefix()),
		DashboardBody: text.WithReferences(layOut(props.Region, rows(props, watched))),
	})
}

// rows are the dashboard from top to bottom: first whether users are served,
// then by what.
func rows(p Props, watched alarms) [][]panel {
	all := [][]panel{{{title: "Alarms", alarms: watched.arns}}}
	requests := panel{title: "Requests", metrics: []metric{p.ofLoadBalancer("RequestCount", "Sum", "requests")}}
	failed := panel{title: "Answers with errors", limit: errorsPerMinute, metrics: []metric{
		p.ofLoadBalancer("HTTPCode_ELB_5XX_Count", "Sum", "5xx of the load balancer"),
		p.ofLoadBalancer("RejectedConnectionCount", "Sum", "connections refused"),
	}}
	if i := slices.IndexFunc(p.Services, envs.Service.Default); i >= 0 {
		s := p.Services[i]
		failed.metrics = append([]metric{p.answers(s, "5xx", "5xx of the service")}, failed.metrics...)
		all = append(all, []panel{requests, p.statuses(s), p.hosts(s)}, []panel{p.latency(s)}, []panel{failed})
	} else {
		all = append(all, []panel{requests, failed})
	}
	for _, s := range p.Services {
		if s.Objective != nil {
			all = append(all, p.budgets(s))
		}
	}
	all = append(all, []panel{
		{title: "CPU, percent", limit: usedPercent, metrics: each(p.Services, func(s envs.Service) metric { return p.used("CPUUtilization", s) })},
		{title: "Memory, percent", limit: usedPercent, metrics: each(p.Services, func(s envs.Service) metric { return p.used("MemoryUtilization", s) })},
		{title: "Running tasks", metrics: each(p.Services, p.running)},
	})
	for _, s := range p.Services {
		switch {
		case !s.Public:
			all = append(all, private(p, s))
		case !s.Default():
			all = append(all, routed(p, s))
			if s.CalledBy(p.Services) {
				all = append(all, connected(p, s))
			}
		}
	}
	edge := []panel{
		{title: "Web ACL", limit: blockedRequests, period: 300, metrics: []metric{
			p.filtered("AllowedRequests", "allowed"), p.filtered("BlockedRequests", "blocked"),
		}},
		{title: "Certificate, days left", limit: expiryDays, period: 86400, metrics: []metric{p.expiry()}},
	}
	if p.Probe != nil {
		edge = append(edge, panel{title: "Seen from outside", metrics: []metric{p.probed("HealthCheckPercentageHealthy", "percent of checkers that get an answer")}})
	}
	all = append(all, edge)
	// Gateways that come and go would have the dashboard change with them, when
	// there are other things to do; their alarms are above.
	if zones := p.zones(); len(zones) > 0 && !p.Serving.Switches() {
		of := func(name string) []metric {
			return each(zones, func(zone string) metric { return p.ofGateway(name, zone, zone) })
		}
		all = append(all, []panel{
			{title: "NAT gateways: connections without a port", period: 300, metrics: of("ErrorPortAllocation")},
			{title: "NAT gateways: bytes sent out", period: 300, metrics: of("BytesOutToDestination")},
		})
	}
	if p.Replication != nil {
		// The environment's own dashboard has deliveries and costs, which are one region's to tell.
		return append(all, p.takeover())
	}
	all = append(all, p.deliveries())
	return append(all, []panel{{
		title: "Cost of the whole account this month, US dollars", region: billingRegion, period: 21600,
		metrics: []metric{{"AWS/Billing", "EstimatedCharges", []dimension{{"Currency", "USD"}}, "Maximum", "estimated charges"}},
	}})
}

// deliveries are the last 30 days of them, by DORA's four keys.
func (p Props) deliveries() []panel {
	row := []panel{
		{title: "Deliveries a day", metrics: []metric{
			p.delivered(envs.DeliverySuccess, "Sum", "succeeded"), p.delivered(envs.DeliveryChangeFailure, "Sum", "failed"),
		}},
		{title: "Delivery, seconds without consent", limit: envs.DeliveryLimit.Seconds(), metrics: []metric{p.delivered(envs.DeliveryDuration, "Maximum", "longest")}},
		{title: "From commit to delivery, seconds", metrics: []metric{p.delivered(envs.DeliveryLeadTime, "p50", "median")}},
		{title: "From failure to the next success, seconds", metrics: []metric{p.delivered(envs.DeliveryTimeToRestore, "Maximum", "longest")}},
	}
	for i := range row {
		row[i].period, row[i].days = day, 30
	}
	return row
}

// routed is the row of a service that has a route of its own at the load
// balancer.
func routed(p Props, s envs.Service) []panel {
	answered := p.statuses(s)
	failed := panel{title: "Errors in its log", limit: errorsPerMinute, metrics: []metric{p.logged(s).labelled("errors")}}
	if byStatus(s) {
		failed = panel{title: "Answers with errors", limit: errorsPerMinute, metrics: []metric{p.answers(s, "5xx", "5xx of the service")}}
	} else {
		answered = panel{title: "Requests from outside", metrics: []metric{p.ofTargets(s, "RequestCount", "Sum", "requests")}}
	}
	row := []panel{answered, failed, p.hosts(s), p.latency(s)}
	for i := range row {
		row[i].title = s.Name + ": " + strings.ToLower(row[i].title[:1]) + row[i].title[1:]
	}
	return row
}

// budgets are a service's error budgets: what is left of each, and how fast it
// burns, with a line where somebody is called within minutes.
func (p Props) budgets(s envs.Service) (row []panel) {
	for _, i := range p.indicators(s) {
		of := fmt.Sprintf("%s of %s, %s %%: ", i.title, s.Name, number(i.target))
		row = append(row,
			panel{title: of + fmt.Sprintf("error budget of %d days", i.windowDays), period: hour, days: i.windowDays, queries: i.left()},
			panel{title: of + "burn in an hour", period: hour, limit: round(burns[0].threshold(i) / i.budget()), queries: i.burning()})
	}
	return row
}

func (p Props) answers(s envs.Service, class, label string) metric {
	return p.ofTargets(s, "HTTPCode_Target_"+strings.ToUpper(class)+"_Count", "Sum", label)
}

func (p Props) statuses(s envs.Service) panel {
	return panel{title: "Answers by status", metrics: each([]string{"2xx", "3xx", "4xx"}, func(class string) metric { return p.answers(s, class, class) })}
}

func (p Props) hosts(s envs.Service) panel {
	return panel{title: "Healthy hosts", limit: healthyHosts, metrics: []metric{
		p.ofTargets(s, "HealthyHostCount", "Maximum", "healthy"), p.ofTargets(s, "UnHealthyHostCount", "Maximum", "unhealthy"),
	}}
}

func (p Props) latency(s envs.Service) panel {
	return panel{title: "Latency, seconds", limit: latencySeconds, metrics: each([]string{"p50", "p95", "p99"}, func(percentile string) metric {
		return p.ofTargets(s, "TargetResponseTime", percentile, percentile)
	})}
}

// private is the row of a service that the load balancer does not see.
func private(p Props, s envs.Service) []panel {
	return append([]panel{
		{title: s.Name + ": errors in its log", limit: errorsPerMinute, metrics: []metric{p.logged(s).labelled("errors")}},
	}, connected(p, s)...)
}

// connected is what Service Connect sees of a service.
func connected(p Props, s envs.Service) []panel {
	row := []panel{{title: s.Name + ": requests", metrics: []metric{p.called(s)}}}
	callers := slices.DeleteFunc(slices.Clone(p.Services), func(c envs.Service) bool { return !slices.Contains(c.Calls, s.Name) })
	if len(callers) > 0 {
		row = append(row, panel{
			title:   s.Name + ": latency, milliseconds",
			metrics: each(callers, func(c envs.Service) metric { return p.waited(c, s) }),
		})
	}
	return row
}

// each is the metric of each of some things.
func each[T any](things []T, of func(T) metric) []metric {
	metrics := make([]metric, len(things))
	for i, thing := range things {
		metrics[i] = of(thing)
	}
	return metrics
}
