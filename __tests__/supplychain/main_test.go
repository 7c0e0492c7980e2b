// Package supplychain_test looks at what the project is made of: locked,
// licensed, without known vulnerabilities, and without secrets.
package supplychain_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var (
	root, _ = filepath.Abs(filepath.Join("..", ".."))
	// out is what synth wrote of the fixtures, which need every provider.
	out string
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "set up:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if out, err = os.MkdirTemp("", "supplychain-"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(out)
	synth := exec.Command("go", "run", "./internal/fixture/synth")
	synth.Dir, synth.Env = root, append(os.Environ(), "CDKTF_OUTDIR="+out)
	if printed, err := synth.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("synthesize: %w\n%s", err, printed)
	}
	return m.Run(), nil
}
