package synth

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/aws/jsii-runtime-go"

	"github.com/example/predictive-maintenance/internal/synth/lazyload"
)

// kept is the kernel that runs share, once KeepKernel has asked for one.
var kept struct {
	dir     string
	started bool
}

// KeepKernel has the runs that follow share one jsii kernel, whose files are in dir,
// which exists, for as long as the program runs. To start a kernel is most of what a
// small run takes, but what is made in one stays in its memory: this is for tests,
// which run often and end soon.
func KeepKernel(dir string) {
	kept.dir = dir
}

// prepareKernel sets the environment of the jsii kernel, which starts with the
// first call. Its temporary files go where this run removes them; closing the
// kernel at the end instead races with its own end and prints about it. The
// function it returns sets the environment back.
func prepareKernel(dir string) (restore func(), err error) {
	if kept.started {
		return func() {}, nil
	}
	if kept.dir != "" {
		dir = kept.dir
	}
	if err := requireNode(); err != nil {
		return nil, err
	}
	// The bindings' init functions, or an earlier run, have already prepared a
	// kernel with the environment as it was then. Closed, it makes place for
	// one that sees the environment set here.
	jsii.Close()

	restore = remember("TMPDIR", "NODE_OPTIONS", cacheEnv)
	if err := os.Setenv("TMPDIR", dir); err != nil {
		return nil, fmt.Errorf("set TMPDIR: %w", err)
	}
	if !cacheable() {
		if err := os.Setenv(cacheEnv, dir); err != nil {
			restore()
			return nil, fmt.Errorf("set %s: %w", cacheEnv, err)
		}
	}
	if err := lazyload.Install(dir); err != nil {
		restore()
		return nil, err
	}
	kept.started = kept.dir != ""
	return restore, nil
}

// cacheEnv names the folder that jsii unpacks the bindings to.
const cacheEnv = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"

// cacheable says whether jsii can keep the unpacked bindings where it does
// unless told otherwise: below the user's home, which may be read-only.
func cacheable() bool {
	if os.Getenv(cacheEnv) != "" {
		return true
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return false
	}
	cache := filepath.Join(home, ".cache", "aws", "jsii", "package-cache")
	if runtime.GOOS == "darwin" {
		cache = filepath.Join(home, "Library", "Caches", "com.amazonaws.jsii", "package-cache")
	}
	if os.MkdirAll(cache, 0o755) != nil {
		return false
	}
	probe, err := os.MkdirTemp(cache, "probe-")
	return err == nil && os.Remove(probe) == nil
}

// remember returns a function that sets environment variables back to what
// they are now.
func remember(names ...string) func() {
	values := map[string]*string{}
	for _, name := range names {
		values[name] = nil
		if value, set := os.LookupEnv(name); set {
			values[name] = &value
		}
	}
	return func() {
		for name, value := range values {
			if value == nil {
				_ = os.Unsetenv(name)
			} else {
				_ = os.Setenv(name, *value)
			}
		}
	}
}
