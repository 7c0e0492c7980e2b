package terraform_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/github"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/initialize"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/checkout"
	"github.com/example/predictive-maintenance/tools/workflow"
)

// delivered is a repository of its own with the project's files as they are,
// which meets the tests' emulator.
type delivered struct {
	// env is the environment that is delivered.
	env    envs.Environment
	dir    string
	github *github.Repository
	values workflow.Values
	// project has the values that are written in what is checked out.
	project initialize.Values
}

// newCheckout copies what Git knows or would add.
func newCheckout(t *testing.T, env envs.Environment) *delivered {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	c := &delivered{env: env, dir: t.TempDir(), github: github.Start(t, envs.Shared.Repository), project: initialize.Current(), values: workflow.Values{
		"matrix.job.stack": env.Name, "inputs.environment": env.Name, "inputs.standby": "deliver", "vars.AWS_ACCOUNT_ID": owner,
		"github.token": githubToken, "secrets.SUPABASE_ACCESS_TOKEN": supabaseToken, "secrets.VERCEL_API_TOKEN": vercelToken,
		"secrets.DATADOG_API_KEY": datadogKey, "github.event_name == 'push' && github.ref_name || ''": "",
		"matrix.job.cloud && secrets.TF_API_TOKEN || ''": "",
	}}
	require.NoError(t, checkout.Copy(t.Context(), root, c.dir))
	// Tools that were installed for the project, and the stand-ins of the
	// tests; what is built and written here stays here.
	require.NoError(t, os.MkdirAll(filepath.Join(c.dir, ".tools", "stand-ins"), 0o755))
	tools, err := os.ReadDir(filepath.Join(root, ".tools"))
	if err != nil {
		require.ErrorIs(t, err, fs.ErrNotExist)
	}
	for _, tool := range tools {
		if tool.Name() != "bin" && tool.Name() != "stand-ins" {
			require.NoError(t, os.Symlink(filepath.Join(root, ".tools", tool.Name()), filepath.Join(c.dir, ".tools", tool.Name())))
		}
	}
	require.NoError(t, os.Symlink(filepath.Join(standIns, "mirror"), filepath.Join(c.dir, ".tools", "stand-ins", "mirror")))
	require.NoError(t, os.MkdirAll(filepath.Join(c.dir, ".emulator"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(c.dir, ".emulator", "endpoint"), []byte(target.Endpoint+"\n"), 0o644))
	return c
}

func (c *delivered) git(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"}, args...)...)
	cmd.Dir = c.dir
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "%v: %s", args, printed)
	return strings.TrimSpace(string(printed))
}

// change commits other values of the environment, written as people write them.
func (c *delivered) change(t *testing.T, message string, change func(*envs.Environment)) (sha string) {
	t.Helper()
	values := c.project
	values.Environments = slices.Clone(values.Environments)
	e := &values.Environments[slices.IndexFunc(values.Environments, func(e envs.Environment) bool { return e.Name == c.env.Name })]
	e.Services = slices.Clone(e.Services)
	change(e)
	files, err := initialize.Rewrite(c.dir, c.project, values)
	require.NoError(t, err)
	require.NoError(t, initialize.Init{Root: c.dir, Out: io.Discard}.Write(files))
	c.project = values
	return c.commitAll(t, message)
}

// commit replaces texts in a file, in pairs, and commits everything.
func (c *delivered) commit(t *testing.T, message, file string, replace ...string) (sha string) {
	t.Helper()
	name := filepath.Join(c.dir, file)
	content, err := os.ReadFile(name)
	require.NoError(t, err)
	for i := 0; i < len(replace); i += 2 {
		require.Contains(t, string(content), replace[i])
		content = bytes.ReplaceAll(content, []byte(replace[i]), []byte(replace[i+1]))
	}
	require.NoError(t, os.WriteFile(name, content, 0o644))
	return c.commitAll(t, message)
}

func (c *delivered) commitAll(t *testing.T, message string) (sha string) {
	t.Helper()
	c.git(t, "add", "--all")
	c.git(t, "commit", "--quiet", "--message", message)
	return c.git(t, "rev-parse", "HEAD")
}

// credentials are those that GitHub's runner has in a job: of the role that the
// job assumes, or of nobody. A plan on Terraform Cloud has its workspace's; the
// stand-in plans here.
func (c *delivered) credentials(t *testing.T, file string, job workflow.Job, step string) aws.Credentials {
	t.Helper()
	phase := strings.TrimSuffix(file, ".yml") + "." + strings.ReplaceAll(step, " ", "-")
	role, err := job.Assumes(c.values)
	require.NoError(t, err)
	started := githubRun{event: events[file], ref: "refs/heads/" + envs.Shared.Branch}
	started.environment, err = job.EnvironmentName(c.values)
	require.NoError(t, err)
	if role != nil {
		account := "arn:aws:iam::" + owner + ":role" + envs.DeliveryPath
		require.Contains(t, role.ARN, account)
		return assume(t, strings.TrimPrefix(role.ARN, account), phase, started, role.Duration)
	}
	if c.values["!matrix.job.cloud"] == "false" {
		return assume(t, c.values["matrix.job.plan_role"], phase, started, 0)
	}
	return nobody(t, phase)
}

// events start the workflows.
var events = map[string]string{
	"pull-request.yml": "pull_request", "drift.yml": "schedule", "deploy.yml": "workflow_dispatch", "rollback.yml": "workflow_dispatch",
	"release.yml": "workflow_dispatch", "terraform-cloud.yml": "push",
}

// step runs a step of a workflow, with the role that its job assumes, and returns
// what it printed and what it wrote for later steps.
func (c *delivered) step(t *testing.T, file, job, name string, extra ...string) (printed string, outputs map[string]string, err error) {
	t.Helper()
	w, err := workflow.Read(filepath.Join(c.dir, ".github", "workflows", file))
	require.NoError(t, err)
	require.Contains(t, w.Jobs, job)
	output := filepath.Join(t.TempDir(), "output")
	env := append(os.Environ(),
		"TARGET=emulator", "TF_CLI_CONFIG_FILE="+target.CLIConfig,
		"GITHUB_REPOSITORY="+envs.Shared.Repository, "GITHUB_API_URL="+c.github.URL, "GITHUB_SERVER_URL=https://github.com", "GITHUB_RUN_ID=1",
		"GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+filepath.Join(t.TempDir(), "summary"))
	shown, err := emulator.Env(target.Endpoint, c.credentials(t, file, w.Jobs[job], name))
	require.NoError(t, err)
	for key, value := range shown {
		env = append(env, key+"="+value)
	}
	printed, err = w.Jobs[job].RunStep(t.Context(), name, c.dir, append(env, extra...), c.values)
	for _, secret := range []string{supabaseToken, vercelToken, datadogKey, githubToken} {
		assert.NotContains(t, printed, secret)
	}
	outputs = map[string]string{}
	if content, err := os.ReadFile(output); err == nil {
		for line := range strings.Lines(string(content)) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			outputs[key] = value
		}
	}
	return printed, outputs, err
}

// must is step for one that has to succeed.
func (c *delivered) must(t *testing.T, file, job, name string, extra ...string) map[string]string {
	t.Helper()
	printed, outputs, err := c.step(t, file, job, name, extra...)
	require.NoError(t, err, printed)
	return outputs
}

// matrix takes over what a job listed, the environment's among its jobs, and counts
// them.
func (c *delivered) matrix(t *testing.T, file, job, name string) int {
	t.Helper()
	var jobs []map[string]any
	listed := c.must(t, file, job, name)["jobs"]
	require.NoError(t, json.Unmarshal([]byte(listed), &jobs))
	c.values["steps.choose.outputs.jobs"] = listed
	i := slices.IndexFunc(jobs, func(job map[string]any) bool { return job["stack"] == c.env.Name })
	require.NotEqual(t, -1, i, "%v", jobs)
	for key, value := range jobs[i] {
		c.values["matrix.job."+key] = fmt.Sprint(value)
	}
	c.account("matrix.job.account")
	c.values["!matrix.job.cloud"] = fmt.Sprint(jobs[i]["cloud"] != true)
	return len(jobs)
}

// account takes over which account a job is in: its own, or the variable's.
func (c *delivered) account(own string) {
	c.values[own+" || vars.AWS_ACCOUNT_ID"] = cmp.Or(c.values[own], c.values["vars.AWS_ACCOUNT_ID"])
}

// choose takes over what the first job of a workflow chose: one job.
func (c *delivered) choose(t *testing.T, file, name string) {
	t.Helper()
	typed := c.values["inputs.image"]
	require.Equal(t, 1, c.matrix(t, file, "choose", name))
	c.must(t, file, "choose", "See that it is protected")
	// What deploy.yml and rollback.yml hand to release.yml.
	w, err := workflow.Read(filepath.Join(c.dir, ".github", "workflows", file))
	require.NoError(t, err)
	delete(c.values, "inputs.image")
	if _, ok := w.Jobs["release"].With["image"]; ok {
		c.values["inputs.image"] = typed
	}
	for input, from := range w.Jobs["release"].With {
		expression := workflow.Expressions(from)
		require.Len(t, expression, 1, input)
		require.Contains(t, c.values, expression[0])
		c.values["inputs."+input] = c.values[expression[0]]
	}
	if _, ok := c.values["inputs.image"]; !ok {
		c.values["inputs.image"] = ""
	}
	c.account("inputs.account")
	c.git(t, "checkout", "--quiet", c.values["inputs.commit"])
}

func (c *delivered) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(c.dir, "plans", name))
	require.NoError(t, err)
	return string(content)
}

// promotion is where the job that promotes an image says so.
func (c *delivered) promotion() string {
	return filepath.Join(c.dir, "plans", c.env.Name+".promotion.json")
}

// What GitHub would keep as secrets. None of it is one.
var (
	supabaseToken = "sbp_" + strings.Repeat("5", 40)
	vercelToken   = "vcp_" + strings.Repeat("v", 56)
	datadogKey    = strings.Repeat("d", 32)
	githubToken   = "ghs_" + strings.Repeat("g", 36)
)

// testDelivery follows changes of early from the pull request to AWS and back,
// through the steps of the workflows.
func testDelivery(t *testing.T) {
	c := newCheckout(t, early)
	budget := early.MonthlyBudgetUSD
	tag := func(e *envs.Environment, service, tag string) { deployment(e, service).ImageTag = tag }
	first := c.change(t, "Run v1.0.0", func(e *envs.Environment) {
		tag(e, "api-gateway", "v1.0.0")
		tag(e, "ml-service", "v1.0.0")
	})
	second := c.change(t, "Run v1.1.0, and spend more", func(e *envs.Environment) {
		tag(e, "api-gateway", "v1.1.0")
		e.MonthlyBudgetUSD = budget + 10
	})
	maps.Copy(c.values, workflow.Values{
		"github.event.pull_request.base.sha": first, "github.event.pull_request.number": "7", "github.sha": second,
	})

	t.Run("pull request", func(t *testing.T) {
		c.matrix(t, "pull-request.yml", "stacks", "List the stacks")
		assert.Equal(t, envs.Shared.PlanRole(), c.values["matrix.job.plan_role"])
		// While somebody applies.
		at := envs.Store.StateOf(early.Name)
		lock, body := aws.String(at.Key+".tflock"), strings.NewReader(`{"ID":"6f3e2c1a-0000-4000-8000-000000000001"}`)
		_, err := s3Client().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &at.Bucket, Key: lock, Body: body})
		require.NoError(t, err)
		c.must(t, "pull-request.yml", "plan", "Plan")
		_, held := objectLock(t.Context(), early.Name)
		assert.True(t, held, "a review leaves the locks of others alone")
		_, err = s3Client().DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &at.Bucket, Key: lock})
		require.NoError(t, err)
		plan := c.read(t, early.Name+".plan.md")
		assert.Contains(t, plan, "### "+early.Name+": 1 to add, ")
		assert.Contains(t, plan, "- **`aws_ecs_task_definition.compute_api-gateway_task[0]`**, for its `container_definitions`")
		assert.Regexp(t, fmt.Sprintf(`(?m)^-\s+"limit_amount": "%d",$`, budget), plan)
		assert.Regexp(t, fmt.Sprintf(`(?m)^\+\s+"limit_amount": "%d",$`, budget+10), plan)
		assert.Contains(t, plan, "What Terraform would do")
		assert.Regexp(t, `(?m)^Costs [0-9.]+ to [0-9.]+ USD a month, as before\.$`, plan)
		sealed := c.read(t, early.Name+".tfplan.age")
		assert.True(t, strings.HasPrefix(sealed, "age-encryption.org/"), "a plan that lies in an artifact is sealed")
		assert.NotContains(t, sealed, "tfstate")

		c.github.Write(7, "<!-- plan:"+early.Name+" -->\nlooks like the bot's")
		c.github.Write(7, "Good.")
		for range 2 {
			c.must(t, "pull-request.yml", "comment", "Comment")
		}
		assert.Equal(t, []string{"<!-- plan:" + early.Name + " -->\nlooks like the bot's", "Good.", plan}, c.github.Comments(7), "one comment, updated in its place")
	})

	t.Run("pull request against the policies", func(t *testing.T) {
		c.git(t, "checkout", "--quiet", "-b", "careless")
		c.commit(t, "Keep one key for ever", filepath.Join("stacks", "security", "kms.go"), "EnableKeyRotation:    jsii.Bool(true)", "EnableKeyRotation:    jsii.Bool(false)")
		printed, _, err := c.step(t, "pull-request.yml", "plan", "Plan")
		require.Error(t, err)
		assert.Contains(t, printed, "1 policy findings that no exception covers")
		assert.NoFileExists(t, filepath.Join(c.dir, "plans", early.Name+".tfplan.age"), "what cannot be applied is not kept")
		c.must(t, "pull-request.yml", "comment", "Comment")
		comments := c.github.Comments(7)
		require.Len(t, comments, 3)
		assert.Contains(t, comments[2], "- **keys-rotate**: `aws_kms_key.security_main` does not rotate")
		c.git(t, "checkout", "--quiet", "main")
	})

	t.Run("deploy", func(t *testing.T) {
		c.values["steps.choose.outputs.jobs"] = c.must(t, "deploy.yml", "choose", "Choose the environment")["jobs"]
		printed, _, err := c.step(t, "deploy.yml", "choose", "See that it is protected")
		require.Error(t, err)
		assert.Contains(t, printed, `GitHub has no environment "`+early.Name+`"`)
		protected := github.Environment{}
		if early.Name == envs.ProductionName {
			protected = github.Environment{Reviewers: 1, Branches: true}
		}
		c.github.Make(early.Name, protected)
		c.choose(t, "deploy.yml", "Choose the environment")
		assert.Equal(t, "true", c.must(t, "release.yml", "plan", "Plan")["changes"])
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, "v1.1.0", deployed(t))
		assert.Equal(t, strconv.Itoa(budget+10), c.budget(t))
		c.must(t, "release.yml", "apply", "Roll-out")
		c.must(t, "release.yml", "apply", "Smoke test", "URL="+healthy(t, 2))
		c.must(t, "release.yml", "apply", "Record")
		c.github.Merge(second, 7)
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(7)
		require.Len(t, comments, 4)
		assert.Contains(t, comments[3], "### "+early.Name+": applied (1 added, ")
		assert.Regexp(t, `(?m)^- api-gateway: steady after \S+, \d+ of \d+ tasks run$`, comments[3])
		assert.Regexp(t, `(?m)^\| all but the consent \| \S+ of 15m0s \|$`, comments[3])
	})

	t.Run("stale plan", func(t *testing.T) {
		printed, _, err := c.step(t, "release.yml", "apply", "Apply")
		require.Error(t, err)
		assert.Contains(t, printed, "error: apply "+early.Name+": the state changed after this plan was made, so nothing was applied")
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(7)
		require.Len(t, comments, 4)
		assert.Contains(t, comments[3], "### "+early.Name+": the plan is stale")
	})

	logs := cloudwatchlogs.NewFromConfig(awsConfig(early.Region))
	t.Run("drift", func(t *testing.T) {
		_, err := logs.PutRetentionPolicy(t.Context(), &cloudwatchlogs.PutRetentionPolicyInput{LogGroupName: aws.String(early.Label().ServiceLogGroup("api-gateway")), RetentionInDays: aws.Int32(1)})
		require.NoError(t, err)
		assert.Equal(t, "true", c.must(t, "drift.yml", "look", "Look")["changes"])
		for range 2 {
			c.must(t, "drift.yml", "issue", "Open, update or close the issue")
		}
		issues := c.github.Issues()
		require.Len(t, issues, 1, "one issue, updated in its place")
		assert.Equal(t, "Drift: "+early.Name, issues[0].Title)
		assert.Equal(t, "open", issues[0].State)
		assert.Contains(t, issues[0].Body, "### "+early.Name+" differs from its code: 0 to add, 1 to change, 0 to destroy")
		assert.Contains(t, issues[0].Body, "- `aws_cloudwatch_log_group.monitoring_api-gateway_log`")
	})

	third := func() string {
		c.git(t, "checkout", "--quiet", "main")
		return c.change(t, "Spend more, and let fewer requests in", func(e *envs.Environment) { e.MonthlyBudgetUSD, e.RateLimit = budget+20, 1000 })
	}()
	c.values["github.sha"] = third
	merged := c.project
	t.Run("failing apply", func(t *testing.T) {
		c.choose(t, "deploy.yml", "Choose the environment")
		c.must(t, "release.yml", "plan", "Plan")
		c.aws(t, "budgets", "delete-budget", "--account-id", owner, "--budget-name", early.Label().Name("monthly"))
		before, _ := state(t, early.Name, "")
		printed, _, err := c.step(t, "release.yml", "apply", "Apply")
		require.Error(t, err)
		assert.Contains(t, printed, "NotFoundException")
		c.must(t, "release.yml", "apply", "Record")
		c.github.Merge(third, 8)
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(8)
		require.Len(t, comments, 1)
		assert.Contains(t, comments[0], "### "+early.Name+": the apply failed")
		assert.Contains(t, comments[0], "What was made until then is in the state")
		assert.Contains(t, comments[0], "| apply, which failed | ")
		assert.Contains(t, comments[0], "The lock of the state is released.")
		assert.Contains(t, comments[0], "(https://github.com/"+envs.Shared.Repository+"/actions/runs/1)")

		_, locked := objectLock(t.Context(), early.Name)
		assert.False(t, locked)
		after, _ := state(t, early.Name, "")
		assert.Greater(t, parse(t, after).Serial, parse(t, before).Serial, "what was done is in the state")
		assert.Len(t, parse(t, after).Resources, len(parse(t, before).Resources))
	})

	t.Run("rollback of the infrastructure", func(t *testing.T) {
		c.values["inputs.commit || github.sha"] = "0123456789012345678901234567890123456789"
		printed, _, err := c.step(t, "rollback.yml", "choose", "Find what to go back to")
		require.Error(t, err)
		assert.Contains(t, printed, "there is no commit")
		c.git(t, "checkout", "--quiet", "-b", "feature", "main")
		c.values["inputs.commit || github.sha"] = c.change(t, "Do harm", func(e *envs.Environment) { e.MonthlyBudgetUSD = 9000 })
		c.project = merged
		c.git(t, "checkout", "--quiet", "main")
		printed, _, err = c.step(t, "rollback.yml", "choose", "Find what to go back to")
		require.Error(t, err)
		assert.Contains(t, printed, "was not merged into what is checked out", "nobody goes back to what nobody reviewed")

		c.values["inputs.commit || github.sha"] = second
		c.choose(t, "rollback.yml", "Find what to go back to")
		assert.Equal(t, second, c.git(t, "rev-parse", "HEAD"))
		c.must(t, "release.yml", "plan", "Plan")
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, strconv.Itoa(budget+10), c.budget(t), "it is there again, as it was")
	})

	t.Run("no drift", func(t *testing.T) {
		assert.Equal(t, "false", c.must(t, "drift.yml", "look", "Look")["changes"])
		c.must(t, "drift.yml", "issue", "Open, update or close the issue")
		issues := c.github.Issues()
		require.Len(t, issues, 1)
		assert.Equal(t, "closed", issues[0].State)
		assert.Contains(t, issues[0].Body, "### "+early.Name+" is as its code says")
	})

	const promoted = "Promoted from before to "
	t.Run("release of a promoted image", func(t *testing.T) {
		digest := "sha256:" + strings.Repeat("a", 64)
		c.values["inputs.image"] = "api-gateway=" + digest
		// As the job before leaves it.
		content, err := json.Marshal(map[string]string{
			"from": "before", "to": early.Name, "service": "api-gateway", "tag": "v1.4.2", "digest": digest, "by": "octocat", "commit": second,
		})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(c.promotion(), content, 0o644))
		c.must(t, "release.yml", "plan", "Plan")
		assert.Contains(t, c.read(t, early.Name+".plan.md"), promoted, "reviewers see what they consent to")
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, strings.TrimPrefix(digest, "sha256:"), deployed(t))
		c.github.Merge(second, 9)
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(9)
		require.Len(t, comments, 1)
		assert.Contains(t, comments[0], promoted)
		assert.Contains(t, comments[0], "`v1.4.2`, `"+digest+"`, by octocat")
	})

	t.Run("rollback of a service", func(t *testing.T) {
		c.git(t, "checkout", "--quiet", "main")
		c.values["inputs.commit || github.sha"], c.values["inputs.image"] = second, "api-gateway=v1.0.0"
		c.choose(t, "rollback.yml", "Find what to go back to")
		c.must(t, "release.yml", "plan", "Plan")
		summary := c.read(t, early.Name+".plan.md")
		assert.Contains(t, summary, "### "+early.Name+": 1 to add, 1 to change, 1 to destroy")
		assert.NoFileExists(t, c.promotion(), "another plan is of another image")
		assert.NotContains(t, summary, promoted)
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, "v1.0.0", deployed(t))

		c.values["inputs.image"] = "front-end=v1.0.0"
		printed, _, err := c.step(t, "release.yml", "plan", "Plan")
		require.Error(t, err)
		assert.Contains(t, printed, early.Name+` has no service "front-end"; there are api-gateway, ml-service`)
	})
}

// healthy serves /health after some answers that say it is not there yet.
func healthy(t *testing.T, after int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if after--; after >= 0 || r.URL.Path != "/health" {
			http.Error(w, "no tasks", http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// deployed is the tag of the image that early's API runs.
func deployed(t *testing.T) string {
	t.Helper()
	client := ecs.NewFromConfig(awsConfig(early.Region))
	services, err := client.DescribeServices(t.Context(), &ecs.DescribeServicesInput{
		Cluster: aws.String(early.Label().Name("cluster")), Services: []string{early.Label().Name("api-gateway")},
	})
	require.NoError(t, err)
	require.Len(t, services.Services, 1)
	task, err := client.DescribeTaskDefinition(t.Context(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: services.Services[0].TaskDefinition})
	require.NoError(t, err)
	image := *task.TaskDefinition.ContainerDefinitions[0].Image
	return image[strings.LastIndex(image, ":")+1:]
}

// budget is the limit of early's budget, as AWS has it.
func (c *delivered) budget(t *testing.T) string {
	t.Helper()
	return c.aws(t, "budgets", "describe-budget", "--account-id", owner, "--budget-name", early.Label().Name("monthly"),
		"--query", "Budget.BudgetLimit.Amount", "--output", "text")
}

// aws does something by hand.
func (c *delivered) aws(t *testing.T, args ...string) string {
	t.Helper()
	awsCLI, err := toolchain.AWSCLIPath(t.Context(), filepath.Join("..", ".."))
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), awsCLI, args...)
	cmd.Env = append(environ(t), "AWS_ENDPOINT_URL="+target.Endpoint, "AWS_REGION="+early.Region, "AWS_DEFAULT_REGION="+early.Region, "AWS_PAGER=")
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "%v: %s", args, printed)
	return strings.TrimSpace(string(printed))
}
