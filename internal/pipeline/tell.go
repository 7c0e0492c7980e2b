package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Comment writes what the folder has about the stack into a pull request: the
// plan, or how the applies of its standby and of itself went, a comment each.
// Without a number it is the pull request that brought the commit; where there is
// none, there is nobody to tell.
func (d *Delivery) Comment(ctx context.Context, g *GitHub, stack string, pullRequest int) error {
	about, suffix := []string{stack}, planSuffix
	if pullRequest == 0 {
		suffix = applySuffix
		if s, err := d.summary(stack); err == nil && s.Standby.goes() {
			about = []string{s.Standby.Stack, stack}
		}
	}
	var comments []string
	for _, one := range about {
		text, err := os.ReadFile(d.file(one, suffix))
		if errors.Is(err, fs.ErrNotExist) && pullRequest == 0 {
			fmt.Fprintf(d.Stdout, "%s: nothing was applied\n", one)
			continue
		}
		if err != nil {
			return fmt.Errorf("comment about %s: %w", one, err)
		}
		comments = append(comments, string(text))
	}
	if len(comments) == 0 {
		return nil
	}
	if pullRequest == 0 {
		commit, err := d.commit(ctx)
		if err != nil {
			return err
		}
		if pullRequest, err = g.MergedBy(ctx, commit); err != nil {
			return err
		}
		if pullRequest == 0 {
			fmt.Fprintf(d.Stdout, "%s: no pull request brought %s\n", stack, short(commit))
			return nil
		}
	}
	for _, text := range comments {
		if err := g.Comment(ctx, pullRequest, text); err != nil {
			return err
		}
	}
	return nil
}

// Issues keep the issues about the drift of the stack, and of its standby where that
// was looked at.
func (d *Delivery) Issues(ctx context.Context, g *GitHub, stack string) error {
	err := d.issue(ctx, g, stack)
	env, unknown := d.environment(stack)
	if unknown != nil {
		return err
	}
	standby, ok := env.InSecondRegion()
	if _, missing := os.Stat(d.file(standby.Name, driftSuffix)); ok && missing == nil {
		err = errors.Join(err, d.issue(ctx, g, standby.Name))
	}
	return err
}

func (d *Delivery) issue(ctx context.Context, g *GitHub, stack string) error {
	s, err := d.summary(stack)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(d.file(stack, driftSuffix))
	if err != nil {
		return fmt.Errorf("write about the drift of %s: %w", stack, err)
	}
	return g.Issue(ctx, stack, string(text), s.Changes)
}
