package standby_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/faults"
	"github.com/example/predictive-maintenance/internal/standby"
)

// drill has a drill make the standby, as the role that deploys production, and leave
// it waiting for what comes after.
func drill(t *testing.T) {
	// Amazon ECR makes a repository where it replicates something to.
	for _, s := range production.Services {
		_, err := ecr.NewFromConfig(in(t, second.Region)).CreateRepository(t.Context(), &ecr.CreateRepositoryInput{RepositoryName: aws.String(production.Label().Repository(s.Name))})
		require.NoError(t, err)
	}
	push(t, second.Region)
	// A new account has fewer vCPUs in each region than production starts with.
	proxy.Fail(func(r *http.Request) *faults.Answer {
		if faults.Service(r) == "servicequotas" {
			return &faults.Answer{Status: http.StatusForbidden, Code: "AccessDeniedException"}
		}
		return nil
	})
	defer proxy.Fail(nil)

	o, said := operator(t)
	asked := 0
	o.Confirm = func(_, consent string) bool {
		asked++
		assert.Contains(t, said.String(), "make production-standby, with the releases that production runs: api-gateway v1.0.0, ml-service v1.0.0")
		assert.Regexp(t, `Beside its tasks it costs up to [0-9.]+ USD an hour`, said.String())
		return consent == production.Name
	}
	folder := t.TempDir()
	require.NoError(t, o.Drill(t.Context(), folder, standby.RemoveNever), said)
	assert.Equal(t, 1, asked)

	pages, err := filepath.Glob(filepath.Join(folder, "production.drill-*.md"))
	require.NoError(t, err)
	require.Len(t, pages, 1)
	content, err := os.ReadFile(pages[0])
	require.NoError(t, err)
	page := string(content)
	for _, say := range []string{
		"It went well.",
		"| standby | production-standby, in us-west-2; it was made for the drill |",
		"| release of ml-service | v1.0.0, " + digest(t, production.Region, "ml-service") + " |",
		"| an object to us-west-2 | not measured | ML data: region lost: 15 min for 99.9 % of the objects | the emulator replicates nothing |",
		"| its tasks are healthy, from failing over on | not measured |",
		"| its first healthy answer, from failing over on | not measured |  | on the emulator nothing answers |",
		"| RTO: users are answered from us-west-2 | not measured | 1h |",
		"| ok | version of api-gateway | v1.0.0 | v1.0.0 |",
		"- The drill removed the repository pdm-production/ml-service from us-west-2, which Amazon ECR had made for replicas.",
		"- The drill copied api-gateway v1.0.0 to us-west-2",
		"of Route 53's health checkers found production healthy: nobody was led away.",
		"- production-standby was made by the drill, and waits in us-west-2.",
	} {
		assert.Contains(t, page, say)
	}
	for _, step := range []string{"make the standby", "check it", "fail over", "fail back"} {
		assert.Regexp(t, `(?m)^\| `+step+` \| [0-9hms.]+ \| .* \| done \|$`, page)
	}
	for _, s := range production.Services {
		assert.Equal(t, digest(t, production.Region, s.Name), digest(t, second.Region, s.Name))
	}
	for _, region := range []string{production.Region, second.Region} {
		written, err := buckets(t, region).ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String(bucketIn(region))})
		require.NoError(t, err)
		assert.Empty(t, written.Versions, "what the drill wrote is gone")
		assert.Empty(t, written.DeleteMarkers)
	}
}
