package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/google/go-github/v75/github"
)

// GitHub is the repository that people read and write in.
type GitHub struct {
	client      *github.Client
	owner, name string
}

// NewGitHub is the repository that GitHub's variables of a run name:
// GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_TOKEN.
func NewGitHub() (*GitHub, error) {
	repository, token := os.Getenv("GITHUB_REPOSITORY"), os.Getenv("GITHUB_TOKEN")
	if repository == "" || token == "" {
		return nil, errors.New("GITHUB_REPOSITORY and GITHUB_TOKEN say where to write and as whom; one of them is missing")
	}
	return GitHubOf(repository, token)
}

// GitHubOf is a repository, "owner/name", as the owner of a token sees it.
func GitHubOf(repository, token string) (*GitHub, error) {
	owner, name, ok := strings.Cut(repository, "/")
	if !ok {
		return nil, fmt.Errorf("%q is no repository: it must be \"owner/name\"", repository)
	}
	const patience = 30 * time.Second
	client := github.NewClient(&http.Client{Timeout: patience}).WithAuthToken(token)
	if address := os.Getenv("GITHUB_API_URL"); address != "" {
		base, err := url.Parse(strings.TrimSuffix(address, "/") + "/")
		if err != nil {
			return nil, fmt.Errorf("GITHUB_API_URL: %w", err)
		}
		client.BaseURL = base
	}
	return &GitHub{client, owner, name}, nil
}

const pageSize = 100

// bot is the type of the user that a workflow writes as.
const bot = "Bot"

// Comment writes a text that begins with a marker into a pull request: as a new
// comment, or in place of the one that an earlier run wrote with that marker.
func (g *GitHub) Comment(ctx context.Context, pullRequest int, text string) error {
	mark, _, _ := strings.Cut(text, "\n")
	opts := &github.IssueListCommentsOptions{ListOptions: github.ListOptions{PerPage: pageSize}}
	for {
		comments, response, err := g.client.Issues.ListComments(ctx, g.owner, g.name, pullRequest, opts)
		if err != nil {
			return fmt.Errorf("read the comments of pull request %d: %w", pullRequest, err)
		}
		for _, c := range comments {
			if c.GetUser().GetType() != bot || !strings.HasPrefix(c.GetBody(), mark+"\n") {
				continue
			}
			if _, _, err := g.client.Issues.EditComment(ctx, g.owner, g.name, c.GetID(), &github.IssueComment{Body: &text}); err != nil {
				return fmt.Errorf("update the comment in pull request %d: %w", pullRequest, err)
			}
			return nil
		}
		if response.NextPage == 0 {
			break
		}
		opts.Page = response.NextPage
	}
	if _, _, err := g.client.Issues.CreateComment(ctx, g.owner, g.name, pullRequest, &github.IssueComment{Body: &text}); err != nil {
		return fmt.Errorf("comment on pull request %d: %w", pullRequest, err)
	}
	return nil
}

// MergedBy is the pull request that brought a commit into its branch; 0 for
// none.
func (g *GitHub) MergedBy(ctx context.Context, commit string) (int, error) {
	found, _, err := g.client.PullRequests.ListPullRequestsWithCommit(ctx, g.owner, g.name, commit, nil)
	if err != nil {
		return 0, fmt.Errorf("look for the pull request of %s: %w", short(commit), err)
	}
	for _, p := range found {
		if p.MergedAt != nil {
			return p.GetNumber(), nil
		}
	}
	return 0, nil
}

// driftLabel is what the issues about drift carry.
const driftLabel = "drift"

// Issue keeps one issue about the drift of a stack: opened with the first text,
// updated with each other one, and closed once there is no drift.
func (g *GitHub) Issue(ctx context.Context, stack, text string, drifted bool) error {
	title := "Drift: " + stack
	open, err := g.openIssue(ctx, title)
	if err != nil {
		return err
	}
	switch {
	case open == nil && drifted:
		_, _, err = g.client.Issues.Create(ctx, g.owner, g.name, &github.IssueRequest{Title: &title, Body: &text, Labels: &[]string{driftLabel}})
	case open != nil && drifted:
		_, _, err = g.client.Issues.Edit(ctx, g.owner, g.name, open.GetNumber(), &github.IssueRequest{Body: &text})
	case open != nil:
		_, _, err = g.client.Issues.Edit(ctx, g.owner, g.name, open.GetNumber(), &github.IssueRequest{
			Body: &text, State: github.Ptr("closed"), StateReason: github.Ptr("completed"),
		})
	}
	if err != nil {
		return fmt.Errorf("write the issue %q: %w", title, err)
	}
	return nil
}

func (g *GitHub) openIssue(ctx context.Context, title string) (*github.Issue, error) {
	opts := &github.IssueListByRepoOptions{State: "open", Labels: []string{driftLabel}, ListOptions: github.ListOptions{PerPage: pageSize}}
	for {
		issues, response, err := g.client.Issues.ListByRepo(ctx, g.owner, g.name, opts)
		if err != nil {
			return nil, fmt.Errorf("read the issues about drift: %w", err)
		}
		for _, i := range issues {
			if i.GetTitle() == title && !i.IsPullRequest() {
				return i, nil
			}
		}
		if response.NextPage == 0 {
			return nil, nil
		}
		opts.ListOptions.Page = response.NextPage
	}
}
