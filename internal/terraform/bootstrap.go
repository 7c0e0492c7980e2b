package terraform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// While the state bucket does not exist, the bootstrap stack's state lies in a
// local file, by way of an override that makes the backend a local one. The
// state file is also the mark of a bootstrap that was interrupted.
//
// The override's name sorts behind the emulator's, which sets the backend too:
// of several overrides, Terraform takes the last.
const (
	localOverride = "local_backend_override.tf.json"
	localState    = "bootstrap.tfstate"
)

// Bootstrap creates the state store of an account, by its bootstrap stack, with local state first, and moves that
// state into the store. Interrupted, it goes on where it was; run again, it
// changes nothing.
func (r *Runner) Bootstrap(ctx context.Context, stack string) error {
	dir, err := r.workdir(stack)
	if err != nil {
		return err
	}
	if err := r.Admit(ctx, stack); err != nil {
		return err
	}
	state, ok, err := s3State(dir)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("the bootstrap stack's own backend is not S3")
	}
	exists, err := r.look(ctx, state)
	if err != nil {
		return err
	}
	switch {
	case exists.object:
		// A move that was interrupted after its last step left this behind.
		if err := removeLocal(dir); err != nil {
			return err
		}
		return r.Apply(ctx, stack)
	case exists.bucket && !hasLocalState(dir):
		return fmt.Errorf("the bucket %s exists on %s but holds no state of the bootstrap stack; "+
			"if it was made by hand, import it (docs/state.md), else choose another name in envs", state.Bucket, r.Target)
	}
	if err := r.createStore(ctx, stack, dir); err != nil {
		return err
	}
	return r.moveState(ctx, stack, dir, state)
}

func (r *Runner) createStore(ctx context.Context, stack, dir string) error {
	override, err := json.Marshal(map[string]any{
		"terraform": map[string]any{"backend": map[string]any{"local": map[string]any{"path": localState}}},
	})
	if err != nil {
		return fmt.Errorf("keep the bootstrap state local: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, localOverride), override, 0o644); err != nil {
		return fmt.Errorf("keep the bootstrap state local: %w", err)
	}
	tf, err := r.terraform(dir)
	if err != nil {
		return err
	}
	if err := initialize(ctx, tf, stack, tfexec.Reconfigure(true)); err != nil {
		return fmt.Errorf("initialize %s with local state: %w", stack, err)
	}
	question := fmt.Sprintf("Create the state store on %s?", r.Target)
	err = r.planAndApply(ctx, tf, dir, stack, question, "yes")
	if errors.Is(err, ErrDeclined) && !hasLocalState(dir) {
		// Whoever runs Terraform here next must not get a local state unasked.
		return errors.Join(err, removeLocal(dir))
	}
	return err
}

func (r *Runner) moveState(ctx context.Context, stack, dir string, state s3Backend) error {
	if err := os.Remove(filepath.Join(dir, localOverride)); err != nil {
		return fmt.Errorf("move the bootstrap state: %w", err)
	}
	tf, err := r.terraform(dir)
	if err != nil {
		return err
	}
	if err := initialize(ctx, tf, stack, tfexec.ForceCopy(true)); err != nil {
		return fmt.Errorf("move the bootstrap state into s3://%s/%s: %w", state.Bucket, state.Key, err)
	}
	exists, err := r.look(ctx, state)
	if err != nil {
		return err
	}
	if !exists.object {
		return fmt.Errorf("the bootstrap state did not arrive at s3://%s/%s; it is still in %s",
			state.Bucket, state.Key, filepath.Join(dir, localState))
	}
	fmt.Fprintf(r.Stdout, "\nThe bootstrap state is now in s3://%s/%s.\n", state.Bucket, state.Key)
	return removeLocal(dir)
}

func hasLocalState(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, localState))
	return err == nil && info.Size() > 0
}

func removeLocal(dir string) error {
	for _, name := range []string{localOverride, localState, localState + ".backup"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("clean up after the bootstrap: %w", err)
		}
	}
	return nil
}
