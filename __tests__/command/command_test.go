// Package command_test runs the built command as a user does.
package command_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// binary is the program that synthesizes; programs are the folder of all.
var binary, programs string

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "build the command:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "command-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	programs, binary = dir, filepath.Join(dir, "predictive-maintenance")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", dir, ".", "./internal/cmd/...")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, out)
	}
	return m.Run(), nil
}

// result is what a run of the command left behind.
type result struct {
	code           int
	stdout, stderr string
}

// withoutProgress is what a run says on stderr but for what it is at, which a run on a
// busy machine says of any step.
func withoutProgress(stderr string) string { return progress.ReplaceAllString(stderr, "") }

var progress = regexp.MustCompile(`(?m)^.* \.\.\.( \d+ s)?\n`)

// synth runs the command in dir with additional environment variables.
func synth(t *testing.T, dir string, env []string, args ...string) result {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "CDKTF_OUTDIR="), env...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, failed := err.(*exec.ExitError); !failed {
		require.NoError(t, err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), withoutProgress(stderr.String())}
}

// anew is a setting that no run had before, so that what is there is not up to date.
const anew = "CDKTF_ANEW=1"

// files maps every file below dir to a sum of its content.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".lock" {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		all[name] = fmt.Sprintf("%x", sha256.Sum256(content))
		return err
	}))
	return all
}

// synthesized is a folder with the result of a run, which is the same for all tests.
func synthesized(t *testing.T) (dir string, before map[string]string) {
	t.Helper()
	dir, result := t.TempDir(), filepath.Join(programs, "synthesized")
	once.Do(func() {
		require.NoError(t, os.Mkdir(result, 0o755))
		require.Zero(t, synth(t, result, nil).code)
	})
	require.NoError(t, os.CopyFS(dir, os.DirFS(result)))
	return dir, files(t, dir)
}

var once sync.Once

// names are those of all stacks, in their order, of whatever values there are.
func names() []string { return terraform.Stacks() }

func TestEveryStackIsReported(t *testing.T) {
	dir := t.TempDir()
	r := synth(t, dir, nil)
	require.Zero(t, r.code, r.stderr)
	assert.Empty(t, r.stderr)
	lines := strings.Split(strings.TrimSpace(r.stdout), "\n")
	// Regions may have no prices yet.
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, " is not held to its budget: ") })
	require.Len(t, lines, len(names())+1)
	for i, name := range names() {
		assert.Regexp(t, `^`+name+` +\d+ resources  \d+\.\d\d s$`, lines[i])
		assert.FileExists(t, filepath.Join(dir, "cdktf.out", "stacks", name, "cdk.tf.json"))
	}
	assert.Regexp(t, `^written to cdktf.out/stacks in \d+\.\d\d s$`, lines[len(names())])
	assert.Equal(t, []string{"cdktf.out"}, entries(t, dir), "nothing is left beside the result")
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func TestSameInputSameBytes(t *testing.T) {
	_, first := synthesized(t)
	dir := t.TempDir()
	require.Zero(t, synth(t, dir, nil).code)
	assert.Equal(t, first, files(t, dir))
	assert.Len(t, first, 1+3*len(names()), "the manifest, and of each stack its JSON, its lock file and what made them")
}

func TestOnlyTheNamedStacksAreWritten(t *testing.T) {
	dir, _ := synthesized(t)
	stacks := filepath.Join(dir, "cdktf.out", "stacks")
	mark := []byte("as it was")
	for _, name := range names() {
		require.NoError(t, os.WriteFile(filepath.Join(stacks, name, "cdk.tf.json"), mark, 0o644))
	}
	asked := names()[1:]
	users := filepath.Join(stacks, asked[1], "terraform.tfvars")
	require.NoError(t, os.WriteFile(users, mark, 0o644))

	r := synth(t, dir, nil, asked...)
	require.Zero(t, r.code, r.stderr)
	assert.NotContains(t, r.stdout, envs.BootstrapName)
	for _, name := range names() {
		content, err := os.ReadFile(filepath.Join(stacks, name, "cdk.tf.json"))
		require.NoError(t, err)
		assert.Equal(t, name == envs.BootstrapName, string(content) == string(mark), name)
	}
	assert.FileExists(t, users, "what the user put beside a stack stays")
	manifest, err := os.ReadFile(filepath.Join(dir, "cdktf.out", "manifest.json"))
	require.NoError(t, err)
	for _, name := range names() {
		assert.Contains(t, string(manifest), `"stacks/`+name+`/cdk.tf.json"`)
	}
}

func TestUnknownStack(t *testing.T) {
	dir, before := synthesized(t)
	r := synth(t, dir, nil, envs.AccountName, "nowhere")
	assert.Equal(t, 1, r.code)
	assert.Equal(t, "error: no stack is named \"nowhere\"; there are "+strings.Join(names(), ", ")+"\n", r.stderr)
	assert.Empty(t, r.stdout)
	assert.Equal(t, before, files(t, dir))
}

// A folder of a stack that is no more would be applied by whoever finds it.
func TestForgottenStackIsTakenAway(t *testing.T) {
	dir, before := synthesized(t)
	stacks := filepath.Join(dir, "cdktf.out", "stacks")
	require.NoError(t, os.Mkdir(filepath.Join(stacks, "old"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(stacks, "old", "cdk.tf.json"), []byte("{}"), 0o644))
	manifest := filepath.Join(dir, "cdktf.out", "manifest.json")
	content, err := os.ReadFile(manifest)
	require.NoError(t, err)
	content = []byte(strings.Replace(string(content), `"stacks": {`, `"stacks": {"old": {"name": "old"},`, 1))
	require.NoError(t, os.WriteFile(manifest, content, 0o644))

	require.Zero(t, synth(t, dir, nil).code)
	assert.NoDirExists(t, filepath.Join(stacks, "old"))
	assert.Equal(t, before, files(t, dir))
}

// fakeNode puts a node of our own making first on the PATH.
func fakeNode(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "node"), []byte("#!/bin/sh\n"+script), 0o755))
	return "PATH=" + dir + ":/usr/bin:/bin"
}

func TestNodeIsMissingTooOldOrBroken(t *testing.T) {
	for _, c := range []struct{ name, path, says string }{
		{"missing", "PATH=" + t.TempDir(), "this needs Node.js 20 or newer"},
		{"too old", fakeNode(t, "[ \"$1\" = --version ] || exit 3; echo v16.20.2"), "Node.js v16.20.2 is too old"},
		{"broken", fakeNode(t, "exit 3"), "no response received from child process"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, before := synthesized(t)
			r := synth(t, dir, []string{c.path, anew})
			assert.Equal(t, 1, r.code)
			assert.Contains(t, r.stderr, c.says)
			assert.NotContains(t, r.stderr, "goroutine")
			assert.NotContains(t, r.stderr, "    at ")
			assert.Equal(t, before, files(t, dir))
			assert.Equal(t, []string{"cdktf.out"}, entries(t, dir))
		})
	}
}

// A file that cannot be moved aside leaves the whole result as it was.
func TestPublishingFails(t *testing.T) {
	dir, before := synthesized(t)
	// The last stack's folder is a file, so that all others are in place by
	// the time publishing fails.
	all := names()
	last := "cdktf.out/stacks/" + all[len(all)-1]
	require.NoError(t, os.RemoveAll(filepath.Join(dir, last)))
	require.NoError(t, os.WriteFile(filepath.Join(dir, last), nil, 0o644))
	for name := range before {
		if strings.HasPrefix(name, last+"/") {
			delete(before, name)
		}
	}
	before[last] = fmt.Sprintf("%x", sha256.Sum256(nil))
	account := filepath.Join(dir, "cdktf.out", "stacks", "account", "cdk.tf.json")
	require.NoError(t, os.WriteFile(account, []byte("last good"), 0o644))
	before["cdktf.out/stacks/account/cdk.tf.json"] = fmt.Sprintf("%x", sha256.Sum256([]byte("last good")))

	r := synth(t, dir, nil)
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.stderr, "publish to cdktf.out")
	assert.Equal(t, before, files(t, dir))
	assert.Equal(t, []string{"cdktf.out"}, entries(t, dir))
}

// Whatever the run is doing, and Node with it, goes on for a while.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	for _, c := range []struct{ during, shown string }{
		{"preparation", "runtime/preload.js"},
		{"unpacking of the runtime", "runtime/jsii-runtime.*/lib"},
		{"loading of the bindings", "runtime/*.tgz"},
		{"writing of the first stack", "staged/stacks/*"},
	} {
		t.Run(c.during, func(t *testing.T) {
			dir, before := synthesized(t)
			cmd := exec.Command(binary)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), anew)
			var stderr strings.Builder
			cmd.Stderr = &stderr
			require.NoError(t, cmd.Start())
			require.Eventually(t, func() bool {
				shown, err := filepath.Glob(filepath.Join(dir, "cdktf.out.staging-*", c.shown))
				return err == nil && len(shown) > 0
			}, time.Minute, time.Millisecond)
			require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
			assert.Error(t, cmd.Wait())
			assert.Equal(t, 130, cmd.ProcessState.ExitCode())
			assert.Equal(t, "error: interrupted\n", withoutProgress(stderr.String()))
			// Long enough for a Node that was left running to write again.
			time.Sleep(time.Second)
			assert.Equal(t, before, files(t, dir))
			assert.Equal(t, []string{"cdktf.out"}, entries(t, dir))
		})
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	dir, before := synthesized(t)
	require.NoError(t, os.Remove(filepath.Join(dir, "cdktf.out", "manifest.json")))
	var runs []*exec.Cmd
	for range 2 {
		cmd := exec.Command(binary)
		cmd.Dir = dir
		require.NoError(t, cmd.Start())
		runs = append(runs, cmd)
	}
	for _, cmd := range runs {
		assert.NoError(t, cmd.Wait())
	}
	assert.Equal(t, before, files(t, dir))
}

// The preload changes how the bindings load, never what they say.
func TestLazyLoading(t *testing.T) {
	_, lazy := synthesized(t)

	dir := t.TempDir()
	require.Zero(t, synth(t, dir, []string{"PDM_EAGER_PROVIDERS=1"}).code)
	assert.Equal(t, files(t, dir), lazy)

	want := "lazyload: 2123 types\n"
	// The database's password is what is random.
	if slices.ContainsFunc(envs.All(), func(e envs.Environment) bool { return e.Supabase != nil }) {
		want += "lazyload: 9 types\n"
	}
	r := synth(t, t.TempDir(), []string{"PDM_LAZYLOAD_DEBUG=1"})
	assert.Equal(t, want, r.stderr, "the index of aws or random no longer looks as the preload expects")
}

func TestUsersNodeOptionsStayInForce(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "with space.js")
	loaded := filepath.Join(dir, "loaded")
	require.NoError(t, os.WriteFile(script, fmt.Appendf(nil, "require('fs').writeFileSync(%q, '')", loaded), 0o644))
	r := synth(t, t.TempDir(), []string{fmt.Sprintf(`NODE_OPTIONS=--require=%q`, script), "PDM_LAZYLOAD_DEBUG=1"})
	require.Zero(t, r.code, r.stderr)
	assert.FileExists(t, loaded)
	assert.Contains(t, r.stderr, "2123 types")
}

// What jsii starts is the kernel itself, to which each call goes without a relay;
// what that prints comes out where it did.
func TestCallsGoToTheKernelDirectly(t *testing.T) {
	dir := t.TempDir()
	script, seen := filepath.Join(dir, "seen.js"), filepath.Join(dir, "seen")
	require.NoError(t, os.WriteFile(script, fmt.Appendf(nil,
		`require("fs").appendFileSync(%q, process.pid + "\n"); process.env.PDM_EAGER_PROVIDERS || setImmediate(() => { console.log("said"); console.error("warned") })`, seen), 0o644))
	run := func(environ ...string) (r result, processes int) {
		require.NoError(t, os.RemoveAll(seen))
		r = synth(t, t.TempDir(), append(environ, fmt.Sprintf("NODE_OPTIONS=--require=%q", script)), "bootstrap")
		require.Zero(t, r.code, r.stderr)
		content, err := os.ReadFile(seen)
		require.NoError(t, err)
		pids := strings.Fields(string(content))
		slices.Sort(pids)
		return r, len(slices.Compact(pids))
	}
	r, processes := run()
	assert.Equal(t, 1, processes)
	assert.Contains(t, r.stdout, "said\n")
	assert.Contains(t, r.stderr, "warned\n")
	_, processes = run("PDM_EAGER_PROVIDERS=1")
	assert.Equal(t, 2, processes, "jsii has no relay any more; take its removal out of the preload")
}

// Newer versions of Node warn of what the bindings call; nobody who synthesizes
// can do anything about it.
func TestDeprecationsOfTheBindingsAreQuiet(t *testing.T) {
	script := filepath.Join(t.TempDir(), "deprecated.js")
	require.NoError(t, os.WriteFile(script, []byte(`setImmediate(() => process.emitWarning("an old call", "DeprecationWarning"))`), 0o644))
	options := fmt.Sprintf("NODE_OPTIONS=--require=%q", script)
	r := synth(t, t.TempDir(), []string{options}, "bootstrap")
	require.Zero(t, r.code, r.stderr)
	assert.Empty(t, r.stderr)
	assert.Contains(t, synth(t, t.TempDir(), []string{options + " --trace-deprecation"}, "bootstrap").stderr, "an old call")
}
