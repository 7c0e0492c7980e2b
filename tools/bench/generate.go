package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// generator writes one TypeScript program that declares the same stacks.
type generator struct {
	bindings *bindings
	imports  map[string]map[string]string // module, class, name in the program
	names    map[string]bool
	body     strings.Builder
	untyped  map[string]bool

	// Of the stack at hand.
	ids       map[string]bool
	variables int
}

// program is a generated one, and the Terraform types in it of which some are
// cdktf's untyped constructs.
type program struct {
	source  string
	untyped []string
}

// generate writes a program for the stacks: a class for each, with a
// constructor call for each block of its JSON. What the bindings have no
// property for, as it was an override in Go, is an override there too.
func generate(stacks []stack, b *bindings) (program, error) {
	g := &generator{
		bindings: b,
		imports:  map[string]map[string]string{},
		names:    map[string]bool{},
		untyped:  map[string]bool{},
	}
	g.use("constructs", "Construct")
	g.use("cdktf", "App")
	g.use("cdktf", "TerraformStack")
	var calls strings.Builder
	for _, s := range stacks {
		class := pascal(s.name) + "Stack"
		g.names[class] = true
		fmt.Fprintf(&calls, "new %s(app, %s);\n", class, literal(s.name))
		if err := g.stack(class, s.document); err != nil {
			return program{}, fmt.Errorf("stack %s: %w", s.name, err)
		}
	}
	// The flags are those that `cdktf init` sets; logical ids depend on them.
	// Stack traces are left out, as in the Go program.
	code := g.body.String() + `
const app = new App({
  stackTraces: false,
  context: { excludeStackIdFromLogicalIds: "true", allowSepCharsInLogicalIds: "true" },
});
` + calls.String() + "app.synth();\n"
	return program{g.importLines(code) + code, slices.Sorted(maps.Keys(g.untyped))}, nil
}

func (g *generator) stack(class string, document map[string]any) error {
	// "backend" is the id of every backend construct, and "Default" one that
	// cdktf leaves out of logical ids.
	g.ids, g.variables = map[string]bool{"backend": true, "Default": true}, 0
	fmt.Fprintf(&g.body, "\nclass %s extends TerraformStack {\n  constructor(scope: Construct, id: string) {\n    super(scope, id);\n", class)
	for _, section := range slices.Sorted(maps.Keys(document)) {
		content, ok := document[section].(map[string]any)
		if !ok {
			g.override("this", section, document[section])
			continue
		}
		var err error
		switch section {
		case "terraform":
			err = g.settings(content)
		case "provider":
			err = g.providers(content)
		case "resource":
			err = g.typed(resource, content)
		case "data":
			err = g.typed(dataSource, content)
		case "output":
			err = g.named(g.bindings.ofCore("TerraformOutput", "TerraformOutputConfig"), content)
		case "variable":
			err = g.named(g.bindings.ofCore("TerraformVariable", "TerraformVariableConfig"), content)
		default:
			g.override("this", section, content)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", section, err)
		}
	}
	g.body.WriteString("  }\n}\n")
	return nil
}

var backends = map[string]string{"s3": "S3Backend", "local": "LocalBackend"}

// settings writes the terraform block: the backend as a construct, the rest as
// overrides, which is how versions other than the bindings' get there.
func (g *generator) settings(settings map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		content, ok := settings[name].(map[string]any)
		switch {
		case name == "backend" && ok:
			for kind, arguments := range content {
				if err := g.backend(backends[kind], "terraform.backend."+kind, arguments); err != nil {
					return err
				}
			}
		case name == "cloud" && ok:
			if err := g.backend("CloudBackend", "terraform.cloud", content); err != nil {
				return err
			}
		case name == "required_providers" && ok:
			for _, provider := range slices.Sorted(maps.Keys(content)) {
				g.override("this", "terraform.required_providers."+provider, content[provider])
			}
		default:
			g.override("this", "terraform."+name, settings[name])
		}
	}
	return nil
}

func (g *generator) backend(class, path string, arguments any) error {
	m, ok := arguments.(map[string]any)
	if class == "" || !ok {
		return fmt.Errorf("%s is a backend that the bench does not know", path)
	}
	b := g.bindings.ofCore(class, class+"Config")
	fitting, rest, missing := g.properties(m, b.config, b.types)
	if missing {
		return fmt.Errorf("%s lacks a required argument", path)
	}
	g.line("new %s(this, %s);", g.use(b.module, b.class), braces(fitting))
	for _, name := range rest {
		g.override("this", path+"."+name, m[name])
	}
	return nil
}

func (g *generator) providers(providers map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(providers)) {
		b, found, err := g.bindings.lookup(provider, name)
		if err != nil {
			return err
		}
		instances, ok := providers[name].([]any)
		if !found || !ok {
			g.untyped["provider "+name] = true
			g.override("this", "provider."+name, providers[name])
			continue
		}
		for _, instance := range instances {
			arguments, ok := instance.(map[string]any)
			if !ok {
				return fmt.Errorf("%s is not a list of objects", name)
			}
			id := name
			if alias, ok := arguments["alias"].(string); ok {
				id += "-" + alias
			}
			if !g.construct(b, id, false, nil, arguments) {
				return fmt.Errorf("%s lacks a required argument", name)
			}
		}
	}
	return nil
}

// typed writes resources or data sources. Those of a type that no package has
// a class for, or with a required argument that only an override could give,
// become cdktf's own untyped construct with overrides.
func (g *generator) typed(k kind, byType map[string]any) error {
	for _, terraformType := range slices.Sorted(maps.Keys(byType)) {
		elements, ok := byType[terraformType].(map[string]any)
		if !ok {
			return fmt.Errorf("%s is not an object", terraformType)
		}
		b, found, err := g.bindings.lookup(k, terraformType)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(elements)) {
			arguments, ok := elements[name].(map[string]any)
			if !ok {
				return fmt.Errorf("%s.%s is not an object", terraformType, name)
			}
			if found && g.construct(b, name, true, nil, arguments) {
				continue
			}
			g.untyped[terraformType] = true
			generic := g.bindings.ofCore(string(k), "TerraformMetaArguments")
			g.construct(generic, name, true, []string{"terraformResourceType: " + literal(terraformType)}, arguments)
		}
	}
	return nil
}

func (g *generator) named(b binding, elements map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		arguments, ok := elements[name].(map[string]any)
		if !ok || !g.construct(b, name, true, nil, arguments) {
			return fmt.Errorf("%s is not what a %s takes", name, b.class)
		}
	}
	return nil
}

// plainID is one that cdktf takes as a logical id as it is.
var plainID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// construct writes one constructor call and the overrides that follow it. It
// writes nothing and reports false if a required argument does not fit.
func (g *generator) construct(b binding, name string, hasLogicalID bool, fixed []string, arguments map[string]any) bool {
	fitting, rest, missing := g.properties(arguments, b.config, b.types)
	if missing {
		return false
	}
	id := name
	for g.ids[id] {
		// In Terraform a name is taken once a type, in cdktf once a stack.
		id += "-" + strings.ToLower(b.class)
	}
	g.ids[id] = true
	call := fmt.Sprintf("new %s(this, %s, %s)", g.use(b.module, b.class), literal(id), braces(append(fixed, fitting...)))

	renamed := hasLogicalID && (id != name || !plainID.MatchString(name))
	if len(rest) == 0 && !renamed {
		g.line("%s;", call)
		return true
	}
	g.variables++
	variable := fmt.Sprintf("construct%d", g.variables)
	g.line("const %s = %s;", variable, call)
	if renamed {
		g.line("%s.overrideLogicalId(%s);", variable, literal(name))
	}
	for _, argument := range rest {
		g.override(variable, argument, arguments[argument])
	}
	return true
}

func (g *generator) override(receiver, path string, v any) {
	g.line("%s.addOverride(%s, %s);", receiver, literal(path), literal(v))
}

func (g *generator) line(format string, args ...any) {
	fmt.Fprintf(&g.body, "    "+format+"\n", args...)
}

// use imports a class and returns its name in the program.
func (g *generator) use(module, class string) string {
	if g.imports[module] == nil {
		g.imports[module] = map[string]string{}
	}
	name, ok := g.imports[module][class]
	if !ok {
		name = class
		for g.names[name] {
			name += "_"
		}
		g.names[name] = true
		g.imports[module][class] = name
	}
	return name
}

// importLines imports each class from its own module: the package's index
// would load every class there is. A name that only an attempt at a value has
// used is left out, because TypeScript takes that for an error.
func (g *generator) importLines(code string) string {
	var b strings.Builder
	for _, module := range slices.Sorted(maps.Keys(g.imports)) {
		var classes []string
		for _, class := range slices.Sorted(maps.Keys(g.imports[module])) {
			name := g.imports[module][class]
			if !strings.Contains(code, name) {
				continue
			}
			if name != class {
				class += " as " + name
			}
			classes = append(classes, class)
		}
		if len(classes) == 0 {
			continue
		}
		fmt.Fprintf(&b, "import %s from %s;\n", braces(classes), literal(module))
	}
	return b.String()
}

func pascal(name string) string {
	var b strings.Builder
	upper := true
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			upper = true
		case upper:
			b.WriteRune(unicode.ToUpper(r))
			upper = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
