// Command deploy runs Terraform on the synthesized stacks; the Makefile calls
// it. `deploy plan -stack dev -target emulator`.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func main() {
	// Terraform is interrupted with this process and given time to finish.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: deploy bootstrap|plan|apply|adopt|destroy|emulator [-stack NAME] [-target aws|emulator] [-role NAME] [-auto-approve] [-port N]")

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	command := args[0]
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	stack := flags.String("stack", "", "the stack, by name")
	target := flags.String("target", "aws", "where: aws, or emulator")
	role := flags.String("role", "", "the role of delivery to run as, on the emulator")
	approve := flags.Bool("auto-approve", false, "do not ask")
	port := flags.Int("port", 0, "the emulator's port; 0 takes a free one")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	root, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the project: %w", err)
	}

	if command == "emulator" {
		return serve(ctx, root, *port)
	}
	runner, err := terraform.NewRunner(ctx, root, *target)
	if err != nil {
		return err
	}
	if *role != "" {
		if err := runner.As(ctx, *role); err != nil {
			return err
		}
	}
	if !*approve {
		runner.Confirm = ask
	}
	if command == "bootstrap" {
		return runner.Bootstrap(ctx)
	}
	action, ok := map[string]func(context.Context, string) error{
		"plan": runner.Plan, "apply": runner.Apply, "adopt": runner.Adopt, "destroy": runner.Destroy,
	}[command]
	if !ok {
		return errUsage
	}
	if err := terraform.Known(*stack); err != nil {
		return err
	}
	return action(ctx, *stack)
}

func serve(ctx context.Context, root string, port int) error {
	python, err := toolchain.Python(ctx, root)
	if err != nil {
		return err
	}
	return terraform.Serve(ctx, root, emulator.Options{Python: python, Port: port, Log: os.Stderr}, func() error {
		fmt.Println("It stands in for AWS and keeps everything in memory.")
		runner, err := terraform.NewRunner(ctx, root, "emulator")
		if err != nil {
			return err
		}
		fmt.Println("Creating the state store on it, which takes about a minute.")
		quiet := *runner
		quiet.Stdout = io.Discard
		if err := quiet.Bootstrap(ctx); err != nil {
			return err
		}
		fmt.Println("Ready. In another terminal: make apply ENV=dev TARGET=emulator")
		fmt.Println("Ctrl-C ends it.")
		return nil
	})
}

// ask reads one line from the terminal.
func ask(question, consent string) bool {
	fmt.Printf("\n%s Only %q goes on: ", question, consent)
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	return err == nil && strings.TrimSpace(answer) == consent
}
