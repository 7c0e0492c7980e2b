package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

var planning = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// ran is a step that began so many minutes after the plan did, and took so many.
func ran(step string, after, took time.Duration) timing {
	return timing{Step: step, Began: planning.Add(after * time.Minute), Ended: planning.Add((after + took) * time.Minute)}
}

func failed(t timing) timing {
	t.Failed = true
	return t
}

func TestTimesAddUp(t *testing.T) {
	whole := []timing{ran(PlanStep, 0, 2), ran(ApplyStep, 32, 4), ran(RolloutStep, 36, 3), ran(SmokeStep, 39, 1)}
	slow := slices.Clone(whole)
	slow[2] = ran(RolloutStep, 36, 12)
	stale := failed(ran(ApplyStep, 32, 0))
	stale.Stale = true
	for name, test := range map[string]struct {
		steps []timing
		lines string
		want  error
	}{
		"whole": {whole, `| step | took |
|---|---|
| plan | 2m0s |
| consent, and a machine to go on with | 30m0s |
| apply | 4m0s |
| roll-out | 3m0s |
| smoke test | 1m0s |
| all but the consent | 10m0s of 15m0s |`, nil},
		"failed": {append(slices.Clone(whole[:2]), failed(whole[2])), `| step | took |
|---|---|
| plan | 2m0s |
| consent, and a machine to go on with | 30m0s |
| apply | 4m0s |
| roll-out, which failed | 3m0s |
| all but the consent | 9m0s of 15m0s |`, nil},
		"again":          {append([]timing{failed(ran(SmokeStep, 0, 9))}, whole...), "", nil},
		"too long":       {slow, "| all but the consent | **19m0s of 15m0s** |", nil},
		"stale":          {append(slices.Clone(whole[:1]), stale), "", errNothingApplied},
		"a plan alone":   {whole[:1], "", errNothingApplied},
		"not over":       {whole[:3], "", errors.New("it is not over: make rollout and make smoke come first")},
		"without a plan": {whole[1:], "| step | took |\n|---|---|\n| apply | 4m0s |\n| roll-out | 3m0s |\n", nil},
	} {
		sum, err := addUp(test.steps)
		if fmt.Sprint(err) != fmt.Sprint(test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
		if lines := strings.Join(sum.lines(), "\n"); err == nil && !strings.Contains(lines, test.lines) {
			t.Errorf("%s:\n%s", name, lines)
		}
		if name == "again" && sum.failed {
			t.Error("a step that succeeded the second time failed")
		}
	}
}

// Each step leaves its time, also when it fails; a new plan begins anew.
func TestStepsAreTimed(t *testing.T) {
	d := &Delivery{Folder: t.TempDir(), Stdout: &bytes.Buffer{}}
	now := planning
	clock := func() time.Time {
		now = now.Add(time.Minute)
		return now
	}
	if err := d.Timed("dev", PlanStep, clock, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	stale := fmt.Errorf("apply: %w", terraform.ErrStale)
	if err := d.Timed("dev", ApplyStep, clock, func() error { return stale }); !errors.Is(err, stale) {
		t.Fatal(err)
	}
	got, err := d.times("dev")
	want := []timing{ran(PlanStep, 1, 1), failed(ran(ApplyStep, 3, 1))}
	want[1].Stale = true
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if err := d.forget("dev"); err != nil {
		t.Fatal(err)
	}
	if got, err = d.times("dev"); got != nil || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}

// counter is CloudWatch with what was published before.
type counter struct {
	t                 *testing.T
	succeeded, failed []time.Time
	put               map[string]float64
}

func (c *counter) GetMetricData(_ context.Context, in *cloudwatch.GetMetricDataInput, _ ...func(*cloudwatch.Options)) (*cloudwatch.GetMetricDataOutput, error) {
	out := &cloudwatch.GetMetricDataOutput{}
	// A page each.
	query := in.MetricDataQueries[0]
	if in.NextToken == nil {
		out.NextToken = aws.String("2")
	} else {
		query = in.MetricDataQueries[1]
	}
	all := map[string][]time.Time{envs.DeliverySuccess: c.succeeded, envs.DeliveryChangeFailure: c.failed}[*query.MetricStat.Metric.MetricName]
	result := cwtypes.MetricDataResult{Id: query.Id}
	for _, at := range append(slices.Clone(all), planning.AddDate(0, 0, -50)) {
		value := 1.0
		if at.Equal(planning.AddDate(0, 0, -50)) {
			// Each is published, of which most are zero.
			value = 0
		}
		result.Timestamps, result.Values = append(result.Timestamps, at), append(result.Values, value)
	}
	out.MetricDataResults = []cwtypes.MetricDataResult{result}
	return out, nil
}

func (c *counter) PutMetricData(_ context.Context, in *cloudwatch.PutMetricDataInput, _ ...func(*cloudwatch.Options)) (*cloudwatch.PutMetricDataOutput, error) {
	if *in.Namespace != "pdm-dev" {
		c.t.Errorf("the namespace is %q", *in.Namespace)
	}
	for _, d := range in.MetricData {
		if len(d.Dimensions) > 0 {
			c.t.Errorf("%s has dimensions, which the dashboard does not know", *d.MetricName)
		}
		c.put[*d.MetricName] = *d.Value
	}
	return &cloudwatch.PutMetricDataOutput{}, nil
}

// The four keys of DORA: how often, how long from the commit, how many fail, how
// long until it works again.
func TestDeliveriesAreCounted(t *testing.T) {
	hours := func(ago ...int) (all []time.Time) {
		for _, h := range ago {
			all = append(all, planning.Add(-time.Duration(h)*time.Hour))
		}
		return all
	}
	dir, git := repository(t)
	git("commit", "--quiet", "--allow-empty", "--message", "change", "--date", "2026-11-29T11:00:00Z")
	for name, test := range map[string]struct {
		failed            bool
		succeeded, before []time.Time
		event             string
		want              map[string]float64
	}{
		"first":   {false, nil, nil, "workflow_dispatch", map[string]float64{"delivery-duration": 600, "delivery-success": 1, "delivery-change-failure": 0}},
		"failure": {true, hours(1), hours(2), "push", map[string]float64{"delivery-duration": 600, "delivery-success": 0, "delivery-change-failure": 1}},
		"restored": {false, hours(9, 30), hours(2, 5, 20), "workflow_dispatch",
			map[string]float64{"delivery-duration": 600, "delivery-success": 1, "delivery-change-failure": 0, "delivery-time-to-restore": 5 * 3600}},
		"never well before": {false, nil, hours(3), "workflow_dispatch",
			map[string]float64{"delivery-duration": 600, "delivery-success": 1, "delivery-change-failure": 0, "delivery-time-to-restore": 3 * 3600}},
		"pushed": {false, hours(1), hours(2), "push", map[string]float64{"delivery-duration": 600, "delivery-success": 1, "delivery-change-failure": 0, "delivery-lead-time": 0}},
	} {
		t.Setenv("GITHUB_EVENT_NAME", test.event)
		c := &counter{t: t, succeeded: test.succeeded, failed: test.before, put: map[string]float64{}}
		d := &Delivery{Root: dir, Folder: t.TempDir(), Stdout: &bytes.Buffer{}}
		env, err := named(environments(), "dev")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.publish(t.Context(), env, c, delivered{duration: 10 * time.Minute, failed: test.failed, ended: planning}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := c.put[envs.DeliveryLeadTime]; ok {
			committed, err := d.committed(t.Context())
			if err != nil || c.put[envs.DeliveryLeadTime] != planning.Sub(committed).Seconds() {
				t.Errorf("%s: %v, %v", name, c.put, err)
			}
			c.put[envs.DeliveryLeadTime] = 0
		}
		if fmt.Sprint(c.put) != fmt.Sprint(test.want) {
			t.Errorf("%s: %v, want %v", name, c.put, test.want)
		}
	}
}

// What was not applied is no delivery, and asks nobody.
func TestNothingIsRecordedOfNothing(t *testing.T) {
	nobody := func(context.Context, envs.Environment) (aws.Config, error) {
		return aws.Config{}, errors.New("AWS was asked")
	}
	var said bytes.Buffer
	d := &Delivery{Folder: t.TempDir(), Stdout: &said}
	if err := d.Timed("dev", ApplyStep, time.Now, func() error { return errors.New("another commit is checked out") }); err == nil {
		t.Fatal("no error")
	}
	if err := d.Record(t.Context(), "dev", nobody); err != nil || said.String() != "dev: nothing was applied, so there is nothing to record\n" {
		t.Errorf("%q, %v", said.String(), err)
	}
	if err := d.write("dev", applySuffix, "### dev: the apply failed\n"); err != nil {
		t.Fatal(err)
	}
	if err := d.Record(t.Context(), "dev", nobody); err == nil || !strings.Contains(err.Error(), "AWS was asked") {
		t.Error(err)
	}
	content, err := os.ReadFile(d.file("dev", applySuffix))
	if err != nil || !strings.Contains(string(content), "\n| apply, which failed | ") {
		t.Errorf("%s, %v", content, err)
	}
}
