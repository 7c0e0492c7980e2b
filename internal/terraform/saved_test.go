package terraform

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// terraform is a Terraform that writes down how it is called, and refuses to
// plan with the given message.
func terraform(t *testing.T, message string) (r *Runner, calls func() string) {
	t.Helper()
	dir := t.TempDir()
	put := func(content string, mode os.FileMode, path ...string) string {
		file := filepath.Join(append([]string{dir}, path...)...)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return file
	}
	put("{}", 0o644, "cdktf.out", "stacks", "dev", stackFile)
	put(message, 0o644, "message")
	program := put(`#!/bin/sh
here=$(dirname "$0")
echo "$@" >>"$here/calls"
case "$1" in
version) echo '{"terraform_version": "1.11.4"}' ;;
plan) cat "$here/message" >&2; exit 1 ;;
esac
`, 0o755, "terraform")
	return &Runner{Terraform: program, Out: filepath.Join(dir, "cdktf.out"), Stdout: io.Discard}, func() string {
		content, err := os.ReadFile(filepath.Join(dir, "calls"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
}

// A pipeline kills reviews at every push: one that held the lock of a state
// would leave it locked. What is applied is planned under the lock.
func TestReviewTakesNoLock(t *testing.T) {
	for refresh, want := range map[bool]string{false: "-lock=false", true: "-lock=true"} {
		r, calls := terraform(t, "")
		if _, err := r.SavePlan(context.Background(), "dev", "x", refresh); err == nil {
			t.Fatal("a plan that failed is none")
		}
		if called := calls(); !strings.Contains(called, "plan ") || !strings.Contains(called, want) {
			t.Errorf("refresh %t: %s, want %s", refresh, called, want)
		}
	}
}

// A review that is refused says who may read what it asked for.
func TestReviewSaysWhatItMayRead(t *testing.T) {
	const refused = "Error: reading EC2 VPC: UnauthorizedOperation: You are not authorized to perform this operation.\n"
	for _, c := range []struct {
		message string
		refresh bool
		want    bool
	}{{refused, false, true}, {refused, true, false}, {"Error: Invalid reference\n", false, false}} {
		r, _ := terraform(t, c.message)
		_, err := r.SavePlan(context.Background(), "dev", "x", c.refresh)
		if err == nil || strings.Contains(err.Error(), reviewAdvice) != c.want {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
