package delivery

import (
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
// none but this environment's.
func (p Props) promotePolicy(env envs.Environment, earlier []envs.Environment) []iam.Statement {
	var images, services, revisions []string
	for _, e := range earlier {
		path := e.Label().Name("cluster") + "/" + e.Label().Name("*")
		images = append(images, p.images(e))
		services = append(services, p.arn("ecs", e.Region, "service/"+path))
		revisions = append(revisions, p.arn("ecs", e.Region, "service-revision/"+path))
	}
	return []iam.Statement{
		login,
		{Sid: "ReadImages", Actions: []string{"ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"}, Resources: images},
		{Sid: "ReadDeployments", Actions: []string{"ecs:ListServiceDeployments"}, Resources: services},
		// Amazon ECS asks about the service too.
		{Sid: "ReadRevisions", Actions: []string{"ecs:DescribeServiceRevisions"}, Resources: append(services, revisions...)},
		p.pushAndPull(env),
	}
}
