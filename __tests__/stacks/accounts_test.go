package stacks_test

import (
	"encoding/json"
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

// Every provider and every backend of a stack takes credentials of its account
// alone, and whatever the stack has of the account is the account's own.
func TestStacksArePinnedToTheirAccounts(t *testing.T) {
	accounts, environments := fixture.Split()
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	all := stacks.All(accounts, environments)
	require.NoError(t, synth.Run(dir, all, all, io.Discard))
	regions := 0
	for _, stack := range all {
		content, err := os.ReadFile(filepath.Join(dir, "stacks", stack.Name, "cdk.tf.json"))
		require.NoError(t, err)
		var s struct {
			Terraform struct {
				Backend struct{ S3 map[string]any }
			}
			Provider struct{ AWS []map[string]any }
		}
		require.NoError(t, json.Unmarshal(content, &s))
		account := envs.AccountOf(accounts, environments, stack.Name)
		pinned := []any{account.ID}
		require.NotEmpty(t, s.Provider.AWS, stack.Name)
		for _, provider := range s.Provider.AWS {
			assert.Equal(t, pinned, provider["allowed_account_ids"], "%s, in %s", stack.Name, provider["region"])
			regions++
		}
		assert.Equal(t, pinned, s.Terraform.Backend.S3["allowed_account_ids"], stack.Name)
		assert.Equal(t, account.Store.Bucket, s.Terraform.Backend.S3["bucket"], stack.Name)
	}
	assert.Greater(t, regions, len(all), "no second region was looked at")

	for name, want := range map[string][]string{"account": {"dev", "staging"}, "account-live": {"production"}} {
		s := loadFrom(t, dir, name)
		var delivered []string
		for role := range s.Resource["aws_iam_role"] {
			if env, ok := strings.CutSuffix(strings.TrimPrefix(role, "delivery_"), "_deploy_role"); ok {
				delivered = append(delivered, env)
			}
		}
		assert.ElementsMatch(t, want, delivered, name)
		assert.Len(t, s.Resource["aws_iam_openid_connect_provider"], 1, name)
		account := envs.AccountOf(accounts, environments, name)
		for _, other := range accounts {
			if other.ID == account.ID {
				continue
			}
			whole, err := json.Marshal(s)
			require.NoError(t, err)
			assert.NotContains(t, string(whole), `:::`+other.Store.Bucket, "%s knows the other's states", name)
		}
	}
	assert.Len(t, loadFrom(t, dir, "bootstrap-live").Resource["aws_s3_bucket"], 1)

	for _, name := range []string{"bootstrap", "account", "production"} {
		content, err := os.ReadFile(filepath.Join(live, "stacks", name, "cdk.tf.json"))
		if err == nil && envs.Shared.ID == "" {
			assert.NotContains(t, string(content), "allowed_account_ids", "without an id nothing is pinned")
		}
	}
}
