// Package toolchain finds the programs this project needs (Node.js, Terraform,
// the AWS CLI, the AWS emulator moto, curl), and installs into the project's .tools folder what
// the machine does not have in a fitting version.
package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-version"
	"golang.org/x/sync/errgroup"

	"github.com/example/predictive-maintenance/internal/progress"
)

// The tools that Setup knows.
const (
	Node      = "node"
	Terraform = "terraform"
	Emulator  = "emulator"
	AWSCLI    = "aws"
	Curl      = "curl"
)

// toolsDir is the folder below the project's root that holds everything the
// project installs for itself.
const toolsDir = ".tools"

// found is a tool in a fitting version.
type found struct {
	version string
	path    string
}

// tool is one program: how to look for it, and how to install it.
type tool struct {
	name string
	// display is what a person calls it, with the versions that fit.
	display string
	// byHand says how a person installs it.
	byHand string
	// variables is what the names of environment variables begin with that it
	// listens to.
	variables string
	// usedBy names the targets of make that need it; words in brackets say when.
	usedBy string
	find   func(ctx context.Context) (found, error)
	// with is what of the machine it is installed with, as a person calls it.
	with string
	// install is nil where only a person can.
	install func(ctx context.Context) error
}

// Names lists the tools that Setup knows.
func Names() []string { return []string{Node, Terraform, Emulator, AWSCLI, Curl} }

// Setup makes sure that the named tools (all, if none is named) are there in
// fitting versions, and installs below root what is missing. It says on out
// what it installs before it does, and then writes one line a tool. One tool's
// failure does not stop the others; the error holds all of them.
func Setup(ctx context.Context, root string, out io.Writer, names ...string) error {
	in, err := newInstaller(root, out)
	if err != nil {
		return err
	}
	return in.setup(ctx, names)
}

// Path returns the value for PATH under which the tools that Setup installed
// below root come first.
func Path(root string) string {
	var dirs []string
	for _, dir := range []string{nodeBin(root), terraformDir(root), awsBin(root)} {
		if abs, err := filepath.Abs(dir); err == nil && isDir(abs) {
			dirs = append(dirs, abs)
		}
	}
	if path := os.Getenv("PATH"); path != "" {
		dirs = append(dirs, path)
	}
	return strings.Join(dirs, string(os.PathListSeparator))
}

func newInstaller(root string, out io.Writer) (*installer, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("resolving the project's folder: %w", err)
	}
	return &installer{
		root:              abs,
		out:               &syncWriter{w: out},
		goos:              runtime.GOOS,
		goarch:            runtime.GOARCH,
		http:              newHTTPClient(),
		nodeDist:          "https://nodejs.org/dist",
		npmPackages:       npmPackages,
		terraformReleases: "https://releases.hashicorp.com",
	}, nil
}

func (in *installer) tools() []tool {
	return []tool{in.node(), in.terraform(), in.emulator(), in.awsCLI(), in.curl()}
}

func (in *installer) setup(ctx context.Context, names []string) error {
	if len(names) == 0 {
		names = Names()
	}
	for _, name := range names {
		if !slices.Contains(Names(), name) {
			return fmt.Errorf("unknown tool %q; known are %s", name, strings.Join(Names(), ", "))
		}
	}

	all := in.tools()
	lines := make([]string, len(all))
	failures := make([]error, len(all))
	var group errgroup.Group
	for i, t := range all {
		if !slices.Contains(names, t.name) {
			continue
		}
		group.Go(func() error {
			f, err := in.ensure(ctx, t)
			if err != nil {
				failures[i] = err
				return err
			}
			lines[i] = fmt.Sprintf("%-10s %-8s %s\n", t.name, f.version, in.where(f.path))
			return nil
		})
	}
	// Wait returns only the first failure; errors.Join below returns each.
	_ = group.Wait()
	for _, line := range lines {
		_, _ = io.WriteString(in.out, line)
	}
	return errors.Join(failures...)
}

// ensure finds a tool, or installs it and finds it then.
func (in *installer) ensure(ctx context.Context, t tool) (found, error) {
	f, err := t.find(ctx)
	if err == nil {
		return f, nil
	}
	var broken *failure
	if errors.As(err, &broken) {
		return found{}, fmt.Errorf("%s: %w\n  %s", t.name, err, t.advice())
	}
	if t.install == nil {
		return found{}, fmt.Errorf("%s: %w\n  %s, then run this again", t.name, err, t.byHand)
	}
	f, err = in.installLocked(ctx, t)
	if err != nil && ctx.Err() != nil {
		return found{}, fmt.Errorf("%s: interrupted, nothing was installed", t.name)
	}
	var first *unmet
	if errors.As(err, &first) {
		return found{}, fmt.Errorf("%s: %w\n  %s, then run this again", t.name, err, first.remedy)
	}
	if err != nil {
		return found{}, fmt.Errorf("%s: %w\n  %s is needed: %s, then run this again", t.name, err, t.display, t.byHand)
	}
	return f, nil
}

func (in *installer) installLocked(ctx context.Context, t tool) (found, error) {
	unlock, err := in.lock(ctx, t.name)
	if err != nil {
		return found{}, err
	}
	defer unlock()

	// Another setup may have installed it while this one waited for the lock.
	if f, err := t.find(ctx); err == nil {
		return f, nil
	}
	done := progress.Step("%-10s %-8s still installing", t.name, "")
	err = t.install(ctx)
	done()
	if err != nil {
		return found{}, err
	}
	f, err := t.find(ctx)
	if err != nil {
		return found{}, fmt.Errorf("checking what was just installed: %w", err)
	}
	return f, nil
}

// firstOnPath looks only at the first program of a name, because that is the
// one that make, a shell and this project's own programs start.
func (in *installer) firstOnPath(ctx context.Context, name, constraint string, versionOf func(context.Context, string) (*version.Version, error)) (found, error) {
	files := onPath(name, Path(in.root))
	if len(files) == 0 {
		return found{}, fmt.Errorf("there is no %s on PATH", name)
	}
	v, err := versionOf(ctx, files[0])
	if err != nil {
		return found{}, err
	}
	if !mustConstraint(constraint).Check(v) {
		return found{}, fmt.Errorf("%s is %s, not %s", files[0], v, constraint)
	}
	return found{version: v.String(), path: files[0]}, nil
}

func mustConstraint(constraint string) version.Constraints {
	return version.MustConstraints(version.NewConstraint(constraint))
}

func fits(v, constraint string) bool {
	parsed, err := version.NewVersion(v)
	return err == nil && mustConstraint(constraint).Check(parsed)
}

// where says, for a person, where a tool is.
func (in *installer) where(path string) string {
	for _, name := range []string{"node", "terraform", "moto", "aws"} {
		dir := filepath.Join(toolsDir, name)
		rel, err := filepath.Rel(filepath.Join(in.root, dir), path)
		if err == nil && filepath.IsLocal(rel) {
			return "installed in " + dir
		}
	}
	return "found on PATH"
}

// onPath lists the executables of a name in the order in which PATH has them; a
// full path is that of one.
func onPath(name, path string) []string {
	var files []string
	if filepath.IsAbs(name) {
		path, name = filepath.Dir(name), filepath.Base(name)
	}
	for _, dir := range filepath.SplitList(path) {
		// A relative entry would mean another file in each working directory.
		if !filepath.IsAbs(dir) {
			continue
		}
		if file, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			files = append(files, file)
		}
	}
	return files
}

// patience is how long a program may take to report on itself, on a machine that
// has other work.
const patience = time.Minute

// output runs a program that only reports on itself, and returns what it
// printed. The error is a [failure] where the program is there and fails.
func output(ctx context.Context, environ []string, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = environ
	// A version manager's shim may leave a child that holds the pipe open.
	cmd.WaitDelay = time.Second
	text, err := cmd.Output()
	if err != nil {
		return "", failed(ctx, program, text, err)
	}
	return strings.TrimSpace(string(text)), nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
