package toolchain

import (
	"strings"
	"testing"
)

// venvWith is a python3 whose virtual environments have that version of
// checkov once pip has run.
func venvWith(version string) string {
	return makingVenvs(`case "$1 $2" in "-c from importlib"*) echo ` + version + `;; esac`)
}

func TestCheckovIsInstalledOnceInItsVersion(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "python3", venvWith(checkovVersion))
	// One that an older commit installed is replaced.
	writeScript(t, checkovPython(in.root), "echo 3.0.0")
	for range 2 {
		if got, err := Checkov(t.Context(), in.root, out); got != checkovPython(in.root) || err != nil {
			t.Fatalf("checkov is run by %q (%v), want %q", got, err, checkovPython(in.root))
		}
	}
	if want := "installing checkov==" + checkovVersion + " with pip"; strings.Count(out.String(), want) != 1 {
		t.Errorf("want %q once: %q", want, out)
	}
}

func TestCheckovRefusesAnotherVersion(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "python3", venvWith("3.0.0"))
	_, err := Checkov(t.Context(), in.root, out)
	wantError(t, err, `has checkov "3.0.0"`, "checkov "+checkovVersion+" is needed", "PyPI")
}

// Whoever sets the project up does not wait for what only a scan needs.
func TestSetupLeavesCheckovOut(t *testing.T) {
	for _, name := range Names() {
		if name == "checkov" {
			t.Error("setup installs checkov")
		}
	}
}
