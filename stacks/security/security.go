// Package security holds what protects an environment: its KMS key, the roles
// of its containers and jobs, and the web ACL (plan, phase 5).
package security

import (
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskeypolicy"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what the security module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Region is the AWS region, part of CloudWatch Logs' service name.
	Region string
	// AccountID is the AWS account, as a token.
	AccountID string
	// Partition is the AWS partition ("aws", "aws-us-gov"), as a token.
	Partition string
	// Budget says that there is a budget, whose alerts go to the encrypted topic.
	Budget bool
	// Keep refuses the destruction of the key, without which nothing can be
	// read that it encrypted.
	Keep bool
}

// Security is what other modules may know of the security module.
type Security struct {
	// Key is the environment's KMS key.
	Key Key
}

// Key is a KMS key that is ready to be used.
type Key struct {
	// ARN is the key's ARN.
	ARN string
	// Policy is the key's policy. What asks AWS to encrypt with the key
	// depends on it: until the policy stands, services are refused.
	Policy kmskeypolicy.KmsKeyPolicy
}

// New declares the key, which comes before everything that it encrypts.
func New(m address.Module, props Props) *Security {
	return &Security{Key: newKey(m, props)}
}
