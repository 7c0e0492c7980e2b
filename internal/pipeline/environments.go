package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// Job is a stack as a job of a pipeline sees it.
type Job struct {
	// Stack is the stack's name, and that of the GitHub environment that it is
	// applied from.
	Stack string `json:"stack"`
	// Account is the id of the AWS account that it belongs to; empty where the values
	// don't say it, for that of a variable on GitHub.
	Account string `json:"account"`
	// Region is where its AWS credentials are for.
	Region string `json:"region"`
	// Partition is what ARNs call the region's partition: "aws", "aws-us-gov".
	Partition string `json:"partition"`
	// StandbyRegion is where its standby is; empty where it has none.
	StandbyRegion string `json:"standby_region,omitempty"`
	// PlanRole and DeployRole are the IAM roles, in [envs.DeliveryPath], that
	// plan and apply it.
	PlanRole   string `json:"plan_role"`
	DeployRole string `json:"deploy_role"`
	// PromoteRole takes images over from earlier environments; the first
	// environment of an account has none.
	PromoteRole string `json:"promote_role,omitempty"`
	// URL is what answers once it is applied.
	URL string `json:"url"`
	// Branch is the one whose pushes are deployed there; empty for none.
	Branch string `json:"branch"`
	// Cloud says that its state is in Terraform Cloud, and that runs are there.
	Cloud bool `json:"cloud"`
	// Commit is what is deployed; empty for what the run was started for.
	Commit string `json:"commit,omitempty"`
}

// Where says which environments are meant.
type Where struct {
	// Branch chooses those that pushes of a branch deploy.
	Branch string
	// Name chooses one by its name.
	Name string
	// Cloud chooses those whose state is in Terraform Cloud rather than in S3;
	// nil for both.
	Cloud *bool
}

// What is delivered, and into which accounts: the project's own. Tests have
// theirs.
var (
	environments = envs.All
	accounts     = envs.Accounts
)

// accountOf is the account that a stack belongs to.
func accountOf(stack string) envs.Account {
	return envs.AccountOf(accounts(), environments(), stack)
}

// Jobs are the environments that are meant, in the order of [envs.All].
func Jobs(where Where) ([]Job, error) {
	jobs := []Job{}
	names := []string{}
	for _, env := range environments() {
		names = append(names, env.Name)
		_, cloud := env.State.(envs.CloudState)
		if where.Name != "" && env.Name != where.Name || where.Branch != "" && env.Branch != where.Branch || where.Cloud != nil && cloud != *where.Cloud {
			continue
		}
		job := Job{
			Stack: env.Name, Account: accountOf(env.Name).ID, Region: env.Region, Partition: envs.Partition(env.Region),
			PlanRole: env.Label().PlanRole(), DeployRole: env.Label().DeployRole(),
			URL: "https://" + env.Domain.API, Branch: env.Branch, Cloud: cloud,
		}
		if standby, ok := env.InSecondRegion(); ok {
			job.StandbyRegion = standby.Region
		}
		if len(env.Before(environments())) > 0 {
			job.PromoteRole = env.Label().PromoteRole()
		}
		jobs = append(jobs, job)
	}
	if where.Name != "" && !slices.Contains(names, where.Name) {
		return nil, fmt.Errorf("no environment is named %q; there are %s", where.Name, strings.Join(names, ", "))
	}
	return jobs, nil
}

// ReviewJobs are all stacks that a pull request may change, with the role that
// plans for review.
func ReviewJobs() []Job {
	jobs := []Job{}
	review := func(stack, region string, account envs.Account) {
		jobs = append(jobs, Job{Stack: stack, Account: account.ID, Region: region, Partition: envs.Partition(region), PlanRole: account.PlanRole()})
	}
	for _, account := range accounts() {
		review(account.BootstrapStack(), account.Region, account)
		review(account.Stack(), account.Region, account)
	}
	for _, env := range envs.WithStandbys(environments()) {
		if _, cloud := env.State.(envs.CloudState); !cloud {
			review(env.Name, env.Region, accountOf(env.Name))
		}
	}
	return jobs
}

// At has the jobs deploy an earlier commit of the branch that is checked out.
// It fails for any other: what a job plans and applies has been merged.
func At(ctx context.Context, root string, jobs []Job, commit string) ([]Job, error) {
	full, err := git(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", commit+"^{commit}")
	if gaveUp(err) {
		return nil, fmt.Errorf("look for commit %q: %w", commit, err)
	}
	if err != nil {
		return nil, fmt.Errorf("there is no commit %q", commit)
	}
	_, err = git(ctx, root, "merge-base", "--is-ancestor", full, "HEAD")
	if gaveUp(err) {
		return nil, fmt.Errorf("look for commit %s: %w", short(full), err)
	}
	if err != nil {
		return nil, fmt.Errorf("commit %s was not merged into what is checked out", short(full))
	}
	at := slices.Clone(jobs)
	for i := range at {
		at[i].Commit = full
	}
	return at, nil
}

// Matrix is the jobs as a value of a GitHub matrix.
func Matrix(jobs []Job) (string, error) {
	content, err := json.Marshal(jobs)
	if err != nil {
		return "", fmt.Errorf("list the jobs: %w", err)
	}
	return string(content), nil
}

// Image is the Terraform variable for "service=tag", and its value.
func Image(stack, image string) (variable, tag string, err error) {
	service, tag, err := serviceAndRelease(image)
	if err != nil {
		return "", "", err
	}
	for _, env := range envs.WithStandbys(environments()) {
		if env.Name == stack {
			return ImageVariable(service), tag, knows(env, service)
		}
	}
	return "", "", fmt.Errorf("%s has no services", stack)
}
