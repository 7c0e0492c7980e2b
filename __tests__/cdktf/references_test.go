package cdktf_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/synth/lazyload"
)

// Two stacks, of which the second refers to a variable of the first or, by the second
// argument, to its own.
const twoStacks = `
const { App, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } = require("cdktf");
const app = new App({ outdir: process.argv[1], stackTraces: false });
const first = new TerraformStack(app, "first");
const variable = new TerraformVariable(first, "of_the_first", { default: "a" });
const second = new TerraformStack(app, "second");
const own = new TerraformVariable(second, "own", { default: "b" });
new LocalBackend(first);
new LocalBackend(second);
new TerraformOutput(second, "seen", { value: process.argv[2] === "other" ? variable.value : own.value });
app.synth();
`

// What the preload leaves out is what cdktf does for references between stacks;
// where there are any, it is done.
func TestReferencesBetweenStacksAreFound(t *testing.T) {
	t.Setenv("NODE_OPTIONS", "")
	plain := os.Environ()
	require.NoError(t, lazyload.Install(t.TempDir()))
	lazy := os.Environ()
	for _, refersTo := range []string{"itself", "other"} {
		var written []string
		for _, environ := range [][]string{plain, lazy} {
			out := t.TempDir()
			cmd := exec.Command("node", "-e", twoStacks, out, refersTo)
			cmd.Dir = filepath.Join(root, ".tools", "cdktf")
			cmd.Env = environ
			printed, err := cmd.CombinedOutput()
			require.NoError(t, err, string(printed))
			for _, name := range []string{"manifest.json", "stacks/first/cdk.tf.json", "stacks/second/cdk.tf.json"} {
				content, err := os.ReadFile(filepath.Join(out, name))
				require.NoError(t, err)
				written = append(written, string(content))
			}
		}
		assert.Equal(t, written[:3], written[3:])
		assert.Equal(t, refersTo == "other", strings.Contains(written[5], "terraform_remote_state"))
	}
}
