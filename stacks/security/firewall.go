package security

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/wafv2webacl"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/wafv2webaclassociation"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/wafv2webaclloggingconfiguration"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/loggroup"
)

// FirewallProps are what the web ACL needs.
type FirewallProps struct {
	// Label makes the names.
	Label envs.Label
	// LoadBalancerARN is the load balancer that it protects.
	LoadBalancerARN *string
	// RateLimit is how many requests an IP address may send in five minutes.
	RateLimit int
	// LogRetentionDays is how long its log is kept.
	LogRetentionDays int
	// Key encrypts its log.
	Key Key
}

// managedRules are the rule groups of AWS, in the order in which they are
// asked, behind the rate limit.
var managedRules = []string{
	"AWSManagedRulesCommonRuleSet",
	"AWSManagedRulesKnownBadInputsRuleSet",
	"AWSManagedRulesAmazonIpReputationList",
}

// redactedHeaders carry credentials, which no log may keep.
var redactedHeaders = []string{"authorization", "cookie", "apikey", "x-api-key"}

// NewFirewall declares the web ACL in front of the load balancer.
func NewFirewall(m address.Module, props FirewallProps) {
	rules := []*wafv2webacl.Wafv2WebAclRule{{
		Name:     jsii.String("RateLimitRule"),
		Priority: jsii.Number(1),
		Action:   &wafv2webacl.Wafv2WebAclRuleAction{Block: &wafv2webacl.Wafv2WebAclRuleActionBlock{}},
		// The bindings leave statements untyped, in Terraform's own names.
		Statement: map[string]any{
			"rate_based_statement": map[string]any{"limit": props.RateLimit, "aggregate_key_type": "IP"},
		},
		VisibilityConfig: ruleMetric("RateLimitRule"),
	}}
	for i, name := range managedRules {
		rules = append(rules, &wafv2webacl.Wafv2WebAclRule{
			Name:           jsii.String(name),
			Priority:       jsii.Number(i + 2),
			OverrideAction: &wafv2webacl.Wafv2WebAclRuleOverrideAction{None: &wafv2webacl.Wafv2WebAclRuleOverrideActionNone{}},
			Statement: map[string]any{
				"managed_rule_group_statement": map[string]any{"name": name, "vendor_name": "AWS"},
			},
			VisibilityConfig: ruleMetric(name),
		})
	}
	acl := wafv2webacl.NewWafv2WebAcl(m.Stack, m.ID("waf"), &wafv2webacl.Wafv2WebAclConfig{
		Name:          jsii.String(props.Label.Name("waf")),
		Description:   jsii.String("In front of the load balancer of " + props.Label.Prefix()),
		Scope:         jsii.String("REGIONAL"),
		DefaultAction: &wafv2webacl.Wafv2WebAclDefaultAction{Allow: &wafv2webacl.Wafv2WebAclDefaultActionAllow{}},
		Rule:          &rules,
		VisibilityConfig: &wafv2webacl.Wafv2WebAclVisibilityConfig{
			CloudwatchMetricsEnabled: jsii.Bool(true),
			MetricName:               jsii.String(props.Label.Name("waf")),
			SampledRequestsEnabled:   jsii.Bool(true),
		},
	}).Arn()
	wafv2webaclassociation.NewWafv2WebAclAssociation(m.Stack, m.ID("waf_association"), &wafv2webaclassociation.Wafv2WebAclAssociationConfigA{
		ResourceArn: props.LoadBalancerARN,
		WebAclArn:   acl,
	})

	redacted := make([]*wafv2webaclloggingconfiguration.Wafv2WebAclLoggingConfigurationRedactedFields, len(redactedHeaders))
	for i, header := range redactedHeaders {
		redacted[i] = &wafv2webaclloggingconfiguration.Wafv2WebAclLoggingConfigurationRedactedFields{
			SingleHeader: &wafv2webaclloggingconfiguration.Wafv2WebAclLoggingConfigurationRedactedFieldsSingleHeader{Name: jsii.String(header)},
		}
	}
	group := loggroup.New(m, "waf_log", loggroup.Options{
		Name:          props.Label.WebACLLogGroup(),
		RetentionDays: props.LogRetentionDays,
		KeyARN:        props.Key.ARN,
		KeyPolicy:     props.Key.Policy,
	}).Arn()
	wafv2webaclloggingconfiguration.NewWafv2WebAclLoggingConfiguration(m.Stack, m.ID("waf_logging"),
		&wafv2webaclloggingconfiguration.Wafv2WebAclLoggingConfigurationConfig{
			LogDestinationConfigs: &[]*string{group},
			ResourceArn:           acl,
			RedactedFields:        &redacted,
		})
}

func ruleMetric(name string) *wafv2webacl.Wafv2WebAclRuleVisibilityConfig {
	return &wafv2webacl.Wafv2WebAclRuleVisibilityConfig{
		CloudwatchMetricsEnabled: jsii.Bool(true),
		MetricName:               jsii.String(name),
		SampledRequestsEnabled:   jsii.Bool(true),
	}
}
