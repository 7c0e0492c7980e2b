package command_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is wrong before there is anybody to ask is one message.
func TestPreflightSaysWhatIsWrongAtOnce(t *testing.T) {
	program := built(t, "platform")
	nobody := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AWS_EC2_METADATA_DISABLED=true"}
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no stack":          {nil, "say which stack: ENV=" + strings.Join(names()[1:], ", ENV=")},
		"an unknown stack":  {[]string{"--stack", "nowhere"}, `no stack is named "nowhere"; there are ` + strings.Join(names(), ", ")},
		"an unknown target": {[]string{"--stack", "account", "--target", "azure"}, `target "azure" is neither aws nor emulator`},
		"no emulator":       {[]string{"--stack", "account", "--target", "emulator"}, "no emulator is running"},
		"no credentials":    {[]string{"--stack", "account"}, "no AWS credentials were found; set AWS_PROFILE"},
		"an argument extra": {[]string{"--stack", "account", "now"}, `unknown command "now" for "platform preflight"`},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(program, append([]string{"preflight"}, test.args...)...)
			cmd.Dir, cmd.Env = projectFolder(t), nobody
			printed, err := cmd.CombinedOutput()
			require.Error(t, err)
			assert.Contains(t, string(printed), "error: "+test.want)
			assert.NotContains(t, string(printed), "what to do")
		})
	}
}
