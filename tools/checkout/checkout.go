// Package checkout makes a copy of the project, for a test to change or a tool to read.
package checkout

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Copy copies to a folder what Git knows, or would add, of the project in the
// folder root, but for what lies below a folder of except. The copy is a
// repository of its own, with everything to be committed.
func Copy(ctx context.Context, root, dir string, except ...string) error {
	list := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	files, err := list.Output()
	if err != nil {
		return fmt.Errorf("list the project's files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(files), "\x00"), "\x00") {
		if first, _, _ := strings.Cut(name, "/"); slices.Contains(except, first) {
			continue
		}
		if err := copyFile(filepath.Join(dir, name), filepath.Join(root, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("copy the project: %w", err)
		}
	}
	for _, args := range [][]string{{"init", "--quiet", "--initial-branch=main"}, {"add", "--all"}} {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = dir
		if printed, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("git %v in the copy: %w\n%s", args, err, printed)
		}
	}
	return nil
}

func copyFile(to, from string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode())
}
