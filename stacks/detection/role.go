package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iampolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// path is the IAM path of the roles of detection and of what bounds them.
const path = "/detection/"

// newRole declares a role that a service assumes, whose permissions are its
// boundary too. It returns the role's ARN, and what makes the permissions hold.
// Its path keeps it from the roles that deliver environments, which make and change
// roles without a path.
func newRole(m address.Module, props Props, id, name, description, service string, allow iam.Statement) (*string, cdktf.ITerraformDependable) {
	policy := iampolicy.NewIamPolicy(m.Stack, m.ID(id), &iampolicy.IamPolicyConfig{
		Name:        jsii.String(name),
		Path:        jsii.String(path),
		Description: jsii.String(description),
		Policy:      iam.Document(m, id+"_document", allow),
	}).Arn()
	role := iamrole.NewIamRole(m.Stack, m.ID(id+"_role"), &iamrole.IamRoleConfig{
		Name:                jsii.String(name),
		Path:                jsii.String(path),
		Description:         jsii.String(description),
		PermissionsBoundary: policy,
		AssumeRolePolicy:    iam.Trust(m, id+"_trust", service, props.AccountID),
	})
	return role.Arn(), iamrolepolicyattachment.NewIamRolePolicyAttachment(m.Stack, m.ID(id+"_policy"), &iamrolepolicyattachment.IamRolePolicyAttachmentConfig{
		Role:      role.Name(),
		PolicyArn: policy,
	})
}
