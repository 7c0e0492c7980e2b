package toolchain

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

const (
	terraformVersion    = "1.11.4"
	terraformConstraint = ">= 1.11.0"
)

func terraformDir(root string) string { return filepath.Join(root, toolsDir, "terraform") }

// terraformEnv names the program that takes Terraform's place, on PATH or by its
// full path: "tofu". It is cdktf's own variable. OpenTofu counts its versions as
// Terraform does, and has write-only arguments and ephemeral variables from 1.11
// on too (OpenTofu, What's new in OpenTofu 1.11).
const terraformEnv = "TERRAFORM_BINARY_NAME"

// TerraformPath returns the fitting Terraform that Path(root) leads to, or what
// TERRAFORM_BINARY_NAME names.
func TerraformPath(ctx context.Context, root string) (string, error) {
	in, err := newInstaller(root, nil)
	if err != nil {
		return "", err
	}
	return in.pathOf(ctx, in.terraform())
}

func (in *installer) terraform() tool {
	t := tool{
		name:      Terraform,
		display:   "Terraform " + terraformConstraint,
		byHand:    "install it from https://developer.hashicorp.com/terraform/install and put it on PATH",
		variables: "TF_",
		usedBy:    "plan, apply, adopt, destroy, bootstrap, review, drift, lock, test, emulator",
		find:      in.findTerraform,
		install:   in.installTerraform,
	}
	if named := os.Getenv(terraformEnv); named != "" {
		t.display, t.byHand = named+" "+terraformConstraint, "put it on PATH, or unset "+terraformEnv+", which names it"
		t.install = nil
	}
	return t
}

func (in *installer) findTerraform(ctx context.Context) (found, error) {
	return in.firstOnPath(ctx, cmp.Or(os.Getenv(terraformEnv), "terraform"), terraformConstraint, terraformVersionOf)
}

// installTerraform links a fitting version that an older one hides on PATH, or
// downloads one; hc-install checks the release's signature and sum.
func (in *installer) installTerraform(ctx context.Context) error {
	terraform := product.Terraform
	terraform.GetVersion = terraformVersionOf
	binary := terraform.BinaryName()

	hidden := &fs.Version{Product: terraform, Constraints: mustConstraint(terraformConstraint), Timeout: time.Minute}
	if file, err := hidden.Find(ctx); err == nil {
		in.announce(Terraform, "", "linking "+file+", which an older version hides on PATH, into "+filepath.Join(toolsDir, "terraform"))
		return stage(terraformDir(in.root), func(staging string) error {
			if err := os.Symlink(file, filepath.Join(staging, binary)); err != nil {
				return fmt.Errorf("linking a fitting Terraform: %w", err)
			}
			return nil
		})
	}

	in.announce(Terraform, terraformVersion, "installing "+in.terraformReleases+"/terraform/"+terraformVersion+" into "+filepath.Join(toolsDir, "terraform"))
	// hc-install tries again and again for minutes; without a network one try says it.
	if err := in.reach(ctx, in.terraformReleases); err != nil {
		return err
	}
	return stage(terraformDir(in.root), func(staging string) error {
		release := &releases.ExactVersion{
			Product:          terraform,
			Version:          version.Must(version.NewVersion(terraformVersion)),
			InstallDir:       staging,
			Timeout:          15 * time.Minute,
			ArmoredPublicKey: in.terraformKey,
			ApiBaseURL:       in.terraformReleases,
		}
		file, err := release.Install(ctx)
		if errors.Is(err, os.ErrNotExist) {
			// hc-install 0.9.2 loses the error of an archive with a wrong sum, and
			// stumbles over the binary that it then did not unpack.
			return fmt.Errorf("the archive from %s was cut short or has a wrong checksum: %w", in.terraformReleases, err)
		}
		if err != nil {
			return fmt.Errorf("installing Terraform %s for %s/%s: %w", terraformVersion, in.goos, in.goarch, err)
		}
		if err := os.Chmod(file, 0o755); err != nil {
			return fmt.Errorf("making Terraform executable: %w", err)
		}
		if _, err := terraformVersionOf(ctx, file); err != nil {
			return fmt.Errorf("trying the downloaded Terraform on this machine: %w", err)
		}
		return nil
	})
}

func terraformVersionOf(ctx context.Context, terraform string) (*version.Version, error) {
	// Without CHECKPOINT_DISABLE the command asks a server for news first. A user's
	// arguments for every command (TF_CLI_ARGS) are not for this one.
	environ := slices.DeleteFunc(os.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "TF_") })
	text, err := output(ctx, append(environ, "CHECKPOINT_DISABLE=1"), terraform, "version", "-json")
	if err != nil {
		return nil, err
	}
	var answer struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		return nil, fmt.Errorf("reading the version of %s: %w", terraform, err)
	}
	v, err := version.NewVersion(answer.Version)
	if err != nil {
		return nil, fmt.Errorf("reading the version of %s: %w", terraform, err)
	}
	return v, nil
}
