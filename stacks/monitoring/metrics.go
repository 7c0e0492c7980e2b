package monitoring

import (
	"github.com/aws/jsii-runtime-go"

	"github.com/example/predictive-maintenance/envs"
)

// metric is a CloudWatch metric with what identifies it. Alarms and the
// dashboard take theirs from the same functions below: a metric whose
// dimensions are not exactly those it is published under has no data, and
// nothing says so.
type metric struct {
	namespace, name string
	dimensions      []dimension
	// stat is a statistic, "Sum", or a percentile, "p95".
	stat string
	// label names the metric on the dashboard.
	label string
}

type dimension struct{ name, value string }

// labelled is the metric under a name for the dashboard.
func (m metric) labelled(label string) metric {
	m.label = label
	return m
}

// dimensionMap is what identifies the metric in an alarm; nil where nothing does
// but its name.
func (m metric) dimensionMap() *map[string]*string {
	if len(m.dimensions) == 0 {
		return nil
	}
	all := map[string]*string{}
	for _, d := range m.dimensions {
		all[d.name] = jsii.String(d.value)
	}
	return &all
}

// identity is what a dashboard calls the metric by; nothing for no metric.
func (m metric) identity() []any {
	if m.name == "" {
		return nil
	}
	all := []any{m.namespace, m.name}
	for _, d := range m.dimensions {
		all = append(all, d.name, d.value)
	}
	return all
}

func (p Props) ofService(s envs.Service) []dimension {
	return []dimension{{"ClusterName", p.Label.Name("cluster")}, {"ServiceName", p.Label.Name(s.Name)}}
}

// used is CPUUtilization or MemoryUtilization of a service, in percent.
func (p Props) used(what string, s envs.Service) metric {
	return metric{"AWS/ECS", what, p.ofService(s), "Average", s.Name}
}

// running is the number of a service's tasks that run. Container Insights
// publishes it, which the cluster has on.
func (p Props) running(s envs.Service) metric {
	return metric{"ECS/ContainerInsights", "RunningTaskCount", p.ofService(s), "Minimum", s.Name}
}

// called is the number of requests that a service gets through Service Connect,
// which counts those of gRPC apart.
func (p Props) called(s envs.Service) metric {
	name := "RequestCount"
	if s.Protocol == envs.GRPC {
		name = "GrpcRequestCount"
	}
	return metric{"AWS/ECS", name, append(p.ofService(s), dimension{"DiscoveryName", s.Name}), "Sum", "requests"}
}

// waited is how long a caller waits for a service behind Service Connect, in
// milliseconds. It is published under the caller's name.
func (p Props) waited(caller, s envs.Service) metric {
	return metric{"AWS/ECS", "TargetResponseTime", append(p.ofService(caller), dimension{"TargetDiscoveryName", s.Name}), "p95", "p95, called by " + caller.Name}
}

// byStatus says whether the load balancer tells a service's errors by the status
// of its answers. In gRPC that is 200 whatever went wrong (gRPC over HTTP2,
// Responses), and of a private service it sees nothing.
func byStatus(s envs.Service) bool { return s.Public && s.Protocol == envs.HTTP }

// logged is the number of errors in a service's log. The metric is of our own
// making: what tells environments and services apart stands in its names,
// because a filter on plain text can give no dimensions.
func (p Props) logged(s envs.Service) metric {
	return metric{p.Label.Metrics(), s.Name + "-errors", nil, "Sum", s.Name}
}

func (p Props) ofTargets(s envs.Service, name, stat, label string) metric {
	return metric{"AWS/ApplicationELB", name, []dimension{
		{"LoadBalancer", *p.LoadBalancer.ARNSuffix},
		{"TargetGroup", *p.LoadBalancer.TargetGroupARNSuffixes[s.Name]},
	}, stat, label}
}

func (p Props) ofLoadBalancer(name, stat, label string) metric {
	return metric{"AWS/ApplicationELB", name, []dimension{{"LoadBalancer", *p.LoadBalancer.ARNSuffix}}, stat, label}
}

// filtered counts requests by what the web ACL did with them, over all its
// rules.
func (p Props) filtered(name, label string) metric {
	return metric{"AWS/WAFV2", name, []dimension{{"Region", p.Region}, {"Rule", "ALL"}, {"WebACL", p.WebACL}}, "Sum", label}
}

func (p Props) ofGateway(name, zone, label string) metric {
	return metric{"AWS/NATGateway", name, []dimension{{"NatGatewayId", *p.NATGateways[zone]}}, "Sum", label}
}

func (p Props) expiry() metric {
	return metric{"AWS/CertificateManager", "DaysToExpiry", []dimension{{"CertificateArn", *p.LoadBalancer.CertificateARN}}, "Minimum", "days"}
}

// delivered is what deliveries publish about themselves (internal/pipeline).
func (p Props) delivered(name, stat, label string) metric {
	return metric{p.Label.Metrics(), name, nil, stat, label}
}
