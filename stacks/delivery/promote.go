package delivery

import (
	"fmt"
	"maps"
	"slices"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// newPromoteRole copies images of earlier environments into this one's
// repositories. It is apart from the role that pushes: a build runs the code of
// many other people, and has no business in another environment.
func newPromoteRole(m address.Module, props Props, env envs.Environment, earlier []envs.Environment, from issuers) {
	id, name := env.Name+"_promote", env.Label().PromoteRole()
	policy := newPolicy(m, id, name, "What a promotion to "+env.Name+" may read and write", props.promotePolicy(env, earlier))
	role := newRole(m, id+"_role", name, "Copies images of earlier environments to "+env.Name, policy, props.releaseTrust(env, from))
	attach(m, id+"_policy", role.Name(), policy)
}

// promotePolicy reads images, and which of them an environment ran, and writes
// none but this environment's. In another account it reads by the role there.
func (p Props) promotePolicy(env envs.Environment, earlier []envs.Environment) []iam.Statement {
	var here []envs.Environment
	var abroad []string
	for _, e := range earlier {
		if e.Account == env.Account {
			here = append(here, e)
		} else {
			abroad = append(abroad, p.role(e, e.Label().PullRole()))
		}
	}
	statements := []iam.Statement{login}
	if here != nil {
		statements = append(statements, p.pull(here)...)
	}
	if abroad != nil {
		statements = append(statements, iam.Statement{Sid: "ReadElsewhere", Actions: []string{"sts:AssumeRole"}, Resources: abroad})
	}
	return append(statements, p.pushAndPull(env))
}

// newPullRole lets promotions into other accounts read an environment's images,
// and which of them it ran. AWS decrypts the images for whoever may read them, so
// no key has to be opened to another account.
func newPullRole(m address.Module, props Props, env envs.Environment, later []envs.Environment) {
	id, name := env.Name+"_pull", env.Label().PullRole()
	policy := newPolicy(m, id, name, "What a promotion from "+env.Name+" may read", append([]iam.Statement{login}, props.pull([]envs.Environment{env})...))
	role := newRole(m, id+"_role", name, "Reads images of "+env.Name+" for other accounts", policy, props.pullTrust(later))
	attach(m, id+"_policy", role.Name(), policy)
}

// pullTrust admits the roles of other accounts that take images over. It names
// the account as principal and the roles in a condition: IAM refuses a principal
// that does not exist yet, and the other account may be made after this one.
func (p Props) pullTrust(later []envs.Environment) (trusted []iam.Statement) {
	roles := map[string][]string{}
	for _, env := range later {
		id := p.AccountIDs[env.Account]
		roles[id] = append(roles[id], p.role(env, env.Label().PromoteRole()))
	}
	for _, id := range slices.Sorted(maps.Keys(roles)) {
		trusted = append(trusted, iam.Statement{
			Actions:    []string{"sts:AssumeRole"},
			Principals: []iam.Principal{{Type: "AWS", Identifiers: []string{fmt.Sprintf("arn:%s:iam::%s:root", p.Partition, id)}}},
			Conditions: []iam.Condition{{Test: "ArnEquals", Variable: "aws:PrincipalArn", Values: roles[id]}},
		})
	}
	return trusted
}

// pull reads environments' images, and which of them they ran.
func (p Props) pull(from []envs.Environment) []iam.Statement {
	var images, services, revisions []string
	for _, e := range from {
		path := e.Label().Name("cluster") + "/" + e.Label().Name("*")
		images = append(images, p.images(e))
		services = append(services, p.arn("ecs", e.Region, "service/"+path))
		revisions = append(revisions, p.arn("ecs", e.Region, "service-revision/"+path))
	}
	return []iam.Statement{
		{Sid: "ReadImages", Actions: []string{"ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"}, Resources: images},
		{Sid: "ReadDeployments", Actions: []string{"ecs:ListServiceDeployments"}, Resources: services},
		// Amazon ECS asks about the service too.
		{Sid: "ReadRevisions", Actions: []string{"ecs:DescribeServiceRevisions"}, Resources: append(services, revisions...)},
	}
}
