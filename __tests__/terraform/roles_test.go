package terraform_test

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// applyAccount applies the account stack, as an administrator does before there are
// environments: it makes the roles that deliver them.
func applyAccount(t *testing.T) (planned *tfjson.Plan) {
	t.Helper()
	r := runner(io.Discard)
	require.NoError(t, r.Plan(t.Context(), envs.AccountName))
	saved, err := r.SavePlan(t.Context(), envs.AccountName, filepath.Join(target.Dir, "account.tfplan"), true)
	require.NoError(t, err)
	require.NoError(t, r.Apply(t.Context(), envs.AccountName))
	return saved.Plan
}

// githubRun is a run of GitHub's, as far as its token tells it.
type githubRun struct {
	// event started it, on ref.
	event, ref string
	// environment is that of the job; empty for none.
	environment string
}

// claims are what GitHub's token says of the run: "OpenID Connect reference" of
// GitHub's documentation.
func (r githubRun) claims() map[string]any {
	subject := envs.Shared.Subject()
	switch {
	case r.environment != "":
		subject += ":environment:" + r.environment
	case r.event == "pull_request":
		subject += ":pull_request"
	default:
		subject += ":ref:" + r.ref
	}
	claims := map[string]any{
		"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": subject,
		"repository": envs.Shared.Repository, "event_name": r.event, "ref": r.ref,
		"exp": time.Now().Add(5 * time.Minute).Unix(), "iat": time.Now().Unix(),
	}
	if r.environment != "" {
		claims["environment"] = r.environment
	}
	return claims
}

// assume has a run assume a role of delivery, for a phase of the tests.
func assume(t *testing.T, role, phase string, r githubRun, duration time.Duration) aws.Credentials {
	t.Helper()
	credentials, err := emulator.Assume(t.Context(), target.Endpoint, emulator.Assumption{
		Role: "arn:aws:iam::" + owner + ":role" + envs.DeliveryPath + role, Session: phase, Duration: duration, Claims: r.claims(),
	})
	require.NoError(t, err)
	return credentials
}

// reviewer, planner and deployer are who reviews, plans and applies an
// environment in delivery, each in a session of the phase.
func reviewer(t *testing.T, phase string) *terraform.Runner {
	t.Helper()
	return holder(assume(t, envs.Shared.PlanRole(), phase, githubRun{event: "pull_request", ref: "refs/pull/7/merge"}, 0))
}

func planner(t *testing.T, env envs.Environment, phase string) *terraform.Runner {
	t.Helper()
	return holder(assume(t, env.Label().PlanRole(), phase, githubRun{event: "schedule", ref: "refs/heads/" + envs.Shared.Branch}, 0))
}

func deployer(t *testing.T, env envs.Environment, phase string) *terraform.Runner {
	t.Helper()
	started := githubRun{event: "push", ref: "refs/heads/" + cmp.Or(env.Branch, envs.Shared.Branch), environment: env.Name}
	return holder(assume(t, env.Label().DeployRole(), phase, started, 0))
}

func holder(credentials aws.Credentials) *terraform.Runner {
	r := runner(io.Discard)
	r.Target.Credentials = credentials
	return r
}

// review plans for review.
func review(t *testing.T, env envs.Environment) *tfjson.Plan {
	t.Helper()
	saved, err := reviewer(t, "review").SavePlan(t.Context(), env.Name, filepath.Join(t.TempDir(), "plan"), false)
	require.NoError(t, err)
	return saved.Plan
}

// look plans as a release does, or as the nightly look for drift.
func look(t *testing.T, env envs.Environment, phase string, images map[string]string) *tfjson.Plan {
	t.Helper()
	r := planner(t, env, phase)
	r.Variables = images
	saved, err := r.SavePlan(t.Context(), env.Name, filepath.Join(t.TempDir(), "plan"), true)
	require.NoError(t, err)
	return saved.Plan
}

// release plans, and applies exactly that, which it returns.
func release(t *testing.T, env envs.Environment, phase string, images map[string]string) *tfjson.Plan {
	t.Helper()
	file := filepath.Join(t.TempDir(), "plan")
	plans, applies := planner(t, env, phase), deployer(t, env, phase)
	plans.Variables, applies.Variables = images, images
	saved, err := plans.SavePlan(t.Context(), env.Name, file, true)
	require.NoError(t, err)
	if !saved.Changes {
		return saved.Plan
	}
	versions, err := plans.Versions(env.Name)
	require.NoError(t, err)
	require.NoError(t, applies.ApplySaved(t.Context(), env.Name, file, versions))
	return saved.Plan
}

// images are the variables for the services' images.
func images(api, ml string) map[string]string {
	return map[string]string{"api_gateway_image_tag": api, "ml_service_image_tag": ml}
}

// nobody is somebody whom no policy allows anything: a job that assumes no role
// calls nothing of AWS's.
func nobody(t *testing.T, phase string) aws.Credentials {
	t.Helper()
	role, err := makeNobody()
	require.NoError(t, err)
	lent, err := sts.NewFromConfig(awsConfig(envs.Shared.Region)).AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: &phase})
	require.NoError(t, err)
	return aws.Credentials{
		AccessKeyID: *lent.Credentials.AccessKeyId, SecretAccessKey: *lent.Credentials.SecretAccessKey, SessionToken: *lent.Credentials.SessionToken,
	}
}

var makeNobody = sync.OnceValues(func() (arn string, err error) {
	made, err := iam.NewFromConfig(awsConfig(envs.Shared.Region)).CreateRole(context.Background(), &iam.CreateRoleInput{
		RoleName: aws.String("nobody"),
		AssumeRolePolicyDocument: aws.String(`{"Version": "2012-10-17", "Statement": [
			{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::` + owner + `:root"}, "Action": "sts:AssumeRole"}
		]}`),
	})
	if err != nil {
		return "", err
	}
	return *made.Role.Arn, nil
})
