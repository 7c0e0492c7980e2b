package command_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/example/predictive-maintenance/__tests__/github"
	"github.com/example/predictive-maintenance/envs"
)

// What GitHub would make by itself, or applies without asking, is refused, all
// of it at once.
func TestUnprotectedEnvironmentsAreRefused(t *testing.T) {
	program := built(t, "platform")
	const jobs = `[{"stack": "dev"}, {"stack": "staging"}, {"stack": "production"}]`

	asked := github.Environment{Reviewers: 1, Branches: true}
	for _, c := range []struct {
		name string
		has  map[string]github.Environment
		want []string
	}{
		{"as it should be", map[string]github.Environment{"dev": {}, "staging": {}, "production": asked}, nil},
		{"nobody made them", nil, []string{
			`GitHub has no environment "dev"`, `GitHub has no environment "staging"`, `GitHub has no environment "production"`,
		}},
		{"nobody is asked", map[string]github.Environment{"dev": {}, "staging": {}, "production": {Branches: true}}, []string{
			`the GitHub environment "production" has no required reviewers`,
		}},
		{"every branch is let in", map[string]github.Environment{"dev": {}, "staging": {}, "production": {Reviewers: 2}}, []string{
			`the GitHub environment "production" admits every branch`,
		}},
		{"GitHub made it", map[string]github.Environment{"dev": asked, "staging": asked, "production": {}}, []string{
			"no required reviewers", "admits every branch",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			repository := github.Start(t, envs.Shared.Repository)
			for name, e := range c.has {
				repository.Make(name, e)
			}
			cmd := exec.Command(program, "protection", "--jobs", jobs)
			cmd.Dir = projectFolder(t)
			cmd.Env = append(os.Environ(), "GITHUB_REPOSITORY="+envs.Shared.Repository, "GITHUB_API_URL="+repository.URL, "GITHUB_TOKEN=ghs_standin")
			printed, err := cmd.CombinedOutput()
			assert.Equal(t, c.want == nil, err == nil, string(printed))
			assert.Len(t, strings.Split(strings.TrimSpace(string(printed)), "\n"), max(1, len(c.want)), "a line each")
			for _, want := range c.want {
				assert.Contains(t, string(printed), want)
			}
			assert.NotContains(t, string(printed), "ghs_standin")
		})
	}
}
