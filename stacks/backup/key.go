package backup

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskeypolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// keyDeletionDays is the longest waiting period that KMS offers: without this
// key neither copies nor replica can be read.
const keyDeletionDays = 30

// CopyKeyARN is a reference to the key of the second region, for what is declared
// before the backups.
func CopyKeyARN(m address.Module) *string { return m.Ref("aws_kms_key", "copy_key", "arn") }

// newCopyKey declares the key of the second region. It is no replica of the
// environment's own key: what happens to that one leaves the copies readable.
func newCopyKey(m address.Module, props Props) *string {
	key := kmskey.NewKmsKey(m.Stack, m.ID("copy_key"), &kmskey.KmsKeyConfig{
		Provider:             props.Second,
		Description:          jsii.String(props.Label.Prefix() + " copies and replica"),
		DeletionWindowInDays: jsii.Number(keyDeletionDays),
		EnableKeyRotation:    jsii.Bool(true),
		Tags:                 address.NameTag(props.Label.Name("backup-copy")),
		Lifecycle:            &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(props.Keep)},
	})
	kmsalias.NewKmsAlias(m.Stack, m.ID("copy_alias"), &kmsalias.KmsAliasConfig{
		Provider:    props.Second,
		Name:        jsii.String(props.Label.CopyKeyAlias()),
		TargetKeyId: key.KeyId(),
	})
	kmskeypolicy.NewKmsKeyPolicy(m.Stack, m.ID("copy_key_policy"), &kmskeypolicy.KmsKeyPolicyConfig{
		Provider: props.Second,
		KeyId:    key.Id(),
		// AWS Backup and S3 use the key as the roles of this account that they
		// assume, by grants and by what IAM allows those roles: no service
		// needs a statement of its own.
		Policy: iam.Document(m, "copy_key_policy_document", iam.AccountDecides(props.Partition, props.AccountID)),
	})
	return key.Arn()
}
