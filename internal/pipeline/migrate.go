package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// position is what tells two versions of a state apart.
type position struct {
	Lineage   string         `json:"lineage"`
	Serial    int            `json:"serial"`
	Outputs   map[string]any `json:"outputs"`
	Resources []any          `json:"resources"`
}

func parsePosition(content []byte) (p position, err error) {
	if len(content) == 0 {
		return p, nil
	}
	if err := json.Unmarshal(content, &p); err != nil {
		return p, fmt.Errorf("read a state: %w", err)
	}
	return p, nil
}

// MigrateState moves the state of a stack from where a commit keeps it to where
// the code keeps it now: between S3 and Terraform Cloud, either way. Terraform
// itself moves states into Terraform Cloud and not out of it. What is at the
// old place stays, as a copy; nothing reads it any more.
//
// A new place that has another state is refused, unless overwrite says that it
// may go: Terraform gives a state that it writes into an empty place a lineage
// of its own, so the copy that an earlier move left looks like any other state.
// It fails where the old state changed meanwhile.
func (d *Delivery) MigrateState(ctx context.Context, stack, from string, overwrite bool) (err error) {
	out, remove, err := d.synthAt(ctx, stack, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if _, err := os.Stat(filepath.Join(out, "stacks", stack, "cdk.tf.json")); err != nil {
		return fmt.Errorf("the commit %s has no stack %s", short(from), stack)
	}
	old := *d.Runner
	old.Out = out
	if old.Target.Dir != "" {
		old.Target.Dir = filepath.Join(out, "emulator")
	}
	same, err := sameBackend(filepath.Join(out, "stacks", stack), filepath.Join(d.Runner.Out, "stacks", stack))
	if err != nil {
		return err
	}
	if same {
		return fmt.Errorf("the commit %s keeps the state of %s where the code keeps it now: change its State first", short(from), stack)
	}

	return d.move(ctx, stack, short(from), &old, overwrite)
}

// move moves the state from where another runner keeps it, as of a commit.
func (d *Delivery) move(ctx context.Context, stack, from string, old *terraform.Runner, overwrite bool) (err error) {
	// Before either place is looked at: credentials are of one account.
	if err := errors.Join(old.Admit(ctx, stack), d.Runner.Admit(ctx, stack)); err != nil {
		return fmt.Errorf("%w\nBetween accounts nothing is moved: docs/account.md says how an environment is built in another", err)
	}
	if err := d.cloudTokens(stack, old); err != nil {
		return err
	}
	content, err := old.State(ctx, stack)
	if err != nil {
		return err
	}
	was, err := parsePosition(content)
	if err != nil {
		return err
	}
	if was.Lineage == "" {
		return fmt.Errorf("%s has no state yet where the commit %s keeps it: there is nothing to move", stack, from)
	}
	if err := d.Runner.ForgetBackend(stack); err != nil {
		return err
	}
	there, err := d.positionNow(ctx, d.Runner.State, stack)
	if err != nil {
		return err
	}
	foreign := there.Lineage != was.Lineage || there.Serial > was.Serial
	if len(there.Resources) > 0 && foreign && !overwrite {
		return fmt.Errorf("the new place has a state of %s already, with %d resources, and nothing was moved; "+
			"if it is the copy that an earlier move left, say OVERWRITE=1", stack, len(there.Resources))
	}

	private, err := os.MkdirTemp("", "state-")
	if err != nil {
		return fmt.Errorf("move the state of %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	file := filepath.Join(private, "terraform.tfstate")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return fmt.Errorf("move the state of %s: %w", stack, err)
	}
	if err := d.Runner.PushState(ctx, stack, file, there.Lineage != "" && foreign); err != nil {
		return err
	}
	now, err := d.positionNow(ctx, d.Runner.State, stack)
	if err != nil {
		return err
	}
	left, err := d.positionNow(ctx, old.State, stack)
	if err != nil {
		return err
	}
	switch {
	case !reflect.DeepEqual(now.Resources, was.Resources) || !reflect.DeepEqual(now.Outputs, was.Outputs):
		return fmt.Errorf("the state of %s did not arrive whole; the old one is untouched", stack)
	case left.Serial != was.Serial:
		return fmt.Errorf("somebody changed the state of %s at its old place meanwhile; move it again", stack)
	}
	fmt.Fprintf(d.Stdout, "%s: the state, with %d resources, is where the code keeps it now. The old one stays as a copy.\n", stack, len(now.Resources))
	return nil
}

// cloudTokens hands the token to Terraform for both places.
func (d *Delivery) cloudTokens(stack string, old *terraform.Runner) error {
	before := *d
	before.Runner = old
	return errors.Join(d.cloudToken(stack), before.cloudToken(stack))
}

func (d *Delivery) positionNow(ctx context.Context, state func(context.Context, string) ([]byte, error), stack string) (position, error) {
	content, err := state(ctx, stack)
	if err != nil {
		return position{}, err
	}
	return parsePosition(content)
}

// sameBackend compares the blocks that say where two folders keep their state, less
// whose credentials may go there.
func sameBackend(a, b string) (bool, error) {
	var backends [2][2]any
	for i, dir := range []string{a, b} {
		content, err := os.ReadFile(filepath.Join(dir, "cdk.tf.json"))
		if err != nil {
			return false, fmt.Errorf("read where a state is: %w", err)
		}
		var stack struct {
			Terraform struct {
				Backend map[string]map[string]any `json:"backend"`
				Cloud   map[string]any            `json:"cloud"`
			} `json:"terraform"`
		}
		if err := json.Unmarshal(content, &stack); err != nil {
			return false, fmt.Errorf("read where a state is: %w", err)
		}
		delete(stack.Terraform.Backend["s3"], "allowed_account_ids")
		backends[i] = [2]any{stack.Terraform.Backend, stack.Terraform.Cloud}
	}
	return reflect.DeepEqual(backends[0], backends[1]), nil
}
