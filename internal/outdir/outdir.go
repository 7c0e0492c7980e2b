// Package outdir says where synth writes to, and so where all that works on the
// result looks for it.
package outdir

import (
	"cmp"
	"os"
	"path/filepath"
)

// Env is the environment variable in which the cdktf CLI says where it expects
// the result. A user may set it as well.
const Env = "CDKTF_OUTDIR"

// Dir is the folder that holds the result.
func Dir() string { return cmp.Or(os.Getenv(Env), "cdktf.out") }

// Stack is the folder of a stack in it.
func Stack(name string) string { return filepath.Join(Dir(), "stacks", name) }
