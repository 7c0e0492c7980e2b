package command_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin"
)

// A stack is validated and planned by whatever is named in Terraform's place,
// without an account; here by Terraform itself under another name.
func TestAnyTerraformValidatesAndPlans(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	project, out, temporary := t.TempDir(), t.TempDir(), t.TempDir()
	synth := exec.Command("go", "run", ".", envs.AccountName)
	synth.Dir, synth.Env = root, append(os.Environ(), "CDKTF_OUTDIR="+out)
	printed, err := synth.CombinedOutput()
	require.NoError(t, err, string(printed))
	require.NoError(t, os.WriteFile(filepath.Join(project, "cdktf.json"), []byte("{}"), 0o644))
	_, err = standin.Build(t.Context(), root, toolchain.StandInsDir(project))
	require.NoError(t, err)
	// What the project downloaded is not downloaded again.
	require.NoError(t, os.Symlink(filepath.Join(root, ".tools", "plugin-cache"), filepath.Join(project, ".tools", "plugin-cache")))

	tofu, notes := filepath.Join(project, "bin", "tofu"), filepath.Join(project, "notes")
	require.NoError(t, os.Mkdir(filepath.Dir(tofu), 0o755))
	script := fmt.Sprintf("#!/bin/sh\necho \"$1\" >>'%s'\nexec '%s' \"$@\"\n", notes, terraform)
	require.NoError(t, os.WriteFile(tofu, []byte(script), 0o755))
	// printed and failed are its two outputs; on a busy machine the second one also
	// says that it takes long.
	validate := func(name string) (printed, failed string, err error) {
		cmd := exec.Command(built(t, "platform"), "validate", "--stack", envs.AccountName)
		cmd.Dir = project
		cmd.Env = append(os.Environ(), "CDKTF_OUTDIR="+out, "TMPDIR="+temporary, "TERRAFORM_BINARY_NAME="+name,
			"PATH="+filepath.Dir(tofu)+string(os.PathListSeparator)+os.Getenv("PATH"))
		var stdout, stderr strings.Builder
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err = cmd.Run()
		return stdout.String(), stderr.String(), err
	}

	says, failed, err := validate("tofu")
	require.NoError(t, err, failed)
	assert.Regexp(t, `^tofu 1\.\d+\.\d+\naccount +valid, [1-9]\d+ resources planned\n$`, says)
	noted, err := os.ReadFile(notes)
	require.NoError(t, err)
	assert.Subset(t, strings.Fields(string(noted)), []string{"version", "init", "validate", "plan", "show"})

	_, failed, err = validate("tofu-next")
	require.Error(t, err)
	assert.Contains(t, failed, "there is no tofu-next on PATH")

	file := filepath.Join(out, "stacks", envs.AccountName, "cdk.tf.json")
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	wrong := regexp.MustCompile(`"resource": \{`).ReplaceAllString(string(content), `"resource": {"aws_sqs_queue": {"wrong": {"nmae": "x"}},`)
	require.NotEqual(t, string(content), wrong)
	require.NoError(t, os.WriteFile(file, []byte(wrong), 0o644))
	_, failed, err = validate("tofu")
	require.Error(t, err)
	assert.Regexp(t, `error: validate account: .*"?nmae"?`, failed)
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	assert.Empty(t, left, "a plan holds values in clear")
}
