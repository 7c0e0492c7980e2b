// Command bench measures a warm synth of all stacks by the Go program against
// the same program without what it has Node load differently, and against the same
// resources in cdktf TypeScript, run by ts-node and compiled by tsc beforehand.
//
// Run it from the folder of the tools' module: go run ./bench
//
// The TypeScript program is generated from what the Go program has written, so
// that it declares the same resources, and nothing is measured before all
// variants have written equal stacks. Where there is a choice, it favours
// TypeScript:
//   - references are the interpolation strings themselves, so that it has no
//     tokens to create and resolve;
//   - classes are imported each from its own module; an import of the
//     package's index loads all of them;
//   - of what `cdktf init` installs for it, the types of Jest are left out,
//     which ts-node would read too;
//   - it writes its result in place, while the Go program also swaps it in as
//     a whole.
//
// The target is about `npx ts-node main.ts`, which is what `cdktf init` sets
// up. What of it is npx shows in the line of ts-node without it.
//
// Versions are those that the Go bindings are made from. Those of TypeScript
// and ts-node are not fixed by cdktf's template.
//
// Another provider becomes typed with its npm package in
// typescript/package.json; without one, its resources are cdktf's untyped
// constructs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/example/predictive-maintenance/internal/synth/lazyload"
)

const module = "github.com/example/predictive-maintenance"

func main() {
	rounds := flag.Int("rounds", 5, "timed runs of each variant")
	keep := flag.Bool("keep", false, "keep the folder with the generated program and the results")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *rounds, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int, keep bool) (err error) {
	if rounds < 1 {
		return fmt.Errorf("-rounds is %d, and at least 1 is needed", rounds)
	}
	root, err := projectRoot(ctx)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	if keep {
		defer progress("kept %s", temp)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	}

	modules, err := installPackages(ctx, filepath.Join(root, ".tools", "bench-typescript"))
	if err != nil {
		return err
	}
	m, err := prepare(ctx, root, temp, modules)
	if err != nil {
		return err
	}
	progress("measuring %d rounds, and memory in %d more", rounds, memoryRounds)
	if err := measure(ctx, m.all(), rounds); err != nil {
		return err
	}
	missed, err := report(os.Stdout, m)
	if err != nil {
		return err
	}
	if missed > 0 {
		return fmt.Errorf("targets missed: %d", missed)
	}
	return nil
}

// prepare builds all variants and runs each once, which warms it up and shows
// that it writes what the others write.
func prepare(ctx context.Context, root, temp, modules string) (measured, error) {
	binary := filepath.Join(temp, "predictive-maintenance")
	node, err := exec.LookPath("node")
	if err != nil {
		return measured{}, fmt.Errorf("find Node.js, which `make setup` installs: %w", err)
	}
	m := measured{
		golang: &variant{name: "Go", dir: filepath.Join(temp, "go"), command: []string{binary}},
		eager: &variant{name: "Go, providers loaded whole", dir: filepath.Join(temp, "go-eager"), command: []string{binary},
			env: []string{lazyload.EagerEnv + "=1"}},
		// Without leave to install, npx runs the one beside the program or none.
		tsNode: &variant{name: "TypeScript, npx ts-node", dir: filepath.Join(temp, "npx-ts-node"),
			command: []string{"npx", "--no", "ts-node", "main.ts"}},
		bareTSNode: &variant{name: "TypeScript, ts-node without npx", dir: filepath.Join(temp, "ts-node"),
			command: []string{node, filepath.Join(modules, "ts-node", "dist", "bin.js"), "main.ts"}},
		tsc: &variant{name: "TypeScript, tsc beforehand", dir: filepath.Join(temp, "tsc"), command: []string{node, "main.js"}},
	}
	for _, v := range m.all() {
		if err := os.Mkdir(v.dir, 0o755); err != nil {
			return m, err
		}
	}

	progress("building the Go program")
	if err := output(ctx, root, nil, "go", "build", "-buildvcs=false", "-o", binary, "."); err != nil {
		return m, err
	}
	if err := m.golang.run(ctx, nil); err != nil {
		return m, err
	}
	want, err := readStacks(m.golang.out())
	if err != nil {
		return m, err
	}
	progress("generating and compiling the TypeScript program")
	if err := writeTypeScript(ctx, m, want, modules); err != nil {
		return m, err
	}
	progress("comparing %d stacks with %d resources", len(want), resources(want))
	for _, v := range m.all()[1:] {
		if err := v.run(ctx, nil); err != nil {
			return m, err
		}
		got, err := readStacks(v.out())
		if err != nil {
			return m, err
		}
		if err := compare(want, got); err != nil {
			return m, fmt.Errorf("%s does not write what Go writes:\n%w", v.name, err)
		}
	}
	return m, nil
}

// writeTypeScript generates the program for ts-node and compiles it for the
// other variant. All find the packages through a link beside their folders.
func writeTypeScript(ctx context.Context, m measured, stacks []stack, modules string) error {
	b, err := readBindings(os.DirFS(modules))
	if err != nil {
		return err
	}
	p, err := generate(stacks, b)
	if err != nil {
		return fmt.Errorf("generate the TypeScript program: %w", err)
	}
	if len(p.untyped) > 0 {
		progress("written as untyped constructs: %s", strings.Join(p.untyped, ", "))
	}
	config, err := manifest.ReadFile("typescript/tsconfig.json")
	if err != nil {
		return err
	}
	if err := os.Symlink(modules, filepath.Join(filepath.Dir(m.tsNode.dir), "node_modules")); err != nil {
		return err
	}
	for _, v := range []*variant{m.tsNode, m.bareTSNode} {
		if err := errors.Join(
			os.WriteFile(filepath.Join(v.dir, "main.ts"), []byte(p.source), 0o644),
			os.WriteFile(filepath.Join(v.dir, "tsconfig.json"), config, 0o644),
		); err != nil {
			return err
		}
	}
	tsc := filepath.Join(modules, "typescript", "bin", "tsc")
	return output(ctx, m.tsNode.dir, nil, "node", tsc, "--outDir", m.tsc.dir)
}

func projectRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("find the project; run this from the folder of the tools' module: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// progress says on standard error what takes time.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
}
