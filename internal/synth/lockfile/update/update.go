// Package update locks the providers anew. It is apart from package lockfile,
// so that a synth does without Terraform.
package update

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
)

// From says where the checksums come from.
type From struct {
	// Terraform is the executable.
	Terraform string
	// Mirror is a filesystem mirror that has the packages for all
	// [lockfile.Platforms]; empty for the registry.
	Mirror string
}

// Lock writes to the file what the stacks, given by their files, are locked
// to from now on: of each provider that one of them requires, the newest
// version that all of them allow. After an error the file is as it was.
func (f From) Lock(ctx context.Context, file string, stacks ...string) (err error) {
	required, err := together(stacks)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), ".lock-")
	if err != nil {
		return fmt.Errorf("lock the providers: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	root, err := json.Marshal(map[string]any{"terraform": map[string]any{"required_providers": required}})
	if err != nil {
		return fmt.Errorf("lock the providers: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf.json"), root, 0o644); err != nil {
		return fmt.Errorf("lock the providers: %w", err)
	}
	tf, err := tfexec.NewTerraform(dir, f.Terraform)
	if err != nil {
		return fmt.Errorf("lock the providers: %w", err)
	}
	var options []tfexec.ProvidersLockOption
	for _, platform := range lockfile.Platforms {
		options = append(options, tfexec.Platform(platform))
	}
	if f.Mirror != "" {
		mirror, err := filepath.Abs(f.Mirror)
		if err != nil {
			return fmt.Errorf("lock the providers: %w", err)
		}
		options = append(options, tfexec.FSMirror(mirror))
	}
	if err := tf.ProvidersLock(ctx, options...); err != nil {
		return fmt.Errorf("lock the providers: %w", err)
	}
	if err := os.Rename(filepath.Join(dir, lockfile.Name), file); err != nil {
		return fmt.Errorf("lock the providers: %w", err)
	}
	return nil
}

// provider is a requirement as Terraform's JSON has it.
type provider struct {
	Source  string `json:"source"`
	Version string `json:"version,omitempty"`
}

// together are the requirements of all stacks, by a name of their own.
func together(stacks []string) (map[string]provider, error) {
	all := map[string]provider{}
	for _, stack := range stacks {
		required, err := lockfile.Required(stack)
		if err != nil {
			return nil, err
		}
		for source, constraint := range required {
			name := strings.NewReplacer("/", "-", ".", "-").Replace(source)
			if other, ok := all[name]; ok && other.Version != constraint {
				return nil, fmt.Errorf("lock the providers: %s requires %s %s, another stack %s", stack, source, constraint, other.Version)
			}
			all[name] = provider{source, constraint}
		}
	}
	if len(all) == 0 {
		return nil, errors.New("lock the providers: no stack requires any; `make synth` writes the stacks")
	}
	return all, nil
}
