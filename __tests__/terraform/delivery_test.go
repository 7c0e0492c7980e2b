package terraform_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/checkout"
	"github.com/example/predictive-maintenance/__tests__/cloud"
	"github.com/example/predictive-maintenance/__tests__/github"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/workflow"
)

// delivered is a repository of its own with the project's files as they are,
// which meets the tests' emulator.
type delivered struct {
	dir    string
	github *github.Repository
	values workflow.Values
}

// newCheckout copies what Git knows or would add.
func newCheckout(t *testing.T) *delivered {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	c := &delivered{dir: t.TempDir(), github: github.Start(t, envs.Shared.Repository), values: workflow.Values{}}
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
		account := "arn:aws:iam::" + emulator.Account + ":role" + envs.DeliveryPath
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

// matrix takes over what a job listed, dev's among its jobs, and counts them.
func (c *delivered) matrix(t *testing.T, file, job, name string) int {
	t.Helper()
	var jobs []map[string]any
	listed := c.must(t, file, job, name)["jobs"]
	require.NoError(t, json.Unmarshal([]byte(listed), &jobs))
	c.values["steps.choose.outputs.jobs"] = listed
	i := slices.IndexFunc(jobs, func(job map[string]any) bool { return job["stack"] == "dev" })
	require.NotEqual(t, -1, i, "%v", jobs)
	for key, value := range jobs[i] {
		c.values["matrix.job."+key] = fmt.Sprint(value)
	}
	c.values["!matrix.job.cloud"] = fmt.Sprint(jobs[i]["cloud"] != true)
	return len(jobs)
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
	c.git(t, "checkout", "--quiet", c.values["inputs.commit"])
}

func (c *delivered) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(c.dir, "plans", name))
	require.NoError(t, err)
	return string(content)
}

// What GitHub would keep as secrets. None of it is one.
var (
	supabaseToken = "sbp_" + strings.Repeat("5", 40)
	vercelToken   = "vcp_" + strings.Repeat("v", 56)
	datadogKey    = strings.Repeat("d", 32)
	githubToken   = "ghs_" + strings.Repeat("g", 36)
)

const apiLog = "/ecs/pdm-dev/api-gateway"

// testDelivery follows changes of dev from the pull request to AWS and back,
// through the steps of the workflows.
func testDelivery(t *testing.T) {
	c := newCheckout(t)
	tag := func(tag string) string {
		return "ImageTag: \"" + tag + "\",\n\t\t\t\tVariables: map[string]string{\"NODE_ENV\""
	}
	ml := func(tag string) string { return "MLService(Deployment{\n\t\t\t\tImageTag: \"" + tag + "\"," }
	first := c.commit(t, "Run v1.0.0", filepath.Join("envs", "dev.go"),
		"Variables: map[string]string{\"NODE_ENV\"", tag("v1.0.0"), "MLService(Deployment{", ml("v1.0.0"))
	second := c.commit(t, "Run v1.1.0, and spend more", filepath.Join("envs", "dev.go"),
		tag("v1.0.0"), tag("v1.1.0"), "MonthlyBudgetUSD: 150,", "MonthlyBudgetUSD: 160,")
	c.values = workflow.Values{
		"matrix.job.stack": "dev", "github.event.pull_request.base.sha": first, "github.event.pull_request.number": "7",
		"github.token": githubToken, "secrets.SUPABASE_ACCESS_TOKEN": supabaseToken, "secrets.VERCEL_API_TOKEN": vercelToken,
		"secrets.DATADOG_API_KEY": datadogKey, "inputs.environment": "dev", "github.sha": second,
		"github.event_name == 'push' && github.ref_name || ''": "",
		"vars.AWS_ACCOUNT_ID":                            emulator.Account,
		"matrix.job.cloud && secrets.TF_API_TOKEN || ''": "",
	}

	t.Run("pull request", func(t *testing.T) {
		c.matrix(t, "pull-request.yml", "stacks", "List the stacks")
		assert.Equal(t, envs.Shared.PlanRole(), c.values["matrix.job.plan_role"])
		// While somebody applies.
		at := envs.Store.StateOf("dev")
		lock, body := aws.String(at.Key+".tflock"), strings.NewReader(`{"ID":"6f3e2c1a-0000-4000-8000-000000000001"}`)
		_, err := s3Client().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &at.Bucket, Key: lock, Body: body})
		require.NoError(t, err)
		c.must(t, "pull-request.yml", "plan", "Plan")
		_, held := objectLock(t.Context(), "dev")
		assert.True(t, held, "a review leaves the locks of others alone")
		_, err = s3Client().DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &at.Bucket, Key: lock})
		require.NoError(t, err)
		plan := c.read(t, "dev.plan.md")
		assert.Contains(t, plan, "### dev: 1 to add, ")
		assert.Contains(t, plan, "- **`aws_ecs_task_definition.compute_api-gateway_task[0]`**, for its `container_definitions`")
		assert.Regexp(t, `(?m)^-\s+"limit_amount": "150",$`, plan)
		assert.Regexp(t, `(?m)^\+\s+"limit_amount": "160",$`, plan)
		assert.Contains(t, plan, "What Terraform would do")
		sealed := c.read(t, "dev.tfplan.age")
		assert.True(t, strings.HasPrefix(sealed, "age-encryption.org/"), "a plan that lies in an artifact is sealed")
		assert.NotContains(t, sealed, "tfstate")

		c.github.Write(7, "<!-- plan:dev -->\nlooks like the bot's")
		c.github.Write(7, "Good.")
		for range 2 {
			c.must(t, "pull-request.yml", "comment", "Comment")
		}
		assert.Equal(t, []string{"<!-- plan:dev -->\nlooks like the bot's", "Good.", plan}, c.github.Comments(7), "one comment, updated in its place")
	})

	t.Run("pull request against the policies", func(t *testing.T) {
		c.git(t, "checkout", "--quiet", "-b", "careless")
		c.commit(t, "Keep one key for ever", filepath.Join("stacks", "security", "kms.go"), "EnableKeyRotation:    jsii.Bool(true)", "EnableKeyRotation:    jsii.Bool(false)")
		printed, _, err := c.step(t, "pull-request.yml", "plan", "Plan")
		require.Error(t, err)
		assert.Contains(t, printed, "1 policy findings that no exception covers")
		assert.NoFileExists(t, filepath.Join(c.dir, "plans", "dev.tfplan.age"), "what cannot be applied is not kept")
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
		assert.Contains(t, printed, `GitHub has no environment "dev"`)
		c.github.Make("dev", github.Environment{})
		c.choose(t, "deploy.yml", "Choose the environment")
		assert.Equal(t, "true", c.must(t, "release.yml", "plan", "Plan")["changes"])
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, "v1.1.0", deployed(t))
		assert.Equal(t, "160", c.budget(t))
		c.must(t, "release.yml", "apply", "Smoke test", "URL="+healthy(t, 2))

		c.github.Merge(second, 7)
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(7)
		require.Len(t, comments, 4)
		assert.Contains(t, comments[3], "### dev: applied (1 added, ")
	})

	t.Run("stale plan", func(t *testing.T) {
		printed, _, err := c.step(t, "release.yml", "apply", "Apply")
		require.Error(t, err)
		assert.Contains(t, printed, "error: apply dev: the state changed after this plan was made, so nothing was applied")
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(7)
		require.Len(t, comments, 4)
		assert.Contains(t, comments[3], "### dev: the plan is stale")
	})

	logs := cloudwatchlogs.NewFromConfig(awsConfig())
	t.Run("drift", func(t *testing.T) {
		_, err := logs.PutRetentionPolicy(t.Context(), &cloudwatchlogs.PutRetentionPolicyInput{LogGroupName: aws.String(apiLog), RetentionInDays: aws.Int32(1)})
		require.NoError(t, err)
		assert.Equal(t, "true", c.must(t, "drift.yml", "look", "Look")["changes"])
		for range 2 {
			c.must(t, "drift.yml", "issue", "Open, update or close the issue")
		}
		issues := c.github.Issues()
		require.Len(t, issues, 1, "one issue, updated in its place")
		assert.Equal(t, "Drift: dev", issues[0].Title)
		assert.Equal(t, "open", issues[0].State)
		assert.Contains(t, issues[0].Body, "### dev differs from its code: 0 to add, 1 to change, 0 to destroy")
		assert.Contains(t, issues[0].Body, "- `aws_cloudwatch_log_group.monitoring_api-gateway_log`")
	})

	third := func() string {
		c.git(t, "checkout", "--quiet", "main")
		return c.commit(t, "Spend more, and let fewer requests in", filepath.Join("envs", "dev.go"),
			"MonthlyBudgetUSD: 160,", "MonthlyBudgetUSD: 170,", "RateLimit: RateLimit,", "RateLimit: 1000,")
	}()
	c.values["github.sha"] = third
	t.Run("failing apply", func(t *testing.T) {
		c.choose(t, "deploy.yml", "Choose the environment")
		c.must(t, "release.yml", "plan", "Plan")
		c.aws(t, "budgets", "delete-budget", "--account-id", "123456789012", "--budget-name", "pdm-dev-monthly")
		before, _ := state(t, "dev", "")
		printed, _, err := c.step(t, "release.yml", "apply", "Apply")
		require.Error(t, err)
		assert.Contains(t, printed, "NotFoundException")
		c.github.Merge(third, 8)
		c.must(t, "release.yml", "report", "Comment")
		comments := c.github.Comments(8)
		require.Len(t, comments, 1)
		assert.Contains(t, comments[0], "### dev: the apply failed")
		assert.Contains(t, comments[0], "What was made until then is in the state")
		assert.Contains(t, comments[0], "The lock of the state is released.")
		assert.Contains(t, comments[0], "(https://github.com/example/predictive-maintenance/actions/runs/1)")

		_, locked := objectLock(t.Context(), "dev")
		assert.False(t, locked)
		after, _ := state(t, "dev", "")
		assert.Greater(t, parse(t, after).Serial, parse(t, before).Serial, "what was done is in the state")
		assert.Len(t, parse(t, after).Resources, len(parse(t, before).Resources))
	})

	t.Run("rollback of the infrastructure", func(t *testing.T) {
		c.values["inputs.commit || github.sha"] = "0123456789012345678901234567890123456789"
		printed, _, err := c.step(t, "rollback.yml", "choose", "Find what to go back to")
		require.Error(t, err)
		assert.Contains(t, printed, "there is no commit")
		c.git(t, "checkout", "--quiet", "-b", "feature", "main")
		c.values["inputs.commit || github.sha"] = c.commit(t, "Do harm", filepath.Join("envs", "dev.go"), "MonthlyBudgetUSD: 170,", "MonthlyBudgetUSD: 9000,")
		c.git(t, "checkout", "--quiet", "main")
		printed, _, err = c.step(t, "rollback.yml", "choose", "Find what to go back to")
		require.Error(t, err)
		assert.Contains(t, printed, "was not merged into what is checked out", "nobody goes back to what nobody reviewed")

		c.values["inputs.commit || github.sha"] = second
		c.choose(t, "rollback.yml", "Find what to go back to")
		assert.Equal(t, second, c.git(t, "rev-parse", "HEAD"))
		c.must(t, "release.yml", "plan", "Plan")
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, "160", c.budget(t), "it is there again, as it was")
	})

	t.Run("no drift", func(t *testing.T) {
		assert.Equal(t, "false", c.must(t, "drift.yml", "look", "Look")["changes"])
		c.must(t, "drift.yml", "issue", "Open, update or close the issue")
		issues := c.github.Issues()
		require.Len(t, issues, 1)
		assert.Equal(t, "closed", issues[0].State)
		assert.Contains(t, issues[0].Body, "### dev is as its code says")
	})

	t.Run("rollback of a service", func(t *testing.T) {
		c.git(t, "checkout", "--quiet", "main")
		c.values["inputs.commit || github.sha"], c.values["inputs.image"] = second, "api-gateway=v1.0.0"
		c.choose(t, "rollback.yml", "Find what to go back to")
		c.must(t, "release.yml", "plan", "Plan")
		summary := c.read(t, "dev.plan.md")
		assert.Contains(t, summary, "### dev: 1 to add, 1 to change, 1 to destroy")
		c.must(t, "release.yml", "apply", "Apply")
		assert.Equal(t, "v1.0.0", deployed(t))

		c.values["inputs.image"] = "front-end=v1.0.0"
		printed, _, err := c.step(t, "release.yml", "plan", "Plan")
		require.Error(t, err)
		assert.Contains(t, printed, `dev has no service "front-end"; there are api-gateway, ml-service`)
	})

	t.Run("Terraform Cloud", func(t *testing.T) { testTerraformCloud(t, c) })
}

// testTerraformCloud moves the state of dev to Terraform Cloud and back, plans
// it there, and follows what terraform-cloud.yml and drift.yml do then.
func testTerraformCloud(t *testing.T, c *delivered) {
	const token = "standin.atlasv1.token"
	service := cloud.Start(t, "company", "pdm-dev", token)
	c.git(t, "checkout", "--quiet", "-b", "cloud", "main")
	before, _ := state(t, "dev", "")
	c.commit(t, "Keep dev's state in Terraform Cloud", filepath.Join("envs", "dev.go"), `Store.StateOf("dev"),`,
		`CloudState{Organization: "company", Workspace: "pdm-dev", Hostname: "`+service.Host+`"},`,
		"MonthlyBudgetUSD: 170,", "MonthlyBudgetUSD: 160,", "RateLimit: 1000,", "RateLimit: RateLimit,", `ImageTag: "v1.1.0"`, `ImageTag: "v1.0.0"`)

	run := func(args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "make", append(args, "ENV=dev", "TARGET=emulator", "ROLE="+envs.Dev().Label().DeployRole())...)
		cmd.Dir = c.dir
		cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+target.CLIConfig, "TF_API_TOKEN="+token, "SSL_CERT_FILE="+service.Certificates)
		printed, err := cmd.CombinedOutput()
		assert.NotContains(t, string(printed), token)
		return string(printed), err
	}

	printed, err := run("migrate-state", "FROM=HEAD")
	require.Error(t, err)
	assert.Contains(t, printed, "keeps the state of dev where the code keeps it now")
	printed, err = run("migrate-state", "FROM=HEAD~1")
	require.NoError(t, err, printed)
	was, is := parse(t, before), parse(t, service.State())
	assert.Len(t, is.Resources, len(was.Resources))
	left, _ := state(t, "dev", "")
	assert.Equal(t, string(before), string(left), "the old one stays")

	c.values["matrix.job.cloud && secrets.TF_API_TOKEN || ''"], c.values["secrets.TF_API_TOKEN"] = token, token
	trust := "SSL_CERT_FILE=" + service.Certificates
	c.matrix(t, "terraform-cloud.yml", "choose", "Choose the environments")
	assert.Equal(t, "true", c.values["matrix.job.cloud"])
	assert.Equal(t, "false", c.must(t, "drift.yml", "look", "Look", trust)["changes"], "the plan finds all that the state says")
	printed, _, err = c.step(t, "terraform-cloud.yml", "plan", "Plan", trust)
	require.Error(t, err, "a plan in clear was kept")
	assert.Contains(t, printed, "set the execution mode of the workspace to remote")
	times, held := service.Locks()
	assert.Positive(t, times)
	assert.False(t, held)

	c.git(t, "revert", "--no-edit", "HEAD")
	printed, err = run("migrate-state", "FROM=HEAD~1")
	require.Error(t, err)
	assert.Contains(t, printed, "say OVERWRITE=1")
	printed, err = run("migrate-state", "FROM=HEAD~1", "OVERWRITE=1")
	require.NoError(t, err, printed)
	again, _ := state(t, "dev", "")
	assert.Equal(t, is.Lineage, parse(t, again).Lineage)
	assert.Len(t, parse(t, again).Resources, len(was.Resources))
	assert.Empty(t, service.Unknown())
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

// deployed is the tag of the image that dev's API runs.
func deployed(t *testing.T) string {
	t.Helper()
	client := ecs.NewFromConfig(awsConfig())
	services, err := client.DescribeServices(t.Context(), &ecs.DescribeServicesInput{
		Cluster: aws.String("pdm-dev-cluster"), Services: []string{"pdm-dev-api-gateway"},
	})
	require.NoError(t, err)
	require.Len(t, services.Services, 1)
	task, err := client.DescribeTaskDefinition(t.Context(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: services.Services[0].TaskDefinition})
	require.NoError(t, err)
	image := *task.TaskDefinition.ContainerDefinitions[0].Image
	return image[strings.LastIndex(image, ":")+1:]
}

// budget is the limit of dev's budget, as AWS has it.
func (c *delivered) budget(t *testing.T) string {
	t.Helper()
	return c.aws(t, "budgets", "describe-budget", "--account-id", "123456789012", "--budget-name", "pdm-dev-monthly",
		"--query", "Budget.BudgetLimit.Amount", "--output", "text")
}

// aws does something by hand.
func (c *delivered) aws(t *testing.T, args ...string) string {
	t.Helper()
	awsCLI, err := toolchain.AWSCLIPath(t.Context(), filepath.Join("..", ".."))
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), awsCLI, args...)
	cmd.Env = append(environ(t), "AWS_ENDPOINT_URL="+target.Endpoint, "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1", "AWS_PAGER=")
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "%v: %s", args, printed)
	return strings.TrimSpace(string(printed))
}
