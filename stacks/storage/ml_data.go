package storage

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
)

const (
	// ArchivePrefix is where a model goes when nothing serves it any more. Only
	// what lies below it becomes cheaper to keep and dearer to read with age: the
	// plan (lines 660-676) moved every object to Glacier after 90 days, models in
	// use among them.
	ArchivePrefix = "models/archived/"

	// oldVersionDays is how long an overwritten or deleted object can be
	// brought back.
	oldVersionDays = 90
)

// mlData is the replica where there is one, and else a bucket of its own.
func mlData(m address.Module, props Props) *bucket.Bucket {
	if props.Replica != "" {
		return &bucket.Bucket{
			Name: jsii.String(props.Replica),
			ARN:  jsii.String(fmt.Sprintf("arn:%s:s3:::%s", props.Partition, props.Replica)),
		}
	}
	return newMLData(m, props)
}

func newMLData(m address.Module, props Props) *bucket.Bucket {
	return bucket.New(m, "ml_data", bucket.Options{
		Name:           props.Label.Name("ml-data", props.AccountID),
		KeyARN:         props.key(),
		ForceDestroy:   !props.Keep,
		PreventDestroy: props.Keep,
		Tags:           map[string]string{envs.BackupTag: envs.BackupDaily},
		Lifecycle: []bucket.Rule{
			{
				ID:     "archive-old-models",
				Prefix: ArchivePrefix,
				Transitions: []bucket.Transition{
					{Days: 30, Class: "STANDARD_IA"},
					// Glacier Instant Retrieval: AWS Backup leaves out what is in
					// Glacier Flexible Retrieval or Deep Archive (AWS Backup, Amazon
					// S3 backups, storage classes).
					{Days: 90, Class: "GLACIER_IR"},
				},
			},
			{ID: "expire-old-versions", ExpireOldDays: oldVersionDays},
		},
	})
}
