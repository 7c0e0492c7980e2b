// Package workflows_test reads the pipelines: that GitHub would take them, and
// that they hold to what keeps them safe.
package workflows_test

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/tools/workflow"
)

const root = "../.."

// each reads every workflow.
func each(t *testing.T, check func(t *testing.T, w workflow.Workflow, text string)) {
	t.Helper()
	files, err := workflow.Files(root)
	require.NoError(t, err)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			w, err := workflow.Read(file)
			require.NoError(t, err)
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.NotEmpty(t, w.Jobs)
			check(t, w, string(text))
		})
	}
}

func TestThereIsAWorkflowForEachPromise(t *testing.T) {
	files, err := workflow.Files(root)
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		names = append(names, filepath.Base(file))
	}
	assert.Equal(t, []string{"deploy.yml", "drift.yml", "failover.yml", "nightly.yml", "promote.yml", "pull-request.yml", "release.yml", "rollback.yml", "supply-chain.yml", "terraform-cloud.yml"}, names)
}

func TestActionlint(t *testing.T) {
	files, err := workflow.Files(root)
	require.NoError(t, err)
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{WorkingDir: root})
	require.NoError(t, err)
	problems, err := linter.LintFiles(files, nil)
	require.NoError(t, err)
	for _, p := range problems {
		t.Errorf("%s", p)
	}

	problems, err = linter.Lint("bad.yml", []byte("on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.nothing }}\n"), nil)
	require.NoError(t, err)
	require.NotEmpty(t, problems, "actionlint finds nothing")
}

// A tag can be moved by whoever owns the action, a commit can't. Of other owners
// than GitHub and AWS there are two, who install their own program, at night and
// where no credential is.
func TestActionsArePinned(t *testing.T) {
	uses := regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`)
	pinned := regexp.MustCompile(`^(actions|aws-actions|hashicorp|opentofu)/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	versions := map[string]string{}
	each(t, func(t *testing.T, _ workflow.Workflow, text string) {
		for _, found := range uses.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(found[1], "./.github/workflows/") {
				continue
			}
			if !assert.Regexp(t, pinned, found[1]) {
				continue
			}
			action, version, _ := strings.Cut(found[1], "@")
			if _, seen := versions[action]; !seen {
				versions[action] = version
			}
			assert.Equal(t, versions[action], version, "%s has one version everywhere", action)
		}
	})
	assert.Len(t, versions, 7)
}

// Each line of Terraform's that is newer than the tests' own plans every stack at
// night, and OpenTofu's first that can, and a new one. The actions' wrapper would
// print around what the program prints.
func TestNightPlansWithOtherVersions(t *testing.T) {
	w, err := workflow.Read(filepath.Join(root, ".github", "workflows", "nightly.yml"))
	require.NoError(t, err)
	for name, want := range map[string]struct {
		lines, env map[string]string
		version    string
	}{
		"terraform": {lines: map[string]string{"1.12": "", "1.13": "", "1.14": ""}, version: "terraform"},
		"opentofu":  {lines: map[string]string{"1.11": "", "1.13": ""}, env: map[string]string{"TERRAFORM_BINARY_NAME": "tofu"}, version: "tofu"},
	} {
		job := w.Jobs[name]
		var matrix struct{ Version []string }
		require.NoError(t, job.Strategy.Matrix.Decode(&matrix))
		lines := map[string]string{}
		for _, version := range matrix.Version {
			require.Regexp(t, `^1\.\d+\.\d+$`, version)
			lines[version[:strings.LastIndex(version, ".")]] = ""
		}
		assert.Equal(t, want.lines, lines, name)
		require.Len(t, job.Steps, 4)
		assert.Equal(t, map[string]string{want.version + "_version": "${{ matrix.version }}", want.version + "_wrapper": "false"}, job.Steps[2].With)
		assert.Equal(t, "make validate", job.Steps[3].Run)
		assert.Equal(t, want.env, job.Steps[3].Env)
	}
}

// needed are the permissions that a job may have beside reading the code, by
// the step that needs them.
var needed = map[string]struct{ permission, access string }{
	"aws-actions/configure-aws-credentials": {"id-token", "write"},
	"make comment":                          {"pull-requests", "write"},
	"make drift-issue":                      {"issues", "write"},
	"make protection":                       {"actions", "read"},
}

func TestJobsHaveThePermissionsTheyNeed(t *testing.T) {
	each(t, func(t *testing.T, w workflow.Workflow, text string) {
		assert.Contains(t, text, "\npermissions: {}\n")
		assert.Empty(t, w.Permissions)
		for name, job := range w.Jobs {
			want := map[string]string{"contents": "read"}
			steps := job.Steps
			if job.Uses != "" {
				called, err := workflow.Read(filepath.Join(root, job.Uses))
				require.NoError(t, err)
				for _, j := range called.Jobs {
					steps = append(steps, j.Steps...)
				}
			}
			for _, step := range steps {
				for use, need := range needed {
					if strings.HasPrefix(step.Uses, use+"@") || step.Run == use {
						want[need.permission] = need.access
					}
				}
			}
			assert.Equal(t, want, job.Permissions, name)
		}
	})
}

func TestJobsEndAndLeaveNoCredentials(t *testing.T) {
	each(t, func(t *testing.T, w workflow.Workflow, _ string) {
		for name, job := range w.Jobs {
			if job.Uses != "" {
				continue
			}
			assert.Equal(t, "ubuntu-24.04", job.RunsOn, "%s: one that does not change under it", name)
			assert.Positive(t, job.Timeout, "%s has no end", name)
			assert.LessOrEqual(t, job.Timeout, 120, name)
			checkedOut := false
			for _, step := range job.Steps {
				if strings.HasPrefix(step.Uses, "actions/checkout@") {
					checkedOut = true
					assert.Equal(t, "false", step.With["persist-credentials"], name)
				}
			}
			assert.True(t, checkedOut, name)
		}
	})
}

// An environment is a stack with a state of its own; a workspace would be
// another one, which nobody reads.
func TestNoWorkspaces(t *testing.T) {
	each(t, func(t *testing.T, _ workflow.Workflow, text string) {
		assert.NotRegexp(t, `TF_WORKSPACE|workspace (new|select)`, text)
	})
}

// A filter by path forgets something: the workflow itself, to begin with.
func TestEveryChangeIsTested(t *testing.T) {
	each(t, func(t *testing.T, _ workflow.Workflow, text string) {
		assert.NotRegexp(t, `(?m)^\s+paths(-ignore)?:`, text)
	})
}

// GitHub lends a role; nobody holds a key.
func TestNobodyHoldsAKey(t *testing.T) {
	key := regexp.MustCompile(`(?i)aws[_-](access[_-]key|secret|session)|AKIA[0-9A-Z]{16}|ghp_|github_pat_`)
	each(t, func(t *testing.T, w workflow.Workflow, text string) {
		assert.NotRegexp(t, key, text)
		for name, job := range w.Jobs {
			for _, step := range job.Steps {
				if strings.HasPrefix(step.Uses, "aws-actions/configure-aws-credentials@") {
					assert.Regexp(t, `^arn:\$\{\{ (matrix\.job|inputs)\.partition \}\}:iam::\$\{\{ (matrix\.job|inputs)\.account \|\| vars\.AWS_ACCOUNT_ID \}\}:role`+envs.DeliveryPath+`\$\{\{ (matrix\.job|inputs)\.(plan|deploy|promote)_role \}\}$`,
						step.With["role-to-assume"], name)
				}
			}
		}
	})
}

// What a workflow runs is a make target, which works by hand and in tests; and
// what somebody types or names never becomes part of a script.
func TestStepsAreThin(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	require.NoError(t, err)
	thin := regexp.MustCompile(`^(?:make ([a-z-]+)|\.ci/run|JOBS=\$\(make -s (environments)\)\necho "jobs=\$JOBS" >> "\$GITHUB_OUTPUT")$`)
	each(t, func(t *testing.T, w workflow.Workflow, _ string) {
		for name, job := range w.Jobs {
			for _, step := range job.Steps {
				if step.Run == "" {
					continue
				}
				assert.Empty(t, workflow.Expressions(step.Run), "%s: %s", name, step.Name)
				match := thin.FindStringSubmatch(strings.TrimSpace(step.Run))
				if assert.NotNil(t, match, "%s: %s", name, step.Run) && match[1]+match[2] != "" {
					assert.Regexp(t, `(?m)^`+match[1]+match[2]+`:`, string(makefile))
				}
			}
		}
	})
}

// From plan to apply, an environment is delivered by one run at a time, and no
// run is cancelled that may be applying.
func TestReleasesWaitForEachOther(t *testing.T) {
	eachRelease(t, func(t *testing.T, w workflow.Workflow, name string, job workflow.Job) {
		if assert.NotNil(t, job.Concurrency, name) {
			assert.Equal(t, workflow.Concurrency{Group: "release-${{ matrix.job.stack }}"}, *job.Concurrency, name)
		}
		assert.Nil(t, w.Concurrency, "a group of the whole run would be cancelled with it")
	})
}

// eachRelease has a look at each job that applies, alone or by release.yml.
func eachRelease(t *testing.T, look func(t *testing.T, w workflow.Workflow, name string, job workflow.Job)) {
	t.Helper()
	found := 0
	each(t, func(t *testing.T, w workflow.Workflow, _ string) {
		for name, job := range w.Jobs {
			applies := job.Uses != "" || slices.ContainsFunc(job.Steps, func(s workflow.Step) bool {
				return slices.Contains([]string{"make apply-plan", "make failover", "make failback"}, s.Run)
			})
			if applies && w.Name != "Release" {
				found++
				look(t, w, name, job)
			}
		}
	})
	assert.Equal(t, 5, found)
}

// Whoever starts a delivery by hand may leave the standby out, and the step that
// records that is told so. What looks at standbys every night, and when somebody asks,
// has it counted, whatever else the job found.
func TestStandbysAreDeliveredAndLookedAt(t *testing.T) {
	for _, file := range []string{"deploy.yml", "promote.yml", "rollback.yml"} {
		w, err := workflow.Read(filepath.Join(root, ".github", "workflows", file))
		require.NoError(t, err)
		assert.Equal(t, "${{ inputs.standby }}", w.Jobs["release"].With["standby"], file)
		var on struct {
			ByHand struct {
				Inputs map[string]struct {
					Default string
					Options []string
				}
			} `yaml:"workflow_dispatch"`
		}
		require.NoError(t, w.On.Decode(&on))
		assert.Equal(t, []string{"deliver", "skip"}, on.ByHand.Inputs["standby"].Options, file)
		assert.Equal(t, "deliver", on.ByHand.Inputs["standby"].Default, file)
	}
	step := func(file, job, run string) (before []workflow.Step, found workflow.Step) {
		w, err := workflow.Read(filepath.Join(root, ".github", "workflows", file))
		require.NoError(t, err)
		steps := w.Jobs[job].Steps
		i := slices.IndexFunc(steps, func(s workflow.Step) bool { return s.Run == run })
		require.NotEqual(t, -1, i, file)
		return steps[:i], steps[i]
	}
	_, plan := step("release.yml", "plan", "make save-plan")
	assert.Equal(t, "${{ inputs.standby }}", plan.Env["STANDBY"])
	_, asked := step("failover.yml", "operate", "make standby-check")
	before, nightly := step("drift.yml", "look", "make standby-check")
	want := map[string]string{"ENV": "${{ matrix.job.stack }}", "PUBLISH": "1"}
	assert.Equal(t, want, asked.Env)
	assert.Equal(t, want, nightly.Env)
	credentials := before[len(before)-1]
	assert.Contains(t, credentials.With["role-to-assume"], "${{ matrix.job.plan_role }}")
	assert.Equal(t, "${{ matrix.job.standby_region }}", credentials.With["aws-region"])
	for _, s := range []workflow.Step{credentials, nightly} {
		assert.Equal(t, "${{ !cancelled() && matrix.job.standby_region }}", s.If)
	}
}

// What a release is made of is kept with its plan; and it is written before the
// job has a credential, because other people's code writes it.
func TestReleasesSayWhatTheyAreMadeOf(t *testing.T) {
	credential := regexp.MustCompile(`^aws-actions/configure-aws-credentials@`)
	for _, file := range []string{"release.yml", "terraform-cloud.yml"} {
		w, err := workflow.Read(filepath.Join(root, ".github", "workflows", file))
		require.NoError(t, err)
		written, kept := -1, -1
		for i, s := range w.Jobs["plan"].Steps {
			switch {
			case s.Run == "make sbom":
				written = i
			case strings.HasPrefix(s.Uses, "actions/upload-artifact@") && s.With["path"] == "plans/":
				kept = i
			case written == -1:
				assert.NotRegexp(t, credential, s.Uses, file)
				assert.Empty(t, s.Env, file)
			}
		}
		assert.NotEqual(t, -1, written, file)
		assert.Less(t, written, kept, file)
	}
}

// Tests ask a vulnerability database of a day, the night today's; and both look
// through the whole history for secrets.
func TestNightLooksForWhatBecameKnown(t *testing.T) {
	w, err := workflow.Read(filepath.Join(root, ".github", "workflows", "supply-chain.yml"))
	require.NoError(t, err)
	steps := w.Jobs["look"].Steps
	require.Len(t, steps, 4)
	assert.Equal(t, "make secrets", steps[2].Run)
	assert.Equal(t, "make vulnerabilities", steps[3].Run)
	assert.Equal(t, "live", steps[3].Env["VULNDB"])
	test, err := workflow.Read(filepath.Join(root, ".github", "workflows", "pull-request.yml"))
	require.NoError(t, err)
	for _, checkout := range []workflow.Step{steps[0], test.Jobs["test"].Steps[0]} {
		assert.Equal(t, "0", checkout.With["fetch-depth"])
	}
}

// Whatever applies waits for the reviewers of the GitHub environment of that
// name, and takes the plan that they saw.
func TestAppliesWaitForReviewers(t *testing.T) {
	found := 0
	each(t, func(t *testing.T, w workflow.Workflow, _ string) {
		for name, job := range w.Jobs {
			gated := job.Environment.Kind != 0
			applies, promotes, operates := false, false, false
			for i, step := range job.Steps {
				promotes = promotes || step.Run == "make promote"
				operates = operates || step.Run == "make failover" || step.Run == "make failback"
				if step.Run != "make apply-plan" {
					assert.NotContains(t, step.Run, "apply", "%s: %s", name, step.Run)
					assert.False(t, strings.Contains(step.With["role-to-assume"], "deploy_role") && !gated, "%s holds the deploy role", name)
					assert.False(t, strings.Contains(step.With["role-to-assume"], "promote_role") && !gated, "%s holds the role that promotes", name)
					continue
				}
				applies = true
				found++
				assert.True(t, slices.ContainsFunc(job.Steps[:i], func(s workflow.Step) bool {
					return strings.HasPrefix(s.Uses, "actions/download-artifact@") && s.With["path"] == "plans/"
				}), "%s: the plan comes from the job before", name)
			}
			assert.Equal(t, applies || promotes || operates, gated, name)
			if gated {
				var environment struct{ Name string }
				require.NoError(t, job.Environment.Decode(&environment))
				assert.Regexp(t, `^\$\{\{ (inputs|matrix\.job)\.stack \}\}$`, environment.Name)
			}
		}
	})
	assert.Equal(t, 2, found)
}

// GitHub makes an environment that a job names, and it asks nobody: before
// anything is planned for an apply, the job that chose it has looked.
func TestEnvironmentsAreProtectedBeforeTheyAreApplied(t *testing.T) {
	eachRelease(t, func(t *testing.T, w workflow.Workflow, name string, job workflow.Job) {
		steps := w.Jobs["choose"].Steps
		last := steps[len(steps)-1]
		assert.Equal(t, "make protection", last.Run, name)
		assert.Equal(t, "${{ steps.choose.outputs.jobs }}", last.Env["JOBS"], name)
		assert.Contains(t, []string{"", "github.event_name == 'push'"}, last.If, "%s: whatever is applied was looked at", name)
		assert.Contains(t, needs(t, job), "choose", name)
	})
}

// An image goes where reviewers let it, and the plan that follows is of the digest
// that came of it, with the record beside it. What cannot be promoted is refused
// before anybody is asked.
func TestPromotionsWaitForReviewers(t *testing.T) {
	w, err := workflow.Read(filepath.Join(root, ".github", "workflows", "promote.yml"))
	require.NoError(t, err)
	chosen := w.Jobs["choose"].Steps[2]
	assert.Equal(t, map[string]string{"ENV": "${{ inputs.environment }}", "FROM": "${{ inputs.from }}", "IMAGE": "${{ inputs.image }}"}, chosen.Env)

	job := w.Jobs["promote"]
	assert.Equal(t, []string{"choose"}, needs(t, job))
	var environment struct{ Name string }
	require.NoError(t, job.Environment.Decode(&environment))
	assert.Equal(t, "${{ matrix.job.stack }}", environment.Name)
	require.Len(t, job.Steps, 5)
	assert.Contains(t, job.Steps[2].With["role-to-assume"], "${{ matrix.job.promote_role }}")
	assert.Equal(t, "make promote", job.Steps[3].Run)
	assert.Equal(t, map[string]string{"FROM": "${{ inputs.from }}", "TO": "${{ matrix.job.stack }}", "IMAGE": "${{ inputs.image }}"}, job.Steps[3].Env)
	assert.Equal(t, "promotion-${{ matrix.job.stack }}", job.Steps[4].With["name"])

	release := w.Jobs["release"]
	assert.Equal(t, []string{"choose", "promote"}, needs(t, release))
	assert.Equal(t, "${{ needs.promote.outputs.image }}", release.With["image"])
	assert.Equal(t, "true", release.With["promoted"])
	called, err := workflow.Read(filepath.Join(root, release.Uses))
	require.NoError(t, err)
	steps := called.Jobs["plan"].Steps
	taken := slices.IndexFunc(steps, func(s workflow.Step) bool { return s.With["name"] == "promotion-${{ inputs.stack }}" })
	require.NotEqual(t, -1, taken)
	assert.Equal(t, "inputs.promoted", steps[taken].If)
	assert.Equal(t, "plans/", steps[taken].With["path"])
	assert.Less(t, taken, slices.IndexFunc(steps, func(s workflow.Step) bool { return s.Run == "make save-plan" }))
}

// A fork, or Dependabot, decides what its pull request runs: it is tested, and
// nothing that it runs has a credential.
func TestForksGetNoCredentials(t *testing.T) {
	const ours = "github.event.pull_request.head.repo.full_name == github.repository && github.event.pull_request.user.login != 'dependabot[bot]'"
	each(t, func(t *testing.T, w workflow.Workflow, text string) {
		assert.NotContains(t, text, "pull_request_target")
		if !strings.Contains(text, "\n  pull_request:") {
			return
		}
		for name, job := range w.Jobs {
			content, err := yaml.Marshal(job.Steps)
			require.NoError(t, err)
			credentials := strings.Contains(string(content), "secrets.") || job.Permissions["id-token"] != "" || job.Permissions["pull-requests"] != ""
			if !credentials {
				continue
			}
			assert.True(t, guarded(t, w, name, ours), "%s runs for forks", name)
		}
	})
	w, err := workflow.Read(filepath.Join(root, ".github", "workflows", "pull-request.yml"))
	require.NoError(t, err)
	assert.Empty(t, w.Jobs["test"].If, "whoever it comes from is tested")
	assert.Equal(t, ".ci/run", w.Jobs["test"].Steps[len(w.Jobs["test"].Steps)-1].Run)
}

// guarded says whether a job, or one that it cannot run without, has the
// condition.
func guarded(t *testing.T, w workflow.Workflow, name, condition string) bool {
	t.Helper()
	if strings.Contains(w.Jobs[name].If, condition) {
		return true
	}
	return slices.ContainsFunc(needs(t, w.Jobs[name]), func(need string) bool { return guarded(t, w, need, condition) })
}

// needs are the jobs that a job waits for.
func needs(t *testing.T, job workflow.Job) (names []string) {
	t.Helper()
	if job.Needs.Kind == yaml.ScalarNode {
		return []string{job.Needs.Value}
	}
	if job.Needs.Kind != 0 {
		require.NoError(t, job.Needs.Decode(&names))
	}
	return names
}

// The branches and names in the workflows are those of the environments.
func TestWorkflowsKnowTheEnvironments(t *testing.T) {
	var names, branches []string
	for _, env := range envs.All() {
		names = append(names, env.Name)
		if env.Branch != "" {
			branches = append(branches, env.Branch)
		}
	}
	slices.Sort(branches)
	if branches = slices.Compact(branches); len(branches) == 0 {
		branches = []string{"**", "!**"} // no push is deployed
	}
	each(t, func(t *testing.T, w workflow.Workflow, _ string) {
		var on struct {
			Push             *struct{ Branches []string }
			WorkflowDispatch *struct {
				Inputs map[string]struct{ Options []string }
			} `yaml:"workflow_dispatch"`
		}
		require.NoError(t, w.On.Decode(&on))
		if on.Push != nil {
			assert.ElementsMatch(t, branches, on.Push.Branches, "run make docs")
		}
		if on.WorkflowDispatch != nil {
			for _, input := range []string{"environment", "from"} {
				if environment, ok := on.WorkflowDispatch.Inputs[input]; ok {
					assert.Equal(t, names, environment.Options, "run make docs")
				}
			}
		}
	})
}
