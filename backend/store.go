package backend

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dynamodbtable"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucket"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketlifecycleconfiguration"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketownershipcontrols"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketpublicaccessblock"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketserversideencryptionconfiguration"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketversioning"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
	"github.com/example/predictive-maintenance/internal/iam"
)

const (
	// oldVersionDays is how long a superseded state stays restorable.
	oldVersionDays = 90
	// oldVersionsKept stay even after that, so that a stack which rarely
	// changes never loses its last states. S3 keeps at most 100 this way.
	oldVersionsKept = 20
	// keyDeletionDays is the longest waiting period that KMS offers: without
	// this key no state can be read.
	keyDeletionDays = 30
)

// StateStore is the declared bucket, table and key.
type StateStore struct {
	// BucketARN is the ARN of the S3 bucket.
	BucketARN *string
	// TableARN is the ARN of the DynamoDB table.
	TableARN *string
	// KeyARN is the ARN of the KMS key.
	KeyARN *string
}

// never keeps Terraform from destroying what holds every stack's state.
func never() *cdktf.TerraformResourceLifecycle {
	return &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(true)}
}

// NewStateStore declares the bucket, the table and the key of the S3 backend.
// It replaces the plan's setup-backend.sh (lines 82-112).
func NewStateStore(m address.Module, store envs.StateStore) *StateStore {
	key := newStoreKey(m, store)
	return &StateStore{
		BucketARN: newStateBucket(m, store, key),
		TableARN:  newLockTable(m, store, key),
		KeyARN:    key,
	}
}

func newStoreKey(m address.Module, store envs.StateStore) *string {
	key := kmskey.NewKmsKey(m.Stack, m.ID("key"), &kmskey.KmsKeyConfig{
		Description:          jsii.String("Terraform state and locks"),
		DeletionWindowInDays: jsii.Number(keyDeletionDays),
		EnableKeyRotation:    jsii.Bool(true),
		Lifecycle:            never(),
	})
	kmsalias.NewKmsAlias(m.Stack, m.ID("alias"), &kmsalias.KmsAliasConfig{
		Name:        jsii.String(store.KeyAlias),
		TargetKeyId: key.KeyId(),
	})
	return key.Arn()
}

func newStateBucket(m address.Module, store envs.StateStore, key *string) *string {
	bucket := s3bucket.NewS3Bucket(m.Stack, m.ID("bucket"), &s3bucket.S3BucketConfig{
		Bucket:    jsii.String(store.Bucket),
		Lifecycle: never(),
	})
	id, arn := bucket.Id(), bucket.Arn()

	versioning := s3bucketversioning.NewS3BucketVersioningA(m.Stack, m.ID("versioning"), &s3bucketversioning.S3BucketVersioningAConfig{
		Bucket: id,
		VersioningConfiguration: &s3bucketversioning.S3BucketVersioningVersioningConfiguration{
			Status: jsii.String("Enabled"),
		},
	})
	s3bucketserversideencryptionconfiguration.NewS3BucketServerSideEncryptionConfigurationA(m.Stack, m.ID("encryption"),
		&s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationAConfig{
			Bucket: id,
			Rule: &[]*s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationRuleA{{
				ApplyServerSideEncryptionByDefault: &s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA{
					SseAlgorithm:   jsii.String("aws:kms"),
					KmsMasterKeyId: key,
				},
				BucketKeyEnabled: jsii.Bool(true),
			}},
		})
	block := s3bucketpublicaccessblock.NewS3BucketPublicAccessBlock(m.Stack, m.ID("public_access"),
		&s3bucketpublicaccessblock.S3BucketPublicAccessBlockConfig{
			Bucket:                id,
			BlockPublicAcls:       jsii.Bool(true),
			BlockPublicPolicy:     jsii.Bool(true),
			IgnorePublicAcls:      jsii.Bool(true),
			RestrictPublicBuckets: jsii.Bool(true),
		})
	s3bucketownershipcontrols.NewS3BucketOwnershipControls(m.Stack, m.ID("ownership"),
		&s3bucketownershipcontrols.S3BucketOwnershipControlsConfig{
			Bucket: id,
			Rule:   &s3bucketownershipcontrols.S3BucketOwnershipControlsRule{ObjectOwnership: jsii.String("BucketOwnerEnforced")},
		})
	s3bucketpolicy.NewS3BucketPolicy(m.Stack, m.ID("bucket_policy"), &s3bucketpolicy.S3BucketPolicyConfig{
		Bucket: id,
		Policy: iam.Document(m, "tls_only", iam.Statement{
			Sid:        "DenyInsecureTransport",
			Deny:       true,
			Actions:    []string{"s3:*"},
			Resources:  []string{*arn, fmt.Sprintf("%s/*", *arn)},
			Principals: iam.Anyone(),
			Conditions: []iam.Condition{{Test: "Bool", Variable: "aws:SecureTransport", Values: []string{"false"}}},
		}),
		// S3 refuses two changes of a bucket's access at the same time.
		DependsOn: &[]cdktf.ITerraformDependable{block},
	})
	s3bucketlifecycleconfiguration.NewS3BucketLifecycleConfiguration(m.Stack, m.ID("lifecycle"),
		&s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationConfig{
			Bucket: id,
			Rule: &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRule{{
				Id:     jsii.String("expire-superseded-state"),
				Status: jsii.String("Enabled"),
				Filter: &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleFilter{{Prefix: jsii.String("")}},
				NoncurrentVersionExpiration: &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration{{
					NoncurrentDays:          jsii.Number(oldVersionDays),
					NewerNoncurrentVersions: jsii.Number(oldVersionsKept),
				}},
				AbortIncompleteMultipartUpload: &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload{{
					DaysAfterInitiation: jsii.Number(7),
				}},
			}},
			// Rules on noncurrent versions need versioning to be on.
			DependsOn: &[]cdktf.ITerraformDependable{versioning},
		})
	return arn
}

func newLockTable(m address.Module, store envs.StateStore, key *string) *string {
	return dynamodbtable.NewDynamodbTable(m.Stack, m.ID("locks"), &dynamodbtable.DynamodbTableConfig{
		Name:        jsii.String(store.Table),
		BillingMode: jsii.String("PAY_PER_REQUEST"),
		// Terraform's S3 backend looks its locks up by this key.
		HashKey:                   jsii.String("LockID"),
		Attribute:                 &[]*dynamodbtable.DynamodbTableAttribute{{Name: jsii.String("LockID"), Type: jsii.String("S")}},
		DeletionProtectionEnabled: jsii.Bool(true),
		PointInTimeRecovery:       &dynamodbtable.DynamodbTablePointInTimeRecovery{Enabled: jsii.Bool(true)},
		ServerSideEncryption:      &dynamodbtable.DynamodbTableServerSideEncryption{Enabled: jsii.Bool(true), KmsKeyArn: key},
		Lifecycle:                 never(),
	}).Arn()
}
