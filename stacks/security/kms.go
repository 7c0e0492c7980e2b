package security

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskeypolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// keyDeletionDays is the waiting period in which a scheduled deletion of the
// key can still be called off (plan, line 943; AWS takes 7 to 30).
const keyDeletionDays = 10

func newKey(m address.Module, props Props) Key {
	key := kmskey.NewKmsKey(m.Stack, m.ID("main"), &kmskey.KmsKeyConfig{
		Description:          jsii.String(props.Label.Prefix() + " encryption key"),
		DeletionWindowInDays: jsii.Number(keyDeletionDays),
		EnableKeyRotation:    jsii.Bool(true),
		Tags:                 address.NameTag(props.Label.Prefix()),
		Lifecycle:            &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(props.Keep)},
	})
	kmsalias.NewKmsAlias(m.Stack, m.ID("alias"), &kmsalias.KmsAliasConfig{
		Name:        jsii.String(props.Label.KeyAlias()),
		TargetKeyId: key.KeyId(),
	})
	policy := kmskeypolicy.NewKmsKeyPolicy(m.Stack, m.ID("policy"), &kmskeypolicy.KmsKeyPolicyConfig{
		KeyId:  key.Id(),
		Policy: iam.Document(m, "key", keyPolicy(props)...),
	})
	return Key{ARN: *key.Arn(), Policy: policy}
}

// keyPolicy leaves the decision to IAM for identities of the account, and
// names each service that uses the key in its own right, for this account
// only. In a key policy the resource "*" means this key.
func keyPolicy(props Props) []iam.Statement {
	account := iam.FromAccount(props.AccountID)
	cluster := []iam.Condition{
		{Test: "StringEquals", Variable: "kms:EncryptionContext:aws:ecs:clusterAccount", Values: []string{props.AccountID}},
		{Test: "StringEquals", Variable: "kms:EncryptionContext:aws:ecs:clusterName", Values: []string{props.Label.Name("cluster")}},
	}
	// A policy may name no service that the partition doesn't have.
	publishers := []string{"cloudwatch.amazonaws.com"}
	if props.Budget {
		publishers = []string{"budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com"}
	}
	return []iam.Statement{
		iam.AccountDecides(props.Partition, props.AccountID),
		{
			Sid:        "CloudWatchLogs",
			Actions:    []string{"kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
			Resources:  []string{"*"},
			Principals: iam.Service(fmt.Sprintf("logs.%s.amazonaws.com", props.Region)),
			Conditions: []iam.Condition{{
				Test:     "ArnLike",
				Variable: "kms:EncryptionContext:aws:logs:arn",
				Values: []string{fmt.Sprintf("arn:%s:logs:%s:%s:log-group:*",
					props.Partition, props.Region, props.AccountID)},
			}},
		},
		{
			// Whoever publishes to the encrypted topic must be able to use its
			// key, or no alarm arrives.
			Sid:        "AlertPublishers",
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*"},
			Resources:  []string{"*"},
			Principals: iam.Service(publishers...),
			Conditions: []iam.Condition{account},
		},
		{
			// AWS documents no account that AWS Backup publishes for; SNS names
			// the topic.
			Sid:        "BackupEvents",
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*"},
			Resources:  []string{"*"},
			Principals: iam.Service("backup.amazonaws.com"),
			Conditions: []iam.Condition{{
				Test:     "StringEquals",
				Variable: "kms:EncryptionContext:aws:sns:topicArn",
				Values: []string{fmt.Sprintf("arn:%s:sns:%s:%s:%s",
					props.Partition, props.Region, props.AccountID, props.Label.Name("alerts"))},
			}},
		},
		{
			Sid:        "DataServices",
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*"},
			Resources:  []string{"*"},
			Principals: iam.Service("ecs.amazonaws.com", "s3.amazonaws.com", "secretsmanager.amazonaws.com", "sns.amazonaws.com"),
			Conditions: []iam.Condition{account},
		},
		{
			Sid:        "FargateTaskStorage",
			Actions:    []string{"kms:GenerateDataKeyWithoutPlaintext"},
			Resources:  []string{"*"},
			Principals: iam.Service("fargate.amazonaws.com"),
			Conditions: cluster,
		},
		{
			Sid:        "FargateTaskStorageGrants",
			Actions:    []string{"kms:CreateGrant"},
			Resources:  []string{"*"},
			Principals: iam.Service("fargate.amazonaws.com"),
			Conditions: append(cluster, iam.Condition{
				Test: "ForAllValues:StringEquals", Variable: "kms:GrantOperations", Values: []string{"Decrypt"},
			}),
		},
	}
}
