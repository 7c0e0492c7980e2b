package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// A kind is what a binding's class extends, in cdktf's words.
type kind string

const (
	resource   kind = "TerraformResource"
	dataSource kind = "TerraformDataSource"
	provider   kind = "TerraformProvider"
)

// bindings is what the installed npm packages say about themselves in their
// type declarations: which class stands for which Terraform type, and which
// properties it takes. Nothing of it is guessed from names.
type bindings struct {
	modules fs.FS
	core    declarations
	files   map[bindingKey]classFile
}

type bindingKey struct {
	kind          kind
	terraformType string
}

// classFile is where the class of a Terraform type is declared.
type classFile struct{ class, config, dir string }

// binding is a TypeScript class and what its constructor takes.
type binding struct {
	class, module string
	config        []property
	types         declarations
}

// declarations are the interfaces of a module by name.
type declarations map[string]iface

type iface struct {
	extends    string
	properties []property
}

// property is one argument, by its name in Terraform and in TypeScript.
type property struct {
	terraform, name, typ string
	required             bool
}

var providerPackages = "@cdktf/provider-*/lib/*/index.d.ts"

// readBindings finds the classes of all provider packages in a node_modules
// folder.
func readBindings(modules fs.FS) (*bindings, error) {
	b := &bindings{modules: modules, files: map[bindingKey]classFile{}}
	var err error
	if b.core, err = b.declarations("cdktf/lib"); err != nil {
		return nil, err
	}
	files, err := fs.Glob(modules, providerPackages)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := fs.ReadFile(modules, file)
		if err != nil {
			return nil, fmt.Errorf("read bindings: %w", err)
		}
		if key, class, ok := declaredClass(data); ok {
			class.dir = path.Dir(file)
			b.files[key] = class
		}
	}
	return b, nil
}

var (
	classLine = regexp.MustCompile(`^export declare class (\w+) extends cdktf\.(\w+) \{`)
	// configParameter names the interface of a class's settings: mostly the
	// class's name and Config, unless a part of them is called so.
	configParameter = regexp.MustCompile(`\n    constructor\(scope: Construct, id: string, config\??: (\w+)\);`)
	typeMark        = []byte("\n    static readonly tfResourceType = \"")
)

// declaredClass reads which Terraform type a file declares a class for. It
// looks for the one mark instead of matching all of a file, because there are
// thousands of them.
func declaredClass(data []byte) (key bindingKey, class classFile, ok bool) {
	at := bytes.Index(data, typeMark)
	if at < 0 {
		return key, class, false
	}
	start := bytes.LastIndex(data[:at], []byte("\nexport declare class "))
	if start < 0 {
		return key, class, false
	}
	match := classLine.FindSubmatch(data[start+1:])
	name, _, closed := bytes.Cut(data[at+len(typeMark):], []byte(`"`))
	config := configParameter.FindSubmatch(data[at:])
	if match == nil || !closed || config == nil {
		return key, class, false
	}
	return bindingKey{kind(match[2]), string(name)}, classFile{class: string(match[1]), config: string(config[1])}, true
}

// lookup returns the binding of a Terraform type, or false where no installed
// package has one.
func (b *bindings) lookup(k kind, terraformType string) (binding, bool, error) {
	file, ok := b.files[bindingKey{k, terraformType}]
	if !ok {
		return binding{}, false, nil
	}
	types, err := b.declarations(file.dir)
	if err != nil {
		return binding{}, false, err
	}
	for name, declared := range b.core {
		if _, shadowed := types[name]; !shadowed {
			types[name] = declared
		}
	}
	return binding{file.class, file.dir, types.properties(file.config), types}, true, nil
}

// ofCore returns the binding of one of cdktf's own classes, configured by the
// named interface.
func (b *bindings) ofCore(class, config string) binding {
	return binding{class, "cdktf", b.core.properties(config), b.core}
}

// declarations reads the interfaces of a module. Some are in folders below it.
func (b *bindings) declarations(dir string) (declarations, error) {
	types := declarations{}
	err := fs.WalkDir(b.modules, dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".d.ts") {
			return err
		}
		data, err := fs.ReadFile(b.modules, file)
		if err != nil {
			return err
		}
		types.parse(string(data))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read bindings: %w", err)
	}
	return types, nil
}

// properties are those of an interface and of the one that it extends.
func (d declarations) properties(name string) []property {
	declared := d[name]
	if declared.extends == "" {
		return declared.properties
	}
	return append(d.properties(declared.extends), declared.properties...)
}

var (
	interfaceLine = regexp.MustCompile(`^export interface (\w+)(?: extends (?:cdktf\.)?(\w+))? \{`)
	// documented is the Terraform name of the property that follows, within
	// the link to its documentation.
	documented   = regexp.MustCompile(`\{@link \S+#(\w+) `)
	propertyLine = regexp.MustCompile(`^    readonly (\w+)(\??): (.*)$`)
	arrayOf      = regexp.MustCompile(`Array<(.*)>`)
)

// parse reads the interfaces of a declaration file as the TypeScript compiler
// writes it: one property a line, except for types in braces.
func (d declarations) parse(source string) {
	lines := strings.Split(source, "\n")
	var name, terraform string
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if m := interfaceLine.FindStringSubmatch(line); m != nil {
			name, terraform = m[1], ""
			d[name] = iface{extends: m[2]}
			continue
		}
		if name == "" {
			continue
		}
		if line == "}" {
			name = ""
			continue
		}
		if m := documented.FindStringSubmatch(line); m != nil {
			terraform = m[1]
		}
		m := propertyLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		typ := m[3]
		for !strings.HasSuffix(typ, ";") || strings.Count(typ, "{") > strings.Count(typ, "}") {
			i++
			typ += " " + strings.TrimSpace(lines[i])
		}
		if terraform == "" {
			terraform = snake(m[1])
		}
		declared := d[name]
		declared.properties = append(declared.properties, property{terraform, m[1], normalize(typ), m[2] == ""})
		d[name] = declared
		terraform = ""
	}
}

// normalize gives a type one spelling.
func normalize(typ string) string {
	typ = strings.ReplaceAll(strings.TrimSuffix(typ, ";"), "cdktf.", "")
	return arrayOf.ReplaceAllString(typ, "($1)[]")
}

// snake is Terraform's spelling of a property that has no documentation link,
// which are those of cdktf itself.
func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
