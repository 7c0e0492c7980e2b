package compute

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53healthcheck"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Failover is the part of a load balancer among two with the same names, in the
// words of Route 53.
type Failover string

const (
	// Primary answers while it is healthy.
	Primary Failover = "PRIMARY"
	// Secondary answers while the other does not and it does itself. Without a
	// task it is not healthy, and Route 53 goes on naming the first one: nobody is
	// led to services that were not started (Amazon Route 53, ResourceRecordSet,
	// Failover).
	Secondary Failover = "SECONDARY"
)

const (
	// checkSeconds and failedChecks are how often each of Route 53's health
	// checkers asks, and how many failures in a row it takes for one: half a
	// minute. Asking every 10 seconds instead of 30 costs a dollar a month more.
	checkSeconds = 10
	failedChecks = 3
)

// newHealthCheck has Route 53 ask the first load balancer for its health, from
// several regions: what it knows of the load balancer's own targets comes from the
// region that may be lost. It asks by the load balancer's own name, since the API's
// leads to whichever answers, and Route 53 looks at no certificate.
func newHealthCheck(m address.Module, props LoadBalancerProps, name *string) *string {
	if props.Failover != Primary {
		return nil
	}
	env := envs.Environment{Services: props.Services}
	watched, _ := env.Watched()
	return route53healthcheck.NewRoute53HealthCheck(m.Stack, m.ID("health"), &route53healthcheck.Route53HealthCheckConfig{
		Type:             jsii.String("HTTPS"),
		Fqdn:             name,
		Port:             jsii.Number(443),
		ResourcePath:     jsii.String(watched.HealthCheckPath()),
		RequestInterval:  jsii.Number(checkSeconds),
		FailureThreshold: jsii.Number(failedChecks),
		MeasureLatency:   jsii.Bool(false),
		Tags:             address.NameTag(props.Label.Name("api")),
	}).Id()
}

// of gives a record its part.
func (f Failover) of(record *route53record.Route53RecordConfig, health *string) {
	if f == "" {
		return
	}
	record.SetIdentifier = jsii.String(strings.ToLower(string(f)))
	record.FailoverRoutingPolicy = &route53record.Route53RecordFailoverRoutingPolicy{Type: jsii.String(string(f))}
	record.HealthCheckId = health
}
