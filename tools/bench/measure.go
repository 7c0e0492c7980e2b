package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/example/predictive-maintenance/internal/outdir"
)

const (
	// memoryRounds are apart from those that are timed, because reading the
	// memory of a process slows it, and a large one more than a small one.
	memoryRounds = 2
	sampling     = 15 * time.Millisecond
)

// variant is one way to synthesize the stacks.
type variant struct {
	name    string
	dir     string
	command []string
	env     []string

	runs  int
	walls []time.Duration
	peak  memory
}

// out is where the variant writes its stacks.
func (v *variant) out() string { return filepath.Join(v.dir, "out") }

func (v *variant) median() time.Duration { return median(v.walls) }

// measure runs every variant in turn, so that whatever else the machine does
// meets all of them alike.
func measure(ctx context.Context, variants []*variant, rounds int) error {
	for range rounds {
		for _, v := range variants {
			start := time.Now()
			if err := v.run(ctx, nil); err != nil {
				return err
			}
			v.walls = append(v.walls, time.Since(start))
		}
	}
	for range memoryRounds {
		for _, v := range variants {
			if err := v.run(ctx, &v.peak); err != nil {
				return err
			}
		}
	}
	return nil
}

// run synthesizes once. With a peak to raise, it watches the memory.
func (v *variant) run(ctx context.Context, peak *memory) error {
	v.runs++
	// A setting that no run had before: what is up to date would not be written.
	env := append([]string{outdir.Env + "=" + v.out(), fmt.Sprintf("SYNTH_ROUND=%d", v.runs)}, v.env...)
	cmd := command(ctx, v.dir, env, v.command...)
	var messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &messages, &messages
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s: %w", v.name, err)
	}
	if peak == nil {
		return explained(v.name, cmd.Wait(), &messages)
	}
	ended, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		watch(cmd.Process.Pid, sampling, ended, peak)
	}()
	err := cmd.Wait()
	close(ended)
	<-watched
	return explained(v.name, err, &messages)
}

// output runs a command of the preparation and shows what it printed only if
// it fails.
func output(ctx context.Context, dir string, env []string, args ...string) error {
	messages, err := command(ctx, dir, env, args...).CombinedOutput()
	return explained(args[0], err, bytes.NewBuffer(messages))
}

func explained(what string, err error, messages *bytes.Buffer) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w\n%s", what, err, strings.TrimSpace(messages.String()))
}

// command prepares a process that leads a group of its own. Ended early, all
// of the group ends, also a kernel that the Go program has started.
func command(ctx context.Context, dir string, env []string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(neutral(os.Environ()), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// neutral leaves out of an environment what would change a variant.
func neutral(env []string) []string {
	return slices.DeleteFunc(env, func(entry string) bool {
		for _, prefix := range []string{"NODE_OPTIONS=", "TS_NODE_", "CDKTF_", "JSII_RUNTIME=", "SYNTH_HCL_OUTPUT=", "PDM_"} {
			if strings.HasPrefix(entry, prefix) {
				return true
			}
		}
		return false
	})
}

func median(values []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
