package terraform_test

import (
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// TestAccount applies the account stack whole, plans again, and destroys it.
func TestAccount(t *testing.T) {
	t.Parallel()
	require.NoError(t, runner(io.Discard).Plan(t.Context(), envs.AccountName))
	assertValid(t, envs.AccountName)
	const outputs = 4
	assert.Len(t, changes(plan(t, envs.AccountName)), synthesized(t, envs.AccountName)+outputs)

	require.NoError(t, runner(io.Discard).Apply(t.Context(), envs.AccountName))
	assert.Empty(t, changes(plan(t, envs.AccountName)), "the second plan is not empty")
	assertUntouched(t, envs.AccountName)
	content, encryption := state(t, envs.AccountName, "")
	assert.Equal(t, s3types.ServerSideEncryptionAwsKms, encryption)
	assert.NotEmpty(t, parse(t, content).Resources)

	client := iam.NewFromConfig(awsConfig())
	assert.Len(t, deliveryRoles(t), 1+3*len(envs.All()))
	for _, name := range deliveryRoles(t) {
		role, err := client.GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String(name)})
		require.NoError(t, err)
		require.NotNil(t, role.Role.PermissionsBoundary, name)
	}
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

// deliveryRoles are the names of the roles that deliver.
func deliveryRoles(t *testing.T) (names []string) {
	t.Helper()
	roles, err := iam.NewFromConfig(awsConfig()).ListRoles(t.Context(), &iam.ListRolesInput{PathPrefix: aws.String(envs.DeliveryPath)})
	require.NoError(t, err)
	for _, r := range roles.Roles {
		names = append(names, *r.RoleName)
	}
	return names
}

func volumesEncrypted(t *testing.T) bool {
	t.Helper()
	answer, err := ec2.NewFromConfig(awsConfig()).GetEbsEncryptionByDefault(t.Context(), &ec2.GetEbsEncryptionByDefaultInput{})
	require.NoError(t, err)
	return *answer.EbsEncryptionByDefault
}
