package envs

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// GitHubIssuer is the host that issues the tokens of GitHub's workflows.
const GitHubIssuer = "token.actions.githubusercontent.com"

// Account is an AWS account that environments are in: who may deliver into it,
// from where, and what keeps the state of its stacks.
type Account struct {
	// Name tells the account from others, and ends the names of its stacks:
	// "bootstrap-live" and "account-live". Lower case letters, digits and hyphens;
	// empty for one account, whose stacks are "bootstrap" and "account".
	Name string

	// ID is the account's number, 12 digits, or empty. Where it is given, each
	// provider, the S3 backend and each of our commands stops at credentials of
	// any other account, before it reads or writes anything.
	ID string

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

	// Store holds the state of the account's stacks: of bootstrap, of account, and
	// of the environments whose State says so. It is in the account itself, because
	// Terraform looks for the key's alias and the table of locks in the account
	// whose credentials it has.
	Store StateStore

	// Detection is what tells that somebody tampers with the account.
	Detection Detection
}

// BootstrapStack is the name of the stack that makes the account's state store.
func (a Account) BootstrapStack() string { return a.stack(BootstrapName) }

// Stack is the name of the stack of what the account has once, beside that.
func (a Account) Stack() string { return a.stack(AccountName) }

func (a Account) stack(kind string) string {
	if a.Name == "" {
		return kind
	}
	return kind + "-" + a.Name
}

// Called is the account in a sentence: "account 111122223333 (live)".
func (a Account) Called() string {
	called := "account"
	if a.ID != "" {
		called += " " + a.ID
	}
	if a.Name != "" {
		return called + " (" + a.Name + ")"
	}
	return called + " (the default one)"
}

// Environments are those of the given ones that are in the account.
func (a Account) Environments(all []Environment) (here []Environment) {
	for _, e := range all {
		if e.Account == a.Name {
			here = append(here, e)
		}
	}
	return here
}

// AccountOf is the one of the accounts that a stack belongs to, one of theirs or
// an environment; the zero value for any other name.
func AccountOf(accounts []Account, all []Environment, stack string) Account {
	for _, a := range accounts {
		if stack == a.BootstrapStack() || stack == a.Stack() ||
			slices.ContainsFunc(WithStandbys(a.Environments(all)), func(e Environment) bool { return e.Name == stack }) {
			return a
		}
	}
	return Account{}
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
func (a Account) Validate() error { return join(a.problems()) }

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

// accountNumber is the form of an account's number. It is no number: zeros before it
// count.
var accountNumber = regexp.MustCompile(`^[0-9]{12}$`)

// field is what problems call the account.
func (a Account) field() string {
	if a.Name != "" && !plainName.MatchString(a.Name) {
		return AccountName + " " + strconv.Quote(a.Name)
	}
	return a.Stack()
}

// storeField is what problems call the account's state store.
func (a Account) storeField() string {
	if a.Name == "" {
		return "state store"
	}
	return a.field() + ".state store"
}

func (a Account) problems() []Problem {
	c := &checks{field: a.field()}
	c.require(a.Name == "" || plainName.MatchString(a.Name), "name", a.Name, plainNameRule+"; or empty for one account")
	c.require(a.ID == "" || accountNumber.MatchString(a.ID), "id", a.ID, "must be the account's 12 digits, with the zeros before them; or empty")
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
	c.found = append(c.found, a.Store.problems(a.storeField())...)
	return append(c.found, a.Detection.problems(a.field()+".detection", a)...)
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
