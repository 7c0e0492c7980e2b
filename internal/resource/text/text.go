// Package text writes strings that cdktf gets wrong in HCL: such as hold both
// quotes and references, as JSON does, or several lines.
package text

import (
	"os"
	"strings"

	"github.com/aws/jsii-runtime-go"
)

// hclOutput is the environment variable by which the cdktf CLI asks for HCL
// (`cdktf synth --hcl`): "true" asks for it, and the CLI sets it to "false" where
// JSON is wanted.
const hclOutput = "SYNTH_HCL_OUTPUT"

var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// WithReferences is a string for an argument, which must refer to something.
// cdktf 0.21 escapes quotes where it writes JSON, but not where it writes a
// string with references as HCL.
func WithReferences(s string) *string {
	if os.Getenv(hclOutput) == "true" {
		s = escaped.Replace(s)
	}
	return jsii.String(s)
}

// Lines is a string of several lines, without a backslash, for an argument.
// cdktf 0.21 escapes its quotes where it writes HCL, but not its ends of lines.
func Lines(s string) *string {
	if os.Getenv(hclOutput) == "true" {
		s = strings.ReplaceAll(s, "\n", `\n`)
	}
	return jsii.String(s)
}
