package outdir

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

func TestDir(t *testing.T) {
	t.Setenv(Env, "")
	if got := Stack("dev"); got != filepath.Join("cdktf.out", "stacks", "dev") {
		t.Errorf("dev is in %s", got)
	}
	t.Setenv(Env, "/elsewhere")
	if got := Stack("dev"); got != "/elsewhere/stacks/dev" {
		t.Errorf("dev is in %s", got)
	}
}

// Whoever names the folder would look in another one than synth writes to.
func TestNobodyElseNamesTheFolder(t *testing.T) {
	root := filepath.Join("..", "..")
	looked := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch d.Name() {
		case ".gen", ".git", ".tools", "__tests__", "outdir", "cdktf.out":
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil // a link, whose folder's other files are to be looked at
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		looked++
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if text, ok := node.(*ast.BasicLit); ok && (strings.Contains(text.Value, "cdktf.out") || strings.Contains(text.Value, Env)) {
				t.Errorf("%s: %s", files.Position(text.Pos()), text.Value)
			}
			return true
		})
		return nil
	})
	if err != nil || looked < 50 {
		t.Fatalf("looked at %d files: %v", looked, err)
	}
}
