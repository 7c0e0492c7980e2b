package terraform_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// startApply starts an apply and returns once it holds both locks.
func startApply(t *testing.T) (apply *exec.Cmd, held lockInfo) {
	t.Helper()
	apply = applySubject(t)
	// A provider and a group of its own, so that the two can be killed together.
	apply.Path = terraformAlone
	apply.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, apply.Start())
	require.Eventually(t, func() bool {
		inObject, ok := objectLock(t.Context(), subject)
		if !ok {
			return false
		}
		inTable, ok := tableLock(t.Context(), subject)
		held = inTable
		return ok && inObject.ID == inTable.ID
	}, time.Minute, 5*time.Millisecond, "the apply never held both locks")
	return apply, held
}

// applySubject applies by hand, as the role that deploys.
func applySubject(t *testing.T) *exec.Cmd {
	t.Helper()
	apply := command(t, subject, "apply", "-auto-approve", "-no-color", "-input=false")
	apply.Env = environOf(t, deployer(t, rehearsal, "apply").Target.Credentials)
	return apply
}

func tryPlan(t *testing.T) (printed string, err error) {
	t.Helper()
	plan := command(t, subject, "plan", "-no-color", "-input=false")
	plan.Env = environOf(t, planner(t, rehearsal, "plan").Target.Credentials)
	out, err := plan.CombinedOutput()
	return string(out), err
}

// testLocks: a run that is over holds no lock, and each of the two keeps others out.
func testLocks(t *testing.T) {
	_, inObject := objectLock(t.Context(), subject)
	_, inTable := tableLock(t.Context(), subject)
	assert.False(t, inObject || inTable, "a finished apply holds no lock")

	at := stateOf(subject)
	info, err := json.Marshal(lockInfo{ID: "6f3e2c1a-0000-4000-8000-000000000001", Who: "alice@laptop", Operation: "OperationTypeApply"})
	require.NoError(t, err)

	t.Run("by object alone", func(t *testing.T) {
		key := aws.String(at.Key + ".tflock")
		_, err := s3Client().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &at.Bucket, Key: key, Body: bytes.NewReader(info)})
		require.NoError(t, err)
		printed, err := tryPlan(t)
		assert.Error(t, err)
		assert.Contains(t, printed, "alice@laptop")
		_, err = s3Client().DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &at.Bucket, Key: key})
		require.NoError(t, err)
	})
	t.Run("by table alone", func(t *testing.T) {
		id := map[string]types.AttributeValue{"LockID": &types.AttributeValueMemberS{Value: at.Bucket + "/" + at.Key}}
		item := map[string]types.AttributeValue{"LockID": id["LockID"], "Info": &types.AttributeValueMemberS{Value: string(info)}}
		_, err := dynamoClient().PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &at.Table, Item: item})
		require.NoError(t, err)
		printed, err := tryPlan(t)
		assert.Error(t, err)
		assert.Contains(t, printed, "alice@laptop")
		_, err = dynamoClient().DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &at.Table, Key: id})
		require.NoError(t, err)
	})
}

// testKilledApply: of two applies at the same time the second fails, and names the
// owner of the lock. A first apply that is killed in its middle leaves its locks,
// and things that no state knows. The message of the next one says how to
// release the locks; then the things are found, taken into the state, and the
// rest is made: once.
func testKilledApply(t *testing.T, env envs.Environment) {
	apply, held := startApply(t)
	// Stopped, it holds its locks for as long as the second one needs.
	require.NoError(t, syscall.Kill(-apply.Process.Pid, syscall.SIGSTOP))
	second, err := applySubject(t).CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(second), "Error acquiring the state lock")
	assert.Contains(t, string(second), held.ID)
	assert.Contains(t, string(second), held.Who)
	require.NoError(t, syscall.Kill(-apply.Process.Pid, syscall.SIGCONT))
	require.Eventually(t, func() bool { return len(remains(t, env)) >= 12 }, 2*time.Minute, 100*time.Millisecond, "the apply made nothing")
	require.NoError(t, syscall.Kill(-apply.Process.Pid, syscall.SIGKILL))
	require.Error(t, apply.Wait())

	err = deployer(t, env, "apply").Apply(t.Context(), subject)
	require.ErrorContains(t, err, "Error acquiring the state lock")
	advice := regexp.MustCompile(`terraform -chdir=(\S+) force-unlock (\S+)`).FindStringSubmatch(err.Error())
	require.NotNil(t, advice, "%v", err)
	assert.Equal(t, workdir(subject), advice[1])
	assert.Equal(t, held.ID, advice[2])

	holder := follow(t, subject, "state-lock", nil, nil, step{"Who holds it", 0})
	assert.Equal(t, 2, strings.Count(holder, held.ID), "both locks: %s", holder)
	follow(t, subject, "state-lock", strings.NewReader("yes\n"), map[string]string{"LOCK_ID": advice[2]}, step{"Release it", 0})

	var printed bytes.Buffer
	r := deployer(t, env, "adopt")
	r.Stdout = &printed
	before := remains(t, env)
	asked := ""
	r.Confirm = func(question, consent string) bool {
		asked = question
		assert.ElementsMatch(t, before, remains(t, env), "nobody has consented yet")
		return true
	}
	require.NoError(t, r.Adopt(t.Context(), subject))
	assert.Regexp(t, `^Take [1-9]\d* things into the state of `+subject+` on the emulator, and apply the rest\?$`, asked)
	assertUntouched(t, subject)
	assert.Regexp(t, `exists, and is not in the state: aws_vpc\.networking_main  vpc-`, printed.String())
	assert.Regexp(t, `Plan: [1-9]\d* to import, \d+ to add, \d+ to change, 0 to destroy`, printed.String())
	assert.Equal(t, 1, strings.Count(printed.String(), "Plan: "), "the plan that is asked about, and no other")
	for _, thing := range before {
		assert.Contains(t, remains(t, env), thing, "it is still there")
	}

	printed.Reset()
	require.NoError(t, r.Adopt(t.Context(), subject))
	assert.Contains(t, printed.String(), "No changes.")
	assert.NotContains(t, printed.String(), `"format_version"`, "a plan as JSON has sensitive values")
	assert.NotContains(t, printed.String(), "is nothing of its code's")
	assertOnce(t, env)
}

// assertOnce sees that AWS has of each kind what the code declares, and no
// more.
func assertOnce(t *testing.T, env envs.Environment) {
	t.Helper()
	declared := map[string]int{}
	state, err := initialized(t, env.Name).Show(t.Context())
	require.NoError(t, err)
	for _, r := range state.Values.RootModule.Resources {
		if r.Mode == tfjson.ManagedResourceMode {
			declared[r.Type]++
		}
	}
	there := map[string]int{}
	for _, found := range remains(t, env) {
		prefix, _, _ := strings.Cut(found, "-")
		there[prefix]++
	}
	// Terraform takes over the group that comes with a VPC.
	declared["aws_security_group"] += declared["aws_default_security_group"]
	for prefix, kind := range map[string]string{
		"vpc": "aws_vpc", "subnet": "aws_subnet", "eipalloc": "aws_eip", "nat": "aws_nat_gateway", "vpce": "aws_vpc_endpoint", "sg": "aws_security_group",
	} {
		assert.Positive(t, declared[kind], kind)
		assert.Equal(t, declared[kind], there[prefix], kind)
	}
}

// testRestoredState: a resource that was lost from the state is found again in
// an older version of it. The release that comes next sees that nothing else is.
func testRestoredState(t *testing.T) {
	at := stateOf(subject)
	good, _ := state(t, subject, "")
	versions, err := s3Client().ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: &at.Bucket, Prefix: aws.String(at.Key)})
	require.NoError(t, err)
	var current string
	for _, v := range versions.Versions {
		if *v.Key == at.Key && *v.IsLatest {
			current = *v.VersionId
		}
	}
	require.NotEmpty(t, current)

	printed, err := command(t, subject, "state", "rm", "aws_flow_log.networking_flow_log").CombinedOutput()
	require.NoError(t, err, string(printed))
	assert.Equal(t, []string{"[create] aws_flow_log.networking_flow_log"}, changes(plan(t, subject, tfexec.Refresh(false), tfexec.Target("aws_flow_log.networking_flow_log"))))

	follow(t, subject, "state-restore", nil, map[string]string{"VERSION_ID": current}, step{"Make it the current one", 0})
	stale, err := tryPlan(t)
	assert.Error(t, err, "the lock table vouches for a state that is no longer current")
	assert.Contains(t, unwrapped(stale), "does not match")
	follow(t, subject, "state-restore", nil, nil, step{"Tell the table", 0})

	restored, _ := state(t, subject, "")
	assert.Equal(t, parse(t, good).Serial, parse(t, restored).Serial)

	_, err = s3Client().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &at.Bucket, Key: &at.Key, Body: bytes.NewReader(restored[:len(restored)/2])})
	require.NoError(t, err)
	rubbish, err := tryPlan(t)
	assert.Error(t, err, "a state that is cut off is none")
	assert.Contains(t, unwrapped(rubbish), "does not match")
	follow(t, subject, "state-restore", nil, map[string]string{"VERSION_ID": current}, step{"Make it the current one", 0})
}
