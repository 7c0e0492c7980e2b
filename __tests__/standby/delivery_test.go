package standby_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/metrics"
	"github.com/example/predictive-maintenance/internal/pipeline"
)

// releasing plans, as the role that plans, a release of the API.
func releasing(t *testing.T, d *pipeline.Delivery, tag string) {
	t.Helper()
	d.Runner = planner(t)
	d.Runner.Variables = map[string]string{"api_gateway_image_tag": tag, "ml_service_image_tag": release}
	require.NoError(t, d.PlanAll(t.Context(), production.Name, false))
	d.Runner = deployer(t)
	// What is applied, the plan says.
	d.Runner.Variables = nil
}

// replicating waits for Amazon ECR, which brings an image meanwhile.
func replicating(t *testing.T, tag string) pipeline.Watch {
	return pipeline.Watch{
		AWS:   func(_ context.Context, env envs.Environment) (aws.Config, error) { return in(t, env.Region), nil },
		Limit: pipeline.ReplicationLimit, Now: time.Now,
		Pause: func(context.Context) error {
			put(t, second.Region, "api-gateway", tag)
			return nil
		},
	}
}

// deliver brings a release to production and its standby, which serves meanwhile, and
// takes it back, at first without the standby.
func deliver(t *testing.T) {
	t.Run("a delivery goes to the standby first, which goes on serving", func(t *testing.T) {
		put(t, production.Region, "api-gateway", next)
		d, said := delivery(t)
		releasing(t, d, next)
		require.NoError(t, d.ApplyAll(t.Context(), production.Name, false, replicating(t, next)), said)
		for _, line := range []string{
			"api-gateway " + next + " is not in us-west-2 yet; Amazon ECR gets 30m0s to bring it", "api-gateway " + next + " is in us-west-2 too, as sha256:",
		} {
			assert.Contains(t, said.String(), line)
		}
		for _, env := range []envs.Environment{second, production} {
			assert.Equal(t, next, runs(t, env, "api-gateway"), env.Name)
			written, err := os.ReadFile(filepath.Join(d.Folder, env.Name+".apply.md"))
			require.NoError(t, err)
			assert.Contains(t, string(written), "### "+env.Name+": applied (1 added, 1 changed, 1 destroyed)")
		}
		assert.Equal(t, 3, gateways(t))
		assert.Equal(t, "api-gateway 7 of 2 to 10", serving(t)[0])
	})

	t.Run("what is delivered without it is told", func(t *testing.T) {
		d, _ := delivery(t)
		releasing(t, d, release)
		require.NoError(t, d.ApplyAll(t.Context(), production.Name, true, pipeline.Watch{}))
		written, err := os.ReadFile(filepath.Join(d.Folder, production.Name+".apply.md"))
		require.NoError(t, err)
		assert.Contains(t, string(written), "**Its standby in us-west-2 is left out**")
		assert.Equal(t, []string{release, next}, []string{runs(t, production, "api-gateway"), runs(t, second, "api-gateway")})

		// At night, by the role that looks.
		before := problems(t)
		assert.GreaterOrEqual(t, before, 1.0)
		require.NoError(t, d.ApplyAll(t.Context(), second.Name, false, pipeline.Watch{}))
		assert.Equal(t, release, runs(t, second, "api-gateway"))
		assert.Equal(t, before-1, problems(t))
		assert.Equal(t, 3, gateways(t))
		cfg, err := planner(t).Target.Config(t.Context(), second.Region)
		require.NoError(t, err)
		_, err = metrics.Client(cfg).PutMetricData(t.Context(), &cloudwatch.PutMetricDataInput{
			Namespace: aws.String(production.Label().Metrics()), MetricData: []cwtypes.MetricDatum{{MetricName: aws.String(envs.DeliverySuccess), Value: aws.Float64(1)}},
		})
		assert.ErrorContains(t, err, "AccessDenied", "who looks counts no deliveries")
	})
}
