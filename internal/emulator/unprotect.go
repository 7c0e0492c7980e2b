package emulator

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// unprotectFile sorts behind overrideFile, and WriteOverride removes it: the
// next plan sees the stack as it is.
const unprotectFile = "unprotected_override.tf.json"

// protections are the arguments by which AWS itself refuses a destruction, with
// the value that lifts it.
var protections = map[string]object{
	"aws_lb": {"enable_deletion_protection": false},
}

// Unprotect adds to stackDir an override that lifts what protects the stack's
// resources from destruction, by AWS or by Terraform's prevent_destroy, and
// says whether there is any. The stack must be applied with it before it can be
// destroyed. It is for an emulator that is thrown away, nothing else.
func Unprotect(stackDir string) (protected bool, err error) {
	content, err := os.ReadFile(filepath.Join(stackDir, stackFile))
	if err != nil {
		return false, fmt.Errorf("lifting the protection of a stack: %w", err)
	}
	var stack struct {
		Resource map[string]map[string]object
	}
	if err := json.Unmarshal(content, &stack); err != nil {
		return false, fmt.Errorf("lifting the protection of a stack: %w", err)
	}
	override := map[string]map[string]object{}
	for kind, byName := range stack.Resource {
		for name, resource := range byName {
			lifted := object{}
			for argument, value := range protections[kind] {
				if resource[argument] != nil && resource[argument] != value {
					lifted[argument] = value
				}
			}
			for _, lifecycle := range blocks(resource["lifecycle"]) {
				if lifecycle["prevent_destroy"] == true {
					lifted["lifecycle"] = object{"prevent_destroy": false}
					if kind == "aws_s3_bucket" {
						// AWS destroys no bucket that holds something.
						lifted["force_destroy"] = true
					}
				}
			}
			if len(lifted) == 0 {
				continue
			}
			if override[kind] == nil {
				override[kind] = map[string]object{}
			}
			override[kind][name] = lifted
		}
	}
	if len(override) == 0 {
		return false, nil
	}
	content, err = json.MarshalIndent(object{"resource": override}, "", "  ")
	if err != nil {
		return false, fmt.Errorf("lifting the protection of a stack: %w", err)
	}
	if err := os.WriteFile(filepath.Join(stackDir, unprotectFile), content, 0o644); err != nil {
		return false, fmt.Errorf("lifting the protection of a stack: %w", err)
	}
	return true, nil
}
