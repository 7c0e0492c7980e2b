package standby

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// dataPatience is how long the two buckets may take to be compared: a thousand
// objects take a request.
const dataPatience = 15 * time.Minute

// data is the bucket with the environment's ML data.
func (o *Operator) data() string { return o.env.Label().Name("ml-data", o.account) }

// notBack are the keys of objects that the standby wrote, and that the environment's
// own bucket does not have, or has older: replicas have the time of what they are
// replicas of.
func (o *Operator) notBack(ctx context.Context) (missing []string, err error) {
	there, err := o.written(ctx, o.own, o.data())
	if err != nil {
		return nil, err
	}
	here, err := o.written(ctx, o.second, o.env.Replica(o.account))
	if err != nil {
		return nil, err
	}
	for key, at := range here {
		if before, ok := there[key]; !ok || before.Before(at) {
			missing = append(missing, key)
		}
	}
	return missing, nil
}

// written are the objects of a bucket, and when each was written.
func (o *Operator) written(ctx context.Context, cfg aws.Config, bucket string) (map[string]time.Time, error) {
	client := s3.NewFromConfig(cfg, func(options *s3.Options) { options.UsePathStyle = o.emulated() })
	written := map[string]time.Time{}
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: &bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", bucket, err)
		}
		for _, object := range page.Contents {
			written[aws.ToString(object.Key)] = aws.ToTime(object.LastModified)
		}
	}
	return written, nil
}
