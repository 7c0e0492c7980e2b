package terraform

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// harm sets all that a shell may set of Terraform and AWS, and sees that nothing
// follows it.
func harm(t *testing.T) {
	t.Helper()
	nowhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was asked of somebody else", r.Method, r.URL)
	}))
	t.Cleanup(nowhere.Close)
	settings, err := os.ReadFile(filepath.Join("..", "emulator", "testdata", "settings.env"))
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("NOWHERE", nowhere.URL, "FOLDER", t.TempDir()).Replace(string(settings))
	for line := range strings.Lines(filled) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && name[0] != '#' {
			t.Setenv(name, value)
		}
	}
}

func TestClientsOfTheEmulatorAskItAlone(t *testing.T) {
	harm(t)
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Host)
		if authorization := r.Header.Get("Authorization"); !strings.Contains(authorization, "Credential=test/") {
			t.Errorf("%s is signed with %s", r.URL, authorization)
		}
		if token := r.Header.Get("X-Amz-Security-Token"); token != "" {
			t.Errorf("%s has the token %s", r.URL, token)
		}
		if !strings.HasPrefix(r.URL.Path, "/bucket") {
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			_, _ = w.Write([]byte("{}"))
		}
	}))
	defer server.Close()
	target := Target{Endpoint: server.URL}
	config, err := target.Config(t.Context(), "eu-west-1")
	if err != nil {
		t.Fatal(err)
	}
	client, err := target.s3(t.Context(), "eu-west-1")
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func() error{
		"s3": func() error {
			_, err := client.HeadBucket(t.Context(), &s3.HeadBucketInput{Bucket: aws.String("bucket")})
			return err
		},
		"tags": func() error {
			_, err := resourcegroupstaggingapi.NewFromConfig(config).GetResources(t.Context(), &resourcegroupstaggingapi.GetResourcesInput{})
			return err
		},
		"kms": func() error {
			_, err := kms.NewFromConfig(config).ListKeys(t.Context(), &kms.ListKeysInput{})
			return err
		},
		"another address": func() error {
			elsewhere := kms.NewFromConfig(config, func(o *kms.Options) { o.BaseEndpoint = aws.String("http://kms.example.com") })
			_, err := elsewhere.ListKeys(t.Context(), &kms.ListKeysInput{})
			return err
		},
	} {
		asked = nil
		if err := ask(); err != nil || len(asked) != 1 {
			t.Errorf("%s: %v; the emulator was asked %d times", name, err, len(asked))
		}
	}
}

func TestTerraformOnTheEmulatorHasItsOwnSettings(t *testing.T) {
	harm(t)
	const endpoint = "http://127.0.0.1:5000"
	env, err := Target{Endpoint: endpoint, CLIConfig: "/own.tfrc"}.env()
	if err != nil {
		t.Fatal(err)
	}
	got := slices.DeleteFunc(slices.Sorted(maps.Keys(env)), func(name string) bool {
		return !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "AWS_") && !strings.Contains(strings.ToUpper(name), "PROXY")
	})
	want := []string{
		"AWS_ACCESS_KEY_ID", "AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED", "AWS_ENDPOINT_URL", "AWS_SECRET_ACCESS_KEY",
		"AWS_SHARED_CREDENTIALS_FILE", "HTTP_PROXY", "NO_PROXY", "TF_CLI_CONFIG_FILE", "no_proxy",
	}
	if !slices.Equal(got, want) || env["TF_CLI_CONFIG_FILE"] != "/own.tfrc" {
		t.Errorf("got %v with %s, want %v", got, env["TF_CLI_CONFIG_FILE"], want)
	}
	// With none, Terraform would read the user's.
	if _, err := (Target{Endpoint: endpoint}).env(); err == nil {
		t.Error("an emulator without a CLI configuration of its own is accepted")
	}
}
