package stacks_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// A stack that fails, in whichever way, leaves the last result as it was.
func TestFailureLeavesTheLastResult(t *testing.T) {
	for _, c := range []struct {
		name    string
		declare func(app cdktf.App) error
		says    string
	}{
		{"an error", func(cdktf.App) error { return errors.New("no such zone") }, "no such zone"},
		{"two constructs with one id", func(app cdktf.App) error {
			s := cdktf.NewTerraformStack(app, jsii.String("broken"))
			constructs.NewConstruct(s, jsii.String("twice"))
			constructs.NewConstruct(s, jsii.String("twice"))
			return nil
		}, "declare stack broken: There is already a Construct with name 'twice' in TerraformStack [broken]"},
		{"a validation", func(app cdktf.App) error {
			s := cdktf.NewTerraformStack(app, jsii.String("broken"))
			cdktf.Annotations_Of(s).AddError(jsii.String("not like this"))
			return nil
		}, "not like this"},
		{"a panic of our own", func(cdktf.App) error { panic("no subnet 7") }, "declare stack broken: no subnet 7"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "cdktf.out")
			good := stacks.All(fixture.Accounts(), []envs.Environment{fixture.Dev()})
			require.NoError(t, synth.Run(dir, good, good, io.Discard))
			before, err := os.ReadFile(filepath.Join(dir, "stacks", "dev", "cdk.tf.json"))
			require.NoError(t, err)

			env := fixture.Dev()
			env.LogRetentionDays = 14
			bad := append(stacks.All(fixture.Accounts(), []envs.Environment{env}), stacks.Stack{Name: "broken", Declare: c.declare})
			err = synth.Run(dir, bad, bad, io.Discard)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.says)
			assert.NotContains(t, err.Error(), "    at ", "a stack trace")

			after, err := os.ReadFile(filepath.Join(dir, "stacks", "dev", "cdk.tf.json"))
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after))
			assert.NoDirExists(t, filepath.Join(dir, "stacks", "broken"))
			left, err := filepath.Glob(dir + ".*")
			require.NoError(t, err)
			assert.Empty(t, left)
		})
	}
}
