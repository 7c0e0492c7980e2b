package delivery

import (
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
	"github.com/example/predictive-maintenance/internal/iam"
)

// newPlanRole lets every branch and pull request plan. Whoever may open one
// decides what its run does, so the role reads settings and states, and
// neither a secret nor what people or devices left behind.
func newPlanRole(m address.Module, props Props, from issuers) *string {
	name := props.Account.PlanRole()
	policy := newPolicy(m, "plan", name, "What a plan may read, and no run of a branch may exceed", props.planPolicy())
	role := newRole(m, "plan_role", name, "Plans every stack, from any branch", policy, props.planTrust(from))
	attach(m, "plan_policy", role.Name(), policy)
	return role.Arn()
}

// attach gives a role its boundary as permissions too: a boundary alone allows
// nothing, and one that is wider than the permissions would let somebody widen
// them.
func attach(m address.Module, id string, role, policy *string) {
	iamrolepolicyattachment.NewIamRolePolicyAttachment(m.Stack, m.ID(id), &iamrolepolicyattachment.IamRolePolicyAttachmentConfig{
		Role:      role,
		PolicyArn: policy,
	})
}

// planPolicy is narrower than AWS's ReadOnlyAccess, which reads objects, items
// and messages too.
func (p Props) planPolicy() []iam.Statement {
	var states []envs.State
	for _, s := range p.Shared {
		states = append(states, s)
	}
	for _, env := range p.Environments {
		states = append(states, env.State)
	}
	access := p.statesWith(states...)

	statements := []iam.Statement{{Sid: "Look", Actions: looks(), Resources: []string{"*"}}}
	statements = append(statements, access.read()...)
	return append(statements,
		iam.Statement{Sid: "Hidden", Deny: true, Actions: hidden, Resources: []string{"*"}},
		iam.Statement{
			Sid:     "NoObjectsButStates",
			Deny:    true,
			Actions: []string{"s3:GetObject*"},
			Except:  access.objects,
		},
		iam.Statement{
			Sid:        "NoKeyButTheStates",
			Deny:       true,
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
			Resources:  []string{"*"},
			Conditions: []iam.Condition{access.otherKeys()},
		},
	)
}
