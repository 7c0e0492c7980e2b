package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// Move says which image is promoted, and between which environments.
type Move struct {
	// From and To are the environments' names.
	From, To string
	// Image is "service=tag", or with a digest in place of the tag.
	Image string
	// AWS has the credentials for an environment.
	AWS func(ctx context.Context, env envs.Environment) (aws.Config, error)
}

// Promotable says what speaks against a promotion before AWS is asked, all of it
// at once.
func Promotable(from, to, image string) error {
	_, err := newRoute(from, to, image)
	if err != nil {
		return fmt.Errorf("promote %s: %w", image, err)
	}
	return nil
}

// Promote copies an image that ran in one environment into the repository of a
// later one, under the same tag and digest, and leaves a [Promotion] for the plan
// that deploys it. It asks everything before it writes anything.
func (d *Delivery) Promote(ctx context.Context, m Move, now time.Time) error {
	way, err := newRoute(m.From, m.To, m.Image)
	if err != nil {
		return fmt.Errorf("promote %s: %w", m.Image, err)
	}
	promoted, err := d.promote(ctx, way, m, now)
	if err != nil {
		return fmt.Errorf("promote %s from %s to %s: %w", m.Image, m.From, m.To, err)
	}
	fmt.Fprintf(d.Stdout, "%s: %s\n%s=%s\nPlan it: make save-plan ENV=%s IMAGE=%s=%s\n", m.To, promoted,
		ImageVariable(promoted.Service), promoted.Digest, m.To, promoted.Service, promoted.Digest)
	content, err := json.MarshalIndent(promoted, "", "  ")
	if err != nil {
		return fmt.Errorf("write about the promotion: %w", err)
	}
	return errors.Join(
		d.write(m.To, promotionSuffix, string(content)+"\n"),
		d.tell(strings.Join(promoted.lines(), "\n")),
		output("image", promoted.Service+"="+promoted.Digest),
	)
}

func (d *Delivery) promote(ctx context.Context, way route, m Move, now time.Time) (*Promotion, error) {
	commit, err := d.commit(ctx)
	if err != nil {
		return nil, err
	}
	there, who, err := m.enter(ctx, way.to)
	if err != nil {
		return nil, err
	}
	here, err := m.source(ctx, way)
	if err != nil {
		return nil, err
	}
	from, to := newPlace(way.from, way.service, here), newPlace(way.to, way.service, there)

	image, err := from.find(ctx, way.release)
	if err != nil {
		return nil, err
	}
	if image == nil {
		return nil, fmt.Errorf("%s has no image %s", from.repository(), way.release)
	}
	tag, err := tagOf(image, way.release)
	if err != nil {
		return nil, err
	}
	digest := aws.ToString(image.ImageDigest)
	manifest, err := from.pull(ctx, digest)
	if err != nil {
		return nil, err
	}
	present, err := to.find(ctx, tag)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(unmoved(to, present, tag, digest), from.vouches(ctx, manifest)); err != nil {
		return nil, err
	}

	if present == nil {
		if err := to.push(ctx, manifest, tag); err != nil {
			return nil, err
		}
	}
	return &Promotion{
		From: way.from.Name, To: way.to.Name, Service: way.service, Tag: tag, Digest: digest, Copied: present == nil,
		By: who, At: now.UTC().Truncate(time.Second), Commit: commit,
	}, nil
}

// tagOf is the tag that an image keeps: the one that it was asked for by, or the
// only one that it has.
func tagOf(image *types.ImageDetail, release string) (string, error) {
	switch {
	case !envs.IsDigest(release):
		return release, nil
	case len(image.ImageTags) == 0:
		return "", errors.New("the image has no tag to keep: push it with one, which says which release it is")
	case len(image.ImageTags) > 1:
		return "", fmt.Errorf("the image has several tags, %s: say which one to keep, in place of the digest", strings.Join(image.ImageTags, ", "))
	}
	return image.ImageTags[0], nil
}

// unmoved refuses to give a tag to another image than has it.
func unmoved(to place, there *types.ImageDetail, tag, digest string) error {
	if there == nil || aws.ToString(there.ImageDigest) == digest {
		return nil
	}
	return fmt.Errorf("%s has %s already, and it is another image, %s instead of %s: tags never move; push the release under a tag of its own",
		to.repository(), tag, aws.ToString(there.ImageDigest), digest)
}

// vouches fails for an image that the environment never ran successfully. Of an
// image for several architectures it runs one.
func (p place) vouches(ctx context.Context, image *remote.Descriptor) error {
	digests := []string{image.Digest.String()}
	if image.MediaType.IsIndex() {
		index, err := image.ImageIndex()
		if err != nil {
			return fmt.Errorf("read which images %s holds: %w", image.Digest, err)
		}
		listed, err := index.IndexManifest()
		if err != nil {
			return fmt.Errorf("read which images %s holds: %w", image.Digest, err)
		}
		for _, m := range listed.Manifests {
			digests = append(digests, m.Digest.String())
		}
	}
	ran, err := p.ran(ctx)
	if err != nil {
		return err
	}
	var others []string
	for _, r := range ran {
		if slices.Contains(digests, r.digest) {
			return nil
		}
		others = append(others, r.String())
	}
	what := "nothing at all"
	if len(others) > 0 {
		what = strings.Join(others[:min(len(others), 5)], ", ")
	}
	return fmt.Errorf("%s never ran %s successfully in the 90 days that Amazon ECS remembers; it ran %s. Deploy it there first, also if it ran longer ago",
		p.env.Name, image.Digest, what)
}

// enter has the credentials for an environment, and says whose they are. It fails
// with credentials of another account than the environment's.
func (m Move) enter(ctx context.Context, env envs.Environment) (cfg aws.Config, who string, err error) {
	cfg, err = m.AWS(ctx, env)
	if err != nil {
		return cfg, "", err
	}
	caller, err := identity(ctx, cfg)
	if err != nil {
		return cfg, "", err
	}
	// In a pipeline it is whoever started the run.
	return cfg, cmp.Or(os.Getenv("GITHUB_TRIGGERING_ACTOR"), aws.ToString(caller.Arn)), admit(env, caller)
}

// chained is how long a role may be held that is assumed by way of another: an hour
// at most (IAM User Guide, "Methods to assume a role", role chaining).
const chained = time.Hour

// source has the credentials for the environment that the image comes from. Those
// of the account that gets it assume the role that lets it read there.
func (m Move) source(ctx context.Context, way route) (aws.Config, error) {
	cfg, err := m.AWS(ctx, way.from)
	if err != nil {
		return cfg, err
	}
	caller, err := identity(ctx, cfg)
	if err != nil {
		return cfg, err
	}
	abroad := accountOf(way.from.Name)
	if way.from.Account != way.to.Account && aws.ToString(caller.Account) == accountOf(way.to.Name).ID {
		role := "arn:" + envs.Partition(way.from.Region) + ":iam::" + abroad.ID + ":role" + envs.DeliveryPath + way.from.Label().PullRole()
		lender := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), role, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = "promote-to-" + way.to.Label().Prefix()
			o.Duration = chained
		})
		cfg.Credentials = aws.NewCredentialsCache(lender)
		if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
			return cfg, fmt.Errorf("read in %s, which lends its role %s to %s alone: apply %s and %s first, or set FROM_PROFILE to a profile of that account: %w",
				abroad.Called(), way.from.Label().PullRole(), way.to.Label().PromoteRole(), abroad.Stack(), accountOf(way.to.Name).Stack(), err)
		}
		if caller, err = identity(ctx, cfg); err != nil {
			return cfg, err
		}
	}
	return cfg, admit(way.from, caller)
}

func identity(ctx context.Context, cfg aws.Config) (*sts.GetCallerIdentityOutput, error) {
	caller, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, fmt.Errorf("ask AWS whose credentials these are; sign in again, or set AWS_PROFILE: %w", err)
	}
	return caller, nil
}

// admit refuses credentials of another account than the environment's.
func admit(env envs.Environment, caller *sts.GetCallerIdentityOutput) error {
	pinned := accountOf(env.Name).ID
	if pinned == "" {
		return nil
	}
	return terraform.Admitted(accounts(), env.Name, pinned, aws.ToString(caller.Account))
}
