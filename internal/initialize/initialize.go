package initialize

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// ErrDeclined is returned where the last question was not answered with yes.
var ErrDeclined = errors.New("not confirmed; nothing was written")

// Init asks, writes, and makes what follows from the values.
type Init struct {
	// Root is the project's folder.
	Root string
	// Given are answers by flag, which are not asked for.
	Given map[string]string
	// Keep asks nothing: what is not given stays as it is.
	Keep bool
	// In is what people type, Out what they read.
	In  io.Reader
	Out io.Writer
}

// Run changes the project's values to the answers, and makes its stacks, snapshots
// and documents anew. Nothing is written before all answers validate, and all
// files or none are.
func (i Init) Run(ctx context.Context) error {
	old := Current()
	if err := old.Validate(); err != nil {
		return fmt.Errorf("the values in envs do not validate; mend these first:\n%w", err)
	}
	values, err := i.Answers(old)
	if err != nil {
		return err
	}
	files, err := Rewrite(i.Root, old, values)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		fmt.Fprintln(i.Out, "The values are as answered.")
	} else if err := i.Write(files); err != nil {
		return err
	}
	// Also where nothing was answered differently: what was made of the values may
	// be of before a run that was interrupted.
	for _, target := range []string{"synth", "snapshots", "docs"} {
		fmt.Fprintf(i.Out, "make %s\n", target)
		if err := i.make(ctx, target); err != nil {
			return fmt.Errorf("the values are written, and make %s fails on them: %w\nAnswer differently with make init, or take envs back with Git", target, err)
		}
	}
	fmt.Fprint(i.Out, next(values))
	return nil
}

// Answers are the values with what was given, and with what people answer. They
// validate, or there is an error with every problem.
func (i Init) Answers(v Values) (Values, error) {
	v = v.clone()
	questions := Questions()
	var problems []error
	for _, q := range questions {
		if answer, ok := i.Given[q.Flag]; ok {
			if err := q.Set(&v, answer); err != nil {
				problems = append(problems, fmt.Errorf("--%s: %w", q.Flag, err))
			}
		}
	}
	if err := errors.Join(append(problems, v.Validate())...); err != nil {
		return v, fmt.Errorf("nothing was written, because of:\n%w", err)
	}
	if i.Keep {
		return v, nil
	}

	lines := bufio.NewScanner(i.In)
	read := func(q Question) (string, error) {
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return "", fmt.Errorf("nothing was written: read the answer: %w", err)
			}
			return "", fmt.Errorf("no answer to %q, so nothing was written; give it as --%s, or keep the rest as it is with --keep", q.Text, q.Flag)
		}
		return strings.TrimSpace(lines.Text()), nil
	}
	fmt.Fprint(i.Out, "Enter keeps what stands in brackets; nothing is written before the end.\n\n")
	for _, q := range questions {
		if _, given := i.Given[q.Flag]; given || q.Asked != nil && !q.Asked(v) {
			continue
		}
		for answered := false; !answered; {
			fmt.Fprintf(i.Out, "%s [%s]: ", q.Text, q.Current(v))
			answer, err := read(q)
			if err != nil {
				return v, err
			}
			if answer == "" {
				break
			}
			changed := v.clone()
			err = q.Set(&changed, answer)
			if err == nil {
				err = changed.Validate()
			}
			if answered = err == nil; answered {
				v = changed
			} else {
				fmt.Fprintf(i.Out, "  %s\n", strings.ReplaceAll(err.Error(), "\n", "\n  "))
			}
		}
	}
	return v, nil
}

// Write puts all files in their places, or none of them.
func (i Init) Write(files map[string][]byte) (err error) {
	paths := slices.Sorted(maps.Keys(files))
	before := map[string][]byte{}
	undo := func() {
		for path, text := range before {
			if text == nil {
				os.Remove(path)
			} else {
				os.WriteFile(path, text, 0o644)
			}
		}
	}
	for _, path := range paths {
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			undo()
			return fmt.Errorf("nothing was written: %w", err)
		}
		before[path] = old
		if err := replace(path, files[path]); err != nil {
			undo()
			return fmt.Errorf("nothing was written: %w", err)
		}
	}
	for _, path := range paths {
		shown, err := filepath.Rel(i.Root, path)
		if err != nil {
			shown = path
		}
		what := "changed"
		switch {
		case files[path] == nil:
			what = "removed"
		case before[path] == nil:
			what = "new"
		}
		fmt.Fprintf(i.Out, "%-8s %s\n", what, shown)
	}
	return nil
}

// replace writes a file whole or not at all; nil removes it.
func replace(path string, text []byte) error {
	if text == nil {
		return os.Remove(path)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".init-*")
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	_, err = draft.Write(text)
	if err = errors.Join(err, draft.Chmod(0o644), draft.Close()); err != nil {
		return err
	}
	return os.Rename(draft.Name(), path)
}

// make runs a target of the Makefile, whose output is for whom it fails.
func (i Init) make(ctx context.Context, target string) error {
	cmd := exec.CommandContext(ctx, "make", "--no-print-directory", target)
	cmd.Dir = i.Root
	cmd.Env = append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=")
	if printed, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, strings.TrimSpace(string(printed)))
	}
	return nil
}

// next is what to do with the values.
func next(v Values) string {
	var b strings.Builder
	last := v.Environments[0].Name
	account := envs.AccountOf(v.Accounts, v.Environments, last)
	fmt.Fprintf(&b, `
The project is %s's. What comes next:
  git diff                          read what changed, then commit it
  make check                        hold it to every rule
  make preflight ENV=%-14s ask the account what would stop the first apply
  make bootstrap ENV=%-14s make the bucket for the state
  make apply ENV=%-18s make the roles that deliver
  make apply ENV=%-18s the first environment
`, v.shared().Project, account.BootstrapStack(), account.BootstrapStack(), account.Stack(), last)
	return b.String()
}
