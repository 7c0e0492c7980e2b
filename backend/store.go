package backend

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dynamodbtable"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
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
// The provider is that of the store's region; nil for the stack's own.
func NewStateStore(m address.Module, store envs.StateStore, region cdktf.TerraformProvider) *StateStore {
	key := newStoreKey(m, store, region)
	return &StateStore{
		BucketARN: newStateBucket(m, store, key, region),
		TableARN:  newLockTable(m, store, key, region),
		KeyARN:    key,
	}
}

func newStoreKey(m address.Module, store envs.StateStore, region cdktf.TerraformProvider) *string {
	name := strings.TrimPrefix(store.KeyAlias, "alias/")
	if region != nil {
		// Aliases are a region's; a stack's Name tags are not.
		name += "-" + store.Region
	}
	key := kmskey.NewKmsKey(m.Stack, m.ID("key"), &kmskey.KmsKeyConfig{
		Provider:             region,
		Description:          jsii.String("Terraform state and locks"),
		DeletionWindowInDays: jsii.Number(keyDeletionDays),
		EnableKeyRotation:    jsii.Bool(true),
		Tags:                 address.NameTag(name),
		Lifecycle:            never(),
	})
	kmsalias.NewKmsAlias(m.Stack, m.ID("alias"), &kmsalias.KmsAliasConfig{
		Provider:    region,
		Name:        jsii.String(store.KeyAlias),
		TargetKeyId: key.KeyId(),
	})
	return key.Arn()
}

func newStateBucket(m address.Module, store envs.StateStore, key *string, region cdktf.TerraformProvider) *string {
	return bucket.New(m, "bucket", bucket.Options{
		Name:           store.Bucket,
		KeyARN:         key,
		PreventDestroy: true,
		Provider:       region,
		Lifecycle: []bucket.Rule{{
			ID: "expire-superseded-state", ExpireOldDays: oldVersionDays, KeepOld: oldVersionsKept,
		}},
	}).ARN
}

func newLockTable(m address.Module, store envs.StateStore, key *string, region cdktf.TerraformProvider) *string {
	return dynamodbtable.NewDynamodbTable(m.Stack, m.ID("locks"), &dynamodbtable.DynamodbTableConfig{
		Provider:    region,
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
