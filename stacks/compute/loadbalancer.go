package compute

import (
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lb"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lblistener"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lblistenerrule"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lbtargetgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// LoadBalancerProps are what the load balancer needs.
type LoadBalancerProps struct {
	// Label makes the names.
	Label envs.Label
	// Domain is where the API is reached.
	Domain envs.Domain
	// Hosts are the names that it answers to, the API's first.
	Hosts []string
	// Services hold the public ones, to which requests go.
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
	// Failover is this load balancer's part where another one, in another region,
	// has the same names; the zero value is none.
	Failover Failover
}

// LoadBalancer is what other modules may know of the load balancer.
type LoadBalancer struct {
	// ARN is the load balancer's ARN.
	ARN *string
	// DNSName is the load balancer's own name.
	DNSName *string
	// ARNSuffix is what CloudWatch calls the load balancer, and
	// TargetGroupARNSuffixes what it calls the target groups, by service name.
	ARNSuffix              *string
	TargetGroupARNSuffixes map[string]*string
	// CertificateARN is the certificate of all its names.
	CertificateARN *string
	// ZoneID is the hosted zone of the environment's names.
	ZoneID *string
	// NameServers are those of the hosted zone, nil where it existed before.
	NameServers *[]*string

	// targets are what public services register with, by service name.
	targets map[string]target
}

// target is a target group, and what leads to it.
type target struct {
	arn *string
	led cdktf.ITerraformDependable
}

// tlsPolicy offers TLS 1.3, and 1.2 with forward secrecy (control ELB.17); the
// plan's policy of 2017 (line 544) has no TLS 1.3.
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"

// drainSeconds is how long a target that goes may finish its requests (plan,
// line 535).
const drainSeconds = 30

// NewLoadBalancer declares the load balancer, with its certificate and names.
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
		// It costs nothing and shifts nothing by itself, and AWS refuses to lead
		// requests away from a zone where it was not asked before.
		EnableZonalShift:        jsii.Bool(true),
		DropInvalidHeaderFields: jsii.Bool(true),
		DesyncMitigationMode:    jsii.String("defensive"),

		AccessLogs: &lb.LbAccessLogs{Bucket: props.LogBucket, Enabled: jsii.Bool(true)},
		// Elastic Load Balancing tries the bucket at once and refuses one that
		// it cannot write to.
		DependsOn: &[]cdktf.ITerraformDependable{props.LogBucketPolicy},
	})
	zone := newZone(m, props.Domain)
	certificate := newCertificate(m, props.Domain, props.Hosts, zone, props.Failover != Secondary)
	made := &LoadBalancer{TargetGroupARNSuffixes: map[string]*string{}, targets: map[string]target{}}
	groups := map[string]*string{}
	unmatched := nothing()
	for _, s := range props.Services {
		if !s.Public {
			continue
		}
		groups[s.Name], made.TargetGroupARNSuffixes[s.Name] = newTargetGroup(m, props, s)
		if s.Default() {
			unmatched = &lblistener.LbListenerDefaultAction{Type: jsii.String("forward"), TargetGroupArn: groups[s.Name]}
		}
	}
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
		DefaultAction:   &[]*lblistener.LbListenerDefaultAction{unmatched},
		Tags:            address.NameTag(props.Label.Name("alb", "https")),
	})
	for _, s := range props.Services {
		if s.Public {
			led := cdktf.ITerraformDependable(listener)
			if !s.Default() {
				led = newRule(m, props, s, listener.Arn(), groups[s.Name])
			}
			made.targets[s.Name] = target{groups[s.Name], led}
		}
	}
	health := newHealthCheck(m, props, balancer.DnsName())
	for i, host := range props.Hosts {
		role := "api"
		if i > 0 {
			role = host + "_host"
		}
		record := &route53record.Route53RecordConfig{
			ZoneId: zone.id,
			Name:   jsii.String(host),
			Type:   jsii.String("A"),
			Alias: &route53record.Route53RecordAlias{
				Name:                 balancer.DnsName(),
				ZoneId:               balancer.ZoneId(),
				EvaluateTargetHealth: jsii.Bool(true),
			},
		}
		props.Failover.of(record, health)
		route53record.NewRoute53Record(m.Stack, m.ID(role), record)
	}
	made.ARN = arn
	made.DNSName = balancer.DnsName()
	made.ARNSuffix = balancer.ArnSuffix()
	made.CertificateARN = certificate
	made.ZoneID = zone.id
	made.NameServers = zone.nameServers
	return made
}

// nothing answers what no service takes.
func nothing() *lblistener.LbListenerDefaultAction {
	return &lblistener.LbListenerDefaultAction{
		Type: jsii.String("fixed-response"),
		FixedResponse: &lblistener.LbListenerDefaultActionFixedResponse{
			ContentType: jsii.String("text/plain"), MessageBody: jsii.String("Not found"), StatusCode: jsii.String("404"),
		},
	}
}

// newRule leads the requests of a service's route to it.
func newRule(m address.Module, props LoadBalancerProps, s envs.Service, listener, group *string) cdktf.ITerraformDependable {
	var conditions []*lblistenerrule.LbListenerRuleCondition
	if s.Route.Host != "" {
		conditions = append(conditions, &lblistenerrule.LbListenerRuleCondition{
			HostHeader: &lblistenerrule.LbListenerRuleConditionHostHeader{Values: jsii.Strings(s.Route.Host)},
		})
	}
	if len(s.Route.Paths) > 0 {
		conditions = append(conditions, &lblistenerrule.LbListenerRuleCondition{
			PathPattern: &lblistenerrule.LbListenerRuleConditionPathPattern{Values: jsii.Strings(s.Route.Paths...)},
		})
	}
	return lblistenerrule.NewLbListenerRule(m.Stack, m.ID(s.Name+"_rule"), &lblistenerrule.LbListenerRuleConfig{
		ListenerArn: listener,
		Priority:    jsii.Number(s.Route.Priority),
		Action: &[]*lblistenerrule.LbListenerRuleAction{{
			Type: jsii.String("forward"), TargetGroupArn: group,
		}},
		Condition: &conditions,
		Tags:      address.NameTag(props.Label.Name(s.Name, "rule")),
	})
}

// newTargetGroup has the health check of the plan (lines 524-533), and in gRPC
// the same: the status OK is 0 there.
func newTargetGroup(m address.Module, props LoadBalancerProps, s envs.Service) (arn, suffix *string) {
	role, healthy := s.Name+"_targets", "200"
	if s.Default() {
		role = "targets"
	}
	var version *string
	if s.Protocol == envs.GRPC {
		version, healthy = jsii.String("GRPC"), "0"
	}
	group := lbtargetgroup.NewLbTargetGroup(m.Stack, m.ID(role), &lbtargetgroup.LbTargetGroupConfig{
		Name:                jsii.String(props.Label.TargetGroup(s)),
		Port:                jsii.Number(s.Port),
		Protocol:            jsii.String("HTTP"),
		ProtocolVersion:     version,
		VpcId:               props.VPCID,
		TargetType:          jsii.String("ip"),
		DeregistrationDelay: jsii.String(strconv.Itoa(drainSeconds)),
		HealthCheck: &lbtargetgroup.LbTargetGroupHealthCheck{
			Enabled:            jsii.Bool(true),
			HealthyThreshold:   jsii.Number(2),
			UnhealthyThreshold: jsii.Number(2),
			Timeout:            jsii.Number(5),
			Interval:           jsii.Number(30),
			Path:               jsii.String(s.HealthCheckPath()),
			Matcher:            jsii.String(healthy),
		},
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	return group.Arn(), group.ArnSuffix()
}
