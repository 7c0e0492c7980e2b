package database

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/.gen/supabase/supabase/settings"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// maxRows is how many rows one request to the HTTP API may return, Supabase's
// own default.
const maxRows = 1000

// newSettings declares what the project admits. What isn't named stays as
// Supabase makes it.
func newSettings(m address.Module, props Props, ref *string) cdktf.ITerraformDependable {
	config := &settings.SettingsConfig{
		ProjectRef: ref,
		Api: cdktf.Fn_Jsonencode(map[string]any{
			"db_schema":            "public,graphql_public",
			"db_extra_search_path": "public,extensions",
			"max_rows":             maxRows,
		}),
		Network: cdktf.Fn_Jsonencode(map[string]any{"restrictions": clients(props)}),
		// Postgres speaks TLS or not at all.
		SslEnforcement: jsii.Bool(true),
	}
	if props.SiteURL != "" {
		config.Auth = cdktf.Fn_Jsonencode(map[string]any{
			"site_url":       props.SiteURL,
			"uri_allow_list": props.SiteURL + "/**",
		})
	}
	return settings.NewSettings(m.Stack, m.ID("settings"), config)
}

// clients are the ranges that may speak to Postgres.
func clients(props Props) []string {
	var ranges []string
	for _, ip := range props.EgressIPs {
		ranges = append(ranges, *ip+"/32")
	}
	return append(ranges, props.Supabase.DatabaseCIDRs...)
}
