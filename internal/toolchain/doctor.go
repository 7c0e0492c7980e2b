package toolchain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"text/tabwriter"

	"github.com/hashicorp/go-version"
	"golang.org/x/sync/errgroup"
)

// Doctor writes what the project needs of this machine, what is found of it and
// where, and what to do about the rest. It installs nothing and asks no server.
// The error holds the tools that are there and fail, in their own words; what is
// only missing is none.
func Doctor(ctx context.Context, root string, out io.Writer) error {
	in, err := newInstaller(root, out)
	if err != nil {
		return err
	}
	return in.doctor(ctx)
}

func (in *installer) doctor(ctx context.Context) error {
	all := append(in.machine(), in.tools()...)
	results := make([]found, len(all))
	errs := make([]error, len(all))
	var group errgroup.Group
	for i, t := range all {
		group.Go(func() error {
			results[i], errs[i] = t.find(ctx)
			return nil
		})
	}
	_ = group.Wait() // each error is kept in errs
	if ctx.Err() != nil {
		return errors.New("doctor: interrupted")
	}

	missing := map[string]bool{}
	for i, t := range all {
		missing[t.display] = errs[i] != nil
	}
	var todo []string
	var failures []error
	table := tabwriter.NewWriter(in.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "needed\tfound\tmake targets\twhere")
	for i, t := range all {
		has, where := results[i].version, in.place(results[i].path)
		var broken *failure
		switch err := errs[i]; {
		case errors.As(err, &broken):
			has, where = "fails", in.place(broken.program)
			failures = append(failures, fmt.Errorf("%s: %w\n  %s", t.name, err, t.advice()))
		case err != nil:
			has, where = "no", "-"
			todo = append(todo, fmt.Sprintf("%s: %s\n  %s", t.display, err, t.remedy(missing)))
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", t.display, has, t.usedBy, where)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	if len(todo) > 0 {
		if _, err := fmt.Fprintln(in.out, "\nwhat to do\n"+strings.Join(todo, "\n")); err != nil {
			return fmt.Errorf("writing what to do: %w", err)
		}
	}
	return errors.Join(failures...)
}

// remedy says what to do about a tool that is not there in a fitting version,
// where these are missing too.
func (t tool) remedy(missing map[string]bool) string {
	switch {
	case t.install == nil:
		return t.byHand
	case missing[t.with]:
		return "once there is a " + t.with + ", `make setup` installs it below " + toolsDir + "; or " + t.byHand
	}
	return "`make setup` installs it below " + toolsDir + "; or " + t.byHand
}

// place is a path as a person in the project's folder names it.
func (in *installer) place(path string) string {
	if rel, err := filepath.Rel(in.root, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return cmp.Or(path, "-")
}

// machine is what a machine has to have before Setup can do the rest, and what
// Setup cannot install.
func (in *installer) machine() []tool {
	return []tool{
		{
			name:    "go",
			display: "Go >= 1.21",
			usedBy:  "everything",
			byHand:  "install it from https://go.dev/doc/install; from 1.21 on it fetches the version that go.mod names",
			find:    in.reporting("go", ">= 1.21", "version"),
		},
		{
			name:    "git",
			display: "Git",
			usedBy:  "test, lint, secrets, snapshots, review, environments, migrate-state",
			byHand:  "install it with the system's package manager (on Debian and Ubuntu: apt-get install git)",
			find:    in.reporting("git", ">= 0", "--version"),
		},
		{
			name:    "python",
			display: pythonNeeded,
			usedBy:  "setup (where moto or the AWS CLI is missing)",
			byHand:  pythonRemedy + "; nothing else needs it where both are there",
			find: func(ctx context.Context) (found, error) {
				base, err := in.basePython(ctx)
				return found{version: base.Version, path: base.Executable}, err
			},
		},
		{
			name:    "provider",
			display: "AWS provider " + awsConstraint,
			usedBy:  "test, emulator",
			byHand:  "Terraform downloads it from its registry or a network mirror; without a network, PROVIDER_MIRROR names a folder that `terraform providers mirror` filled",
			find:    in.findAWSProvider,
		},
		{
			name:    "configuration",
			display: "TF_CLI_CONFIG_FILE",
			usedBy:  "test, emulator, plan, apply",
			byHand:  "unset it, or write that file",
			find:    findCLIConfig,
		},
	}
}

var versionSaid = regexp.MustCompile(`\d+(\.\d+)+`)

// reporting finds a program that says its version in its first line.
func (in *installer) reporting(name, constraint, ask string) func(context.Context) (found, error) {
	return func(ctx context.Context) (found, error) {
		return in.firstOnPath(ctx, name, constraint, func(ctx context.Context, file string) (*version.Version, error) {
			// Of Go the one that is installed, not the one that it would download.
			text, err := output(ctx, append(os.Environ(), "GOTOOLCHAIN=local"), file, ask)
			if err != nil {
				return nil, err
			}
			v, err := version.NewVersion(versionSaid.FindString(text))
			if err != nil {
				return nil, fmt.Errorf("reading the version of %s: %w", file, err)
			}
			return v, nil
		})
	}
}

// curl speaks to Supabase where Terraform's provider cannot. Any version will do,
// and only the system has one.
func (in *installer) curl() tool {
	return tool{
		name:    Curl,
		display: "curl",
		usedBy:  "test, apply (where Supabase has point-in-time recovery)",
		byHand:  "install it with the system's package manager (on Debian and Ubuntu: apt-get install curl)",
		find:    in.reporting("curl", ">= 0", "--version"),
	}
}

// findAWSProvider looks where tests and the emulator do: in a mirror, or among
// what earlier runs downloaded.
func (in *installer) findAWSProvider(context.Context) (found, error) {
	m, ok, err := findMirror()
	if err != nil {
		return found{}, err
	}
	if !ok {
		m = readMirror(pluginCache(filepath.Join(in.root, toolsDir)), runtime.GOOS+"_"+runtime.GOARCH)
	}
	for _, v := range m.versions[awsProvider] {
		if fits(v, awsConstraint) {
			return found{version: v, path: m.path}, nil
		}
	}
	return found{}, errors.New("no mirror on this machine has it")
}

// findCLIConfig finds the file that the environment names for Terraform.
func findCLIConfig(context.Context) (found, error) {
	named := cmp.Or(os.Getenv("TF_CLI_CONFIG_FILE"), os.Getenv("TERRAFORM_CONFIG"))
	if named != "" && !isFile(named) {
		return found{}, fmt.Errorf("it names %s, which is no file", named)
	}
	if named == "" {
		return found{version: "not set"}, nil
	}
	return found{version: "set", path: named}, nil
}
