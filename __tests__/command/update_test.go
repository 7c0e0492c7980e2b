package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// Nothing is left to do for the same program, and Node is not even started.
func TestWhatIsUpToDateStays(t *testing.T) {
	dir, before := synthesized(t)
	for _, args := range [][]string{nil, names()[1:]} {
		r := synth(t, dir, []string{"PATH=" + t.TempDir()}, args...)
		assert.Zero(t, r.code, r.stderr)
		assert.Regexp(t, `^cdktf.out/stacks is up to date, checked in \d+\.\d\d s\n$`, r.stdout)
	}
	assert.Equal(t, before, files(t, dir))
}

// Whatever decides about a stack's files, or is one of them, has it written anew;
// the others stay where it is theirs alone.
func TestWhatIsNotUpToDateIsWritten(t *testing.T) {
	dir, before := synthesized(t)
	account := filepath.Join(dir, "cdktf.out", "stacks", envs.AccountName)
	write := func(file, text string) func() {
		return func() { require.NoError(t, os.WriteFile(file, []byte(text), 0o644)) }
	}
	remove := func(file string) func() { return func() { require.NoError(t, os.Remove(file)) } }
	manifest := filepath.Join(dir, "cdktf.out", "manifest.json")
	for _, c := range []struct {
		what    string
		change  func()
		written []string
	}{
		{"a file changed by hand", write(filepath.Join(account, "cdk.tf.json"), "{}"), []string{envs.AccountName}},
		{"a file that is missing", remove(filepath.Join(account, ".terraform.lock.hcl")), []string{envs.AccountName}},
		{"the same as HCL beside it", write(filepath.Join(account, "cdk.tf"), ""), []string{envs.AccountName}},
		{"a record that is lost", remove(filepath.Join(account, ".synth.json")), []string{envs.AccountName}},
		{"a manifest that is lost", remove(manifest), names()},
		{"an entry of the manifest changed by hand", func() {
			content, err := os.ReadFile(manifest)
			require.NoError(t, err)
			changed := strings.Replace(string(content), "stacks/"+envs.AccountName, "stacks/other", 1)
			require.NotEqual(t, string(content), changed)
			write(manifest, changed)()
		}, []string{envs.AccountName}},
		{"a stack that is no more", write(manifest, `{"version": "0.21.0", "stacks": {"old": {"name": "old"}}}`), names()},
	} {
		c.change()
		r := synth(t, dir, nil)
		require.Zero(t, r.code, c.what+"\n"+r.stderr)
		var written []string
		for _, line := range strings.Split(r.stdout, "\n") {
			if strings.Contains(line, " resources ") {
				written = append(written, strings.Fields(line)[0])
			}
		}
		assert.Equal(t, c.written, written, c.what)
		assert.Equal(t, before, files(t, dir), c.what)
	}
}

func TestAnotherProgramOrSettingWritesAnew(t *testing.T) {
	dir, _ := synthesized(t)
	r := synth(t, dir, []string{anew}, envs.AccountName)
	assert.Contains(t, r.stdout, "written to")

	content, err := os.ReadFile(binary)
	require.NoError(t, err)
	other := filepath.Join(t.TempDir(), "other")
	// What stands behind a program's end changes nothing of what it does.
	require.NoError(t, os.WriteFile(other, append(content, 0), 0o755))
	defer func(before string) { binary = before }(binary)
	binary = other
	assert.Contains(t, synth(t, dir, []string{anew}, envs.AccountName).stdout, "written to")
	assert.Contains(t, synth(t, dir, []string{anew}, envs.AccountName).stdout, "is up to date")
}
