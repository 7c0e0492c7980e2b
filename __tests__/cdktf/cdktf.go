// Package cdktf runs the cdktf CLI, which the project needs for nothing but must
// stay usable with: `cdktf synth --hcl` is a way out of cdktf.
package cdktf

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/example/predictive-maintenance/internal/toolchain"
)

// Run runs the CLI in the project's folder, root; `make cdktf-cli` installed
// it. What it synthesizes goes to the folder output.
func Run(ctx context.Context, root, output string, args ...string) (printed string, err error) {
	cli := filepath.Join(root, ".tools", "cdktf", "node_modules", ".bin", "cdktf")
	cmd := exec.CommandContext(ctx, cli, append(args, "--output", output)...)
	cmd.Dir = root
	config, err := toolchain.TerraformCLIConfig(root)
	if err != nil {
		return "", err
	}
	cmd.Env = append(os.Environ(), "CI=true", "CHECKPOINT_DISABLE=1", "FORCE_COLOR=0", "TF_CLI_CONFIG_FILE="+config)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("cdktf %v: %w\n%s", args, err, out)
	}
	return string(out), nil
}
