package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// Delivery draws the way of a change from a commit to production: the jobs of
// the workflows, with the IAM roles that they hold.
func Delivery(p Project) string {
	var script strings.Builder
	job := func(id, title string, boxes ...string) {
		fmt.Fprintf(&script, "%s: %q {\n  grid-rows: 1\n  grid-gap: 30\n  style.font-size: 20\n", id, title)
		for i, text := range boxes {
			fmt.Fprintf(&script, "  box%d: %q {style.font-size: 18}\n", i, text)
			if i > 0 {
				fmt.Fprintf(&script, "  box%d -> box%d\n", i-1, i)
			}
		}
		script.WriteString("}\n")
	}
	var reviewers []string
	for _, account := range p.Accounts {
		if !slices.Contains(reviewers, account.PlanRole()) {
			reviewers = append(reviewers, account.PlanRole())
		}
	}
	// Jobs side by side, in a frame that is not seen.
	beside := func(id string, jobs func()) {
		fmt.Fprintf(&script, "%s: \"\" {\ngrid-rows: 1\ngrid-gap: 20\nstyle: {fill: transparent; stroke: transparent}\n", id)
		jobs()
		script.WriteString("}\n")
	}
	script.WriteString("grid-columns: 1\ngrid-gap: 30\n")
	beside("proposed", func() {
		job("test", "Every pull request, also from a fork: pull-request.yml",
			"Test\nwhat the code says, and\nreal Terraform on the emulator")
		job("review", "A pull request of the repository's own: pull-request.yml",
			"Plan every stack\nas "+strings.Join(reviewers, " or ")+",\nwhich reads states alone",
			"Comment\ncounts, what is destroyed,\nthe plan, the JSON's difference")
	})
	previous := "proposed"
	for _, env := range p.Environments {
		id, label := "env-"+env.Name, env.Label()
		when := "by hand from any branch"
		if env.Branch != "" {
			when = "a push to " + env.Branch
		}
		job(id, env.Name+": "+when+p.in(envs.AccountOf(p.Accounts, p.Environments, env.Name))+", in deploy.yml",
			"Plan, and seal it\nas "+label.PlanRole(),
			"Consent\nof the reviewers of the\nenvironment "+env.Name,
			"Apply exactly that\nas "+label.DeployRole(),
			"Roll-out, smoke test,\nand a comment in the\npull request")
		fmt.Fprintf(&script, "%s -> %s\n", previous, id)
		previous = id
	}
	beside("others", func() {
		job("night", "Every night, in drift.yml", "Plan each\nenvironment as\nits plan role", "One issue each\nopened, updated,\nclosed")
		job("promote", "By hand, in promote.yml", "With consent,\ncopy an image\nby its digest", "The same plan,\nconsent and\napply")
		job("back", "By hand, in rollback.yml", "An earlier\nimage, or an\nearlier commit", "The same plan,\nconsent and\napply")
	})
	return script.String()
}
