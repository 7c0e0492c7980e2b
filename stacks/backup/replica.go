package backup

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketreplicationconfiguration"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

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

	newReplication(m, props, replication{
		role: "replication", name: "ml-data-replication", description: "Lets S3 replicate the ML data to the second region", policy: "replicate-ml-data",
		from: side{props.MLData, props.KeyARN, props.Region, nil}, to: side{replica, *key, props.Backup.SecondRegion, props.Second},
	})
	return replica
}

// newReturn replicates what is written to the replica back, by the same terms. S3
// replicates no replica again, so that nothing goes in circles; and what it could
// not bring while a region is away, it brings when that is back.
func newReturn(m address.Module, props Props, replica *bucket.Bucket, key *string) {
	newReplication(m, props, replication{
		role: "return", name: "ml-data-return", description: "Lets S3 bring back what a standby wrote", policy: "return-ml-data",
		from: side{replica, *key, props.Backup.SecondRegion, props.Second}, to: side{props.MLData, props.KeyARN, props.Region, nil},
	})
}

// replication is from one bucket to another.
type replication struct {
	// role begins the addresses; the others are names.
	role, name, description, policy string
	from, to                        side
}

// side is a bucket of a replication, with its key and where it is.
type side struct {
	bucket   *bucket.Bucket
	key      string
	region   string
	provider cdktf.TerraformProvider
}

func newReplication(m address.Module, props Props, r replication) {
	role := iamrole.NewIamRole(m.Stack, m.ID(r.role+"_role"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name(r.name)),
		Description:      jsii.String(r.description),
		AssumeRolePolicy: iam.Trust(m, r.role+"_trust", "s3.amazonaws.com", props.AccountID),
	})
	policy := iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID(r.role+"_role_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name:   jsii.String(r.policy),
		Role:   role.Id(),
		Policy: iam.Document(m, r.role+"_policy", r.allow()...),
	})

	const enabled = "Enabled"
	s3bucketreplicationconfiguration.NewS3BucketReplicationConfigurationA(m.Stack, m.ID(r.role),
		&s3bucketreplicationconfiguration.S3BucketReplicationConfigurationAConfig{
			Provider: r.from.provider,
			Bucket:   r.from.bucket.Name,
			Role:     role.Arn(),
			Rule: &[]*s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRule{{
				Id:       jsii.String(envs.ReplicationRule),
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
					Bucket: r.to.bucket.ARN,
					EncryptionConfiguration: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration{
						ReplicaKmsKeyId: jsii.String(r.to.key),
					},
					// Replication Time Control: without it AWS names no bound, and
					// tells of objects that took 48 hours, which is more than the
					// plan allows to be lost. It costs 0.015 USD a gigabyte.
					ReplicationTime: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationReplicationTime{
						Status: jsii.String(enabled),
						Time: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationReplicationTimeTime{
							Minutes: jsii.Number(envs.ReplicationLimit.Minutes()),
						},
					},
					// S3 accepts a replication that it cannot carry out; these
					// metrics are what shows it, and the above asks for them.
					Metrics: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationMetrics{
						Status: jsii.String(enabled),
						EventThreshold: &s3bucketreplicationconfiguration.S3BucketReplicationConfigurationRuleDestinationMetricsEventThreshold{
							Minutes: jsii.Number(envs.ReplicationLimit.Minutes()),
						},
					},
				},
			}},
			// S3 refuses a replication between buckets without versioning, and
			// what is written before the policy stands is never replicated.
			DependsOn: &[]cdktf.ITerraformDependable{r.from.bucket.Versioning, r.to.bucket.Versioning, policy},
		})
}

// allow lets S3 read one bucket and write replicas to the other, with the keys of
// both used by S3 alone.
func (r replication) allow() []iam.Statement {
	source := *r.from.bucket.ARN
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
			Resources: []string{*r.to.bucket.ARN + "/*"},
		},
		{
			Sid:        "DecryptVersions",
			Actions:    []string{"kms:Decrypt"},
			Resources:  []string{r.from.key},
			Conditions: []iam.Condition{throughS3(r.from.region)},
		},
		{
			Sid:        "EncryptReplicas",
			Actions:    []string{"kms:Encrypt", "kms:GenerateDataKey"},
			Resources:  []string{r.to.key},
			Conditions: []iam.Condition{throughS3(r.to.region)},
		},
	}
}

// throughS3 narrows the use of a key to S3 of a region, whatever the domain of
// its partition.
func throughS3(region string) iam.Condition {
	return iam.Condition{Test: "StringLike", Variable: "kms:ViaService", Values: []string{fmt.Sprintf("s3.%s.*", region)}}
}
