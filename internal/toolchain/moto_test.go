package toolchain

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fakePython answers probe.py as an interpreter would.
func fakePython(version, moto string, venv bool) string {
	return fmt.Sprintf(`echo '{"executable":"'"$0"'","version":"%s","moto":"%s","venv":%t}'`, version, moto, venv)
}

// makingVenvs is a python3 without moto whose virtual environments have the
// given interpreter.
func makingVenvs(interpreter string) string {
	return `case "$1 $2" in
"-m venv")
	/bin/mkdir -p "$3/bin"
	/bin/cat > "$3/bin/python" <<'SCRIPT'
#!/bin/sh
` + interpreter + `
SCRIPT
	/bin/chmod +x "$3/bin/python";;
*) ` + fakePython("3.11.7", "", true) + `;;
esac`
}

func TestPython(t *testing.T) {
	good := fakePython("3.11.7", "5.2.1", true)
	for _, tt := range []struct {
		name    string
		scripts []string
		// want is the script that is used, or -1.
		want int
	}{
		{"fitting", []string{good}, 0},
		{"newer patch, without venv", []string{fakePython("3.13.0", "5.2.9", false)}, 0},
		{"behind one without moto", []string{fakePython("3.12.0", "", true), good}, 1},
		{"behind a broken one", []string{"exit 1", good}, 1},
		{"moto too old", []string{fakePython("3.11.7", "5.1.22", true)}, -1},
		{"moto too new", []string{fakePython("3.11.7", "5.3.0", true)}, -1},
		{"Python too old", []string{fakePython("3.9.2", "5.2.1", true)}, -1},
		{"no moto", []string{fakePython("3.11.7", "", true)}, -1},
		{"an answer that is none", []string{"echo hello"}, -1},
		{"missing", nil, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, _ := testInstaller(t)
			var files []string
			for _, script := range tt.scripts {
				files = append(files, putOnPath(t, "python3", script))
			}
			got, err := Python(t.Context(), in.root)
			if tt.want < 0 {
				wantError(t, err, "make setup")
				return
			}
			if got != files[tt.want] || err != nil {
				t.Errorf("Python is %q (%v), want %q", got, err, files[tt.want])
			}
		})
	}
}

func TestPythonPrefersTheProjectsOwn(t *testing.T) {
	in, _ := testInstaller(t)
	putOnPath(t, "python3", fakePython("3.11.7", "5.2.1", true))
	writeScript(t, motoPython(in.root), fakePython("3.12.0", "5.2.2", true))
	if got, err := Python(t.Context(), in.root); got != motoPython(in.root) || err != nil {
		t.Errorf("Python is %q (%v), want %q", got, err, motoPython(in.root))
	}
}

// The folder of the AWS CLI is on PATH for its aws command.
func TestPythonIsNotThatOfAnotherTool(t *testing.T) {
	in, _ := testInstaller(t)
	writeScript(t, filepath.Join(awsBin(in.root), "python3"), fakePython("3.11.7", "5.2.1", true))
	t.Setenv("PATH", awsBin(in.root))
	for _, find := range []func() error{
		func() error { _, err := in.findEmulator(t.Context()); return err },
		func() error { _, err := in.basePython(t.Context()); return err },
	} {
		wantError(t, find(), "there is no python3 on PATH")
	}
}

func TestInstallEmulatorRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		scripts []string
		want    []string
	}{
		{"without Python", nil, []string{"there is no python3 on PATH", "python3 python3-venv"}},
		{"with a Python too old", []string{fakePython("3.9.2", "", true)}, []string{"is Python 3.9.2", "python3 python3-venv"}},
		{"without venv", []string{fakePython("3.11.7", "", false)}, []string{"virtual environments", "python3 python3-venv"}},
		{"when pip fails", []string{makingVenvs(`case "$2" in pip) echo retrying; echo no network >&2; exit 1;; esac`)}, []string{"with pip", "no network", "pip install 'moto[server]==5.2.1'"}},
		{"when moto does not start", []string{makingVenvs(`case "$1" in -c) echo no flask >&2; exit 1;; esac`)}, []string{"trying what pip installed", "no flask"}},
		{"when venv fails", []string{`case "$2" in venv) /bin/mkdir -p "$3/bin"; echo disk full >&2; exit 1;; esac; ` + fakePython("3.11.7", "", true)}, []string{"making a virtual environment", "disk full"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, out := testInstaller(t)
			for _, script := range tt.scripts {
				putOnPath(t, "python3", script)
			}
			err := in.setup(t.Context(), []string{Emulator})
			wantError(t, err, tt.want...)
			// Without a Python, neither pip nor an installation is spoken of.
			if strings.Contains(err.Error(), "python3-venv") && (out.Len() > 0 || strings.Contains(err.Error(), "pip install")) {
				t.Errorf("setup said %q and %q", out, err)
			}
			wantNothingInstalled(t, in)
		})
	}
}

// realPython puts a python3 on PATH that is this machine's, but without the
// packages that are installed for it.
func realPython(t *testing.T) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal("this machine has no python3, which the emulator needs anyway")
	}
	p, err := probePython(t.Context(), python)
	if err != nil || !p.Venv || !fits(p.Version, pythonConstraint) {
		// Debian packs venv apart; where moto is installed another way, nobody
		// needs it.
		t.Skipf("this machine's python3 cannot make the virtual environment: %+v, %v", p, err)
	}
	return p.Executable
}

// motoWheel writes a wheel with moto's name and extra, which pip can install
// without a network.
func motoWheel(t *testing.T, dir string) {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "moto-"+motoVersion+"-py3-none-any.whl"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	info := "moto-" + motoVersion + ".dist-info/"
	for name, content := range map[string]string{
		"moto/__init__.py": "",
		"moto/server.py":   "",
		info + "METADATA":  "Metadata-Version: 2.1\nName: moto\nVersion: " + motoVersion + "\nProvides-Extra: server\n",
		info + "WHEEL":     "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
		info + "RECORD":    "",
	} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestInstallEmulatorWithRealPython(t *testing.T) {
	python := realPython(t)
	in, out := testInstaller(t)
	// -S hides installed packages, a moto of this machine among them.
	putOnPath(t, "python3", "exec "+python+` -S "$@"`)
	wheels := t.TempDir()
	motoWheel(t, wheels)
	t.Setenv("PIP_NO_INDEX", "1")
	t.Setenv("PIP_FIND_LINKS", wheels)
	t.Setenv("PIP_USER", "1")
	// A virtual environment whose Python is gone is made anew.
	write(t, filepath.Join(motoDir(in.root), "bin/leftover"), "", 0o644)

	if err := in.setup(t.Context(), []string{Emulator}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "emulator   5.2.1    installing moto[server]==5.2.1 with pip") {
		t.Errorf("setup did not say what it installs: %q", out)
	}
	if got, err := Python(t.Context(), in.root); got != motoPython(in.root) || err != nil {
		t.Errorf("Python is %q (%v), want %q", got, err, motoPython(in.root))
	}
	if _, err := os.Stat(filepath.Join(motoDir(in.root), "bin/leftover")); err == nil {
		t.Error("a broken virtual environment's file is still there")
	}

	out.Reset()
	if err := in.setup(t.Context(), []string{Emulator}); err != nil {
		t.Fatal(err)
	}
	if want := "emulator   5.2.1    installed in .tools/moto\n"; out.String() != want {
		t.Errorf("the second setup said %q, want %q", out, want)
	}
}

func TestProbeWantsWhatTheServerNeeds(t *testing.T) {
	python := realPython(t)
	for _, tt := range []struct {
		name, requires, want string
	}{
		{"nothing", "", "5.2.1"},
		{"what is there", `Requires-Dist: there>=1.0,!=2.0; extra == "server"`, "5.2.1"},
		{"what is missing", `Requires-Dist: missing_package_x>=1.0; extra == 'server'`, ""},
		{"what another extra misses", `Requires-Dist: missing_package_x; extra == "all"`, "5.2.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			packages := t.TempDir()
			write(t, filepath.Join(packages, "moto/__init__.py"), "", 0o644)
			write(t, filepath.Join(packages, "moto-5.2.1.dist-info/METADATA"), "Name: moto\nVersion: 5.2.1\n"+tt.requires+"\n", 0o644)
			write(t, filepath.Join(packages, "there-1.1.dist-info/METADATA"), "Name: there\nVersion: 1.1\n", 0o644)
			t.Setenv("PYTHONPATH", packages)
			p, err := probePython(t.Context(), python)
			if p.Moto != tt.want || err != nil {
				t.Errorf("moto is %q (%v), want %q", p.Moto, err, tt.want)
			}
		})
	}
}
