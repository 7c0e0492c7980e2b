// Package loggroup declares CloudWatch log groups the one way that this project
// has them: encrypted with the environment's key, and kept for so many days.
package loggroup

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchloggroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Options are what differs between log groups.
type Options struct {
	// Name is the log group's name.
	Name string
	// RetentionDays is how long events are kept.
	RetentionDays int
	// KeyARN is the KMS key that encrypts them.
	KeyARN string
	// KeyPolicy is the policy that lets CloudWatch Logs use that key: until it
	// stands, the log group is refused.
	KeyPolicy cdktf.ITerraformDependable
	// Tags are the log group's own, beside the default tags.
	Tags *map[string]*string
}

// New declares the log group with the given role.
func New(m address.Module, role string, o Options) cloudwatchloggroup.CloudwatchLogGroup {
	return cloudwatchloggroup.NewCloudwatchLogGroup(m.Stack, m.ID(role), &cloudwatchloggroup.CloudwatchLogGroupConfig{
		Name:            jsii.String(o.Name),
		RetentionInDays: jsii.Number(o.RetentionDays),
		KmsKeyId:        jsii.String(o.KeyARN),
		Tags:            o.Tags,
		DependsOn:       &[]cdktf.ITerraformDependable{o.KeyPolicy},
	})
}
