// Package security holds what protects an environment: its KMS key and who may
// use it.
package security

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskeypolicy"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
	"github.com/example/predictive-maintenance/internal/iam"
)

// Props are what the security module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Region is the AWS region, part of CloudWatch Logs' service name.
	Region string
	// AccountID is the AWS account, as a token.
	AccountID string
	// Partition is the AWS partition ("aws", "aws-cn"), as a token.
	Partition string
}

// Security is what other modules may know of the security module.
type Security struct {
	// Key is the environment's KMS key.
	Key Key
}

// Key is a KMS key that is ready to be used.
type Key struct {
	// ARN is the key's ARN.
	ARN string
	// Policy is the key's policy. What asks AWS to encrypt with the key
	// depends on it: until the policy stands, services are refused.
	Policy kmskeypolicy.KmsKeyPolicy
}

// keyDeletionDays is the waiting period in which a scheduled deletion of the
// key can still be called off (plan, line 943; AWS takes 7 to 30).
const keyDeletionDays = 10

// New declares the security module.
func New(m address.Module, props Props) *Security {
	return &Security{Key: newKey(m, props)}
}

func newKey(m address.Module, props Props) Key {
	key := kmskey.NewKmsKey(m.Stack, m.ID("main"), &kmskey.KmsKeyConfig{
		Description:          jsii.String(props.Label.Prefix() + " encryption key"),
		DeletionWindowInDays: jsii.Number(keyDeletionDays),
		EnableKeyRotation:    jsii.Bool(true),
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
// names each service that uses the key in its own right. In a key policy the
// resource "*" means this key.
func keyPolicy(props Props) []iam.Statement {
	return []iam.Statement{
		{
			Sid:       "EnableIAMPolicies",
			Actions:   []string{"kms:*"},
			Resources: []string{"*"},
			Principals: []iam.Principal{{
				Type:        "AWS",
				Identifiers: []string{fmt.Sprintf("arn:%s:iam::%s:root", props.Partition, props.AccountID)},
			}},
		},
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
	}
}
