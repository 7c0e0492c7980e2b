package standby

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/stretchr/testify/assert"

	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/terraform"
)

const (
	first = "us-east-1"
	other = "us-west-2"
)

type object = map[string]any

// regions are production's two, as AWS answers in them: with nothing in the way
// unless a test puts it there.
type regions struct {
	t   *testing.T
	api *httptest.Server
	// away is a region that does not answer.
	away string
	// Of each region: what services run, the digests of images, versions of secrets.
	runs, images, secrets map[string]map[string]string
	// Of each region, what S3 tells of the replication, the last value first.
	latency, failed map[string][]float64
	bucket          bool
	certificate     string
	days            int
	quota           float64
	// published is what was counted, by region, namespace and name.
	published map[string]float64
}

func newRegions(t *testing.T) (*regions, *Operator) {
	t.Helper()
	r := &regions{t: t, bucket: true, certificate: "ISSUED", days: 200, quota: 10000, published: map[string]float64{},
		runs: map[string]map[string]string{}, images: map[string]map[string]string{}, secrets: map[string]map[string]string{},
		latency: map[string][]float64{other: {7}}, failed: map[string][]float64{}}
	for _, region := range []string{first, other} {
		r.runs[region] = map[string]string{"api-gateway": "v2", "ml-service": "v2"}
		r.images[region] = map[string]string{"api-gateway:v2": "sha256:a2", "api-gateway:v1": "sha256:a1", "ml-service:v2": "sha256:m2"}
		r.secrets[region] = map[string]string{"pdm-production-supabase": "last", "pdm-production-datadog": "last"}
	}
	r.api = httptest.NewServer(http.HandlerFunc(r.answer))
	t.Cleanup(r.api.Close)
	in := func(region string) aws.Config {
		return aws.Config{Region: region, BaseEndpoint: &r.api.URL, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", "")}
	}
	env := fixture.StandingBy()
	standby, _ := env.InSecondRegion()
	return r, &Operator{
		Runner: &terraform.Runner{Target: terraform.Target{Endpoint: r.api.URL}}, Stdout: io.Discard,
		env: env, standby: standby, own: in(first), second: in(other), account: "111122223333",
	}
}

var scope = regexp.MustCompile(`Credential=[^/]+/\d+/([a-z0-9-]+)/`)

func (r *regions) answer(w http.ResponseWriter, request *http.Request) {
	region := scope.FindStringSubmatch(request.Header.Get("Authorization"))[1]
	if region == r.away {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if request.Method == http.MethodHead {
		if !r.bucket {
			w.WriteHeader(http.StatusNotFound)
		}
		return
	}
	content, err := io.ReadAll(request.Body)
	assert.NoError(r.t, err)
	service, action, _ := strings.Cut(request.Header.Get("X-Amz-Target"), ".")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if action == "" {
		// Amazon EC2, where nothing is.
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, "<Response></Response>")
		return
	}
	var asked struct {
		Cluster, TaskDefinition, RepositoryName, SecretID, MetricName, Namespace string
		Services                                                                 []string
		ImageIds                                                                 []struct{ ImageTag string }
		Dimensions                                                               []struct{ Name, Value string }
		MetricData                                                               []struct {
			MetricName string
			Value      float64
		}
	}
	assert.NoError(r.t, json.Unmarshal(content, &asked), action)
	answer := func(what object) { assert.NoError(r.t, json.NewEncoder(w).Encode(what)) }
	refuse := func(kind string) {
		w.WriteHeader(http.StatusBadRequest)
		answer(object{"__type": kind, "message": "no"})
	}
	prefix := map[string]string{first: "pdm-production-", other: "pdm-production-standby-"}[region]
	switch action {
	case "ListClusters":
		answer(object{"clusterArns": []string{}})
	case "DescribeServices":
		assert.Equal(r.t, prefix+"cluster", asked.Cluster)
		if release, ok := r.runs[region][strings.TrimPrefix(asked.Services[0], prefix)]; ok {
			answer(object{"services": []object{{"status": "ACTIVE", "taskDefinition": strings.TrimPrefix(asked.Services[0], prefix) + ":" + release}}})
			return
		}
		answer(object{})
	case "DescribeTaskDefinition":
		name, release, _ := strings.Cut(asked.TaskDefinition, ":")
		answer(object{"taskDefinition": object{"containerDefinitions": []object{{"name": name, "image": "registry/pdm-production/" + name + ":" + release}}}})
	case "DescribeImages":
		digest, ok := r.images[region][strings.TrimPrefix(asked.RepositoryName, "pdm-production/")+":"+asked.ImageIds[0].ImageTag]
		if !ok {
			refuse("ImageNotFoundException")
			return
		}
		answer(object{"imageDetails": []object{{"imageDigest": digest}}})
	case "DescribeSecret":
		version, ok := r.secrets[region][asked.SecretID]
		if !ok {
			refuse("ResourceNotFoundException")
			return
		}
		answer(object{"VersionIdsToStages": object{version: []string{"AWSCURRENT"}}})
	case "ListCertificates":
		assert.Equal(r.t, other, region)
		answer(object{"CertificateSummaryList": []object{{"DomainName": "api.pdm.company.com", "CertificateArn": "c"}}})
	case "DescribeCertificate":
		answer(object{"Certificate": object{"Status": r.certificate, "NotAfter": time.Now().Add(time.Duration(r.days)*24*time.Hour + time.Hour).Unix()}})
	case "GetServiceQuota":
		answer(object{"Quota": object{"Value": r.quota}})
	case "GetMetricStatistics":
		assert.Equal(r.t, "AWS/S3", asked.Namespace)
		assert.Equal(r.t, []struct{ Name, Value string }{
			{"SourceBucket", "pdm-production-ml-data-111122223333"}, {"DestinationBucket", "pdm-production-ml-data-replica-111122223333"}, {"RuleId", "ml-data"},
		}, asked.Dimensions)
		values, of := r.latency, "Maximum"
		if asked.MetricName != "ReplicationLatency" {
			values, of = r.failed, "Sum"
		}
		points := []object{}
		for i, value := range values[region] {
			points = append(points, object{"Timestamp": time.Now().Add(-time.Duration(i) * time.Minute).Unix(), of: value})
		}
		answer(object{"Datapoints": points})
	case "PutMetricData":
		for _, m := range asked.MetricData {
			r.published[region+" "+asked.Namespace+" "+m.MetricName] = m.Value
		}
		answer(object{})
	default:
		r.t.Errorf("%s is asked for %s", service, action)
		refuse("InvalidAction")
	}
}

// row is what the report says about something.
func rowOf(t *testing.T, report Report, what string) preflight.Row {
	t.Helper()
	for _, row := range report.Rows {
		if row.What == what {
			return row
		}
	}
	t.Errorf("no row about %s", what)
	return preflight.Row{}
}

// Whatever keeps a standby from taking over is a problem of its own, with what to do
// about it, and counted where its alarm is.
func TestEachProblemIsCounted(t *testing.T) {
	const vcpus = "Fargate On-Demand vCPU resource count, us-west-2"
	for name, test := range map[string]struct {
		broken  func(*regions)
		what    string
		verdict preflight.Verdict
		found   string
	}{
		"nothing":                 {func(*regions) {}, "ML data", preflight.OK, "7s behind"},
		"no service":              {func(r *regions) { delete(r.runs[other], "api-gateway") }, "service api-gateway", preflight.Blocks, "not there"},
		"no image":                {func(r *regions) { delete(r.images[other], "ml-service:v2") }, "image of ml-service", preflight.Blocks, "not in us-west-2"},
		"another version":         {func(r *regions) { r.runs[other]["api-gateway"] = "v1" }, "version of api-gateway", preflight.Warns, "v1"},
		"another image":           {func(r *regions) { r.images[other]["api-gateway:v2"] = "sha256:else" }, "version of api-gateway", preflight.Warns, "v2"},
		"no secret":               {func(r *regions) { delete(r.secrets[other], "pdm-production-supabase") }, "secret pdm-production-supabase", preflight.Blocks, "not there"},
		"an older secret":         {func(r *regions) { r.secrets[other]["pdm-production-datadog"] = "older" }, "secret pdm-production-datadog", preflight.Warns, "an older one"},
		"no replica":              {func(r *regions) { r.bucket = false }, "ML data", preflight.Blocks, "no pdm-production-ml-data-replica-111122223333"},
		"a replica that is late":  {func(r *regions) { r.latency[other] = []float64{1000, 3} }, "ML data", preflight.Warns, "16m40s behind"},
		"data that does not come": {func(r *regions) { r.failed[first] = []float64{4} }, "ML data", preflight.Warns, "4 operations of a day failed"},
		"no proof of the domain":  {func(r *regions) { r.certificate = "PENDING_VALIDATION" }, "certificate of api.pdm.company.com", preflight.Blocks, "pending_validation"},
		"an old certificate":      {func(r *regions) { r.days = 12 }, "certificate of api.pdm.company.com", preflight.Warns, "issued, for 12 days"},
		"no room":                 {func(r *regions) { r.quota = 1 }, vcpus, preflight.Blocks, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			r, o := newRegions(t)
			test.broken(r)
			report := o.Check(t.Context())
			found := rowOf(t, report, test.what)
			assert.Equal(t, test.verdict, found.Verdict)
			assert.Equal(t, test.found, found.Found)
			assert.Equal(t, test.verdict != preflight.OK, report.Problems > 0, "%d", report.Problems)
			assert.Equal(t, test.verdict != preflight.OK, found.Do != "", "says what to do")
			assert.NoError(t, o.Publish(t.Context(), report))
			assert.Equal(t, map[string]float64{"us-west-2 pdm-production-standby standby-problems": float64(report.Problems)}, r.published)
		})
	}
}

// What was late and has come is no problem, nor that nothing was written; and the
// environment's own region tells of no lag.
func TestDataLag(t *testing.T) {
	for name, test := range map[string]struct {
		latency []float64
		found   string
	}{
		"in range":                 {[]float64{42}, "42s behind"},
		"at the limit":             {[]float64{900}, "15m0s behind"},
		"late before, and not now": {[]float64{5, 4000}, "5s behind"},
		"nothing written, or told": {nil, "the replica is there; nothing was written lately"},
	} {
		r, o := newRegions(t)
		r.latency = map[string][]float64{other: test.latency, first: {5000}}
		found := rowOf(t, o.Check(t.Context()), "ML data")
		assert.Equal(t, preflight.OK, found.Verdict, name)
		assert.Equal(t, test.found, found.Found, name)
	}
}

// While the environment's own region is away, what only that could tell is no
// problem of the standby's; what its own region tells is seen.
func TestLostRegionIsNoProblemOfTheStandby(t *testing.T) {
	r, o := newRegions(t)
	r.away = first
	report := o.Check(t.Context())
	assert.Equal(t, preflight.NotSeen, rowOf(t, report, "version of api-gateway").Verdict)
	assert.Equal(t, "7s behind", rowOf(t, report, "ML data").Found)
	assert.Zero(t, report.Problems)
	delete(r.images[other], "ml-service:v2")
	assert.Equal(t, 1, o.Check(t.Context()).Problems)
}
