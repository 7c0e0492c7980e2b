package terraform

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/example/predictive-maintenance/internal/emulator"
)

// Target is where stacks are applied: an AWS account, or the emulator.
type Target struct {
	// Endpoint is the emulator's address; empty for AWS itself.
	Endpoint string
	// Dir holds the copies of stacks that go to the emulator.
	Dir string
	// CLIConfig is the Terraform CLI configuration for the emulator, which must
	// not be the user's; AWS runs use that one.
	CLIConfig string
	// Credentials are those of who runs on the emulator: the administrator, if
	// they are the zero value.
	Credentials aws.Credentials
	// Profile is whose credentials are taken on AWS, of those in the user's files;
	// empty for what the shell says.
	Profile string
}

// String names the target for questions and messages.
func (t Target) String() string {
	if t.Endpoint == "" {
		return "AWS"
	}
	return "the emulator"
}

// EmulatorDir is the folder, below the project's root, of a running emulator.
func EmulatorDir(root string) string { return filepath.Join(root, ".emulator") }

// endpointFile is where a running emulator says where it serves.
func endpointFile(dir string) string { return filepath.Join(dir, "endpoint") }

// EmulatorTarget is the emulator that `make emulator` runs for the project. The
// caller adds the CLI configuration.
func EmulatorTarget(ctx context.Context, root string) (Target, error) {
	dir := EmulatorDir(root)
	content, err := os.ReadFile(endpointFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return Target{}, errors.New("no emulator is running; start one with `make emulator` in another terminal")
	}
	if err != nil {
		return Target{}, fmt.Errorf("find the emulator: %w", err)
	}
	endpoint := strings.TrimSpace(string(content))
	if err := emulator.CheckEndpoint(endpoint); err != nil {
		return Target{}, fmt.Errorf("find the emulator: %w", err)
	}
	if err := alive(ctx, endpoint); err != nil {
		return Target{}, fmt.Errorf("the emulator at %s does not answer (%w); start it again with `make emulator`", endpoint, err)
	}
	return Target{Endpoint: endpoint, Dir: dir, Credentials: emulator.Shown(os.Environ(), endpoint)}, nil
}

func alive(ctx context.Context, endpoint string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, endpoint+"/moto-api/", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// stackFile is what synth writes for a stack, in its folder.
const stackFile = "cdk.tf.json"

// workdir is the folder in which Terraform runs: the synthesized one for AWS,
// a copy of it with overrides for the emulator, so that nothing meant for the
// emulator can reach a run against AWS.
func (t Target) workdir(stack, folder string) (string, error) {
	if t.Endpoint == "" {
		return folder, nil
	}
	dir := filepath.Join(t.Dir, "stacks", stack)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("copy stack %s: %w", stack, err)
	}
	content, err := os.ReadFile(filepath.Join(folder, stackFile))
	if err != nil {
		return "", fmt.Errorf("copy stack %s: %w", stack, err)
	}
	if err := os.WriteFile(filepath.Join(dir, stackFile), content, 0o644); err != nil {
		return "", fmt.Errorf("copy stack %s: %w", stack, err)
	}
	return dir, emulator.WriteOverride(dir, t.Endpoint)
}

// env is the environment of Terraform, nil for this process's own.
func (t Target) env() (map[string]string, error) {
	if t.Endpoint == "" {
		return nil, nil
	}
	if t.CLIConfig == "" {
		// Terraform would take the user's, with the user's cache of providers.
		return nil, errors.New("the emulator has no Terraform CLI configuration of its own")
	}
	environ, err := emulator.Environ(os.Environ(), t.Endpoint, t.Credentials)
	if err != nil {
		return nil, err
	}
	env := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	env["TF_CLI_CONFIG_FILE"] = t.CLIConfig
	return env, nil
}
