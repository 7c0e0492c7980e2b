package standby

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// The load balancer is asked at its own address by the name that users know, in TLS
// and in the request.
func TestStandbyIsAskedAsUsersWill(t *testing.T) {
	var status int
	var asked []string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.TLS.ServerName+" "+r.Host+" "+r.URL.Path)
		w.Header().Set("Location", "https://example.com/elsewhere")
		w.WriteHeader(status)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	address := strings.TrimPrefix(server.URL, "https://")

	// The certificate of httptest's servers is for example.com.
	ask := asker("example.com", "/health", address, trusted)
	for _, status = range []int{http.StatusServiceUnavailable, http.StatusMovedPermanently, http.StatusOK} {
		err := ask(t.Context())
		if status == http.StatusOK {
			assert.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, fmt.Sprint("status ", status))
		}
	}
	assert.Equal(t, slices.Repeat([]string{"example.com example.com /health"}, 3), asked)

	assert.ErrorContains(t, asker("api.example.org", "/health", address, trusted)(t.Context()), "certificate is valid for",
		"a standby with another certificate would be no help")
	server.Close()
	assert.Error(t, ask(t.Context()))
}

// stub answers as AWS, by action or path.
func stub(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *Operator {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(answer))
	t.Cleanup(server.Close)
	env := fixture.Drilled()
	standby, _ := env.InSecondRegion()
	in := func(region string) aws.Config {
		return aws.Config{Region: region, BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", "")}
	}
	return &Operator{Runner: &terraform.Runner{}, Stdout: io.Discard, env: env, standby: standby, account: "111122223333", own: in(env.Region), second: in(standby.Region)}
}

func TestRouteIsReadOfTheRecords(t *testing.T) {
	const record = `<ResourceRecordSet><Name>%s.</Name><Type>A</Type><SetIdentifier>%[2]s</SetIdentifier><Failover>%[2]s</Failover>` +
		`<AliasTarget><HostedZoneId>Z</HostedZoneId><DNSName>%[3]s.</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>%[4]s</ResourceRecordSet>`
	api := fixture.Drilled().Domain.API
	records := ""
	o := stub(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/hostedzonesbyname"):
			fmt.Fprintf(w, `<ListHostedZonesByNameResponse><HostedZones>
				<HostedZone><Id>/hostedzone/PRIVATE</Id><Name>%[1]s.</Name><Config><PrivateZone>true</PrivateZone></Config></HostedZone>
				<HostedZone><Id>/hostedzone/PUBLIC</Id><Name>%[1]s.</Name></HostedZone></HostedZones></ListHostedZonesByNameResponse>`, fixture.Drilled().Domain.Zone)
		case strings.HasSuffix(r.URL.Path, "/hostedzone/PUBLIC/rrset"):
			fmt.Fprintf(w, `<ListResourceRecordSetsResponse><ResourceRecordSets>%s</ResourceRecordSets></ListResourceRecordSetsResponse>`, records)
		default:
			t.Error("asked for", r.URL)
		}
	})
	_, err := o.route(t.Context())
	require.EqualError(t, err, "no record of api.pdm-staging.company.com in Route 53 prefers us-east-1 while that is healthy: make apply ENV=staging")
	records = fmt.Sprintf(record, api, "PRIMARY", "own.elb.amazonaws.com", "<HealthCheckId>abc</HealthCheckId>")
	_, err = o.asker(t.Context())
	require.EqualError(t, err, "no record of api.pdm-staging.company.com in Route 53 leads to us-west-2: make apply ENV=staging-standby")
	records += fmt.Sprintf(record, api, "SECONDARY", "standby.elb.amazonaws.com", "") +
		fmt.Sprintf(record, "app."+fixture.Drilled().Domain.Zone, "SECONDARY", "another.elb.amazonaws.com", "")
	found, err := o.route(t.Context())
	require.NoError(t, err)
	assert.Equal(t, route{check: "abc", standby: "standby.elb.amazonaws.com"}, found)
}

func TestHealthIsWhatMostCheckersSee(t *testing.T) {
	answers := []string{}
	o := stub(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "/2013-04-01/healthcheck/abc/status", r.URL.Path)
		fmt.Fprint(w, "<GetHealthCheckStatusResponse><HealthCheckObservations>")
		for _, answer := range answers {
			fmt.Fprintf(w, "<HealthCheckObservation><StatusReport><Status>%s</Status></StatusReport></HealthCheckObservation>", answer)
		}
		fmt.Fprint(w, "</HealthCheckObservations></GetHealthCheckStatusResponse>")
	})
	_, err := o.seen(t.Context(), "abc")
	require.ErrorContains(t, err, "no health checker has reported yet")
	for healthy, ok := range map[int]bool{0: false, 2: false, 3: true, 16: true} {
		answers = append(slices.Repeat([]string{"Success: HTTP Status Code 200, OK"}, healthy), slices.Repeat([]string{"Failure: Connection timed out"}, 16-healthy)...)
		seen, err := o.seen(t.Context(), "abc")
		require.NoError(t, err)
		assert.Equal(t, view{healthy, 16}, seen)
		assert.Equal(t, ok, seen.ok(), "%s", seen)
	}
}

// A drill is one of an environment that Route 53 leads to, and stays there.
func TestDrillNeedsAnEnvironmentThatIsWell(t *testing.T) {
	o := stub(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/hostedzonesbyname"):
			fmt.Fprintf(w, `<ListHostedZonesByNameResponse><HostedZones><HostedZone><Id>Z</Id><Name>%s.</Name></HostedZone></HostedZones></ListHostedZonesByNameResponse>`,
				fixture.Drilled().Domain.Zone)
		case strings.HasSuffix(r.URL.Path, "/rrset"):
			fmt.Fprintf(w, `<ListResourceRecordSetsResponse><ResourceRecordSets><ResourceRecordSet><Name>%s.</Name><Type>A</Type><Failover>PRIMARY</Failover>`+
				`<HealthCheckId>abc</HealthCheckId></ResourceRecordSet></ResourceRecordSets></ListResourceRecordSetsResponse>`, fixture.Drilled().Domain.API)
		case strings.HasSuffix(r.URL.Path, "/healthcheck/abc/status"):
			fmt.Fprint(w, `<GetHealthCheckStatusResponse><HealthCheckObservations><HealthCheckObservation><StatusReport><Status>Failure: Connection timed out</Status>`+
				`</StatusReport></HealthCheckObservation></HealthCheckObservations></GetHealthCheckStatusResponse>`)
		default:
			t.Error("asked for", r.URL)
		}
	})
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	_, err := o.ready(t.Context(), noon)
	require.EqualError(t, err, "only 0 of 1 of Route 53's health checkers find staging healthy: it would lead users to the standby")

	o.env.OffHours = &envs.OffHours{Stop: "20:00", Start: "07:00", TimeZone: "UTC"}
	_, err = o.ready(t.Context(), noon.Add(10*time.Hour))
	require.EqualError(t, err, "staging sleeps until 07:00 (UTC), and Route 53 would lead to its standby: drill while it is awake")
}

// fakeS3 replicates what is written to a bucket once the other was asked so often.
type fakeS3 struct {
	t       *testing.T
	after   int
	objects map[string]string
	written []string
	refuses string
}

func (f *fakeS3) answer(w http.ResponseWriter, r *http.Request) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case r.Method == f.refuses:
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "<Error><Code>AccessDenied</Code></Error>")
	case r.Method == http.MethodPut:
		content, err := io.ReadAll(r.Body)
		assert.NoError(f.t, err)
		// The SDK sends it in chunks, with a checksum behind.
		f.objects[bucket+"/"+key] = string(content)
		f.written = append(f.written, bucket+"/"+key)
	case r.URL.Query().Has("versions"):
		fmt.Fprint(w, "<ListVersionsResult>")
		if prefix := r.URL.Query().Get("prefix"); f.objects[bucket+"/"+prefix] != "" {
			fmt.Fprintf(w, "<Version><Key>%s</Key><VersionId>v1</VersionId></Version>", prefix)
		}
		fmt.Fprint(w, "</ListVersionsResult>")
	case r.Method == http.MethodDelete:
		assert.Equal(f.t, "v1", r.URL.Query().Get("versionId"), "without a version it would only be hidden")
		delete(f.objects, bucket+"/"+key)
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodGet:
		if f.after--; f.after >= 0 {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, "<Error><Code>NoSuchKey</Code></Error>")
			return
		}
		f.objects[bucket+"/"+key] = "replica"
		fmt.Fprint(w, "Written by a drill of staging.\n")
	default:
		f.t.Error(r.Method, r.URL)
	}
}

func TestDataIsMeasuredAndTakenAway(t *testing.T) {
	f := &fakeS3{t: t, after: 3, objects: map[string]string{}}
	o := stub(t, f.answer)
	clock := time.Date(2026, 11, 29, 14, 30, 0, 0, time.UTC)
	d := &drill{Operator: o, page: page{began: clock}, now: func() time.Time { return clock }, pause: func(context.Context) error {
		clock = clock.Add(10 * time.Second)
		return nil
	}}
	lag, err := d.cross(t.Context(), o.own, o.second)
	require.NoError(t, err)
	assert.Equal(t, 30*time.Second, lag)
	assert.Equal(t, []string{"pdm-staging-ml-data-111122223333/drill/2026-11-29-1430-to-us-west-2.txt"}, f.written)
	assert.Empty(t, f.objects, "nothing is left in either bucket")

	_, err = d.cross(t.Context(), o.second, o.own)
	require.NoError(t, err)
	assert.Equal(t, "pdm-staging-ml-data-replica-111122223333/drill/2026-11-29-1430-to-us-east-1.txt", f.written[1])

	f.after = 1000
	_, err = d.cross(t.Context(), o.own, o.second)
	require.ErrorContains(t, err, "is not in pdm-staging-ml-data-replica-111122223333 after 20m; see the metrics of replication")
	assert.Empty(t, f.objects)

	f.after, f.refuses = 0, http.MethodDelete
	_, err = d.cross(t.Context(), o.own, o.second)
	require.ErrorContains(t, err, "take drill/2026-11-29-1430-to-us-west-2.txt out of pdm-staging-ml-data-111122223333")
}
