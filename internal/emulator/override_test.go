package emulator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

const endpoint = "http://127.0.0.1:5000"

// override returns what Override makes of a stack.
func override(t *testing.T, stack string) object {
	t.Helper()
	content, err := Override([]byte(stack), endpoint)
	if err != nil {
		t.Fatal(err)
	}
	var result object
	if err := json.Unmarshal(content, &result); err != nil {
		t.Fatalf("%v in:\n%s", err, content)
	}
	return result
}

func at(t *testing.T, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		ok := false
		switch step := step.(type) {
		case string:
			var within object
			if within, ok = value.(object); ok {
				value, ok = within[step]
			}
		case int:
			var within []any
			if within, ok = value.([]any); ok && step < len(within) {
				value = within[step]
			}
		}
		if !ok {
			t.Fatalf("no %v of %v", step, path)
		}
	}
	return value
}

func same(t *testing.T, got, want any, what string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestOverrideKeepsTheBackendsOwnSettings(t *testing.T) {
	got := override(t, `{"terraform": {"backend": {"s3": {
		"bucket": "b", "key": "dev/terraform.tfstate", "region": "eu-west-1", "encrypt": true,
		"kms_key_id": "alias/terraform-state", "dynamodb_table": "locks", "use_lockfile": true,
		"allowed_account_ids": ["999999999999"]
	}}}}`)
	if _, touched := got["provider"]; touched {
		t.Error("a stack without AWS providers gets one")
	}
	backend := at(t, got, "terraform", "backend", "s3").(object)
	for name, want := range (object{
		"bucket": "b", "key": "dev/terraform.tfstate", "region": "eu-west-1", "encrypt": true,
		"kms_key_id": "alias/terraform-state", "dynamodb_table": "locks", "use_lockfile": true,

		"use_path_style":              true,
		"skip_credentials_validation": nil, "skip_region_validation": true,
		"endpoints": object{"s3": endpoint, "dynamodb": endpoint, "sts": endpoint, "iam": endpoint},
	}) {
		same(t, backend[name], want, name)
	}
	same(t, backend["allowed_account_ids"], []any{"999999999999"}, "allowed_account_ids")
}

func TestOverrideOfOtherBackends(t *testing.T) {
	for name, test := range map[string]struct {
		terraform string
		want      any
	}{
		"none":                              {`{}`, nil},
		"local":                             {`{"backend": {"local": {"path": "dev.tfstate"}}}`, nil},
		"a Terraform Cloud of this machine": {`{"cloud": {"organization": "o", "hostname": "127.0.0.1:8443", "workspaces": {"name": "w"}}}`, nil},
		"a name that may mean any machine":  {`{"cloud": {"organization": "o", "hostname": "localhost:8443", "workspaces": {"name": "w"}}}`, object{"local": object{"path": localState}}},
		"Terraform Cloud":                   {`{"cloud": {"organization": "o", "workspaces": {"name": "w"}}}`, object{"local": object{"path": localState}}},
		"remote":                            {`{"backend": {"remote": {"organization": "o"}}}`, object{"local": object{"path": localState}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := override(t, `{"terraform": `+test.terraform+`}`)
			if test.want == nil {
				if len(got) > 0 {
					t.Errorf("override %v, want none", got)
				}
				return
			}
			same(t, at(t, got, "terraform", "backend"), test.want, "backend")
		})
	}
}

func TestOverrideOfRemoteState(t *testing.T) {
	got := override(t, `{"data": {"terraform_remote_state": {
		"account": {"backend": "s3", "config": {"bucket": "b", "key": "account"}},
		"file": {"backend": "local", "config": {"path": "x"}}
	}}}`)
	states := at(t, got, "data", "terraform_remote_state").(object)
	same(t, at(t, states, "account", "config", "key"), "account", "key")
	same(t, at(t, states, "account", "config", "endpoints", "s3"), endpoint, "endpoint")
	if _, touched := states["file"]; touched {
		t.Error("a local remote state is overridden")
	}
}

func TestOverrideOfProviders(t *testing.T) {
	got := override(t, `{
		"terraform": {"required_providers": {"aws": {"source": "aws", "version": "~> 5.99"}, "random": {}}},
		"provider": {
			"aws": [
				{"region": "us-east-1", "allowed_account_ids": ["999999999999"], "default_tags": [{"tags": {"A": "1"}}]},
				{"region": "us-west-2", "alias": "west"}
			],
			"random": [{}]
		}
	}`)
	if _, touched := got["terraform"]; touched {
		t.Error("required_providers or the backend is overridden")
	}
	same(t, len(got["provider"].(object)), 1, "overridden kinds of provider")
	providers := at(t, got, "provider", "aws").([]any)
	same(t, len(providers), 2, "AWS providers")
	for i := range providers {
		provider := at(t, providers, i).(object)
		for name, want := range (object{
			"profile":                     awsProfile,
			"shared_config_files":         []any{awsConfigFile},
			"skip_credentials_validation": nil, "skip_metadata_api_check": true,
			"skip_requesting_account_id": false, "s3_use_path_style": true, "max_retries": 5.0,
		}) {
			same(t, provider[name], want, name)
		}
		for _, kept := range []string{"region", "default_tags", "allowed_account_ids"} {
			if _, touched := provider[kept]; touched {
				t.Errorf("%s is overridden", kept)
			}
		}
	}
	if _, aliased := at(t, providers, 0).(object)["alias"]; aliased {
		t.Error("the default provider gets an alias")
	}
	same(t, at(t, providers, 1, "alias"), "west", "alias")

	t.Run("one object instead of a list", func(t *testing.T) {
		got := override(t, `{"provider": {"aws": {"alias": "only", "region": "us-east-1"}}}`)
		same(t, at(t, got, "provider", "aws", 0, "alias"), "only", "alias")
	})
	t.Run("required but not configured", func(t *testing.T) {
		got := override(t, `{"terraform": {"required_providers": {"aws": {}}}}`)
		same(t, at(t, got, "provider", "aws", 0, "profile"), awsProfile, "profile")
	})
}

func TestOverrideOfVariables(t *testing.T) {
	got := override(t, `{"variable": {
		"supabase_access_token": {"type": "string", "sensitive": true, "default": ""},
		"supabase_endpoint": {"type": "string", "default": "https://api.supabase.com"},
		"vercel_api_token": {"type": "string", "sensitive": true, "default": ""},
		"tag": {"type": "string", "default": "v1"}
	}}`)
	same(t, at(t, got, "variable"), object{
		"supabase_access_token": object{"default": "sbp_" + strings.Repeat("0", 40)},
		"supabase_endpoint":     object{"default": endpoint + "/supabase"},
		"vercel_api_token":      object{"default": "emulatoremulatoremulator"},
	}, "variables")
	if _, touched := override(t, `{"variable": {"tag": {"default": "v1"}}}`)["variable"]; touched {
		t.Error("variables of other kinds are overridden")
	}
}

func TestWriteOverrideLeavesTheStackAsItIs(t *testing.T) {
	dir := t.TempDir()
	stack := []byte(`{"provider": {"aws": [{"region": "us-east-1"}]}}`)
	if err := os.WriteFile(filepath.Join(dir, "cdk.tf.json"), stack, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteOverride(dir, endpoint); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	same(t, read("cdk.tf.json"), string(stack), "cdk.tf.json")
	want, err := Override(stack, endpoint)
	if err != nil {
		t.Fatal(err)
	}
	same(t, read("emulator_override.tf.json"), string(want), "override")
	same(t, strings.HasPrefix(read("emulator.aws-config"), "[profile emulator]\nendpoint_url = "+endpoint+"\n"), true, "AWS configuration")

	if err := WriteOverride(t.TempDir(), endpoint); err == nil {
		t.Error("a folder without a stack is accepted")
	}
}

func TestOnlyLoopbackEndpoints(t *testing.T) {
	for _, good := range []string{endpoint, "http://127.0.0.2:1", "http://[::1]:5000", endpoint + "/"} {
		if err := CheckEndpoint(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "127.0.0.1:5000", "https://127.0.0.1:5000", "http://127.0.0.1", "http://127.0.0.1:5000/x",
		"http://localhost:5000", "http://10.0.0.1:5000", "http://0.0.0.0:5000",
		"https://s3.us-east-1.amazonaws.com", "http://127.0.0.1@example.com:80", "http://127.0.0.1.example.com:80",
	} {
		if CheckEndpoint(bad) == nil {
			t.Errorf("CheckEndpoint accepts %q", bad)
		}
		if _, err := Override([]byte(`{}`), bad); err == nil {
			t.Errorf("Override accepts %q", bad)
		}
		if _, err := Env(bad, aws.Credentials{}); err == nil {
			t.Errorf("Env accepts %q", bad)
		}
		if _, err := Environ(nil, bad, aws.Credentials{}); err == nil {
			t.Errorf("Environ accepts %q", bad)
		}
	}
}

// What the profile shows is what an SDK makes of it.
func TestProfileShowsTheCredentialsOfTheEmulatorsEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), awsConfigFile)
	if err := os.WriteFile(file, awsConfig(endpoint, administrator), 0o644); err != nil {
		t.Fatal(err)
	}
	session := aws.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t"}
	for name, test := range map[string]struct {
		of   string
		want aws.Credentials
	}{
		"the emulator's": {endpoint, session},
		"the user's own": {"", administrator},
		"another's":      {"http://127.0.0.1:1", administrator},
	} {
		t.Run(name, func(t *testing.T) {
			environ := map[string]string{
				"AWS_ENDPOINT_URL": test.of, "AWS_ACCESS_KEY_ID": "ASIA", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
			}
			var entries []string
			for key, value := range environ {
				t.Setenv(key, value)
				entries = append(entries, key+"="+value)
			}
			loaded, err := config.LoadDefaultConfig(t.Context(), config.WithSharedConfigFiles([]string{file}), config.WithSharedConfigProfile(awsProfile))
			if err != nil {
				t.Fatal(err)
			}
			shown, err := loaded.Credentials.Retrieve(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			same(t, []string{shown.AccessKeyID, shown.SecretAccessKey, shown.SessionToken},
				[]string{test.want.AccessKeyID, test.want.SecretAccessKey, test.want.SessionToken}, "credentials")
			same(t, OrAdministrator(Shown(entries, endpoint)), test.want, "credentials that are let through")
		})
	}
}
