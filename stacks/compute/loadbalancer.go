package compute

import (
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lb"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lblistener"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lbtargetgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
)

// LoadBalancerProps are what the load balancer needs.
type LoadBalancerProps struct {
	// Label makes the names.
	Label envs.Label
	// Domain is where the API is reached.
	Domain envs.Domain
	// Services hold the one public service, to which requests go.
	Services []envs.Service
	// VPCID is the VPC of the tasks.
	VPCID *string
	// SubnetIDs are the public subnets, in two zones or more.
	SubnetIDs []*string
	// SecurityGroupID admits HTTP and HTTPS.
	SecurityGroupID *string
	// LogBucket receives access logs.
	LogBucket *string
	// LogBucketPolicy lets Elastic Load Balancing write there.
	LogBucketPolicy cdktf.ITerraformDependable
	// Keep refuses the load balancer's destruction.
	Keep bool
}

// LoadBalancer is what other modules may know of the load balancer.
type LoadBalancer struct {
	// ARN is the load balancer's ARN.
	ARN *string
	// DNSName is the load balancer's own name.
	DNSName *string
	// ARNSuffix and TargetGroupARNSuffix are what CloudWatch calls the load
	// balancer and its target group.
	ARNSuffix, TargetGroupARNSuffix *string
	// CertificateARN is the API's certificate.
	CertificateARN *string
	// ZoneID is the hosted zone of the environment's names.
	ZoneID *string
	// NameServers are those of the hosted zone, nil where it existed before.
	NameServers *[]*string

	targetGroupARN *string
	listener       cdktf.ITerraformDependable
}

// tlsPolicy offers TLS 1.3, and 1.2 with forward secrecy (control ELB.17); the
// plan's policy of 2017 (line 544) has no TLS 1.3.
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"

// drainSeconds is how long a target that goes may finish its requests (plan,
// line 535).
const drainSeconds = 30

// NewLoadBalancer declares the API's load balancer, certificate and name.
func NewLoadBalancer(m address.Module, props LoadBalancerProps) *LoadBalancer {
	balancer := lb.NewLb(m.Stack, m.ID("alb"), &lb.LbConfig{
		Name:             jsii.String(props.Label.Name("alb")),
		Internal:         jsii.Bool(false),
		LoadBalancerType: jsii.String("application"),
		SecurityGroups:   &[]*string{props.SecurityGroupID},
		Subnets:          &props.SubnetIDs,

		EnableDeletionProtection:     jsii.Bool(props.Keep),
		EnableHttp2:                  jsii.Bool(true),
		EnableCrossZoneLoadBalancing: jsii.Bool(true),
		DropInvalidHeaderFields:      jsii.Bool(true),
		DesyncMitigationMode:         jsii.String("defensive"),

		AccessLogs: &lb.LbAccessLogs{Bucket: props.LogBucket, Enabled: jsii.Bool(true)},
		// Elastic Load Balancing tries the bucket at once and refuses one that
		// it cannot write to.
		DependsOn: &[]cdktf.ITerraformDependable{props.LogBucketPolicy},
	})
	zone := newZone(m, props.Domain)
	certificate := newCertificate(m, props.Domain, zone)
	group, suffix := newTargetGroup(m, props)
	arn := balancer.Arn()

	lblistener.NewLbListener(m.Stack, m.ID("http"), &lblistener.LbListenerConfig{
		LoadBalancerArn: arn,
		Port:            jsii.Number(80),
		Protocol:        jsii.String("HTTP"),
		DefaultAction: &[]*lblistener.LbListenerDefaultAction{{
			Type: jsii.String("redirect"),
			Redirect: &lblistener.LbListenerDefaultActionRedirect{
				Port: jsii.String("443"), Protocol: jsii.String("HTTPS"), StatusCode: jsii.String("HTTP_301"),
			},
		}},
		Tags: address.NameTag(props.Label.Name("alb", "http")),
	})
	listener := lblistener.NewLbListener(m.Stack, m.ID("https"), &lblistener.LbListenerConfig{
		LoadBalancerArn: arn,
		Port:            jsii.Number(443),
		Protocol:        jsii.String("HTTPS"),
		SslPolicy:       jsii.String(tlsPolicy),
		CertificateArn:  certificate,
		DefaultAction: &[]*lblistener.LbListenerDefaultAction{{
			Type: jsii.String("forward"), TargetGroupArn: group,
		}},
		Tags: address.NameTag(props.Label.Name("alb", "https")),
	})
	route53record.NewRoute53Record(m.Stack, m.ID("api"), &route53record.Route53RecordConfig{
		ZoneId: zone.id,
		Name:   jsii.String(props.Domain.API),
		Type:   jsii.String("A"),
		Alias: &route53record.Route53RecordAlias{
			Name:                 balancer.DnsName(),
			ZoneId:               balancer.ZoneId(),
			EvaluateTargetHealth: jsii.Bool(true),
		},
	})
	return &LoadBalancer{
		ARN:                  arn,
		DNSName:              balancer.DnsName(),
		ARNSuffix:            balancer.ArnSuffix(),
		TargetGroupARNSuffix: suffix,
		CertificateARN:       certificate,
		ZoneID:               zone.id,
		NameServers:          zone.nameServers,
		targetGroupARN:       group,
		listener:             listener,
	}
}

// newTargetGroup has the health check of the plan (lines 524-533).
func newTargetGroup(m address.Module, props LoadBalancerProps) (arn, suffix *string) {
	public := publicService(props.Services)
	group := lbtargetgroup.NewLbTargetGroup(m.Stack, m.ID("targets"), &lbtargetgroup.LbTargetGroupConfig{
		Name:                jsii.String(props.Label.TargetGroup(public.Port)),
		Port:                jsii.Number(public.Port),
		Protocol:            jsii.String("HTTP"),
		VpcId:               props.VPCID,
		TargetType:          jsii.String("ip"),
		DeregistrationDelay: jsii.String(strconv.Itoa(drainSeconds)),
		HealthCheck: &lbtargetgroup.LbTargetGroupHealthCheck{
			Enabled:            jsii.Bool(true),
			HealthyThreshold:   jsii.Number(2),
			UnhealthyThreshold: jsii.Number(2),
			Timeout:            jsii.Number(5),
			Interval:           jsii.Number(30),
			Path:               jsii.String("/health"),
			Matcher:            jsii.String("200"),
		},
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	return group.Arn(), group.ArnSuffix()
}

// publicService is the one behind the load balancer; validation has seen to
// there being one.
func publicService(services []envs.Service) envs.Service {
	for _, s := range services {
		if s.Public {
			return s
		}
	}
	return envs.Service{}
}
