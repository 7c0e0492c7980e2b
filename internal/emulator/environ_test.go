package emulator

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

func TestEnvironIsOursWhateverAShellSets(t *testing.T) {
	content, err := os.ReadFile("testdata/settings.env")
	if err != nil {
		t.Fatal(err)
	}
	base := []string{"PATH=/bin", "HOME=/home/me", "LC_ALL=C", "PYENV_ROOT=/opt/pyenv", "GOGC=400", "TF_TOKEN_127_0_0_1:5000=of-a-stand-in"}
	harmful := slices.Clone(base)
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			harmful = append(harmful, line)
		}
	}
	before := slices.Clone(harmful)
	got, err := Environ(harmful, endpoint, aws.Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"AWS_ACCESS_KEY_ID=test", "AWS_CONFIG_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL=" + endpoint,
		"AWS_SECRET_ACCESS_KEY=test", "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"GOGC=400", "HOME=/home/me", "HTTP_PROXY=" + endpoint, "LC_ALL=C", "NO_PROXY=", "PATH=/bin", "PYENV_ROOT=/opt/pyenv",
		"TF_TOKEN_127_0_0_1:5000=of-a-stand-in", "no_proxy=",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(harmful, before) {
		t.Error("the given environment is changed")
	}
}

func TestExceptionsFromProxiesLeaveTheEmulator(t *testing.T) {
	const proxy = "HTTPS_PROXY=http://proxy.example.com"
	for given, want := range map[string]string{
		"registry.example.com, .corp,10.0.0.0/8,::1":           proxy + " NO_PROXY=registry.example.com,.corp,10.0.0.0/8,::1",
		"127.0.0.1,.127.0.0.1,*.0.1,1,127.0.0.1:5000,0.1:5000": proxy + " NO_PROXY=",
		"localhost,127.0.0.1":                                  proxy + " NO_PROXY=localhost",
		"10.1.2.3,*":                                           "NO_PROXY=10.1.2.3",
	} {
		got, err := Environ([]string{proxy, "NO_PROXY=" + given}, "http://127.0.0.1:5000", aws.Credentials{})
		if err != nil {
			t.Fatal(err)
		}
		got = slices.DeleteFunc(got, func(entry string) bool {
			return !strings.Contains(entry, "S_PROXY=") && !strings.Contains(entry, "NO_PROXY=")
		})
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: %s, want %s", given, text, want)
		}
	}
}
