package delivery

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-github/v75/github"
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
