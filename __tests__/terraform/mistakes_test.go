package terraform_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// Somebody empties the bucket with the states: no run takes that for a new
// beginning, and the runbook brings them back, without the locks of runs that are
// over.
func TestEmptiedStateBucket(t *testing.T) {
	ctx, at := t.Context(), stateOf(envs.BootstrapName)
	other := aws.String("other/terraform.tfstate")
	_, err := s3Client().PutObject(ctx, &s3.PutObjectInput{Bucket: &at.Bucket, Key: other, Body: strings.NewReader("{}")})
	require.NoError(t, err)
	good, _ := state(t, envs.BootstrapName, "")
	listed, err := s3Client().ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &at.Bucket})
	require.NoError(t, err)
	var all []s3types.ObjectIdentifier
	for _, object := range listed.Contents {
		all = append(all, s3types.ObjectIdentifier{Key: object.Key})
	}
	require.GreaterOrEqual(t, len(all), 2)
	_, err = s3Client().DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: &at.Bucket, Delete: &s3types.Delete{Objects: all}})
	require.NoError(t, err)

	printed, err := command(t, envs.BootstrapName, "plan", "-no-color", "-input=false").CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, unwrapped(string(printed)), "does not match the checksum")

	const emptied = "Everything in the bucket is gone"
	follow(t, envs.BootstrapName, "state-restore", nil, nil, step{emptied, 1})
	sum, err := dynamoClient().GetItem(ctx, &dynamodb.GetItemInput{TableName: &at.Table, Key: map[string]types.AttributeValue{
		"LockID": &types.AttributeValueMemberS{Value: at.Bucket + "/" + at.Key + "-md5"},
	}})
	require.NoError(t, err)
	assert.Empty(t, sum.Item, "the table would vouch for a state that is lost for good")
	follow(t, envs.BootstrapName, "state-restore", nil, nil, step{emptied, 0}, step{"Tell the table", 0})

	restored, _ := state(t, envs.BootstrapName, "")
	assert.Equal(t, good, restored)
	_, err = s3Client().DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &at.Bucket, Key: other})
	assert.NoError(t, err)
	_, locked := objectLock(ctx, envs.BootstrapName)
	assert.False(t, locked, "a lock came back that nobody holds")
	assert.Empty(t, changes(plan(t, envs.BootstrapName)))
}

// testMistakes follows the runbooks of what is less than a region, in the
// environment that they speak of, and sees what refuses its destruction.
func testMistakes(t *testing.T, env envs.Environment) {
	followed := func(runbook string, values map[string]string, steps ...step) string {
		t.Helper()
		return follow(t, env.Name, runbook, nil, values, steps...)
	}
	looked := followed("zone-loss", nil, step{"Look", 0}, step{"Look", 1})
	for _, zone := range env.Network.AvailabilityZones {
		assert.Regexp(t, zone+` *\| *[a-z0-9]+-az\d`, looked, "the zone's id")
	}
	assert.Contains(t, followed("destroyed", nil, step{"An environment was destroyed", 0}), "aws_vpc.networking_main")

	if env.DeletionProtection {
		_, err := initialized(t, env.Name).Plan(t.Context(), tfexec.Destroy(true), tfexec.Refresh(false))
		assert.ErrorContains(t, err, "Instance cannot be destroyed", "Terraform refuses the whole plan")
	}

	if env.Supabase == nil || env.Supabase.PointInTimeRecoveryDays == 0 {
		return
	}
	const database = "The database"
	assert.Contains(t, followed("data-restore", nil, step{database, 0}), `"pitr_enabled": true`)
	restore := func(at time.Time) string {
		t.Helper()
		return followed("data-restore", map[string]string{"TIME": at.UTC().Format(time.DateTime)}, step{database, 0}, step{database, 1}, step{database, 2})
	}
	assert.Contains(t, restore(time.Now().Add(-time.Hour)), `"status": "ACTIVE_HEALTHY"`)
}

// keyOf is a key of an environment's region, by its id or alias.
func keyOf(t *testing.T, env envs.Environment, id string) (key string, enabled bool) {
	t.Helper()
	found, err := kms.NewFromConfig(awsConfig(env.Region)).DescribeKey(t.Context(), &kms.DescribeKeyInput{KeyId: &id})
	require.NoError(t, err)
	return *found.KeyMetadata.KeyId, found.KeyMetadata.Enabled
}

// testDestroyed comes back from a destroy that nothing refused: what waits for its
// end is taken back, and the next apply takes it in instead of failing at its name.
func testDestroyed(t *testing.T, env envs.Environment, key string) {
	_, enabled := keyOf(t, env, key)
	require.False(t, enabled)
	waiting := step{"A key scheduled for deletion", 0}
	require.Contains(t, follow(t, env.Name, "data-restore", nil, nil, waiting), key)
	follow(t, env.Name, "data-restore", nil, map[string]string{"KEY_ID": key}, step{"A key scheduled for deletion", 1})
	_, enabled = keyOf(t, env, key)
	assert.True(t, enabled)

	secret := env.Label().SupabaseSecret()
	kept := env.DeletionProtection && env.Supabase != nil
	if kept {
		assert.Contains(t, follow(t, env.Name, "destroyed", nil, nil, step{"Take back what waits", 0}), secret)
		found, err := secretsmanager.NewFromConfig(awsConfig(env.Region)).DescribeSecret(t.Context(), &secretsmanager.DescribeSecretInput{SecretId: &secret})
		require.NoError(t, err)
		assert.Nil(t, found.DeletedDate)
	}

	var printed bytes.Buffer
	r := deployer(t, env, "adopt")
	r.Stdout = &printed
	r.Confirm = func(string, string) bool { return false }
	require.ErrorIs(t, r.Adopt(t.Context(), env.Name), terraform.ErrDeclined)
	assert.Contains(t, printed.String(), "exists, and is not in the state: aws_kms_key.security_main  "+key)
	if kept {
		assert.Contains(t, printed.String(), "exists, and is not in the state: aws_secretsmanager_secret.database_secret  ")
	}
	assert.Regexp(t, `Plan: [1-9]\d* to import`, printed.String())
}
