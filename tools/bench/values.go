package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// value writes a JSON value as an expression of a TypeScript type, or reports
// false where it does not fit, as values that the Go program wrote with an
// override may not.
func (g *generator) value(v any, typ string, types declarations) (string, bool) {
	for _, alternative := range alternatives(typ) {
		if code, ok := g.alternative(v, alternative, types); ok {
			return code, true
		}
	}
	return "", false
}

func (g *generator) alternative(v any, typ string, types declarations) (string, bool) {
	text, isText := v.(string)
	interpolated := isText && strings.Contains(text, "${")
	switch typ {
	case "any", "Expression":
		return literal(v), true
	case "string":
		return literal(v), isText
	case "number":
		if _, ok := v.(json.Number); ok {
			return literal(v), true
		}
		return g.token("asNumber", text), interpolated
	case "boolean":
		_, ok := v.(bool)
		return literal(v), ok
	case "IResolvable":
		return g.token("asAny", text), interpolated
	case "ITerraformDependable":
		return "{ fqn: " + literal(text) + " }", isText
	case "NamedCloudWorkspace":
		return g.namedWorkspace(v)
	case literal(v): // a constant, such as "all"
		return literal(v), isText
	}
	if element, ok := strings.CutSuffix(typ, "[]"); ok {
		if interpolated && element == "string" {
			return g.token("asList", text), true
		}
		return g.list(v, element, types)
	}
	if element, ok := strings.CutPrefix(typ, "{ [key: string]: "); ok {
		element = strings.TrimSuffix(strings.TrimSuffix(element, " }"), ";")
		if interpolated && element == "string" {
			return g.token("asStringMap", text), true
		}
		return g.dictionary(v, element, types)
	}
	if _, ok := types[typ]; ok {
		return g.object(v, types.properties(typ), types)
	}
	return "", false
}

// token marks an interpolation as a value of another type than string.
func (g *generator) token(as, text string) string {
	return fmt.Sprintf("%s.%s(%s)", g.use("cdktf", "Token"), as, literal(text))
}

func (g *generator) namedWorkspace(v any) (string, bool) {
	workspace, _ := v.(map[string]any)
	name, ok := workspace["name"].(string)
	if !ok || len(workspace) != 1 {
		return "", false
	}
	return fmt.Sprintf("new %s(%s)", g.use("cdktf", "NamedCloudWorkspace"), literal(name)), true
}

func (g *generator) list(v any, element string, types declarations) (string, bool) {
	items, ok := v.([]any)
	if !ok {
		return "", false
	}
	codes := make([]string, len(items))
	for i, item := range items {
		if codes[i], ok = g.value(item, element, types); !ok {
			return "", false
		}
	}
	return "[" + strings.Join(codes, ", ") + "]", true
}

func (g *generator) dictionary(v any, element string, types declarations) (string, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		return "", false
	}
	var codes []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		code, ok := g.value(m[key], element, types)
		if !ok {
			return "", false
		}
		codes = append(codes, literal(key)+": "+code)
	}
	return braces(codes), true
}

// object writes a nested block. All of it must fit.
func (g *generator) object(v any, properties []property, types declarations) (string, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		return "", false
	}
	fitting, rest, missing := g.properties(m, properties, types)
	return braces(fitting), len(rest) == 0 && !missing
}

// properties writes the arguments that fit their types, names those that do
// not, and reports whether a required one is not there.
func (g *generator) properties(arguments map[string]any, properties []property, types declarations) (fitting, rest []string, missing bool) {
	byTerraform := map[string]property{}
	for _, p := range properties {
		byTerraform[p.terraform] = p
	}
	written := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		p, ok := byTerraform[name]
		var code string
		if ok {
			code, ok = g.value(arguments[name], p.typ, types)
		}
		if !ok {
			rest = append(rest, name)
			continue
		}
		fitting = append(fitting, p.name+": "+code)
		written[name] = true
	}
	missing = slices.ContainsFunc(properties, func(p property) bool { return p.required && !written[p.terraform] })
	return fitting, rest, missing
}

// alternatives splits a union, leaving alone those within brackets.
func alternatives(typ string) []string {
	if inner, ok := strings.CutPrefix(typ, "("); ok && strings.HasSuffix(inner, ")") {
		typ = strings.TrimSuffix(inner, ")")
	}
	var split []string
	depth, start := 0, 0
	for i, r := range typ {
		switch r {
		case '{', '(', '<':
			depth++
		case '}', ')', '>':
			depth--
		case '|':
			if depth == 0 {
				split = append(split, strings.TrimSpace(typ[start:i]))
				start = i + 1
			}
		}
	}
	return append(split, strings.TrimSpace(typ[start:]))
}

// literal writes any JSON value; every JSON text is a TypeScript expression.
func literal(v any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		// Only values decoded from JSON come here.
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func braces(codes []string) string {
	if len(codes) == 0 {
		return "{}"
	}
	return "{ " + strings.Join(codes, ", ") + " }"
}
