// Package standin gives tests, and the emulator, providers of Supabase, Vercel,
// null and random that need no account and no network; package provider says
// what they are and are not.
package standin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin/provider"
)

// ProvidersEnv chooses where the providers come from that there are stand-ins
// for: "registry" for the real ones, which only init, validate and plan can be
// tried with; unset or "stand-in" for the stand-ins.
const ProvidersEnv = "PROVIDERS"

// FromRegistry says whether the real providers are asked for.
func FromRegistry() (bool, error) {
	switch chosen := os.Getenv(ProvidersEnv); chosen {
	case "registry":
		return true, nil
	case "", "stand-in":
		return false, nil
	default:
		return false, fmt.Errorf("%s=%s: want registry or stand-in", ProvidersEnv, chosen)
	}
}

// CLIConfig returns the file for TF_CLI_CONFIG_FILE under which Terraform uses
// the stand-ins, which are built into dir, a folder of the caller's own, and the
// real AWS provider as ever. root is the project's folder.
func CLIConfig(ctx context.Context, root, dir string) (string, error) {
	if _, err := Build(ctx, root, dir); err != nil {
		return "", err
	}
	return toolchain.StandInCLIConfig(root, dir)
}

// PlanCLIConfig is CLIConfig, or the configuration for the real providers where
// PROVIDERS asks for them. It is for runs that apply nothing.
func PlanCLIConfig(ctx context.Context, root, dir string) (string, error) {
	registry, err := FromRegistry()
	if err != nil {
		return "", err
	}
	if registry {
		return toolchain.TerraformCLIConfig(root)
	}
	return CLIConfig(ctx, root, dir)
}

// Unlock removes the lock file from a stack's folder: it vouches for the real
// providers, which the stand-ins are not. Where PROVIDERS asks for those, it
// stays.
func Unlock(folder string) error {
	registry, err := FromRegistry()
	if err != nil || registry {
		return err
	}
	if err := os.Remove(filepath.Join(folder, lockfile.Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("let stand-ins in: %w", err)
	}
	return nil
}

// Build builds the stand-ins into dir, and returns the folder in it that is
// laid out as a filesystem mirror of Terraform's. root is the project's folder.
// What this process starts from then on has no plugin cache of the user's.
func Build(ctx context.Context, root, dir string) (mirror string, err error) {
	// Terraform would link them into the user's cache, over what is there.
	if err := os.Unsetenv("TF_PLUGIN_CACHE_DIR"); err != nil {
		return "", fmt.Errorf("keep the stand-ins out of the user's cache: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make room for the stand-ins: %w", err)
	}
	built := filepath.Join(dir, "stand-ins")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", built, "./standin/program")
	// The program is made of its own module's dependencies, whoever's test builds it.
	cmd.Dir = filepath.Join(root, "tools")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the stand-ins: %w\n%s", err, out)
	}
	if err := Install(built, dir); err != nil {
		return "", err
	}
	return toolchain.StandInMirror(dir), nil
}

// openTofu is the registry that OpenTofu takes a provider from that no other is
// named of.
const openTofu = "registry.opentofu.org"

// Install puts the program into dir's mirror as each of the providers, as
// Terraform and as OpenTofu look for it.
func Install(program, dir string) error {
	mirror := toolchain.StandInMirror(dir)
	if err := os.RemoveAll(mirror); err != nil {
		return fmt.Errorf("remove the old stand-ins: %w", err)
	}
	all, err := provider.All()
	if err != nil {
		return err
	}
	for _, id := range all {
		registry, source, _ := strings.Cut(id.Address, "/")
		for _, host := range []string{registry, openTofu} {
			address := filepath.Join(host, filepath.FromSlash(source))
			// Terraform would go on with what it cached of the same version.
			if err := os.RemoveAll(filepath.Join(toolchain.StandInCache(dir), address)); err != nil {
				return fmt.Errorf("remove the old stand-in for %s: %w", id.Name, err)
			}
			folder := filepath.Join(mirror, address, id.Version, runtime.GOOS+"_"+runtime.GOARCH)
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return fmt.Errorf("install the stand-in for %s: %w", id.Name, err)
			}
			if err := linkOrCopy(program, filepath.Join(folder, id.Program())); err != nil {
				return fmt.Errorf("install the stand-in for %s: %w", id.Name, err)
			}
		}
	}
	return nil
}

// linkOrCopy saves the space of copies where one file system holds both.
func linkOrCopy(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		_ = target.Close()
		return err
	}
	return target.Close()
}
