package stacks_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

func toJSON(t *testing.T, value any) string {
	t.Helper()
	content, err := json.Marshal(value)
	require.NoError(t, err)
	return string(content)
}

func TestKeyRotates(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		key := s.Resource["aws_kms_key"]["security_main"]
		assert.Equal(t, true, key["enable_key_rotation"])
		assert.EqualValues(t, 10, key["deletion_window_in_days"], "plan, line 943")
		assert.Equal(t, object{"prevent_destroy": env.DeletionProtection}, key["lifecycle"], "nothing can be read without it")
		assert.Equal(t, "alias/"+env.Project+"-"+env.Name, s.Resource["aws_kms_alias"]["security_alias"]["name"])
	})
}

// Without this statement CloudWatch Logs refuses to create the encrypted log
// group; without its condition any log group of any account could use the key.
func TestKeyAdmitsCloudWatchLogsOfThisAccount(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		found := false
		for _, statement := range s.statements(t, s.Resource["aws_kms_key_policy"]["security_policy"]["policy"]) {
			principal := block(t, statement["principals"])
			if principal["type"] != "Service" {
				continue
			}
			conditions := blocks(statement["condition"])
			require.NotEmpty(t, conditions, "a service may use the key unconditionally: %v", principal)
			if principal["identifiers"].([]any)[0] == "logs."+env.Region+".amazonaws.com" {
				found = true
				assert.Equal(t, "ArnLike", conditions[0]["test"], "the value ends in a wildcard")
				assert.Equal(t, "kms:EncryptionContext:aws:logs:arn", conditions[0]["variable"])
				assert.Contains(t, conditions[0]["values"].([]any)[0], "${data.aws_caller_identity.current.account_id}:log-group:")
			}
		}
		assert.True(t, found, "CloudWatch Logs is not admitted")
	})
}
