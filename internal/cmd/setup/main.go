// Command setup makes this machine able to run the project:
//
//	go run ./internal/cmd/setup [node] [terraform] [emulator] [aws] [curl]
//	go run ./internal/cmd/setup doctor
//
// Without an argument it sees to all of them. As a doctor it only looks, and
// says what it found.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/example/predictive-maintenance/internal/toolchain"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root, err := projectRoot()
	if err != nil {
		return err
	}
	if slices.Equal(os.Args[1:], []string{"doctor"}) {
		return toolchain.Doctor(ctx, root, os.Stdout)
	}
	return toolchain.Setup(ctx, root, os.Stdout, os.Args[1:]...)
}

// projectRoot is the nearest folder above that has a go.mod: `go run` works in
// any folder of the module.
func projectRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("looking for the project's folder: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("looking for the project's folder: there is no go.mod here or above")
		}
		dir = parent
	}
}
