package datadog

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// reads are the actions with which Datadog reads the metrics and tags of what
// the environment is made of. None reads what things hold.
var reads = []string{
	"cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics",
	"ec2:DescribeNatGateways", "ec2:DescribeRegions", "ec2:DescribeVpcs",
	"ecs:DescribeClusters", "ecs:DescribeServices", "ecs:ListClusters", "ecs:ListServices",
	"elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeTags",
	"elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
	"tag:GetResources", "tag:GetTagKeys", "tag:GetTagValues",
}

// newIntegration lets Datadog read metrics, where its external id is known.
// Without that id anyone with a Datadog account could have it read this one.
func newIntegration(m address.Module, props Props) {
	if props.Datadog.ExternalID == "" {
		return
	}
	role := iamrole.NewIamRole(m.Stack, m.ID("integration"), &iamrole.IamRoleConfig{
		Name:        jsii.String(props.Label.Name("datadog")),
		Description: jsii.String("Lets Datadog read metrics and tags"),
		AssumeRolePolicy: iam.Document(m, "integration_trust", iam.Statement{
			Actions: []string{"sts:AssumeRole"},
			Principals: []iam.Principal{{
				Type: "AWS", Identifiers: []string{fmt.Sprintf("arn:%s:iam::%s:root", props.Partition, props.Datadog.Account())},
			}},
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "sts:ExternalId", Values: []string{props.Datadog.ExternalID}}},
		}),
	})
	iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("integration_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name: jsii.String("read-metrics"),
		Role: role.Id(),
		Policy: iam.Document(m, "integration_policy_document", iam.Statement{
			Sid: "ReadMetrics", Actions: reads,
			// None of these actions can be narrowed to a resource, or not to one
			// that Datadog knows beforehand.
			Resources: []string{"*"},
		}),
	})
}
