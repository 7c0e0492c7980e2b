package networking

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/flowlog"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
	"github.com/example/predictive-maintenance/internal/resource/loggroup"
)

// newFlowLog records the VPC's traffic in CloudWatch (control EC2.6).
func newFlowLog(m address.Module, props Props, v vpc) {
	group := loggroup.New(m, "flow", loggroup.Options{
		Name:          props.Label.FlowLogGroup(),
		RetentionDays: props.LogRetentionDays,
		KeyARN:        props.LogKeyARN,
		KeyPolicy:     props.LogKeyPolicy,
	}).Arn()

	role := iamrole.NewIamRole(m.Stack, m.ID("flow_role"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("flow-log")),
		Description:      jsii.String("Lets VPC flow logs write to CloudWatch Logs"),
		AssumeRolePolicy: iam.Trust(m, "flow_trust", "vpc-flow-logs.amazonaws.com", props.AccountID),
	})
	policy := iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("flow_role_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name: jsii.String("write-flow-log"),
		Role: role.Id(),
		Policy: iam.Document(m, "flow_policy", iam.Statement{
			Sid:       "WriteFlowLog",
			Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			Resources: []string{*group + ":*"},
		}),
	})

	flowlog.NewFlowLog(m.Stack, m.ID("flow_log"), &flowlog.FlowLogConfig{
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
