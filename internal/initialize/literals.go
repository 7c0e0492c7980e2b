package initialize

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

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
	gone := func(field int) bool { return new.Field(field).IsZero() && !old.Field(field).IsZero() }
	var stays ast.Expr // the first that does
	for _, element := range e.Elts {
		pair := element.(*ast.KeyValueExpr)
		name := pair.Key.(*ast.Ident).Name
		there[name] = pair
		if declared, ok := new.Type().FieldByName(name); ok && stays == nil && !gone(declared.Index[0]) {
			stays = pair
		}
	}
	separator := ",\n"
	if p.fset.Position(e.Lbrace).Line == p.fset.Position(e.Rbrace).Line {
		separator = ", "
	}
	var last *ast.KeyValueExpr
	var instead []string // where nothing stays
	for i := range new.NumField() {
		name := new.Type().Field(i).Name
		pair, present := there[name]
		switch {
		case present && gone(i):
			if stays != nil {
				p.cut(f, e, pair)
			}
		case present:
			p.sync(f, pair.Value, old.Field(i), new.Field(i))
			last = pair
		case !new.Field(i).IsZero():
			text := name + ": " + p.source(new.Field(i), new.Type().Name()+"."+name)
			switch {
			case last != nil:
				f.edits = append(f.edits, edit{p.offset(last.End()), p.offset(last.End()), separator + text})
			case stays != nil:
				p.replace(f, stays.Pos(), stays.Pos(), text+separator)
			default:
				instead = append(instead, text)
			}
		}
	}
	if stays == nil && len(e.Elts)+len(instead) > 0 {
		p.replace(f, e.Lbrace+1, e.Rbrace, strings.Join(instead, ", "))
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
			return p.new.shared().Store.StateOf(stack), err == nil
		}
		stack, ok := p.known(e.Args[0])
		if name, text := stack.(string); ok && text {
			return p.new.shared().Store.StateOf(name), true
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
	"Account.Project":       "Project",
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
				if p.new.shared().Store.StateOf(e.Name) == state {
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
