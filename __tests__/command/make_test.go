package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What works on a stack has just that one synthesized, whichever it is; where none is
// named, all.
func TestMakeSynthesizesWhatIsWorkedOn(t *testing.T) {
	dir := t.TempDir()
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Makefile"), makefile, 0o644))
	tools := filepath.Join(dir, ".tools", "bin")
	require.NoError(t, os.MkdirAll(tools, 0o755))
	// Go would build what is here already.
	for _, program := range []string{"go", "synth", "platform", "setup", "stand-ins"} {
		script := "#!/bin/sh\ntrue\n"
		if program == "synth" {
			script = "#!/bin/sh\necho \"synthesizes: $*\"\n"
		}
		require.NoError(t, os.WriteFile(filepath.Join(tools, program), []byte(script), 0o755))
	}
	synthesized := func(args ...string) string {
		cmd := exec.Command("make", append([]string{"-s", "-C", dir}, args...)...)
		cmd.Env = append(os.Environ(), "PATH="+tools+string(os.PathListSeparator)+os.Getenv("PATH"), "ENV=", "STACKS=", "MAKEFLAGS=")
		printed, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", printed)
		var found []string
		for line := range strings.Lines(string(printed)) {
			if stacks, ok := strings.CutPrefix(line, "synthesizes:"); ok {
				found = append(found, strings.TrimSpace(stacks))
			}
		}
		require.Len(t, found, 1, "%v: %s", args, printed)
		return found[0]
	}
	for _, target := range []string{"bootstrap", "preflight", "plan", "apply", "destroy", "adopt", "review", "save-plan", "apply-plan", "drift", "migrate-state", "open-state", "policy"} {
		assert.Equal(t, "bootstrap-live", synthesized(target, "ENV=bootstrap-live"), target)
	}
	assert.Empty(t, synthesized("bootstrap"))
}
