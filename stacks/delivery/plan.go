package delivery

import (
	"slices"

	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
	"github.com/example/predictive-maintenance/internal/iam"
)

// readSecret is the action that reads a secret's value.
const readSecret = "secretsmanager:GetSecretValue"

// newPlanRole lets every branch and pull request plan for review. Whoever may
// open one decides what its run does, so the role reads settings and states,
// and neither a secret nor what people or devices left behind.
func newPlanRole(m address.Module, props Props, from issuers) *string {
	name := props.Account.PlanRole()
	policy := newPolicy(m, "plan", name, "What a plan may read, and no run of a branch may exceed", props.planPolicy(props.everyState()))
	role := newRole(m, "plan_role", name, "Plans every stack, from any branch", policy, props.planTrust(from))
	attach(m, "plan_policy", role.Name(), policy)
	return role.Arn()
}

// newReleasePlanRole plans what is then applied, and looks for drift. To
// compare a secret with its state, the provider reads the secret's value: the
// role reads those of its environment, and what runs with it was merged into
// the branch that deploys.
func newReleasePlanRole(m address.Module, props Props, env envs.Environment, from issuers) *string {
	id, name := env.Name+"_plan", env.Label().PlanRole()
	policy := newPolicy(m, id, name, "What a plan of "+env.Name+" may read", props.planPolicy(props.stateOf(env.State), env))
	role := newRole(m, id+"_role", name, "Plans "+env.Name+" before it is applied", policy, props.releasePlanTrust(env, from))
	attach(m, id+"_policy", role.Name(), policy)
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

// everyState is the access to the states of all stacks.
func (p Props) everyState() stateAccess {
	var states []envs.State
	for _, s := range p.Shared {
		states = append(states, s)
	}
	for _, env := range p.Environments {
		states = append(states, env.State)
	}
	return p.statesWith(states...)
}

// planPolicy is narrower than AWS's ReadOnlyAccess, which reads objects, items
// and messages too. Of the given environments it reads the secrets.
func (p Props) planPolicy(access stateAccess, read ...envs.Environment) []iam.Statement {
	statements := []iam.Statement{{Sid: "Look", Actions: looks(), Resources: []string{"*"}}}
	statements = append(statements, access.read()...)

	hiddenSecrets := iam.Statement{Sid: "HiddenSecrets", Deny: true, Actions: []string{readSecret}, Resources: []string{"*"}}
	var secrets []string
	for _, env := range read {
		own := p.ownedBy(env)
		secrets = append(secrets, own.secrets...)
		access.aliases = append(access.aliases, env.Label().KeyAlias())
		statements = append(statements, iam.Statement{
			Sid:       "SecretsKey",
			Actions:   []string{"kms:Decrypt"},
			Resources: []string{p.arn("kms", env.Region, "key/*")},
			Conditions: []iam.Condition{
				{Test: "ForAnyValue:StringEquals", Variable: "kms:ResourceAliases", Values: []string{env.Label().KeyAlias()}},
				{Test: "StringEquals", Variable: "kms:ViaService", Values: []string{"secretsmanager." + env.Region + ".amazonaws.com"}},
			},
		})
	}
	if len(secrets) > 0 {
		statements = append(statements, iam.Statement{Sid: "Secrets", Actions: []string{readSecret}, Resources: secrets})
		hiddenSecrets.Resources, hiddenSecrets.Except = nil, secrets
	}

	statements = append(statements,
		iam.Statement{Sid: "Hidden", Deny: true, Actions: hidden, Resources: []string{"*"}},
		hiddenSecrets,
		iam.Statement{
			Sid:        "NoKeyButTheStates",
			Deny:       true,
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
			Resources:  []string{"*"},
			Conditions: []iam.Condition{access.otherKeys()},
		})
	objects := iam.Statement{Sid: "NoObjectsButStates", Deny: true, Actions: []string{"s3:GetObject*"}, Except: slices.Concat(access.objects, access.locks)}
	if len(access.objects) == 0 {
		objects.Except, objects.Resources = nil, []string{"*"}
	}
	return append(statements, objects)
}
