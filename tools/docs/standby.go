package docs

import (
	"cmp"
	"fmt"

	"github.com/example/predictive-maintenance/envs"
)

// standby draws what waits in the second region, from the standby's stack.
func (d *picture) standby(env envs.Environment, s Stack) {
	d.group("standby", env.Name, clusterStyle, func() {
		name, _ := s.Name("aws_lb.compute_alb")
		d.node("alb", "Load balancer", name, "serves while "+env.Origin().Region+" is away")
		for _, service := range s.local("aws_ecs_service", "compute_", "") {
			d.node(service, service, fmt.Sprintf("%v tasks", s.Resource["aws_ecs_service"]["compute_"+service]["desired_count"]))
		}
		replicas := []string{"replicas of images"}
		if len(s.Data["aws_secretsmanager_secret"]) > 0 {
			replicas = append(replicas, "replicas of secrets")
		}
		d.node("replicas", replicas...)
		if addresses := len(s.Resource["aws_eip"]); addresses > 0 {
			d.node("nat", fmt.Sprintf("%d addresses", addresses), "for NAT gateways")
		}
	})
}

// Standby draws an environment and its standby side by side: what is there before a
// region is lost, what AWS keeps up to date, and who decides where users are led. It is
// of the values, of an environment without a standby as it would be with one.
func Standby(env envs.Environment) string {
	env.Standby = envs.StandbyPilotLight
	env.Backup.SecondRegion = cmp.Or(env.Backup.SecondRegion, "another region")
	standby, _ := env.InSecondRegion()
	kept := []string{"images", "data"}
	if env.Supabase != nil || env.Datadog != nil {
		kept = []string{"images", "secrets", "data"}
	}
	titles := map[string]string{"images": "ECR", "secrets": "Secrets Manager", "data": "S3"}

	d := &picture{}
	region := func(id string, e envs.Environment, title, gateways, replica string, tasks func(envs.Service) int) {
		d.group(id, e.Region+title, regionStyle, func() {
			d.group("serves", e.Name, clusterStyle, func() {
				d.node("alb", "Load balancer", e.Label().Name("alb"))
				services := []string{"Services"}
				for _, s := range e.Services {
					services = append(services, fmt.Sprintf("%s: %d tasks", s.Name, tasks(s)))
				}
				d.node("services", services...)
				if len(e.Network.NATZones()) > 0 {
					d.node("nat", "NAT gateways", gateways)
				}
			})
			d.group("kept", "what they need", outsideStyle, func() {
				for _, what := range kept {
					d.node(what, titles[what], replica+what)
				}
			})
		})
	}
	d.line("direction: right")
	d.line("users: \"Users\" {shape: person}")
	d.node("dns", "Route 53", env.Domain.API)
	region("own", env, "", fmt.Sprintf("in %d zones", len(env.Network.NATZones())), "", func(s envs.Service) int { return s.DesiredCount })
	region("second", standby, ", the second region", "addresses alone", "replicas of ", func(envs.Service) int { return 0 })

	d.arrow("users", "dns")
	d.line("dns -> own.serves.alb: %q", "while healthy")
	d.line("dns -> second.serves.alb: %q {style: {stroke-dash: 4}}", "else, once it serves")
	for _, what := range kept {
		d.arrow("own.kept."+what, "second.kept."+what)
	}
	return d.String()
}
