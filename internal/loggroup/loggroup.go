// Package loggroup declares CloudWatch log groups the one way that this project
// has them: encrypted with the environment's key, and with an end.
package loggroup

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchloggroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/address"
)

// Options are what the log groups of an environment have in common.
type Options struct {
	// RetentionDays is how long events are kept.
	RetentionDays int
	// KeyARN is the KMS key that encrypts them.
	KeyARN string
	// KeyPolicy is the policy that lets CloudWatch Logs use that key.
	KeyPolicy cdktf.ITerraformDependable
}

// Group is a declared log group.
type Group struct {
	// Name is the group's name, as a reference.
	Name *string
	// ARN is the group's ARN, without the ":*" that stands for its streams.
	ARN *string
}

// New declares the log group with the given role and name.
func New(m address.Module, role, name string, o Options) Group {
	group := cloudwatchloggroup.NewCloudwatchLogGroup(m.Stack, m.ID(role), &cloudwatchloggroup.CloudwatchLogGroupConfig{
		Name:            jsii.String(name),
		RetentionInDays: jsii.Number(o.RetentionDays),
		KmsKeyId:        jsii.String(o.KeyARN),
		DependsOn:       &[]cdktf.ITerraformDependable{o.KeyPolicy},
	})
	return Group{Name: group.Name(), ARN: group.Arn()}
}
