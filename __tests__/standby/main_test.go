// Package standby_test loses a region: production and its standby are applied on the
// emulator, the first region is cut off behind a proxy, with the control planes of
// IAM and Route 53, and production goes on from the second one by the commands of
// the runbook, and comes back.
package standby_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/faults"
	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin"
)

// account is the number of the emulator's.
const account = emulator.Account

// The world of the tests: an account with production and its standby, as synth wrote
// it, an emulator, and the proxy before it.
var (
	root, _       = filepath.Abs(filepath.Join("..", ".."))
	out           string
	terraformPath string
	proxy         *faults.Proxy
	target        terraform.Target

	fixtureAccount = fixture.Account()
	production     = fixture.StandingBy()
	second, _      = production.InSecondRegion()
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "set up the standby:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "standby-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	out = filepath.Join(dir, "cdktf.out")
	synth := exec.Command("go", "run", "-buildvcs=false", "./internal/fixture/synth", "standby")
	synth.Dir = root
	synth.Env = append(os.Environ(), "CDKTF_OUTDIR="+out)
	if printed, err := synth.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("synthesize: %w\n%s", err, printed)
	}
	alone, err := toolchain.TerraformPath(ctx, root)
	if err != nil {
		return 0, err
	}
	keeper, err := reattach.Start(ctx, alone)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, keeper.Stop()) }()
	terraformPath = keeper.Terraform
	python, err := toolchain.Python(ctx, root)
	if err != nil {
		return 0, err
	}
	config, err := standin.CLIConfig(ctx, root, filepath.Join(dir, "stand-ins"))
	if err != nil {
		return 0, err
	}
	server, err := emulator.Start(ctx, emulator.Options{Python: python, Log: os.Stderr})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if proxy, err = faults.NewProxy(server.Endpoint()); err != nil {
		return 0, err
	}
	defer proxy.Close()
	target = terraform.Target{Endpoint: proxy.URL, Dir: filepath.Join(dir, "emulator"), CLIConfig: config}
	return m.Run(), nil
}

// runner runs stacks as an administrator.
func runner() *terraform.Runner {
	return &terraform.Runner{Terraform: terraformPath, Target: target, Out: out, Stdout: io.Discard}
}

// as runs them as a role of delivery, in a run of GitHub's with a subject.
func as(t *testing.T, role, subject string) *terraform.Runner {
	t.Helper()
	lent, err := emulator.Assume(t.Context(), target.Endpoint, emulator.Assumption{
		Role:    "arn:" + envs.Partition(fixtureAccount.Region) + ":iam::" + emulator.Account + ":role" + envs.DeliveryPath + role,
		Session: "standby",
		Claims: map[string]any{
			"iss": "https://" + envs.GitHubIssuer, "aud": "sts.amazonaws.com", "ref": "refs/heads/" + production.Branch,
			"sub": fixtureAccount.Subject() + ":" + subject,
		},
	})
	require.NoError(t, err)
	r := runner()
	r.Target.Credentials, r.Variables = lent, images
	return r
}

// deployer is the role that deploys production, planner the one that plans what is
// deployed and looks at it by night, and reviewer the one for pull requests.
func deployer(t *testing.T) *terraform.Runner {
	return as(t, production.Label().DeployRole(), "environment:"+production.Name)
}

func planner(t *testing.T) *terraform.Runner {
	return as(t, production.Label().PlanRole(), "ref:refs/heads/"+production.Branch)
}

func reviewer(t *testing.T) *terraform.Runner {
	return as(t, fixtureAccount.PlanRole(), "pull_request")
}

// in is the configuration of an administrator's clients in a region.
func in(t *testing.T, region string) aws.Config {
	t.Helper()
	cfg, err := target.Config(t.Context(), region)
	require.NoError(t, err)
	return cfg
}

// What was synthesized holds to the policies, as everything that is applied.
func TestPolicies(t *testing.T) {
	rules, err := policy.Load(t.Context(), policy.Dir(root))
	require.NoError(t, err)
	for _, stack := range []string{fixtureAccount.BootstrapStack(), fixtureAccount.Stack(), production.Name, second.Name} {
		content, err := os.ReadFile(filepath.Join(out, "stacks", stack, "cdk.tf.json"))
		require.NoError(t, err)
		result, err := rules.Check(t.Context(), content)
		require.NoError(t, err)
		require.NoError(t, result.Err(), "%s: %v", stack, result.Failed)
	}
}
