// Command first measures the first synth on a machine that has nothing of the
// project: no modules of Go's, nothing compiled, no Node.js. It says what that
// downloads, from where, and how long it takes.
//
// Run it from the folder of the tools' module: go run ./bench/first
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	temp, err := os.MkdirTemp("", "first-synth-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	project := filepath.Join(temp, "project")
	if out, err := exec.CommandContext(ctx, "git", "clone", "--quiet", "..", project).CombinedOutput(); err != nil {
		return fmt.Errorf("clone the project: %w\n%s", err, out)
	}
	path, err := withoutNode(filepath.Join(temp, "bin"))
	if err != nil {
		return err
	}
	loads, err := newMeter()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, loads.close()) }()

	synth := exec.CommandContext(ctx, "make", "synth")
	synth.Dir, synth.Stdout, synth.Stderr = project, os.Stderr, os.Stderr
	synth.Env = append(os.Environ(), "PATH="+path, "HTTPS_PROXY="+loads.address(), "https_proxy="+loads.address(),
		"HOME="+filepath.Join(temp, "home"), "XDG_CACHE_HOME=", "GOPATH=", "GOCACHE=", "GOMODCACHE=",
		// Or the folder could not be removed.
		"GOFLAGS=-modcacherw")
	began := time.Now()
	if err := synth.Run(); err != nil {
		return fmt.Errorf("make synth: %w", err)
	}
	took, used := time.Since(began), synth.ProcessState.UserTime()+synth.ProcessState.SystemTime()
	hosts, sum := loads.received()
	fmt.Printf("The first synth took %.0f s, %.0f s of a processor's time, and downloaded %.0f MB:\n", took.Seconds(), used.Seconds(), megabytes(sum))
	for _, h := range hosts {
		fmt.Printf("  %6.1f MB from %s\n", megabytes(h.bytes), h.name)
	}
	return nil
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }

// withoutNode makes a folder with links to every program on PATH but Node's, and
// returns its path.
func withoutNode(dir string) (string, error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	for _, from := range filepath.SplitList(os.Getenv("PATH")) {
		programs, err := os.ReadDir(from)
		if err != nil {
			continue // PATH may name what isn't there
		}
		for _, p := range programs {
			if slices.Contains([]string{"node", "nodejs", "npm", "npx"}, p.Name()) {
				continue
			}
			if err := os.Symlink(filepath.Join(from, p.Name()), filepath.Join(dir, p.Name())); err != nil && !errors.Is(err, os.ErrExist) {
				return "", err
			}
		}
	}
	return dir, nil
}

// host is where something was downloaded from.
type host struct {
	name  string
	bytes int64
}

func byBytes(received map[string]int64) (hosts []host, sum int64) {
	for name, bytes := range received {
		hosts = append(hosts, host{name, bytes})
		sum += bytes
	}
	slices.SortFunc(hosts, func(a, b host) int {
		return cmp.Or(cmp.Compare(b.bytes, a.bytes), strings.Compare(a.name, b.name))
	})
	return hosts, sum
}
