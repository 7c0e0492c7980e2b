package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/standin"
)

// Terraform's providers are its children, and nobody ends them when it is
// killed.
func TestEndsWithAParentThatIsKilled(t *testing.T) {
	mirror, err := standin.Build(t.Context(), filepath.Join("..", "..", ".."), t.TempDir())
	require.NoError(t, err)
	programs, err := filepath.Glob(filepath.Join(mirror, "registry.terraform.io", "*", "*", "*", "*", "terraform-provider-vercel_*"))
	require.NoError(t, err)
	require.Len(t, programs, 1)

	// A shell that waits stands between, to be killed.
	parent := exec.Command("sh", "-c", `"$0" & wait`, programs[0])
	parent.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	stdout, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	defer parent.Process.Kill()
	greeting, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	fields := strings.Split(greeting, "|")
	require.Greater(t, len(fields), 3, greeting)
	reachable := func() bool {
		connection, err := net.Dial(fields[2], fields[3])
		if err == nil {
			connection.Close()
		}
		return err == nil
	}
	require.True(t, reachable())

	require.NoError(t, parent.Process.Kill())
	assert.Eventually(t, func() bool { return !reachable() }, time.Minute, 100*time.Millisecond)
}
