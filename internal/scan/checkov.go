package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Checkov has checkov read a plan, which it writes into dir, a folder that only
// this user reads, and returns what it prints. Python is the interpreter that
// runs it.
//
// checkov takes settings, skipped checks among them, from variables and from
// files in the working directory and the user's: it gets none of those, and asks
// nobody in the network.
func Checkov(ctx context.Context, python, dir string, plan []byte) ([]byte, error) {
	const name = "plan.json"
	if err := os.WriteFile(filepath.Join(dir, name), plan, 0o600); err != nil {
		return nil, fmt.Errorf("let checkov read the plan: %w", err)
	}
	cmd := exec.CommandContext(ctx, python, "-m", "checkov.main", "--file", name, "--framework", "terraform_plan",
		"--output", "json", "--quiet", "--compact", "--skip-download", "--soft-fail")
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	cmd.WaitDelay = 5 * time.Second
	printed, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("run checkov: %w: %s", err, strings.TrimSpace(string(exit.Stderr)))
	}
	if err != nil {
		return nil, fmt.Errorf("run checkov: %w", err)
	}
	return printed, nil
}
