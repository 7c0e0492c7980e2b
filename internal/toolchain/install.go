package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/example/predictive-maintenance/internal/progress"
)

// installer puts tools into one project's .tools folder.
type installer struct {
	root         string
	out          io.Writer
	goos, goarch string
	http         *http.Client
	nodeDist     string
	// npmPackages are the sums of what npm's registry has of Node.
	npmPackages       map[string]string
	terraformReleases string
	// terraformKey replaces HashiCorp's signing key where it is not empty.
	terraformKey string
}

// announce says what is about to be installed.
func (in *installer) announce(name, version, what string) {
	_, _ = fmt.Fprintf(in.out, "%-10s %-8s %s\n", name, version, what)
}

// lock keeps two setups of one project from installing the same tool at once.
func (in *installer) lock(ctx context.Context, name string) (unlock func(), err error) {
	dir := filepath.Join(in.root, toolsDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making room for what is installed: %w", err)
	}
	l := flock.New(filepath.Join(dir, name+".lock"))
	defer progress.Step("waiting for another setup, which installs %s", name)()
	if _, err := l.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return nil, fmt.Errorf("waiting for another setup to end: %w", err)
	}
	return func() { _ = l.Close() }, nil
}

// stage has fill build a folder beside dir, and puts it in dir's place only
// when it is whole. The caller holds the tool's lock, so a folder left over by
// a setup that was killed is nobody's and goes.
func stage(dir string, fill func(staging string) error) error {
	staging := dir + ".partial"
	if err := os.RemoveAll(staging); err != nil {
		return fmt.Errorf("removing what an earlier setup left: %w", err)
	}
	defer func() { _ = os.RemoveAll(staging) }()

	tree := filepath.Join(staging, "tree")
	if err := os.MkdirAll(tree, 0o755); err != nil {
		return fmt.Errorf("making a folder to install into: %w", err)
	}
	if err := fill(tree); err != nil {
		return err
	}

	// A folder cannot be renamed onto one that is not empty, so a version that
	// no longer fits steps aside first.
	if err := os.Rename(dir, filepath.Join(staging, "old")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("moving the old version away: %w", err)
	}
	if err := os.Rename(tree, dir); err != nil {
		return fmt.Errorf("putting the new version in place: %w", err)
	}
	return nil
}

// syncWriter lets tools that are installed at the same time report whole lines.
type syncWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *syncWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(p)
}
