// Command write writes docs/dependencies.md, or the bill of materials into a
// file; the Makefile calls it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/example/predictive-maintenance/tools/supplychain"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("write", flag.ContinueOnError)
	sbom := flags.String("sbom", "", "the file for the bill of materials")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errors.New("usage: write [-sbom FILE]")
	}
	const root = ".."
	if *sbom != "" {
		return writeBOM(root, *sbom)
	}
	parts, err := supplychain.Parts(context.Background(), root)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "docs", "dependencies.md"), supplychain.Document(parts), 0o644)
}

func writeBOM(root, file string) (err error) {
	bom, err := supplychain.BOM(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("write the bill of materials: %w", err)
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write the bill of materials: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return supplychain.Write(f, bom)
}
