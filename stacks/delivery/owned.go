package delivery

import (
	"slices"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/iam"
)

// owned are the ARNs of what is an environment's by its name. Names begin with
// the environment's prefix and a separator, which validation keeps apart.
type owned struct {
	env envs.Environment
	// buckets are buckets and their objects; things are those, the secrets and
	// all else that is told by name, but for IAM and KMS.
	buckets, secrets, things []string
	// roles and policies are IAM's; aliases and anyKey are KMS's.
	roles, policies, aliases, anyKey []string
	// linked are the roles that AWS services make for themselves.
	linked []string
}

func (p Props) ownedBy(env envs.Environment) owned {
	prefix := env.Label().Prefix()
	o := owned{
		env: env,
		// WAF delivers to no bucket whose name begins otherwise.
		buckets:  []string{p.bucket(prefix + "-*"), p.bucket("aws-waf-logs-" + prefix + "-*")},
		roles:    []string{p.arn("iam", "", "role/"+prefix+"-*")},
		policies: []string{p.arn("iam", "", "policy/"+prefix+"-*")},
		linked:   []string{p.arn("iam", "", "role/aws-service-role/*")},
		secrets: []string{
			p.arn("secretsmanager", env.Region, "secret:"+prefix+"-*"),
			p.arn("secretsmanager", env.Region, "secret:"+prefix+"/*"),
		},
	}
	for _, region := range env.Regions() {
		o.aliases = append(o.aliases, p.arn("kms", region, env.Label().KeyAlias()), p.arn("kms", region, "alias/"+prefix+"-*"))
		o.anyKey = append(o.anyKey, p.arn("kms", region, "key/*"))
	}
	o.things = slices.Concat(o.buckets, []string{p.arn("ecr", env.Region, "repository/"+prefix+"/*")}, o.secrets)
	return o
}

// keys lets the environment make keys, and do everything with those that carry
// its tag. A key without tag and alias is one that is being made. KMS may take
// five minutes to heed a tag or an alias that changed.
func (o owned) keys() []iam.Statement {
	return []iam.Statement{
		{
			Sid:       "MakeKeys",
			Actions:   []string{"kms:CreateKey", "kms:TagResource"},
			Resources: []string{"*"},
			Conditions: []iam.Condition{
				{Test: "StringEquals", Variable: "aws:RequestTag/Environment", Values: []string{o.env.Name}},
				{Test: "Null", Variable: "aws:ResourceTag/Environment", Values: []string{"true"}},
				{Test: "Null", Variable: "kms:ResourceAliases", Values: []string{"true"}},
			},
		},
		{
			Sid:        "OwnKeys",
			Actions:    []string{"kms:*"},
			Resources:  o.anyKey,
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "aws:ResourceTag/Environment", Values: []string{o.env.Name}}},
		},
		{Sid: "OwnAliases", Actions: []string{"kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"}, Resources: o.aliases},
	}
}

// passedTo are the services that the environment's roles are for.
var passedTo = []string{
	"backup.amazonaws.com", "ecs-tasks.amazonaws.com", "firehose.amazonaws.com", "logs.amazonaws.com", "s3.amazonaws.com",
	"sagemaker.amazonaws.com", "vpc-flow-logs.amazonaws.com",
}

// identities lets the environment make roles that carry its boundary.
func (o owned) identities(boundary string) []iam.Statement {
	return []iam.Statement{
		{
			Sid: "BoundedRoles",
			Actions: []string{
				"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
				"iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
			},
			Resources:  o.roles,
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "iam:PermissionsBoundary", Values: []string{boundary}}},
		},
		{
			Sid: "RolesAndPolicies",
			Actions: []string{
				"iam:CreatePolicy*", "iam:DeletePolicy*", "iam:DeleteRole", "iam:SetDefaultPolicyVersion", "iam:TagPolicy", "iam:TagRole",
				"iam:UntagPolicy", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*",
			},
			Resources: slices.Concat(o.policies, o.roles),
		},
		{
			Sid:        "PassRoles",
			Actions:    []string{"iam:PassRole"},
			Resources:  o.roles,
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "iam:PassedToService", Values: passedTo}},
		},
		{Sid: "LinkedRoles", Actions: []string{"iam:CreateServiceLinkedRole"}, Resources: o.linked},
	}
}
