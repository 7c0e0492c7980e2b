package toolchain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// failure is a program that is there and does not work. To install another would
// hide why.
type failure struct {
	program string
	// why is in the program's own words where it has any.
	why string
}

func (f *failure) Error() string { return f.program + " is there and fails: " + f.why }

// unmet is what a machine lacks that Setup needs to install something and cannot
// install itself.
type unmet struct{ reason, remedy string }

func (u *unmet) Error() string { return u.reason }

// What a shell, and the shims of version managers, end with where the program
// behind a name is not there.
const (
	notExecutable = 126
	notFound      = 127
)

// maxWords is how much of a program's own words is shown: the end of them.
const maxWords = 1000

// failed is the error of a program that was run.
func failed(ctx context.Context, program string, stdout []byte, err error) error {
	var exit *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &failure{program, fmt.Sprintf("no answer within %s", patience)}
	case ctx.Err() != nil:
		return ctx.Err()
	case !errors.As(err, &exit):
		return &failure{program, err.Error()}
	case exit.ExitCode() == notExecutable || exit.ExitCode() == notFound:
		return fmt.Errorf("running %s: %w", program, err)
	}
	words := cmp.Or(strings.TrimSpace(string(exit.Stderr)), strings.TrimSpace(string(stdout)))
	words = words[max(0, len(words)-maxWords):]
	return &failure{program, strings.TrimSuffix(err.Error()+": "+words, ": ")}
}

// advice says what to do about a tool that fails. The values of variables stay
// unsaid: some are secrets.
func (t tool) advice() string {
	if t.install == nil {
		return "mend what it complains of, or " + t.byHand
	}
	var set []string
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, t.variables) {
			set = append(set, name)
		}
	}
	slices.Sort(set)
	seen := ""
	if len(set) > 0 {
		seen = " (" + strings.Join(set, ", ") + " may have to do with it)"
	}
	return "mend what it complains of" + seen + ", or take it off PATH, or out of " + toolsDir + ", and `make setup` installs another"
}

// pathOf finds a tool, for one that needs it and installs nothing.
func (in *installer) pathOf(ctx context.Context, t tool) (string, error) {
	f, err := t.find(ctx)
	var broken *failure
	if errors.As(err, &broken) {
		return "", fmt.Errorf("%s: %w\n  %s", t.name, err, t.advice())
	}
	if err != nil && t.install == nil {
		return "", fmt.Errorf("looking for %s: %w\n  %s", t.display, err, t.byHand)
	}
	if err != nil {
		return "", fmt.Errorf("looking for %s (make setup installs it): %w", t.display, err)
	}
	return f.path, nil
}
