package backup

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupplan"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupselection"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/backupvault"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// What is lost at worst is what was written since the last backup began that is
// complete: the time between two backups, plus how late one may start and how
// long it may take. Once a day would be more than the 24 hours of the plan
// (line 1427) by both windows; twice a day makes 12 + 1 + 10 = 23.
const (
	// schedule is at 05:00 and 17:00 UTC.
	schedule = "cron(0 5,17 * * ? *)"
	// startMinutes is within how many minutes a backup begins, or is given up;
	// AWS Backup wants 60 at least.
	startMinutes = 60
	// completeMinutes is within how many minutes from its start a backup is
	// complete, or is given up and reported.
	completeMinutes = 600
)

// target is where copies go, and for how long.
type target struct {
	vaultARN *string
	days     int
}

func newPlan(m address.Module, props Props, own backupvault.BackupVault, copies *target) {
	// S3 has no colder storage for backups, so that a lifecycle only ends them.
	rule := &backupplan.BackupPlanRule{
		RuleName:         jsii.String("twice-a-day"),
		TargetVaultName:  own.Name(),
		Schedule:         jsii.String(schedule),
		StartWindow:      jsii.Number(startMinutes),
		CompletionWindow: jsii.Number(completeMinutes),
		Lifecycle:        &backupplan.BackupPlanRuleLifecycle{DeleteAfter: jsii.Number(props.Backup.RetentionDays)},
	}
	if copies != nil {
		rule.CopyAction = &[]*backupplan.BackupPlanRuleCopyAction{{
			DestinationVaultArn: copies.vaultARN,
			Lifecycle:           &backupplan.BackupPlanRuleCopyActionLifecycle{DeleteAfter: jsii.Number(copies.days)},
		}}
	}
	plan := backupplan.NewBackupPlan(m.Stack, m.ID("plan"), &backupplan.BackupPlanConfig{
		Name: jsii.String(props.Label.Name("backup")),
		Rule: &[]*backupplan.BackupPlanRule{rule},
	})

	role, attached := newBackupRole(m, props)
	backupselection.NewBackupSelection(m.Stack, m.ID("tagged"), &backupselection.BackupSelectionConfig{
		IamRoleArn: role,
		Name:       jsii.String(props.Label.Name("backup")),
		PlanId:     plan.Id(),
		// A selection sees the whole account. All of these must hold, or each
		// environment would back up the others' buckets as well.
		Condition: &[]*backupselection.BackupSelectionCondition{{
			StringEquals: &[]*backupselection.BackupSelectionConditionStringEquals{
				tagged(envs.BackupTag, envs.BackupDaily),
				tagged("Project", props.Tags["Project"]),
				tagged("Environment", props.Tags["Environment"]),
			},
		}},
		// By tags alone, it would depend on the account's opt-in to S3 whether
		// a bucket is backed up; a type that is named always is.
		Resources: jsii.Strings(fmt.Sprintf("arn:%s:s3:::*", props.Partition)),
		DependsOn: &attached,
	})
}

func tagged(key, value string) *backupselection.BackupSelectionConditionStringEquals {
	return &backupselection.BackupSelectionConditionStringEquals{
		Key: jsii.String("aws:ResourceTag/" + key), Value: jsii.String(value),
	}
}
