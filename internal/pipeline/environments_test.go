package pipeline

import (
	"slices"
	"strings"
	"testing"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestJobsAreTheEnvironmentsMeant(t *testing.T) {
	yes, no := true, false
	for _, test := range []struct {
		where Where
		want  []string
	}{
		{Where{}, []string{"dev", "staging", "production"}},
		{Where{Branch: "main"}, []string{"production"}},
		{Where{Branch: "develop"}, []string{"staging"}},
		{Where{Branch: "feature"}, nil},
		{Where{Name: "dev"}, []string{"dev"}},
		{Where{Cloud: &yes}, nil},
		{Where{Cloud: &no, Branch: "main"}, []string{"production"}},
	} {
		jobs, err := Jobs(test.where)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, j := range jobs {
			names = append(names, j.Stack)
			if j.PlanRole != "pdm-"+j.Stack+"-plan" || j.DeployRole != "pdm-"+j.Stack+"-deploy" {
				t.Errorf("roles of %s: %s, %s", j.Stack, j.PlanRole, j.DeployRole)
			}
			if want := map[string]string{"staging": "pdm-staging-promote", "production": "pdm-production-promote"}[j.Stack]; j.PromoteRole != want {
				t.Errorf("images are promoted to %s as %q, want %q", j.Stack, j.PromoteRole, want)
			}
		}
		if !slices.Equal(names, test.want) {
			t.Errorf("%+v: %q, want %q", test.where, names, test.want)
		}
	}
	if _, err := Jobs(Where{Name: "prod"}); err == nil || !strings.Contains(err.Error(), "there are dev, staging, production") {
		t.Errorf("a name that is none: %v", err)
	}
	if matrix, err := Matrix([]Job{}); err != nil || matrix != "[]" {
		t.Errorf("no jobs: %q, %v", matrix, err)
	}
	for _, j := range ReviewJobs() {
		if j.PlanRole != "pdm-plan" || j.DeployRole != "" {
			t.Errorf("a review of %s holds %s and %q", j.Stack, j.PlanRole, j.DeployRole)
		}
	}
}

// A job has the id of its own account, and its plan for review that account's role.
func TestJobsGoToTheirAccounts(t *testing.T) {
	live := fixture.Account()
	live.Name, live.ID, live.Project, live.Region = "live", "000000000002", "live", "eu-west-1"
	ours := fixture.Account()
	ours.ID = "111111111111"
	production := fixture.Production()
	production.Account = "live"
	environments = func() []envs.Environment { return []envs.Environment{fixture.Dev(), production} }
	accounts = func() []envs.Account { return []envs.Account{ours, live} }
	t.Cleanup(func() { environments, accounts = fixture.All, fixture.Accounts })

	jobs, err := Jobs(Where{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, j := range append(jobs, ReviewJobs()...) {
		found = append(found, strings.Join([]string{j.Stack, j.Account, j.Region, j.PlanRole}, " "))
	}
	want := []string{
		"dev 111111111111 us-east-1 pdm-dev-plan",
		"production 000000000002 us-east-1 pdm-production-plan",
		"bootstrap 111111111111 us-east-1 pdm-plan",
		"account 111111111111 us-east-1 pdm-plan",
		"bootstrap-live 000000000002 eu-west-1 live-plan",
		"account-live 000000000002 eu-west-1 live-plan",
		"dev 111111111111 us-east-1 pdm-plan",
		"production 000000000002 us-east-1 live-plan",
	}
	if !slices.Equal(found, want) {
		t.Errorf("got  %q\nwant %q", found, want)
	}
}

// What is deployed was merged: a run of the default branch must not apply what
// somebody pushed elsewhere.
func TestJobsGoBackToMergedCommitsOnly(t *testing.T) {
	dir, run := repository(t)
	commit := func(message string) string {
		run("commit", "--quiet", "--allow-empty", "--message", message)
		return run("rev-parse", "HEAD")
	}
	first := commit("first")
	run("checkout", "--quiet", "-b", "feature")
	foreign := commit("foreign")
	run("checkout", "--quiet", "main")
	last := commit("last")

	jobs := []Job{{Stack: "dev"}}
	for _, name := range []string{first, first[:10], last, "HEAD~1"} {
		at, err := At(t.Context(), dir, jobs, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if len(at[0].Commit) != 40 {
			t.Errorf("%s is %q", name, at[0].Commit)
		}
	}
	for name, want := range map[string]string{
		foreign: "was not merged", "feature": "was not merged",
		"nonsense": "there is no commit", "--all": "there is no commit", "": "there is no commit",
	} {
		if at, err := At(t.Context(), dir, jobs, name); err == nil {
			t.Errorf("%q is deployed as %s", name, at[0].Commit)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
	// Git's own tests have this for a checkout of somebody else's.
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
	if _, err := At(t.Context(), dir, jobs, first); err == nil || !strings.Contains(err.Error(), "safe.directory") {
		t.Errorf("Git refuses to work, and does not say so: %v", err)
	}
	if jobs[0].Commit != "" {
		t.Error("the jobs themselves were changed")
	}
}

func TestImages(t *testing.T) {
	variable, tag, err := Image("dev", "api-gateway=v1.2.0")
	if err != nil || variable != "api_gateway_image_tag" || tag != "v1.2.0" {
		t.Errorf("%s = %s, %v", variable, tag, err)
	}
	for _, image := range []string{"api-gateway", "api-gateway=", "=v1", "front-end=v1", "ml_service=v1"} {
		if variable, _, err := Image("dev", image); err == nil {
			t.Errorf("%q sets %s", image, variable)
		}
	}
}
