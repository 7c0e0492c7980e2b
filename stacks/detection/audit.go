package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketlogging"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// supersededDays ends versions that something has overwritten or deleted: nothing
// should.
const supersededDays = 90

// audit is where what is recorded is kept.
type audit = *bucket.Bucket

// newAudit declares one bucket for the trail and for AWS Config, which write below
// prefixes of their own, and one that says who read it (control CloudTrail.7).
// Terraform destroys neither: they hold the evidence.
func newAudit(m address.Module, props Props, k key) audit {
	d, label := props.Account.Detection, props.Account.Label()
	lifecycle := []bucket.Rule{{ID: "expire-records", ExpireDays: d.RetentionDays, ExpireOldDays: supersededDays}}
	kept := bucket.New(m, "audit", bucket.Options{
		Name: label.AuditBucket(props.AccountID), KeyARN: jsii.String(k.arn), PreventDestroy: true, Lifecycle: lifecycle,
		Allow: func(arn string) (statements []iam.Statement) {
			if d.CloudTrail {
				statements = append(statements, delivery(arn, props.AccountID, "Trail", "cloudtrail.amazonaws.com", "/*",
					iam.Condition{Test: "StringEquals", Variable: "aws:SourceArn", Values: []string{props.trailARN()}}, "s3:GetBucketAcl")...)
			}
			if d.Config {
				// What writes is the role that is linked to AWS Config, and so the
				// service by its name (AWS Config, permissions for the Amazon S3
				// bucket).
				statements = append(statements, delivery(arn, props.AccountID, "Config", "config.amazonaws.com", "/Config/*",
					iam.FromAccount(props.AccountID), "s3:GetBucketAcl", "s3:ListBucket")...)
			}
			return statements
		},
	})
	// S3 delivers access logs to no bucket that a KMS key encrypts by default
	// (Amazon S3, enabling server access logging).
	reads := bucket.New(m, "access", bucket.Options{
		Name: label.AuditAccessBucket(props.AccountID), PreventDestroy: true, Lifecycle: lifecycle,
		Allow: func(arn string) []iam.Statement {
			return []iam.Statement{{
				Sid: "AccessLogs", Actions: []string{"s3:PutObject"}, Resources: []string{arn + "/audit/*"},
				Principals: iam.Service("logging.s3.amazonaws.com"),
				Conditions: []iam.Condition{
					iam.FromAccount(props.AccountID),
					{Test: "ArnEquals", Variable: "aws:SourceArn", Values: []string{*kept.ARN}},
				},
			}}
		},
	})
	s3bucketlogging.NewS3BucketLoggingA(m.Stack, m.ID("audit_logging"), &s3bucketlogging.S3BucketLoggingAConfig{
		Bucket:       kept.Name,
		TargetBucket: reads.Name,
		TargetPrefix: jsii.String("audit/"),
		DependsOn:    dependable(reads.Policy),
	})
	return kept
}

// delivery lets a service look at the bucket as the checks need, and write below
// its part of the account's prefix, as the bucket's owner's.
func delivery(bucket, account, sid, service, below string, from iam.Condition, checks ...string) []iam.Statement {
	return []iam.Statement{
		{
			Sid: sid + "Checks", Actions: checks, Resources: []string{bucket},
			Principals: iam.Service(service), Conditions: []iam.Condition{from},
		},
		{
			Sid: sid + "Delivery", Actions: []string{"s3:PutObject"}, Resources: []string{bucket + "/AWSLogs/" + account + below},
			Principals: iam.Service(service),
			Conditions: []iam.Condition{from, {Test: "StringEquals", Variable: "s3:x-amz-acl", Values: []string{"bucket-owner-full-control"}}},
		},
	}
}
