// Package database declares an environment's Supabase project, and keeps its
// credentials in AWS Secrets Manager (plan, lines 759-795).
package database

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/.gen/supabase/supabase/datasupabaseapikeys"
	"github.com/example/predictive-maintenance/.gen/supabase/supabase/project"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
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
	// Keep refuses the project's destruction, and keeps a deleted secret for a
	// while.
	Keep bool
}

// Database is what other modules may know of the database.
type Database struct {
	// ProjectRef is the project's id.
	ProjectRef *string
	// URL is the HTTP API's address.
	URL *string
	// AnonKey is the key that browsers may see: what it opens is up to the
	// database's row level security.
	AnonKey *string
	// SecretARN is the secret with url, anon_key, service_key and db_password.
	SecretARN *string
}

// New declares the database.
func New(m address.Module, props Props) *Database {
	password := newPassword(m, props.Supabase.CredentialsRevision)
	made := project.NewProject(m.Stack, m.ID("project"), &project.ProjectConfig{
		Name:             jsii.String(props.Label.Prefix()),
		OrganizationId:   jsii.String(props.Supabase.Organization),
		Region:           jsii.String(props.Supabase.Region),
		InstanceSize:     jsii.String(props.Supabase.InstanceSize),
		DatabasePassword: password,
		// The plan's anon and service keys are legacy ones to Supabase; a project
		// may be born without them.
		LegacyApiKeysEnabled: jsii.Bool(true),
		Lifecycle:            &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(props.Keep)},
	})
	ref := made.Id()

	settings := newSettings(m, props, ref)
	newRecovery(m, props, ref, settings)

	keys := datasupabaseapikeys.NewDataSupabaseApikeys(m.Stack, m.ID("keys"), &datasupabaseapikeys.DataSupabaseApikeysConfig{
		ProjectRef: ref,
	})
	url := jsii.String(fmt.Sprintf("https://%s.supabase.co", *ref))
	return &Database{
		ProjectRef: ref,
		URL:        url,
		AnonKey:    keys.AnonKey(),
		SecretARN: newSecret(m, props, map[string]*string{
			"url":         url,
			"anon_key":    keys.AnonKey(),
			"service_key": keys.ServiceRoleKey(),
			"db_password": password,
		}),
	}
}
