package standby_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/faults"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/metrics"
	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/standby"
	"github.com/example/predictive-maintenance/internal/terraform"
)

var (
	images = map[string]string{"api_gateway_image_tag": release, "ml_service_image_tag": release}
)

const (
	release = "v1.0.0"
	next    = "v1.1.0"
	model   = "models/engine.onnx"
)

// operator works on production's standby, as the role that deploys production. What
// it says is in the buffer.
func operator(t *testing.T) (*standby.Operator, *bytes.Buffer) {
	t.Helper()
	var said bytes.Buffer
	r := deployer(t)
	r.Stdout = &said
	o, err := standby.Of(t.Context(), []envs.Environment{production}, production.Name, r)
	require.NoError(t, err)
	return o, &said
}

// cut has the first region answer nothing, nor the control planes that are there;
// it returns what ends that, and says who asked in vain meanwhile.
func cut(t *testing.T) (end func() (asked []string)) {
	t.Helper()
	var mu sync.Mutex
	var asked []string
	proxy.Fail(func(r *http.Request) *faults.Answer {
		service := faults.Service(r)
		if faults.Region(r) != production.Region && service != "iam" && service != "route53" {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, service)
		return &faults.Answer{Status: http.StatusServiceUnavailable, Code: "ServiceUnavailable"}
	})
	t.Cleanup(func() { proxy.Fail(nil) })
	return func() []string {
		proxy.Fail(nil)
		mu.Lock()
		defer mu.Unlock()
		return asked
	}
}

// push does what a pipeline does in the first region, and Amazon ECR then in the
// second.
func push(t *testing.T, regions ...string) {
	t.Helper()
	for _, region := range regions {
		for _, s := range production.Services {
			put(t, region, s.Name, release)
		}
	}
}

func put(t *testing.T, region, service, tag string) {
	t.Helper()
	_, err := ecr.NewFromConfig(in(t, region)).PutImage(t.Context(), &ecr.PutImageInput{
		RepositoryName: aws.String(production.Label().Repository(service)), ImageTag: aws.String(tag),
		ImageManifest: aws.String(fmt.Sprintf(`{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": {"digest": "sha256:0"}, "layers": [{"digest": %q, "size": 1}]}`, service+tag)),
	})
	require.NoError(t, err)
}

// unpush takes out of the second region what is in it.
func unpush(t *testing.T) {
	t.Helper()
	for _, s := range production.Services {
		_, err := ecr.NewFromConfig(in(t, second.Region)).BatchDeleteImage(t.Context(), &ecr.BatchDeleteImageInput{
			RepositoryName: aws.String(production.Label().Repository(s.Name)), ImageIds: []ecrtypes.ImageIdentifier{{ImageTag: aws.String(release)}, {ImageTag: aws.String(next)}},
		})
		require.NoError(t, err)
	}
}

func digest(t *testing.T, region, service string) string {
	t.Helper()
	out, err := ecr.NewFromConfig(in(t, region)).DescribeImages(t.Context(), &ecr.DescribeImagesInput{
		RepositoryName: aws.String(production.Label().Repository(service)), ImageIds: []ecrtypes.ImageIdentifier{{ImageTag: aws.String(release)}},
	})
	require.NoError(t, err)
	return *out.ImageDetails[0].ImageDigest
}

// runs is the tag that the task definition of a service names.
func runs(t *testing.T, env envs.Environment, service string) string {
	t.Helper()
	client, label := ecs.NewFromConfig(in(t, env.Region)), env.Label()
	services, err := client.DescribeServices(t.Context(), &ecs.DescribeServicesInput{Cluster: aws.String(label.Name("cluster")), Services: []string{label.Name(service)}})
	require.NoError(t, err)
	definition, err := client.DescribeTaskDefinition(t.Context(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: services.Services[0].TaskDefinition})
	require.NoError(t, err)
	for _, c := range definition.TaskDefinition.ContainerDefinitions {
		if *c.Name == service {
			return (*c.Image)[strings.LastIndex(*c.Image, ":")+1:]
		}
	}
	return ""
}

// problems has a look at the standby by the role that looks at night, counted, and
// returns the count as CloudWatch has it.
func problems(t *testing.T) float64 {
	t.Helper()
	r := planner(t)
	r.Stdout = io.Discard
	o, err := standby.Of(t.Context(), []envs.Environment{production}, production.Name, r)
	require.NoError(t, err)
	report := o.Check(t.Context())
	for _, row := range report.Rows {
		assert.NotEqual(t, preflight.NotSeen, row.Verdict, "%s: %s", row.What, row.Do)
	}
	require.NoError(t, o.Publish(t.Context(), report))
	now := time.Now()
	out, err := metrics.Client(in(t, second.Region)).GetMetricStatistics(t.Context(), &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String(second.Label().Metrics()), MetricName: aws.String(envs.StandbyProblems), Statistics: []cwtypes.Statistic{cwtypes.StatisticMinimum},
		StartTime: aws.Time(now.Add(-time.Hour)), EndTime: aws.Time(now.Add(time.Hour)), Period: aws.Int32(7200),
	})
	require.NoError(t, err)
	require.NotEmpty(t, out.Datapoints)
	assert.LessOrEqual(t, *out.Datapoints[0].Minimum, float64(report.Problems))
	return float64(report.Problems)
}

func bucketIn(region string) string {
	if region == second.Region {
		return production.Replica(account)
	}
	return production.Label().Name("ml-data", account)
}

func buckets(t *testing.T, region string) *s3.Client {
	t.Helper()
	return s3.NewFromConfig(in(t, region), func(o *s3.Options) { o.UsePathStyle = true })
}

// write does what a service does in one region, or S3 after it in the other.
func write(t *testing.T, region, key string) {
	t.Helper()
	_, err := buckets(t, region).PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucketIn(region)), Key: &key, Body: strings.NewReader(key)})
	require.NoError(t, err)
}

// serving is the tasks that are wanted of each service of the standby, and between
// which limits.
func serving(t *testing.T) (counts []string) {
	t.Helper()
	label := second.Label()
	for _, s := range second.Services {
		services, err := ecs.NewFromConfig(in(t, second.Region)).DescribeServices(t.Context(), &ecs.DescribeServicesInput{
			Cluster: aws.String(label.Name("cluster")), Services: []string{label.Name(s.Name)},
		})
		require.NoError(t, err)
		targets, err := applicationautoscaling.NewFromConfig(in(t, second.Region)).DescribeScalableTargets(t.Context(), &applicationautoscaling.DescribeScalableTargetsInput{
			ServiceNamespace: types.ServiceNamespaceEcs, ResourceIds: []string{"service/" + label.Name("cluster") + "/" + label.Name(s.Name)},
		})
		require.NoError(t, err)
		require.Len(t, targets.ScalableTargets, 1)
		limits := targets.ScalableTargets[0]
		counts = append(counts, fmt.Sprintf("%s %d of %d to %d", s.Name, services.Services[0].DesiredCount, *limits.MinCapacity, *limits.MaxCapacity))
	}
	return counts
}

func gateways(t *testing.T) int {
	t.Helper()
	out, err := ec2.NewFromConfig(in(t, second.Region)).DescribeNatGateways(t.Context(), &ec2.DescribeNatGatewaysInput{
		Filter: []ec2types.Filter{{Name: aws.String("state"), Values: []string{"available"}}},
	})
	require.NoError(t, err)
	return len(out.NatGateways)
}

// assertUnchanged plans a stack as the role that deploys it, and finds nothing.
func assertUnchanged(t *testing.T, stack string) {
	t.Helper()
	var printed bytes.Buffer
	r := deployer(t)
	r.Stdout = &printed
	require.NoError(t, r.Plan(t.Context(), stack))
	if !strings.Contains(printed.String(), "No changes.") {
		for line := range strings.Lines(printed.String()) {
			if strings.Contains(line, "#") || strings.Contains(line, "Plan:") {
				t.Error(stack, strings.TrimSpace(line))
			}
		}
	}
}

// delivery is one of production, in a repository of its own, and what it says. Who
// runs its steps, each says.
func delivery(t *testing.T) (*pipeline.Delivery, *bytes.Buffer) {
	t.Helper()
	repository := t.TempDir()
	require.NoError(t, os.Symlink(policy.Dir(root), policy.Dir(repository)))
	for _, args := range [][]string{{"init", "--quiet"}, {"commit", "--quiet", "--allow-empty", "--message", "first"}} {
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = repository
		printed, err := cmd.CombinedOutput()
		require.NoError(t, err, string(printed))
	}
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	t.Setenv("GITHUB_OUTPUT", "")
	var said bytes.Buffer
	return &pipeline.Delivery{Root: repository, Folder: filepath.Join(repository, "plans"), Stdout: &said, Environments: []envs.Environment{production}}, &said
}

// With REHEARSAL, as in `make test-faults`, deliveries come in between, whose plans and
// applies take a core some minutes.
func TestLostRegion(t *testing.T) {
	require.NoError(t, runner().Bootstrap(t.Context(), fixtureAccount.BootstrapStack()))
	require.NoError(t, runner().Apply(t.Context(), fixtureAccount.Stack()))
	require.NoError(t, deployer(t).Apply(t.Context(), production.Name))
	push(t, production.Region)
	t.Run("drill", drill)
	assertUnchanged(t, second.Name)
	t.Run("it is in the reviews of pull requests", func(t *testing.T) {
		d, said := delivery(t)
		d.Runner = reviewer(t)
		require.NoError(t, d.Plan(t.Context(), second.Name, pipeline.PlanOptions{}))
		assert.Contains(t, said.String(), "production-standby: no changes")
	})
	waiting := []string{"api-gateway 0 of 0 to 0", "ml-service 0 of 0 to 0"}
	answering := []string{"api-gateway 3 of 2 to 10", "ml-service 2 of 2 to 10"}
	assert.Equal(t, waiting, serving(t))
	assert.Zero(t, gateways(t))

	unpush(t)
	t.Run("a standby that lacks images says so", func(t *testing.T) {
		o, said := operator(t)
		report := o.Check(t.Context())
		require.NoError(t, report.Write(said))
		require.ErrorContains(t, report.Err(), "image of api-gateway (not in us-west-2); image of ml-service (not in us-west-2)", said)
		err := o.Failover(t.Context())
		require.ErrorContains(t, err, "nobody was asked, so nothing was changed")
		o.Confirm = func(question, consent string) bool {
			assert.Contains(t, question, "It lacks something: a failover of production would fail: image of api-gateway")
			assert.Equal(t, production.Name, consent)
			return false
		}
		require.ErrorIs(t, o.Failover(t.Context()), terraform.ErrDeclined)
		assert.Equal(t, waiting, serving(t))
	})

	push(t, second.Region)
	write(t, production.Region, model)
	write(t, second.Region, model)
	o, said := operator(t)
	report := o.Check(t.Context())
	require.NoError(t, report.Write(said))
	// A new account has fewer vCPUs in each region than production starts with.
	require.EqualError(t, report.Err(), "a failover of production would fail: Fargate On-Demand vCPU resource count, us-west-2 (6 (AWS's default))", said)
	for _, row := range []string{"image of ml-service", "version of api-gateway", "secret pdm-production-supabase", "secret pdm-production-datadog",
		"ML data", "certificate of api.pdm.company.com"} {
		assert.Contains(t, said.String(), row)
	}
	assert.NotRegexp(t, `not seen +(image|version|secret)`, said.String())

	t.Run("nothing to come back from", func(t *testing.T) {
		o, said := operator(t)
		require.NoError(t, o.Failback(t.Context()))
		assert.Contains(t, said.String(), "production answers from us-east-1 as it is")
		assert.Equal(t, waiting, serving(t))
	})

	end := cut(t)
	t.Run("failover", func(t *testing.T) {
		o, said := operator(t)
		o.Confirm = func(question, consent string) bool {
			assert.Contains(t, question, "Fargate On-Demand vCPU resource count", "who consents knows what is missing")
			return consent == production.Name
		}
		require.NoError(t, o.Failover(t.Context()), said)
		assert.Regexp(t, `not seen +version of api-gateway`, said.String(), "what the lost region would have to tell")
		assert.Equal(t, answering, serving(t))
		assert.Equal(t, 3, gateways(t))
		for _, s := range second.Services {
			assert.NotEmpty(t, digest(t, second.Region, s.Name))
		}
		for _, secret := range []string{production.Label().SupabaseSecret(), production.Label().DatadogSecret()} {
			value, err := secretsmanager.NewFromConfig(in(t, second.Region)).GetSecretValue(t.Context(), &secretsmanager.GetSecretValueInput{SecretId: &secret})
			require.NoError(t, err, secret)
			assert.NotEmpty(t, *value.SecretString)
		}
		object, err := buckets(t, second.Region).GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucketIn(second.Region)), Key: aws.String(model)})
		require.NoError(t, err)
		content, err := io.ReadAll(object.Body)
		require.NoError(t, err)
		assert.Equal(t, model, string(content))
	})

	t.Run("failover again takes no task away", func(t *testing.T) {
		label := second.Label()
		_, err := ecs.NewFromConfig(in(t, second.Region)).UpdateService(t.Context(), &ecs.UpdateServiceInput{
			Cluster: aws.String(label.Name("cluster")), Service: aws.String(label.Name("api-gateway")), DesiredCount: aws.Int32(7),
		})
		require.NoError(t, err)
		o, _ := operator(t)
		o.Confirm = func(question, _ string) bool {
			assert.Contains(t, question, "production answers from us-west-2 already")
			return true
		}
		require.NoError(t, o.Failover(t.Context()))
		assert.Equal(t, []string{"api-gateway 7 of 2 to 10", answering[1]}, serving(t))
		assert.Equal(t, 3, gateways(t))
	})

	write(t, second.Region, "results/meanwhile.json")
	t.Run("failback while the region is away", func(t *testing.T) {
		o, _ := operator(t)
		err := o.Failback(t.Context())
		require.ErrorContains(t, err, "production cannot come back to us-east-1 yet, and goes on from us-west-2; nothing was changed")
		require.ErrorContains(t, err, "us-east-1 does not answer")
		assert.NotContains(t, err.Error(), "goroutine")
		assert.Equal(t, 3, gateways(t))
		assert.Equal(t, answering[1], serving(t)[1])
	})

	asked := end()
	slices.Sort(asked)
	assert.Equal(t, []string{"ecs"}, slices.Compact(asked), "the lost region is asked whether it is there, and nothing else")

	// The region is back, and the standby serves still.
	assertUnchanged(t, second.Name)
	if os.Getenv("REHEARSAL") != "" {
		deliver(t)
	}

	t.Run("failback waits for the data", func(t *testing.T) {
		o, _ := operator(t)
		err := o.Failback(t.Context())
		require.ErrorContains(t, err, "1 objects that were written in us-west-2 are not in us-east-1, among them results/meanwhile.json")
		require.ErrorContains(t, err, "aws s3 sync s3://"+bucketIn(second.Region)+" s3://"+bucketIn(production.Region)+" --source-region us-west-2 --region us-east-1")
		assert.Equal(t, 3, gateways(t))
	})

	write(t, production.Region, "results/meanwhile.json")
	t.Run("failback", func(t *testing.T) {
		o, said := operator(t)
		require.NoError(t, o.Failback(t.Context()), said)
		assert.Equal(t, waiting, serving(t))
		assert.Zero(t, gateways(t))
	})
	d, told := delivery(t)
	d.Runner = planner(t)
	require.NoError(t, d.DriftAll(t.Context(), production.Name))
	assert.Equal(t, "production: is as its code says\nproduction-standby: is as its code says\n", told.String())

	// It can be taken away again, once nothing is in it.
	unpush(t)
	require.NoError(t, deployer(t).Destroy(t.Context(), second.Name))
}
