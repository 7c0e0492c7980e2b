package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/faults"
	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin"
)

// The world of the tests: what synth wrote, the same without what detects, which is
// applied, an emulator, and the proxy before it, which fails on demand.
var (
	root, _       = filepath.Abs(filepath.Join("..", ".."))
	binary        string
	out, applied  string
	terraformPath string
	python        string
	config        string
	first         string
	proxy         *faults.Proxy
	target        terraform.Target
)

// subject is the stack that faults happen to.
const subject = envs.AccountName

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "set up the faults:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "faults-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	binary, out = filepath.Join(dir, "synth"), filepath.Join(dir, "cdktf.out")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".")
	build.Dir = root
	if printed, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build: %w\n%s", err, printed)
	}
	applied = filepath.Join(dir, "unwatched", "cdktf.out")
	unwatched := exec.Command("go", "run", "-buildvcs=false", "./internal/fixture/synth", "own", "unwatched")
	unwatched.Dir = root
	for dir, synth := range map[string]*exec.Cmd{out: exec.Command(binary), applied: unwatched} {
		synth.Env = append(os.Environ(), "CDKTF_OUTDIR="+dir)
		if printed, err := synth.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("synthesize: %w\n%s", err, printed)
		}
	}
	alone, err := toolchain.TerraformPath(ctx, root)
	if err != nil {
		return 0, err
	}
	keeper, err := reattach.Start(ctx, alone)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, keeper.Stop()) }()
	terraformPath = keeper.Terraform
	if python, err = toolchain.Python(ctx, root); err != nil {
		return 0, err
	}
	if config, err = standin.CLIConfig(ctx, root, filepath.Join(dir, "stand-ins")); err != nil {
		return 0, err
	}
	server, err := emulator.Start(ctx, emulator.Options{Python: python, Log: os.Stderr})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	first = server.Endpoint()
	if proxy, err = faults.NewProxy(first); err != nil {
		return 0, err
	}
	defer proxy.Close()
	target = terraform.Target{Endpoint: proxy.URL, Dir: filepath.Join(dir, "emulator"), CLIConfig: config}.In(envs.Shared)
	go func() { _ = bootstrapped() }()
	code = m.Run()
	return code, bootstrapped()
}

// bootstrapped makes the state store, which takes AWS's time: tests that need none come
// first.
var bootstrapped = sync.OnceValue(func() error {
	return runner().Bootstrap(context.Background(), envs.BootstrapName)
})

func runner() *terraform.Runner {
	return &terraform.Runner{Terraform: terraformPath, Target: target, Out: applied, Stdout: io.Discard}
}

// roles are the delivery's roles that AWS has.
func roles(t *testing.T) (names []string) {
	t.Helper()
	client := iam.NewFromConfig(aws.Config{Region: "us-east-1", BaseEndpoint: aws.String(proxy.URL),
		Credentials: credentials.StaticCredentialsProvider{Value: target.Credentials}})
	all, err := client.ListRoles(t.Context(), &iam.ListRolesInput{PathPrefix: aws.String(envs.DeliveryPath)})
	require.NoError(t, err)
	for _, r := range all.Roles {
		names = append(names, *r.RoleName)
	}
	return names
}

// all is the number of roles that deliver: one for reviews, and four an environment,
// of which the first takes no images over.
var all = 4 * len(envs.All())

// assertConverged sees that a plan finds nothing to do.
func assertConverged(t *testing.T) {
	t.Helper()
	var printed bytes.Buffer
	r := runner()
	r.Stdout = &printed
	require.NoError(t, r.Plan(t.Context(), subject))
	assert.Contains(t, printed.String(), "No changes.")
	assert.Len(t, roles(t), all)
}

func destroy(t *testing.T) {
	t.Helper()
	require.NoError(t, runner().Destroy(t.Context(), subject))
	require.Empty(t, roles(t))
}

// form are the parameters of a request in AWS's query protocol.
func form(r *http.Request) url.Values {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return nil
	}
	r.Body = io.NopCloser(bytes.NewReader(content))
	values, err := url.ParseQuery(string(content))
	if err != nil {
		return nil // another protocol's
	}
	return values
}

// synth runs the command in a folder, with an environment that is only what is
// given beside PATH and a setting that no run had before, so that nothing there is
// up to date.
func synth(t *testing.T, dir string, wrap []string, env ...string) (printed string, err error) {
	t.Helper()
	args := append(wrap, binary)
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), fmt.Sprintf("CDKTF_RUN=%d", runs.Add(1))}, env...)
	content, err := cmd.CombinedOutput()
	return string(content), err
}

var runs atomic.Int64

// mounted is what runs a command with a small file system at "full" below the
// folder it is in.
func mounted(t *testing.T, size string) (wrap []string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux gives a process a file system of its own")
	}
	script := fmt.Sprintf(`mount -t tmpfs -o size=%s tmpfs full && cp -r good full/cdktf.out && cd full && "$@"; code=$?; cp -r . ../after; exit $code`, size)
	for _, unshare := range [][]string{{"unshare", "-m"}, {"unshare", "-rm"}, {"sudo", "-n", "--preserve-env=PATH", "unshare", "-m"}} {
		probe := exec.Command(unshare[0], append(unshare[1:], "mount", "-t", "tmpfs", "tmpfs", t.TempDir())...)
		if probe.Run() == nil {
			return append(unshare, "sh", "-c", script, "sh")
		}
	}
	require.Fail(t, "no way to mount a file system: unshare needs user namespaces, or sudo without a password")
	return nil
}

func TestDiskIsFull(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "full"), 0o755))
	good := filepath.Join(dir, "good")
	require.NoError(t, os.CopyFS(good, os.DirFS(out)))
	full := 0
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	// From no room for the runtime of jsii, over little for the bindings, to
	// plenty; 35 MB is the most that a synth holds at once.
	for _, size := range []string{"3m", "20m", "34m", "35m", "300m"} {
		t.Run(size, func(t *testing.T) {
			after := filepath.Join(dir, "after")
			require.NoError(t, os.RemoveAll(after))
			printed, err := synth(t, dir, mounted(t, size), "HOME="+home)
			if err != nil {
				full++
				assert.NotContains(t, printed, "goroutine")
				assert.NotContains(t, printed, "    at ")
				assert.Contains(t, printed, "error: ")
			}
			assertSame(t, good, filepath.Join(after, "cdktf.out"))
			left, err := os.ReadDir(after)
			require.NoError(t, err)
			assert.Len(t, left, 1, "%v", left)
		})
	}
	assert.GreaterOrEqual(t, full, 3)
	assert.Less(t, full, 5, "with room, it works")
}

func assertSame(t *testing.T, want, got string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(want, "stacks", "*", "cdk.tf.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name, err := filepath.Rel(want, file)
		require.NoError(t, err)
		was, err := os.ReadFile(file)
		require.NoError(t, err)
		is, err := os.ReadFile(filepath.Join(got, name))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(was, is), name)
	}
}

// A home that is a file cannot be written to by anybody, root included.
func TestHomeIsReadOnly(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	require.NoError(t, os.WriteFile(home, nil, 0o444))
	for name, env := range map[string][]string{"a file": {"HOME=" + home}, "none": nil} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			printed, err := synth(t, dir, nil, env...)
			require.NoError(t, err, printed)
			assertSame(t, out, filepath.Join(dir, "cdktf.out"))
		})
	}
	t.Run("plan", func(t *testing.T) {
		require.NoError(t, bootstrapped())
		t.Setenv("HOME", home)
		r, _ := edited(t, func(content []byte) []byte { return content })
		assert.NoError(t, r.Plan(t.Context(), subject))
	})
}

// Addresses of documentation, which nobody answers.
const nowhere = "http://192.0.2.1:9"

func TestNoNetwork(t *testing.T) {
	dir := t.TempDir()
	printed, err := synth(t, dir, nil, "HTTP_PROXY="+nowhere, "HTTPS_PROXY="+nowhere, "HOME="+t.TempDir())
	require.NoError(t, err, printed)
	assertSame(t, out, filepath.Join(dir, "cdktf.out"))

	if _, err := exec.LookPath("unshare"); err == nil && os.Getuid() == 0 {
		dir := t.TempDir()
		printed, err := synth(t, dir, []string{"unshare", "-n"}, "HOME="+t.TempDir())
		require.NoError(t, err, printed)
		assertSame(t, out, filepath.Join(dir, "cdktf.out"))
	}

	require.NoError(t, bootstrapped())
	t.Setenv("HTTPS_PROXY", nowhere)
	r, _ := edited(t, func(content []byte) []byte { return content })
	assert.NoError(t, r.Plan(t.Context(), subject), "providers come from the mirror or the cache")
}

// What Terraform's backend and our own look for is left out: they try fewer
// times than the provider, and that is chance.
func TestAWSFailsForAWhile(t *testing.T) {
	require.NoError(t, bootstrapped())
	patience := filepath.Join(target.Dir, "stacks", subject, "patience_override.tf.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(patience), 0o755))
	require.NoError(t, os.WriteFile(patience, []byte(`{"provider": {"aws": {"max_retries": 25}}}`), 0o644), "as on AWS")
	defer os.Remove(patience)
	var n atomic.Int64
	proxy.Fail(func(r *http.Request) *faults.Answer {
		if service := faults.Service(r); service != "iam" && service != "ec2" {
			return nil
		}
		switch n.Add(1) % 6 {
		case 0:
			return &faults.Answer{Status: http.StatusInternalServerError, Code: "InternalFailure"}
		case 3:
			return &faults.Answer{Status: http.StatusBadRequest, Code: "ThrottlingException"}
		}
		return nil
	})
	err := runner().Apply(t.Context(), subject)
	failed := proxy.Fail(nil)
	require.NoError(t, err)
	assert.Greater(t, failed, 2*all, "of the calls for every role, some")
	assertConverged(t)
	destroy(t)
}

func TestAWSRefuses(t *testing.T) {
	require.NoError(t, bootstrapped())
	var made atomic.Int64
	some := all / 2
	proxy.Fail(func(r *http.Request) *faults.Answer {
		if asked := form(r); asked.Get("Action") == "CreateRole" && asked.Get("Path") == envs.DeliveryPath && made.Add(1) > int64(some) {
			return &faults.Answer{Status: http.StatusForbidden, Code: "AccessDenied"}
		}
		return nil
	})
	err := runner().Apply(t.Context(), subject)
	proxy.Fail(nil)
	require.ErrorContains(t, err, "apply "+subject)
	assert.ErrorContains(t, err, "AccessDenied")
	assert.NotContains(t, err.Error(), "goroutine")
	assert.Len(t, roles(t), some, "what was made is there")
	require.NoError(t, runner().Apply(t.Context(), subject), "no lock is left, and what was made is known")
	assertConverged(t)
	destroy(t)
}

func TestStateCannotBeWritten(t *testing.T) {
	require.NoError(t, bootstrapped())
	key := envs.Store.StateOf(subject).Key
	proxy.Fail(func(r *http.Request) *faults.Answer {
		if r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, key) {
			return &faults.Answer{Status: http.StatusForbidden, Code: "AccessDenied"}
		}
		return nil
	})
	err := runner().Apply(t.Context(), subject)
	proxy.Fail(nil)
	require.ErrorContains(t, err, "errored.tfstate")
	require.Len(t, roles(t), all, "everything was made")
	dir := filepath.Join(target.Dir, "stacks", subject)
	require.FileExists(t, filepath.Join(dir, "errored.tfstate"))

	push := exec.Command(terraformPath, "-chdir="+dir, "state", "push", "errored.tfstate")
	env, err := emulator.Environ(os.Environ(), target.Endpoint, target.Credentials)
	require.NoError(t, err)
	push.Env = append(env, "TF_CLI_CONFIG_FILE="+config)
	printed, err := push.CombinedOutput()
	require.NoError(t, err, string(printed))
	require.NoError(t, os.Remove(filepath.Join(dir, "errored.tfstate")))
	assertConverged(t)
	destroy(t)
}

// The emulator keeps everything in memory: another one has nothing.
func TestEverythingIsGone(t *testing.T) {
	require.NoError(t, bootstrapped())
	require.NoError(t, runner().Apply(t.Context(), subject))
	another, err := emulator.Start(t.Context(), emulator.Options{Python: python, Log: os.Stderr})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, another.Stop())
		assert.NoError(t, proxy.Serve(first))
	})
	require.NoError(t, proxy.Serve(another.Endpoint()))

	err = runner().Apply(t.Context(), subject)
	require.ErrorContains(t, err, "does not exist on the emulator yet; `make bootstrap` creates it")
	require.NoError(t, runner().Bootstrap(t.Context(), envs.BootstrapName))
	require.NoError(t, runner().Apply(t.Context(), subject))
	assertConverged(t)
}

// edited is a runner whose copy of the subject has been edited.
func edited(t *testing.T, edit func(content []byte) []byte) (r *terraform.Runner, content []byte) {
	t.Helper()
	r = runner()
	r.Out, r.Target.Dir = filepath.Join(t.TempDir(), "cdktf.out"), t.TempDir()
	folder := filepath.Join(r.Out, "stacks", subject)
	require.NoError(t, os.MkdirAll(folder, 0o755))
	content, err := os.ReadFile(filepath.Join(applied, "stacks", subject, "cdk.tf.json"))
	require.NoError(t, err)
	content = edit(content)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "cdk.tf.json"), content, 0o644))
	return r, content
}

func TestStackIsCutOff(t *testing.T) {
	require.NoError(t, bootstrapped())
	r, content := edited(t, func(content []byte) []byte { return content[:len(content)/2] })
	for name, err := range map[string]error{
		"plan": r.Plan(t.Context(), subject), "apply": r.Apply(t.Context(), subject), "destroy": r.Destroy(t.Context(), subject),
	} {
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "cdk.tf.json", name)
		assert.NotContains(t, err.Error(), "goroutine", name)
	}
	rules, err := policy.Load(t.Context(), policy.Dir(root))
	require.NoError(t, err)
	_, err = rules.Check(t.Context(), content)
	assert.Error(t, err)
}

func TestStackIsEdited(t *testing.T) {
	require.NoError(t, bootstrapped())
	change := func(edit func(stack map[string]any)) func([]byte) []byte {
		return func(content []byte) []byte {
			var stack map[string]any
			require.NoError(t, json.Unmarshal(content, &stack))
			edit(stack)
			content, err := json.Marshal(stack)
			require.NoError(t, err)
			return content
		}
	}
	of := func(stack map[string]any, path ...string) map[string]any {
		for _, name := range path {
			stack = stack[name].(map[string]any)
		}
		return stack
	}
	r, _ := edited(t, change(func(stack map[string]any) {
		for _, role := range of(stack, "resource", "aws_iam_role") {
			role.(map[string]any)["assume_role_polcy"] = "{}"
		}
	}))
	assert.ErrorContains(t, r.Plan(t.Context(), subject), "assume_role_polcy")

	_, opened := edited(t, change(func(stack map[string]any) {
		for _, s := range of(stack, "data", "aws_iam_policy_document", "delivery_plan_role_trust")["statement"].([]any) {
			delete(s.(map[string]any), "condition")
		}
	}))
	rules, err := policy.Load(t.Context(), policy.Dir(root))
	require.NoError(t, err)
	result, err := rules.Check(t.Context(), opened)
	require.NoError(t, err)
	assert.ErrorContains(t, result.Err(), "1 policy")
}

// What a shell sets of Terraform and AWS, and what is in a user's own files,
// neither reaches a run on the emulator nor gets anything from it.
func TestForeignSettings(t *testing.T) {
	require.NoError(t, bootstrapped())
	settings, err := os.ReadFile(filepath.Join(root, "internal", "emulator", "testdata", "settings.env"))
	require.NoError(t, err)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was asked of somebody else", r.Method, r.URL)
	}))
	defer elsewhere.Close()
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, "cache"), 0o755))
	for name, content := range map[string]string{
		".terraformrc":     fmt.Sprintf("plugin_cache_dir = %q\n", filepath.Join(home, "cache")),
		".aws/config":      "[default]\nregion = cn-north-1\nendpoint_url = " + elsewhere.URL + "\nuse_fips_endpoint = true\n",
		".aws/credentials": "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n",
	} {
		file := filepath.Join(home, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	before := files(t, home)
	t.Setenv("HOME", home)
	for line := range strings.Lines(strings.NewReplacer("NOWHERE", elsewhere.URL, "FOLDER", home).Replace(string(settings))) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && name[0] != '#' {
			t.Setenv(name, value)
		}
	}

	r, _ := edited(t, func(content []byte) []byte { return content })
	require.NoError(t, r.Apply(t.Context(), subject))
	assertConverged(t)
	destroy(t)
	assert.Equal(t, before, files(t, home))
}

// files are the names of all that is in a folder.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		names = append(names, path)
		return err
	}))
	return names
}
