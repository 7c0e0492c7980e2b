package docs

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/example/predictive-maintenance/__tests__/faults"
	"github.com/example/predictive-maintenance/__tests__/permissions"
)

// Permissions is the table of what the policies allow, and why.
func Permissions() []byte {
	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from __tests__/permissions: edit that. -->\n\n# Permissions\n\n" +
		"What every IAM policy of the stacks allows, for whom, and why a `*` has to be. A test\nreads every policy of every stack: " +
		"it allows exactly this. Conditions are in the\nstacks themselves, and held to by tests of their own.\n\n" +
		"| policy document | statement | for | actions | why the wildcard |\n|---|---|---|---|---|\n")
	for _, g := range permissions.All {
		fmt.Fprintf(&text, "| `%s` | %s | %s | `%s` | %s |\n", g.Document, g.Sid, g.For, strings.Join(g.Actions, "` `"), g.Wildcard)
	}
	return text.Bytes()
}

// Faults is the table of what was broken, and what happened.
func Faults() []byte {
	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from __tests__/faults: edit that. -->\n\n# Faults\n\n" +
		"What goes wrong, and what happens then. `make test` tries all of it, and\n`make test-faults` nothing else.\n\n" +
		"| when | then | test |\n|---|---|---|\n")
	for _, f := range faults.Table {
		_, name, _ := strings.Cut(f.Test, ".")
		fmt.Fprintf(&text, "| %s | %s | `%s` |\n", f.What, f.Then, name)
	}
	return text.Bytes()
}

// Tests are all tests of the project in a folder, as "package.TestName".
func Tests(root string) (found []string, err error) {
	for _, dir := range []string{"__tests__", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return fmt.Errorf("list the tests: %w", err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
					found = append(found, file.Name.Name+"."+f.Name.Name)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
