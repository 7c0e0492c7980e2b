package initialize

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/example/predictive-maintenance/envs"
)

// function is a function of the package, and the file that it is in.
func (p *project) function(name string) (string, *ast.FuncDecl) {
	for path, f := range p.files {
		if f.made {
			continue
		}
		for _, d := range f.syntax.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == name {
				return path, d
			}
		}
	}
	return "", nil
}

// returned is the literal that a function consists of.
func returned(f *ast.FuncDecl) *ast.CompositeLit {
	if f == nil || f.Body == nil || len(f.Body.List) != 1 {
		return nil
	}
	r, ok := f.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(r.Results) != 1 {
		return nil
	}
	literal, _ := r.Results[0].(*ast.CompositeLit)
	return literal
}

// accounts changes the accounts where their values differ, and the list of all where
// it has others.
func (p *project) accounts(old, new Values) error {
	path, function := p.function("Accounts")
	all := returned(function)
	if all == nil || len(all.Elts) != len(old.Accounts) {
		return fmt.Errorf("change the accounts: Accounts in package envs must return a list of all, as in []Account{Shared}")
	}
	for i, e := range all.Elts[:min(len(all.Elts), len(new.Accounts))] {
		was, is := reflect.ValueOf(old.Accounts[i]), reflect.ValueOf(new.Accounts[i])
		name, ok := e.(*ast.Ident)
		if !ok {
			p.sync(p.files[path], e, was, is)
		} else if err := p.variable(name.Name, was, is); err != nil {
			return err
		}
	}
	last := all.Elts[len(all.Elts)-1].End()
	switch added := len(new.Accounts) - len(old.Accounts); {
	case added < 0:
		p.replace(p.files[path], all.Elts[len(new.Accounts)-1].End(), last, "")
	case added > 0:
		var text strings.Builder
		for _, a := range new.Accounts[len(old.Accounts):] {
			text.WriteString(", " + p.source(reflect.ValueOf(a), ""))
		}
		p.replace(p.files[path], last, last, text.String())
	}
	return nil
}

// environments changes the environments: those that stay where their values
// differ, those that go, those that come as copies, and the list of all.
func (p *project) environments(old, new Values) error {
	path, function := p.function("All")
	all := returned(function)
	if all == nil || len(all.Elts) != len(old.Environments) {
		return fmt.Errorf("change the environments: All in package envs must return a list with a function for each, as in []Environment{Dev(), Production()}")
	}
	functions := map[string]string{}
	for i, e := range all.Elts {
		call, ok := e.(*ast.CallExpr)
		var name *ast.Ident
		if ok {
			name, ok = call.Fun.(*ast.Ident)
		}
		if !ok {
			return fmt.Errorf("change the environments: All in package envs must return a list of calls such as Dev()")
		}
		functions[old.Environments[i].Name] = name.Name
	}

	var calls []string
	for _, e := range new.Environments {
		name, there := functions[e.Name]
		if !there {
			var err error
			if name, err = p.add(e, old, functions); err != nil {
				return err
			}
		} else if err := p.change(name, old.Environments[old.environment(e.Name)], e); err != nil {
			return err
		}
		calls = append(calls, name+"()")
	}
	for _, e := range old.Environments {
		if new.environment(e.Name) < 0 {
			p.remove(functions[e.Name])
		}
	}
	if !slices.Equal(old.names(), new.names()) {
		p.replace(p.files[path], all.Lbrace+1, all.Rbrace, strings.Join(calls, ", "))
	}
	return nil
}

func (p *project) change(function string, old, new envs.Environment) error {
	path, f := p.function(function)
	literal := returned(f)
	if literal == nil {
		if reflect.DeepEqual(old, new) {
			return nil
		}
		return fmt.Errorf("change %s: %s in package envs must consist of one literal, as in return Environment{…}; change it by hand", new.Name, function)
	}
	p.sync(p.files[path], literal, reflect.ValueOf(old), reflect.ValueOf(new))
	return nil
}

// add writes an environment into a file of its own, as a copy of the one that is
// most like it.
func (p *project) add(e envs.Environment, old Values, functions map[string]string) (name string, err error) {
	model := Model(old, e.Name)
	path, f := p.function(functions[model.Name])
	literal := returned(f)
	if literal == nil {
		return "", fmt.Errorf("copy %s: %s in package envs must consist of one literal, as in return Environment{…}", model.Name, functions[model.Name])
	}
	name = functionName(e.Name)
	for p.declared[name] {
		name += "Environment"
	}
	p.declared[name] = true
	file := &file{syntax: p.files[path].syntax, text: p.files[path].text, made: true}
	p.sync(file, literal, reflect.ValueOf(model), reflect.ValueOf(e))
	p.replace(file, file.syntax.FileStart, literal.Pos(),
		fmt.Sprintf("package envs\n\n// %s began with the values of %s.\nfunc %s() Environment {\nreturn ", name, model.Name, name))
	p.replace(file, literal.End(), file.syntax.FileEnd, "\n}\n")
	to := filepath.Join(p.dir, strings.ReplaceAll(e.Name, "-", "_")+".go")
	// A name that ends in an operating system's or "test" would not be built
	// everywhere.
	for p.files[to] != nil || builtSomewhere(to) {
		to = strings.TrimSuffix(to, ".go") + "_environment.go"
	}
	p.files[to] = file
	return name, nil
}

// builtSomewhere says that Go builds a file of this name on some systems alone, or
// for tests.
func builtSomewhere(path string) bool {
	parts := strings.Split(strings.TrimSuffix(filepath.Base(path), ".go"), "_")
	return len(parts) > 1 && slices.Contains([]string{"test", "linux", "darwin", "windows", "js", "unix", "android", "ios", "amd64", "arm64", "arm", "wasm", "plan9", "freebsd"}, parts[len(parts)-1])
}

// Model is the environment that a new one is copied from: the last before
// production, or the last of all.
func Model(v Values, name string) envs.Environment {
	model := v.Environments[len(v.Environments)-1]
	for _, e := range v.Environments {
		if e.Name != envs.ProductionName || name == envs.ProductionName {
			model = e
		}
	}
	return model
}

// functionName is an environment's name as Go writes it: "load-test" is LoadTest.
func functionName(name string) string {
	var b strings.Builder
	for _, part := range strings.Split(name, "-") {
		r := []rune(part)
		b.WriteRune(unicode.ToUpper(r[0]))
		b.WriteString(string(r[1:]))
	}
	return b.String()
}

// remove takes an environment's function out, with the file where it is alone
// in it.
func (p *project) remove(name string) {
	path, f := p.function(name)
	file := p.files[path]
	if len(file.syntax.Decls) == 1 {
		file.gone = true
		return
	}
	start := f.Pos()
	if f.Doc != nil {
		start = f.Doc.Pos()
	}
	p.replace(file, start, f.End(), "")
}
