// Package frontend declares the Vercel project that builds and serves an
// environment's web application.
package frontend

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/.gen/vercel/vercel/project"
	"github.com/example/predictive-maintenance/.gen/vercel/vercel/projectdomain"
	"github.com/example/predictive-maintenance/.gen/vercel/vercel/projectenvironmentvariable"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what the front end needs.
type Props struct {
	// Frontend is the project.
	Frontend envs.Frontend
	// ZoneID is the hosted zone of its names.
	ZoneID *string
	// Public are the variables that browsers may see, by the name that the
	// framework's prefix goes before: API_URL. Nothing else reaches Vercel.
	Public map[string]*string
	// Keep refuses the project's destruction.
	Keep bool
}

const (
	production  = "production"
	preview     = "preview"
	development = "development"

	// alias is where Vercel's names point (Vercel, custom domains), and aliasTTL
	// for how many seconds resolvers keep it.
	alias    = "cname.vercel-dns.com"
	aliasTTL = 300

	// permanent is a redirect that keeps method and body.
	permanent = 308

	// onlyProduction builds no branch but the project's own: Vercel skips a
	// build where the command succeeds.
	onlyProduction = `[ "$VERCEL_ENV" != production ]`
)

// New declares the front end.
func New(m address.Module, props Props) {
	f := props.Frontend
	config := &project.ProjectConfig{
		Name:            jsii.String(f.Project),
		Framework:       jsii.String(f.Framework),
		RootDirectory:   optional(f.RootDirectory),
		InstallCommand:  optional(f.InstallCommand),
		BuildCommand:    optional(f.BuildCommand),
		OutputDirectory: optional(f.OutputDirectory),
		GitRepository: &project.ProjectGitRepository{
			Type: jsii.String("github"), Repo: jsii.String(f.Repository), ProductionBranch: jsii.String(f.Branch),
		},
		// Every address but the domain's asks for a login.
		VercelAuthentication: &project.ProjectVercelAuthentication{ProtectProduction: jsii.Bool(false)},
		Lifecycle:            &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(props.Keep)},
	}
	targets := []string{production}
	if f.Previews {
		targets = append(targets, preview, development)
	} else {
		config.IgnoreCommand = jsii.String(onlyProduction)
	}
	id := project.NewProject(m.Stack, m.ID("project"), config).Id()

	for _, name := range slices.Sorted(maps.Keys(props.Public)) {
		projectenvironmentvariable.NewProjectEnvironmentVariable(m.Stack, m.ID(strings.ToLower(name)),
			&projectenvironmentvariable.ProjectEnvironmentVariableConfig{
				ProjectId: id,
				Key:       jsii.String(f.PublicVariable(name)),
				Value:     props.Public[name],
				Target:    jsii.Strings(targets...),
			})
	}

	domain := newDomain(m, props, id, "domain", f.Domain, nil)
	for _, name := range f.Redirects {
		newDomain(m, props, id, name, name, domain)
	}
}

// newDomain serves the project at a name, or leads from there to another.
func newDomain(m address.Module, props Props, projectID *string, role, name string, to *string) *string {
	config := &projectdomain.ProjectDomainConfig{ProjectId: projectID, Domain: jsii.String(name)}
	if to != nil {
		config.Redirect = to
		config.RedirectStatusCode = jsii.Number(permanent)
	}
	route53record.NewRoute53Record(m.Stack, m.ID(role+"_record"), &route53record.Route53RecordConfig{
		ZoneId:  props.ZoneID,
		Name:    jsii.String(name),
		Type:    jsii.String("CNAME"),
		Ttl:     jsii.Number(aliasTTL),
		Records: jsii.Strings(alias),
	})
	return projectdomain.NewProjectDomain(m.Stack, m.ID(role), config).Domain()
}

// optional is nil for an empty string, which Vercel would take for a setting.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return jsii.String(s)
}
