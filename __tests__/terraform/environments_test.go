package terraform_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/tools/mutation"
)

// TestEnvironments applies the account and in it each environment whole, next to the
// others, plans again, and destroys it, as the roles that do it in delivery; the
// tests look with an administrator's eyes. What is applied is byte for byte what
// was synthesized: only override files stand beside it.
func TestEnvironments(t *testing.T) {
	t.Parallel()
	planned := applyAccount(t)
	t.Run("all", func(t *testing.T) {
		for _, env := range envs.All() {
			t.Run(env.Name, func(t *testing.T) {
				t.Parallel()
				testEnvironment(t, env)
			})
		}
	})
	report(t)
	t.Run("account", func(t *testing.T) { testAccount(t, planned) })
}

// testEnvironment lets an environment come and go.
func testEnvironment(t *testing.T, env envs.Environment) {
	t.Helper()
	planned := review(t, env)
	assertValid(t, env.Name)
	creates := 0
	for _, r := range planned.ResourceChanges {
		if r.Mode == "managed" {
			require.True(t, r.Change.Actions.Create(), "%s: %v", r.Address, r.Change.Actions)
			creates++
		}
	}
	assert.Equal(t, synthesized(t, env.Name), creates, "all but what waits for a first image")

	testPolicies(t, env, planned)

	if env.Name == subject {
		t.Run("killed apply", func(t *testing.T) { testKilledApply(t, env) })
	}
	if env.Name == written.Name {
		t.Run("missing action", func(t *testing.T) { testMissingAction(t, env) })
	}
	// An apply that was killed is made whole by an adoption.
	if env.Name != subject {
		release(t, env, "apply", nil)
	}
	if env.Name == early.Name {
		assert.Empty(t, changes(review(t, env)), "who believes the state sees no other")
	}
	assertUntouched(t, env.Name)
	content, encryption := state(t, env.Name, "")
	assert.Equal(t, s3types.ServerSideEncryptionAwsKms, encryption)
	assert.NotEmpty(t, parse(t, content).Resources)
	before := remains(t, env)
	assert.NotEmpty(t, before, "what is looked for after the destroy is there before it")
	if env.Backup.SecondRegion != "" {
		assert.Contains(t, before, env.Label().CopyKeyAlias(), "the second region's key")
	}

	if env.Name == written.Name {
		testLeavingForHCL(t, env)
	}
	if env.Name == subject {
		t.Run("locks", testLocks)
		t.Run("restored state", testRestoredState)
	}

	testReleases(t, env)
	if env.Name == subject {
		t.Run("Terraform Cloud", func(t *testing.T) { testTerraformCloud(t, env) })
	}
	if env.Name == early.Name {
		t.Run("delivery", testDelivery)
	}

	t.Run("uses", func(t *testing.T) { testUses(t, env) })
	key, _ := keyOf(t, env, env.Label().KeyAlias())
	if env.Name == written.Name {
		t.Run("mistakes", func(t *testing.T) { testMistakes(t, env) })
	}
	require.NoError(t, deployer(t, env, "destroy").Destroy(t.Context(), env.Name))
	assert.Empty(t, remains(t, env))
	content, _ = state(t, env.Name, "")
	assert.Empty(t, parse(t, content).Resources)
	if env.Name == written.Name {
		t.Run("destroyed", func(t *testing.T) { testDestroyed(t, env, key) })
	}
	whole.Store(env.Name, true)
}

// testReleases gives the services their first images, which is all that a second
// plan finds to do, and then plans another release of one of them.
func testReleases(t *testing.T, env envs.Environment) {
	t.Helper()
	for _, change := range changes(release(t, env, "release", images("v1.0.0", "v1.0.0"))) {
		assert.Regexp(t, `^\[create\] .+\[0\]$`, change, "it does not wait for an image: the second plan is not empty")
	}
	released := look(t, env, "drift", images("v1.0.0", "v1.0.0"))
	assert.Empty(t, changes(released), "the second plan is not empty")
	assert.Empty(t, checkPolicies(t, released).Failed, "AWS fills in what the code leaves open")
	breakPlan(t, env, released, func(m mutation.Mutation) bool { return m.Released })
	if env.Name == subject {
		t.Run("runbooks", testRunbooks)
	} else {
		assertOneRelease(t, plan(t, env.Name, tfexec.Refresh(false), tfexec.Var("api_gateway_image_tag=v1.1.0"), tfexec.Var("ml_service_image_tag=v1.0.0")))
	}
	assertTagsNeverMove(t, env.Name)
	if env.DeletionProtection {
		_, err := initialized(t, env.Name).Plan(t.Context(), tfexec.Refresh(false), tfexec.Target("aws_ecs_service.compute_api-gateway"))
		assert.ErrorContains(t, err, "prevent_destroy", "a run that forgets the tags takes no service away")
	}
}

// assertOneRelease sees that a release of the API touches nothing but that service.
func assertOneRelease(t *testing.T, planned *tfjson.Plan) {
	t.Helper()
	assert.ElementsMatch(t, []string{
		"[delete create] aws_ecs_task_definition.compute_api-gateway_task[0]",
		"[update] aws_ecs_service.compute_api-gateway[0]",
	}, changes(planned))
}

// assertTagsNeverMove has Terraform take a tag that moves for a variable of the
// stack, without all else, of which that plan shows nothing.
func assertTagsNeverMove(t *testing.T, stack string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(out, "stacks", stack, "cdk.tf.json"))
	require.NoError(t, err)
	var declared struct {
		Variable map[string]json.RawMessage `json:"variable"`
	}
	require.NoError(t, json.Unmarshal(content, &declared))
	maps.DeleteFunc(declared.Variable, func(name string, _ json.RawMessage) bool { return !strings.HasSuffix(name, "_image_tag") })
	dir := t.TempDir()
	content, err = json.Marshal(declared)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf.json"), content, 0o644))
	tf := terraformIn(t, dir)
	for tag, refused := range map[string]bool{"latest": true, "v1.0.0": false} {
		_, err = tf.Plan(t.Context(), tfexec.Var("api_gateway_image_tag="+tag), tfexec.Var("ml_service_image_tag=v1.0.0"))
		if refused {
			assert.ErrorContains(t, err, "tags never move")
		} else {
			assert.NoError(t, err, tag)
		}
	}
}

// synthesized counts a stack's managed resources, without those that wait for a
// first image.
func synthesized(t *testing.T, stack string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(out, "stacks", stack, "cdk.tf.json"))
	require.NoError(t, err)
	var s struct {
		Resource map[string]map[string]json.RawMessage `json:"resource"`
	}
	require.NoError(t, json.Unmarshal(content, &s))
	n := 0
	for _, byName := range s.Resource {
		for _, r := range byName {
			if !strings.Contains(string(r), `"count"`) {
				n++
			}
		}
	}
	require.Positive(t, n)
	return n
}

func assertUntouched(t *testing.T, stack string) {
	t.Helper()
	was, err := os.ReadFile(filepath.Join(out, "stacks", stack, "cdk.tf.json"))
	require.NoError(t, err)
	is, err := os.ReadFile(filepath.Join(workdir(stack), "cdk.tf.json"))
	require.NoError(t, err)
	assert.Equal(t, was, is)
	beside, err := left(workdir(stack))
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"emulator_override.tf.json", "emulator.aws-config"}, beside)
}

// remains lists what exists of an environment, asked of AWS itself rather than
// of Terraform's state.
func remains(t *testing.T, env envs.Environment) []string {
	t.Helper()
	ctx, client := t.Context(), ec2.NewFromConfig(awsConfig(env.Region))
	tagged := []types.Filter{{Name: aws.String("tag:Environment"), Values: []string{env.Name}}}
	var found []string

	vpcs, err := client.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{Filters: tagged})
	require.NoError(t, err)
	for _, v := range vpcs.Vpcs {
		found = append(found, *v.VpcId)
	}
	subnets, err := client.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{Filters: tagged})
	require.NoError(t, err)
	for _, s := range subnets.Subnets {
		found = append(found, *s.SubnetId)
	}
	addresses, err := client.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{Filters: tagged})
	require.NoError(t, err)
	for _, a := range addresses.Addresses {
		found = append(found, *a.AllocationId)
	}
	// Deleted gateways and endpoints are listed for a while, as AWS does. The
	// emulator ignores filters by tag here.
	ours := func(tags []types.Tag) bool {
		return slices.ContainsFunc(tags, func(tag types.Tag) bool { return *tag.Key == "Environment" && *tag.Value == env.Name })
	}
	gateways, err := client.DescribeNatGateways(ctx, &ec2.DescribeNatGatewaysInput{})
	require.NoError(t, err)
	for _, g := range gateways.NatGateways {
		if ours(g.Tags) && g.State != types.NatGatewayStateDeleted {
			found = append(found, *g.NatGatewayId)
		}
	}
	endpoints, err := client.DescribeVpcEndpoints(ctx, &ec2.DescribeVpcEndpointsInput{})
	require.NoError(t, err)
	for _, e := range endpoints.VpcEndpoints {
		if ours(e.Tags) && !strings.EqualFold(string(e.State), string(types.StateDeleted)) {
			found = append(found, *e.VpcEndpointId)
		}
	}
	groups, err := client.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{Filters: tagged})
	require.NoError(t, err)
	for _, g := range groups.SecurityGroups {
		found = append(found, *g.GroupId)
	}

	prefix := env.Label().Prefix()
	roles, err := iam.NewFromConfig(awsConfig(env.Region)).ListRoles(ctx, &iam.ListRolesInput{})
	require.NoError(t, err)
	for _, r := range roles.Roles {
		// The roles that deliver it are the account's.
		if strings.HasPrefix(*r.RoleName, prefix) && *r.Path != envs.DeliveryPath {
			found = append(found, *r.RoleName)
		}
	}
	logs, err := cloudwatchlogs.NewFromConfig(awsConfig(env.Region)).DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{})
	require.NoError(t, err)
	for _, g := range logs.LogGroups {
		if strings.Contains(*g.LogGroupName, prefix) {
			found = append(found, *g.LogGroupName)
		}
	}
	buckets, err := s3Client().ListBuckets(ctx, &s3.ListBucketsInput{})
	require.NoError(t, err)
	for _, b := range buckets.Buckets {
		if strings.HasPrefix(*b.Name, prefix) {
			found = append(found, *b.Name)
		}
	}
	keyed := func(region, alias string) {
		keys, err := kms.NewFromConfig(awsConfig(env.Region), func(o *kms.Options) { o.Region = region }).ListAliases(ctx, &kms.ListAliasesInput{})
		require.NoError(t, err)
		if slices.ContainsFunc(keys.Aliases, func(a kmstypes.AliasListEntry) bool { return *a.AliasName == alias }) {
			found = append(found, alias)
		}
	}
	keyed(env.Region, env.Label().KeyAlias())
	if second := env.Backup.SecondRegion; second != "" {
		keyed(second, env.Label().CopyKeyAlias())
	}
	return found
}
