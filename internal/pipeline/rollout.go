package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/example/predictive-maintenance/envs"
)

// Watch says how deployments are followed.
type Watch struct {
	// AWS has the credentials for an environment.
	AWS func(ctx context.Context, env envs.Environment) (aws.Config, error)
	// Limit is how long it may take.
	Limit time.Duration
	// Now is what time it is, and Pause waits until Amazon ECS is asked again.
	Now   func() time.Time
	Pause func(ctx context.Context) error
}

// RolloutPause waits between two looks.
func RolloutPause(ctx context.Context) error {
	const pause = 10 * time.Second
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// Rollout follows the last deployment of each service of an environment, until all
// of them are steady; it fails where one was rolled back or stopped, or is not
// over within the limit. Those of its standby are followed with them, where they were
// delivered. What it says while it goes on has Amazon ECS's own words; what it leaves
// for a comment has not.
func (d *Delivery) Rollout(ctx context.Context, stack string, w Watch) error {
	env, err := d.environment(stack)
	if err != nil {
		return fmt.Errorf("follow the roll-out: %w", err)
	}
	followed := []envs.Environment{env}
	// By hand there may be no plan in the folder.
	if s, err := d.summary(stack); err == nil && s.Standby.goes() {
		standby, _ := env.InSecondRegion()
		followed = append(followed, standby)
	}
	var all []*rollout
	for _, env := range followed {
		cfg, err := w.AWS(ctx, env)
		if err != nil {
			return err
		}
		caller, err := identity(ctx, cfg)
		if err != nil {
			return err
		}
		// Another account has no such services, which would look like none to follow.
		if err := admit(env, caller); err != nil {
			return err
		}
		for _, s := range env.Services {
			all = append(all, newRollout(newPlace(env, s.Name, cfg), d.Stdout))
		}
	}
	begun := w.Now()
	for {
		for _, r := range all {
			if !r.over {
				if err := r.look(ctx, w.Now()); err != nil {
					return fmt.Errorf("follow the roll-out of %s: %w", stack, err)
				}
			}
		}
		if !slices.ContainsFunc(all, func(r *rollout) bool { return !r.over }) {
			break
		}
		if w.Now().Sub(begun) >= w.Limit {
			for _, r := range all {
				r.giveUp(w.Limit)
			}
			break
		}
		if err := w.Pause(ctx); err != nil {
			return fmt.Errorf("follow the roll-out of %s: %w", stack, err)
		}
	}

	var lines []string
	var failures []error
	runbooks := accountOf(stack).Runbooks()
	for _, r := range all {
		service := r.service
		if r.env.Name != stack {
			service += " of " + r.env.Name
		}
		line := "- " + service + ": " + r.end
		if r.failed {
			line = fmt.Sprintf("- **%s: %s.** %s. [What to do](%s/%s)", service, r.end, capital(r.advice.do), runbooks, r.advice.runbook)
			failures = append(failures, fmt.Errorf("roll-out of %s: %s: %s: %s, and go on with docs/runbooks/%s",
				stack, service, r.end, r.advice.do, r.advice.runbook))
		}
		lines = append(lines, line)
	}
	text := "Roll-out of " + stack + ":\n\n" + strings.Join(lines, "\n") + "\n"
	return errors.Join(append(failures, d.amend(stack, text), d.tell(text))...)
}

// named is an environment by its name.
func named(all []envs.Environment, name string) (envs.Environment, error) {
	var names []string
	for _, env := range all {
		if env.Name == name {
			return env, nil
		}
		names = append(names, env.Name)
	}
	return envs.Environment{}, fmt.Errorf("no environment is named %q; there are %s", name, strings.Join(names, ", "))
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
