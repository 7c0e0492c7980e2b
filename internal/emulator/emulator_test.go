package emulator

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/example/predictive-maintenance/internal/toolchain"
)

// parentVariable makes the test binary a process that starts an emulator, says
// where, and waits to be killed.
const parentVariable = "EMULATOR_TEST_PARENT_PYTHON"

func TestMain(m *testing.M) {
	if python := os.Getenv(parentVariable); python != "" {
		server, err := Start(context.Background(), Options{Python: python})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(server.Endpoint())
		select {}
	}
	os.Exit(m.Run())
}

func python(t *testing.T) string {
	t.Helper()
	path, err := toolchain.Python(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func startServer(t *testing.T, opts Options) *Server {
	t.Helper()
	if opts.Python == "" {
		opts.Python = python(t)
	}
	server, err := Start(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	return server
}

// wrapper makes an executable from lines of shell.
func wrapper(t *testing.T, lines string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "python")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+lines+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// pythonWithPid returns an interpreter that tells the process it runs in.
func pythonWithPid(t *testing.T) (string, func() int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pid")
	interpreter := wrapper(t, fmt.Sprintf("echo $$ > %q; exec %q \"$@\"", file, python(t)))
	return interpreter, func() int {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
}

// request is an API call. moto reads from its signature which service is meant.
type request struct {
	service string
	method  string     // POST if empty
	path    string     // / if empty
	form    url.Values // the query protocol …
	target  string     // … or the JSON protocols, REST without a target
	body    string

	invocation string // the same over the retries of a call; none if empty
	accessKey  string // the administrator's if empty
	region     string // us-east-1 if empty
}

func (r request) send(t *testing.T, endpoint string) (int, string) {
	t.Helper()
	body, contentType := r.body, "application/x-amz-json-1.1"
	if r.form != nil {
		body, contentType = r.form.Encode(), "application/x-www-form-urlencoded; charset=utf-8"
	}
	call, err := http.NewRequest(cmp.Or(r.method, http.MethodPost), endpoint+cmp.Or(r.path, "/"), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	call.Header.Set("Content-Type", contentType)
	call.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+cmp.Or(r.accessKey, "test")+"/20250101/"+cmp.Or(r.region, "us-east-1")+"/"+r.service+"/aws4_request, SignedHeaders=host, Signature=0")
	if r.target != "" {
		call.Header.Set("X-Amz-Target", r.target)
	}
	if r.invocation != "" {
		call.Header.Set("Amz-Sdk-Invocation-Id", r.invocation)
	}
	return answerTo(t, call)
}

// answerTo is the status and the body of the answer to a request.
func answerTo(t *testing.T, call *http.Request) (int, string) {
	t.Helper()
	response, err := http.DefaultClient.Do(call)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

func callerIdentity(t *testing.T, endpoint string) string {
	t.Helper()
	status, answer := request{service: "sts", form: url.Values{"Action": {"GetCallerIdentity"}, "Version": {"2011-06-15"}}}.send(t, endpoint)
	if status != http.StatusOK {
		t.Fatalf("GetCallerIdentity: status %d: %s", status, answer)
	}
	return answer
}

func address(t *testing.T, endpoint string) string {
	t.Helper()
	u, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

func waitUntilClosed(t *testing.T, endpoint string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		connection, err := net.DialTimeout("tcp", address(t, endpoint), time.Second)
		if err != nil {
			return
		}
		_ = connection.Close()
	}
	t.Fatalf("%s still accepts connections", endpoint)
}

func TestTwoServersAreSeparate(t *testing.T) {
	one, two := startServer(t, Options{}), startServer(t, Options{})
	if one.Endpoint() == two.Endpoint() {
		t.Fatalf("both serve on %s", one.Endpoint())
	}
	for _, server := range []*Server{one, two} {
		if err := CheckEndpoint(server.Endpoint()); err != nil {
			t.Error(err)
		}
		if answer := callerIdentity(t, server.Endpoint()); !strings.Contains(answer, "<Account>123456789012</Account>") {
			t.Errorf("GetCallerIdentity: %s", answer)
		}
	}

	create := request{service: "iam", form: url.Values{"Action": {"CreateRole"}, "Version": {"2010-05-08"}, "RoleName": {"only-in-one"}, "AssumeRolePolicyDocument": {`{"Version":"2012-10-17","Statement":[]}`}}}
	if status, answer := create.send(t, one.Endpoint()); status != http.StatusOK {
		t.Fatalf("CreateRole: status %d: %s", status, answer)
	}
	get := request{service: "iam", form: url.Values{"Action": {"GetRole"}, "Version": {"2010-05-08"}, "RoleName": {"only-in-one"}}}
	if status, answer := get.send(t, two.Endpoint()); status != http.StatusNotFound {
		t.Errorf("GetRole of a role in the other emulator: status %d: %s", status, answer)
	}
}

// runPython runs a program that may import the server's modules, and returns
// what it printed.
func runPython(t *testing.T, program string) string {
	t.Helper()
	sources, err := modules()
	if err != nil {
		t.Fatal(err)
	}
	asLibrary := `__name__ = "loader"` + "\n" + loader
	cmd := exec.Command(python(t), "-c", fmt.Sprintf("exec(%s)\n%s", strconv.Quote(asLibrary), program), strconv.Itoa(len(sources)))
	cmd.Stdin = bytes.NewReader(sources)
	printed, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, printed)
	}
	return string(printed)
}

// overlap asks an application that takes its time from several threads, and
// prints how many of them it had to do with at once.
const overlap = `
import io, threading, time
from emulator import turns
inside, most = 0, 0
def app(environ, start_response):
    global inside, most
    inside += 1
    most = max(most, inside)
    time.sleep(0.01)
    inside -= 1
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]
answer = turns.answer_one_at_a_time(app)
def ask():
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "4", "wsgi.input": io.BytesIO(b"body")}
    assert answer(environ, lambda *_: None) == [b"body"]
threads = [threading.Thread(target=ask) for _ in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(most)
`

// Of many addresses that are released at once, moto alone doesn't find some:
// others that go meanwhile hide them, and they stay. That is too rare to wait
// for, so what is looked at is that it cannot happen.
func TestRequestsTakeTurns(t *testing.T) {
	if printed := runPython(t, overlap); strings.TrimSpace(printed) != "1" {
		t.Error(printed)
	}
}

func TestStop(t *testing.T) {
	interpreter, pid := pythonWithPid(t)
	server := startServer(t, Options{Python: interpreter})
	if err := syscall.Kill(pid(), 0); err != nil {
		t.Fatalf("looking for process %d: %v", pid(), err)
	}
	for range 2 {
		if err := server.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-server.Done():
	default:
		t.Error("Done is open after Stop")
	}
	if connection, err := net.Dial("tcp", address(t, server.Endpoint())); err == nil {
		_ = connection.Close()
		t.Errorf("%s still accepts connections", server.Endpoint())
	}
	if err := syscall.Kill(pid(), 0); err != syscall.ESRCH {
		t.Errorf("looking for process %d: %v", pid(), err)
	}
}

func TestPortIsTakenAsGivenAndRefusedWhenInUse(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_, err = Start(context.Background(), Options{Python: python(t), Port: port})
	if err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("on a port in use: %v", err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	server := startServer(t, Options{Port: port})
	if want := fmt.Sprintf("http://127.0.0.1:%d", port); server.Endpoint() != want {
		t.Errorf("serves on %s, want %s", server.Endpoint(), want)
	}
}

func TestEndsWithAParentThatIsKilled(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentVariable+"="+python(t))
	parent.Stderr = os.Stderr
	stdout, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	endpoint, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the parent started no emulator: %v", err)
	}
	endpoint = strings.TrimSpace(endpoint)
	callerIdentity(t, endpoint)

	if err := parent.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	waitUntilClosed(t, endpoint)
}

func TestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server, err := Start(ctx, Options{Python: python(t)})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	select {
	case <-server.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("still running 10 s after its context ended")
	}
	if err := server.Stop(); err != nil {
		t.Error(err)
	}
}

func TestStartSaysWhatIsWrongWithPython(t *testing.T) {
	// A package of the name and version is all that the check looks at.
	withMoto := func(version string) string {
		dir := t.TempDir()
		info := filepath.Join(dir, "moto-"+version+".dist-info")
		if err := os.Mkdir(info, 0o755); err != nil {
			t.Fatal(err)
		}
		metadata := "Metadata-Version: 2.1\nName: moto\nVersion: " + version + "\n"
		if err := os.WriteFile(filepath.Join(info, "METADATA"), []byte(metadata), 0o644); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for name, test := range map[string]struct{ python, want string }{
		"none given":   {"", "no Python interpreter is given"},
		"not there":    {filepath.Join(t.TempDir(), "python9"), "no such file"},
		"not a Python": {wrapper(t, "echo I am a teapot >&2; exit 7"), "I am a teapot"},
		"without moto": {wrapper(t, "exec "+python(t)+` -I -S "$@"`), "moto is not installed"},
		"moto too old": {wrapper(t, "PYTHONPATH="+withMoto("5.2.0")+" exec "+python(t)+` "$@"`), "moto 5.2.0 does not fit"},
		"moto too new": {wrapper(t, "PYTHONPATH="+withMoto("5.3.0")+" exec "+python(t)+` "$@"`), "moto 5.3.0 does not fit"},
	} {
		t.Run(name, func(t *testing.T) {
			server, err := Start(context.Background(), Options{Python: test.python})
			if err == nil {
				_ = server.Stop()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error lacks %q:\n%v", test.want, err)
			}
		})
	}
}

func TestDoneTellsOfAnUnaskedEnd(t *testing.T) {
	var log bytes.Buffer
	interpreter, pid := pythonWithPid(t)
	server := startServer(t, Options{Python: interpreter, Log: &log})
	if !strings.Contains(log.String(), server.Endpoint()) {
		t.Errorf("the log does not say where it serves: %q", &log)
	}
	if err := syscall.Kill(pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	select {
	case <-server.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("Done is open 10 s after the emulator was killed")
	}
	if err := server.Stop(); err == nil || !strings.Contains(err.Error(), "ended unasked") {
		t.Errorf("Stop after an unasked end: %v", err)
	}
}
