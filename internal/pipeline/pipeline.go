// Package pipeline is what pipelines do beside Terraform's own work: they tell
// people what a plan would change, keep the plan until somebody has consented,
// apply exactly that, and look for drift. A person can do each step by hand
// with the same make target.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// Delivery delivers stacks of one target.
type Delivery struct {
	// Runner runs Terraform.
	Runner *terraform.Runner
	// Root is the project's folder, a Git work tree.
	Root string
	// Folder is where a step leaves what a later one needs: sealed plans, and
	// what people read about them.
	Folder string
	// Run is the address of the run's log, for people to look further; empty
	// where nobody runs a pipeline.
	Run string
	// Stdout receives what the steps say.
	Stdout io.Writer
	// Environments are what is delivered; nil for the project's own.
	Environments []envs.Environment
}

// file is a file of the stack in the folder.
func (d *Delivery) file(stack, suffix string) string {
	return filepath.Join(d.Folder, stack+suffix)
}

// Files that a step leaves, by what is added to the stack's name.
const (
	sealedSuffix   = ".tfplan.age"
	bookmarkSuffix = ".tfplan"
	versionsSuffix = ".lock.hcl"
	summarySuffix  = ".json"
	planSuffix     = ".plan.md"
	applySuffix    = ".apply.md"
	driftSuffix    = ".drift.md"
	erroredSuffix  = ".errored.tfstate.age"

	promotionSuffix = ".promotion.json"
)

// commit is the commit that the project's folder has checked out.
func (d *Delivery) commit(ctx context.Context) (string, error) {
	return git(ctx, d.Root, "rev-parse", "HEAD")
}

// git runs Git in a folder and returns what it printed.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	printed, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return "", fmt.Errorf("git %s: %s: %w", args[0], strings.TrimSpace(string(exit.Stderr)), err)
		}
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(printed)), nil
}

// gaveUp says that Git could not answer, rather than answered with no. It does
// not in a checkout that belongs to somebody else, and says how to let it.
func gaveUp(err error) bool {
	var exit *exec.ExitError
	return err != nil && (!errors.As(err, &exit) || exit.ExitCode() > 1)
}

// write writes a file of the stack for a later step or for people.
func (d *Delivery) write(stack, suffix, content string) error {
	if err := os.MkdirAll(d.Folder, 0o755); err != nil {
		return fmt.Errorf("write about %s: %w", stack, err)
	}
	if err := os.WriteFile(d.file(stack, suffix), []byte(content), 0o644); err != nil {
		return fmt.Errorf("write about %s: %w", stack, err)
	}
	return nil
}

// amend adds to the report of the apply. By hand a step may come without one.
func (d *Delivery) amend(stack, text string) error {
	content, err := os.ReadFile(d.file(stack, applySuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write about %s: %w", stack, err)
	}
	return d.write(stack, applySuffix, string(content)+"\n"+text)
}

// tell shows people what was found, on the page of the run where there is one.
func (d *Delivery) tell(content string) error {
	return appendTo("GITHUB_STEP_SUMMARY", content+"\n")
}

// output says something to later steps and jobs of the run.
func output(name, value string) error {
	return appendTo("GITHUB_OUTPUT", name+"="+value+"\n")
}

// appendTo appends to the file that a variable of GitHub's names; outside of
// GitHub there is none, and nothing to do.
func appendTo(variable, content string) error {
	name := os.Getenv(variable)
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("write to %s: %w", variable, err)
	}
	_, err = f.WriteString(content)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write to %s: %w", variable, err)
	}
	return nil
}
