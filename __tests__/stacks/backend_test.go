package stacks_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

func TestS3BackendIsEncryptedAndLockedTwice(t *testing.T) {
	keys := map[string]bool{}
	for _, name := range []string{"bootstrap", "dev", "staging", "production"} {
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
	assert.Len(t, keys, 4, "each stack has a state of its own")
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

	bucket := s.only(t, "aws_s3_bucket")
	assert.Equal(t, envs.Store.Bucket, bucket["bucket"])
	assert.Equal(t, "Enabled", block(t, s.only(t, "aws_s3_bucket_versioning")["versioning_configuration"])["status"])

	rule := block(t, s.only(t, "aws_s3_bucket_server_side_encryption_configuration")["rule"])
	assert.Equal(t, object{"sse_algorithm": "aws:kms", "kms_master_key_id": ref("aws_kms_key", "state_key", "arn")},
		block(t, rule["apply_server_side_encryption_by_default"]))
	assert.Equal(t, true, rule["bucket_key_enabled"])

	block4 := s.only(t, "aws_s3_bucket_public_access_block")
	for _, setting := range []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
		assert.Equal(t, true, block4[setting], setting)
	}
	assert.Equal(t, "BucketOwnerEnforced", block(t, s.only(t, "aws_s3_bucket_ownership_controls")["rule"])["object_ownership"])

	lifecycle := block(t, s.only(t, "aws_s3_bucket_lifecycle_configuration")["rule"])
	assert.Equal(t, "Enabled", lifecycle["status"])
	assert.NotEmpty(t, blocks(lifecycle["filter"]), "a rule without a filter is refused")
	assert.EqualValues(t, 90, block(t, lifecycle["noncurrent_version_expiration"])["noncurrent_days"])
	assert.NotContains(t, lifecycle, "expiration", "the current state never expires")
}

func TestStateBucketRefusesPlainHTTP(t *testing.T) {
	s := load(t, envs.BootstrapName)
	statements := s.statements(t, s.only(t, "aws_s3_bucket_policy")["policy"])
	require.Len(t, statements, 1)
	arn := ref("aws_s3_bucket", "state_bucket", "arn")
	assert.Equal(t, "Deny", statements[0]["effect"])
	assert.Equal(t, []any{"s3:*"}, statements[0]["actions"])
	assert.Equal(t, []any{arn, arn + "/*"}, statements[0]["resources"])
	assert.Equal(t, object{"type": "*", "identifiers": []any{"*"}}, block(t, statements[0]["principals"]))
	assert.Equal(t, object{"test": "Bool", "variable": "aws:SecureTransport", "values": []any{"false"}},
		block(t, statements[0]["condition"]))
}

func TestLockTable(t *testing.T) {
	table := load(t, envs.BootstrapName).only(t, "aws_dynamodb_table")
	assert.Equal(t, envs.Store.Table, table["name"])
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
