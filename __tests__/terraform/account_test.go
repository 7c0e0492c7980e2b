package terraform_test

import (
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
)

// testAccount looks at the account stack as it was applied whole, plans again, and
// destroys it.
func testAccount(t *testing.T, planned *tfjson.Plan) {
	assertValid(t, envs.AccountName)
	const outputs = 4
	assert.Len(t, changes(planned), synthesized(t, envs.AccountName)+outputs)

	assert.Empty(t, changes(plan(t, envs.AccountName)), "the second plan is not empty")
	assertUntouched(t, envs.AccountName)
	content, encryption := state(t, envs.AccountName, "")
	assert.Equal(t, s3types.ServerSideEncryptionAwsKms, encryption)
	assert.NotEmpty(t, parse(t, content).Resources)

	client := iam.NewFromConfig(awsConfig(envs.Shared.Region))
	assert.Len(t, deliveryRoles(t), 4*len(envs.All()), "one for reviews, and four an environment, of which the first takes no images over")
	for _, name := range deliveryRoles(t) {
		role, err := client.GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String(name)})
		require.NoError(t, err)
		require.NotNil(t, role.Role.PermissionsBoundary, name)
	}
	assertTrust(t)
	issuers, err := client.ListOpenIDConnectProviders(t.Context(), &iam.ListOpenIDConnectProvidersInput{})
	require.NoError(t, err)
	assert.Len(t, issuers.OpenIDConnectProviderList, 1)
	assert.True(t, volumesEncrypted(t))

	require.NoError(t, runner(io.Discard).Destroy(t.Context(), envs.AccountName))
	assert.Empty(t, deliveryRoles(t))
	issuers, err = client.ListOpenIDConnectProviders(t.Context(), &iam.ListOpenIDConnectProvidersInput{})
	require.NoError(t, err)
	assert.Empty(t, issuers.OpenIDConnectProviderList)
	assert.False(t, volumesEncrypted(t))
	content, _ = state(t, envs.AccountName, "")
	assert.Empty(t, parse(t, content).Resources)
}

// assertTrust sees that a role is lent to no other run than it is for.
func assertTrust(t *testing.T) {
	t.Helper()
	one, main := early.Label(), "refs/heads/"+envs.Shared.Branch
	// The one that a change reaches last is deployed from a branch.
	other := written
	pullRequest := githubRun{event: "pull_request", ref: "refs/pull/7/merge"}
	foreign, elsewhere := githubRun{event: "push", ref: main, environment: early.Name}.claims(), pullRequest.claims()
	foreign["sub"], elsewhere["aud"] = "repo:somebody/else:environment:"+early.Name, "https://elsewhere.example.com"
	type attempt struct {
		role   string
		claims map[string]any
	}
	attempts := map[string]attempt{
		"a pull request deploys":          {one.DeployRole(), pullRequest.claims()},
		"another environment deploys":     {one.DeployRole(), githubRun{event: "push", ref: main, environment: other.Name + "s"}.claims()},
		"another branch deploys":          {other.Label().DeployRole(), githubRun{event: "push", ref: "refs/heads/feature", environment: other.Name}.claims()},
		"another repository deploys":      {one.DeployRole(), foreign},
		"a pull request reads secrets":    {one.PlanRole(), pullRequest.claims()},
		"a branch pushes another's":       {other.Label().PushRole(), githubRun{event: "push", ref: main}.claims()},
		"a token that is meant elsewhere": {envs.Shared.PlanRole(), elsewhere},
	}
	if promote := other.Label().PromoteRole(); len(other.Before(envs.All())) > 0 {
		attempts["another branch promotes"] = attempt{promote, githubRun{event: "push", ref: "refs/heads/feature", environment: other.Name}.claims()}
		attempts["a branch promotes without consent"] = attempt{promote, githubRun{event: "push", ref: main}.claims()}
	}
	for name, test := range attempts {
		_, err := emulator.Assume(t.Context(), target.Endpoint, emulator.Assumption{
			Role: "arn:aws:iam::" + owner + ":role" + envs.DeliveryPath + test.role, Session: provoked, Claims: test.claims,
		})
		assert.ErrorContains(t, err, "Not authorized to perform sts:AssumeRoleWithWebIdentity", name)
	}
}

// deliveryRoles are the names of the roles that deliver.
func deliveryRoles(t *testing.T) (names []string) {
	t.Helper()
	roles, err := iam.NewFromConfig(awsConfig(envs.Shared.Region)).ListRoles(t.Context(), &iam.ListRolesInput{PathPrefix: aws.String(envs.DeliveryPath)})
	require.NoError(t, err)
	for _, r := range roles.Roles {
		names = append(names, *r.RoleName)
	}
	return names
}

func volumesEncrypted(t *testing.T) bool {
	t.Helper()
	answer, err := ec2.NewFromConfig(awsConfig(envs.Shared.Region)).GetEbsEncryptionByDefault(t.Context(), &ec2.GetEbsEncryptionByDefaultInput{})
	require.NoError(t, err)
	return *answer.EbsEncryptionByDefault
}
