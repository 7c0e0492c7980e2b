// Package cli is what the project's programs have in common towards whoever
// starts them: how they are interrupted, how they say what is wrong, and how they
// end.
package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// How a program ends, beside 0.
const (
	failed = 1
	// misused is the end of a command that was not understood, and did nothing.
	misused = 2
	// interrupted is 128 and the number of SIGINT, as a shell reports it.
	interrupted = 130
)

// Main runs a program and returns what it ends with. SIGINT and SIGTERM end the
// context of its commands, so that Terraform, which is interrupted with them, gets
// time to finish.
func Main(root *cobra.Command) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	understood := false
	root.PersistentPreRun = func(*cobra.Command, []string) { understood = true }
	// Cobra would print the error by itself, and all flags below it.
	root.SilenceErrors, root.SilenceUsage = true, true
	cmd, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return 0
	case !understood:
		fmt.Fprintf(os.Stderr, "error: %s; see `%s --help`\n", oneLine(err), cmd.CommandPath())
		return misused
	}
	fmt.Fprintln(os.Stderr, "error:", err)
	if ctx.Err() != nil {
		return interrupted
	}
	return failed
}

// oneLine is what cobra says, which has its suggestions on lines of their own.
func oneLine(err error) string {
	said, suggested, _ := strings.Cut(err.Error(), "\n\nDid you mean this?\n")
	if names := strings.Fields(suggested); len(names) > 0 {
		said += " (did you mean " + strings.Join(names, " or ") + "?)"
	}
	return said
}
