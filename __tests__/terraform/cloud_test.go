package terraform_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/cloud"
	"github.com/example/predictive-maintenance/envs"
)

// testTerraformCloud moves the state of an environment to Terraform Cloud and back,
// plans it there, and follows what terraform-cloud.yml and drift.yml do then.
func testTerraformCloud(t *testing.T, env envs.Environment) {
	c := newCheckout(t, env)
	c.values["github.sha"] = c.change(t, "Say which images run", func(e *envs.Environment) {
		deployment(e, "api-gateway").ImageTag, deployment(e, "ml-service").ImageTag = "v1.0.0", "v1.0.0"
	})
	const token = "standin.atlasv1.token"
	service := cloud.Start(t, "company", env.Label().Prefix(), token)
	before, _ := state(t, env.Name, "")
	c.change(t, "Keep the state in Terraform Cloud", func(e *envs.Environment) {
		e.State = envs.CloudState{Organization: "company", Workspace: e.Label().Prefix(), Hostname: service.Host}
	})

	run := func(args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "make", append(args, "ENV="+env.Name, "TARGET=emulator", "ROLE="+env.Label().DeployRole())...)
		cmd.Dir = c.dir
		cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+target.CLIConfig, "TF_API_TOKEN="+token, "SSL_CERT_FILE="+service.Certificates)
		printed, err := cmd.CombinedOutput()
		assert.NotContains(t, string(printed), token)
		return string(printed), err
	}

	printed, err := run("migrate-state", "FROM=HEAD")
	require.Error(t, err)
	assert.Contains(t, printed, "keeps the state of "+env.Name+" where the code keeps it now")
	printed, err = run("migrate-state", "FROM=HEAD~1")
	require.NoError(t, err, printed)
	was, is := parse(t, before), parse(t, service.State())
	assert.Len(t, is.Resources, len(was.Resources))
	left, _ := state(t, env.Name, "")
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
	again, _ := state(t, env.Name, "")
	assert.Equal(t, is.Lineage, parse(t, again).Lineage)
	assert.Len(t, parse(t, again).Resources, len(was.Resources))
	assert.Empty(t, service.Unknown())
}
