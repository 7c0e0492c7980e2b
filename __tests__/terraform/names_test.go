package terraform_test

import (
	"slices"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/initialize"
	"github.com/example/predictive-maintenance/tools/docs"
)

// Whatever environments there are, each is applied; what is tried on one alone is
// tried on these.
var (
	// early is the one that a change reaches first. Changes of it are followed
	// through the workflows.
	early = envs.All()[0]
	// rehearsal is the last before production, or the last of all. What happens to
	// states, locks and services is tried on it, by the runbooks.
	rehearsal = initialize.Model(initialize.Current(), "")
	// subject is its stack.
	subject = rehearsal.Name
	// written is the one that the runbooks speak of.
	written = docs.Project{Environments: envs.All()}.Subject()
)

// deployment is what of a service is the environment's own.
func deployment(e *envs.Environment, service string) *envs.Deployment {
	i := slices.IndexFunc(e.Services, func(s envs.Service) bool { return s.Name == service })
	return &e.Services[i].Deployment
}
