package values

import (
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

var (
	list    = regexp.MustCompile(`(?m)^func All\(\) \[\]Environment \{\n.*\n\}`)
	account = regexp.MustCompile(`(?ms)^var Shared = Account\{.*?^\}`)
	store   = regexp.MustCompile(`(?ms)^var Store = StateStore\{.*?^\}`)
)

// Write puts the set in the place of the values in the folder of a project, as
// somebody would: a file for each environment, its function in All, and what they
// share.
func (s Set) Write(root string) error {
	dir := filepath.Join(root, "envs")
	for _, env := range envs.All() {
		if err := os.Remove(filepath.Join(dir, env.Name+".go")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take the old values away: %w", err)
		}
	}
	var calls []string
	for i, env := range s.Environments {
		function := fmt.Sprintf("Environment%d", i)
		calls = append(calls, function+"()")
		text := fmt.Sprintf("package envs\n\n// %s is %s.\nfunc %s() Environment {\nreturn %s\n}\n", function, env.Name, function, source(reflect.ValueOf(env)))
		if err := write(filepath.Join(dir, env.Name+".go"), text); err != nil {
			return err
		}
	}
	for file, places := range map[string]map[*regexp.Regexp]string{
		"environment.go": {list: "func All() []Environment {\nreturn []Environment{" + strings.Join(calls, ", ") + "}\n}"},
		"shared.go": {
			account: "var Shared = " + source(reflect.ValueOf(s.Account)),
			store:   "var Store = " + source(reflect.ValueOf(s.Store)),
		},
	} {
		content, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return fmt.Errorf("read the old values: %w", err)
		}
		text := string(content)
		for place, value := range places {
			if !place.MatchString(text) {
				return fmt.Errorf("envs/%s has nothing like %s", file, place)
			}
			text = place.ReplaceAllLiteralString(text, value)
		}
		if err := write(filepath.Join(dir, file), text); err != nil {
			return err
		}
	}
	return nil
}

func write(file, text string) error {
	formatted, err := format.Source([]byte(text))
	if err != nil {
		return fmt.Errorf("format %s: %w", file, err)
	}
	return os.WriteFile(file, formatted, 0o644)
}

// source is a value in Go, as package envs would write it.
func source(v reflect.Value) string {
	name := strings.ReplaceAll(v.Type().String(), "envs.", "")
	var parts []string
	switch v.Kind() {
	case reflect.Pointer:
		return "&" + source(v.Elem())
	case reflect.Interface:
		return source(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				parts = append(parts, v.Type().Field(i).Name+": "+source(v.Field(i)))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			parts = append(parts, source(v.Index(i)))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			parts = append(parts, source(key)+": "+source(v.MapIndex(key)))
		}
		slices.Sort(parts)
	default:
		return fmt.Sprintf("%#v", v.Interface())
	}
	if len(parts) == 0 {
		return name + "{}"
	}
	return name + "{\n" + strings.Join(parts, ",\n") + ",\n}"
}
