package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/progress"
)

// ReplicationLimit is how long Amazon ECR gets to bring an image to the second
// region. It promises no time; mostly it takes seconds.
const ReplicationLimit = 30 * time.Minute

// Beside is the standby of an environment that is delivered.
type Beside struct {
	// Stack is its name, and Region the second region.
	Stack  string `json:"stack"`
	Region string `json:"region"`
	// LeftOut says why it is not delivered; empty where it is applied first.
	LeftOut string `json:"left_out,omitempty"`
	// Changes says whether its apply would change anything.
	Changes bool `json:"changes"`
}

// goes says whether it is applied, before its environment.
func (b *Beside) goes() bool { return b != nil && b.LeftOut == "" }

// lines say in a report what becomes of it; nothing for none.
func (b *Beside) lines() []string {
	switch {
	case b == nil:
		return nil
	case !b.goes():
		return []string{fmt.Sprintf("**Its standby in %s is left out**: %s.", b.Region, b.LeftOut), ""}
	case b.Changes:
		return []string{fmt.Sprintf("Its standby in %s comes first, with the same releases: `%s`.", b.Region, b.Stack), ""}
	}
	return []string{fmt.Sprintf("Its standby in %s, `%s`, stays as it is.", b.Region, b.Stack), ""}
}

const skipped = "somebody asked for that by STANDBY=skip; it keeps the releases that it has until the next delivery"

// environments are those that are delivered.
func (d *Delivery) environments() []envs.Environment {
	if d.Environments != nil {
		return d.Environments
	}
	return environments()
}

// environment is one by its name.
func (d *Delivery) environment(name string) (envs.Environment, error) {
	return named(d.environments(), name)
}

// beside is the standby of a stack; nil for none. One that nobody has applied yet is
// left out: what it reads may not be there, and its first apply is somebody's who
// reads the order of first applies.
func (d *Delivery) beside(ctx context.Context, stack string, skip bool) (*Beside, error) {
	env, err := d.environment(stack)
	if err != nil {
		// Accounts have none.
		return nil, nil
	}
	standby, ok := env.InSecondRegion()
	if !ok {
		return nil, nil
	}
	b := &Beside{Stack: standby.Name, Region: standby.Region}
	if skip {
		b.LeftOut = skipped
		return b, nil
	}
	applied, err := d.Runner.Applied(ctx, standby.Name)
	if err != nil {
		return nil, without(b, err)
	}
	if !applied {
		b.LeftOut = "it was never applied: `make apply ENV=" + standby.Name + "` (docs/disaster-recovery.md, The order of first applies)"
	}
	return b, nil
}

// without says how to deliver where a standby is in the way.
func without(b *Beside, err error) error {
	return fmt.Errorf("%w\n%s, the standby, comes first. Where %s is away, or the standby needs what this very delivery makes, deliver without it: STANDBY=skip",
		err, b.Stack, b.Region)
}

// PlanAll plans, with refresh, what is applied together: a stack, and its standby
// where it has one, which skip leaves out.
func (d *Delivery) PlanAll(ctx context.Context, stack string, skip bool) error {
	if err := d.forget(stack); err != nil {
		return err
	}
	b, err := d.beside(ctx, stack, skip)
	if err != nil {
		return err
	}
	if b != nil {
		if err := d.forget(b.Stack); err != nil {
			return err
		}
	}
	if b.goes() {
		if err := d.Plan(ctx, b.Stack, PlanOptions{Refresh: true}); err != nil {
			return without(b, err)
		}
		s, err := d.summary(b.Stack)
		if err != nil {
			return err
		}
		b.Changes = s.Changes
	} else if b != nil {
		fmt.Fprintf(d.Stdout, "%s: left out: %s\n", b.Stack, b.LeftOut)
	}
	return d.Plan(ctx, stack, PlanOptions{Refresh: true, beside: b})
}

// ApplyAll applies the plans that the folder has of a stack and of its standby: the
// standby's first, so that it is never behind, and only once its images are there.
// Where that fails, nothing else is applied.
func (d *Delivery) ApplyAll(ctx context.Context, stack string, skip bool, w Watch) error {
	s, err := d.summary(stack)
	if err != nil {
		return err
	}
	if s.Standby.goes() && skip {
		s.Standby.LeftOut = skipped
		if err := d.writeSummary(s); err != nil {
			return err
		}
	}
	if s.Standby.goes() {
		if err := d.applyStandby(ctx, stack, s.Standby.Stack, w); err != nil {
			return fmt.Errorf("%s was not applied: %w", stack, without(s.Standby, err))
		}
	}
	return d.Apply(ctx, stack)
}

func (d *Delivery) applyStandby(ctx context.Context, stack, standby string, w Watch) error {
	s, err := d.summary(standby)
	if err != nil {
		return err
	}
	if err := d.await(ctx, stack, s.Images, w); err != nil {
		text := report{
			marker: marker("apply", standby), title: standby + ": nothing was applied", lines: []string{capital(err.Error()) + "."},
			footer: "Commit " + short(s.Commit) + ".",
		}.String()
		return errors.Join(err, d.write(standby, applySuffix, text), d.tell(text))
	}
	return d.Apply(ctx, standby)
}

// await waits until the second region has the same images as the first, by their
// digests, which Amazon ECR brings there by itself.
func (d *Delivery) await(ctx context.Context, stack string, images map[string]string, w Watch) error {
	env, err := d.environment(stack)
	if err != nil || len(images) == 0 {
		return err
	}
	standby, _ := env.InSecondRegion()
	if _, cloud := standby.State.(envs.CloudState); cloud {
		fmt.Fprintf(d.Stdout, "%s: whether its images are in %s is not seen here: runs on Terraform Cloud have the credentials\n", standby.Name, standby.Region)
		return nil
	}
	own, err := w.AWS(ctx, env)
	if err != nil {
		return err
	}
	second, err := w.AWS(ctx, standby)
	if err != nil {
		return err
	}
	begun := w.Now()
	for _, service := range slices.Sorted(maps.Keys(images)) {
		from, to := newPlace(env, service, own), newPlace(env, service, second)
		if err := d.replicated(ctx, from, to, images[service], standby.Region, begun.Add(w.Limit), w); err != nil {
			return err
		}
	}
	return nil
}

// replicated waits for an image of a service.
func (d *Delivery) replicated(ctx context.Context, from, to place, release, region string, until time.Time, w Watch) error {
	what := fmt.Sprintf("%s %s", from.service, release)
	const push = "push it under a new tag, since Amazon ECR replicates what is pushed after the account's stack asked for it"
	image, err := from.find(ctx, release)
	if err != nil {
		return err
	}
	if image == nil {
		return fmt.Errorf("%s is not in %s, and so cannot come to %s: push it first", what, from.env.Region, region)
	}
	defer progress.Step("waiting for %s in %s", what, region)()
	for waits := false; ; waits = true {
		replica, err := to.find(ctx, release)
		if err != nil && !errors.Is(err, errNoRepository) {
			return err
		}
		switch digest := aws.ToString(image.ImageDigest); {
		case replica != nil && aws.ToString(replica.ImageDigest) == digest:
			fmt.Fprintf(d.Stdout, "%s is in %s too, as %s\n", what, region, digest)
			return nil
		case replica != nil:
			return fmt.Errorf("%s is another image in %s, %s, than in %s, %s: tags never move, so %s",
				what, region, aws.ToString(replica.ImageDigest), from.env.Region, digest, push)
		case !w.Now().Before(until):
			return fmt.Errorf("%s has not come to %s within %s: see aws ecr describe-image-replication-status --region %s --repository-name %s --image-id imageDigest=%s; or %s",
				what, region, w.Limit, from.env.Region, from.repository(), digest, push)
		case !waits:
			fmt.Fprintf(d.Stdout, "%s is not in %s yet; Amazon ECR gets %s to bring it\n", what, region, w.Limit)
		}
		if err := w.Pause(ctx); err != nil {
			return fmt.Errorf("wait for %s in %s: %w", what, region, err)
		}
	}
}
