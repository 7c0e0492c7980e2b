package standin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/synth/bindings"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin"
	"github.com/example/predictive-maintenance/tools/standin/provider"
)

// vercelToken has the form that the provider asks for.
const vercelToken = "vcp_abcdefghijklmnopqrstuvwx"

// The root of the project, and the configuration under which Terraform finds
// the providers that were chosen.
var root, config string

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "set up the providers:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "stand-ins-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	root = filepath.Join("..", "..")
	if config, err = standin.PlanCLIConfig(context.Background(), root, dir); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// world is a folder with testdata/main.tf and the providers that were chosen.
type world struct {
	dir, terraform string
	// registry says that the providers are the real ones.
	registry bool
}

func newWorld(t *testing.T) world {
	t.Helper()
	w := emptyWorld(t)
	content, err := os.ReadFile(filepath.Join("testdata", "main.tf"))
	require.NoError(t, err)
	w.write(t, "main.tf", string(content))
	w.write(t, "terraform.tfvars", fmt.Sprintf("supabase_access_token = \"sbp_test\"\nvercel_api_token = %q\nregion = \"us-east-1\"\ntrigger = \"one\"\n", vercelToken))
	w.succeeds(t, "init", "-no-color")
	return w
}

func emptyWorld(t *testing.T) world {
	t.Helper()
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	w := world{dir: t.TempDir(), terraform: terraform}
	w.registry, err = standin.FromRegistry()
	require.NoError(t, err)
	return w
}

func (w world) write(t *testing.T, name, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o644))
}

// run runs Terraform without the variables that providers read.
func (w world) run(args ...string) (string, error) {
	cmd := exec.Command(w.terraform, args...)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1", "SUPABASE_ACCESS_TOKEN=", "VERCEL_API_TOKEN=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (w world) succeeds(t *testing.T, args ...string) string {
	t.Helper()
	out, err := w.run(args...)
	require.NoError(t, err, out)
	return out
}

// state is what Terraform's state says, by address.
func (w world) state(t *testing.T) map[string]*tfjson.StateResource {
	t.Helper()
	var s tfjson.State
	require.NoError(t, json.Unmarshal([]byte(w.succeeds(t, "show", "-json")), &s))
	byAddress := map[string]*tfjson.StateResource{}
	for _, r := range s.Values.RootModule.Resources {
		byAddress[r.Address] = r
	}
	return byAddress
}

func (w world) plan(t *testing.T, args ...string) (*tfjson.Plan, string) {
	t.Helper()
	printed := w.succeeds(t, append([]string{"plan", "-no-color", "-out", "plan"}, args...)...)
	var p tfjson.Plan
	require.NoError(t, json.Unmarshal([]byte(w.succeeds(t, "show", "-json", "plan")), &p))
	return &p, printed
}

func change(t *testing.T, p *tfjson.Plan, address string) *tfjson.Change {
	t.Helper()
	for _, r := range p.ResourceChanges {
		if r.Address == address {
			return r.Change
		}
	}
	require.Fail(t, "not in the plan", address)
	return nil
}

func TestWholeCycle(t *testing.T) {
	w := newWorld(t)
	w.succeeds(t, "validate", "-no-color")

	planned, printed := w.plan(t)
	assert.Contains(t, printed, "7 to add")
	for _, address := range []string{"supabase_project.main", "vercel_project.web", "vercel_project_domain.web", "null_resource.trigger"} {
		assert.Equal(t, true, change(t, planned, address).AfterUnknown.(map[string]any)["id"], "%s: id", address)
	}
	database := change(t, planned, "random_password.database")
	assert.Equal(t, true, database.AfterSensitive.(map[string]any)["result"])
	assert.Equal(t, true, database.After.(map[string]any)["lower"], "a default is known at plan")
	project := change(t, planned, "supabase_project.main")
	assert.Equal(t, true, project.AfterUnknown.(map[string]any)["database_password"])
	assert.Equal(t, "10m", project.After.(map[string]any)["timeouts"].(map[string]any)["create"])
	if w.registry {
		t.Skip("an apply of the real providers makes what it says")
	}

	applied := w.succeeds(t, "apply", "-no-color", "-auto-approve")
	first := w.state(t)
	password := first["random_password.database"].AttributeValues["result"].(string)
	assert.Regexp(t, `^[0-9A-Za-z_-]{40}$`, password)
	assert.GreaterOrEqual(t, len(regexp.MustCompile(`[0-9]`).FindAllString(password, -1)), 3)
	assert.GreaterOrEqual(t, len(regexp.MustCompile(`[_-]`).FindAllString(password, -1)), 3)
	assert.NotContains(t, applied, password)
	assert.NotContains(t, applied, vercelToken)
	assert.Equal(t, password, first["supabase_project.main"].AttributeValues["database_password"])
	ref := first["supabase_project.main"].AttributeValues["id"]
	assert.Regexp(t, `^[a-z]{20}$`, ref)
	assert.Equal(t, ref, first["supabase_settings.main"].AttributeValues["id"])
	keys := first["data.supabase_apikeys.main"]
	assert.Regexp(t, `^[\w-]+\.[\w-]+\.[\w-]+$`, keys.AttributeValues["anon_key"])
	assert.NotEqual(t, keys.AttributeValues["anon_key"], keys.AttributeValues["service_role_key"])
	assert.JSONEq(t, `{"anon_key":true,"publishable_key":true,"secret_keys":true,"service_role_key":true}`, string(keys.SensitiveValues))
	assert.Regexp(t, `^sb_publishable_`, keys.AttributeValues["publishable_key"])
	secretKeys := keys.AttributeValues["secret_keys"].([]any)
	require.Len(t, secretKeys, 2)
	assert.Equal(t, "default", secretKeys[1].(map[string]any)["name"])
	assert.Regexp(t, `^sb_secret_`, secretKeys[1].(map[string]any)["api_key"])
	assert.Equal(t, keys.AttributeValues["anon_key"], first["vercel_project_environment_variable.anon_key"].AttributeValues["value"])
	variables := first["vercel_project.web"].AttributeValues["environment"].([]any)
	require.Len(t, variables, 2)
	assert.NotEqual(t, variables[0].(map[string]any)["id"], variables[1].(map[string]any)["id"])
	once, err := os.ReadFile(filepath.Join(w.dir, "once"))
	require.NoError(t, err)
	assert.Equal(t, "12", string(once), "the provisioner ran, with the ephemeral password")

	out, err := w.run("plan", "-no-color", "-detailed-exitcode")
	require.NoError(t, err, "the second plan must be empty: %s", out)

	replaced, _ := w.plan(t, "-var", "trigger=two")
	trigger := change(t, replaced, "null_resource.trigger")
	assert.True(t, trigger.Actions.Replace(), "%v", trigger.Actions)
	assert.Equal(t, []any{[]any{"triggers"}}, trigger.ReplacePaths)
	w.succeeds(t, "apply", "-no-color", "plan")
	second := w.state(t)
	assert.NotEqual(t, first["null_resource.trigger"].AttributeValues["id"], second["null_resource.trigger"].AttributeValues["id"])
	assert.Equal(t, ref, second["supabase_project.main"].AttributeValues["id"])

	out, err = w.run("apply", "-no-color", "-auto-approve", "-var", "trigger=two", "-var", "region=eu-central-1")
	require.Error(t, err)
	assert.Contains(t, out, "Update is not supported for this attribute")
	afterFailure := w.state(t)
	assert.Equal(t, "us-east-1", afterFailure["supabase_project.main"].AttributeValues["region"])
	// Its value was unknown in this plan; that alone replaces nothing.
	assert.Contains(t, afterFailure, "vercel_project_environment_variable.anon_key")

	assert.Contains(t, w.succeeds(t, "destroy", "-no-color", "-auto-approve"), "7 destroyed")
}

// OpenTofu takes providers from a registry of its own, as whose they are in the
// mirror too. Terraform finds them there by their full address.
func TestOpenTofuFindsThem(t *testing.T) {
	w := emptyWorld(t)
	content, err := os.ReadFile(filepath.Join("testdata", "main.tf"))
	require.NoError(t, err)
	source := regexp.MustCompile(`(source +)= "`)
	require.Len(t, source.FindAll(content, -1), 4)
	w.write(t, "main.tf", source.ReplaceAllString(string(content), `${1}= "registry.opentofu.org/`))
	w.succeeds(t, "init", "-no-color")
	w.succeeds(t, "validate", "-no-color")
}

func TestRefusals(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		name    string
		command string
		args    []string
		// extra is more configuration.
		extra string
		want  string
	}{
		{"unknown attribute", "validate", nil, `resource "supabase_project" "more" {
			organization_id = "o"
			name = "n"
			database_password = "p"
			region = "r"
			plan = "pro"
		}`, `An argument named "plan" is not expected here`},
		{"missing attribute", "validate", nil, `resource "vercel_project" "more" {}`, `The argument "name" is required`},
		{"settings that are not JSON", "validate", nil, `resource "supabase_settings" "more" {
			project_ref = "r"
			auth = "{"
		}`, "not valid JSON"},
		{"instance size", "validate", nil, `resource "supabase_project" "more" {
			organization_id = "o"
			name = "n"
			database_password = "p"
			region = "r"
			instance_size = "tiny"
		}`, `"tiny" is none of`},
		{"project name", "validate", nil, `resource "vercel_project" "more" {
			name = "Web App"
		}`, "lower-case letters"},
		{"password shorter than its parts", "validate", nil, `resource "random_password" "more" {
			length = 3
			min_lower = 4
		}`, "length must be at least"},
		{"resource that is not imitated", "validate", nil, `resource "random_pet" "more" {}`, "does not imitate the resource random_pet"},
		{"data source that is not imitated", "validate", nil, `data "null_data_source" "more" {}`, "does not imitate the data source"},
		{"Vercel's token", "plan", []string{"-var", "vercel_api_token=abcdefghijklmnopqrstuvw"}, "", "24 letters and digits"},
		{"no token for Vercel", "plan", []string{"-var", "vercel_api_token=null"}, "", "24 letters and digits"},
		{"no token for Supabase", "plan", []string{"-var", "supabase_access_token="}, "", "Missing Supabase API Access Token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if w.registry {
				t.Skip("the real providers say it in their own words")
			}
			w.write(t, "more.tf", tt.extra)
			out, err := w.run(append([]string{tt.command, "-no-color"}, tt.args...)...)
			require.Error(t, err, out)
			// Terraform breaks lines and draws a box around errors.
			assert.Contains(t, strings.Join(strings.Fields(strings.ReplaceAll(out, "│", "")), " "), tt.want)
		})
	}
}

// A stack that goes to the emulator is applied without an account of any other
// service: its variables have values that the providers accept.
func TestNobodyIsAskedForSecretsOnTheEmulator(t *testing.T) {
	w := emptyWorld(t)
	if w.registry {
		t.Skip("nothing is applied with the real providers")
	}
	w.write(t, "cdk.tf.json", `{
		"terraform": {"required_providers": {
			"supabase": {"source": "supabase/supabase", "version": "~> 1.0"},
			"vercel": {"source": "vercel/vercel", "version": "~> 0.15"}
		}},
		"variable": {
			"supabase_access_token": {"type": "string", "sensitive": true, "ephemeral": true},
			"vercel_api_token": {"type": "string", "sensitive": true}
		},
		"provider": {
			"supabase": [{"access_token": "${var.supabase_access_token}"}],
			"vercel": [{"api_token": "${var.vercel_api_token}"}]
		},
		"resource": {
			"supabase_project": {"main": {
				"organization_id": "o", "name": "n", "region": "us-east-1", "database_password": "p"
			}},
			"vercel_project": {"web": {"name": "web"}}
		}
	}`)
	require.NoError(t, emulator.WriteOverride(w.dir, "http://127.0.0.1:1"))
	w.succeeds(t, "init", "-no-color")
	w.succeeds(t, "apply", "-no-color", "-auto-approve", "-input=false")
	assert.NotEmpty(t, w.state(t)["supabase_project.main"].AttributeValues["organization_id"])
}

// What the stand-ins serve is what the files say, and so what `terraform
// providers schema -json` says of the real providers.
func TestServedSchemasAreTheCommittedOnes(t *testing.T) {
	w := newWorld(t)
	if w.registry {
		t.Skip("the real providers may be newer")
	}
	var served struct {
		Schemas map[string]any `json:"provider_schemas"`
	}
	require.NoError(t, json.Unmarshal([]byte(w.succeeds(t, "providers", "schema", "-json")), &served))
	all, err := provider.All()
	require.NoError(t, err)
	require.Len(t, all, 4)
	for _, id := range all {
		content, err := bindings.Schemas.ReadFile(fmt.Sprintf("schemas/%s-%s.json", id.Name, id.Version))
		require.NoError(t, err)
		var committed struct {
			Schemas map[string]any `json:"provider_schemas"`
		}
		require.NoError(t, json.Unmarshal(content, &committed))
		assert.Equal(t, plain(t, committed.Schemas[id.Address]), plain(t, served.Schemas[id.Address]), id.Name)
	}
}

// plain drops how descriptions are formatted: the files hold none.
func plain(t *testing.T, value any) string {
	t.Helper()
	strip(value)
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", " ")
	require.NoError(t, encoder.Encode(value))
	return text.String()
}

func strip(value any) {
	switch v := value.(type) {
	case map[string]any:
		if _, text := v["description_kind"].(string); text {
			delete(v, "description_kind")
		}
		for _, each := range v {
			strip(each)
		}
	case []any:
		for _, each := range v {
			strip(each)
		}
	}
}

func TestFromRegistry(t *testing.T) {
	for chosen, want := range map[string]bool{"": false, "stand-in": false, "registry": true} {
		t.Setenv(standin.ProvidersEnv, chosen)
		got, err := standin.FromRegistry()
		require.NoError(t, err)
		assert.Equal(t, want, got, chosen)
	}
	t.Setenv(standin.ProvidersEnv, "Registry")
	_, err := standin.FromRegistry()
	assert.ErrorContains(t, err, "want registry or stand-in")
}
