package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/example/predictive-maintenance/internal/outdir"
)

// synthAt synthesizes a stack as it was at a commit, in a work tree of its own,
// and returns the folder that synth wrote to and what removes it. The folder is
// empty where the commit has no such stack.
func (d *Delivery) synthAt(ctx context.Context, stack, commit string) (out string, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "commit-")
	if err != nil {
		return "", nil, fmt.Errorf("synthesize %s: %w", short(commit), err)
	}
	tree := filepath.Join(dir, "tree")
	remove = func() error {
		_, err := git(context.WithoutCancel(ctx), d.Root, "worktree", "remove", "--force", tree)
		return errors.Join(err, os.RemoveAll(dir))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove())
		}
	}()
	if _, err := git(ctx, d.Root, "worktree", "add", "--detach", tree, commit); err != nil {
		return "", nil, fmt.Errorf("check out %s: %w", short(commit), err)
	}
	out = filepath.Join(dir, "out")
	cmd := exec.CommandContext(ctx, "go", "run", ".")
	cmd.Dir = tree
	cmd.Env = append(os.Environ(), outdir.Env+"="+out)
	if printed, err := cmd.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("synthesize %s: %w\n%s", short(commit), err, printed)
	}
	return out, remove, nil
}

// synthDiff is how the stack's JSON differs from that of a commit, as Git shows
// it, and what it was there; nil where the commit has none.
func (d *Delivery) synthDiff(ctx context.Context, stack, base string) (diff string, before []byte, err error) {
	out, remove, err := d.synthAt(ctx, stack, base)
	if err != nil {
		// The commit to compare with is not the one under review: if it cannot
		// be synthesized, there is still a plan to look at.
		return fmt.Sprintf("The commit %s could not be synthesized, so there is nothing to compare with.", short(base)), nil, ctx.Err()
	}
	defer func() { err = errors.Join(err, remove()) }()
	was := filepath.Join(out, "stacks", stack, "cdk.tf.json")
	if before, err = os.ReadFile(was); err != nil {
		was, before = os.DevNull, nil
	}
	cmd := exec.CommandContext(ctx, "git", "diff", "--no-index", "--no-color", "--no-ext-diff", "--",
		was, filepath.Join(d.Runner.Out, "stacks", stack, "cdk.tf.json"))
	cmd.Dir = d.Root
	printed, err := cmd.Output()
	var exit *exec.ExitError
	// Git's way to say that there is a difference.
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("compare %s with %s: %w", stack, short(base), err)
	}
	return withoutHeader(string(printed)), before, nil
}

// withoutHeader is a diff of one file without its names, which are folders of
// the machine that ran it.
func withoutHeader(diff string) string {
	if i := strings.Index(diff, "\n@@"); i >= 0 {
		return diff[i+1:]
	}
	return diff
}
