package toolchain

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAWSCLI(t *testing.T) {
	const good = "echo aws-cli/2.15.1 Python/3.11.6 Linux/6.1.0"
	for _, tt := range []struct {
		name    string
		scripts []string
		// want is the script that is used, or -1.
		want int
	}{
		{"second line", []string{good}, 0},
		{"first line", []string{"echo aws-cli/1.45.11 Python/3.11.7 botocore/1.43.11"}, 0},
		{"behind one that is too old", []string{"echo aws-cli/2.12.9 Python/3.11.6", good}, 1},
		{"behind a broken one", []string{"exit 1", good}, 1},
		{"before AWS_ENDPOINT_URL", []string{"echo aws-cli/1.28.1 Python/3.9.2"}, -1},
		{"another program", []string{"echo 2.15.1"}, -1},
		{"missing", nil, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, _ := testInstaller(t)
			var files []string
			for _, script := range tt.scripts {
				files = append(files, putOnPath(t, "aws", script))
			}
			got, err := AWSCLIPath(t.Context(), in.root)
			if tt.want < 0 {
				wantError(t, err, "make setup")
				return
			}
			if got != files[tt.want] || err != nil {
				t.Errorf("the AWS CLI is %q (%v), want %q", got, err, files[tt.want])
			}
		})
	}
}

func TestInstallAWSCLI(t *testing.T) {
	in, out := testInstaller(t)
	putOnPath(t, "python3", makingVenvs(`case "$2" in pip) echo '#!/bin/sh
echo aws-cli/1.45.11' > "${0%/*}/aws"; /bin/chmod +x "${0%/*}/aws";; esac`))
	if err := in.setup(t.Context(), []string{AWSCLI}); err != nil {
		t.Fatal(err)
	}
	want := "aws        1.45.11  installing awscli==1.45.11 with pip into a virtual environment in .tools/aws\n" +
		"aws        1.45.11  installed in .tools/aws\n"
	if out.String() != want {
		t.Errorf("setup said\n%s\nwant\n%s", out, want)
	}
	if got, err := AWSCLIPath(t.Context(), in.root); got != filepath.Join(awsBin(in.root), "aws") || err != nil {
		t.Errorf("the AWS CLI is %q (%v)", got, err)
	}
}

func TestInstallAWSCLILeavesNothingBehind(t *testing.T) {
	in, _ := testInstaller(t)
	putOnPath(t, "python3", makingVenvs(`case "$2" in pip) echo no network >&2; exit 1;; esac`))
	wantError(t, in.setup(t.Context(), []string{AWSCLI}), "with pip", "no network", "put an aws on PATH")
	if _, err := os.Stat(awsDir(in.root)); !os.IsNotExist(err) {
		t.Errorf("a half-made environment was left: %v", err)
	}
}
