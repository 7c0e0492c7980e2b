// Package text writes strings that hold both quotes and references, such as
// JSON within a stack.
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
