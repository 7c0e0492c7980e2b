package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

const (
	stackFile    = "cdk.tf.json"
	overrideFile = "emulator_override.tf.json"

	// awsConfigFile and its profile carry the endpoint of all services at once,
	// and the credentials. The provider's endpoints block would have to list
	// them, and one left out would be looked for at AWS. If the file is missing,
	// so is the profile, and Terraform stops.
	awsConfigFile = "emulator.aws-config"
	awsProfile    = "emulator"

	localState = "emulator.tfstate"

	// supabasePath is where the emulator answers for Supabase's Management API.
	supabasePath = "/supabase"
)

// variables are what variables for other services get on the emulator, where
// nothing checks credentials but their form.
func variables(endpoint string) map[string]string {
	return map[string]string{
		"datadog_api_key":       strings.Repeat("0", 32),
		"supabase_access_token": "sbp_" + strings.Repeat("0", 40),
		"supabase_endpoint":     endpoint + supabasePath,
		"vercel_api_token":      "emulatoremulatoremulator",
	}
}

// Answers says whether the emulator has a value of its own for a Terraform
// variable.
func Answers(variable string) bool {
	_, ok := variables("")[variable]
	return ok
}

type object = map[string]any

// Override returns the Terraform override file that sends a synthesized stack,
// given as the content of its cdk.tf.json, to the emulator:
//
//   - Each configuration of the AWS provider, aliased ones included, keeps
//     region, tags and all else, and gets a profile with the emulator's endpoint
//     and credentials, and few retries.
//   - An S3 backend, and an S3 remote state that the stack reads, keeps bucket,
//     key, region, encryption and locks, and gets the same.
//   - Any other remote backend (Terraform Cloud) becomes a local one: the state
//     of an emulator run must not end up among real ones. A stand-in on a
//     loopback address stays.
//   - Variables with the tokens and the address of other services get other
//     defaults, so that no account there is asked for, and none is reached.
//
// The AWS configuration file that it names is written by WriteOverride.
func Override(stack []byte, endpoint string) ([]byte, error) {
	if err := CheckEndpoint(endpoint); err != nil {
		return nil, err
	}
	var config struct {
		Terraform struct {
			Backend           map[string]any
			Cloud             any
			RequiredProviders map[string]any `json:"required_providers"`
		}
		Provider struct{ AWS any }
		Variable map[string]any
		Data     struct {
			RemoteState map[string]struct {
				Backend string
				Config  object
			} `json:"terraform_remote_state"`
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(stack))
	decoder.UseNumber()
	if err := decoder.Decode(&config); err != nil {
		return nil, fmt.Errorf("reading cdk.tf.json, which `make synth` writes anew: %w", err)
	}

	override := object{}
	providers := blocks(config.Provider.AWS)
	if _, required := config.Terraform.RequiredProviders["aws"]; required && len(providers) == 0 {
		// Terraform would then run a provider without any configuration.
		providers = append(providers, object{})
	}
	if len(providers) > 0 {
		var configurations []object
		for _, provider := range providers {
			configurations = append(configurations, providerOverride(provider))
		}
		override["provider"] = object{"aws": configurations}
	}

	if backend := backendOverride(config.Terraform.Backend, config.Terraform.Cloud, endpoint); backend != nil {
		override["terraform"] = object{"backend": backend}
	}

	states := object{}
	for name, state := range config.Data.RemoteState {
		if state.Backend == "s3" {
			states[name] = object{"config": s3Backend(state.Config, endpoint)}
		}
	}
	if len(states) > 0 {
		override["data"] = object{"terraform_remote_state": states}
	}

	defaults := object{}
	for name, value := range variables(endpoint) {
		if _, declared := config.Variable[name]; declared {
			defaults[name] = object{"default": value}
		}
	}
	if len(defaults) > 0 {
		override["variable"] = defaults
	}

	content, err := json.MarshalIndent(override, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the override: %w", err)
	}
	return append(content, '\n'), nil
}

// WriteOverride adds to stackDir, a copy of a synthesized stack's folder, the
// files that send it to the emulator. cdk.tf.json stays as it is: Terraform
// itself merges the override into it. Terraform must run with stackDir as its
// working directory (-chdir does that), in an environment made by Environ.
func WriteOverride(stackDir, endpoint string) error {
	stack, err := os.ReadFile(filepath.Join(stackDir, stackFile))
	if err != nil {
		return fmt.Errorf("sending a stack to the emulator: %w", err)
	}
	override, err := Override(stack, endpoint)
	if err != nil {
		return fmt.Errorf("sending stack %s to the emulator: %w", stackDir, err)
	}
	if err := os.Remove(filepath.Join(stackDir, unprotectFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("sending a stack to the emulator: %w", err)
	}
	files := map[string][]byte{
		overrideFile:  override,
		awsConfigFile: awsConfig(endpoint, Administrator(pinned(stack))),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(stackDir, name), content, 0o644); err != nil {
			return fmt.Errorf("sending a stack to the emulator: %w", err)
		}
	}
	return nil
}

// pinned is the account whose credentials alone a stack takes, or empty.
func pinned(stack []byte) string {
	var config struct {
		Provider struct {
			AWS []struct {
				Pinned []string `json:"allowed_account_ids"`
			}
		}
	}
	// What has another form is pinned to nothing.
	_ = json.Unmarshal(stack, &config)
	for _, provider := range config.Provider.AWS {
		if len(provider.Pinned) > 0 {
			return provider.Pinned[0]
		}
	}
	return ""
}

// awsConfig has the profile take its credentials from the environment, as a run
// on AWS does, so that neither the backend's settings nor a saved plan keep those
// of who made them. Keys of an environment that is not the emulator's are no
// business of its; then the administrator's are shown.
func awsConfig(endpoint string, administrator aws.Credentials) []byte {
	const key = `"AccessKeyId": "%s", "SecretAccessKey": "%s"`
	show := fmt.Sprintf(`if [ "$AWS_ENDPOINT_URL" = %s ]; then printf '{"Version": 1, `+key+`, "SessionToken": "%%s"}' `+
		`"$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN"; else echo '{"Version": 1, `+key+`}'; fi`,
		endpoint, "%s", "%s", administrator.AccessKeyID, administrator.SecretAccessKey)
	return fmt.Appendf(nil, "[profile %s]\nendpoint_url = %s\ncredential_process = %s\n", awsProfile, endpoint, show)
}

// common is what the provider and the S3 backend spell alike. Both ask STS who
// they are, as on AWS: a provider that skips this asks IAM, which no role may.
func common() object {
	return object{
		"profile":                 awsProfile,
		"shared_config_files":     []string{awsConfigFile},
		"skip_metadata_api_check": true,
		"skip_region_validation":  true,
		// On a busy machine an answer breaks off now and then, which AWS's clients
		// try again; the provider's 25 times would make a call that the emulator
		// lacks look like a hang.
		"max_retries": 5,
	}
}

// providerOverride names only what it changes: Terraform keeps the rest.
func providerOverride(provider object) object {
	override := common()
	override["skip_requesting_account_id"] = false
	override["s3_use_path_style"] = true
	if alias, ok := provider["alias"]; ok {
		override["alias"] = alias
	}
	return override
}

// onThisMachine says whether a Terraform Cloud is one of this machine's own,
// which can only be a stand-in.
func onThisMachine(cloud any) bool {
	settings, _ := cloud.(object)
	host, _ := settings["hostname"].(string)
	address, _, err := net.SplitHostPort(host)
	ip := net.ParseIP(address)
	return err == nil && ip != nil && ip.IsLoopback()
}

func backendOverride(backend map[string]any, cloud any, endpoint string) object {
	if s3 := blocks(backend["s3"]); len(s3) > 0 {
		return object{"s3": s3Backend(s3[0], endpoint)}
	}
	_, local := backend["local"]
	if local || len(backend) == 0 && cloud == nil || onThisMachine(cloud) {
		return nil
	}
	return object{"local": object{"path": localState}}
}

// s3Backend repeats the stack's own settings, because Terraform replaces an
// overridden backend, and the config of a remote state, as a whole.
func s3Backend(settings object, endpoint string) object {
	override := maps.Clone(settings)
	if override == nil {
		override = object{}
	}
	maps.Copy(override, common())
	override["use_path_style"] = true
	override["endpoints"] = object{
		"s3":       endpoint,
		"dynamodb": endpoint,
		"sts":      endpoint,
		"iam":      endpoint,
	}
	return override
}

// blocks reads what Terraform's JSON may write as one object or a list of them.
func blocks(value any) []object {
	switch value := value.(type) {
	case object:
		return []object{value}
	case []any:
		var all []object
		for _, each := range value {
			all = append(all, blocks(each)...)
		}
		return all
	default:
		return nil
	}
}
