// Package lazyload makes the jsii kernel load provider bindings type by type
// instead of all at once, which is most of the time and memory of a synth, has
// the Go program talk to it without a second Node process between them, and has
// cdktf resolve stacks that don't refer to each other once instead of twice.
package lazyload

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed preload.js
var preload []byte

// EagerEnv is the environment variable that, set to anything, leaves Node
// alone: to measure against, and to rule this package out when something else
// goes wrong.
const EagerEnv = "PDM_EAGER_PROVIDERS"

// heap is what jsii gives Node as long as NODE_OPTIONS is unset.
const heap = "--max-old-space-size=4069"

// Install writes the preload script into dir and makes every Node process that
// is started from now on load it first. It must run before the first call into
// jsii. A user's own NODE_OPTIONS stay in force.
func Install(dir string) error {
	if os.Getenv(EagerEnv) != "" {
		return nil
	}
	script := filepath.Join(dir, "preload.js")
	if err := os.WriteFile(script, preload, 0o600); err != nil {
		return fmt.Errorf("write Node preload: %w", err)
	}
	// jsii starts its kernel with --preserve-symlinks: the bindings that it unpacks
	// are links to where each finds the others.
	options := strings.TrimSpace(os.Getenv("NODE_OPTIONS") + " --preserve-symlinks")
	if !strings.Contains(options, "--max-old-space-size") {
		options = strings.TrimSpace(options + " " + heap)
	}
	// Within NODE_OPTIONS a quoted value may hold spaces, and a backslash
	// escapes.
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(script)
	if err := os.Setenv("NODE_OPTIONS", fmt.Sprintf(`%s --require="%s"`, options, quoted)); err != nil {
		return fmt.Errorf("set NODE_OPTIONS: %w", err)
	}
	return nil
}
