package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// DriftAll looks at a stack, and at its standby where it has one that was applied.
func (d *Delivery) DriftAll(ctx context.Context, stack string) error {
	_, err := d.Drift(ctx, stack)
	b, besideErr := d.beside(ctx, stack, false)
	if besideErr == nil && b.goes() {
		_, besideErr = d.Drift(ctx, b.Stack)
	}
	return errors.Join(err, besideErr)
}

// Drift plans a stack without keeping the plan and writes what differs from the
// code: what somebody changed by hand, and what was merged and not applied. It
// reports whether anything does.
func (d *Delivery) Drift(ctx context.Context, stack string) (drifted bool, err error) {
	commit, err := d.commit(ctx)
	if err != nil {
		return false, fmt.Errorf("look for drift of %s: %w", stack, err)
	}
	if err := d.cloudToken(stack); err != nil {
		return false, err
	}
	saved, err := d.look(ctx, stack)
	if err != nil {
		return false, err
	}
	s := Summarize(stack, commit, saved.Changes, saved.Plan)
	r := planReport(s, nil, "", saved.folded())
	r.marker, r.title = marker("drift", stack), stack+" differs from its code: "+s.Counts()
	if !s.Changes {
		r.title = stack + " is as its code says"
	}
	if d.Run != "" {
		r.footer += " [The run](" + d.Run + ")."
	}
	body := r.String()
	fmt.Fprintf(d.Stdout, "%s: %s\n", stack, strings.TrimPrefix(r.title, stack+" "))
	return s.Changes, errors.Join(d.writeSummary(s), d.write(stack, driftSuffix, body), d.tell(body), output("changes", fmt.Sprint(s.Changes)))
}
