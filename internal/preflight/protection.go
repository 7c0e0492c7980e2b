package preflight

import (
	"context"
	"fmt"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/pipeline"
)

// GitHub says what protects the environments of the repository that delivers.
type GitHub interface {
	Protection(ctx context.Context, environment string) (pipeline.Protection, error)
}

// protection is that of the GitHub environment that the stack is applied from.
// Production waits for consent there, or for nobody's.
func (s *subject) protection(ctx context.Context) []Row {
	if _, cloud := s.env.State.(envs.CloudState); cloud {
		return nil
	}
	what, needed := "GitHub environment "+s.Stack, "there"
	if s.env.DeletionProtection {
		needed = "with reviewers, for its branch alone"
	}
	if s.Emulator {
		return []Row{{NotSeen, what, needed, "not looked at", "is asked of GitHub with TARGET=aws"}}
	}
	if s.GitHub == nil {
		return []Row{{NotSeen, what, needed, "not looked at", "GITHUB_TOKEN=$(gh auth token) make preflight ENV=" + s.Stack + ", for " + s.Account.Repository}}
	}
	found, err := s.GitHub.Protection(ctx, s.Stack)
	if err != nil {
		return []Row{{NotSeen, what, needed, "no answer", "give a token that may read the repository's actions: " + err.Error()}}
	}
	const document = ", as in docs/account.md#on-github"
	switch protected := s.env.DeletionProtection; {
	case !found.Exists && protected:
		return []Row{{Blocks, what, needed, "none", "make it, with reviewers" + document + ": a run would make it without"}}
	case !found.Exists:
		return []Row{{Warns, what, needed, "none", "make it" + document + ": a run would make it without protection"}}
	case protected && found.Reviewers == 0:
		return []Row{{Blocks, what, needed, "there, without reviewers", "name them" + document + ": runs would apply without consent"}}
	case protected && found.AnyBranch:
		return []Row{{Warns, what, needed, "there, for every branch", "admit " + s.env.Branch + " only" + document}}
	}
	return []Row{{OK, what, needed, fmt.Sprintf("there, %d reviewers", found.Reviewers), ""}}
}
