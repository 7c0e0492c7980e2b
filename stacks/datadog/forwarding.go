package datadog

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchlogstream"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchlogsubscriptionfilter"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kinesisfirehosedeliverystream"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
	"github.com/example/predictive-maintenance/internal/resource/iam"
	"github.com/example/predictive-maintenance/internal/resource/loggroup"
)

const (
	// bufferMB and bufferSeconds are what Datadog recommends for logs.
	bufferMB      = 4
	bufferSeconds = 60
	// retrySeconds is for how long Firehose tries before it gives records up to
	// the bucket.
	retrySeconds = 60
	// lostDays is how long records are kept that never arrived.
	lostDays = 14

	kind = "aws_kinesis_firehose_delivery_stream"
)

// newForwarding sends what the services log. What Datadog does not take lands
// in a bucket.
func newForwarding(m address.Module, props Props, secret *string) {
	name := props.Label.Name("datadog")
	lost := bucket.New(m, "lost", bucket.Options{
		Name:         props.Label.Name("datadog", props.AccountID),
		KeyARN:       jsii.String(props.KeyARN),
		ForceDestroy: !props.Keep,
		Lifecycle:    []bucket.Rule{{ID: "forget", ExpireDays: lostDays, ExpireOldDays: 1}},
	})
	log := loggroup.New(m, "log", loggroup.Options{
		Name: props.Label.FirehoseLogGroup(), RetentionDays: props.LogRetentionDays, KeyARN: props.KeyARN, KeyPolicy: props.KeyPolicy,
	})
	stream := cloudwatchlogstream.NewCloudwatchLogStream(m.Stack, m.ID("log_stream"), &cloudwatchlogstream.CloudwatchLogStreamConfig{
		Name: jsii.String("delivery"), LogGroupName: log.Name(),
	})
	role, policy := newDeliveryRole(m, props, secret, *lost.ARN, *log.Arn())

	logging := &kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamHttpEndpointConfigurationCloudwatchLoggingOptions{
		Enabled: jsii.Bool(true), LogGroupName: log.Name(), LogStreamName: stream.Name(),
	}
	kinesisfirehosedeliverystream.NewKinesisFirehoseDeliveryStream(m.Stack, m.ID("logs"),
		&kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamConfig{
			Name:        jsii.String(name),
			Destination: jsii.String("http_endpoint"),
			ServerSideEncryption: &kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamServerSideEncryption{
				Enabled: jsii.Bool(true), KeyType: jsii.String("CUSTOMER_MANAGED_CMK"), KeyArn: jsii.String(props.KeyARN),
			},
			HttpEndpointConfiguration: &kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamHttpEndpointConfiguration{
				Name:              jsii.String("Datadog"),
				Url:               jsii.String(fmt.Sprintf("https://aws-kinesis-http-intake.logs.%s/api/v2/logs?dd-protocol=aws-kinesis-firehose", props.Datadog.Site)),
				RoleArn:           role,
				BufferingSize:     jsii.Number(bufferMB),
				BufferingInterval: jsii.Number(bufferSeconds),
				RetryDuration:     jsii.Number(retrySeconds),
				S3BackupMode:      jsii.String("FailedDataOnly"),
				S3Configuration: &kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamHttpEndpointConfigurationS3Configuration{
					RoleArn: role, BucketArn: lost.ARN, CompressionFormat: jsii.String("GZIP"),
				},
				CloudwatchLoggingOptions: logging,
				RequestConfiguration: &kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamHttpEndpointConfigurationRequestConfiguration{
					ContentEncoding: jsii.String("GZIP"),
				},
				// Not the argument for the key: the state would have it.
				SecretsManagerConfiguration: &kinesisfirehosedeliverystream.KinesisFirehoseDeliveryStreamHttpEndpointConfigurationSecretsManagerConfiguration{
					Enabled: jsii.Bool(true), SecretArn: secret, RoleArn: role,
				},
			},
			// Firehose tries its role when it is made.
			DependsOn: &[]cdktf.ITerraformDependable{policy},
		})

	arn := m.Ref(kind, "logs", "arn")
	sender, sends := newSenderRole(m, props, *arn)
	for _, service := range slices.Sorted(maps.Keys(props.LogGroups)) {
		cloudwatchlogsubscriptionfilter.NewCloudwatchLogSubscriptionFilter(m.Stack, m.ID(service+"_logs"),
			&cloudwatchlogsubscriptionfilter.CloudwatchLogSubscriptionFilterConfig{
				Name:           jsii.String(name),
				LogGroupName:   props.LogGroups[service],
				DestinationArn: arn,
				RoleArn:        sender,
				// Everything.
				FilterPattern: jsii.String(""),
				DependsOn:     &[]cdktf.ITerraformDependable{sends},
			})
	}
}

// newDeliveryRole is what Firehose may do.
func newDeliveryRole(m address.Module, props Props, secret *string, bucketARN, logARN string) (*string, cdktf.ITerraformDependable) {
	role := iamrole.NewIamRole(m.Stack, m.ID("delivery"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("datadog", "delivery")),
		Description:      jsii.String("Lets Firehose send logs to Datadog, and keep what fails"),
		AssumeRolePolicy: iam.Trust(m, "delivery_trust", "firehose.amazonaws.com", props.AccountID),
	})
	policy := iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("delivery_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name: jsii.String("deliver"),
		Role: role.Id(),
		Policy: iam.Document(m, "delivery_policy_document",
			iam.Statement{
				Sid: "KeepWhatFails",
				Actions: []string{
					"s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:PutObject",
				},
				Resources: []string{bucketARN, bucketARN + "/*"},
			},
			iam.Statement{Sid: "ReadKey", Actions: []string{"secretsmanager:GetSecretValue"}, Resources: []string{*secret}},
			iam.Statement{
				Sid: "UseKMSKey", Actions: []string{"kms:Decrypt", "kms:GenerateDataKey"}, Resources: slices.Compact([]string{props.KeyARN, props.SecretKeyARN}),
				Conditions: []iam.Condition{{Test: "StringEquals", Variable: "kms:ViaService", Values: []string{
					fmt.Sprintf("firehose.%s.amazonaws.com", props.Region), fmt.Sprintf("s3.%s.amazonaws.com", props.Region),
					fmt.Sprintf("secretsmanager.%s.amazonaws.com", props.Region),
				}}},
			},
			iam.Statement{Sid: "Log", Actions: []string{"logs:PutLogEvents"}, Resources: []string{logARN + ":*"}},
		),
	})
	return role.Arn(), policy
}

// newSenderRole lets CloudWatch Logs hand events to Firehose.
func newSenderRole(m address.Module, props Props, streamARN string) (*string, cdktf.ITerraformDependable) {
	role := iamrole.NewIamRole(m.Stack, m.ID("sender"), &iamrole.IamRoleConfig{
		Name:        jsii.String(props.Label.Name("datadog", "logs")),
		Description: jsii.String("Lets CloudWatch Logs hand the services' logs to Firehose"),
		AssumeRolePolicy: iam.Document(m, "sender_trust", iam.Statement{
			Actions:    []string{"sts:AssumeRole"},
			Principals: iam.Service("logs.amazonaws.com"),
			// CloudWatch Logs names its log group and no account.
			Conditions: []iam.Condition{{Test: "ArnLike", Variable: "aws:SourceArn", Values: []string{
				fmt.Sprintf("arn:%s:logs:%s:%s:*", props.Partition, props.Region, props.AccountID),
			}}},
		}),
	})
	policy := iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("sender_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name: jsii.String("send"),
		Role: role.Id(),
		Policy: iam.Document(m, "sender_policy_document",
			iam.Statement{Sid: "Send", Actions: []string{"firehose:PutRecord", "firehose:PutRecordBatch"}, Resources: []string{streamARN}}),
	})
	return role.Arn(), policy
}
