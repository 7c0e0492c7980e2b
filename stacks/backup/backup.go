// Package backup keeps what cannot be made again: backups of what is tagged for
// them, copies of those in a second region, and a replica of the ML data there
// (plan, lines 1425-1428). docs/disaster-recovery.md says what each is for.
package backup

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
)

// Props are what the backup module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Region is the environment's AWS region.
	Region string
	// AccountID is the AWS account, as a token.
	AccountID string
	// Partition is the AWS partition ("aws", "aws-us-gov"), as a token.
	Partition string
	// Tags are the environment's default tags, by which its plan tells its own
	// buckets from those of other environments in the account.
	Tags map[string]string
	// KeyARN is the environment's KMS key, which encrypts its vault.
	KeyARN string
	// Backup says how long backups are kept, and where else.
	Backup envs.Backup
	// Second is the provider of the second region; nil where the environment
	// has none.
	Second cdktf.TerraformProvider
	// MLData is the bucket that is replicated to the second region.
	MLData *bucket.Bucket
	// Returns has what is written to the replica come back: a standby works with it
	// while the environment's own region is away.
	Returns bool
	// TopicARN is the SNS topic that hears of backups, in the environment's own
	// region; nil for no notifications. Its policy, and that of the KMS key
	// that encrypts it, must admit backup.amazonaws.com.
	TopicARN *string
	// Keep refuses the destruction of vaults and buckets that hold something,
	// and the deletion of backups before their time.
	Keep bool
}

// Backup is what other modules may know of the backups.
type Backup struct {
	// VaultName is the name of the vault in the environment's own region.
	VaultName *string
	// RestoreRoleARN is the role to hand to AWS Backup for a restore.
	RestoreRoleARN *string
	// SecondRegion is what lies in the second region; nil where there is none.
	SecondRegion *SecondRegion
}

// SecondRegion is what outlives the environment's own region.
type SecondRegion struct {
	// VaultName is the name of the vault with the copies.
	VaultName *string
	// Replica is the replica of the ML data.
	Replica *bucket.Bucket
}

// New declares the backups.
func New(m address.Module, props Props) *Backup {
	own := newVault(m, "", vault{
		name: props.Label.Name("backup"), keyARN: jsii.String(props.KeyARN), lock: props.Backup.Lock, keep: props.Keep,
	})
	notify(m, own, props)

	keys := []string{props.KeyARN}
	var copies *target
	var second *SecondRegion
	if props.Second != nil {
		key := newCopyKey(m, props)
		keys = append(keys, *key)
		copied := newVault(m, "copy_", vault{
			name: props.Label.Name("backup-copy"), keyARN: key, lock: props.Backup.Lock, keep: props.Keep, provider: props.Second,
		})
		copies = &target{vaultARN: copied.Arn(), days: props.Backup.CopyRetentionDays}
		second = &SecondRegion{VaultName: copied.Name(), Replica: newReplica(m, props, key)}
		if props.Returns {
			newReturn(m, props, second.Replica, key)
		}
	}

	newPlan(m, props, own, copies)
	return &Backup{VaultName: own.Name(), RestoreRoleARN: newRestoreRole(m, props, keys...), SecondRegion: second}
}
