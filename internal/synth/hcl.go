package synth

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/example/predictive-maintenance/stacks"
)

// untypedBlocks are blocks that the bindings have no type for.
var untypedBlocks = regexp.MustCompile(`(?m)^( *)(statement|rate_based_statement|managed_rule_group_statement) += \{$`)

// nestedAttributes are attributes that hold an object, which the bindings take
// for blocks.
var nestedAttributes = regexp.MustCompile(`(?m)^( *)(git_repository|vercel_authentication) \{$`)

// conditions are blocks that a resource may have several of, which become a list.
var conditions = regexp.MustCompile(`(?m)^( *)(precondition|postcondition) = \[\n\{\n((?:.+\n)+?)\},\n\]$`)

// references are arguments that refer to something, which Terraform wants
// without quotes.
var (
	references = regexp.MustCompile(`(?m)^ *(?:(?:depends_on|ignore_changes) = \[[^\]]*\]|provider = ".*")$`)
	quotes     = []byte(`"`)
)

// repairHCL corrects what cdktf 0.21 gets wrong where it writes HCL (`cdktf
// synth --hcl`): of settings in the terraform block that it has no type for,
// it writes the name in place of the value, other blocks without a type it writes
// as arguments, attributes that hold an object as blocks, the conditions of a
// resource as a list, and it quotes references.
func repairHCL(staged string, chosen []stacks.Stack) error {
	wrong := []byte(`  0 = "required_version"`)
	right := fmt.Appendf(nil, "  required_version = %q", stacks.RequiredTerraform)
	for _, s := range chosen {
		file := filepath.Join(staged, "stacks", s.Name, "cdk.tf")
		content, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("repair HCL: %w", err)
		}
		content = bytes.Replace(content, wrong, right, 1)
		content = nestedAttributes.ReplaceAll(content, []byte("$1$2 = {"))
		content = untypedBlocks.ReplaceAll(content, []byte("$1$2 {"))
		content = conditions.ReplaceAll(content, []byte("$1$2 {\n$3}"))
		content = references.ReplaceAllFunc(content, func(quoted []byte) []byte { return bytes.ReplaceAll(quoted, quotes, nil) })
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return fmt.Errorf("repair HCL: %w", err)
		}
	}
	return nil
}
