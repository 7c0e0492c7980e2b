package initialize

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// Rewrite is what the files of package envs below a project's folder become where
// their values change from old to new: content by path, nil for a file that goes.
// Files that stay as they are, are none of it.
func Rewrite(root string, old, new Values) (map[string][]byte, error) {
	p, err := parse(filepath.Join(root, "envs"), new)
	if err != nil {
		return nil, err
	}
	before := old.named()
	for name, value := range new.named() {
		if before[name] != value {
			if err := p.variable(name, reflect.ValueOf(before[name]), reflect.ValueOf(value)); err != nil {
				return nil, err
			}
		}
	}
	if err := p.accounts(old, new); err != nil {
		return nil, err
	}
	if err := p.environments(old, new); err != nil {
		return nil, err
	}
	return p.changed()
}

// project is the source of package envs, and what is to be changed in it.
type project struct {
	dir   string
	new   Values
	fset  *token.FileSet
	files map[string]*file
	// names are the constants of the package that have a type, by that and their
	// value.
	names map[string]string
	// declared is every name of the package.
	declared map[string]bool
}

// file is one file, with the changes to its text.
type file struct {
	syntax *ast.File
	text   []byte
	edits  []edit
	// gone is one that goes, made one that comes, whose syntax is that of another.
	gone, made bool
}

// edit puts a text in the place of the bytes from start to end.
type edit struct {
	start, end int
	text       string
}

func parse(dir string, new Values) (*project, error) {
	p := &project{
		dir: dir, new: new, fset: token.NewFileSet(), files: map[string]*file{},
		names: map[string]string{}, declared: map[string]bool{},
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("list the values: %w", err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read the values: %w", err)
		}
		syntax, err := parser.ParseFile(p.fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read the values: %w", err)
		}
		p.files[path] = &file{syntax: syntax, text: text}
		p.declare(syntax)
	}
	if len(p.files) == 0 {
		return nil, fmt.Errorf("read the values: %s has no Go files: %w", dir, fs.ErrNotExist)
	}
	return p, nil
}

func (p *project) declare(syntax *ast.File) {
	for _, d := range syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				p.declared[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					p.declared[s.Name.Name] = true
				case *ast.ValueSpec:
					for i, name := range s.Names {
						p.declared[name.Name] = true
						kind, typed := s.Type.(*ast.Ident)
						if d.Tok == token.CONST && typed && i < len(s.Values) {
							if literal, ok := s.Values[i].(*ast.BasicLit); ok {
								p.names[kind.Name+literal.Value] = name.Name
							}
						}
					}
				}
			}
		}
	}
}

// variable changes what a constant or a variable of the package is set to.
func (p *project) variable(name string, old, new reflect.Value) error {
	for _, f := range p.files {
		for _, d := range f.syntax.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				v, ok := s.(*ast.ValueSpec)
				if ok && len(v.Names) == 1 && v.Names[0].Name == name && len(v.Values) == 1 {
					p.sync(f, v.Values[0], old, new)
					return nil
				}
			}
		}
	}
	return fmt.Errorf("change the values: package envs has no %s with a value of its own", name)
}

// replace puts a text in the place of what is between two positions.
func (p *project) replace(f *file, from, to token.Pos, text string) {
	f.edits = append(f.edits, edit{p.offset(from), p.offset(to), text})
}

func (p *project) offset(at token.Pos) int { return p.fset.Position(at).Offset }

// changed formats what was changed. Of two changes of which one has the other in
// it, the outer one counts.
func (p *project) changed() (map[string][]byte, error) {
	found := map[string][]byte{}
	for path, f := range p.files {
		if f.gone {
			found[path] = nil
			continue
		}
		if len(f.edits) == 0 {
			continue
		}
		slices.SortStableFunc(f.edits, func(a, b edit) int { return cmp.Or(a.start-b.start, b.end-a.end) })
		var text bytes.Buffer
		at := 0
		for _, e := range f.edits {
			if e.start < at {
				continue
			}
			text.Write(f.text[at:e.start])
			text.WriteString(e.text)
			at = e.end
		}
		text.Write(f.text[at:])
		formatted, err := format.Source(text.Bytes())
		if err != nil {
			return nil, fmt.Errorf("format %s: %w", path, err)
		}
		if !bytes.Equal(formatted, f.text) {
			found[path] = formatted
		}
	}
	return found, nil
}
