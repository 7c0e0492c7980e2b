package toolchain

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

type noNetwork struct{ t *testing.T }

func (n noNetwork) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("the doctor asked for %s", r.URL)
	return nil, errors.New("there is no network")
}

// patient is a machine without anything, on which nothing may be changed and
// no server be asked.
func patient(t *testing.T) (in *installer, diagnose func() (string, error)) {
	in, out := testInstaller(t)
	in.http.Transport = noNetwork{t}
	t.Setenv("TF_CLI_CONFIG_FILE", "")
	t.Setenv("TERRAFORM_CONFIG", "")
	t.Setenv("HOME", t.TempDir())
	t.Setenv("PROVIDER_MIRROR", t.TempDir())
	return in, func() (string, error) {
		err := in.doctor(t.Context())
		if _, missing := os.Stat(filepath.Join(in.root, toolsDir)); missing == nil {
			t.Errorf("the doctor made %s", toolsDir)
		}
		return out.String(), err
	}
}

func wantRow(t *testing.T, table, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`(?m)^` + pattern + ` *$`).MatchString(table) {
		t.Errorf("no row is %q in\n%s", pattern, table)
	}
}

func TestDoctorOfABareMachine(t *testing.T) {
	_, diagnose := patient(t)
	said, err := diagnose()
	if err != nil {
		t.Errorf("what is only missing is an error: %v", err)
	}
	for _, row := range []string{"Go >= 1.21", "Git", "curl", `Python >= 3\.10 with venv`, "AWS provider ~> 5.99", "Node.js >= 20",
		"Terraform >= 1.11.0", `A Python with moto\[server\] .*`, "The AWS CLI .*"} {
		wantRow(t, said, row+"  +no  .*  -")
	}
	wantRow(t, said, "TF_CLI_CONFIG_FILE  +not set  .*  -")
	for _, part := range []string{"Node.js >= 20: there is no node on PATH\n  `make setup` installs it below .tools; or install it from https://",
		"Python >= 3.10 with venv: there is no python3 on PATH\n  install Python >= 3.10 with venv (on Debian and Ubuntu: apt-get install python3 python3-venv)",
		"The AWS CLI >= 2.13 (or >= 1.29, < 2): there is no aws on PATH\n  once there is a Python >= 3.10 with venv, `make setup`",
		"Git: there is no git on PATH\n  install it with the system's", "PROVIDER_MIRROR is "} {
		if !strings.Contains(said, part) {
			t.Errorf("the doctor does not say %q:\n%s", part, said)
		}
	}
}

func TestDoctorOfAMachineThatHasEverything(t *testing.T) {
	in, diagnose := patient(t)
	mirror := t.TempDir()
	t.Setenv("PROVIDER_MIRROR", mirror)
	platform := runtime.GOOS + "_" + runtime.GOARCH
	write(t, filepath.Join(mirror, awsProvider, "terraform-provider-aws_5.98.0_"+platform+".zip"), "", 0o644)
	write(t, filepath.Join(mirror, awsProvider, "terraform-provider-aws_5.100.0_"+platform+".zip"), "", 0o644)
	config := filepath.Join(in.root, "terraform.tfrc")
	write(t, config, "", 0o644)
	t.Setenv("TF_CLI_CONFIG_FILE", config)
	git := putOnPath(t, "git", "echo git version 2.39.5")
	putOnPath(t, "go", `[ "$GOTOOLCHAIN" = local ] && echo go version go1.26.10 linux/amd64`)
	putOnPath(t, "curl", "echo 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1'")
	putOnPath(t, "node", "echo v22.1.0")
	putOnPath(t, "npm", "")
	putOnPath(t, "terraform", `echo '{"terraform_version":"1.12.0"}'`)
	putOnPath(t, "python3", fakePython("3.11.7", "5.2.1", true))
	putOnPath(t, "aws", "echo aws-cli/2.15.1 Python/3.11.6 Linux/6.1.0")
	said, err := diagnose()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{`Go .*  1\.26\.10  .*`, `Git  +2\.39\.5  .*  ` + git, `curl  +7\.88\.1  .*`, `Python .*  3\.11\.7  .*`,
		`AWS provider .*  5\.100\.0  .*  ` + mirror + ".*", `Node.js .*  22\.1\.0  .*`, `Terraform .*  1\.12\.0  .*`,
		`A Python .*  5\.2\.1  .*`, `The AWS CLI .*  2\.15\.1  .*`, `TF_CLI_CONFIG_FILE  +set  .*  terraform\.tfrc`} {
		wantRow(t, said, row)
	}
	if strings.Contains(said, "what to do") {
		t.Errorf("there is something to do:\n%s", said)
	}
}

func TestDoctorOfToolsThatDoNotFit(t *testing.T) {
	_, diagnose := patient(t)
	putOnPath(t, "npm", "")
	files := map[string]string{
		putOnPath(t, "node", "echo v18.20.4"):                              " is 18.20.4, not >= 20",
		putOnPath(t, "terraform", `echo '{"terraform_version":"1.5.7"}'`):  " is 1.5.7, not >= 1.11.0",
		putOnPath(t, "aws", "echo aws-cli/1.28.1 Python/3.9.2"):            " says aws-cli/1.28.1 Python/3.9.2",
		putOnPath(t, "python3", fakePython("3.9.2", "", true)):             " is Python 3.9.2 with moto missing",
		putOnPath(t, "go", "echo go version go1.19.8 linux/amd64"):         " is 1.19.8, not >= 1.21",
		putOnPath(t, "git", "echo 'git: command not found' >&2; exit 127"): ": exit status 127",
		putOnPath(t, "curl", "echo no number"):                             ": malformed version: ",
	}
	said, err := diagnose()
	if err != nil {
		t.Errorf("what does not fit is an error: %v", err)
	}
	for file, reason := range files {
		if !strings.Contains(said, file+reason) {
			t.Errorf("the doctor does not say %q:\n%s", file+reason, said)
		}
	}
}

func TestDoctorOfToolsThatFail(t *testing.T) {
	for tool, display := range map[string]string{"node": "Node.js", "terraform": "Terraform", "aws": "The AWS CLI", "python3": "A Python with", "go": "Go", "git": "Git", "curl": "curl"} {
		t.Run(tool, func(t *testing.T) {
			_, diagnose := patient(t)
			putOnPath(t, "npm", "")
			file := putOnPath(t, tool, "echo 'GLIBC_2.38 not found' >&2; exit 1")
			said, err := diagnose()
			wantError(t, err, file+" is there and fails: exit status 1: GLIBC_2.38 not found", "mend what it complains of")
			wantRow(t, said, display+" .*fails  .*  "+file)
		})
	}
}

// Terraform itself only warns of such a name, and asks the registry.
func TestDoctorOfAConfigurationThatIsNotThere(t *testing.T) {
	_, diagnose := patient(t)
	t.Setenv("TF_CLI_CONFIG_FILE", "/nowhere/terraform.tfrc")
	said, err := diagnose()
	if err != nil || !strings.Contains(said, "TF_CLI_CONFIG_FILE: it names /nowhere/terraform.tfrc, which is no file\n  unset it") {
		t.Errorf("the doctor says (%v)\n%s", err, said)
	}
}

func TestDoctorNamesTargetsThatExist(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	in, _ := testInstaller(t)
	when := regexp.MustCompile(` \([^)]*\)`)
	for _, tool := range append(in.machine(), in.tools()...) {
		for target := range strings.SplitSeq(when.ReplaceAllString(tool.usedBy, ""), ", ") {
			if target != "everything" && !regexp.MustCompile(`(?m)^([a-z-]+ )*`+target+`( [a-z-]+)*:`).Match(makefile) {
				t.Errorf("%s is needed by make %q, which there is not", tool.display, target)
			}
		}
	}
}
