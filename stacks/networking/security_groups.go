package networking

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcsecuritygroupegressrule"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcsecuritygroupingressrule"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	http  = 80
	https = 443
)

// securityGroups holds the groups' ids.
type securityGroups struct {
	alb, sagemaker *string
	// endpoints is nil where there are no interface endpoints.
	endpoints *string
	services  map[string]*string
}

// newSecurityGroups gives the load balancer, each service, SageMaker jobs and
// the interface endpoints a group of their own. A rule is a resource of its own
// that names the group at its other end: who may talk to whom reads as a list,
// and a change replaces one rule, not a group.
func newSecurityGroups(m address.Module, props Props, v vpc) securityGroups {
	groups := securityGroups{
		alb:       newGroup(m, props, v, "alb", "Public entry: the load balancer"),
		sagemaker: newGroup(m, props, v, "sagemaker", "SageMaker jobs that run in the VPC"),
		services:  map[string]*string{},
	}
	if len(props.Network.InterfaceEndpoints) > 0 {
		groups.endpoints = newGroup(m, props, v, "endpoints", "Interface endpoints")
	}
	for _, s := range props.Services {
		groups.services[s.Name] = newGroup(m, props, v, s.Name, "Tasks of "+s.Name)
	}

	rules := ruleSet{m, props}
	rules.fromAnywhere("alb", groups.alb, http, "HTTP, answered with a redirect to HTTPS")
	rules.fromAnywhere("alb", groups.alb, https, "HTTPS")
	rules.within("sagemaker", groups.sagemaker, "Members of a distributed job to each other")
	rules.toAWS("sagemaker", groups.sagemaker, groups.endpoints, "SageMaker jobs")

	for _, s := range props.Services {
		group := groups.services[s.Name]
		if s.Public {
			rules.between("alb", groups.alb, s.Name, group, s.Port, "Load balancer to "+s.Name)
		}
		for _, callee := range props.Services {
			for _, called := range s.Calls {
				if called == callee.Name {
					rules.between(s.Name, group, callee.Name, groups.services[callee.Name], callee.Port, s.Name+" to "+callee.Name)
				}
			}
		}
		rules.toAWS(s.Name, group, groups.endpoints, s.Name)
	}
	return groups
}

func newGroup(m address.Module, props Props, v vpc, role, description string) *string {
	return securitygroup.NewSecurityGroup(m.Stack, m.ID(role), &securitygroup.SecurityGroupConfig{
		// A prefix, because a group that must be replaced is created anew
		// while the old one is still in use, and names are unique in a VPC.
		NamePrefix:  jsii.String(props.Label.Name(role) + "-"),
		Description: jsii.String(description),
		VpcId:       v.id,
		Tags:        props.named(role, "sg"),
		Lifecycle:   &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	}).Id()
}

// ruleSet declares rules, of TCP where it says nothing else.
type ruleSet struct {
	m     address.Module
	props Props
}

func (r ruleSet) fromAnywhere(role string, group *string, port int, description string) {
	vpcsecuritygroupingressrule.NewVpcSecurityGroupIngressRule(r.m.Stack, r.m.ID(fmt.Sprintf("%s_from_internet_%d", role, port)),
		&vpcsecuritygroupingressrule.VpcSecurityGroupIngressRuleConfig{
			SecurityGroupId: group,
			Description:     jsii.String(description),
			IpProtocol:      jsii.String("tcp"),
			FromPort:        jsii.Number(port),
			ToPort:          jsii.Number(port),
			CidrIpv4:        jsii.String(anywhere),
			Tags:            r.props.named(role, fmt.Sprintf("from-internet-%d", port)),
		})
}

func (r ruleSet) toAnywhere(role string, group *string, port int, description string) {
	vpcsecuritygroupegressrule.NewVpcSecurityGroupEgressRule(r.m.Stack, r.m.ID(fmt.Sprintf("%s_to_internet_%d", role, port)),
		&vpcsecuritygroupegressrule.VpcSecurityGroupEgressRuleConfig{
			SecurityGroupId: group,
			Description:     jsii.String(description),
			IpProtocol:      jsii.String("tcp"),
			FromPort:        jsii.Number(port),
			ToPort:          jsii.Number(port),
			CidrIpv4:        jsii.String(anywhere),
			Tags:            r.props.named(role, fmt.Sprintf("to-internet-%d", port)),
		})
}

// toAWS lets a group reach AWS's APIs, and what else the internet has: by the
// interface endpoints where there are any, and beside them by public addresses,
// which S3 has behind its gateway endpoint too.
func (r ruleSet) toAWS(role string, group, endpoints *string, who string) {
	if endpoints != nil {
		r.between(role, group, "endpoints", endpoints, https, who+" to AWS APIs in the VPC")
	}
	r.toAnywhere(role, group, https, "HTTPS to S3, AWS APIs without an endpoint and the internet")
}

// within lets the members of a group reach each other, by every protocol: a
// distributed job's containers choose their ports, and with an Elastic Fabric
// Adapter speak no TCP (SageMaker, training jobs in a VPC, security group).
func (r ruleSet) within(role string, group *string, description string) {
	vpcsecuritygroupegressrule.NewVpcSecurityGroupEgressRule(r.m.Stack, r.m.ID(fmt.Sprintf("%s_to_%s", role, role)),
		&vpcsecuritygroupegressrule.VpcSecurityGroupEgressRuleConfig{
			SecurityGroupId:           group,
			Description:               jsii.String(description),
			IpProtocol:                jsii.String("-1"),
			ReferencedSecurityGroupId: group,
			Tags:                      r.props.named(role, "to", role),
		})
	vpcsecuritygroupingressrule.NewVpcSecurityGroupIngressRule(r.m.Stack, r.m.ID(fmt.Sprintf("%s_from_%s", role, role)),
		&vpcsecuritygroupingressrule.VpcSecurityGroupIngressRuleConfig{
			SecurityGroupId:           group,
			Description:               jsii.String(description),
			IpProtocol:                jsii.String("-1"),
			ReferencedSecurityGroupId: group,
			Tags:                      r.props.named(role, "from", role),
		})
}

// between lets one group reach another, with a rule at each end.
func (r ruleSet) between(from string, fromGroup *string, to string, toGroup *string, port int, description string) {
	vpcsecuritygroupegressrule.NewVpcSecurityGroupEgressRule(r.m.Stack, r.m.ID(fmt.Sprintf("%s_to_%s", from, to)),
		&vpcsecuritygroupegressrule.VpcSecurityGroupEgressRuleConfig{
			SecurityGroupId:           fromGroup,
			Description:               jsii.String(description),
			IpProtocol:                jsii.String("tcp"),
			FromPort:                  jsii.Number(port),
			ToPort:                    jsii.Number(port),
			ReferencedSecurityGroupId: toGroup,
			Tags:                      r.props.named(from, "to", to),
		})
	vpcsecuritygroupingressrule.NewVpcSecurityGroupIngressRule(r.m.Stack, r.m.ID(fmt.Sprintf("%s_from_%s", to, from)),
		&vpcsecuritygroupingressrule.VpcSecurityGroupIngressRuleConfig{
			SecurityGroupId:           toGroup,
			Description:               jsii.String(description),
			IpProtocol:                jsii.String("tcp"),
			FromPort:                  jsii.Number(port),
			ToPort:                    jsii.Number(port),
			ReferencedSecurityGroupId: fromGroup,
			Tags:                      r.props.named(to, "from", from),
		})
}
