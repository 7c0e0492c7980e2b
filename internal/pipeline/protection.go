package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-github/v75/github"

	"github.com/example/predictive-maintenance/envs"
)

// Protection is what stands between a run and a GitHub environment.
type Protection struct {
	// Exists says whether there is such an environment. A job that names one that
	// there isn't makes it, without any protection.
	Exists bool
	// Reviewers is how many people and teams may consent to a run; 0 where none
	// has to. GitHub has them for public repositories, and for private ones on
	// GitHub Enterprise.
	Reviewers int
	// AnyBranch says that runs of every branch may use it.
	AnyBranch bool
}

// Protection says what protects an environment of the repository. To read it, a
// token needs the repository's permission "Actions: read".
func (g *GitHub) Protection(ctx context.Context, environment string) (Protection, error) {
	found, _, err := g.client.Repositories.GetEnvironment(ctx, g.owner, g.name, environment)
	if isMissing(err) {
		// GitHub answers the same for a repository that the token doesn't reach.
		if _, _, err := g.client.Repositories.Get(ctx, g.owner, g.name); err != nil {
			return Protection{}, fmt.Errorf("read the repository %s/%s: %w", g.owner, g.name, err)
		}
		return Protection{}, nil
	}
	if err != nil {
		return Protection{}, fmt.Errorf("read the environment %s of %s/%s: %w", environment, g.owner, g.name, err)
	}
	p := Protection{Exists: true, AnyBranch: found.DeploymentBranchPolicy == nil}
	for _, rule := range found.ProtectionRules {
		p.Reviewers += len(rule.Reviewers)
	}
	return p, nil
}

func isMissing(err error) bool {
	var answer *github.ErrorResponse
	return errors.As(err, &answer) && answer.Response.StatusCode == http.StatusNotFound
}

// RequireProtection reports what is missing of the GitHub environments of all
// jobs of a matrix at once.
func RequireProtection(ctx context.Context, g *GitHub, matrix string) error {
	var jobs []Job
	if err := json.Unmarshal([]byte(matrix), &jobs); err != nil {
		return fmt.Errorf("read the jobs %q: %w", matrix, err)
	}
	var problems []error
	for _, job := range jobs {
		problems = append(problems, g.requireProtection(ctx, job.Stack)...)
	}
	return errors.Join(problems...)
}

// requireProtection says what is missing of the GitHub environment that a stack
// is applied from: GitHub makes one that a job names and nobody has made, and it
// asks nobody. Production's must ask reviewers, and admit not every branch.
func (g *GitHub) requireProtection(ctx context.Context, stack string) (problems []error) {
	found, err := g.Protection(ctx, stack)
	switch {
	case err != nil:
		return []error{fmt.Errorf("ask GitHub what protects %s, which takes the permission actions: read: %w", stack, err)}
	case !found.Exists:
		return []error{fmt.Errorf("GitHub has no environment %q, and would make one that asks nobody: "+
			"make it before the first deployment (docs/delivery.md, Setting it up)", stack)}
	case stack != envs.ProductionName:
		return nil
	}
	if found.Reviewers == 0 {
		problems = append(problems, fmt.Errorf("the GitHub environment %q has no required reviewers, so nobody would be asked; "+
			"a private repository has them on GitHub Enterprise only (docs/delivery.md, Setting it up)", stack))
	}
	if found.AnyBranch {
		problems = append(problems, fmt.Errorf("the GitHub environment %q admits every branch: let it admit the one that deploys it only", stack))
	}
	return problems
}
