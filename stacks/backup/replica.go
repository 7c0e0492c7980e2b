package backup

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketreplicationconfiguration"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// replicationMinutes is within how many minutes of its writing S3 promises to
// replicate an object; it knows no other number.
const replicationMinutes = 15

// newReplica replicates the ML data to the second region, as it is written. It
// is what services read when the region is lost: a backup would have to be
// restored first. It carries no backup tag, or the same data would be backed up
// in both regions.
func newReplica(m address.Module, props Props, key *string) *bucket.Bucket {
	replica := bucket.New(m, "ml_data_replica", bucket.Options{
		Name:           props.Label.Name("ml-data-replica", props.AccountID),
		KeyARN:         key,
		ForceDestroy:   !props.Keep,
		PreventDestroy: props.Keep,
		Lifecycle:      props.MLData.Lifecycle,
		Provider:       props.Second,
	})

	role := iamrole.NewIamRole(m.Stack, m.ID("replication_role"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("ml-data-replication")),
		Description:      jsii.String("Lets S3 replicate the ML data to the second region"),
		AssumeRolePolicy: iam.Trust(m, "replication_trust", "s3.amazonaws.com", props.AccountID),
	})
	policy := iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("replication_role_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name:   jsii.String("replicate-ml-data"),
		Role:   role.Id(),
		Policy: iam.Document(m, "replication_policy", replicate(props, *replica.ARN, *key)...),
	})

	const enabled = "Enabled"
	s3bucketreplicationconfiguration.NewS3BucketReplicationConfigurationA(m.Stack, m.ID("replication"),
		&s3bucketreplicationconfiguration.S3BucketReplicationConfigurationAConfig{
			Bucket: props.MLData.Name,
			Role:   role.Arn(),
			Rule: &[]*s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRule{{
				Id:       jsii.String("ml-data"),
				Priority: jsii.Number(1),
				Status:   jsii.String(enabled),
				// The empty prefix is every object.
				Filter: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleFilter{Prefix: jsii.String("")},
				// A deletion hides an object in both buckets, and its versions
				// stay in both.
				DeleteMarkerReplication: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDeleteMarkerReplication{
					Status: jsii.String(enabled),
				},
				// Without this S3 leaves out what is encrypted with a KMS key,
				// which is every object.
				SourceSelectionCriteria: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleSourceSelectionCriteria{
					SseKmsEncryptedObjects: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleSourceSelectionCriteriaSseKmsEncryptedObjects{
						Status: jsii.String(enabled),
					},
				},
				Destination: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestination{
					Bucket: replica.ARN,
					EncryptionConfiguration: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration{
						ReplicaKmsKeyId: key,
					},
					// Replication Time Control: without it AWS names no bound, and
					// tells of objects that took 48 hours, which is more than the
					// plan allows to be lost. It costs 0.015 USD a gigabyte.
					ReplicationTime: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationReplicationTime{
						Status: jsii.String(enabled),
						Time: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationReplicationTimeTime{
							Minutes: jsii.Number(replicationMinutes),
						},
					},
					// S3 accepts a replication that it cannot carry out; these
					// metrics are what shows it, and the above asks for them.
					Metrics: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationMetrics{
						Status: jsii.String(enabled),
						EventThreshold: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationMetricsEventThreshold{
							Minutes: jsii.Number(replicationMinutes),
						},
					},
				},
			}},
			// S3 refuses a replication between buckets without versioning, and
			// what is written before the policy stands is never replicated.
			DependsOn: &[]cdktf.ITerraformDependable{props.MLData.Versioning, replica.Versioning, policy},
		})
	return replica
}

// replicate lets S3 read the ML data and write its replica, with the keys of
// both used by S3 alone.
func replicate(props Props, replicaARN, replicaKey string) []iam.Statement {
	source := *props.MLData.ARN
	return []iam.Statement{
		{
			Sid:       "ReadConfiguration",
			Actions:   []string{"s3:GetReplicationConfiguration", "s3:ListBucket"},
			Resources: []string{source},
		},
		{
			Sid:       "ReadVersions",
			Actions:   []string{"s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"},
			Resources: []string{source + "/*"},
		},
		{
			Sid:       "WriteReplicas",
			Actions:   []string{"s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"},
			Resources: []string{replicaARN + "/*"},
		},
		{
			Sid:        "DecryptVersions",
			Actions:    []string{"kms:Decrypt"},
			Resources:  []string{props.KeyARN},
			Conditions: []iam.Condition{throughS3(props.Region)},
		},
		{
			Sid:        "EncryptReplicas",
			Actions:    []string{"kms:Encrypt", "kms:GenerateDataKey"},
			Resources:  []string{replicaKey},
			Conditions: []iam.Condition{throughS3(props.Backup.SecondRegion)},
		},
	}
}

// throughS3 narrows the use of a key to S3 of a region, whatever the domain of
// its partition.
func throughS3(region string) iam.Condition {
	return iam.Condition{Test: "StringLike", Variable: "kms:ViaService", Values: []string{fmt.Sprintf("s3.%s.*", region)}}
}
