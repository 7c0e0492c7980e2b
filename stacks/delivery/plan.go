package delivery

import (
	"slices"

	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// readSecret is the action that reads a secret's value.
const readSecret = "secretsmanager:GetSecretValue"

// newPlanRole lets every branch and pull request plan for review. Whoever may
// open one decides what its run does, so the role reads states, and neither a
// secret, nor a setting of the account, nor what people or devices left behind.
func newPlanRole(m address.Module, props Props, from issuers) *string {
	name := props.Account.PlanRole()
	policy := newPolicy(m, "plan", name, "What a plan may read, and no run of a branch may exceed", props.reviewPolicy())
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
	policy := newPolicy(m, id, name, "What a plan of "+env.Name+" may read", props.releasePlanPolicy(env))
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
	for _, env := range envs.WithStandbys(p.Environments) {
		states = append(states, env.State)
	}
	return p.statesWith(states...)
}

// reviewPolicy reads states alone: a plan for review compares the code with
// them, and asks nothing of AWS but for zones that were there before, and for what a
// standby finds in its region.
func (p Props) reviewPolicy() []iam.Statement {
	access := p.everyState()
	statements := access.read()
	if slices.ContainsFunc(envs.WithStandbys(p.Environments), func(env envs.Environment) bool { return env.Domain.Existing }) {
		statements = append(statements, iam.Statement{
			// Zones carry no tags to tell them by; their names are public.
			Sid:       "FindZones",
			Actions:   []string{"route53:GetHostedZone", "route53:ListHostedZones", "route53:ListTagsForResource"},
			Resources: []string{"*"},
		})
	}
	statements = append(statements, p.findReplicas()...)
	return append(statements, hide(access,
		iam.Statement{Sid: "HiddenSecrets", Deny: true, Actions: []string{readSecret}, Resources: []string{"*"}})...)
}

// findReplicas lets a plan find what a standby reads by its name: the replicas of
// secrets, not what is in them, and the key that encrypts those.
func (p Props) findReplicas() []iam.Statement {
	var secrets, keys, aliases []string
	for _, env := range p.Environments {
		standby, ok := env.InSecondRegion()
		if !ok {
			continue
		}
		// Secrets Manager adds a hyphen and six characters.
		secrets = append(secrets, p.arn("secretsmanager", standby.Region, "secret:"+env.Label().Prefix()+"-*"))
		keys = append(keys, p.arn("kms", standby.Region, "key/*"))
		aliases = append(aliases, env.Label().CopyKeyAlias())
	}
	if len(secrets) == 0 {
		return nil
	}
	return []iam.Statement{
		{Sid: "FindReplicas", Actions: []string{"secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"}, Resources: secrets},
		{Sid: "FindAliases", Actions: []string{"kms:ListAliases"}, Resources: []string{"*"}},
		{
			Sid: "FindKeys", Actions: []string{"kms:DescribeKey"}, Resources: keys,
			Conditions: []iam.Condition{{Test: "ForAnyValue:StringEquals", Variable: "kms:ResourceAliases", Values: aliases}},
		},
	}
}

// releasePlanPolicy reads settings, and of the environment the state and the
// secrets. It is narrower than AWS's ReadOnlyAccess, which reads objects, items
// and messages too.
func (p Props) releasePlanPolicy(env envs.Environment) []iam.Statement {
	access, own := p.stateOf(env), p.ownedBy(env)
	look := looks()
	if _, ok := env.InSecondRegion(); ok {
		// Whether the second region has room for it.
		look = append(look, "servicequotas:Get*")
	}
	statements := append([]iam.Statement{{Sid: "Look", Actions: look, Resources: []string{"*"}}}, access.readLocked()...)
	if standby, ok := env.InSecondRegion(); ok {
		// What a nightly look at the standby found (make standby-check), and no other
		// metric.
		statements = append(statements, iam.Statement{
			Sid: "CountProblems", Actions: []string{"cloudwatch:PutMetricData"}, Resources: []string{"*"},
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "cloudwatch:namespace", Values: []string{standby.Label().Metrics()}}},
		})
	}
	access.aliases = append(access.aliases, env.Label().KeyAlias())
	statements = append(statements,
		iam.Statement{
			Sid:       "SecretsKey",
			Actions:   []string{"kms:Decrypt"},
			Resources: []string{p.arn("kms", env.Region, "key/*")},
			Conditions: []iam.Condition{
				{Test: "ForAnyValue:StringEquals", Variable: "kms:ResourceAliases", Values: []string{env.Label().KeyAlias()}},
				{Test: "StringEquals", Variable: "kms:ViaService", Values: []string{"secretsmanager." + env.Region + ".amazonaws.com"}},
			},
		},
		iam.Statement{Sid: "Secrets", Actions: []string{readSecret}, Resources: own.secrets})
	return append(statements, hide(access,
		iam.Statement{Sid: "HiddenSecrets", Deny: true, Actions: []string{readSecret}, Except: own.secrets})...)
}

// hide denies what things hold, but for the states; and of secrets what the
// given statement says.
func hide(access stateAccess, secrets iam.Statement) []iam.Statement {
	objects := iam.Statement{Sid: "NoObjectsButStates", Deny: true, Actions: []string{"s3:GetObject*"}, Except: slices.Concat(access.objects, access.locks)}
	if len(access.objects) == 0 {
		objects.Except, objects.Resources = nil, []string{"*"}
	}
	return []iam.Statement{
		{Sid: "Hidden", Deny: true, Actions: hidden, Resources: []string{"*"}},
		secrets,
		{
			Sid:        "NoKeyButTheStates",
			Deny:       true,
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
			Resources:  []string{"*"},
			Conditions: []iam.Condition{access.otherKeys()},
		},
		objects,
	}
}
