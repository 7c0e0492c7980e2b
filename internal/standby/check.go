package standby

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	acmtypes "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	smtypes "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/metrics"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/progress"
)

// Report is what a standby has and lacks.
type Report struct {
	preflight.Report
	// Problems is how much of it would keep the standby from taking over, is not as in
	// the environment, or could not be seen though its region answers.
	Problems int
}

// add adds rows, of which those with one of the verdicts are problems.
func (r *Report) add(rows []preflight.Row, problems ...preflight.Verdict) {
	for _, row := range rows {
		if slices.Contains(problems, row.Verdict) {
			r.Problems++
		}
	}
	r.Rows = append(r.Rows, rows...)
}

// Err names what is in the way of a failover; nil where nothing is.
func (r Report) Err() error {
	var names []string
	for _, row := range r.Rows {
		if row.Verdict == preflight.Blocks {
			names = append(names, row.What+" ("+row.Found+")")
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("%s would fail: %s", r.Stack, strings.Join(names, "; "))
}

// Check asks, reading only, whether the standby could answer now. What is compared
// with the environment's own region is not seen while that is away.
func (o *Operator) Check(ctx context.Context) Report {
	report := Report{Report: preflight.Report{Stack: "a failover of " + o.env.Name}}
	defer progress.Step("asking %s, and %s for comparison", o.standby.Region, o.env.Region)()
	away := o.away(ctx)
	problems := []preflight.Verdict{preflight.Blocks, preflight.Warns}
	if away == nil {
		problems = append(problems, preflight.NotSeen)
	}
	for _, s := range o.standby.Services {
		report.add(o.service(ctx, s, away), problems...)
	}
	for _, name := range o.secrets() {
		report.add([]preflight.Row{o.secret(ctx, name, away)}, problems...)
	}
	report.add([]preflight.Row{o.dataLag(ctx, away), o.certificate(ctx)}, problems...)
	// What would be too little only once it has scaled out keeps it from nothing yet.
	report.add(preflight.Quotas(ctx, o.second, o.standby), preflight.Blocks, preflight.NotSeen)
	return report
}

// Publish has CloudWatch count the problems, in the second region, where an alarm
// tells of them, and of checks that no longer come.
func (o *Operator) Publish(ctx context.Context, report Report) error {
	_, err := metrics.Client(o.second).PutMetricData(ctx, &cloudwatch.PutMetricDataInput{
		Namespace: aws.String(o.standby.Label().Metrics()),
		MetricData: []cwtypes.MetricDatum{{
			MetricName: aws.String(envs.StandbyProblems), Value: aws.Float64(float64(report.Problems)), Unit: cwtypes.StandardUnitCount,
		}},
	})
	if err != nil {
		return fmt.Errorf("publish what the check of %s found: %w", o.standby.Name, err)
	}
	return nil
}

// away is how the environment's own region fails to answer; nil where it does.
func (o *Operator) away(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := ecs.NewFromConfig(o.own).ListClusters(ctx, &ecs.ListClustersInput{MaxResults: aws.Int32(1)})
	return err
}

// service has the rows of a service: whether it is there, its image, and whether
// that is what the environment runs.
func (o *Operator) service(ctx context.Context, s envs.Service, away error) []preflight.Row {
	what, needed := "service "+s.Name, fmt.Sprintf("%d tasks", s.DesiredCount)
	found, err := service(ctx, o.second, o.standby, s)
	if err != nil {
		return []preflight.Row{unseen(what, needed, err)}
	}
	deploy := "deploy it there: make apply ENV=" + o.standby.Name
	if found == nil {
		return []preflight.Row{{Verdict: preflight.Blocks, What: what, Needed: needed, Found: "not there", Do: deploy}}
	}
	release, err := o.release(ctx, o.second, s, aws.ToString(found.TaskDefinition))
	if err != nil {
		return []preflight.Row{unseen(what, needed, err)}
	}
	rows := []preflight.Row{{Verdict: preflight.OK, What: what, Needed: needed,
		Found: fmt.Sprintf("%d running, %d wanted", found.RunningCount, found.DesiredCount)}}
	what = "image of " + s.Name
	image, err := o.image(ctx, o.second, s, release)
	switch {
	case err != nil:
		rows = append(rows, unseen(what, release, err))
	case image == nil:
		rows = append(rows, preflight.Row{Verdict: preflight.Blocks, What: what, Needed: release, Found: "not in " + o.standby.Region,
			Do: "release it under a new tag: Amazon ECR replicates what is pushed after the account stack asked for it, and nothing from before"})
	default:
		rows = append(rows, preflight.Row{Verdict: preflight.OK, What: what, Needed: release, Found: aws.ToString(image.ImageDigest)})
	}
	return append(rows, o.version(ctx, s, release, image, away))
}

// version compares what the standby would run with what the environment runs.
func (o *Operator) version(ctx context.Context, s envs.Service, release string, image *ecrtypes.ImageDetail, away error) preflight.Row {
	what := "version of " + s.Name
	if away != nil {
		return unseen(what, "as in "+o.env.Region, away)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := service(ctx, o.own, o.env, s)
	if err != nil || found == nil {
		return unseen(what, "as in "+o.env.Region, errors.Join(err, errors.New("it is not there")))
	}
	runs, err := o.release(ctx, o.own, s, aws.ToString(found.TaskDefinition))
	if err != nil {
		return unseen(what, "as in "+o.env.Region, err)
	}
	own, err := o.image(ctx, o.own, s, runs)
	if err != nil {
		return unseen(what, runs, err)
	}
	switch {
	case runs == release && (own == nil || image == nil || aws.ToString(own.ImageDigest) == aws.ToString(image.ImageDigest)):
		return preflight.Row{Verdict: preflight.OK, What: what, Needed: runs, Found: release}
	case own != nil && image != nil && aws.ToString(own.ImageDigest) == aws.ToString(image.ImageDigest):
		return preflight.Row{Verdict: preflight.OK, What: what, Needed: runs, Found: release + ", the same image"}
	}
	return preflight.Row{Verdict: preflight.Warns, What: what, Needed: runs, Found: release,
		Do: "deploy the same: make apply ENV=" + o.standby.Name}
}

// release is what of a service's repository its task definition names: a tag, or a
// digest.
func (o *Operator) release(ctx context.Context, cfg aws.Config, s envs.Service, definition string) (string, error) {
	out, err := ecs.NewFromConfig(cfg).DescribeTaskDefinition(ctx, &ecs.DescribeTaskDefinitionInput{TaskDefinition: &definition})
	if err != nil {
		return "", fmt.Errorf("read what %s runs in %s: %w", s.Name, cfg.Region, err)
	}
	for _, c := range out.TaskDefinition.ContainerDefinitions {
		if aws.ToString(c.Name) != s.Name {
			continue
		}
		image := aws.ToString(c.Image)
		image = image[strings.LastIndex(image, "/")+1:]
		if i := strings.IndexAny(image, "@:"); i >= 0 {
			return image[i+1:], nil
		}
	}
	return "", fmt.Errorf("read what %s runs in %s: its task definition names no release", s.Name, cfg.Region)
}

// image is an image of a service's repository; nil where there is none.
func (o *Operator) image(ctx context.Context, cfg aws.Config, s envs.Service, release string) (*ecrtypes.ImageDetail, error) {
	id := ecrtypes.ImageIdentifier{ImageTag: &release}
	if envs.IsDigest(release) {
		id = ecrtypes.ImageIdentifier{ImageDigest: &release}
	}
	out, err := ecr.NewFromConfig(cfg).DescribeImages(ctx, &ecr.DescribeImagesInput{
		RepositoryName: aws.String(o.env.Label().Repository(s.Name)), ImageIds: []ecrtypes.ImageIdentifier{id},
	})
	var noImage *ecrtypes.ImageNotFoundException
	var noRepository *ecrtypes.RepositoryNotFoundException
	if errors.As(err, &noImage) || errors.As(err, &noRepository) || err == nil && len(out.ImageDetails) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for %s of %s in %s: %w", release, s.Name, cfg.Region, err)
	}
	return &out.ImageDetails[0], nil
}

// secrets are the names of those that containers receive.
func (o *Operator) secrets() (names []string) {
	if o.env.Supabase != nil {
		names = append(names, o.env.Label().SupabaseSecret())
	}
	if o.env.Datadog != nil {
		names = append(names, o.env.Label().DatadogSecret())
	}
	return names
}

// secret says whether a replica is there and, where that can be seen, up to date.
func (o *Operator) secret(ctx context.Context, name string, away error) preflight.Row {
	what, needed := "secret "+name, "a replica in "+o.standby.Region
	version, err := current(ctx, o.second, name)
	switch {
	case err != nil:
		return unseen(what, needed, err)
	case version == "":
		return preflight.Row{Verdict: preflight.Blocks, What: what, Needed: needed, Found: "not there", Do: "make apply ENV=" + o.env.Name}
	case away != nil:
		return preflight.Row{Verdict: preflight.OK, What: what, Needed: needed, Found: "there; whether it is the last one is not seen"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	own, err := current(ctx, o.own, name)
	switch {
	case err != nil:
		return unseen(what, needed, err)
	case own != version:
		return preflight.Row{Verdict: preflight.Warns, What: what, Needed: needed, Found: "an older one",
			Do: "wait a minute; then look why: aws secretsmanager describe-secret --region " + o.env.Region + " --secret-id " + name + " --query ReplicationStatus"}
	}
	return preflight.Row{Verdict: preflight.OK, What: what, Needed: needed, Found: "there, the last one"}
}

// current is the version of a secret that containers get; empty for none.
func current(ctx context.Context, cfg aws.Config, name string) (string, error) {
	out, err := secretsmanager.NewFromConfig(cfg).DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &name})
	var none *smtypes.ResourceNotFoundException
	if errors.As(err, &none) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look at the secret %s in %s: %w", name, cfg.Region, err)
	}
	for version, stages := range out.VersionIdsToStages {
		if slices.Contains(stages, "AWSCURRENT") {
			return version, nil
		}
	}
	return "", nil
}

// dataLag says whether the replica is there, how far it is behind, which S3 tells in
// the region of the replica, and whether anything failed to come, which it tells in
// the other (Amazon S3 User Guide, Using S3 Replication metrics).
func (o *Operator) dataLag(ctx context.Context, away error) preflight.Row {
	const day = 24 * time.Hour
	what, needed := "ML data", fmt.Sprintf("at most %s behind", envs.ReplicationLimit)
	replica := o.env.Replica(o.account)
	client := s3.NewFromConfig(o.second, func(options *s3.Options) { options.UsePathStyle = o.emulated() })
	if _, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &replica}); err != nil {
		return preflight.Row{Verdict: preflight.Blocks, What: what, Needed: needed, Found: "no " + replica,
			Do: "make apply ENV=" + o.env.Name}
	}
	const see = "see what waits and what failed: the metrics of replication of "
	told, seconds, err := o.replication(ctx, o.second, "ReplicationLatency", cwtypes.StatisticMaximum, time.Hour, 5*time.Minute)
	lag := time.Duration(seconds) * time.Second
	switch {
	case err != nil:
		return unseen(what, needed, err)
	case lag > envs.ReplicationLimit:
		return preflight.Row{Verdict: preflight.Warns, What: what, Needed: needed, Found: lag.String() + " behind", Do: see + o.data()}
	}
	found := lag.String() + " behind"
	if !told {
		found = "the replica is there; nothing was written lately"
	}
	if away != nil {
		return preflight.Row{Verdict: preflight.OK, What: what, Needed: needed, Found: found}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, failed, err := o.replication(ctx, o.own, "OperationsFailedReplication", cwtypes.StatisticSum, day, day)
	switch {
	case err != nil:
		return unseen(what, needed, err)
	case failed > 0:
		return preflight.Row{Verdict: preflight.Warns, What: what, Needed: needed, Found: fmt.Sprintf("%.0f operations of a day failed", failed), Do: see + o.data()}
	}
	return preflight.Row{Verdict: preflight.OK, What: what, Needed: needed, Found: found}
}

// replication is the last value of a metric of the replication of the ML data, as a
// region tells it; told is false where that has none.
func (o *Operator) replication(ctx context.Context, cfg aws.Config, metric string, statistic cwtypes.Statistic, since, period time.Duration) (told bool, value float64, err error) {
	now := time.Now()
	out, err := metrics.Client(cfg).GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String("AWS/S3"), MetricName: &metric,
		Dimensions: []cwtypes.Dimension{
			{Name: aws.String("SourceBucket"), Value: aws.String(o.data())},
			{Name: aws.String("DestinationBucket"), Value: aws.String(o.env.Replica(o.account))},
			{Name: aws.String("RuleId"), Value: aws.String(envs.ReplicationRule)},
		},
		StartTime: aws.Time(now.Add(-since)), EndTime: &now, Period: aws.Int32(int32(period.Seconds())),
		Statistics: []cwtypes.Statistic{statistic},
	})
	if err != nil {
		return false, 0, fmt.Errorf("read %s in %s: %w", metric, cfg.Region, err)
	}
	if len(out.Datapoints) == 0 {
		return false, 0, nil
	}
	last := slices.MaxFunc(out.Datapoints, func(a, b cwtypes.Datapoint) int { return aws.ToTime(a.Timestamp).Compare(aws.ToTime(b.Timestamp)) })
	return true, max(aws.ToFloat64(last.Maximum), aws.ToFloat64(last.Sum)), nil
}

// certificateDays are how long the certificate has to be good for: a region may be
// away for a while, and with it what renews.
const certificateDays = 30

// certificate says whether the standby's load balancer has a certificate.
func (o *Operator) certificate(ctx context.Context) preflight.Row {
	what, needed := "certificate of "+o.env.Domain.API, fmt.Sprintf("issued, for %d days or more", certificateDays)
	client := acm.NewFromConfig(o.second)
	pages := acm.NewListCertificatesPaginator(client, &acm.ListCertificatesInput{})
	found := "none in " + o.standby.Region
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return unseen(what, needed, err)
		}
		for _, c := range page.CertificateSummaryList {
			if aws.ToString(c.DomainName) != o.env.Domain.API {
				continue
			}
			out, err := client.DescribeCertificate(ctx, &acm.DescribeCertificateInput{CertificateArn: c.CertificateArn})
			if err != nil {
				return unseen(what, needed, err)
			}
			days := int(time.Until(aws.ToTime(out.Certificate.NotAfter)).Hours() / 24)
			switch status := out.Certificate.Status; {
			case status != acmtypes.CertificateStatusIssued:
				found = strings.ToLower(string(status))
			case days < certificateDays:
				return preflight.Row{Verdict: preflight.Warns, What: what, Needed: needed, Found: fmt.Sprintf("issued, for %d days", days),
					Do: "see why it is not renewed: docs/runbooks/certificate.md"}
			default:
				return preflight.Row{Verdict: preflight.OK, What: what, Needed: needed, Found: fmt.Sprintf("issued, for %d days", days)}
			}
		}
	}
	return preflight.Row{Verdict: preflight.Blocks, What: what, Needed: needed, Found: found,
		Do: "see that the record that proves the domain is there: docs/runbooks/certificate.md"}
}

// unseen is the row of what could not be looked at, in a line.
func unseen(what, needed string, err error) preflight.Row {
	return preflight.Row{Verdict: preflight.NotSeen, What: what, Needed: needed, Found: "no answer", Do: strings.Join(strings.Fields(err.Error()), " ")}
}
