package stacks

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"

	"github.com/cdktf/cdktf-provider-null-go/null/v10/provider"
	random "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	supabase "github.com/example/predictive-maintenance/.gen/supabase/supabase/provider"
	vercel "github.com/example/predictive-maintenance/.gen/vercel/vercel/provider"
	"github.com/example/predictive-maintenance/internal/resource/input"
)

const (
	// requiredRandom and requiredNull replace the exact versions that the
	// bindings pin.
	requiredRandom = "~> 3.7"
	requiredNull   = "~> 3.2"

	// supabaseAPI is the Management API.
	supabaseAPI = "https://api.supabase.com"
)

// supabase configures the provider of Supabase with what it goes with, and
// returns the address of the Management API and the token as expressions.
func (s *stack) supabase() (endpoint, token *string) {
	token = s.token("supabase_access_token", "Supabase",
		"A personal access token of Supabase; empty for that of SUPABASE_ACCESS_TOKEN",
		// Supabase puts the kind of token between: sbp_oauth_, and sbp_v0_ in
		// those of today's dashboard.
		`^sbp_([a-z0-9]+_)?[a-f0-9]{40}$`, `sbp_ (or sbp_v0_) and 40 hexadecimal digits`)
	const address = "supabase_endpoint"
	input.Variable(s.TerraformStack, input.Options{
		Name:        address,
		Description: "Where Supabase's Management API is; another place in tests",
		Default:     jsii.String(supabaseAPI),
	})
	endpoint = jsii.String("${var." + address + "}")

	supabase.NewSupabaseProvider(s.TerraformStack, jsii.String("supabase"), &supabase.SupabaseProviderConfig{
		AccessToken: token,
		Endpoint:    endpoint,
	})
	random.NewRandomProvider(s.TerraformStack, jsii.String("random"), nil)
	provider.NewNullProvider(s.TerraformStack, jsii.String("null"), nil)
	s.AddOverride(jsii.String("terraform.required_providers.random.version"), requiredRandom)
	s.AddOverride(jsii.String("terraform.required_providers.null.version"), requiredNull)
	return endpoint, token
}

// datadog declares the variable with Datadog's API key, and returns it. There
// is no provider that would look elsewhere, so that it has no default.
func (s *stack) datadog() *string {
	const name = "datadog_api_key"
	return input.Variable(s.TerraformStack, input.Options{
		Name:        name,
		Description: "API key of Datadog",
		Secret:      true,
		Condition:   fmt.Sprintf(`${can(regex("^[0-9a-f]{32}$", var.%s))}`, name),
		Message:     "Must be an API key of Datadog: 32 hexadecimal digits.",
	}).StringValue()
}

// vercel configures the provider of Vercel.
func (s *stack) vercel(team string) {
	config := &vercel.VercelProviderConfig{
		ApiToken: s.token("vercel_api_token", "Vercel",
			"An access token of Vercel; empty for that of VERCEL_API_TOKEN",
			// Vercel's tokens of a person, an integration and an app, and those
			// without a prefix of before (Vercel, "Introducing new token formats and
			// secret scanning"). Vercel names no length; the provider wants 24
			// letters and digits somewhere in them.
			`^(vc[pia]_[0-9a-zA-Z]{24,}|[0-9a-zA-Z]{24})$`, "vcp_ and 24 or more letters and digits, or 24 of them alone"),
	}
	if team != "" {
		config.Team = jsii.String(team)
	}
	vercel.NewVercelProvider(s.TerraformStack, jsii.String("vercel"), config)
}

// token declares a variable for a credential, and returns it as an expression:
// null where it is empty, so that the provider looks into its environment. It
// is ephemeral: neither the state nor a saved plan has it.
func (s *stack) token(name, service, description, pattern, form string) *string {
	input.Variable(s.TerraformStack, input.Options{
		Name:        name,
		Description: description,
		Default:     jsii.String(""),
		Secret:      true,
		Condition:   fmt.Sprintf(`${var.%s == "" || can(regex("%s", var.%s))}`, name, pattern, name),
		Message:     fmt.Sprintf("Must be a token of %s: %s.", service, form),
	})
	return jsii.String(fmt.Sprintf(`${var.%s == "" ? null : var.%s}`, name, name))
}
