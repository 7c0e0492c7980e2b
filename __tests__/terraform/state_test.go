package terraform_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func s3Client() *s3.Client {
	return s3.NewFromConfig(awsConfig(envs.Store.Region), func(o *s3.Options) { o.UsePathStyle = true })
}

func dynamoClient() *dynamodb.Client { return dynamodb.NewFromConfig(awsConfig(envs.Store.Region)) }

// stateOf is where a stack's state lies.
func stateOf(stack string) envs.S3State { return envs.Store.StateOf(stack) }

// stateFile is the part of a state that the tests look at.
type stateFile struct {
	Lineage   string            `json:"lineage"`
	Serial    int               `json:"serial"`
	Resources []json.RawMessage `json:"resources"`
}

// state reads a version of a stack's state, the current one if version is
// empty, and says how it is encrypted.
func state(t *testing.T, stack, version string) (content []byte, encryption s3types.ServerSideEncryption) {
	t.Helper()
	at := stateOf(stack)
	input := &s3.GetObjectInput{Bucket: &at.Bucket, Key: &at.Key}
	if version != "" {
		input.VersionId = &version
	}
	object, err := s3Client().GetObject(t.Context(), input)
	require.NoError(t, err)
	defer object.Body.Close()
	content, err = io.ReadAll(object.Body)
	require.NoError(t, err)
	return content, object.ServerSideEncryption
}

func parse(t *testing.T, content []byte) stateFile {
	t.Helper()
	var s stateFile
	require.NoError(t, json.Unmarshal(content, &s))
	return s
}

// lockInfo is what Terraform writes into a lock about its owner.
type lockInfo struct{ ID, Who, Operation string }

// objectLock reads S3's own lock; ok is false where there is none.
func objectLock(ctx context.Context, stack string) (info lockInfo, ok bool) {
	at := stateOf(stack)
	object, err := s3Client().GetObject(ctx, &s3.GetObjectInput{Bucket: &at.Bucket, Key: aws.String(at.Key + ".tflock")})
	if err != nil {
		return info, false
	}
	defer object.Body.Close()
	return info, json.NewDecoder(object.Body).Decode(&info) == nil
}

// tableLock reads the lock in the DynamoDB table.
func tableLock(ctx context.Context, stack string) (info lockInfo, ok bool) {
	at := stateOf(stack)
	found, err := dynamoClient().GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &at.Table, ConsistentRead: aws.Bool(true),
		Key: map[string]types.AttributeValue{"LockID": &types.AttributeValueMemberS{Value: at.Bucket + "/" + at.Key}},
	})
	if err != nil {
		return info, false
	}
	text, ok := found.Item["Info"].(*types.AttributeValueMemberS)
	return info, ok && json.Unmarshal([]byte(text.Value), &info) == nil
}

func TestBootstrapMovesItsStateIntoTheBucket(t *testing.T) {
	require.ErrorContains(t, bootstrapped.interrupted, "power cut")
	assert.Contains(t, bootstrapped.afterInterrupt, "bootstrap.tfstate", "an interrupted bootstrap keeps its state")
	require.NoError(t, bootstrapped.resumed)
	require.NoError(t, bootstrapped.repeated)
	assert.Contains(t, bootstrapped.repeatedOutput, "No changes.")

	beside, err := left(workdir("bootstrap"))
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"emulator_override.tf.json", "emulator.aws-config"}, beside, "no local state is left behind")

	content, encryption := state(t, envs.BootstrapName, "")
	assert.Equal(t, s3types.ServerSideEncryptionAwsKms, encryption)
	assert.Greater(t, len(parse(t, content).Resources), 10)
	assertValid(t, envs.BootstrapName)
	assert.Empty(t, changes(plan(t, envs.BootstrapName)))
}

func TestStateStoreIsAsDeclared(t *testing.T) {
	bucket := &envs.Store.Bucket
	versioning, err := s3Client().GetBucketVersioning(t.Context(), &s3.GetBucketVersioningInput{Bucket: bucket})
	require.NoError(t, err)
	assert.Equal(t, s3types.BucketVersioningStatusEnabled, versioning.Status)
	table, err := dynamoClient().DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: &envs.Store.Table})
	require.NoError(t, err)
	assert.True(t, *table.Table.DeletionProtectionEnabled)
	assert.Equal(t, types.BillingModePayPerRequest, table.Table.BillingModeSummary.BillingMode)

	destroy := command(t, envs.BootstrapName, "destroy", "-auto-approve", "-no-color", "-input=false")
	printed, err := destroy.CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(printed), "Instance cannot be destroyed")
}

// elsewhere is a runner whose copy of the bootstrap stack has another bucket.
func elsewhere(t *testing.T, bucket string) *terraform.Runner {
	t.Helper()
	r := runner(io.Discard)
	r.Out, r.Target.Dir = filepath.Join(t.TempDir(), "cdktf.out"), t.TempDir()
	folder := filepath.Join(r.Out, "stacks", envs.BootstrapName)
	require.NoError(t, os.MkdirAll(folder, 0o755))
	content, err := os.ReadFile(filepath.Join(out, "stacks", envs.BootstrapName, "cdk.tf.json"))
	require.NoError(t, err)
	moved := strings.ReplaceAll(string(content), envs.Store.Bucket, bucket)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "cdk.tf.json"), []byte(moved), 0o644))
	return r
}

// A bootstrap that was declined must not leave the stack with a local state
// for whoever runs Terraform in its folder next.
func TestDeclinedBootstrapLeavesNothing(t *testing.T) {
	r := elsewhere(t, "never-created-bucket")
	r.Confirm = func(question, consent string) bool {
		assert.Equal(t, "Create the state store on the emulator?", question)
		return false
	}
	assert.ErrorIs(t, r.Bootstrap(t.Context(), envs.BootstrapName), terraform.ErrDeclined)
	beside, err := left(filepath.Join(r.Target.Dir, "stacks", envs.BootstrapName))
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"emulator_override.tf.json", "emulator.aws-config"}, beside)
}

// A bucket without a state is not ours to take over, nor to create again.
func TestBootstrapRefusesAForeignBucket(t *testing.T) {
	r := elsewhere(t, "somebody-elses-bucket")
	_, err := s3.NewFromConfig(awsConfig("us-east-1"), func(o *s3.Options) { o.UsePathStyle = true }).
		CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("somebody-elses-bucket")})
	require.NoError(t, err)
	assert.ErrorContains(t, r.Bootstrap(t.Context(), envs.BootstrapName), "somebody-elses-bucket exists on the emulator but holds no state of the bootstrap stack")
}

func TestMissingStateBucketIsExplained(t *testing.T) {
	stack := filepath.Join(t.TempDir(), "cdktf.out")
	folder := filepath.Join(stack, "stacks", early.Name)
	require.NoError(t, os.MkdirAll(folder, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "cdk.tf.json"),
		[]byte(`{"terraform": {"backend": {"s3": {"bucket": "not-there-yet", "key": "k", "region": "us-east-1"}}}}`), 0o644))
	r := runner(io.Discard)
	r.Out, r.Target.Dir = stack, t.TempDir()
	assert.ErrorContains(t, r.Plan(t.Context(), early.Name),
		"the state bucket not-there-yet does not exist on the emulator yet; `make bootstrap` creates it, as `make emulator` does before it says that it is ready")
}
