package delivery

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// newPushRole pushes the environment's images, and can do nothing else: a
// build runs the code of many other people.
func newPushRole(m address.Module, props Props, env envs.Environment, from issuers, limit *string) *string {
	role := newRole(m, env.Name+"_push_role", env.Label().PushRole(), "Pushes images of "+env.Name, limit, props.environmentTrust(env, from))
	iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID(env.Name+"_push_policy"), &iamrolepolicy.IamRolePolicyConfig{
		Name:   jsii.String("push-images"),
		Role:   role.Id(),
		Policy: iam.Document(m, env.Name+"_push_document", login, props.pushAndPull(env)),
	})
	return role.Arn()
}

// login opens the registry of the account, and no repository in it.
var login = iam.Statement{Sid: "Login", Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []string{"*"}}

// images are the repositories of an environment.
func (p Props) images(env envs.Environment) string {
	return p.arn("ecr", env.Region, "repository/"+env.Label().Repository("*"))
}

// pushAndPull lets images of the environment be read and written, and none be
// deleted.
func (p Props) pushAndPull(env envs.Environment) iam.Statement {
	return iam.Statement{
		Sid: "PushAndPull",
		Actions: []string{
			"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages",
			"ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
		},
		Resources: []string{p.images(env)},
	}
}
