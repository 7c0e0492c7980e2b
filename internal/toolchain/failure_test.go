package toolchain

import (
	"strings"
	"testing"
)

// A tool that is there and fails says why, and nothing is installed in its place.
func TestToolThatFails(t *testing.T) {
	const words = "--frobnicate is not allowed"
	for _, tt := range []struct {
		tool, program, variable string
		// find is what others than setup find it by.
		find func(in *installer) error
	}{
		{Node, "node", "NODE_OPTIONS", nil},
		{Terraform, "terraform", "TF_DATA_DIR", func(in *installer) error { _, err := TerraformPath(t.Context(), in.root); return err }},
		{Emulator, "python3", "PYTHONHOME", func(in *installer) error { _, err := Python(t.Context(), in.root); return err }},
		{AWSCLI, "aws", "AWS_PROFILE", func(in *installer) error { _, err := AWSCLIPath(t.Context(), in.root); return err }},
	} {
		t.Run(tt.tool, func(t *testing.T) {
			in, out := testInstaller(t)
			putOnPath(t, "npm", "")
			file := putOnPath(t, tt.program, "echo '"+words+"' >&2; exit 9")
			t.Setenv(tt.variable, "of-the-user")
			err := in.setup(t.Context(), []string{tt.tool})
			wantError(t, err, tt.tool+": "+file+" is there and fails: exit status 9: "+words, tt.variable, "make setup")
			if strings.Contains(err.Error(), "of-the-user") {
				t.Errorf("the value of a variable is said: %v", err)
			}
			if out.String() != "" {
				t.Errorf("setup began to install: %s", out)
			}
			wantNothingInstalled(t, in)
			if tt.find != nil {
				wantError(t, tt.find(in), file+" is there and fails", words, tt.variable)
			}
		})
	}
}

func TestProgramThatCannotBeStarted(t *testing.T) {
	in, _ := testInstaller(t)
	write(t, putOnPath(t, "terraform", ""), "not a program", 0o755)
	wantError(t, in.setup(t.Context(), []string{Terraform}), "is there and fails", "exec format error")
	wantNothingInstalled(t, in)
}

// The shim of a version manager that has no version of a tool is not the tool.
func TestShimOfNothingIsNoTool(t *testing.T) {
	for _, code := range []string{"126", "127"} {
		in, out := testInstaller(t)
		putOnPath(t, "terraform", "echo 'terraform: command not found' >&2; exit "+code)
		wantError(t, in.setup(t.Context(), []string{Terraform}), "terraform: downloading")
		if !strings.Contains(out.String(), "installing") {
			t.Errorf("exit %s: setup did not try to install Terraform: %q", code, out)
		}
	}
}
