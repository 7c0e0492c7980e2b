package backup

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

const service = "backup.amazonaws.com"

// newBackupRole makes backups and copies them; it cannot restore, which is to
// write to any bucket of the account. It returns the role's ARN and what must
// stand before it can do its work.
func newBackupRole(m address.Module, props Props) (*string, []cdktf.ITerraformDependable) {
	role := iamrole.NewIamRole(m.Stack, m.ID("role"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("backup")),
		Description:      jsii.String("Lets AWS Backup read what it backs up and copy backups"),
		AssumeRolePolicy: iam.Trust(m, "trust", service, props.AccountID),
	})
	return role.Arn(), []cdktf.ITerraformDependable{
		attach(m, "role_s3", role, props, "AWSBackupServiceRolePolicyForS3Backup"),
		// Copies between vaults, and grants on the keys of both.
		attach(m, "role_copy", role, props, "service-role/AWSBackupServiceRolePolicyForBackup"),
	}
}

// newRestoreRole is for the day on which something is restored, from the vaults
// with the given keys.
func newRestoreRole(m address.Module, props Props, keys ...string) *string {
	role := iamrole.NewIamRole(m.Stack, m.ID("restore_role"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("restore")),
		Description:      jsii.String("Lets AWS Backup restore buckets"),
		AssumeRolePolicy: iam.Trust(m, "restore_trust", service, props.AccountID),
	})
	attach(m, "restore_role_s3", role, props, "AWSBackupServiceRolePolicyForS3Restore")
	// Of AWSBackupServiceRolePolicyForRestores, which AWS names beside the other
	// one, the part that S3 needs: the rest starts machines and passes roles.
	iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("restore_role_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name: jsii.String("use-vault-keys"),
		Role: role.Id(),
		Policy: iam.Document(m, "restore_policy",
			iam.Statement{
				Sid:       "DescribeVaultKeys",
				Actions:   []string{"kms:DescribeKey"},
				Resources: keys,
			},
			iam.Statement{
				Sid:        "GrantVaultKeys",
				Actions:    []string{"kms:CreateGrant"},
				Resources:  keys,
				Conditions: []iam.Condition{{Test: "Bool", Variable: "kms:GrantIsForAWSResource", Values: []string{"true"}}},
			},
		),
	})
	return role.Arn()
}

func attach(m address.Module, id string, role iamrole.IamRole, props Props, policy string) cdktf.ITerraformDependable {
	return iamrolepolicyattachment.NewIamRolePolicyAttachment(m.Stack, m.ID(id), &iamrolepolicyattachment.IamRolePolicyAttachmentConfig{
		Role:      role.Name(),
		PolicyArn: jsii.String(fmt.Sprintf("arn:%s:iam::aws:policy/%s", props.Partition, policy)),
	})
}
