package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"

	"github.com/example/predictive-maintenance/envs"
)

// place is a service in an environment: where its images are, and where it runs.
type place struct {
	env     envs.Environment
	service string
	images  *ecr.Client
	runs    *ecs.Client
}

func newPlace(env envs.Environment, service string, cfg aws.Config) place {
	return place{env, service, ecr.NewFromConfig(cfg), ecs.NewFromConfig(cfg)}
}

func (p place) repository() string { return p.env.Label().Repository(p.service) }

func (p place) cluster() *string { return aws.String(p.env.Label().Name("cluster")) }

// name is what the service is called in its cluster.
func (p place) name() string { return p.env.Label().Name(p.service) }

// errNoRepository is of a repository that nobody has made.
var errNoRepository = errors.New("no repository")

// find is the image that a tag or a digest names; nil where there is none.
func (p place) find(ctx context.Context, release string) (*types.ImageDetail, error) {
	id := types.ImageIdentifier{ImageTag: &release}
	if envs.IsDigest(release) {
		id = types.ImageIdentifier{ImageDigest: &release}
	}
	out, err := p.images.DescribeImages(ctx, &ecr.DescribeImagesInput{
		RepositoryName: aws.String(p.repository()), ImageIds: []types.ImageIdentifier{id},
	})
	var noImage *types.ImageNotFoundException
	var noRepository *types.RepositoryNotFoundException
	switch {
	case errors.As(err, &noImage):
		return nil, nil
	case errors.As(err, &noRepository):
		return nil, fmt.Errorf("%s has %w %s: apply %s first, which makes it", p.env.Name, errNoRepository, p.repository(), p.env.Name)
	case err != nil:
		return nil, fmt.Errorf("look for %s in %s: %w", release, p.repository(), err)
	case len(out.ImageDetails) == 0:
		return nil, nil
	}
	return &out.ImageDetails[0], nil
}

// opened is the address of a repository in its registry, and what opens it.
type opened struct {
	name.Repository
	auth authn.Authenticator
}

// login asks for what opens the registry for half a day.
func (p place) login(ctx context.Context) (r opened, err error) {
	out, err := p.images.GetAuthorizationToken(ctx, &ecr.GetAuthorizationTokenInput{})
	if err != nil {
		return r, fmt.Errorf("log in to the registry of %s: %w", p.env.Name, err)
	}
	if len(out.AuthorizationData) == 0 {
		return r, fmt.Errorf("log in to the registry of %s: AWS named none", p.env.Name)
	}
	data := out.AuthorizationData[0]
	address, err := url.Parse(aws.ToString(data.ProxyEndpoint))
	if err != nil {
		return r, fmt.Errorf("log in to the registry of %s: %w", p.env.Name, err)
	}
	if r.Repository, err = name.NewRepository(address.Host + "/" + p.repository()); err != nil {
		return r, fmt.Errorf("log in to the registry of %s: %w", p.env.Name, err)
	}
	r.auth = authn.FromConfig(authn.AuthConfig{Auth: aws.ToString(data.AuthorizationToken)})
	return r, nil
}

// deployed is an image with which a deployment ended well.
type deployed struct {
	// image is what the task definition named, and digest what that was.
	image, digest string
	at            time.Time
}

// ran are the images that the service was deployed with successfully, in the
// order of Amazon ECS. It remembers deployments for 90 days.
func (p place) ran(ctx context.Context) (all []deployed, err error) {
	at := map[string]time.Time{}
	var revisions []string
	list := ecs.ListServiceDeploymentsInput{
		Cluster: p.cluster(), Service: aws.String(p.name()),
		Status: []ecstypes.ServiceDeploymentStatus{ecstypes.ServiceDeploymentStatusSuccessful},
	}
	for {
		out, err := p.runs.ListServiceDeployments(ctx, &list)
		var noCluster *ecstypes.ClusterNotFoundException
		var noService *ecstypes.ServiceNotFoundException
		if errors.As(err, &noCluster) || errors.As(err, &noService) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the deployments of %s in %s: %w", p.service, p.env.Name, err)
		}
		for _, d := range out.ServiceDeployments {
			revision := aws.ToString(d.TargetServiceRevisionArn)
			if _, seen := at[revision]; !seen {
				revisions = append(revisions, revision)
				at[revision] = aws.ToTime(d.FinishedAt)
			}
		}
		if list.NextToken = out.NextToken; list.NextToken == nil {
			break
		}
	}
	// As many as Amazon ECS describes at once.
	const most = 20
	for len(revisions) > 0 {
		n := min(most, len(revisions))
		out, err := p.runs.DescribeServiceRevisions(ctx, &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: revisions[:n]})
		if err != nil {
			return nil, fmt.Errorf("read what %s ran in %s: %w", p.service, p.env.Name, err)
		}
		revisions = revisions[n:]
		for _, r := range out.ServiceRevisions {
			for _, c := range r.ContainerImages {
				// Others are the platform's, such as Datadog's agent.
				if aws.ToString(c.ContainerName) == p.service {
					all = append(all, deployed{aws.ToString(c.Image), digestOf(c), at[aws.ToString(r.ServiceRevisionArn)]})
				}
			}
		}
	}
	return all, nil
}

// digestOf is what ECS resolved an image to, or what it was told.
func digestOf(c ecstypes.ContainerImage) string {
	if c.ImageDigest != nil {
		return *c.ImageDigest
	}
	_, digest, _ := strings.Cut(aws.ToString(c.Image), "@")
	return digest
}

// String is the image for people, without the address of its registry.
func (d deployed) String() string {
	image := d.image[strings.LastIndex(d.image, "/")+1:]
	if !strings.Contains(image, "@") {
		image += " (" + d.digest + ")"
	}
	return image + " on " + d.at.UTC().Format(time.DateOnly)
}
