package terraform_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/docs/markdown"
)

// step is a block of commands of a runbook: the nth below a heading.
type step struct {
	heading string
	n       int
}

// follow runs steps of a runbook in one shell, as a person would who has put
// the stack's name for production's and values for what is in capital letters.
// It returns what they printed.
func follow(t *testing.T, stack, runbook string, stdin io.Reader, values map[string]string, steps ...step) string {
	t.Helper()
	root := filepath.Join("..", "..")
	blocks, err := markdown.Blocks(filepath.Join(root, "docs", "runbooks", runbook+".md"))
	require.NoError(t, err)
	script := "set -eu -o pipefail\n"
	for _, wanted := range steps {
		n, found := 0, false
		for _, block := range blocks {
			if block.Heading == wanted.heading {
				if n == wanted.n {
					script, found = script+block.Text, true
				}
				n++
			}
		}
		require.True(t, found, "%s has no block %d below %q", runbook, wanted.n, wanted.heading)
	}
	script = strings.ReplaceAll(script, written.Label().Prefix(), written.Project+"-"+stack)
	script = strings.ReplaceAll(script, written.Name, stack)
	script = strings.ReplaceAll(script, "https://api.supabase.com", target.Endpoint+"/supabase")
	for word, value := range values {
		require.Contains(t, script, word)
		script = strings.ReplaceAll(script, word, value)
	}

	awsCLI, err := toolchain.AWSCLIPath(t.Context(), root)
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "cdktf.out", "stacks"), 0o755))
	require.NoError(t, os.Symlink(workdir(stack), filepath.Join(dir, "cdktf.out", "stacks", stack)))
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
	cmd.Dir, cmd.Stdin = dir, stdin
	region := envs.Store.Region
	for _, env := range envs.All() {
		if env.Name == stack {
			region = env.Region
		}
	}
	path := strings.Join([]string{filepath.Dir(awsCLI), filepath.Dir(terraformPath), os.Getenv("PATH")}, string(os.PathListSeparator))
	cmd.Env = append(environ(t), "PATH="+path, "AWS_ENDPOINT_URL="+target.Endpoint, "AWS_REGION="+region, "AWS_DEFAULT_REGION="+region, "AWS_PAGER=",
		"SUPABASE_ACCESS_TOKEN=sbp_"+strings.Repeat("0", 40))
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", script, printed)
	return string(printed)
}

// testRunbooks follows the runbooks as far as the emulator goes along: it runs
// no task, and restores no backup. Locks and states are followed where those
// are tested.
func testRunbooks(t *testing.T) {
	ctx := t.Context()
	followed := func(runbook string, values map[string]string, steps ...step) string {
		t.Helper()
		return follow(t, subject, runbook, nil, values, steps...)
	}
	deploy := func(tag string) *tfjson.Plan {
		t.Helper()
		return release(t, rehearsal, "release", images(tag, "v1.0.0"))
	}

	label, domain := rehearsal.Label(), rehearsal.Domain
	gateway, service := label.Name("api-gateway"), label.Name("ml-service")
	looked := followed("service-restart", nil, step{"Look first", 0}, step{"Look first", 1})
	assert.Contains(t, looked, gateway)
	assert.Contains(t, looked, service)
	assert.Contains(t, followed("service-restart", nil, step{"Restart", 0}), "PRIMARY")

	assertOneRelease(t, deploy("v1.1.0"))
	revisions := followed("service-rollback", nil, step{"What ran before", 0})
	assert.Contains(t, revisions, gateway+":1")
	assert.Contains(t, revisions, gateway+":2")
	assert.Regexp(t, gateway+`:1\s*$`, followed("service-rollback", map[string]string{"REVISION": "1"}, step{"At once", 0}))
	const api = "aws_ecs_service.compute_api-gateway[0]"
	again := plan(t, subject, tfexec.Target(api), tfexec.Var("api_gateway_image_tag=v1.1.0"), tfexec.Var("ml_service_image_tag=v1.0.0"))
	assert.Equal(t, []string{"[update] " + api}, changes(again), "Terraform would deploy the bad release again")
	assertOneRelease(t, deploy("v1.0.0"))

	followed("service-scale", nil, step{"More tasks, at once", 0})
	assert.Regexp(t, `\b6\b.*\b20\b`, followed("service-scale", nil, step{"Look first", 0}))

	logs := cloudwatchlogs.NewFromConfig(awsConfig(rehearsal.Region))
	group, stream := aws.String(label.ServiceLogGroup("api-gateway")), aws.String("task")
	_, err := logs.CreateLogStream(ctx, &cloudwatchlogs.CreateLogStreamInput{LogGroupName: group, LogStreamName: stream})
	require.NoError(t, err)
	_, err = logs.PutLogEvents(ctx, &cloudwatchlogs.PutLogEventsInput{LogGroupName: group, LogStreamName: stream, LogEvents: []logtypes.InputLogEvent{
		{Message: aws.String("a line of the API"), Timestamp: aws.Int64(time.Now().UnixMilli())},
	}})
	require.NoError(t, err)
	assert.Contains(t, followed("logs", nil, step{"The last minutes", 0}), "a line of the API")
	assert.Contains(t, followed("logs", nil, step{"A question", 0}), `"status"`)
	assert.Contains(t, followed("blocked-requests", nil, step{"Which rule, and whom", 0}), `"status"`)
	assert.Contains(t, followed("nat-ports", nil, step{"To where", 0}), `"status"`)

	bucket, key := aws.String(label.Name("ml-data", owner)), aws.String("models/current.bin")
	put := func(content string) (version string) {
		made, err := s3Client().PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key, Body: strings.NewReader(content)})
		require.NoError(t, err)
		return *made.VersionId
	}
	content := func() string {
		t.Helper()
		object, err := s3Client().GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
		require.NoError(t, err)
		defer object.Body.Close()
		text, err := io.ReadAll(object.Body)
		require.NoError(t, err)
		return string(text)
	}
	first := put("first")
	put("second")
	deleted, err := s3Client().DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: key})
	require.NoError(t, err)
	const objects = "An object, deleted or overwritten"
	named := map[string]string{" KEY": " " + *key}
	listed := followed("data-restore", named, step{"Restore data", 0}, step{objects, 0})
	assert.Contains(t, listed, first)
	assert.Contains(t, listed, *deleted.VersionId)
	named["MARKER_ID"] = *deleted.VersionId
	followed("data-restore", named, step{"Restore data", 0}, step{objects, 1})
	assert.Equal(t, "second", content())
	followed("data-restore", map[string]string{" KEY": " " + *key, "/KEY?": "/" + *key + "?", "VERSION_ID": first}, step{"Restore data", 0}, step{objects, 2})
	assert.Equal(t, "first", content())

	if rehearsal.Supabase != nil {
		assert.Contains(t, followed("secret-rotation", nil, step{"When it changed", 0}), "AWSCURRENT")
	}
	assert.Equal(t, 2, strings.Count(followed("secret-rotation", nil, step{"Let services read it", 0}), "PRIMARY"))
	assert.Contains(t, followed("cost-alarm", nil, step{"What costs", 0}), strconv.Itoa(rehearsal.MonthlyBudgetUSD))
	assert.Contains(t, followed("certificate", map[string]string{written.Domain.API: domain.API}, step{"Look", 0}), domain.API)
	forgetUntaggedZones(t)
	lost := followed("region-loss", map[string]string{written.Domain.Zone: domain.Zone}, step{"The region is lost", 2})
	assert.Equal(t, 2, strings.Count(lost, `"DELETE"`), lost)
	assert.Contains(t, lost, `"Name": "`+domain.API+`."`)
	assert.Regexp(t, `"Name": "_[^"]+\.`+regexp.QuoteMeta(domain.API)+`\."`, lost)
	if rehearsal.Frontend != nil {
		assert.NotContains(t, lost, rehearsal.Frontend.Domain)
	}
	assert.Contains(t, followed("state-restore", nil, step{"Which version", 0}), "ListObjectVersions")
	assert.Equal(t, []string{"[update] aws_appautoscaling_target.compute_api-gateway_scaling[0]"}, changes(deploy("v1.0.0")), "the next release takes back what was scaled by hand")
}

// forgetUntaggedZones removes the zone that a killed apply may have left: the
// provider tags a zone only once it is in sync, half a minute after it is made,
// and what has no tags nobody can tell for the environment's (runbook state-lock).
func forgetUntaggedZones(t *testing.T) {
	t.Helper()
	client := route53.NewFromConfig(awsConfig(rehearsal.Region))
	zone := applied(t, subject)["aws_route53_zone.compute_zone"]
	found, err := client.ListHostedZonesByName(t.Context(), &route53.ListHostedZonesByNameInput{DNSName: aws.String(zone["name"].(string))})
	require.NoError(t, err)
	for _, z := range found.HostedZones {
		if strings.TrimPrefix(*z.Id, "/hostedzone/") != zone["zone_id"] && strings.TrimSuffix(*z.Name, ".") == zone["name"] {
			_, err := client.DeleteHostedZone(t.Context(), &route53.DeleteHostedZoneInput{Id: z.Id})
			require.NoError(t, err)
		}
	}
}
