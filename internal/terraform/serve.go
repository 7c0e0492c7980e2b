package terraform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/example/predictive-maintenance/internal/emulator"
)

// Serve runs the project's emulator until ctx is done. Its endpoint is found
// by [EmulatorTarget] meanwhile. Once it serves, ready is called.
func Serve(ctx context.Context, root string, opts emulator.Options, ready func() error) (err error) {
	dir := EmulatorDir(root)
	// A new emulator is an empty account: what Terraform remembers of the last
	// one would only be in the way.
	if err := os.RemoveAll(filepath.Join(dir, "stacks")); err != nil {
		return fmt.Errorf("forget the last emulator: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the emulator's folder: %w", err)
	}
	server, err := emulator.Start(ctx, opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()

	file := endpointFile(dir)
	if err := os.WriteFile(file, []byte(server.Endpoint()+"\n"), 0o644); err != nil {
		return fmt.Errorf("publish the emulator's endpoint: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(file)) }()

	if err := ready(); err != nil {
		return err
	}
	select {
	case <-server.Done():
	case <-ctx.Done():
	}
	return nil
}
