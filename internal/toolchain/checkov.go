package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const (
	// The version decides which checks there are: another may find more.
	checkovVersion     = "3.3.30"
	checkovRequirement = "checkov==" + checkovVersion
)

func checkovDir(root string) string    { return filepath.Join(root, toolsDir, "checkov") }
func checkovPython(root string) string { return filepath.Join(checkovDir(root), "bin", "python") }

// Checkov makes sure that checkov is there in the version that the exceptions
// in internal/scan were written for, and returns the interpreter that runs it,
// as `<interpreter> -m checkov.main`. Setup leaves it to who scans: it is large,
// and nothing else needs it.
func Checkov(ctx context.Context, root string, out io.Writer) (string, error) {
	in, err := newInstaller(root, out)
	if err != nil {
		return "", err
	}
	f, err := in.ensure(ctx, in.checkov())
	return f.path, err
}

func (in *installer) checkov() tool {
	return tool{
		name:      "checkov",
		display:   "checkov " + checkovVersion,
		byHand:    "have a python3 " + pythonConstraint + " on PATH that makes virtual environments, and that pip reaches PyPI from",
		variables: "PYTHON",
		find:      in.findCheckov,
		install: func(ctx context.Context) error {
			return in.makeVenv(ctx, "checkov", checkovVersion, "checkov", checkovRequirement, "checkov.main")
		},
	}
}

// findCheckov looks at the project's own only: one of the machine's may be of
// any version.
func (in *installer) findCheckov(ctx context.Context) (found, error) {
	file := checkovPython(in.root)
	if _, err := os.Stat(file); err != nil {
		return found{}, errors.New("it is not installed")
	}
	version, err := output(ctx, os.Environ(), file, "-c",
		`from importlib.metadata import distributions; print(*[d.version for d in distributions(name="checkov")])`)
	if err != nil {
		return found{}, err
	}
	if version != checkovVersion {
		return found{}, fmt.Errorf("%s has checkov %q, not %s", file, version, checkovVersion)
	}
	return found{version: version, path: file}, nil
}
