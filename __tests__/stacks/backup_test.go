package stacks_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// rule is the one rule of the backup plan.
func (s stack) rule(t *testing.T) object {
	t.Helper()
	return block(t, s.only(t, "aws_backup_plan")["rule"])
}

// Plan, line 1427. What is lost at worst is what came after the start of the
// last complete backup, just before the next one is complete.
func TestBackupsLoseNoMoreThanADay(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		rule := s.rule(t)
		fields := strings.Fields(strings.Trim(strings.TrimPrefix(rule["schedule"].(string), "cron"), "()"))
		require.Len(t, fields, 6)
		require.Equal(t, []string{"*", "*", "?", "*"}, fields[2:], "every day")
		var hours []int
		for _, hour := range strings.Split(fields[1], ",") {
			n, err := strconv.Atoi(hour)
			require.NoError(t, err)
			hours = append(hours, n)
		}
		require.True(t, slices.IsSorted(hours))
		longest := 0
		for i, next := range append(hours[1:], hours[0]+24) {
			longest = max(longest, next-hours[i])
		}
		start, complete := rule["start_window"].(float64), rule["completion_window"].(float64)
		assert.LessOrEqual(t, float64(longest)*60+start+complete, 24.0*60)
		assert.GreaterOrEqual(t, start, 60.0, "AWS Backup takes no shorter one")
		assert.Less(t, start+complete, float64(longest)*60, "a backup would run into the next")
	})
}

func TestBackupsAreKeptAndCopied(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		rule := s.rule(t)
		assert.Equal(t, ref("aws_backup_vault", "backup_vault", "name"), rule["target_vault_name"])
		// S3 has no cold storage for backups; a transition would say otherwise.
		assert.Equal(t, object{"delete_after": float64(env.Backup.RetentionDays)}, rule["lifecycle"])
		if env.Backup.SecondRegion == "" {
			assert.NotContains(t, rule, "copy_action")
			return
		}
		assert.Equal(t, object{
			"destination_vault_arn": ref("aws_backup_vault", "backup_copy_vault", "arn"),
			"lifecycle":             object{"delete_after": float64(env.Backup.CopyRetentionDays)},
		}, block(t, rule["copy_action"]))
	})
	assert.NotNil(t, load(t, "production").rule(t)["copy_action"])
}

// A selection sees the whole account, other environments included.
func TestOnlyTheEnvironmentsTaggedBucketsAreBackedUp(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		selection := s.only(t, "aws_backup_selection")
		assert.Equal(t, ref("aws_backup_plan", "backup_plan", "id"), selection["plan_id"])
		assert.Equal(t, ref("aws_iam_role", "backup_role", "arn"), selection["iam_role_arn"])
		assert.NotContains(t, selection, "selection_tag", "any one of several would do")
		wanted := map[string]any{}
		for _, condition := range blocks(block(t, selection["condition"])["string_equals"]) {
			tag, ok := strings.CutPrefix(condition["key"].(string), "aws:ResourceTag/")
			require.True(t, ok, condition["key"])
			wanted[tag] = condition["value"]
		}
		assert.Equal(t, map[string]any{"Backup": "daily", "Project": "PredictiveMaintenance", "Environment": env.Name}, wanted)
		// By tags alone, the account's opt-in to S3 would decide.
		assert.Equal(t, []any{"arn:${data.aws_partition.partition.partition}:s3:::*"}, selection["resources"])

		for name, bucket := range s.Resource["aws_s3_bucket"] {
			tags, _ := bucket["tags"].(object)
			assert.Equal(t, name == "storage_ml_data", tags["Backup"] == "daily", name)
			for tag := range tags {
				assert.NotContains(t, env.Tags(), tag, "%s hides a default tag", name)
			}
		}
		assert.Contains(t, s.Resource["aws_s3_bucket"], "storage_ml_data")
	})
}

// vaults are the vaults' resources by what their names begin with.
func vaults(env envs.Environment) map[string]string {
	found := map[string]string{"backup_": ref("aws_kms_key", "security_main", "arn")}
	if env.Backup.SecondRegion != "" {
		found["backup_copy_"] = ref("aws_kms_key", "backup_copy_key", "arn")
	}
	return found
}

func TestVaultsAreEncryptedAndKept(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		require.Len(t, s.Resource["aws_backup_vault"], len(vaults(env)))
		for prefix, key := range vaults(env) {
			vault := s.Resource["aws_backup_vault"][prefix+"vault"]
			assert.Equal(t, key, vault["kms_key_arn"])
			assert.Equal(t, !env.DeletionProtection, vault["force_destroy"])
			name := ref("aws_backup_vault", prefix+"vault", "name")

			lock, locked := s.Resource["aws_backup_vault_lock_configuration"][prefix+"vault_lock"]
			assert.Equal(t, env.Backup.Lock.Locked(), locked)
			if locked {
				assert.Equal(t, name, lock["backup_vault_name"])
				assert.EqualValues(t, env.Backup.Lock.MinDays, lock["min_retention_days"])
				assert.EqualValues(t, env.Backup.Lock.MaxDays, lock["max_retention_days"])
				assert.NotContains(t, lock, "changeable_for_days", "a lock in compliance mode can never be taken back")
			}

			policy, kept := s.Resource["aws_backup_vault_policy"][prefix+"vault_policy"]
			assert.Equal(t, env.DeletionProtection, kept)
			if kept {
				assert.Equal(t, name, policy["backup_vault_name"])
				statements := s.statements(t, policy["policy"])
				require.Len(t, statements, 1)
				assert.Equal(t, "Deny", statements[0]["effect"])
				assert.Equal(t, []any{"backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"}, statements[0]["actions"])
				assert.Equal(t, []any{"*"}, statements[0]["resources"])
				assert.Equal(t, object{"type": "*", "identifiers": []any{"*"}}, block(t, statements[0]["principals"]))
				assert.NotContains(t, statements[0], "condition")
			}
		}
	})
	assert.Len(t, load(t, "production").Resource["aws_backup_vault_lock_configuration"], 2)
}

// The policy for restores writes to every bucket of the account: what runs
// twice a day must not have it.
func TestBackupRoleCannotRestore(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		attached := map[string][]string{}
		for name, a := range s.Resource["aws_iam_role_policy_attachment"] {
			if strings.HasPrefix(name, "backup_") {
				role := a["role"].(string)
				attached[role] = append(attached[role], a["policy_arn"].(string))
			}
		}
		for _, policies := range attached {
			slices.Sort(policies)
		}
		const policy = "arn:${data.aws_partition.partition.partition}:iam::aws:policy/"
		assert.Equal(t, map[string][]string{
			ref("aws_iam_role", "backup_role", "name"): {
				policy + "AWSBackupServiceRolePolicyForS3Backup", policy + "service-role/AWSBackupServiceRolePolicyForBackup",
			},
			ref("aws_iam_role", "backup_restore_role", "name"): {policy + "AWSBackupServiceRolePolicyForS3Restore"},
		}, attached)
		for _, role := range []string{"backup_role", "backup_restore_role"} {
			trust := s.statements(t, s.Resource["aws_iam_role"][role]["assume_role_policy"])
			require.Len(t, trust, 1)
			assert.Equal(t, object{"type": "Service", "identifiers": []any{"backup.amazonaws.com"}}, block(t, trust[0]["principals"]))
		}
		// A selection with a role that cannot work yet fails its first backup.
		assert.ElementsMatch(t, []any{
			"aws_iam_role_policy_attachment.backup_role_s3", "aws_iam_role_policy_attachment.backup_role_copy",
		}, s.only(t, "aws_backup_selection")["depends_on"])
	})
}

func TestRestoreRoleReachesTheVaultsKeysAlone(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		policy := s.Resource["aws_iam_role_policy"]["backup_restore_role_policy"]
		assert.Equal(t, ref("aws_iam_role", "backup_restore_role", "id"), policy["role"])
		var keys []any
		for _, key := range vaults(env) {
			keys = append(keys, key)
		}
		statements := s.statements(t, policy["policy"])
		require.Len(t, statements, 2)
		for _, statement := range statements {
			assert.ElementsMatch(t, keys, statement["resources"])
		}
		assert.Equal(t, []any{"kms:DescribeKey"}, statements[0]["actions"])
		assert.Equal(t, []any{"kms:CreateGrant"}, statements[1]["actions"])
		assert.Equal(t, object{"test": "Bool", "variable": "kms:GrantIsForAWSResource", "values": []any{"true"}},
			block(t, statements[1]["condition"]))
	})
}

// What is meant for the second region lies there, and nothing else does.
func TestSecondRegion(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		var there []string
		for kind, byName := range s.Resource {
			for name, r := range byName {
				if r["provider"] != nil {
					assert.Equal(t, "aws."+env.Backup.SecondRegion, r["provider"])
					there = append(there, kind+"."+name)
				}
			}
		}
		if env.Backup.SecondRegion == "" {
			assert.Empty(t, there)
			assert.Len(t, s.Provider["aws"], 1)
			return
		}
		require.Len(t, s.Provider["aws"], 2)
		assert.Equal(t, env.Region, s.Provider["aws"][0]["region"])
		assert.NotContains(t, s.Provider["aws"][0], "alias")
		assert.Equal(t, env.Backup.SecondRegion, s.Provider["aws"][1]["region"])
		assert.Equal(t, env.Backup.SecondRegion, s.Provider["aws"][1]["alias"])
		assert.NotEqual(t, env.Region, env.Backup.SecondRegion)
		assert.ElementsMatch(t, []string{
			"aws_backup_vault.backup_copy_vault",
			"aws_backup_vault_lock_configuration.backup_copy_vault_lock",
			"aws_backup_vault_policy.backup_copy_vault_policy",
			"aws_kms_alias.backup_copy_alias",
			"aws_kms_key.backup_copy_key",
			"aws_kms_key_policy.backup_copy_key_policy",
			"aws_s3_bucket.backup_ml_data_replica",
			"aws_s3_bucket_lifecycle_configuration.backup_ml_data_replica_lifecycle",
			"aws_s3_bucket_ownership_controls.backup_ml_data_replica_ownership",
			"aws_s3_bucket_policy.backup_ml_data_replica_policy",
			"aws_s3_bucket_public_access_block.backup_ml_data_replica_public_access",
			"aws_s3_bucket_server_side_encryption_configuration.backup_ml_data_replica_encryption",
			"aws_s3_bucket_versioning.backup_ml_data_replica_versioning",
		}, there)
	})
	assert.Len(t, load(t, "production").Provider["aws"], 2)
}

// inSecondRegion runs a test for each environment that has a second region.
func inSecondRegion(t *testing.T, test func(t *testing.T, env envs.Environment, s stack)) {
	t.Helper()
	tested := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Backup.SecondRegion == "" {
			t.Skip("has no second region")
		}
		tested++
		test(t, env, s)
	})
	assert.Positive(t, tested)
}

func TestCopyKey(t *testing.T) {
	inSecondRegion(t, func(t *testing.T, env envs.Environment, s stack) {
		key := s.Resource["aws_kms_key"]["backup_copy_key"]
		assert.Equal(t, true, key["enable_key_rotation"])
		assert.EqualValues(t, 30, key["deletion_window_in_days"])
		assert.Equal(t, object{"prevent_destroy": env.DeletionProtection}, key["lifecycle"])
		assert.NotEqual(t, true, key["multi_region"], "its fate would hang on that of the first region's key")
		alias := s.Resource["aws_kms_alias"]["backup_copy_alias"]
		assert.Equal(t, "alias/"+env.Project+"-"+env.Name+"-copy", alias["name"])
		assert.Equal(t, ref("aws_kms_key", "backup_copy_key", "key_id"), alias["target_key_id"])

		policy := s.Resource["aws_kms_key_policy"]["backup_copy_key_policy"]
		assert.Equal(t, ref("aws_kms_key", "backup_copy_key", "id"), policy["key_id"])
		statements := s.statements(t, policy["policy"])
		require.Len(t, statements, 1)
		assert.Equal(t, object{
			"sid": "EnableIAMPolicies", "effect": "Allow", "actions": []any{"kms:*"}, "resources": []any{"*"},
			"principals": []any{object{"type": "AWS", "identifiers": []any{
				"arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:root",
			}}},
		}, statements[0], "IAM of this account decides")
	})
}

func TestMLDataIsReplicated(t *testing.T) {
	inSecondRegion(t, func(t *testing.T, _ envs.Environment, s stack) {
		replication := s.only(t, "aws_s3_bucket_replication_configuration")
		assert.Equal(t, ref("aws_s3_bucket", "storage_ml_data", "id"), replication["bucket"])
		assert.Equal(t, ref("aws_iam_role", "backup_replication_role", "arn"), replication["role"])
		assert.ElementsMatch(t, []any{
			"aws_s3_bucket_versioning.storage_ml_data_versioning",
			"aws_s3_bucket_versioning.backup_ml_data_replica_versioning",
			"aws_iam_role_policy.backup_replication_role_policy",
		}, replication["depends_on"])

		rule := block(t, replication["rule"])
		assert.Equal(t, "Enabled", rule["status"])
		assert.Equal(t, object{"prefix": ""}, rule["filter"], "every object")
		assert.Equal(t, object{"status": "Enabled"}, rule["delete_marker_replication"])
		// Without this S3 passes over what is encrypted with KMS, in silence.
		assert.Equal(t, object{"sse_kms_encrypted_objects": object{"status": "Enabled"}}, rule["source_selection_criteria"])
		assert.Equal(t, object{
			"bucket":                   ref("aws_s3_bucket", "backup_ml_data_replica", "arn"),
			"encryption_configuration": object{"replica_kms_key_id": ref("aws_kms_key", "backup_copy_key", "arn")},
			// Without a time, AWS names no bound, and the plan does: 24 hours.
			"replication_time": object{"status": "Enabled", "time": object{"minutes": 15.0}},
			"metrics":          object{"status": "Enabled", "event_threshold": object{"minutes": 15.0}},
		}, rule["destination"])
	})
	for _, name := range []string{"dev", "staging"} {
		assert.NotContains(t, load(t, name).Resource, "aws_s3_bucket_replication_configuration")
	}
}

func TestReplicaKeepsWhatTheOriginalKeeps(t *testing.T) {
	inSecondRegion(t, func(t *testing.T, _ envs.Environment, s stack) {
		assert.Equal(t, s.lifecycle(t, "storage_ml_data"), s.lifecycle(t, "backup_ml_data_replica"))
		byDefault, rule := s.encryption(t, "backup_ml_data_replica")
		assert.Equal(t, object{"sse_algorithm": "aws:kms", "kms_master_key_id": ref("aws_kms_key", "backup_copy_key", "arn")}, byDefault)
		assert.Equal(t, true, rule["bucket_key_enabled"])
	})
}

func TestReplicationRoleDoesNothingElse(t *testing.T) {
	inSecondRegion(t, func(t *testing.T, env envs.Environment, s stack) {
		trust := s.statements(t, s.Resource["aws_iam_role"]["backup_replication_role"]["assume_role_policy"])
		require.Len(t, trust, 1)
		assert.Equal(t, object{"type": "Service", "identifiers": []any{"s3.amazonaws.com"}}, block(t, trust[0]["principals"]))

		policy := s.Resource["aws_iam_role_policy"]["backup_replication_role_policy"]
		assert.Equal(t, ref("aws_iam_role", "backup_replication_role", "id"), policy["role"])
		through := func(region string) object {
			return object{"test": "StringLike", "variable": "kms:ViaService", "values": []any{"s3." + region + ".*"}}
		}
		source, replica := ref("aws_s3_bucket", "storage_ml_data", "arn"), ref("aws_s3_bucket", "backup_ml_data_replica", "arn")
		type grant struct {
			actions   []any
			on        string
			condition []object
		}
		var got []grant
		for _, statement := range s.statements(t, policy["policy"]) {
			require.Equal(t, "Allow", statement["effect"])
			on := statement["resources"].([]any)
			require.Len(t, on, 1)
			got = append(got, grant{statement["actions"].([]any), on[0].(string), blocks(statement["condition"])})
		}
		assert.ElementsMatch(t, []grant{
			{[]any{"s3:GetReplicationConfiguration", "s3:ListBucket"}, source, nil},
			{[]any{"s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"}, source + "/*", nil},
			{[]any{"s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"}, replica + "/*", nil},
			{[]any{"kms:Decrypt"}, ref("aws_kms_key", "security_main", "arn"), []object{through(env.Region)}},
			{[]any{"kms:Encrypt", "kms:GenerateDataKey"}, ref("aws_kms_key", "backup_copy_key", "arn"), []object{through(env.Backup.SecondRegion)}},
		}, got)
	})
}

// AWS Backup accepts events that it never sends (PutBackupVaultNotifications):
// a failed backup is a BACKUP_JOB_COMPLETED with another state.
func TestFailedBackupsAreHeardOf(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		notifications := s.only(t, "aws_backup_vault_notifications")
		assert.Equal(t, ref("aws_sns_topic_policy", "monitoring_topic_policy", "arn"), notifications["sns_topic_arn"])
		assert.Equal(t, ref("aws_backup_vault", "backup_vault", "name"), notifications["backup_vault_name"])
		assert.ElementsMatch(t, []any{
			"BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED",
		}, notifications["backup_vault_events"])
		sent := []any{
			"BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED", "COPY_JOB_STARTED", "COPY_JOB_SUCCESSFUL", "COPY_JOB_FAILED", "RESTORE_JOB_STARTED",
			"RESTORE_JOB_COMPLETED", "RECOVERY_POINT_MODIFIED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED",
		}
		assert.Subset(t, sent, notifications["backup_vault_events"])
	})
}
