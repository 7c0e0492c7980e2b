package toolchain

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	motoConstraint = ">= 5.2.1, < 5.3"
	// The extra "server" holds what moto needs for all services; "all" adds to
	// it only what its proxy and its in-process mocks use.
	motoVersion     = "5.2.1"
	motoRequirement = "moto[server]==" + motoVersion
	// moto 5.2 itself asks for this.
	pythonConstraint = ">= 3.10"
	pythonNeeded     = "Python " + pythonConstraint + " with venv"
	pythonRemedy     = "install " + pythonNeeded + " (on Debian and Ubuntu: apt-get install python3 python3-venv)"
)

//go:embed probe.py
var probe string

// python is what probe.py tells about an interpreter.
type python struct {
	Executable string
	Version    string
	// Moto is empty where moto or something that its server needs is missing.
	Moto string
	Venv bool
}

func motoDir(root string) string    { return filepath.Join(root, toolsDir, "moto") }
func motoPython(root string) string { return filepath.Join(motoDir(root), "bin", "python") }

// Python returns the interpreter that can run the emulator, as
// `<interpreter> -m moto.server`.
func Python(ctx context.Context, root string) (string, error) {
	in, err := newInstaller(root, nil)
	if err != nil {
		return "", err
	}
	return in.pathOf(ctx, in.emulator())
}

func (in *installer) emulator() tool {
	return tool{
		name:      Emulator,
		display:   "A Python with moto[server] " + motoConstraint,
		byHand:    "put a python3 " + pythonConstraint + " on PATH that has it (pip install '" + motoRequirement + "')",
		variables: "PYTHON",
		usedBy:    "test, emulator",
		with:      pythonNeeded,
		find:      in.findEmulator,
		install:   in.installEmulator,
	}
}

func (in *installer) findEmulator(ctx context.Context) (found, error) {
	files := append([]string{motoPython(in.root)}, in.pythons()...)
	var broken *failure
	unfit := errors.New("there is no python3 on PATH")
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			continue
		}
		p, err := probePython(ctx, file)
		errors.As(err, &broken)
		if err == nil && fits(p.Version, pythonConstraint) && fits(p.Moto, motoConstraint) {
			return found{version: p.Moto, path: p.Executable}, nil
		}
		unfit = cmp.Or(err, fmt.Errorf("no python3 on PATH has it: %s is Python %s with moto %s", file, p.Version, cmp.Or(p.Moto, "missing")))
	}
	if broken != nil {
		return found{}, broken
	}
	return found{}, unfit
}

func (in *installer) installEmulator(ctx context.Context) error {
	return in.makeVenv(ctx, Emulator, motoVersion, "moto", motoRequirement, "moto.server")
}

// makeVenv makes a virtual environment in a folder of .tools that has a
// requirement, and tries to import what is wanted of it.
func (in *installer) makeVenv(ctx context.Context, tool, version, folder, requirement, module string) error {
	base, err := in.basePython(ctx)
	if err != nil {
		return err
	}
	in.announce(tool, version, "installing "+requirement+" with pip into a virtual environment in "+filepath.Join(toolsDir, folder))
	dir := filepath.Join(in.root, toolsDir, folder)
	// A virtual environment has its own path in its scripts, so it is built in
	// place and taken away again where a step fails.
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("removing a virtual environment that does not fit: %w", err)
	}
	err = fillVenv(ctx, base, dir, requirement, module)
	if err != nil {
		_ = os.RemoveAll(dir)
	}
	return err
}

func fillVenv(ctx context.Context, base python, dir, requirement, module string) error {
	if err := run(ctx, base.Executable, "-m", "venv", dir); err != nil {
		return fmt.Errorf("making a virtual environment: %w", err)
	}
	interpreter := filepath.Join(dir, "bin", "python")
	if err := run(ctx, interpreter, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", requirement); err != nil {
		return fmt.Errorf("installing %s with pip: %w", requirement, err)
	}
	if err := run(ctx, interpreter, "-c", "import "+module); err != nil {
		return fmt.Errorf("trying what pip installed: %w", err)
	}
	return nil
}

// pythons are those of PATH, but for what Setup made: the folder that has the
// AWS CLI has the Python of its virtual environment, too, and perhaps half of it.
func (in *installer) pythons() []string {
	own := filepath.Join(in.root, toolsDir) + string(filepath.Separator)
	return slices.DeleteFunc(onPath("python3", os.Getenv("PATH")), func(file string) bool { return strings.HasPrefix(file, own) })
}

// basePython returns the first Python of PATH that can make the virtual
// environment.
func (in *installer) basePython(ctx context.Context) (python, error) {
	reason := "there is no python3 on PATH"
	for _, file := range in.pythons() {
		p, err := probePython(ctx, file)
		switch {
		case err != nil:
			reason = err.Error()
		case !fits(p.Version, pythonConstraint):
			reason = fmt.Sprintf("%s is Python %s, not %s", file, p.Version, pythonConstraint)
		case !p.Venv:
			reason = file + " cannot make virtual environments"
		default:
			return p, nil
		}
	}
	return python{}, &unmet{reason, pythonRemedy}
}

func probePython(ctx context.Context, file string) (python, error) {
	text, err := output(ctx, os.Environ(), file, "-c", probe)
	if err != nil {
		return python{}, err
	}
	var p python
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return python{}, fmt.Errorf("reading what %s tells about itself: %w", file, err)
	}
	return p, nil
}

// run runs one step of an installation; its last words become the error.
func run(ctx context.Context, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	// A user's PIP_USER=1 makes pip refuse to install into a virtual environment.
	cmd.Env = append(os.Environ(), "PIP_USER=0")
	cmd.WaitDelay = 5 * time.Second
	text, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, lastLine(string(text)))
	}
	return nil
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndex(text, "\n")+1:]
}
