package supplychain_test

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/internal/synth/lockfile/update"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/standin/provider"
	"github.com/example/predictive-maintenance/tools/supplychain"
)

func readLocks(t *testing.T, file string) []lockfile.Provider {
	t.Helper()
	found, err := supplychain.ReadLocks(file)
	require.NoError(t, err)
	return found
}

// Each stack is locked to what it requires, and to nothing else, for every
// platform that the registry has.
func TestEveryProviderIsLocked(t *testing.T) {
	// The registry has one sum for the package of each platform: two of macOS,
	// Linux and others.
	const platforms = 11
	sum := regexp.MustCompile(`^(h1:[A-Za-z0-9+/]{43}=|zh:[0-9a-f]{64})$`)
	made := map[string]string{}
	all, err := provider.All()
	require.NoError(t, err)
	for _, id := range all {
		made[id.Address] = id.Version
	}
	stacks, err := filepath.Glob(filepath.Join(out, "stacks", "*"))
	require.NoError(t, err)
	require.Len(t, stacks, 5)
	for _, stack := range stacks {
		required, err := lockfile.Required(filepath.Join(stack, "cdk.tf.json"))
		require.NoError(t, err)
		require.NotEmpty(t, required)
		for _, p := range readLocks(t, filepath.Join(stack, lockfile.Name)) {
			where := filepath.Base(stack) + ": " + p.Address
			assert.Equal(t, required[p.Address], p.Constraints, where)
			allowed, err := version.NewConstraint(p.Constraints)
			require.NoError(t, err)
			assert.True(t, allowed.Check(version.Must(version.NewVersion(p.Version))), "%s: %s is not %s", where, p.Version, p.Constraints)
			assert.GreaterOrEqual(t, len(slices.DeleteFunc(slices.Clone(p.Hashes), func(h string) bool { return strings.HasPrefix(h, "h1:") })), platforms, where)
			for _, hash := range p.Hashes {
				assert.Regexp(t, sum, hash, where)
			}
			assert.Equal(t, slices.Compact(slices.Sorted(slices.Values(p.Hashes))), p.Hashes, where)
			if schema, ok := made[p.Address]; ok {
				assert.Equal(t, schema, p.Version, "%s: the bindings were made from another version", where)
			}
			delete(required, p.Address)
		}
		assert.Empty(t, required, "%s has providers that are not locked; `make lock` locks them", filepath.Base(stack))
	}
}

// Terraform takes the real AWS provider as locked, changes nothing about it,
// and refuses another one.
func TestTerraformHoldsToTheLock(t *testing.T) {
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	config, err := toolchain.TerraformCLIConfig(root)
	require.NoError(t, err)
	// The bootstrap stack requires AWS alone.
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(out, "stacks", "bootstrap"))))
	initialize := func() (string, error) {
		cmd := exec.CommandContext(t.Context(), terraform, "-chdir="+dir, "init", "-backend=false", "-lockfile=readonly", "-no-color")
		cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+config)
		printed, err := cmd.CombinedOutput()
		return string(printed), err
	}
	file := filepath.Join(dir, lockfile.Name)
	locked, err := os.ReadFile(file)
	require.NoError(t, err)
	printed, err := initialize()
	require.NoError(t, err, printed)
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(locked), string(after))
	assert.True(t, lockfile.Covers(after, locked))

	require.NoError(t, os.RemoveAll(filepath.Join(dir, ".terraform")))
	other := regexp.MustCompile(`"(h1:|zh:)...`).ReplaceAllString(string(locked), `"${1}000`)
	require.NoError(t, os.WriteFile(file, []byte(other), 0o644))
	printed, err = initialize()
	require.Error(t, err)
	assert.Contains(t, strings.Join(strings.Fields(printed), " "), "match any of the checksums")
}

// mirrored are packages of every provider for the platforms, in a filesystem
// mirror: what they hold is of no matter for their sums.
func mirrored(t *testing.T, platforms []string) (mirror string) {
	t.Helper()
	mirror = t.TempDir()
	for _, p := range readLocks(t, filepath.Join(root, lockfile.Source)) {
		name := path.Base(p.Address)
		folder := filepath.Join(mirror, filepath.FromSlash(p.Address))
		require.NoError(t, os.MkdirAll(folder, 0o755))
		for _, platform := range platforms {
			file, err := os.Create(filepath.Join(folder, fmt.Sprintf("terraform-provider-%s_%s_%s.zip", name, p.Version, platform)))
			require.NoError(t, err)
			packed := zip.NewWriter(file)
			inside, err := packed.Create(fmt.Sprintf("terraform-provider-%s_v%s", name, p.Version))
			require.NoError(t, err)
			_, err = inside.Write([]byte(name + platform))
			require.NoError(t, err)
			require.NoError(t, packed.Close())
			require.NoError(t, file.Close())
		}
	}
	return mirror
}

func TestLockAnew(t *testing.T) {
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	stacks, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	require.NoError(t, err)
	dir := t.TempDir()
	file := filepath.Join(dir, "terraform.lock.hcl")
	from := update.From{Terraform: terraform, Mirror: mirrored(t, lockfile.Platforms)}
	require.NoError(t, from.Lock(t.Context(), file, stacks...))
	was, anew := readLocks(t, filepath.Join(root, lockfile.Source)), readLocks(t, file)
	require.Len(t, anew, len(was))
	for i, p := range anew {
		assert.Equal(t, was[i].Address, p.Address)
		assert.Equal(t, was[i].Version, p.Version)
		assert.Equal(t, was[i].Constraints, p.Constraints)
		assert.GreaterOrEqual(t, len(p.Hashes), len(lockfile.Platforms), p.Address)
	}

	before, err := os.ReadFile(file)
	require.NoError(t, err)
	from.Mirror = mirrored(t, lockfile.Platforms[1:])
	err = from.Lock(t.Context(), file, stacks...)
	require.ErrorContains(t, err, "lock the providers: ")
	assert.ErrorContains(t, err, lockfile.Platforms[0])
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1)

	assert.ErrorContains(t, from.Lock(t.Context(), file), "`make synth` writes the stacks")
}

// What Terraform adds for a platform stays at the next synth; what somebody
// takes away or changes does not.
func TestSynthKeepsWhatTerraformAdds(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "cdktf.out", "stacks", "bootstrap", lockfile.Name)
	synth := func() string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "go", "run", ".", "bootstrap")
		cmd.Dir, cmd.Env = root, append(os.Environ(), "CDKTF_OUTDIR="+filepath.Join(dir, "cdktf.out"))
		printed, err := cmd.CombinedOutput()
		require.NoError(t, err, string(printed))
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(content)
	}
	locked := synth()
	more := strings.Replace(locked, "  hashes = [\n", "  hashes = [\n    \"h1:"+strings.Repeat("a", 43)+"=\",\n", 1)
	require.NotEqual(t, locked, more)
	for name, there := range map[string]struct{ content, want string }{
		"more":            {more, more},
		"less":            {regexp.MustCompile(`    "zh:.*",\n`).ReplaceAllString(more, ""), locked},
		"another version": {strings.Replace(more, `version     = "`, `version     = "5.99.1-`, 1), locked},
		"rubbish":         {"provider {", locked},
	} {
		require.NoError(t, os.WriteFile(file, []byte(there.content), 0o644))
		assert.Equal(t, there.want, synth(), name)
	}
}
