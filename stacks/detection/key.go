package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskeypolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// keyDeletionDays is the longest waiting period that KMS offers: without this key
// nobody can read what happened.
const keyDeletionDays = 30

// key encrypts what is recorded and what is told.
type key struct {
	arn string
	// policy lets services use it.
	policy cdktf.ITerraformDependable
}

func newKey(m address.Module, props Props) key {
	label := props.Account.Label()
	made := kmskey.NewKmsKey(m.Stack, m.ID("key"), &kmskey.KmsKeyConfig{
		Description:          jsii.String("What the account's trail and AWS Config record, and its findings"),
		DeletionWindowInDays: jsii.Number(keyDeletionDays),
		EnableKeyRotation:    jsii.Bool(true),
		Tags:                 address.NameTag(label.Prefix()),
		Lifecycle:            &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(true)},
	})
	kmsalias.NewKmsAlias(m.Stack, m.ID("key_alias"), &kmsalias.KmsAliasConfig{
		Name:        jsii.String(label.KeyAlias()),
		TargetKeyId: made.KeyId(),
	})
	policy := kmskeypolicy.NewKmsKeyPolicy(m.Stack, m.ID("key_policy"), &kmskeypolicy.KmsKeyPolicyConfig{
		KeyId:  made.Id(),
		Policy: iam.Document(m, "key_policy_document", keyPolicy(props)...),
	})
	return key{arn: *made.Arn(), policy: policy}
}

// keyPolicy leaves the decision to IAM for identities of the account, and names
// each service that uses the key in its own right. In a key policy the resource "*"
// means this key.
func keyPolicy(props Props) []iam.Statement {
	d := props.Account.Detection
	use := func(sid, service string, condition iam.Condition, actions ...string) iam.Statement {
		return iam.Statement{
			Sid: sid, Actions: actions, Resources: []string{"*"},
			Principals: iam.Service(service), Conditions: []iam.Condition{condition},
		}
	}
	statements := []iam.Statement{iam.AccountDecides(props.Partition, props.AccountID)}
	if d.CloudTrail {
		statements = append(statements,
			// The bucket has a bucket key, to make a trail with which CloudTrail
			// decrypts as well (AWS CloudTrail, configure AWS KMS key policies).
			use("Trail", "cloudtrail.amazonaws.com",
				iam.Condition{Test: "StringEquals", Variable: "aws:SourceArn", Values: []string{props.trailARN()}},
				"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"),
			use("TrailLogs", "logs."+props.home()+".amazonaws.com",
				iam.Condition{
					Test: "ArnEquals", Variable: "kms:EncryptionContext:aws:logs:arn",
					Values: []string{props.arn("logs", props.home(), "log-group:"+props.Account.Label().TrailLogGroup())},
				},
				"kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"))
	}
	if d.Config {
		statements = append(statements, use("Config", "config.amazonaws.com", iam.FromAccount(props.AccountID), "kms:Decrypt", "kms:GenerateDataKey"))
	}
	if d.Topic() {
		// SNS says for which topic; of whom EventBridge speaks for it can't be
		// asked: neither aws:SourceArn nor aws:SourceAccount is supported (Amazon
		// SNS, managing encryption keys and costs).
		statements = append(statements, use("Findings", "events.amazonaws.com",
			iam.Condition{Test: "StringEquals", Variable: "kms:EncryptionContext:aws:sns:topicArn", Values: []string{props.topicARN()}},
			"kms:Decrypt", "kms:GenerateDataKey*"))
	}
	return statements
}
