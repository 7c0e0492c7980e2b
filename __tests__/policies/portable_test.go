package policies_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/tools/docs/markdown"
	"github.com/example/predictive-maintenance/tools/mutation"
)

// Terraform Cloud loads a policy set as a bundle, and asks the query that
// policies.hcl names.
func TestPoliciesAreABundle(t *testing.T) {
	set, err := os.ReadFile(filepath.Join(policy.Dir(root), "policies.hcl"))
	require.NoError(t, err)
	assert.Contains(t, string(set), `query             = "data.policies.deny"`)
	assert.Contains(t, string(set), `enforcement_level = "mandatory"`)
	query, err := rego.New(rego.Query("data.policies.deny"), rego.LoadBundle(policy.Dir(root)), rego.Strict(true)).PrepareForEval(t.Context())
	require.NoError(t, err)
	ask := func(stack []byte) []any {
		t.Helper()
		var input any
		require.NoError(t, json.Unmarshal(stack, &input))
		result, err := query.Eval(t.Context(), rego.EvalInput(input))
		require.NoError(t, err)
		require.Len(t, result, 1)
		return result[0].Expressions[0].Value.([]any)
	}
	for name, stack := range stacks {
		assert.Empty(t, ask(stack), name)
	}
	view, err := mutation.Parse(stacks["production"])
	require.NoError(t, err)
	view.Set("aws_kms_key", "security_main", "enable_key_rotation", false)
	broken, err := view.JSON()
	require.NoError(t, err)
	assert.Equal(t, []any{"keys-rotate: aws_kms_key.security_main: does not rotate"}, ask(broken))
}

// opa itself reads the same folder, and fails where something is wrong, by the
// command of the document.
func TestOPAItself(t *testing.T) {
	opa, err := filepath.Abs(filepath.Join(root, ".tools", "bin", "opa"))
	require.NoError(t, err)
	require.FileExists(t, opa, "make test builds it")
	printed, err := exec.CommandContext(t.Context(), opa, "check", "--strict", policy.Dir(root)).CombinedOutput()
	require.NoError(t, err, string(printed))

	blocks, err := markdown.Blocks(filepath.Join(root, "docs", "delivery.md"))
	require.NoError(t, err)
	command := ""
	for _, b := range blocks {
		for line := range strings.Lines(b.Text) {
			if b.Heading == "Policies elsewhere" && strings.HasPrefix(line, "opa ") {
				command = line
			}
		}
	}
	const asked = "cdktf.out/stacks/production/cdk.tf.json"
	require.Contains(t, command, asked)
	ask := func(stack []byte) (string, error) {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(filepath.Join(dir, "policies"), os.DirFS(policy.Dir(root))))
		require.NoError(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(asked)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, asked), stack, 0o644))
		cmd := exec.CommandContext(t.Context(), "bash", "-c", command)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+filepath.Dir(opa)+string(os.PathListSeparator)+os.Getenv("PATH"))
		printed, err := cmd.CombinedOutput()
		return string(printed), err
	}
	for name, stack := range stacks {
		printed, err := ask(stack)
		assert.NoError(t, err, "%s: %s", name, printed)
	}
	view, err := mutation.Parse(stacks["production"])
	require.NoError(t, err)
	view.Set("aws_kms_key", "security_main", "enable_key_rotation", false)
	broken, err := view.JSON()
	require.NoError(t, err)
	said, err := ask(broken)
	assert.Error(t, err)
	assert.Contains(t, said, "keys-rotate: aws_kms_key.security_main: does not rotate")
}

func TestPoliciesAreFormatted(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(policy.Dir(root), "*.rego"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		formatted, err := format.SourceWithOpts(file, content, format.Opts{})
		require.NoError(t, err)
		assert.Equal(t, string(formatted), string(content), file)
	}
}
