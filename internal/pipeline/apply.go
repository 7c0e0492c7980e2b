package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// Apply applies exactly the plan that the folder has of the stack, and writes
// how it went. After an apply that failed in its middle, what was made is in
// the state, and the next plan goes on from there.
func (d *Delivery) Apply(ctx context.Context, stack string) (err error) {
	s, err := d.summary(stack)
	if err != nil {
		return err
	}
	if !s.Changes {
		fmt.Fprintf(d.Stdout, "%s: no changes\n", stack)
		return nil
	}
	commit, err := d.commit(ctx)
	if err != nil {
		return fmt.Errorf("apply %s: %w", stack, err)
	}
	if commit != s.Commit {
		return fmt.Errorf("apply %s: the plan is of commit %s, and %s is checked out", stack, short(s.Commit), short(commit))
	}
	promoted, err := d.promoted(stack)
	if err != nil {
		return err
	}
	if err := d.cloudToken(stack); err != nil {
		return err
	}
	private, err := os.MkdirTemp("", "plan-")
	if err != nil {
		return fmt.Errorf("apply %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	file := filepath.Join(private, stack+".tfplan")
	sealing, err := newSeal(ctx, d.Runner, stack, commit)
	if err != nil {
		return err
	}
	if sealing == nil {
		err = copyFile(file, d.file(stack, bookmarkSuffix))
	} else {
		err = sealing.open(file, d.file(stack, sealedSuffix))
	}
	if err != nil {
		return fmt.Errorf("take the plan of %s: %w", stack, err)
	}

	applied := d.Runner.ApplySaved(ctx, stack, file, d.file(stack, versionsSuffix))
	r := report{marker: marker("apply", stack), lines: slices.Concat(promoted.lines(), s.Standby.lines()), footer: "Commit " + short(commit) + "."}
	switch {
	case applied == nil:
		r.title = fmt.Sprintf("%s: applied (%d added, %d changed, %d destroyed)", stack, s.Add, s.Change, s.Destroy)
	case errors.Is(applied, terraform.ErrStale):
		r.title = stack + ": the plan is stale"
		r.lines = append(r.lines, "The state changed after the plan was made, so nothing was applied. Plan again, and have that reviewed.")
	default:
		r.title = stack + ": the apply failed"
		r.lines = append(r.lines, d.why("What was made until then is in the state, and the next plan goes on from there."))
		line, err := d.remains(context.WithoutCancel(ctx), stack, sealing)
		applied = errors.Join(applied, err)
		r.lines = append(r.lines, line)
	}
	return errors.Join(applied, d.write(stack, applySuffix, r.String()), d.tell(r.String()))
}

// remains says what a failed apply has left: a lock, or a state that could not
// be stored, which is kept, sealed, in the folder.
func (d *Delivery) remains(ctx context.Context, stack string, sealing *seal) (string, error) {
	locked, err := d.Runner.Locked(ctx, stack)
	line := "The lock of the state is released."
	if locked {
		line = "Somebody holds the lock of the state: [what to do](" + accountOf(stack).Runbooks() + "/state-lock.md)."
	}
	if err != nil {
		line = "Whether the lock of the state is released is not known."
	}
	versions, versionsErr := d.Runner.Versions(stack)
	if versionsErr != nil || sealing == nil {
		return line, errors.Join(err, versionsErr)
	}
	errored := filepath.Join(filepath.Dir(versions), "errored.tfstate")
	if _, statErr := os.Stat(errored); errors.Is(statErr, fs.ErrNotExist) {
		return line, err
	}
	line += " The state could not be stored: it is in the artifact of the run, sealed. `make open-state` opens it, " +
		"and `terraform state push` stores it."
	return line, errors.Join(err, sealing.close(d.file(stack, erroredSuffix), errored))
}

// OpenState opens the state that a failed apply could not store.
func (d *Delivery) OpenState(ctx context.Context, stack, to string) error {
	s, err := d.summary(stack)
	if err != nil {
		return err
	}
	sealing, err := newSeal(ctx, d.Runner, stack, s.Commit)
	if err != nil {
		return err
	}
	if sealing == nil {
		return fmt.Errorf("the state of %s is not in S3", stack)
	}
	if err := sealing.open(to, d.file(stack, erroredSuffix)); err != nil {
		return err
	}
	fmt.Fprintf(d.Stdout, "The state is in %s, in clear: store it with\n  terraform -chdir=%s state push %s\nand remove it.\n", to, filepath.Join(d.Runner.Out, "stacks", stack), to)
	return nil
}
