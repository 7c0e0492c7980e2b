package networking

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchloggroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/flowlog"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/iam"
)

// newFlowLog records the VPC's traffic in CloudWatch (control EC2.6).
func newFlowLog(scope constructs.Construct, props Props, v vpc) {
	group := cloudwatchloggroup.NewCloudwatchLogGroup(scope, jsii.String("flow"), &cloudwatchloggroup.CloudwatchLogGroupConfig{
		Name:            jsii.String(props.Label.FlowLogGroup()),
		RetentionInDays: jsii.Number(props.LogRetentionDays),
		KmsKeyId:        jsii.String(props.LogKeyARN),
		DependsOn:       &[]cdktf.ITerraformDependable{props.LogKeyPolicy},
	}).Arn()

	role := iamrole.NewIamRole(scope, jsii.String("flow_role"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("flow-log")),
		Description:      jsii.String("Lets VPC flow logs write to CloudWatch Logs"),
		AssumeRolePolicy: iam.Trust(scope, "flow_trust", "vpc-flow-logs.amazonaws.com", props.AccountID),
	})
	policy := iamrolepolicy.NewIamRolePolicy(scope, jsii.String("flow_role_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name: jsii.String("write-flow-log"),
		Role: role.Id(),
		Policy: iam.Document(scope, "flow_policy", iam.Statement{
			Sid:       "WriteFlowLog",
			Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			Resources: []string{*group + ":*"},
		}),
	})

	flowlog.NewFlowLog(scope, jsii.String("flow_log"), &flowlog.FlowLogConfig{
		IamRoleArn:     role.Arn(),
		LogDestination: group,
		TrafficType:    jsii.String(string(props.Network.FlowLog)),
		VpcId:          v.id,
		Tags:           props.named("flow"),
		// Delivery starts as soon as the flow log exists; without the policy
		// its first attempts are refused.
		DependsOn: &[]cdktf.ITerraformDependable{policy},
	})
}

// address makes a service's name part of a Terraform address, which takes no
// dots.
func address(service string) string { return strings.ReplaceAll(service, ".", "-") }
