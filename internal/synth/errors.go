package synth

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// minNode is the oldest major version of Node.js that the bindings run on.
const minNode = 20

// requireNode says in one message what jsii would say with a stack trace.
func requireNode() error {
	node := os.Getenv("JSII_NODE")
	if node == "" {
		node = "node"
	}
	if _, err := exec.LookPath(node); err != nil {
		return fmt.Errorf("this needs Node.js %d or newer, and %q was not found; `make setup` installs it", minNode, node)
	}
	return nil
}

// kernelErrors turns a panic of jsii, which is how every error of a construct
// arrives, into an error. The kernel itself survives.
func kernelErrors(doing string, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s: %s%s", doing, withoutTrace(fmt.Sprint(r)), oldNode())
	}
}

var trace = regexp.MustCompile(`(?m)^\s+at .*$|^[A-Za-z]*Error: $`)

// withoutTrace leaves the message of a JavaScript error without the lines that
// say where in the bindings it arose.
func withoutTrace(message string) string {
	lines := strings.Split(trace.ReplaceAllString(message, ""), "\n")
	kept := lines[:0]
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// oldNode adds the likely cause to an error, where Node.js is too old. It is
// asked only after a failure, because asking takes as long as starting Node.
func oldNode() string {
	node := os.Getenv("JSII_NODE")
	if node == "" {
		node = "node"
	}
	version, err := exec.Command(node, "--version").Output()
	if err != nil {
		return ""
	}
	var major int
	if _, err := fmt.Sscanf(string(version), "v%d.", &major); err != nil || major >= minNode {
		return ""
	}
	return fmt.Sprintf(" (Node.js %s is too old, %d or newer is needed; `make setup` installs it)",
		strings.TrimSpace(string(version)), minNode)
}
