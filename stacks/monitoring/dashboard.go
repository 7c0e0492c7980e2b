package monitoring

import (
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchdashboard"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
	"github.com/example/predictive-maintenance/internal/text"
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
	all := [][]panel{
		{{title: "Alarms", alarms: watched.arns}},
		{
			{title: "Requests", metrics: []metric{p.ofLoadBalancer("RequestCount", "Sum", "requests")}},
			{title: "Answers by status", metrics: []metric{
				p.ofTargets("HTTPCode_Target_2XX_Count", "Sum", "2xx"),
				p.ofTargets("HTTPCode_Target_3XX_Count", "Sum", "3xx"),
				p.ofTargets("HTTPCode_Target_4XX_Count", "Sum", "4xx"),
			}},
			{title: "Healthy hosts", limit: healthyHosts, metrics: []metric{
				p.ofTargets("HealthyHostCount", "Maximum", "healthy"),
				p.ofTargets("UnHealthyHostCount", "Maximum", "unhealthy"),
			}},
		},
		{{title: "Latency, seconds", limit: latencySeconds, metrics: []metric{
			p.ofTargets("TargetResponseTime", "p50", "p50"),
			p.ofTargets("TargetResponseTime", "p95", "p95"),
			p.ofTargets("TargetResponseTime", "p99", "p99"),
		}}},
		{{title: "Answers with errors", limit: errorsPerMinute, metrics: []metric{
			p.ofTargets("HTTPCode_Target_5XX_Count", "Sum", "5xx of the service"),
			p.ofLoadBalancer("HTTPCode_ELB_5XX_Count", "Sum", "5xx of the load balancer"),
			p.ofLoadBalancer("RejectedConnectionCount", "Sum", "connections refused"),
		}}},
		{
			{title: "CPU, percent", limit: usedPercent, metrics: each(p.Services, func(s envs.Service) metric { return p.used("CPUUtilization", s) })},
			{title: "Memory, percent", limit: usedPercent, metrics: each(p.Services, func(s envs.Service) metric { return p.used("MemoryUtilization", s) })},
			{title: "Running tasks", metrics: each(p.Services, p.running)},
		},
	}
	for _, s := range p.Services {
		if !s.Public {
			all = append(all, private(p, s))
		}
	}
	all = append(all, []panel{
		{title: "Web ACL", limit: blockedRequests, period: 300, metrics: []metric{
			p.filtered("AllowedRequests", "allowed"), p.filtered("BlockedRequests", "blocked"),
		}},
		{title: "Certificate, days left", limit: expiryDays, period: 86400, metrics: []metric{p.expiry()}},
	})
	if zones := p.zones(); len(zones) > 0 {
		of := func(name string) []metric {
			return each(zones, func(zone string) metric { return p.ofGateway(name, zone, zone) })
		}
		all = append(all, []panel{
			{title: "NAT gateways: connections without a port", period: 300, metrics: of("ErrorPortAllocation")},
			{title: "NAT gateways: bytes sent out", period: 300, metrics: of("BytesOutToDestination")},
		})
	}
	return append(all, []panel{{
		title: "Cost of the whole account this month, US dollars", region: billingRegion, period: 21600,
		metrics: []metric{{"AWS/Billing", "EstimatedCharges", []dimension{{"Currency", "USD"}}, "Maximum", "estimated charges"}},
	}})
}

// private is the row of a service that the load balancer does not see.
func private(p Props, s envs.Service) []panel {
	row := []panel{
		{title: s.Name + ": errors in its log", limit: errorsPerMinute, metrics: []metric{p.logged(s).labelled("errors")}},
		{title: s.Name + ": requests", metrics: []metric{p.called(s)}},
	}
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
