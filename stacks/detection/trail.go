package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudtrail"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
	"github.com/example/predictive-maintenance/internal/resource/loggroup"
)

// newTrail declares the trail of all regions. It writes to CloudWatch Logs as well
// as to the bucket (control CloudTrail.5): that is what somebody searches who hears
// of a finding, minutes after the call and without unpacking files.
func newTrail(m address.Module, props Props, k key, kept audit) {
	d, label := props.Account.Detection, props.Account.Label()
	logs := loggroup.New(m, "trail_log", loggroup.Options{
		Name: label.TrailLogGroup(), RetentionDays: d.RetentionDays, KeyARN: k.arn, KeyPolicy: k.policy, Tags: owned(),
	})
	role, written := newRole(m, props, "trail_logs", label.Name("trail-logs"), "Writes the account's trail to CloudWatch Logs", "cloudtrail.amazonaws.com",
		iam.Statement{
			Sid:     "WriteTrail",
			Actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"},
			// CloudTrail names its streams by the account and the region.
			Resources: []string{props.arn("logs", props.home(), "log-group:"+label.TrailLogGroup()+":log-stream:"+props.AccountID+"_CloudTrail_*")},
		})
	events := []*cloudtrail.CloudtrailEventSelector{{ReadWriteType: jsii.String("All"), IncludeManagementEvents: jsii.Bool(true)}}
	if d.ObjectEvents {
		// The controls S3.22 and S3.23 ask for every bucket, so that the trail's own
		// is among them: each file that it delivers is one event of the next.
		events[0].DataResource = &[]*cloudtrail.CloudtrailEventSelectorDataResource{{
			Type: jsii.String("AWS::S3::Object"), Values: jsii.Strings("arn:" + props.Partition + ":s3"),
		}}
	}
	cloudtrail.NewCloudtrail(m.Stack, m.ID("trail"), &cloudtrail.CloudtrailConfig{
		Name:                       jsii.String(props.trailName()),
		S3BucketName:               kept.Name,
		KmsKeyId:                   jsii.String(k.arn),
		CloudWatchLogsGroupArn:     jsii.String(*logs.Arn() + ":*"),
		CloudWatchLogsRoleArn:      role,
		IsMultiRegionTrail:         jsii.Bool(true),
		IncludeGlobalServiceEvents: jsii.Bool(true),
		EnableLogFileValidation:    jsii.Bool(true),
		EventSelector:              &events,
		// CloudTrail tries bucket, key and role before it makes a trail.
		DependsOn: dependable(kept.Policy, k.policy, written),
	})
}

func dependable(all ...cdktf.ITerraformDependable) *[]cdktf.ITerraformDependable { return &all }
