package terraform_test

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// watched is the emulator, with a note of what it is asked.
func watched(t *testing.T) (endpoint string, asked func() []string) {
	t.Helper()
	backend, err := url.Parse(target.Endpoint)
	require.NoError(t, err)
	pass := httputil.NewSingleHostReverseProxy(backend)
	var mu sync.Mutex
	var all []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		what := r.Method + " " + r.URL.Path
		if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") != "" {
			what = form.Get("Action")
		}
		mu.Lock()
		all = append(all, what)
		mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		asked := all
		all = nil
		return asked
	}
}

// splitStacks are the stacks of two accounts, whose buckets nobody else on the
// emulator has.
func splitStacks(t *testing.T) (out string, accounts []envs.Account) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "cdktf.out")
	synth := exec.CommandContext(t.Context(), "go", "run", "-buildvcs=false", "./internal/fixture/synth", "split", "unwatched")
	synth.Dir = filepath.Join("..", "..")
	synth.Env = append(os.Environ(), "CDKTF_OUTDIR="+out)
	printed, err := synth.CombinedOutput()
	require.NoError(t, err, "%s", printed)
	accounts, environments := fixture.Split()
	for _, account := range accounts {
		own := []string{account.BootstrapStack(), account.Stack()}
		for _, env := range account.Environments(environments) {
			own = append(own, env.Name)
		}
		for _, stack := range own {
			file := filepath.Join(out, "stacks", stack, "cdk.tf.json")
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			content = bytes.ReplaceAll(content, []byte(account.Store.Bucket), []byte("split-"+account.ID))
			require.NoError(t, os.WriteFile(file, content, 0o644))
		}
	}
	return out, accounts
}

// terraformAs runs Terraform in a folder as who has the target's credentials.
func terraformAs(t *testing.T, as terraform.Target, dir string, args ...string) (printed string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), terraformPath, append([]string{"-chdir=" + dir}, args...)...)
	env, err := emulator.Environ(os.Environ(), as.Endpoint, as.Credentials)
	require.NoError(t, err)
	cmd.Env = append(env, "TF_CLI_CONFIG_FILE="+target.CLIConfig, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	output, err := cmd.CombinedOutput()
	return unwrapped(string(output)), err
}

// Two accounts on one emulator, each applied by its own administrator: they know
// nothing of each other, and neither's credentials get anywhere in the other. With
// ACCOUNTS, as `make accounts`, an environment comes and goes in each, by the role that
// deploys it, which takes some minutes.
func TestTwoAccounts(t *testing.T) {
	t.Parallel()
	out, accounts := splitStacks(t)
	in := func(account envs.Account, endpoint string) *terraform.Runner {
		r := runner(io.Discard)
		r.Out, r.Accounts, r.Target.Endpoint, r.Target.Dir = out, accounts, endpoint, t.TempDir()
		r.Target.Credentials = emulator.Administrator(account.ID)
		return r
	}
	var roles [2][]string
	for i, account := range accounts {
		r := in(account, target.Endpoint)
		require.NoError(t, r.Bootstrap(t.Context(), account.BootstrapStack()))
		require.NoError(t, r.Apply(t.Context(), account.Stack()))
		for _, stack := range []string{account.BootstrapStack(), account.Stack()} {
			printed, err := terraformAs(t, r.Target, filepath.Join(r.Target.Dir, "stacks", stack), "plan", "-input=false", "-no-color", "-detailed-exitcode")
			assert.NoError(t, err, "the second plan of %s is not empty: %s", stack, printed)
		}
		config, err := r.Target.Config(t.Context(), account.Region)
		require.NoError(t, err)
		listed, err := iam.NewFromConfig(config).ListRoles(t.Context(), &iam.ListRolesInput{PathPrefix: aws.String(envs.DeliveryPath)})
		require.NoError(t, err)
		for _, role := range listed.Roles {
			assert.Contains(t, *role.Arn, ":"+account.ID+":")
			roles[i] = append(roles[i], *role.RoleName)
		}
	}
	assert.Contains(t, roles[0], fixture.Dev().Label().DeployRole())
	assert.NotContains(t, roles[0], fixture.Production().Label().DeployRole())
	assert.Contains(t, roles[1], fixture.Production().Label().DeployRole())
	assert.NotContains(t, roles[1], fixture.Dev().Label().DeployRole())

	roleIn := func(account envs.Account, name string) string {
		return "arn:aws:iam::" + account.ID + ":role" + envs.DeliveryPath + name
	}
	// lent are the credentials that a run for an environment is lent in its account.
	lent := func(account envs.Account, env envs.Environment, role, session string) aws.Credentials {
		t.Helper()
		credentials, err := emulator.Assume(t.Context(), target.Endpoint, emulator.Assumption{
			Role: roleIn(account, role), Session: session,
			Claims: map[string]any{
				"iss": "https://" + envs.GitHubIssuer, "aud": "sts.amazonaws.com",
				"sub": account.Subject() + ":environment:" + env.Name, "ref": "refs/heads/" + cmp.Or(env.Branch, account.Branch),
			},
		})
		require.NoError(t, err)
		return credentials
	}

	if os.Getenv("ACCOUNTS") != "" {
		deployed := [2]envs.Environment{fixture.Dev(), fixture.Production()}
		var deployers [2]*terraform.Runner
		for i, env := range deployed {
			deployers[i] = in(accounts[i], target.Endpoint)
			deployers[i].Target.Credentials = lent(accounts[i], env, env.Label().DeployRole(), "accounts")
			require.NoError(t, deployers[i].Apply(t.Context(), env.Name))
		}
		for i, env := range deployed {
			printed, err := terraformAs(t, deployers[i].Target, filepath.Join(deployers[i].Target.Dir, "stacks", env.Name),
				"plan", "-input=false", "-no-color", "-detailed-exitcode")
			assert.NoError(t, err, "the second plan of %s is not empty: %s", env.Name, printed)
			err = deployers[1-i].Destroy(t.Context(), env.Name)
			assert.ErrorContains(t, err, env.Name+" belongs to "+accounts[i].Called()+", and the credentials are of "+accounts[1-i].Called())
			require.NoError(t, deployers[i].Destroy(t.Context(), env.Name))
		}
	}

	// holding is who runs something for production.
	holding := func(role string) aws.Config {
		t.Helper()
		credentials := lent(accounts[1], fixture.Production(), role, provoked)
		config, err := terraform.Target{Endpoint: target.Endpoint, Credentials: credentials}.Config(t.Context(), accounts[1].Store.Region)
		require.NoError(t, err)
		return config
	}
	production, staging := fixture.Production().Label(), fixture.Staging().Label()

	// A role that delivers in one account reads its own state's bucket, not the other's.
	client := s3.NewFromConfig(holding(production.DeployRole()), func(o *s3.Options) { o.UsePathStyle = true })
	for i, reached := range []bool{false, true} {
		_, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("split-" + accounts[i].ID)})
		assert.Equal(t, reached, err == nil, "%v", err)
	}

	// What promotes to production reads images of the other account, by the role that
	// lends itself to nobody else.
	pull := roleIn(accounts[0], staging.PullRole())
	for role, may := range map[string]bool{production.PromoteRole(): true, production.DeployRole(): false} {
		config := holding(role)
		lender := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(config), pull, func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = provoked })
		config.Credentials = aws.NewCredentialsCache(lender)
		_, err := config.Credentials.Retrieve(t.Context())
		if !may {
			assert.ErrorContains(t, err, "AccessDenied", role)
			continue
		}
		require.NoError(t, err, role)
		for env, reads := range map[envs.Label]bool{staging: true, fixture.Dev().Label(): false} {
			_, err := ecr.NewFromConfig(config).DescribeImages(t.Context(), &ecr.DescribeImagesInput{RepositoryName: aws.String(env.Repository("api-gateway"))})
			assert.ErrorContains(t, err, map[bool]string{true: "RepositoryNotFoundException", false: "AccessDenied"}[reads], "none of the two is applied")
		}
	}

	endpoint, asked := watched(t)
	only := func(t *testing.T, what string) {
		t.Helper()
		found := asked()
		assert.NotEmpty(t, found, what)
		for _, call := range found {
			assert.Equal(t, "GetCallerIdentity", call, what)
		}
	}
	for i, account := range accounts {
		other := accounts[1-i]
		crossed := in(other, endpoint)
		for name, command := range map[string]func(context.Context, string) error{
			"plan": crossed.Plan, "apply": crossed.Apply, "destroy": crossed.Destroy, "adopt": crossed.Adopt, "bootstrap": crossed.Bootstrap,
			"state": func(ctx context.Context, stack string) error { _, err := crossed.State(ctx, stack); return err },
		} {
			for _, stack := range []string{account.BootstrapStack(), account.Stack()} {
				err := command(t.Context(), stack)
				assert.ErrorContains(t, err, stack+" belongs to "+account.Called()+", and the credentials are of "+other.Called()+": nothing was read or written", name)
				only(t, name+" "+stack)
			}
		}

		if account.Name == "" {
			continue
		}
		// Terraform by itself stops as well: at its init and, where that was somebody
		// else's, at its plan; without the S3 backend by its providers.
		dir := filepath.Join(crossed.Target.Dir, "stacks", account.Stack())
		own := in(account, endpoint).Target
		refused := func(what string, args ...string) {
			t.Helper()
			printed, err := terraformAs(t, crossed.Target, dir, args...)
			assert.Error(t, err, what)
			assert.Regexp(t, "(?i)account id not allowed.* "+other.ID, printed, what)
			only(t, what)
		}
		refused("terraform init", "init", "-input=false", "-no-color")
		printed, err := terraformAs(t, own, dir, "init", "-input=false", "-no-color")
		require.NoError(t, err, printed)
		asked()
		refused("terraform plan", "plan", "-input=false", "-no-color", "-lock=false")

		local := filepath.Join(dir, "local_backend_override.tf.json")
		require.NoError(t, os.WriteFile(local, []byte(`{"terraform": {"backend": {"local": {}}}}`), 0o644))
		printed, err = terraformAs(t, own, dir, "init", "-input=false", "-no-color", "-reconfigure")
		require.NoError(t, err, printed)
		asked()
		refused("the providers", "plan", "-input=false", "-no-color")
	}
}
