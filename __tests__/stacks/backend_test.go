package stacks_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestS3BackendIsEncryptedAndLockedTwice(t *testing.T) {
	keys := map[string]bool{}
	for _, name := range []string{"bootstrap", "account", "dev", "staging", "production"} {
		backend := load(t, name).Terraform["backend"].(object)["s3"].(object)
		assert.Equal(t, object{
			"bucket": "predictive-maintenance-terraform-state",
			"key":    "infrastructure/" + name + "/terraform.tfstate",
			"region": "us-east-1",
			// Without a key of its own, state is written with AES256 even into
			// a bucket whose default is KMS.
			"encrypt":        true,
			"kms_key_id":     "alias/terraform-state",
			"dynamodb_table": "terraform-state-lock",
			"use_lockfile":   true,
		}, backend)
		keys[backend["key"].(string)] = true
	}
	assert.Len(t, keys, 5, "each stack has a state of its own")
}

func TestCloudBackend(t *testing.T) {
	s := load(t, cloudState)
	assert.Equal(t, object{
		"organization": "company",
		"hostname":     "terraform.company.com",
		"workspaces":   object{"name": "pdm-dev"},
	}, s.Terraform["cloud"])
	assert.NotContains(t, s.Terraform, "backend")
}

func TestLocalBackendIsRelative(t *testing.T) {
	path := load(t, localState).Terraform["backend"].(object)["local"].(object)["path"].(string)
	assert.False(t, filepath.IsAbs(path), path)
}

func TestStateBucket(t *testing.T) {
	s := load(t, envs.BootstrapName)
	assert.Equal(t, fixture.Store().Bucket, s.only(t, "aws_s3_bucket")["bucket"])
	s.assertPrivate(t, "state_bucket")

	byDefault, rule := s.encryption(t, "state_bucket")
	assert.Equal(t, object{"sse_algorithm": "aws:kms", "kms_master_key_id": ref("aws_kms_key", "state_key", "arn")}, byDefault)
	assert.Equal(t, true, rule["bucket_key_enabled"])

	superseded := s.lifecycle(t, "state_bucket")["expire-superseded-state"]
	assert.Equal(t, object{"noncurrent_days": 90.0, "newer_noncurrent_versions": 20.0}, block(t, superseded["noncurrent_version_expiration"]))
	for _, rule := range s.lifecycle(t, "state_bucket") {
		assert.NotContains(t, rule, "expiration", "the current state never expires")
	}
}

func TestLockTable(t *testing.T) {
	table := load(t, envs.BootstrapName).only(t, "aws_dynamodb_table")
	assert.Equal(t, fixture.Store().Table, table["name"])
	assert.Equal(t, "PAY_PER_REQUEST", table["billing_mode"])
	assert.Equal(t, "LockID", table["hash_key"], "Terraform looks its locks up by this key")
	assert.Equal(t, true, table["deletion_protection_enabled"])
	assert.Equal(t, true, block(t, table["point_in_time_recovery"])["enabled"])
	assert.Equal(t, true, block(t, table["server_side_encryption"])["enabled"])
}

func TestStateStoreCannotBeDestroyed(t *testing.T) {
	s := load(t, envs.BootstrapName)
	for _, kind := range []string{"aws_s3_bucket", "aws_dynamodb_table", "aws_kms_key"} {
		assert.Equal(t, object{"prevent_destroy": true}, s.only(t, kind)["lifecycle"], kind)
	}
}
