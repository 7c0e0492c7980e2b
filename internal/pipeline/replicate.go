package pipeline

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/example/predictive-maintenance/envs"
)

// Replicate copies an image of an environment into the same repository of another
// region, under the same tags and digest, if it is not there: Amazon ECR replicates
// what is pushed, and nothing from before.
func Replicate(ctx context.Context, env envs.Environment, service, release string, from, to aws.Config) (copied bool, err error) {
	here, there := newPlace(env, service, from), newPlace(env, service, to)
	image, err := here.find(ctx, release)
	if err != nil {
		return false, err
	}
	if image == nil {
		return false, fmt.Errorf("%s has no image %s in %s: push it first", here.repository(), release, from.Region)
	}
	digest := aws.ToString(image.ImageDigest)
	present, err := there.find(ctx, release)
	if err != nil {
		return false, err
	}
	if present != nil {
		return false, unmoved(there, present, release, digest)
	}
	manifest, err := here.pull(ctx, digest)
	if err != nil {
		return false, err
	}
	tags := image.ImageTags
	if !envs.IsDigest(release) {
		tags = []string{release}
	}
	return true, there.push(ctx, manifest, tags...)
}

// pull reads an image from a repository's registry.
func (p place) pull(ctx context.Context, digest string) (*remote.Descriptor, error) {
	source, err := p.login(ctx)
	if err != nil {
		return nil, err
	}
	image, err := remote.Get(source.Digest(digest), remote.WithAuth(source.auth), remote.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("read %s from %s: %w", digest, p.repository(), err)
	}
	return image, nil
}

// push writes an image to a repository's registry under its tags; without any, by
// its digest.
func (p place) push(ctx context.Context, image *remote.Descriptor, tags ...string) error {
	target, err := p.login(ctx)
	if err != nil {
		return err
	}
	pusher, err := remote.NewPusher(remote.WithAuth(target.auth))
	if err != nil {
		return fmt.Errorf("write to %s: %w", p.repository(), err)
	}
	if len(tags) == 0 {
		err = pusher.Push(ctx, target.Digest(image.Digest.String()), image)
	}
	for _, tag := range tags {
		if err == nil {
			err = pusher.Push(ctx, target.Tag(tag), image)
		}
	}
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", image.Digest, p.repository(), err)
	}
	return nil
}
