// Package database declares an environment's Supabase project, and keeps its
// credentials in AWS Secrets Manager (plan, lines 759-795).
package database

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/.gen/supabase/supabase/project"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/secret"
)

// Props are what the database module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Supabase is the project.
	Supabase envs.Supabase
	// Endpoint and AccessToken are the Management API's address and the token
	// for it, as expressions; the token may be null at run time, and is then
	// looked for in SUPABASE_ACCESS_TOKEN.
	Endpoint, AccessToken *string
	// SiteURL is where the front end is served, to which sign-ins return; empty
	// for none.
	SiteURL string
	// EgressIPs are the addresses from which the services reach the database.
	EgressIPs []*string
	// KeyARN is the environment's KMS key, which encrypts the secret.
	KeyARN string
	// Replicas are where else the secret is.
	Replicas secret.Replicas
	// Keep refuses the project's destruction, and keeps a deleted secret for a
	// while.
	Keep bool
}

// Database is what other modules may know of the database.
type Database struct {
	// URL is the HTTP API's address.
	URL *string
	// PublicKey is the key that browsers may see: what it opens is up to the
	// database's row level security.
	PublicKey *string
	// SecretARN is the secret with the URL, the keys and the database's password.
	SecretARN *string
}

// New declares the database.
func New(m address.Module, props Props) *Database {
	ref, password := jsii.String(props.Supabase.Existing), (*string)(nil)
	if props.Supabase.Existing == "" {
		ref, password = newProject(m, props)
	}
	publicKey, secretKey := newKeys(m, props.Supabase, ref)
	publicName, secretName := props.Supabase.Keys()
	url := jsii.String(fmt.Sprintf("https://%s.supabase.co", *ref))
	values := map[string]*string{"url": url, publicName: publicKey, secretName: secretKey}
	if password != nil {
		values["db_password"] = password
	}
	return &Database{URL: url, PublicKey: publicKey, SecretARN: newSecret(m, props, values)}
}

// newProject makes the project as the environment wants it, and returns its
// reference and its database's password.
func newProject(m address.Module, props Props) (ref, password *string) {
	password = newPassword(m, props.Supabase.CredentialsRevision)
	config := &project.ProjectConfig{
		Name:             jsii.String(props.Label.Prefix()),
		OrganizationId:   jsii.String(props.Supabase.Organization),
		Region:           jsii.String(props.Supabase.Region),
		InstanceSize:     jsii.String(props.Supabase.InstanceSize),
		DatabasePassword: password,
		Lifecycle:        &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(props.Keep)},
	}
	if props.Supabase.LegacyKeys {
		// A project may be born without them.
		config.LegacyApiKeysEnabled = jsii.Bool(true)
	}
	ref = project.NewProject(m.Stack, m.ID("project"), config).Id()

	settings := newSettings(m, props, ref)
	newRecovery(m, props, ref, settings)
	return ref, password
}
