package standby

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cost"
	"github.com/example/predictive-maintenance/internal/pipeline"
)

// start is what a drill begins with.
type start struct {
	// there says that the standby is.
	there bool
	// premade are repositories that exist without it.
	premade []string
	// releases are those that the environment runs.
	releases []running
	route    route
	// view is how Route 53 finds the environment, in words.
	view string
}

// running is a release that a service runs; the digest is empty where the registry
// has no such image.
type running struct{ service, release, digest string }

// running are the releases for people.
func (s start) running() string {
	var all []string
	for _, r := range s.releases {
		all = append(all, r.service+" "+r.release)
	}
	return strings.Join(all, ", ")
}

// ready looks whether a drill of the environment is one, and not the failover of an
// environment that is not well.
func (o *Operator) ready(ctx context.Context, now time.Time) (s start, err error) {
	if hours := o.env.OffHours; hours != nil && hours.Asleep(now) {
		return s, fmt.Errorf("%s sleeps until %s (%s), and Route 53 would lead to its standby: drill while it is awake", o.env.Name, hours.Start, hours.TimeZone)
	}
	if s.route, err = o.route(ctx); err != nil {
		return s, err
	}
	seen, err := o.seen(ctx, s.route.check)
	switch {
	case err != nil:
		s.view = "how it finds that now is not seen"
	case !seen.ok():
		return s, fmt.Errorf("only %s of Route 53's health checkers find %s healthy: it would lead users to the standby", seen, o.env.Name)
	default:
		s.view = fmt.Sprintf("%s of its health checkers find it healthy", seen)
	}
	if err := errors.Join(o.back(ctx)...); err != nil {
		return s, fmt.Errorf("a drill needs an environment that is well, and %s is not:\n%w", o.env.Name, err)
	}
	for _, service := range o.env.Services {
		r, err := o.running(ctx, service)
		if err != nil {
			return s, err
		}
		s.releases = append(s.releases, r)
	}
	serves := false
	if s.there, serves, err = o.there(ctx); err != nil {
		return s, err
	}
	if serves {
		return s, fmt.Errorf("%s answers from %s already: make failback ENV=%s first", o.env.Name, o.standby.Region, o.env.Name)
	}
	if !s.there {
		s.premade, err = o.repositories(ctx)
	}
	return s, err
}

// running is what a service runs in the environment's own region.
func (o *Operator) running(ctx context.Context, s envs.Service) (r running, err error) {
	found, err := service(ctx, o.own, o.env, s)
	if err != nil {
		return r, err
	}
	if found == nil {
		return r, fmt.Errorf("%s is not there: make apply ENV=%s", s.Name, o.env.Name)
	}
	release, err := o.release(ctx, o.own, s, aws.ToString(found.TaskDefinition))
	if err != nil {
		return r, err
	}
	image, err := o.image(ctx, o.own, s, release)
	if err != nil {
		return r, err
	}
	r = running{service: s.Name, release: release}
	if image != nil {
		r.digest = aws.ToString(image.ImageDigest)
	}
	return r, nil
}

// there says whether the standby's state has anything, and whether it serves.
func (o *Operator) there(ctx context.Context) (there, serves bool, err error) {
	content, err := o.Runner.State(ctx, o.standby.Name)
	if err != nil || len(content) == 0 {
		return false, false, err
	}
	var state struct {
		Resources []json.RawMessage
		Outputs   map[string]struct{ Value any }
	}
	if err := json.Unmarshal(content, &state); err != nil {
		return false, false, fmt.Errorf("read the state of %s: %w", o.standby.Name, err)
	}
	return len(state.Resources) > 0, state.Outputs[envs.ServingOutput].Value == "true", nil
}

// makeIt makes the standby with the releases of its environment. Repositories that
// Amazon ECR has made for replicas have another key, and keep it (Amazon ECR,
// "Templates to control repositories created during … replication"): they make room,
// and images that are missing then are copied.
func (o *Operator) makeIt(ctx context.Context, s start) (found []string, err error) {
	variables := maps.Clone(o.Runner.Variables)
	if variables == nil {
		variables = map[string]string{}
	}
	for _, r := range s.releases {
		variables[pipeline.ImageVariable(r.service)] = r.release
	}
	o.Runner.Variables = variables
	for _, repository := range s.premade {
		if _, err := ecr.NewFromConfig(o.second).DeleteRepository(ctx, &ecr.DeleteRepositoryInput{RepositoryName: &repository, Force: true}); err != nil {
			return found, fmt.Errorf("remove the repository %s from %s: %w", repository, o.standby.Region, err)
		}
		found = append(found, fmt.Sprintf("The drill removed the repository %s from %s, which Amazon ECR had made for replicas.", repository, o.standby.Region))
	}
	if err := o.Runner.Apply(ctx, o.standby.Name); err != nil {
		return found, err
	}
	for _, r := range s.releases {
		copied, err := o.replicate(ctx, r)
		if err != nil {
			return found, err
		}
		if copied {
			found = append(found, fmt.Sprintf("The drill copied %s %s to %s: Amazon ECR replicates what is pushed, and nothing from before.",
				r.service, r.release, o.standby.Region))
		}
	}
	return found, nil
}

// repositories are those of the standby that exist.
func (o *Operator) repositories(ctx context.Context) (names []string, err error) {
	for _, s := range o.standby.Services {
		name := o.env.Label().Repository(s.Name)
		_, err := ecr.NewFromConfig(o.second).DescribeRepositories(ctx, &ecr.DescribeRepositoriesInput{RepositoryNames: []string{name}})
		var none *ecrtypes.RepositoryNotFoundException
		switch {
		case err == nil:
			names = append(names, name)
		case !errors.As(err, &none):
			return nil, fmt.Errorf("look for the repository %s in %s: %w", name, o.standby.Region, err)
		}
	}
	return names, nil
}

// replicate copies an image to the second region where it is not there.
func (o *Operator) replicate(ctx context.Context, r running) (copied bool, err error) {
	if !o.emulated() {
		return pipeline.Replicate(ctx, o.env, r.service, r.release, o.own, o.second)
	}
	// The emulator has repositories and no registry; of an image it keeps the
	// manifest.
	repository, id := o.env.Label().Repository(r.service), ecrtypes.ImageIdentifier{ImageTag: &r.release}
	here, err := ecr.NewFromConfig(o.own).BatchGetImage(ctx, &ecr.BatchGetImageInput{RepositoryName: &repository, ImageIds: []ecrtypes.ImageIdentifier{id}})
	if err != nil || len(here.Images) == 0 {
		return false, err
	}
	_, err = ecr.NewFromConfig(o.second).PutImage(ctx, &ecr.PutImageInput{RepositoryName: &repository, ImageTag: &r.release, ImageManifest: here.Images[0].ImageManifest})
	var already *ecrtypes.ImageAlreadyExistsException
	if errors.As(err, &already) {
		return false, nil
	}
	return err == nil, err
}

// hourly says what the standby costs while it serves, but for its tasks: their number
// is not in its stack, which begins without any.
func (o *Operator) hourly() string {
	unknown := fmt.Sprintf("What it costs in %s is not known here: make cost ENV=%s", o.standby.Region, o.standby.Name)
	content, err := os.ReadFile(filepath.Join(o.Runner.Out, "stacks", o.standby.Name, "cdk.tf.json"))
	if err != nil {
		return unknown
	}
	prices, err := cost.Load()
	if err != nil {
		return unknown
	}
	report, err := cost.Of(o.standby.Name, content, prices)
	if err != nil || !report.Complete() {
		return unknown
	}
	return fmt.Sprintf("Beside its tasks it costs up to %.2f USD an hour while it is there, by list price", report.Total.Most/cost.Hours)
}
