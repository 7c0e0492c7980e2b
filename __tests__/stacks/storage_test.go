package stacks_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// assertPrivate holds for every bucket of the project.
func (s stack) assertPrivate(t *testing.T, role string) {
	t.Helper()
	id := ref("aws_s3_bucket", role, "id")

	versioning := s.Resource["aws_s3_bucket_versioning"][role+"_versioning"]
	assert.Equal(t, id, versioning["bucket"])
	assert.Equal(t, "Enabled", block(t, versioning["versioning_configuration"])["status"])

	access := s.Resource["aws_s3_bucket_public_access_block"][role+"_public_access"]
	assert.Equal(t, id, access["bucket"])
	for _, setting := range []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
		assert.Equal(t, true, access[setting], setting)
	}

	ownership := s.Resource["aws_s3_bucket_ownership_controls"][role+"_ownership"]
	assert.Equal(t, id, ownership["bucket"])
	assert.Equal(t, "BucketOwnerEnforced", block(t, ownership["rule"])["object_ownership"])

	policy := s.Resource["aws_s3_bucket_policy"][role+"_policy"]
	assert.Equal(t, id, policy["bucket"])
	assert.Equal(t, []any{"aws_s3_bucket_public_access_block." + role + "_public_access"}, policy["depends_on"])
	arn := ref("aws_s3_bucket", role, "arn")
	refusal := s.statements(t, policy["policy"])[0]
	assert.Equal(t, "Deny", refusal["effect"])
	assert.Equal(t, []any{"s3:*"}, refusal["actions"])
	assert.Equal(t, []any{arn, arn + "/*"}, refusal["resources"])
	assert.Equal(t, object{"type": "*", "identifiers": []any{"*"}}, block(t, refusal["principals"]))
	assert.Equal(t, object{"test": "Bool", "variable": "aws:SecureTransport", "values": []any{"false"}},
		block(t, refusal["condition"]))

	for _, rule := range s.lifecycle(t, role) {
		assert.Equal(t, "Enabled", rule["status"])
		assert.NotEmpty(t, blocks(rule["filter"]), "%s: a rule without a filter is refused", rule["id"])
	}
	assert.EqualValues(t, 7, block(t, s.lifecycle(t, role)["abort-unfinished-uploads"]["abort_incomplete_multipart_upload"])["days_after_initiation"])
}

// lifecycle are a bucket's rules by id.
func (s stack) lifecycle(t *testing.T, role string) map[string]object {
	t.Helper()
	configuration := s.Resource["aws_s3_bucket_lifecycle_configuration"][role+"_lifecycle"]
	assert.Equal(t, ref("aws_s3_bucket", role, "id"), configuration["bucket"])
	rules := map[string]object{}
	for _, rule := range blocks(configuration["rule"]) {
		rules[rule["id"].(string)] = rule
	}
	return rules
}

func (s stack) encryption(t *testing.T, role string) (byDefault object, rule object) {
	t.Helper()
	configuration := s.Resource["aws_s3_bucket_server_side_encryption_configuration"][role+"_encryption"]
	assert.Equal(t, ref("aws_s3_bucket", role, "id"), configuration["bucket"])
	rule = block(t, configuration["rule"])
	return block(t, rule["apply_server_side_encryption_by_default"]), rule
}

func TestBucketsArePrivate(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		require.GreaterOrEqual(t, len(s.Resource["aws_s3_bucket"]), 2)
		for role, bucket := range s.Resource["aws_s3_bucket"] {
			s.assertPrivate(t, role)
			// Correction of lines 643 and 685: names of buckets are global.
			assert.True(t, strings.HasSuffix(bucket["bucket"].(string), "-${data.aws_caller_identity.current.account_id}"), role)
			assert.Equal(t, !env.DeletionProtection, bucket["force_destroy"] == true,
				"%s: only an environment that may be thrown away takes its objects along", role)
		}
	})
}

func TestMLDataIsEncryptedWithTheEnvironmentsKey(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		byDefault, rule := s.encryption(t, "storage_ml_data")
		assert.Equal(t, object{"sse_algorithm": "aws:kms", "kms_master_key_id": ref("aws_kms_key", "security_main", "arn")}, byDefault)
		assert.Equal(t, true, rule["bucket_key_enabled"])
	})
}

// Correction of line 665: what is archived is dear to read, so a model in use
// never is; only what was put below the archive's prefix.
func TestModelsInUseAreNeverArchived(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		moved := 0
		for id, rule := range s.lifecycle(t, "storage_ml_data") {
			assert.NotContains(t, rule, "expiration", "%s ends models", id)
			if rule["transition"] == nil {
				continue
			}
			moved++
			assert.Equal(t, "models/archived/", block(t, rule["filter"])["prefix"], id)
			assert.Equal(t, []object{
				{"days": 30.0, "storage_class": "STANDARD_IA"},
				{"days": 90.0, "storage_class": "GLACIER_IR"},
			}, blocks(rule["transition"]), "plan, lines 667-675")
		}
		assert.Equal(t, 1, moved)
		assert.EqualValues(t, 90, block(t, s.lifecycle(t, "storage_ml_data")["expire-old-versions"]["noncurrent_version_expiration"])["noncurrent_days"])
	})
}

// AWS Backup reads no object that has to be restored first: no bucket that it
// backs up may move one to such a class.
func TestWhatIsBackedUpStaysReadable(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		backedUp := 0
		for name, bucket := range s.Resource["aws_s3_bucket"] {
			if tags, _ := bucket["tags"].(object); tags[envs.BackupTag] == nil {
				continue
			}
			backedUp++
			for id, rule := range s.lifecycle(t, name) {
				for _, moved := range slices.Concat(blocks(rule["transition"]), blocks(rule["noncurrent_version_transition"])) {
					assert.Contains(t, []any{"STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"}, moved["storage_class"], "%s of %s", id, name)
				}
			}
		}
		assert.Positive(t, backedUp)
	})
}

// Correction of line 701: the load balancer may write its own logs, nothing
// else, and into no bucket with a KMS key.
func TestLoadBalancerLogs(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		byDefault, _ := s.encryption(t, "storage_alb_logs")
		assert.Equal(t, object{"sse_algorithm": "AES256"}, byDefault)

		statements := s.statements(t, s.Resource["aws_s3_bucket_policy"]["storage_alb_logs_policy"]["policy"])
		require.Len(t, statements, 2)
		delivery := statements[1]
		assert.Equal(t, "Allow", delivery["effect"])
		assert.Equal(t, []any{"s3:PutObject"}, delivery["actions"])
		assert.Equal(t, []any{"${aws_s3_bucket.storage_alb_logs.arn}/AWSLogs/${data.aws_caller_identity.current.account_id}/*"}, delivery["resources"])
		assert.Equal(t, object{"type": "Service", "identifiers": []any{"logdelivery.elasticloadbalancing.amazonaws.com"}}, block(t, delivery["principals"]),
			"an account of AWS's exists in old regions alone")

		expiry := s.lifecycle(t, "storage_alb_logs")["expire-logs"]
		assert.EqualValues(t, env.LogRetentionDays, block(t, expiry["expiration"])["days"])
	})
}

// Corrections of lines 424, 736 and 749: tags that never move, both
// repositories encrypted and tidied, also of what carries no release tag.
func TestRepositories(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		require.Len(t, s.Resource["aws_ecr_repository"], len(env.Services))
		for _, service := range env.Services {
			repository := s.Resource["aws_ecr_repository"]["storage_"+service.Name]
			assert.Equal(t, "pdm-"+env.Name+"/"+service.Name, repository["name"])
			assert.Equal(t, "IMMUTABLE", repository["image_tag_mutability"])
			assert.Equal(t, true, block(t, repository["image_scanning_configuration"])["scan_on_push"])
			assert.Equal(t, object{"encryption_type": "KMS", "kms_key": ref("aws_kms_key", "security_main", "arn")},
				block(t, repository["encryption_configuration"]))
			assert.Equal(t, !env.DeletionProtection, repository["force_delete"])

			policy := s.Resource["aws_ecr_lifecycle_policy"]["storage_"+service.Name+"_lifecycle"]
			assert.Equal(t, ref("aws_ecr_repository", "storage_"+service.Name, "name"), policy["repository"])
			var lifecycle struct{ Rules []object }
			require.NoError(t, json.Unmarshal([]byte(policy["policy"].(string)), &lifecycle))
			require.Len(t, lifecycle.Rules, 2)
			assert.Equal(t, object{"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7.0},
				lifecycle.Rules[0]["selection"])
			assert.Equal(t, object{"tagStatus": "tagged", "tagPrefixList": []any{"v"}, "countType": "imageCountMoreThan", "countNumber": 10.0},
				lifecycle.Rules[1]["selection"])
		}
	})
}

// What holds the ML data is destroyed neither by a plan nor by a person who
// confirms one, where the environment is to be kept.
func TestMLDataIsKept(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, name := range []string{"storage_ml_data", "backup_ml_data_replica"} {
			bucket, ok := s.Resource["aws_s3_bucket"][name]
			if !ok {
				require.NotEqual(t, "storage_ml_data", name)
				continue
			}
			if env.DeletionProtection {
				assert.Equal(t, object{"prevent_destroy": true}, bucket["lifecycle"], name)
			} else {
				assert.NotContains(t, bucket, "lifecycle", name)
			}
		}
	})
}
