package delivery

import (
	"slices"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// owned are the ARNs of what is an environment's by its name, in whichever
// region: an environment with a second region has keys in both. Names begin with
// the environment's prefix and a separator, which validation keeps apart.
type owned struct {
	env envs.Environment
	// buckets are buckets and their objects; things are those, the secrets and
	// all else that is told by name, but for IAM and KMS.
	buckets, secrets, things []string
	// untagged are dashboards, and log streams by the groups that they are in.
	untagged []string
	// roles and policies are IAM's; aliases and anyKey are KMS's.
	roles, policies, aliases, anyKey []string
}

func (p Props) ownedBy(env envs.Environment) owned {
	const anywhere = "*"
	prefix := env.Label().Prefix()
	o := owned{
		env: env,
		// WAF delivers to no bucket whose name begins otherwise.
		buckets:  []string{p.bucket(prefix + "-*"), p.bucket("aws-waf-logs-" + prefix + "-*")},
		roles:    []string{p.arn("iam", "", "role/"+prefix+"-*")},
		policies: []string{p.arn("iam", "", "policy/"+prefix+"-*")},
		aliases:  []string{p.arn("kms", anywhere, env.Label().KeyAlias()), p.arn("kms", anywhere, "alias/"+prefix+"-*")},
		anyKey:   []string{p.arn("kms", anywhere, "key/*")},
		secrets: []string{
			p.arn("secretsmanager", anywhere, "secret:"+prefix+"-*"),
			p.arn("secretsmanager", anywhere, "secret:"+prefix+"/*"),
		},
		untagged: []string{
			p.arn("cloudwatch", "", "dashboard/"+prefix),
			p.arn("logs", anywhere, "log-group:/*/"+prefix+"-*"), p.arn("logs", anywhere, "log-group:/*/"+prefix+"/*"),
			// SageMaker names its groups by the kind of job, for all environments.
			p.arn("logs", anywhere, "log-group:/aws/sagemaker/*"),
		},
	}
	if standby, ok := env.InSecondRegion(); ok {
		o.untagged = append(o.untagged, p.arn("cloudwatch", "", "dashboard/"+standby.Label().Prefix()))
	}
	o.things = slices.Concat(o.buckets, o.secrets, []string{
		p.arn("ecr", anywhere, "repository/"+env.Label().Repository("*")),
		p.arn("sagemaker", anywhere, "endpoint/"+env.Label().Name("*")),
	})
	return o
}

// keys lets the environment make keys, and do everything with those that carry
// its tag. A key without tag and alias is one that is being made: KMS may take
// five minutes to heed a tag or an alias (AWS KMS, "Using tags to control access
// to KMS keys"). What Terraform asks before it calls a key made doesn't wait for
// that, or the key would be left tainted; what comes after can be applied again,
// and would give away the keys of others that have neither.
func (o owned) keys() []iam.Statement {
	untold := []iam.Condition{
		{Test: "Null", Variable: "aws:ResourceTag/Environment", Values: []string{"true"}},
		{Test: "Null", Variable: "kms:ResourceAliases", Values: []string{"true"}},
	}
	return []iam.Statement{
		{
			Sid:       "MakeKeys",
			Actions:   []string{"kms:CreateKey", "kms:TagResource"},
			Resources: []string{"*"},
			Conditions: append(untold, iam.Condition{
				Test: "StringEquals", Variable: "aws:RequestTag/Environment", Values: []string{o.env.Name},
			}),
		},
		{
			Sid:        "NewKeys",
			Actions:    []string{"kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKey*", "kms:ListResourceTags"},
			Resources:  []string{"*"},
			Conditions: untold,
		},
		{
			Sid:        "OwnKeys",
			Actions:    []string{"kms:*"},
			Resources:  o.anyKey,
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "aws:ResourceTag/Environment", Values: []string{o.env.Name}}},
		},
		{Sid: "OwnAliases", Actions: []string{"kms:*Alias"}, Resources: o.aliases},
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
				"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRole*",
			},
			Resources:  o.roles,
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "iam:PermissionsBoundary", Values: []string{boundary}}},
		},
		{
			Sid: "RolesAndPolicies",
			Actions: []string{
				"iam:CreatePolicy*", "iam:DeletePolicy*", "iam:DeleteRole", "iam:SetDefaultPolicyVersion", "iam:Tag*", "iam:Untag*",
				"iam:UpdateAssumeRolePolicy", "iam:UpdateRole*",
			},
			Resources: slices.Concat(o.policies, o.roles),
		},
		{
			Sid:        "PassRoles",
			Actions:    []string{"iam:PassRole"},
			Resources:  o.roles,
			Conditions: []iam.Condition{{Test: "StringEquals", Variable: "iam:PassedToService", Values: passedTo}},
		},
	}
}
