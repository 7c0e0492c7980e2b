package storage

import (
	"fmt"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// newLoadBalancerLogs is encrypted with S3's own key: Elastic Load Balancing
// delivers access logs to no bucket with a KMS key.
//
// The service writes as itself in every region. The account of AWS's that used
// to write exists in regions from before August 2022 alone. AWS's example
// (Elastic Load Balancing, "Enable access logs for your Application Load
// Balancer") has no condition: whose logs they are is in the path.
func newLoadBalancerLogs(m address.Module, props Props) *bucket.Bucket {
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
				Principals: iam.Service("logdelivery.elasticloadbalancing.amazonaws.com"),
			}}
		},
	})
}
