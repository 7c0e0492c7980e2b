package database

import (
	"cmp"
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/.gen/supabase/supabase/datasupabaseapikeys"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newKeys reads the project's API keys: the one that browsers may see, and the
// one that opens everything. A key that is not there, or that the token may not
// see, stops the apply here: services would start with "null" for it.
func newKeys(m address.Module, s envs.Supabase, ref *string) (public, secret *string) {
	name := cmp.Or(s.SecretKeyName, envs.DefaultSecretKey)
	there := fmt.Sprintf(`self.publishable_key != null && contains([for key in self.secret_keys : key.name if key.api_key != null], %q)`, name)
	advice := fmt.Sprintf("a publishable key and a secret key named %s: make them in its dashboard (Settings, API Keys)", name)
	if s.LegacyKeys {
		there = `self.anon_key != null && self.service_role_key != null`
		advice = "legacy anon and service_role keys: enable them in its dashboard (Settings, API Keys)"
	}
	keys := datasupabaseapikeys.NewDataSupabaseApikeys(m.Stack, m.ID("keys"), &datasupabaseapikeys.DataSupabaseApikeysConfig{
		ProjectRef: ref,
		Lifecycle: &cdktf.TerraformResourceLifecycle{Postcondition: &[]*cdktf.Postcondition{{
			Condition:    "${" + there + "}",
			ErrorMessage: jsii.String("The Supabase project does not show " + advice + ", and apply again."),
		}}},
	})
	if s.LegacyKeys {
		return keys.AnonKey(), keys.ServiceRoleKey()
	}
	all := cdktf.TerraformIterator_FromList(keys.SecretKeys())
	each := func(attribute string) *[]*string {
		return cdktf.Token_AsList(all.PluckProperty(jsii.String(attribute)), nil)
	}
	byName := cdktf.Fn_Zipmap(each("name"), each("api_key"))
	return keys.PublishableKey(), cdktf.Token_AsString(cdktf.Fn_Lookup(byName, jsii.String(name), nil), nil)
}
