package supplychain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/tools/checkout"
)

// NPMLocks are the lock files of npm packages that only tests and tools use.
var NPMLocks = []string{
	filepath.Join("__tests__", "cdktf", "package-lock.json"),
	filepath.Join("__tests__", "terrain", "package-lock.json"),
	filepath.Join("tools", "bench", "typescript", "package-lock.json"),
}

// Part is something that the project is made of for one purpose.
type Part struct {
	// Title says which.
	Title string
	// Components are what it is.
	Components []Component
}

// Parts are all that the project in a folder is made of. They are read from a copy of
// what Git knows: modules are summed up whole, and Terraform's folders below would be
// taken for parts of them.
func Parts(ctx context.Context, root string) (found []Part, err error) {
	dir, err := os.MkdirTemp("", "parts-")
	if err != nil {
		return nil, fmt.Errorf("list the parts: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := checkout.Copy(ctx, root, dir); err != nil {
		return nil, err
	}
	return parts(dir)
}

func parts(root string) ([]Part, error) {
	program, err := GoModules(root)
	if err != nil {
		return nil, err
	}
	bundled, err := Bundled(root)
	if err != nil {
		return nil, err
	}
	providers, err := Providers(root)
	if err != nil {
		return nil, err
	}
	var others []Component
	for _, module := range []string{"tools", "__tests__"} {
		all, err := GoModules(filepath.Join(root, module))
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if !slices.ContainsFunc(slices.Concat(program, others), func(known Component) bool { return known.Name == c.Name }) {
				others = append(others, c)
			}
		}
	}
	var packages []Component
	for _, file := range NPMLocks {
		lock, err := ReadNPMLock(filepath.Join(root, file))
		if err != nil {
			return nil, err
		}
		packages = append(packages, lock.Components()...)
	}
	return []Part{
		{"Go modules of the program and of its steps", program},
		{"npm packages inside the bindings, which run during a synth", bundled},
		{"Terraform providers", providers},
		{"Go modules of tools and tests alone", others},
		{"npm packages of tools and tests alone", packages},
	}, nil
}

// Document is the page that lists the parts by licence. It names no versions,
// so that only what comes and goes changes it.
func Document(parts []Part) []byte {
	var text bytes.Buffer
	text.WriteString("<!-- `make dependencies` writes this from go.mod and the lock files. -->\n\n# Dependencies\n\n" +
		"What the project is made of, by licence. A test allows these licences and no other,\nand fails where something comes or goes " +
		"that is not listed. Versions and sums are in\n`go.sum`, `package-lock.json` and\n[terraform.lock.hcl](../internal/synth/lockfile/terraform.lock.hcl); `make sbom` writes all of\n" +
		"what the program is made of as a CycloneDX bill of materials, as every release does.\n\n" +
		"Node.js, Terraform (Business Source License 1.1 since 1.6), the AWS CLI and moto are\nprograms that it runs and does not bring.\n")
	for _, part := range parts {
		under := map[string][]string{}
		for _, c := range part.Components {
			licence := strings.Join(c.Licences, " and ")
			if !slices.Contains(under[licence], c.Name) {
				under[licence] = append(under[licence], c.Name)
			}
		}
		fmt.Fprintf(&text, "\n## %s\n\n| licence | |\n|---|---|\n", part.Title)
		for _, licence := range slices.Sorted(maps.Keys(under)) {
			slices.Sort(under[licence])
			fmt.Fprintf(&text, "| %s | `%s` |\n", licence, strings.Join(under[licence], "` `"))
		}
	}
	return text.Bytes()
}
