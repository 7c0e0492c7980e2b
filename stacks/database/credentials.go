package database

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/secretsmanagersecret"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/secretsmanagersecretversion"
	"github.com/cdktf/cdktf-provider-random-go/random/v11/password"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	// passwordLength has no limit of Supabase's to keep; 40 letters and digits
	// carry 238 bits.
	passwordLength = 40

	// recoveryDays is the longest for which Secrets Manager keeps a deleted
	// secret (DeleteSecret, RecoveryWindowInDays).
	recoveryDays = 30
)

// newPassword makes another password with each revision. It has letters and
// digits only: clients put it into URLs.
func newPassword(m address.Module, revision int) *string {
	return password.NewPassword(m.Stack, m.ID("password"), &password.PasswordConfig{
		Length:  jsii.Number(passwordLength),
		Special: jsii.Bool(false),
		Keepers: &map[string]*string{"revision": jsii.String(strconv.Itoa(revision))},
	}).Result()
}

// newSecret keeps the values where containers get single keys of them. They are
// write-only: Terraform's state has them once, where the provider of Supabase
// leaves no choice, and not a second time here.
func newSecret(m address.Module, props Props, values map[string]*string) *string {
	window := 0
	if props.Keep {
		window = recoveryDays
	}
	secret := secretsmanagersecret.NewSecretsmanagerSecret(m.Stack, m.ID("secret"), &secretsmanagersecret.SecretsmanagerSecretConfig{
		Name:        jsii.String(props.Label.SupabaseSecret()),
		Description: jsii.String("Supabase: " + strings.Join(slices.Sorted(maps.Keys(values)), ", ")),
		KmsKeyId:    jsii.String(props.KeyARN),
		// At 0 it is gone at once, and its name free for the next apply.
		RecoveryWindowInDays: jsii.Number(window),
		Replica:              props.Replicas.Config(),
	})
	version := secretsmanagersecretversion.NewSecretsmanagerSecretVersion(m.Stack, m.ID("secret_version"),
		&secretsmanagersecretversion.SecretsmanagerSecretVersionConfig{
			SecretId:       secret.Id(),
			SecretStringWo: cdktf.Fn_Jsonencode(values),
			// Terraform cannot see that a write-only value changed.
			SecretStringWoVersion: jsii.Number(props.Supabase.CredentialsRevision),
		})
	// The secret's ARN, once it holds something: a task that starts before is
	// stopped.
	return version.Arn()
}
