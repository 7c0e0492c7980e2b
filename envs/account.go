package envs

import (
	"fmt"
	"regexp"
	"strings"
)

// GitHubIssuer is the host that issues the tokens of GitHub's workflows.
const GitHubIssuer = "token.actions.githubusercontent.com"

// Account is what the AWS account has once for all environments: who may
// deliver into it, and from where.
type Account struct {
	// Project is the label that the account's own names begin with.
	Project string

	// Region is the AWS region of the account's stack. Guards that AWS keeps
	// per region stand in this one and in those of every environment.
	Region string

	// Repository is the GitHub repository whose workflows deliver:
	// "owner/name", spelled as GitHub spells it. AWS compares it exactly,
	// capitals included.
	Repository string

	// Branch is the repository's default branch. Workflows that nobody pushed
	// for run there: by schedule, and mostly by hand.
	Branch string

	// OwnerID and RepositoryID are GitHub's numbers for the owner and the
	// repository (`gh api repos/owner/name --jq '.owner.id, .id'`). They are
	// part of what a workflow's token says of a repository that was created,
	// renamed or transferred after 2026-07-15, or whose settings ask for it;
	// both are zero for any other.
	OwnerID, RepositoryID int
}

// Subject is what the tokens of the repository's workflows begin with:
// "repo:owner/name", or "repo:owner@1/name@2" where they carry the numbers,
// which no later owner of the same name can have.
func (a Account) Subject() string {
	owner, name, _ := strings.Cut(a.Repository, "/")
	if a.OwnerID != 0 {
		owner = fmt.Sprintf("%s@%d", owner, a.OwnerID)
		name = fmt.Sprintf("%s@%d", name, a.RepositoryID)
	}
	return "repo:" + owner + "/" + name
}

// PlanRole is the IAM role that plans every stack for review, from any branch.
func (a Account) PlanRole() string { return a.Project + "-plan" }

// Runbooks is the address of the folder with the runbooks, for alarms to name:
// on the default branch, because an alarm outlives all others.
func (a Account) Runbooks() string {
	return "https://github.com/" + a.Repository + "/blob/" + a.Branch + "/docs/runbooks"
}

// Validate reports every problem of the account at once, each a [Problem],
// joined; nil where there is none.
func (a Account) Validate() error { return join(a.problems(AccountName)) }

var (
	// ownerName is GitHub's form of a user's or an organization's name. The
	// part behind an underscore is the enterprise's that manages the user.
	ownerName = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(_[A-Za-z0-9]+)?$`)
	// repositoryName is GitHub's form of a repository's name. Neither form has
	// a character that IAM's StringLike takes for a wildcard.
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

const (
	maxOwnerName      = 39
	maxRepositoryName = 100
)

func (a Account) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(plainName.MatchString(a.Project), "project", a.Project, plainNameRule)
	if plainName.MatchString(a.Project) {
		c.name(RoleName, "names", a.PlanRole())
	}
	c.region("region", a.Region)
	c.repository("repository", a.Repository)
	c.branch("branch", a.Branch)
	for _, id := range []struct {
		field       string
		value, with int
	}{
		{"owner_id", a.OwnerID, a.RepositoryID},
		{"repository_id", a.RepositoryID, a.OwnerID},
	} {
		c.require(id.value >= 0, id.field, id.value, "must be GitHub's number, or 0 where tokens don't carry it")
		c.require(id.value != 0 || id.with == 0, id.field, id.value, "tokens carry the numbers of owner and repository together, or neither")
	}
	return c.found
}

// gitBranch is what Git takes for a branch's name, less what nobody uses, what a
// shell or IAM would take for a wildcard, and what looks like an option.
var gitBranch = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._/-]*$`)

// branch checks the name of a branch.
func (c *checks) branch(field, value string) {
	c.require(gitBranch.MatchString(value) && !strings.Contains(value, "..") && !strings.HasSuffix(value, "/"), field, value,
		`must be a Git branch such as "main"`)
}

// repository checks the address of a GitHub repository.
func (c *checks) repository(field, value string) {
	owner, name, _ := strings.Cut(value, "/")
	c.require(len(owner) <= maxOwnerName && ownerName.MatchString(owner), field, value,
		`must be "owner/name" with an owner of 1 to %d letters and digits, with single hyphens between them`, maxOwnerName)
	c.require(len(name) <= maxRepositoryName && repositoryName.MatchString(name) &&
		name != "." && name != ".." && !strings.HasSuffix(strings.ToLower(name), ".git"), field, value,
		`must be "owner/name" with a name of 1 to %d letters, digits and any of ._-, which doesn't end with ".git"`, maxRepositoryName)
}
