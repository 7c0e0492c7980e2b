// Package delivery holds the IAM roles that plan and apply the stacks and push
// the images. Whoever delivers holds no key: GitHub, or Terraform Cloud,
// vouches for the run, and AWS lends it a role for two
// hours at most.
package delivery

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iampolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// Props are what delivery needs.
type Props struct {
	// Account says whose workflows deliver.
	Account envs.Account
	// AccountIDs are the numbers of all accounts, by name; the account's own is a
	// token.
	AccountIDs map[string]string
	// Partition is the AWS partition ("aws", "aws-us-gov"), as a token.
	Partition string
	// Environments have a role each to be applied with, and one to push with; each
	// but the first of all has one that takes images over from those before it.
	Environments []envs.Environment
	// All are the environments of all accounts, in the order in which a change
	// travels through them.
	All []envs.Environment
	// Shared is where the stacks that no role applies keep their state; they
	// are planned all the same.
	Shared []envs.S3State
}

// Delivery is what other modules may know of delivery.
type Delivery struct {
	// PlanRoleARN is the role that plans every stack for review.
	PlanRoleARN *string
	// ReleasePlanRoleARNs are the roles that plan what is applied, by
	// environment.
	ReleasePlanRoleARNs map[string]*string
	// DeployRoleARNs are the roles that apply, by environment.
	DeployRoleARNs map[string]*string
	// PushRoleARNs are the roles that push images, by environment.
	PushRoleARNs map[string]*string
}

// New declares delivery.
func New(m address.Module, props Props) *Delivery {
	from := newProviders(m, props.Environments)
	delivered := &Delivery{
		PlanRoleARN:         newPlanRole(m, props, from),
		ReleasePlanRoleARNs: map[string]*string{},
		DeployRoleARNs:      map[string]*string{},
		PushRoleARNs:        map[string]*string{},
	}
	for _, env := range props.Environments {
		limit := newBoundary(m, props, env)
		delivered.ReleasePlanRoleARNs[env.Name] = newReleasePlanRole(m, props, env, from)
		delivered.DeployRoleARNs[env.Name] = newDeployRole(m, props, env, from, limit)
		delivered.PushRoleARNs[env.Name] = newPushRole(m, props, env, from, limit)
		if earlier := env.Before(props.All); len(earlier) > 0 {
			newPromoteRole(m, props, env, earlier, from)
		}
		if later := env.Abroad(props.All); len(later) > 0 {
			newPullRole(m, props, env, later)
		}
	}
	return delivered
}

// arn is the ARN of something in the account. The region is empty for what
// has none.
func (p Props) arn(service, region, resource string) string {
	return fmt.Sprintf("arn:%s:%s:%s:%s:%s", p.Partition, service, region, p.AccountIDs[p.Account.Name], resource)
}

// role is the ARN of a role of delivery in an environment's account.
func (p Props) role(env envs.Environment, name string) string {
	return fmt.Sprintf("arn:%s:iam::%s:role%s%s", p.Partition, p.AccountIDs[env.Account], envs.DeliveryPath, name)
}

// bucket is the ARN of a bucket, or with a path of what it holds.
func (p Props) bucket(path string) string {
	return fmt.Sprintf("arn:%s:s3:::%s", p.Partition, path)
}

func newPolicy(m address.Module, role, name, description string, statements []iam.Statement) *string {
	return iampolicy.NewIamPolicy(m.Stack, m.ID(role), &iampolicy.IamPolicyConfig{
		Name:        jsii.String(name),
		Path:        jsii.String(envs.DeliveryPath),
		Description: jsii.String(description),
		Policy:      iam.Document(m, role+"_document", statements...),
	}).Arn()
}

// sessionSeconds is how long a run may hold a role: as long as the job that
// applies may take, of which a certificate alone may take 75 minutes.
const sessionSeconds = 2 * 60 * 60

func newRole(m address.Module, role, name, description string, boundary *string, trust []iam.Statement) iamrole.IamRole {
	return iamrole.NewIamRole(m.Stack, m.ID(role), &iamrole.IamRoleConfig{
		Name:                jsii.String(name),
		Path:                jsii.String(envs.DeliveryPath),
		Description:         jsii.String(description),
		MaxSessionDuration:  jsii.Number(sessionSeconds),
		PermissionsBoundary: boundary,
		AssumeRolePolicy:    iam.Document(m, role+"_trust", trust...),
	})
}
