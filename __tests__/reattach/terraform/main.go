// Command terraform runs Terraform with the provider that a keeper keeps for
// the folder.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// kept are the commands that use providers, and those that would only read half a
// gigabyte to see that the installed one is still what it was.
var kept = []string{"apply", "destroy", "force-unlock", "import", "init", "output", "plan", "refresh", "show", "state", "validate"}

// Who builds it sets the keeper's socket and the path of Terraform.
var keeper, terraform string

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	environ := os.Environ()
	dir, command, err := parse(arguments)
	if err != nil {
		return err
	}
	if slices.Contains(kept, command) {
		provider, err := ask(dir, environ)
		if err != nil {
			return err
		}
		if provider != "" {
			environ = append(environ, "TF_REATTACH_PROVIDERS="+provider)
		}
	}
	return syscall.Exec(terraform, append([]string{terraform}, arguments...), environ)
}

// parse finds the folder and the command among Terraform's arguments.
func parse(arguments []string) (dir, command string, err error) {
	if dir, err = os.Getwd(); err != nil {
		return "", "", err
	}
	for _, a := range arguments {
		if to, ok := strings.CutPrefix(a, "-chdir="); ok {
			if !filepath.IsAbs(to) {
				to = filepath.Join(dir, to)
			}
			dir = to
		} else if !strings.HasPrefix(a, "-") {
			return dir, a, nil
		}
	}
	return dir, "", nil
}

// ask asks the keeper for the provider's address. The connection stays open, for
// Terraform to inherit: its end is the end of the command.
func ask(dir string, environ []string) (provider string, err error) {
	connection, err := net.Dial("unix", keeper)
	if err != nil {
		return "", fmt.Errorf("ask for the provider: %w", err)
	}
	ofProvider := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		return strings.HasPrefix(entry, "TF_") || strings.HasPrefix(entry, "PWD=") || strings.HasPrefix(entry, "_=")
	})
	slices.Sort(ofProvider)
	if err := json.NewEncoder(connection).Encode(map[string]any{"Dir": dir, "Env": ofProvider}); err != nil {
		return "", fmt.Errorf("ask for the provider: %w", err)
	}
	answer, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("ask for the provider: %w", err)
	}
	file, err := connection.(*net.UnixConn).File()
	if err != nil {
		return "", fmt.Errorf("ask for the provider: %w", err)
	}
	if _, _, problem := syscall.Syscall(syscall.SYS_FCNTL, file.Fd(), syscall.F_SETFD, 0); problem != 0 {
		return "", fmt.Errorf("ask for the provider: %w", problem)
	}
	return strings.TrimSpace(answer), nil
}
