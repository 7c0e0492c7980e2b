// Package secret declares where else secrets are.
package secret

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/secretsmanagersecret"
)

// Replicas are copies of a secret that AWS Secrets Manager keeps up to date in
// another region; the zero value is none.
type Replicas struct {
	// Region is the AWS region.
	Region string
	// KeyARN is the KMS key there that encrypts them.
	KeyARN *string
}

// Config is what a secret says of its replicas; nil for none.
func (r Replicas) Config() any {
	if r.Region == "" {
		return nil
	}
	return &[]*secretsmanagersecret.SecretsmanagerSecretReplica{{Region: jsii.String(r.Region), KmsKeyId: r.KeyARN}}
}
