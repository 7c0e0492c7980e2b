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
	"strconv"
	"strings"
	"unicode"

	"github.com/example/predictive-maintenance/envs"
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
	if err := p.variable("Shared", reflect.ValueOf(old.Account), reflect.ValueOf(new.Account)); err != nil {
		return nil, err
	}
	if err := p.variable("Store", reflect.ValueOf(old.Store), reflect.ValueOf(new.Store)); err != nil {
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
	_, last, found := cutLast(strings.TrimSuffix(filepath.Base(path), ".go"), "_")
	return found && slices.Contains([]string{"test", "linux", "darwin", "windows", "js", "unix", "android", "ios", "amd64", "arm64", "arm", "wasm", "plan9", "freebsd"}, last)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
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

// sync changes an expression whose value was old so that it is new, and leaves as
// much of it as it can.
func (p *project) sync(f *file, e ast.Expr, old, new reflect.Value) {
	if known, ok := p.known(e); ok {
		if !same(reflect.ValueOf(known), new) {
			p.put(f, e, new)
		}
		return
	}
	if old.Kind() == reflect.Interface && !old.IsNil() && !new.IsNil() && old.Elem().Type() == new.Elem().Type() {
		p.sync(f, e, old.Elem(), new.Elem())
		return
	}
	switch e := e.(type) {
	case *ast.UnaryExpr:
		if e.Op == token.AND && !old.IsNil() && !new.IsNil() {
			p.sync(f, e.X, old.Elem(), new.Elem())
			return
		}
	case *ast.CompositeLit:
		if old.Kind() == reflect.Struct && keyed(e) {
			p.fields(f, e, old, new)
			return
		}
		if old.Kind() == reflect.Slice && len(e.Elts) == old.Len() && old.Len() == new.Len() {
			for i, element := range e.Elts {
				p.sync(f, element, old.Index(i), new.Index(i))
			}
			return
		}
	case *ast.CallExpr:
		if p.argument(f, e, old, new) {
			return
		}
	}
	if !reflect.DeepEqual(old.Interface(), new.Interface()) {
		p.put(f, e, new)
	}
}

// argument changes the literal that a function such as APIGateway fills the
// embedded part of its result with, where no more than that differs.
func (p *project) argument(f *file, call *ast.CallExpr, old, new reflect.Value) bool {
	if old.Kind() != reflect.Struct || len(call.Args) != 1 {
		return false
	}
	literal, ok := call.Args[0].(*ast.CompositeLit)
	if !ok || !keyed(literal) {
		return false
	}
	kind, ok := literal.Type.(*ast.Ident)
	if !ok {
		return false
	}
	part, ok := old.Type().FieldByName(kind.Name)
	if !ok || !part.Anonymous {
		return false
	}
	rest := reflect.New(new.Type()).Elem()
	rest.Set(new)
	rest.FieldByIndex(part.Index).Set(old.FieldByIndex(part.Index))
	if !reflect.DeepEqual(rest.Interface(), old.Interface()) {
		return false
	}
	p.fields(f, literal, old.FieldByIndex(part.Index), new.FieldByIndex(part.Index))
	return true
}

// keyed says that each element of a literal has its field's name.
func keyed(e *ast.CompositeLit) bool {
	for _, element := range e.Elts {
		if _, ok := element.(*ast.KeyValueExpr); !ok {
			return false
		}
	}
	return true
}

// fields changes the fields of a literal. One that is new comes where its type
// declares it.
func (p *project) fields(f *file, e *ast.CompositeLit, old, new reflect.Value) {
	there := map[string]*ast.KeyValueExpr{}
	for _, element := range e.Elts {
		pair := element.(*ast.KeyValueExpr)
		there[pair.Key.(*ast.Ident).Name] = pair
	}
	separator := ",\n"
	if p.fset.Position(e.Lbrace).Line == p.fset.Position(e.Rbrace).Line {
		separator = ", "
	}
	var last *ast.KeyValueExpr
	for i := range new.NumField() {
		name := new.Type().Field(i).Name
		pair, present := there[name]
		switch {
		case present && new.Field(i).IsZero() && !old.Field(i).IsZero():
			p.cut(f, e, pair)
		case present:
			p.sync(f, pair.Value, old.Field(i), new.Field(i))
			last = pair
		case !new.Field(i).IsZero():
			text := name + ": " + p.source(new.Field(i), new.Type().Name()+"."+name)
			switch {
			case last != nil:
				f.edits = append(f.edits, edit{p.offset(last.End()), p.offset(last.End()), separator + text})
			case len(e.Elts) > 0:
				p.replace(f, e.Elts[0].Pos(), e.Elts[0].Pos(), text+separator)
			default:
				p.replace(f, e.Lbrace+1, e.Rbrace, text)
			}
		}
	}
}

// cut takes a field out of a literal, with the comma behind it and the comment
// above it.
func (p *project) cut(f *file, e *ast.CompositeLit, pair *ast.KeyValueExpr) {
	start, end := pair.Pos(), e.Rbrace
	for _, element := range e.Elts {
		if element.Pos() > pair.Pos() {
			end = element.Pos()
			break
		}
	}
	text := f.text[p.offset(pair.End()):p.offset(end)]
	stop := p.offset(pair.End())
	if i := bytes.IndexByte(text, ','); i >= 0 {
		stop += i + 1
	}
	for _, c := range f.syntax.Comments {
		above := p.fset.Position(c.End()).Line+1 == p.fset.Position(start).Line
		line := f.text[bytes.LastIndexByte(f.text[:p.offset(c.Pos())], '\n')+1 : p.offset(c.Pos())]
		if above && len(bytes.TrimSpace(line)) == 0 {
			start = c.Pos()
		}
	}
	from := p.offset(start)
	// A line that has nothing else goes whole.
	line := bytes.LastIndexByte(f.text[:from], '\n') + 1
	if end := bytes.IndexByte(f.text[stop:], '\n'); end >= 0 && len(bytes.TrimSpace(f.text[line:from])) == 0 && len(bytes.TrimSpace(f.text[stop:stop+end])) == 0 {
		from, stop = line, stop+end+1
	}
	f.edits = append(f.edits, edit{from, stop, ""})
}

// known is what an expression will be worth by the names in it: a constant that
// stands for a value, or a place in the state store.
func (p *project) known(e ast.Expr) (any, bool) {
	switch e := e.(type) {
	case *ast.Ident:
		value, ok := p.new.named()[e.Name]
		return value, ok
	case *ast.CallExpr:
		method, ok := e.Fun.(*ast.SelectorExpr)
		if !ok || len(e.Args) != 1 || method.Sel.Name != "StateOf" {
			return nil, false
		}
		if on, ok := method.X.(*ast.Ident); !ok || on.Name != "Store" {
			return nil, false
		}
		if literal, ok := e.Args[0].(*ast.BasicLit); ok {
			stack, err := strconv.Unquote(literal.Value)
			return p.new.Store.StateOf(stack), err == nil
		}
		stack, ok := p.known(e.Args[0])
		if name, text := stack.(string); ok && text {
			return p.new.Store.StateOf(name), true
		}
	}
	return nil, false
}

// same compares what a constant is worth with a field, whose type may have a name
// of its own.
func same(known, field reflect.Value) bool {
	if field.Kind() == reflect.Interface {
		field = field.Elem()
	}
	return field.IsValid() && known.CanConvert(field.Type()) && known.Kind() == field.Kind() &&
		reflect.DeepEqual(known.Convert(field.Type()).Interface(), field.Interface())
}

func (p *project) put(f *file, e ast.Expr, value reflect.Value) {
	p.replace(f, e.Pos(), e.End(), p.source(value, ""))
}

// written are the fields whose values are written by a constant's name where it
// has them.
var written = map[string]string{
	"Environment.Project":   "Project",
	"Environment.RateLimit": "RateLimit",
	"Supabase.Organization": "SupabaseOrganization",
	"Frontend.Repository":   "FrontendRepository",
}

// lineLength is how long a literal may be to stand on one line.
const lineLength = 90

// source is a value as package envs writes it; field is the one that it is for, as
// in "Supabase.Organization".
func (p *project) source(v reflect.Value, field string) string {
	if name := written[field]; name != "" && same(reflect.ValueOf(p.new.named()[name]), v) {
		return name
	}
	kind := strings.ReplaceAll(v.Type().String(), "envs.", "")
	var parts []string
	switch v.Kind() {
	case reflect.Pointer:
		return "&" + p.source(v.Elem(), "")
	case reflect.Interface:
		if state, ok := v.Interface().(envs.S3State); ok {
			for _, e := range p.new.Environments {
				name := strconv.Quote(e.Name)
				if e.Name == envs.ProductionName {
					name = "ProductionName"
				}
				if p.new.Store.StateOf(e.Name) == state {
					return "Store.StateOf(" + name + ")"
				}
			}
		}
		return p.source(v.Elem(), "")
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); !v.Field(i).IsZero() {
				parts = append(parts, f.Name+": "+p.source(v.Field(i), v.Type().Name()+"."+f.Name))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			parts = append(parts, p.source(v.Index(i), ""))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			parts = append(parts, p.source(key, "")+": "+p.source(v.MapIndex(key), ""))
		}
		slices.Sort(parts)
	default:
		literal := fmt.Sprintf("%#v", v.Interface())
		return cmp.Or(p.names[kind+literal], literal)
	}
	if line := kind + "{" + strings.Join(parts, ", ") + "}"; len(line) <= lineLength && !strings.Contains(line, "\n") {
		return line
	}
	return kind + "{\n" + strings.Join(parts, ",\n") + ",\n}"
}
