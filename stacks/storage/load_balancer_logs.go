package storage

import (
	"fmt"

	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawselbserviceaccount"

	"github.com/example/predictive-maintenance/internal/address"
	"github.com/example/predictive-maintenance/internal/bucket"
	"github.com/example/predictive-maintenance/internal/iam"
)

// newLoadBalancerLogs is encrypted with S3's own key: Elastic Load Balancing
// delivers access logs to no bucket with a KMS key.
func newLoadBalancerLogs(m address.Module, props Props) *bucket.Bucket {
	delivery := dataawselbserviceaccount.NewDataAwsElbServiceAccount(m.Stack, m.ID("load_balancing"), nil).Arn()
	return bucket.New(m, "alb_logs", bucket.Options{
		Name:         props.Label.Name("alb-logs", props.AccountID),
		ForceDestroy: !props.Keep,
		Lifecycle: []bucket.Rule{
			{ID: "expire-logs", ExpireDays: props.LogRetentionDays, ExpireOldDays: 7},
		},
		Allow: func(arn string) []iam.Statement {
			return []iam.Statement{{
				Sid:        "LoadBalancerLogDelivery",
				Actions:    []string{"s3:PutObject"},
				Resources:  []string{fmt.Sprintf("%s/AWSLogs/%s/*", arn, props.AccountID)},
				Principals: []iam.Principal{{Type: "AWS", Identifiers: []string{*delivery}}},
			}}
		},
	})
}
