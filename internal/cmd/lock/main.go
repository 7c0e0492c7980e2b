// Command lock locks the providers of the synthesized stacks anew; the Makefile
// calls it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/internal/synth/lockfile/update"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("lock", flag.ContinueOnError)
	mirror := flags.String("mirror", "", "a filesystem mirror with packages for all platforms, in place of the registry")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errors.New("usage: lock [-mirror FOLDER]")
	}
	terraform, err := toolchain.TerraformPath(ctx, ".")
	if err != nil {
		return err
	}
	stacks, err := filepath.Glob(filepath.Join(outdir.Stack("*"), "cdk.tf.json"))
	if err != nil {
		return fmt.Errorf("find the stacks: %w", err)
	}
	from := update.From{Terraform: terraform, Mirror: *mirror}
	if err := from.Lock(ctx, lockfile.Source, stacks...); err != nil {
		return err
	}
	fmt.Printf("wrote %s; read its diff, then commit it\n", lockfile.Source)
	return nil
}
