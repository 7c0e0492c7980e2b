// Package storage holds an environment's buckets and image repositories (plan,
// phase 4).
package storage

import (
	"github.com/aws/jsii-runtime-go"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
)

// Props are what the storage module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// AccountID is the AWS account, as a token; it ends the names of buckets,
	// which are global among all accounts.
	AccountID string
	// KeyARN is the environment's KMS key.
	KeyARN string
	// Services have an image repository each.
	Services []envs.Service
	// Images makes the names of the repositories: those of a standby have the names
	// of its environment's, because Amazon ECR replicates to no other.
	Images envs.Label
	// Replica is a bucket with the ML data that is there already; empty where the
	// environment has one of its own.
	Replica string
	// Partition is the AWS partition ("aws", "aws-us-gov"), as a token.
	Partition string
	// LogRetentionDays is how long the load balancer's access logs are kept.
	LogRetentionDays int
	// Keep refuses the destruction of buckets and repositories that hold
	// something.
	Keep bool
}

// Storage is what other modules may know of the storage.
type Storage struct {
	// MLData holds models and training data.
	MLData *bucket.Bucket
	// LoadBalancerLogs receives the load balancer's access logs.
	LoadBalancerLogs *bucket.Bucket
	// RepositoryURLs are where the services' images are pushed and pulled, by
	// service name.
	RepositoryURLs map[string]*string
}

// New declares the storage.
func New(m address.Module, props Props) *Storage {
	return &Storage{
		MLData:           mlData(m, props),
		LoadBalancerLogs: newLoadBalancerLogs(m, props),
		RepositoryURLs:   newRepositories(m, props),
	}
}

func (p Props) key() *string { return jsii.String(p.KeyARN) }
