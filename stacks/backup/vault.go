package backup

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupvault"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupvaultlockconfiguration"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupvaultnotifications"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupvaultpolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// vault is what differs between the vaults of the two regions.
type vault struct {
	name   string
	keyARN *string
	lock   envs.VaultLock
	keep   bool
	// provider is nil in the environment's own region.
	provider cdktf.TerraformProvider
}

// newVault declares a vault; prefix begins the roles of what belongs to it.
func newVault(m address.Module, prefix string, v vault) backupvault.BackupVault {
	made := backupvault.NewBackupVault(m.Stack, m.ID(prefix+"vault"), &backupvault.BackupVaultConfig{
		Provider:     v.provider,
		Name:         jsii.String(v.name),
		KmsKeyArn:    v.keyARN,
		ForceDestroy: jsii.Bool(!v.keep),
	})
	if v.lock.Locked() {
		// Without changeable_for_days this is governance mode: envs.VaultLock
		// says why.
		backupvaultlockconfiguration.NewBackupVaultLockConfiguration(m.Stack, m.ID(prefix+"vault_lock"),
			&backupvaultlockconfiguration.BackupVaultLockConfigurationConfig{
				Provider:         v.provider,
				BackupVaultName:  made.Name(),
				MinRetentionDays: jsii.Number(v.lock.MinDays),
				MaxRetentionDays: jsii.Number(v.lock.MaxDays),
			})
	}
	if v.keep {
		backupvaultpolicy.NewBackupVaultPolicy(m.Stack, m.ID(prefix+"vault_policy"), &backupvaultpolicy.BackupVaultPolicyConfig{
			Provider:        v.provider,
			BackupVaultName: made.Name(),
			Policy:          iam.Document(m, prefix+"vault_policy_document", keepBackups()),
		})
	}
	return made
}

// keepBackups refuses everyone what ends a backup early; backups still expire
// by their lifecycle. With the lock, two permissions stand before a deletion
// instead of one: to delete the lock, and to delete this policy.
//
// The AWS Config rule backup-recovery-point-manual-deletion-disabled wants
// PutBackupVaultAccessPolicy refused too. That would refuse Terraform every
// later change of this policy, and keeps nobody from deleting it.
func keepBackups() iam.Statement {
	return iam.Statement{
		Sid:        "KeepBackups",
		Deny:       true,
		Actions:    []string{"backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"},
		Resources:  []string{"*"},
		Principals: iam.Anyone(),
	}
}

// events are what the topic hears of. A backup that failed or never started
// comes as BACKUP_JOB_COMPLETED with another State than COMPLETED, beside those
// that went well: AWS Backup accepts BACKUP_JOB_FAILED, and never sends it.
var events = []string{
	"BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED",
}

func notify(m address.Module, v backupvault.BackupVault, props Props) {
	if props.TopicARN == nil {
		return
	}
	backupvaultnotifications.NewBackupVaultNotifications(m.Stack, m.ID("vault_notifications"),
		&backupvaultnotifications.BackupVaultNotificationsConfig{
			BackupVaultEvents: jsii.Strings(events...),
			BackupVaultName:   v.Name(),
			SnsTopicArn:       props.TopicARN,
		})
}
