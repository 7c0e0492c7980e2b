// Package datadog sends an environment's logs to Datadog, keeps the API key with
// which its agents do the same with metrics and traces, and lets Datadog read
// what CloudWatch measures.
package datadog

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/secretsmanagersecret"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/secretsmanagersecretversion"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/secret"
)

// Props are what the module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Region is the environment's AWS region.
	Region string
	// AccountID is the AWS account, as a token.
	AccountID string
	// Partition is the AWS partition ("aws", "aws-us-gov"), as a token.
	Partition string
	// Datadog is where to send to.
	Datadog envs.Datadog
	// APIKey is the API key, as an expression.
	APIKey *string
	// SecretARN is a secret with the key that is there already, and SecretKeyARN
	// what encrypts it; nil and empty where one is made.
	SecretARN    *string
	SecretKeyARN string
	// Replicas are where else the secret is.
	Replicas secret.Replicas
	// KeyARN is the environment's KMS key, and KeyPolicy what lets CloudWatch
	// Logs use it.
	KeyARN    string
	KeyPolicy cdktf.ITerraformDependable
	// LogRetentionDays is how long Firehose's own log is kept.
	LogRetentionDays int
	// LogGroups are the services' log groups, by service name.
	LogGroups map[string]*string
	// Keep keeps a deleted secret for a while, and refuses the destruction of
	// records that never arrived.
	Keep bool
}

// Datadog is what other modules may know of it.
type Datadog struct {
	// SecretARN is the secret whose api_key the agents read.
	SecretARN *string
}

// secretDays is the longest for which Secrets Manager keeps a deleted secret
// (DeleteSecret, RecoveryWindowInDays).
const secretDays = 30

// New declares what Datadog needs.
func New(m address.Module, props Props) *Datadog {
	secret := props.SecretARN
	if secret == nil {
		secret, props.SecretKeyARN = newSecret(m, props), props.KeyARN
	}
	newForwarding(m, props, secret)
	newIntegration(m, props)
	return &Datadog{SecretARN: secret}
}

// newSecret keeps the API key in the form that Firehose reads.
func newSecret(m address.Module, props Props) *string {
	window := 0
	if props.Keep {
		window = secretDays
	}
	secret := secretsmanagersecret.NewSecretsmanagerSecret(m.Stack, m.ID("secret"), &secretsmanagersecret.SecretsmanagerSecretConfig{
		Name:                 jsii.String(props.Label.DatadogSecret()),
		Description:          jsii.String("Datadog: api_key"),
		KmsKeyId:             jsii.String(props.KeyARN),
		RecoveryWindowInDays: jsii.Number(window),
		Replica:              props.Replicas.Config(),
	})
	return secretsmanagersecretversion.NewSecretsmanagerSecretVersion(m.Stack, m.ID("secret_version"),
		&secretsmanagersecretversion.SecretsmanagerSecretVersionConfig{
			SecretId:              secret.Id(),
			SecretStringWo:        cdktf.Fn_Jsonencode(map[string]*string{"api_key": props.APIKey}),
			SecretStringWoVersion: jsii.Number(props.Datadog.KeyRevision),
		}).Arn()
}
