// Command write writes the documents that are made; `make docs` calls it in the
// folder of the tools.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/tools/docs"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root := ".."
	out := outdir.Dir()
	if !filepath.IsAbs(out) {
		out = filepath.Join(root, out)
	}
	stacks, err := docs.Load(out)
	if err != nil {
		return err
	}
	made, err := docs.Make(ctx, docs.Project{Root: root, Accounts: envs.Accounts(), Environments: envs.All(), Stacks: stacks})
	if err != nil {
		return err
	}
	for _, folder := range docs.Folders {
		if err := os.RemoveAll(filepath.Join(root, folder)); err != nil {
			return fmt.Errorf("remove the documents of last time: %w", err)
		}
		if err := os.MkdirAll(filepath.Join(root, folder), 0o755); err != nil {
			return fmt.Errorf("write the documents: %w", err)
		}
	}
	for path, content := range made {
		if err := os.WriteFile(filepath.Join(root, path), content, 0o644); err != nil {
			return fmt.Errorf("write the documents: %w", err)
		}
	}
	fmt.Printf("%d documents below docs\n", len(made))
	return nil
}
