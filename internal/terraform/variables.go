package terraform

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/example/predictive-maintenance/internal/emulator"
)

// VariablesFrom are the Terraform variables of an environment in the form of
// os.Environ for a run on the emulator: TF_VAR_x=1 is x. Against AWS, Terraform
// reads them itself. Credentials for other services stay behind: nothing on the
// emulator needs them, and of a file with a malformed one, Terraform shows the
// line.
func VariablesFrom(environ []string) map[string]string {
	variables := map[string]string{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, "TF_VAR_") {
			if variable := strings.TrimPrefix(name, "TF_VAR_"); !emulator.Answers(variable) {
				variables[variable] = value
			}
		}
	}
	return variables
}

// writeVariables writes the runner's variables to a file that only this user
// reads, in the folder dir: as arguments they would be in the list of
// processes. Nil where there are none.
func (r *Runner) writeVariables(ctx context.Context, tf *tfexec.Terraform, stack, dir string) (*tfexec.VarFileOption, error) {
	variables, err := r.withSwitch(ctx, tf, stack)
	if err != nil || len(variables) == 0 {
		return nil, err
	}
	// A line each: of a file with a wrong value, Terraform shows the line.
	content, err := json.MarshalIndent(variables, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write variables: %w", err)
	}
	file := filepath.Join(dir, "variables.tfvars.json")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return nil, fmt.Errorf("write variables: %w", err)
	}
	return tfexec.VarFile(file), nil
}
