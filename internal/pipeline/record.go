package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/metrics"
)

// Record says how long a delivery took and publishes it, with how it ended, as
// metrics of the environment. What changed nothing is no delivery.
func (d *Delivery) Record(ctx context.Context, stack string, config func(ctx context.Context, env envs.Environment) (aws.Config, error)) error {
	env, err := d.environment(stack)
	if err != nil {
		return fmt.Errorf("record the delivery: %w", err)
	}
	all, err := d.times(stack)
	if err != nil {
		return err
	}
	sum, err := addUp(all)
	// What stopped before Terraform began has left no report.
	if _, statErr := os.Stat(d.file(stack, applySuffix)); errors.Is(statErr, fs.ErrNotExist) {
		err = errNothingApplied
	}
	if errors.Is(err, errNothingApplied) {
		fmt.Fprintf(d.Stdout, "%s: nothing was applied, so there is nothing to record\n", stack)
		return nil
	}
	if err != nil {
		return fmt.Errorf("record the delivery of %s: %w", stack, err)
	}
	text := strings.Join(sum.lines(), "\n") + "\n"
	fmt.Fprint(d.Stdout, text)
	told := errors.Join(d.amend(stack, text), d.tell(text))

	cfg, err := config(ctx, env)
	if err != nil {
		return errors.Join(told, err)
	}
	caller, err := identity(ctx, cfg)
	if err == nil {
		err = admit(env, caller)
	}
	if err == nil {
		err = d.publish(ctx, env, metrics.Client(cfg), sum)
	}
	if err != nil {
		err = fmt.Errorf("record the delivery of %s: %w", stack, err)
	}
	return errors.Join(told, err)
}

// metricStore is the part of CloudWatch that keeps metrics.
type metricStore interface {
	cloudwatch.GetMetricDataAPIClient
	PutMetricData(ctx context.Context, in *cloudwatch.PutMetricDataInput, options ...func(*cloudwatch.Options)) (*cloudwatch.PutMetricDataOutput, error)
}

func (d *Delivery) publish(ctx context.Context, env envs.Environment, metrics metricStore, sum delivered) error {
	at := func(name string, value float64, unit cwtypes.StandardUnit) cwtypes.MetricDatum {
		return cwtypes.MetricDatum{MetricName: &name, Timestamp: &sum.ended, Value: &value, Unit: unit}
	}
	seconds := func(name string, value time.Duration) cwtypes.MetricDatum {
		return at(name, value.Seconds(), cwtypes.StandardUnitSeconds)
	}
	failure := 0.0
	if sum.failed {
		failure = 1
	}
	data := []cwtypes.MetricDatum{
		seconds(envs.DeliveryDuration, sum.duration),
		at(envs.DeliverySuccess, 1-failure, cwtypes.StandardUnitCount), at(envs.DeliveryChangeFailure, failure, cwtypes.StandardUnitCount),
	}
	if !sum.failed {
		since, err := failing(ctx, env, metrics, sum.ended)
		if err != nil {
			return err
		}
		if !since.IsZero() {
			data = append(data, seconds(envs.DeliveryTimeToRestore, sum.ended.Sub(since)))
		}
		// A run that somebody starts by hand, of an earlier commit or image, brings
		// no commit for the first time.
		if os.Getenv("GITHUB_EVENT_NAME") == "push" {
			committed, err := d.committed(ctx)
			if err != nil {
				return err
			}
			data = append(data, seconds(envs.DeliveryLeadTime, sum.ended.Sub(committed)))
		}
	}
	_, err := metrics.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{Namespace: aws.String(env.Label().Metrics()), MetricData: data})
	if err != nil {
		return fmt.Errorf("publish metrics: %w", err)
	}
	return nil
}

// committed is when the commit that is checked out was made.
func (d *Delivery) committed(ctx context.Context) (time.Time, error) {
	text, err := git(ctx, d.Root, "show", "--no-patch", "--format=%ct", "HEAD")
	if err != nil {
		return time.Time{}, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("git show: %w", err)
	}
	return time.Unix(seconds, 0), nil
}

// failing is when the first delivery failed since one succeeded, to five minutes;
// the zero time where the last one did not. CloudWatch keeps five minutes apart for
// 63 days.
func failing(ctx context.Context, env envs.Environment, metrics metricStore, now time.Time) (since time.Time, err error) {
	const apart = 300
	sum := func(id, name string) cwtypes.MetricDataQuery {
		return cwtypes.MetricDataQuery{Id: &id, MetricStat: &cwtypes.MetricStat{
			Metric: &cwtypes.Metric{Namespace: aws.String(env.Label().Metrics()), MetricName: &name}, Period: aws.Int32(apart), Stat: aws.String("Sum"),
		}}
	}
	pages := cloudwatch.NewGetMetricDataPaginator(metrics, &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(now.AddDate(0, 0, -63)), EndTime: &now, ScanBy: cwtypes.ScanByTimestampDescending,
		MetricDataQueries: []cwtypes.MetricDataQuery{sum("succeeded", envs.DeliverySuccess), sum("failed", envs.DeliveryChangeFailure)},
	})
	var succeeded time.Time
	var failures []time.Time
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return since, fmt.Errorf("read how earlier deliveries ended: %w", err)
		}
		for _, result := range page.MetricDataResults {
			for i, at := range result.Timestamps {
				switch {
				case result.Values[i] == 0:
				case aws.ToString(result.Id) == "failed":
					failures = append(failures, at)
				case at.After(succeeded):
					succeeded = at
				}
			}
		}
	}
	for _, at := range failures {
		if at.After(succeeded) && (since.IsZero() || at.Before(since)) {
			since = at
		}
	}
	return since, nil
}
