// Package terraform_test applies the synthesized stacks with real Terraform,
// the real AWS provider and a real S3 and DynamoDB state backend, on the
// emulator. The emulator stands in for AWS; everything else is what users run.
package terraform_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin"
)

// The world of the tests: one synth, one emulator, one state store.
var (
	// out is what synth wrote.
	out string
	// target is the emulator.
	target terraform.Target
	// owner is the number of the account that the values pin, or of the emulator's.
	owner = cmp.Or(envs.Shared.ID, emulator.Account)
	// standIns is the folder with the stand-ins of providers.
	standIns string
	// terraformPath is what runs Terraform with providers that are kept, and
	// terraformAlone the executable, whose providers end with it.
	terraformPath, terraformAlone string
	// curlArguments is the file in which every call of curl notes its arguments.
	curlArguments string
	// bootstrapped says how the bootstrap went, for the test that looks at it.
	bootstrapped bootstrapRuns
)

// bootstrapRuns are the errors and outputs of the bootstrap's runs.
type bootstrapRuns struct {
	interrupted, resumed, repeated error
	afterInterrupt                 []string
	repeatedOutput                 string
}

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "set up the emulator:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "terraform-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)

	out = filepath.Join(dir, "cdktf.out")
	synth := exec.Command("go", "run", ".")
	synth.Dir = root
	synth.Env = append(os.Environ(), "CDKTF_OUTDIR="+out)
	if printed, err := synth.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("synthesize: %w\n%s", err, printed)
	}

	if curlArguments, err = recordCurl(dir); err != nil {
		return 0, err
	}
	if terraformAlone, err = toolchain.TerraformPath(ctx, root); err != nil {
		return 0, err
	}
	keeper, err := reattach.Start(ctx, terraformAlone)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, keeper.Stop()) }()
	terraformPath = keeper.Terraform
	// What people and pipelines run finds it there.
	if err := os.Setenv("PATH", filepath.Dir(terraformPath)+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil {
		return 0, err
	}
	// Never the real providers of other services: these tests apply.
	standIns = filepath.Join(dir, "stand-ins")
	config, err := standin.CLIConfig(ctx, root, standIns)
	if err != nil {
		return 0, err
	}
	python, err := toolchain.Python(ctx, root)
	if err != nil {
		return 0, err
	}
	server, err := emulator.Start(ctx, emulator.Options{Python: python, Log: os.Stderr})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	target = terraform.Target{Endpoint: server.Endpoint(), Dir: filepath.Join(dir, "emulator"), CLIConfig: config}.In(envs.Shared)

	if bootstrapped, err = bootstrap(ctx, dir); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// recordCurl puts a curl into PATH that notes its arguments, which any user of
// the machine could read, and returns the file that it notes them in.
func recordCurl(dir string) (notes string, err error) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		return "", err
	}
	notes = filepath.Join(dir, "curl-arguments")
	script := fmt.Sprintf("#!/bin/sh\nprintf '%%s\\n' \"$*\" >>%q\nexec %q \"$@\"\n", notes, curl)
	if err := os.WriteFile(filepath.Join(bin, "curl"), []byte(script), 0o755); err != nil {
		return "", err
	}
	return notes, os.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// bootstrap runs the bootstrap three times: interrupted before its state moves
// into the bucket, resumed, and once more.
func bootstrap(ctx context.Context, dir string) (runs bootstrapRuns, err error) {
	unmovable := filepath.Join(dir, "terraform-that-moves-no-state")
	script := fmt.Sprintf("#!/bin/sh\ncase \"$*\" in *-force-copy*) echo 'power cut' >&2; exit 1;; esac\nexec %q \"$@\"\n", terraformPath)
	if err := os.WriteFile(unmovable, []byte(script), 0o755); err != nil {
		return runs, err
	}
	broken := runner(io.Discard)
	broken.Terraform = unmovable
	runs.interrupted = broken.Bootstrap(ctx, envs.BootstrapName)
	if runs.afterInterrupt, err = left(workdir("bootstrap")); err != nil {
		return runs, err
	}
	runs.resumed = runner(io.Discard).Bootstrap(ctx, envs.BootstrapName)
	var printed bytes.Buffer
	runs.repeated = runner(&printed).Bootstrap(ctx, envs.BootstrapName)
	runs.repeatedOutput = printed.String()
	return runs, nil
}

// runner runs stacks as `make` does, without the question.
func runner(stdout io.Writer) *terraform.Runner {
	return &terraform.Runner{Terraform: terraformPath, Target: target, Out: out, Stdout: stdout}
}

// workdir is the folder in which a stack meets the emulator.
func workdir(stack string) string { return filepath.Join(target.Dir, "stacks", stack) }

// left lists what is in a folder beside the stack and what Terraform keeps.
func left(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Name() != "cdk.tf.json" && !strings.HasPrefix(e.Name(), ".terraform") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// environ is the environment of Terraform on the emulator, for an administrator.
func environ(t *testing.T) []string {
	t.Helper()
	return environOf(t, target.Credentials)
}

// environOf is the same for who has the credentials.
func environOf(t *testing.T, credentials aws.Credentials) []string {
	t.Helper()
	env, err := emulator.Environ(os.Environ(), target.Endpoint, credentials)
	require.NoError(t, err)
	return append(env, "TF_CLI_CONFIG_FILE="+target.CLIConfig, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
}

// command is a Terraform command in a stack's folder.
func command(t *testing.T, stack string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(terraformPath, append([]string{"-chdir=" + workdir(stack)}, args...)...)
	cmd.Env = environ(t)
	return cmd
}

// initialized is Terraform in a stack's folder that was initialized before.
func initialized(t *testing.T, stack string) *tfexec.Terraform {
	t.Helper()
	return terraformIn(t, workdir(stack))
}

// terraformIn is Terraform in a folder.
func terraformIn(t *testing.T, dir string) *tfexec.Terraform {
	t.Helper()
	tf, err := tfexec.NewTerraform(dir, terraformPath)
	require.NoError(t, err)
	env := map[string]string{}
	for _, entry := range environ(t) {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	require.NoError(t, tf.SetEnv(tfexec.CleanEnv(env)))
	return tf
}

// assertValid holds a stack against the providers' schemas. Two deprecations are
// the only warnings known: of the lock table, and of the one value that makes
// the provider ask for health in service discovery.
func assertValid(t *testing.T, stack string) {
	t.Helper()
	verdict, err := initialized(t, stack).Validate(t.Context())
	require.NoError(t, err)
	assert.True(t, verdict.Valid, "%v", verdict.Diagnostics)
	for _, d := range verdict.Diagnostics {
		assert.Regexp(t, "dynamodb_table|failure_threshold", d.Detail, d.Summary)
	}
}

// plan is the plan of a stack.
func plan(t *testing.T, stack string, opts ...tfexec.PlanOption) *tfjson.Plan {
	t.Helper()
	return planIn(t, initialized(t, stack), opts...)
}

func planIn(t *testing.T, tf *tfexec.Terraform, opts ...tfexec.PlanOption) *tfjson.Plan {
	t.Helper()
	file := filepath.Join(t.TempDir(), "plan")
	_, err := tf.Plan(t.Context(), append(opts, tfexec.Out(file))...)
	require.NoError(t, err)
	shown, err := tf.ShowPlanFile(t.Context(), file)
	require.NoError(t, err)
	return shown
}

// changes lists what a plan would do, without what stays as it is.
func changes(p *tfjson.Plan) []string {
	var all []string
	for _, r := range p.ResourceChanges {
		if !r.Change.Actions.NoOp() && !r.Change.Actions.Read() {
			all = append(all, fmt.Sprintf("%v %s", r.Change.Actions, r.Address))
		}
	}
	for name, o := range p.OutputChanges {
		if !o.Actions.NoOp() {
			all = append(all, fmt.Sprintf("%v output %s", o.Actions, name))
		}
	}
	return all
}

// unwrapped is what Terraform prints, on one line and without its box.
func unwrapped(printed string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(printed, "│", "")), " ")
}

// awsConfig points an administrator's AWS client at the emulator, in a region.
func awsConfig(region string) aws.Config {
	return aws.Config{
		Region:       region,
		BaseEndpoint: aws.String(target.Endpoint),
		Credentials:  credentials.StaticCredentialsProvider{Value: target.Credentials},
	}
}
