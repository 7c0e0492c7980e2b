package delivery

import (
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// newDeployRole applies one environment.
func newDeployRole(m address.Module, props Props, env envs.Environment, from issuers, limit *string) *string {
	role := newRole(m, env.Name+"_deploy_role", env.Label().DeployRole(), "Applies "+env.Name, limit, props.deployTrust(env, from))
	attach(m, env.Name+"_deploy_policy", role.Name(), limit)
	iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID(env.Name+"_deploy_metrics"), &iamrolepolicy.IamRolePolicyConfig{
		Name:   jsii.String("own-metrics"),
		Role:   role.Id(),
		Policy: iam.Document(m, env.Name+"_deploy_metrics_document", otherMetrics(env)),
	})
	return role.Arn()
}

// otherMetrics denies whoever records a delivery (make record), or a look at the
// standby, the metrics of other environments: they have neither a tag nor an ARN to be
// told by.
func otherMetrics(env envs.Environment) iam.Statement {
	own := []string{env.Label().Metrics()}
	if standby, ok := env.InSecondRegion(); ok {
		own = append(own, standby.Label().Metrics())
	}
	return iam.Statement{
		Sid: "OtherMetrics", Deny: true, Actions: []string{"cloudwatch:PutMetricData"}, Resources: []string{"*"},
		Conditions: []iam.Condition{{Test: "StringNotEquals", Variable: "cloudwatch:namespace", Values: own}},
	}
}

// newBoundary says what a deployment of the environment may do, which is also
// the most that any role can do which it makes: it may make none without this
// boundary, so no role that it makes takes it further than it came.
func newBoundary(m address.Module, props Props, env envs.Environment) *string {
	name := env.Label().Boundary()
	return newPolicy(m, env.Name+"_boundary", name, "The most that a role of "+env.Name+" may do",
		props.deployPolicy(env, props.arn("iam", "", "policy"+envs.DeliveryPath+name)))
}

// deployPolicy is one document of at most 6144 characters, as IAM counts them
// in a managed policy. What isn't allowed is denied; the denials at its end
// stand even if more is allowed one day, or a resource's policy allows it.
func (p Props) deployPolicy(env envs.Environment, boundary string) []iam.Statement {
	own := p.ownedBy(env)
	state := p.stateOf(env)
	actions := every()
	if _, ok := env.InSecondRegion(); ok {
		// Whether the second region has room for it.
		actions = append(actions, "servicequotas:Get*")
	}
	return slices.Concat(
		[]iam.Statement{
			{Sid: "Services", Actions: actions, Resources: []string{"*"}},
			{Sid: "Named", Actions: []string{"ecr:*", "s3:*", "sagemaker:InvokeEndpoint*", "secretsmanager:*"}, Resources: own.things},
		},
		own.keys(),
		own.identities(boundary),
		state.write(),
		[]iam.Statement{
			otherEnvironments(env),
			{Sid: "OtherNames", Deny: true, Actions: untagged, Except: own.untagged},
			{Sid: "OtherObjects", Deny: true, Actions: bucketActions, Except: slices.Concat(own.buckets, state.buckets, state.spared())},
			{Sid: "Account", Deny: true, Actions: slices.Concat(guards, identities), Resources: []string{"*"}},
			{Sid: "Delivery", Deny: true, Actions: []string{"iam:*"}, Resources: []string{
				p.arn("iam", "", "policy"+envs.DeliveryPath+"*"), p.arn("iam", "", "role"+envs.DeliveryPath+"*"),
			}},
		},
	)
}

// guards are the actions on what stacks/guards declares, and identities those
// on who may be somebody in the account.
var (
	guards = []string{
		"access-analyzer:*", "ec2:*EbsDefaultKmsKeyId", "ec2:DisableEbsEncryptionByDefault", "iam:*AccountPasswordPolicy",
		"s3:PutAccountPublicAccessBlock",
	}
	identities = []string{
		"account:*", "iam:*AccessKey*", "iam:*Group*", "iam:*LoginProfile*", "iam:*OpenIDConnect*", "iam:*SAML*", "iam:*User*",
		"iam:DeleteRolePermissionsBoundary", "organizations:*",
	}
)

// bucketActions are what is done to buckets and objects, by the verbs that S3's
// actions begin with. Not s3:*, which has s3:ListAllMyBuckets too: it knows no
// resource, and AWS Backup asks it to find the buckets that carry its tag.
var bucketActions = []string{
	"s3:Create*", "s3:Delete*", "s3:Get*", "s3:ListBucket*", "s3:Put*", "s3:Re*",
}

// untagged are the actions on log streams and dashboards: both have the
// environment in their names, and neither has tags of its own.
var untagged = []string{
	"cloudwatch:*Dashboard", "cloudwatch:DeleteDashboards", "logs:*LogEvents", "logs:*LogStream",
}

// otherEnvironments denies what carries another environment's tag, for the
// services whose ARNs don't say whose a thing is. What carries no such tag
// isn't touched by it, and what all share has rules of its own. What AWS can
// tell apart neither by tag nor by name stands in docs/security.md.
func otherEnvironments(env envs.Environment) iam.Statement {
	const tag = "aws:ResourceTag/Environment"
	return iam.Statement{
		Sid:       "OtherEnvironments",
		Deny:      true,
		Actions:   []string{"*"},
		Resources: []string{"*"},
		Conditions: []iam.Condition{
			{Test: "StringNotEquals", Variable: tag, Values: []string{env.Name, envs.SharedTag}},
			{Test: "Null", Variable: tag, Values: []string{"false"}},
		},
	}
}
