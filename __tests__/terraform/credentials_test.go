package terraform_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/shirou/gopsutil/v4/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// credentialsStack is the database module of the tests' own production without the
// rest of it, so that its credentials can be followed from apply to apply.
const credentialsStack = "credentials"

var accessToken = "sbp_" + strings.Repeat("c0ffee5eed", 4)

// TestCredentials makes credentials, makes them anew, and looks for each where
// it must not be.
func TestCredentials(t *testing.T) {
	t.Parallel()
	commandLines := recordCommandLines(t)
	var printed bytes.Buffer
	r := runner(&printed)
	r.Variables = map[string]string{"supabase_access_token": accessToken}

	writeCredentialsStack(t, 1, "pitr_7")
	require.NoError(t, r.Apply(t.Context(), credentialsStack))
	assert.Empty(t, changes(plan(t, credentialsStack)), "the second plan is not empty")
	first := storedCredentials(t)
	resources := applied(t, credentialsStack)
	project := resources["supabase_project.database_project"]
	keys := resources["data.supabase_apikeys.database_keys"]
	assert.Equal(t, map[string]string{
		"url":             fmt.Sprintf("https://%s.supabase.co", project["id"]),
		"publishable_key": keys["publishable_key"].(string),
		"secret_key":      keys["secret_keys"].([]any)[1].(map[string]any)["api_key"].(string),
		"db_password":     project["database_password"].(string),
	}, first)
	assert.Equal(t, "pitr_7", recovery(t, project["id"].(string)))

	writeCredentialsStack(t, 2, "pitr_7")
	require.NoError(t, r.Apply(t.Context(), credentialsStack))
	second := storedCredentials(t)
	again := applied(t, credentialsStack)["supabase_project.database_project"]
	assert.Equal(t, project["id"], again["id"], "the project stays")
	assert.NotEqual(t, first["db_password"], second["db_password"])
	assert.Equal(t, again["database_password"], second["db_password"])
	assert.Equal(t, first["secret_key"], second["secret_key"])

	// Where the providers leave no choice; docs/supabase-and-vercel.md lists it.
	assertKnownTo(t, second["db_password"], "random_password.database_password.result", "supabase_project.database_project.database_password")
	assertKnownTo(t, second["secret_key"], "data.supabase_apikeys.database_keys.secret_keys")
	assertKnownTo(t, first["db_password"])
	assertKnownTo(t, accessToken)

	called, err := os.ReadFile(curlArguments)
	require.NoError(t, err)
	assert.Contains(t, string(called), "/billing/addons")
	content, err := os.ReadFile(filepath.Join(workdir(credentialsStack), "cdk.tf.json"))
	require.NoError(t, err)
	started := commandLines()
	require.Contains(t, started, "apply", "Terraform was seen at work")
	for name, secret := range map[string]string{
		"token": accessToken, "first password": first["db_password"], "second password": second["db_password"],
		"secret key": second["secret_key"],
	} {
		for where, text := range map[string]string{
			"what Terraform prints": printed.String(), "curl's arguments": string(called), "cdk.tf.json": string(content),
			"the list of processes": started,
		} {
			assert.False(t, strings.Contains(text, secret), "%s has the %s", where, name)
		}
	}

	t.Run("a token of another shape", func(t *testing.T) {
		const mistaken = "eyJhbGciOiJIUzI1NiJ9"
		cmd := command(t, credentialsStack, "plan", "-no-color")
		cmd.Env = append(cmd.Env, "TF_VAR_supabase_access_token="+mistaken)
		told, err := cmd.CombinedOutput()
		require.Error(t, err)
		assert.Contains(t, string(told), "Must be a token of Supabase: sbp_ (or sbp_v0_) and 40 hexadecimal digits.")
		assert.NotContains(t, string(told), mistaken)
	})

	t.Run("a secret key that is not there", func(t *testing.T) {
		name := filepath.Join(workdir(credentialsStack), "cdk.tf.json")
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		other := bytes.ReplaceAll(bytes.ReplaceAll(content, []byte(`\"default\"`), []byte(`\"other\"`)), []byte(`named default`), []byte(`named other`))
		require.NotEqual(t, content, other)
		require.NoError(t, os.WriteFile(name, other, 0o644))
		told, err := command(t, credentialsStack, "plan", "-no-color", "-var=supabase_access_token="+accessToken).CombinedOutput()
		require.NoError(t, os.WriteFile(name, content, 0o644))
		require.Error(t, err)
		assert.Contains(t, strings.Join(strings.Fields(strings.ReplaceAll(string(told), "│", "")), " "),
			"does not show a publishable key and a secret key named other: make them in its dashboard (Settings, API Keys), and apply again.")
		assert.NotContains(t, string(told), second["secret_key"])
	})

	t.Run("an add-on that is refused", func(t *testing.T) {
		writeCredentialsStack(t, 2, "pitr_14")
		var printed bytes.Buffer
		refused := runner(&printed)
		refused.Variables = map[string]string{"supabase_access_token": accessToken, "supabase_endpoint": target.Endpoint + "/supabase/elsewhere"}
		err := refused.Apply(t.Context(), credentialsStack)
		require.Error(t, err)
		told := strings.Join(strings.Fields(err.Error()+printed.String()), " ")
		assert.Contains(t, told, "was not turned on")
		assert.Contains(t, told, "Run apply again, or book the add-on in the project's dashboard")
		assert.NotContains(t, told, accessToken)

		require.NoError(t, r.Apply(t.Context(), credentialsStack), "the next apply makes up for it")
		assert.Equal(t, "pitr_14", recovery(t, project["id"].(string)))
	})

	require.NoError(t, r.Destroy(t.Context(), credentialsStack))
}

func writeCredentialsStack(t *testing.T, revision int, variant string) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	dir := t.TempDir()
	synth := exec.CommandContext(t.Context(), "go", "run", "./internal/fixture/synth")
	synth.Dir, synth.Env = root, append(os.Environ(), "CDKTF_OUTDIR="+dir)
	printed, err := synth.CombinedOutput()
	require.NoError(t, err, "%s", printed)
	content, err := os.ReadFile(filepath.Join(dir, "stacks", envs.ProductionName, "cdk.tf.json"))
	require.NoError(t, err)
	type object = map[string]any
	var s struct {
		Terraform object                       `json:"terraform"`
		Provider  map[string][]object          `json:"provider"`
		Resource  map[string]map[string]object `json:"resource"`
		Data      map[string]map[string]object `json:"data"`
		Variable  map[string]object            `json:"variable"`
	}
	require.NoError(t, json.Unmarshal(content, &s))
	at := s.Terraform["backend"].(object)["s3"].(object)
	at["key"], at["bucket"], at["region"] = credentialsStack+".tfstate", envs.Store.Bucket, envs.Store.Region
	at["dynamodb_table"], at["kms_key_id"] = envs.Store.Table, envs.Store.KeyAlias
	s.Provider["aws"] = s.Provider["aws"][:1]
	// It's no environment's, whose leftovers others look for.
	s.Provider["aws"][0]["default_tags"] = []object{{"tags": object{"Environment": credentialsStack}}}
	delete(s.Provider, "vercel")
	delete(s.Terraform["required_providers"].(object), "vercel")
	delete(s.Variable, "vercel_api_token")
	s.Data = map[string]map[string]object{"supabase_apikeys": s.Data["supabase_apikeys"]}
	for kind, byName := range s.Resource {
		if kind == "supabase_settings" || !strings.HasPrefix(kind, "supabase_") && kind != "random_password" && kind != "null_resource" &&
			!strings.HasPrefix(kind, "aws_secretsmanager_") {
			delete(s.Resource, kind)
		}
		for _, r := range byName {
			delete(r, "depends_on")
		}
	}
	for _, kind := range []string{"aws_secretsmanager_secret", "aws_secretsmanager_secret_version"} {
		delete(s.Resource[kind], "datadog_secret")
		delete(s.Resource[kind], "datadog_secret_version")
	}
	delete(s.Variable, "datadog_api_key")
	secret := s.Resource["aws_secretsmanager_secret"]["database_secret"]
	secret["name"] = credentialsStack
	delete(secret, "kms_key_id")
	s.Resource["aws_secretsmanager_secret_version"]["database_secret_version"]["secret_string_wo_version"] = revision
	s.Resource["random_password"]["database_password"]["keepers"].(object)["revision"] = fmt.Sprint(revision)
	s.Resource["null_resource"]["database_supabase_setup"]["triggers"].(object)["variant"] = variant
	written, err := json.Marshal(s)
	require.NoError(t, err)
	written = bytes.ReplaceAll(written, []byte(`"SUPABASE_VARIANT":"pitr_7"`), []byte(`"SUPABASE_VARIANT":"`+variant+`"`))
	require.Contains(t, string(written), variant)

	folder := filepath.Join(out, "stacks", credentialsStack)
	require.NoError(t, os.MkdirAll(folder, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "cdk.tf.json"), written, 0o644))
}

// storedCredentials are what Secrets Manager has.
func storedCredentials(t *testing.T) map[string]string {
	t.Helper()
	value, err := secretsmanager.NewFromConfig(awsConfig(fixture.Production().Region)).GetSecretValue(t.Context(),
		&secretsmanager.GetSecretValueInput{SecretId: aws.String(credentialsStack)})
	require.NoError(t, err)
	var values map[string]string
	require.NoError(t, json.Unmarshal([]byte(*value.SecretString), &values))
	return values
}

// applied are the attributes in a stack's state, by address.
func applied(t *testing.T, stack string) map[string]map[string]any {
	t.Helper()
	shown, err := initialized(t, stack).Show(t.Context())
	require.NoError(t, err)
	resources := map[string]map[string]any{}
	var each func(m *tfjson.StateModule)
	each = func(m *tfjson.StateModule) {
		for _, r := range m.Resources {
			resources[r.Address] = r.AttributeValues
		}
		for _, child := range m.ChildModules {
			each(child)
		}
	}
	each(shown.Values.RootModule)
	return resources
}

// assertKnownTo finds a value in the state at the given attributes, and nowhere
// else in it.
func assertKnownTo(t *testing.T, value string, attributes ...string) {
	t.Helper()
	var found []string
	for address, resource := range applied(t, credentialsStack) {
		for name, attribute := range resource {
			if text, err := json.Marshal(attribute); assert.NoError(t, err) && strings.Contains(string(text), value) {
				found = append(found, address+"."+name)
			}
		}
	}
	assert.ElementsMatch(t, attributes, found)
	content, err := initialized(t, credentialsStack).StatePull(t.Context())
	require.NoError(t, err)
	assert.Equal(t, len(attributes), strings.Count(content, value), "the state has it elsewhere")
}

// recovery is the add-on that the Management API has for a project.
func recovery(t *testing.T, project string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		target.Endpoint+"/supabase/v1/projects/"+project+"/billing/addons", nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+accessToken)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	var answer struct {
		Selected []struct{ Variant struct{ ID string } } `json:"selected_addons"`
	}
	require.NoError(t, json.Unmarshal(content, &answer), string(content))
	require.Len(t, answer.Selected, 1)
	return answer.Selected[0].Variant.ID
}

// recordCommandLines looks at the list of processes over and over, and returns
// what it saw when asked.
func recordCommandLines(t *testing.T) func() string {
	t.Helper()
	stop, seen := make(chan struct{}), make(chan map[string]bool)
	go func() {
		all := map[string]bool{}
		for {
			select {
			case <-stop:
				seen <- all
				return
			case <-time.After(50 * time.Millisecond):
			}
			processes, err := process.Processes()
			if err != nil {
				continue
			}
			for _, p := range processes {
				if line, err := p.Cmdline(); err == nil {
					all[line] = true
				}
			}
		}
	}()
	return func() string {
		close(stop)
		var lines strings.Builder
		for line := range <-seen {
			lines.WriteString(line + "\n")
		}
		return lines.String()
	}
}
