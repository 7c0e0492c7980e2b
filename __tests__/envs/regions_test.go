package envs_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestEveryRegionIsTaken(t *testing.T) {
	require.Len(t, envs.Regions(), 35)
	for _, region := range envs.Regions() {
		env := fixture.Dev()
		adapt := elsewhere
		if strings.HasPrefix(region, "us-gov-") {
			adapt = govCloud
		}
		adapt(region)(&env)
		env.Network.AvailabilityZones = letters(region, envs.Zones(region))
		assert.NoError(t, env.Validate(), region)
		assert.Regexp(t, `^aws(-us-gov)?$`, envs.Partition(region), region)
	}
	assert.Empty(t, envs.Partition("cn-north-1"))
	assert.Zero(t, envs.Zones("cn-north-1"))
	assert.False(t, envs.Claims("cn-north-1"))
}

// Roles, states and copies of one account lie in one partition.
func TestOneAccountIsInOnePartition(t *testing.T) {
	account := fixture.Account()
	account.Region, account.Store.Region = "us-gov-west-1", "us-east-1"
	account.Detection.Security = nil
	here, there := fixture.Dev(), fixture.Dev()
	elsewhere("eu-west-1")(&here)
	govCloud("us-gov-east-1")(&there)
	here.State, there.State = envs.LocalState{Path: "here"}, envs.LocalState{Path: "there"}
	const rule = ": must be in the partition of us-gov-west-1, where the account is that holds its stacks"
	assert.Equal(t, []string{`state store.region = "us-east-1"` + rule, `dev.region = "eu-west-1"` + rule}, lines(t, envs.ValidateAll([]envs.Account{account}, []envs.Environment{here})))
	assert.Equal(t, []string{`state store.region = "us-east-1"` + rule}, lines(t, envs.ValidateAll([]envs.Account{account}, []envs.Environment{there})))
}

// Code, workflows and runbooks work in every partition: ARNs get theirs by
// value. Tests and mutations speak of examples, and the policies of what they refuse.
func TestNoARNNamesItsPartition(t *testing.T) {
	root := filepath.Join("..", "..")
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	listed, err := cmd.Output()
	require.NoError(t, err)
	arn := regexp.MustCompile(`arn:aws(-us-gov|-cn)?:`)
	looked := 0
	for name := range strings.SplitSeq(strings.TrimRight(string(listed), "\x00"), "\x00") {
		example := strings.HasSuffix(name, "_test.go") || slices.Contains(strings.Split(filepath.Dir(name), "/"), "testdata") ||
			strings.HasPrefix(name, "__tests__/") || strings.HasPrefix(name, "tools/mutation/") || name == "policies/identity.rego"
		if example || !slices.Contains([]string{".go", ".md", ".rego", ".sh", ".yml", ""}, filepath.Ext(name)) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // Git knows it, and somebody has removed it.
		}
		require.NoError(t, err)
		looked++
		for number, line := range strings.Split(string(content), "\n") {
			assert.NotRegexp(t, arn, line, "%s:%d", name, number+1)
		}
	}
	assert.Greater(t, looked, 100)
}
