package stacks_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// lostRegion is production as the runbook of the lost region builds it anew.
func lostRegion() (envs.StateStore, envs.Environment) {
	env, store := fixture.Production(), fixture.Store()
	env.Project = "pdm2"
	env.Region, store.Region = "us-west-2", "us-west-2"
	store.Bucket = "predictive-maintenance-terraform-state-2"
	env.State = store.StateOf(env.Name)
	env.Network.AvailabilityZones = []string{"us-west-2a", "us-west-2b", "us-west-2c"}
	env.Backup.SecondRegion = "us-east-2"
	env.Domain.Existing = true
	env.Supabase = &envs.Supabase{Existing: "abcdefghijklmnopqrst", CredentialsRevision: 1}
	env.Frontend = nil
	return store, env
}

// A new state knows nothing of what is not in the lost region: nothing of Supabase
// and Vercel is made a second time, and the services have the keys all the same.
func TestLostRegion(t *testing.T) {
	store, env := lostRegion()
	account := fixture.Account()
	account.Store = store
	require.NoError(t, env.Validate())
	var chosen []stacks.Stack
	for _, s := range stacks.All([]envs.Account{account}, []envs.Environment{env}) {
		if s.Name == env.Name {
			chosen = append(chosen, s)
		}
	}
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	require.NoError(t, synth.Run(dir, chosen, chosen, io.Discard))
	s := loadFrom(t, dir, env.Name)

	for kind := range s.Resource {
		assert.NotRegexp(t, "^(supabase|vercel|random|null)_", kind)
	}
	assert.NotContains(t, s.Variable, "vercel_api_token")
	assert.Empty(t, s.Resource["aws_route53_zone"])
	assert.Equal(t, env.Supabase.Existing, s.Data["supabase_apikeys"]["database_keys"]["project_ref"])
	assert.Contains(t, s.Data["supabase_apikeys"]["database_keys"], "lifecycle")

	const url = "https://abcdefghijklmnopqrst.supabase.co"
	assert.Equal(t, url, s.Output["supabase_url"]["value"])
	value := s.Resource["aws_secretsmanager_secret_version"]["database_secret_version"]["secret_string_wo"].(string)
	for _, part := range []string{`"url" = "` + url + `"`, `"publishable_key" = data.supabase_apikeys.`, `"secret_key" = `} {
		assert.Contains(t, value, part)
	}
	assert.NotContains(t, value, "password")
	container := s.container(t, "api-gateway")
	assert.Contains(t, toJSON(t, container["secrets"]), "SUPABASE_SECRET_KEY")
	assert.Contains(t, container["environment"], object{"name": "SUPABASE_URL", "value": url})

	// The runbook says the same.
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "sources", "runbooks", "region-loss.md"))
	require.NoError(t, err)
	for _, line := range []string{`&Supabase{Existing: "PROJECT_REF", CredentialsRevision: 1}`, "Existing: true}", "Frontend: nil,"} {
		assert.Equal(t, 1, strings.Count(string(content), line), line)
	}
}
