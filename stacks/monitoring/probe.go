package monitoring

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53healthcheck"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newProbe declares what asks the API for an answer from outside. It connects by
// TLS, and does not judge the certificate (How Route 53 determines whether a health
// check is healthy), of which the alarm on its expiry tells.
func newProbe(m address.Module, props Props) (id *string) {
	route53healthcheck.NewRoute53HealthCheck(m.Stack, m.ID("probe"), &route53healthcheck.Route53HealthCheckConfig{
		Type:             jsii.String("HTTPS"),
		FailureThreshold: jsii.Number(3),
		Fqdn:             jsii.String(props.Host),
		Port:             jsii.Number(443),
		RequestInterval:  jsii.Number(30),
		ResourcePath:     jsii.String(props.Probe.Path),
		Tags:             address.NameTag(props.Label.Name("probe")),
	})
	return m.Ref("aws_route53_health_check", "probe", "id")
}

// probed is what the probe sees, as Route 53 publishes it.
func (p Props) probed(name, label string) metric {
	return metric{"AWS/Route53", name, []dimension{{"HealthCheckId", *p.probe}}, "Minimum", label}
}
