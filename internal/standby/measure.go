package standby

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	r53types "github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/example/predictive-maintenance/envs"
)

// asker asks a load balancer at its own address for the health of a service, by the
// name that its users ask for: in TLS, whose certificate is held to it, and in the
// request. So it answers as it will when DNS leads to it.
func asker(host, path, address string, trusted *x509.CertPool) func(ctx context.Context) error {
	const patience = 10 * time.Second
	client := &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			// Its addresses change, and a connection that is kept would hide that.
			DisableKeepAlives: true,
			TLSClientConfig:   &tls.Config{RootCAs: trusted},
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, address)
			},
		},
	}
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+host+path, nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("status %s", response.Status)
		}
		return nil
	}
}

// route is what Route 53 has of an environment and its standby.
type route struct {
	// check is the health check by which it prefers the environment's own region.
	check string
	// standby is the name of the standby's load balancer; empty where there is none.
	standby string
}

// route is read of the records, which are what leads users.
func (o *Operator) route(ctx context.Context) (r route, err error) {
	client := route53.NewFromConfig(o.second)
	zones, err := client.ListHostedZonesByName(ctx, &route53.ListHostedZonesByNameInput{DNSName: &o.env.Domain.Zone})
	if err != nil {
		return r, fmt.Errorf("look for the zone %s: %w", o.env.Domain.Zone, err)
	}
	for _, zone := range zones.HostedZones {
		if aws.ToString(zone.Name) != o.env.Domain.Zone+"." || zone.Config != nil && zone.Config.PrivateZone {
			continue
		}
		records, err := client.ListResourceRecordSets(ctx, &route53.ListResourceRecordSetsInput{
			HostedZoneId: zone.Id, StartRecordName: &o.env.Domain.API, StartRecordType: r53types.RRTypeA,
		})
		if err != nil {
			return r, fmt.Errorf("read the records of %s: %w", o.env.Domain.API, err)
		}
		for _, record := range records.ResourceRecordSets {
			if aws.ToString(record.Name) != o.env.Domain.API+"." || record.Type != r53types.RRTypeA {
				continue
			}
			switch record.Failover {
			case r53types.ResourceRecordSetFailoverPrimary:
				r.check = aws.ToString(record.HealthCheckId)
			case r53types.ResourceRecordSetFailoverSecondary:
				if record.AliasTarget != nil {
					r.standby = strings.TrimSuffix(aws.ToString(record.AliasTarget.DNSName), ".")
				}
			}
		}
	}
	if r.check == "" {
		return r, fmt.Errorf("no record of %s in Route 53 prefers %s while that is healthy: make apply ENV=%s", o.env.Domain.API, o.env.Region, o.env.Name)
	}
	return r, nil
}

// healthyPercent is more than how many of Route 53's health checkers have to find
// something healthy for Route 53 to take it as that (Amazon Route 53, "How Amazon
// Route 53 determines whether a health check is healthy").
const healthyPercent = 18

// view is how many of Route 53's health checkers find the environment healthy.
type view struct{ healthy, all int }

func (v view) String() string { return fmt.Sprintf("%d of %d", v.healthy, v.all) }

func (v view) ok() bool { return v.healthy*100 > v.all*healthyPercent }

func (o *Operator) seen(ctx context.Context, check string) (v view, err error) {
	out, err := route53.NewFromConfig(o.second).GetHealthCheckStatus(ctx, &route53.GetHealthCheckStatusInput{HealthCheckId: &check})
	if err != nil {
		return v, fmt.Errorf("ask Route 53 how it finds %s: %w", o.env.Name, err)
	}
	for _, observation := range out.HealthCheckObservations {
		v.all++
		if report := observation.StatusReport; report != nil && strings.HasPrefix(aws.ToString(report.Status), "Success") {
			v.healthy++
		}
	}
	if v.all == 0 {
		return v, fmt.Errorf("ask Route 53 how it finds %s: no health checker has reported yet", o.env.Name)
	}
	return v, nil
}

// markers is what the keys of objects begin with that a drill writes.
const markers = "drill/"

// cross writes an object to one of the two buckets, and says how long it took until
// it could be read from the other; it takes it away from both.
func (d *drill) cross(ctx context.Context, from, to aws.Config) (lag time.Duration, err error) {
	o := d.Operator
	source, target := o.bucket(from), o.bucket(to)
	key, text := fmt.Sprintf("%s%s-to-%s.txt", markers, d.page.began.UTC().Format(stamp), to.Region), "Written by a drill of "+o.env.Name+".\n"
	here, there := o.buckets(from), o.buckets(to)
	if _, err := here.PutObject(ctx, &s3.PutObjectInput{Bucket: &source, Key: &key, Body: strings.NewReader(text)}); err != nil {
		return 0, fmt.Errorf("write %s to %s: %w", key, source, err)
	}
	if !o.emulated() {
		lag, err = d.arrives(ctx, there, target, key, text)
	}
	clean := context.WithoutCancel(ctx)
	if err = errors.Join(err, erase(clean, here, source, key), erase(clean, there, target, key)); err == nil && o.emulated() {
		err = notMeasured("the emulator replicates nothing")
	}
	return lag, err
}

// arrives waits until an object that was just written elsewhere can be read.
func (d *drill) arrives(ctx context.Context, client *s3.Client, bucket, key, text string) (lag time.Duration, err error) {
	for began := d.now(); ; {
		content, err := read(ctx, client, bucket, key)
		lag := d.now().Sub(began)
		switch {
		case err == nil && content == text:
			return lag, nil
		case err == nil:
			return 0, fmt.Errorf("%s in %s is not what was written", key, bucket)
		case lag >= replicaLimit:
			return 0, fmt.Errorf("%s is not in %s after %s; see the metrics of replication: %w", key, bucket, rounded(replicaLimit), err)
		}
		if err := d.pause(ctx); err != nil {
			return 0, err
		}
	}
}

// replicaLimit is how long the object gets: what S3 promises, and some more, so that
// what is late is measured.
const replicaLimit = envs.ReplicationLimit + 5*time.Minute

// bucket is the bucket with the ML data in one of the two regions.
func (o *Operator) bucket(cfg aws.Config) string {
	if cfg.Region == o.standby.Region {
		return o.env.Replica(o.account)
	}
	return o.data()
}

func (o *Operator) buckets(cfg aws.Config) *s3.Client {
	return s3.NewFromConfig(cfg, func(options *s3.Options) { options.UsePathStyle = o.emulated() })
}

func read(ctx context.Context, client *s3.Client, bucket, key string) (string, error) {
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return "", err
	}
	defer out.Body.Close()
	content, err := io.ReadAll(out.Body)
	return string(content), err
}

// erase takes all versions of an object away. A deletion without a version would
// leave them there for months, and hide them in both buckets.
func erase(ctx context.Context, client *s3.Client, bucket, key string) error {
	versions, err := client.ListObjectVersions(ctx, &s3.ListObjectVersionsInput{Bucket: &bucket, Prefix: &key})
	if err != nil {
		return fmt.Errorf("take %s out of %s: %w", key, bucket, err)
	}
	var ids []*string
	for _, v := range versions.Versions {
		ids = append(ids, v.VersionId)
	}
	for _, v := range versions.DeleteMarkers {
		ids = append(ids, v.VersionId)
	}
	for _, id := range ids {
		if _, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: &key, VersionId: id}); err != nil {
			return fmt.Errorf("take %s out of %s: %w", key, bucket, err)
		}
	}
	return nil
}
