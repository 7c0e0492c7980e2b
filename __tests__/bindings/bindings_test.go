// Package bindings_test holds the bindings in .gen against the generator that
// made them, and uses them.
package bindings_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/jsii-runtime-go"
	null "github.com/cdktf/cdktf-provider-null-go/null/v10/provider"
	"github.com/cdktf/cdktf-provider-null-go/null/v10/resource"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/.gen/supabase/supabase/datasupabaseapikeys"
	supabase "github.com/example/predictive-maintenance/.gen/supabase/supabase/provider"
	"github.com/example/predictive-maintenance/.gen/vercel/vercel/projectenvironmentvariable"
	vercel "github.com/example/predictive-maintenance/.gen/vercel/vercel/provider"
)

type object = map[string]any

// Stacks require what the plan says, not exactly the versions whose schemas
// the bindings were generated from.
func TestGeneratedBindingsRequireConstraints(t *testing.T) {
	t.Cleanup(jsii.Close)
	dir := t.TempDir()
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(dir)})
	s := cdktf.NewTerraformStack(app, jsii.String("generated"))
	supabase.NewSupabaseProvider(s, jsii.String("supabase"), &supabase.SupabaseProviderConfig{})
	keys := datasupabaseapikeys.NewDataSupabaseApikeys(s, jsii.String("keys"), &datasupabaseapikeys.DataSupabaseApikeysConfig{
		ProjectRef: jsii.String("abcdefghijklmnopqrst"),
	})
	vercel.NewVercelProvider(s, jsii.String("vercel"), &vercel.VercelProviderConfig{})
	projectenvironmentvariable.NewProjectEnvironmentVariable(s, jsii.String("key"), &projectenvironmentvariable.ProjectEnvironmentVariableConfig{
		ProjectId: jsii.String("prj_1"),
		Key:       jsii.String("ANON_KEY"),
		Value:     keys.AnonKey(),
		Target:    jsii.Strings("production"),
	})
	null.NewNullProvider(s, jsii.String("null"), &null.NullProviderConfig{})
	resource.NewResource(s, jsii.String("trigger"), &resource.ResourceConfig{
		Triggers: &map[string]*string{"key": jsii.String("value")},
	})
	app.Synth()

	content, err := os.ReadFile(filepath.Join(dir, "stacks", "generated", "cdk.tf.json"))
	require.NoError(t, err)
	var got struct {
		Terraform object
		Resource  map[string]map[string]object
	}
	require.NoError(t, json.Unmarshal(content, &got))
	assert.Equal(t, object{
		"supabase": object{"source": "supabase/supabase", "version": "~> 1.0"},
		"vercel":   object{"source": "vercel/vercel", "version": "~> 0.15"},
		"null":     object{"source": "hashicorp/null", "version": "~> 3.2"},
	}, got.Terraform["required_providers"])
	assert.Equal(t, "${data.supabase_apikeys.keys.anon_key}", got.Resource["vercel_project_environment_variable"]["key"]["value"])
	assert.Equal(t, object{"key": "value"}, got.Resource["null_resource"]["trigger"]["triggers"])
}
