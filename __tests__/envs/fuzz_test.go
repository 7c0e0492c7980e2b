package envs_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// leaves are the values of an environment that have no parts, in the order in
// which they are declared: whatever state it has, and what its pointers, lists
// and maps lead to.
func leaves(v reflect.Value) (found []reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return leaves(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				found = append(found, leaves(v.Field(i))...)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = append(found, leaves(v.Index(i))...)
		}
	case reflect.String, reflect.Int, reflect.Bool, reflect.Float64:
		return []reflect.Value{v}
	}
	return found
}

// copied is an environment whose parts nobody else has.
func copied(v reflect.Value) reflect.Value {
	to := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			to.Set(reflect.New(v.Type().Elem()))
			to.Elem().Set(copied(v.Elem()))
		}
	case reflect.Struct:
		to.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				to.Field(i).Set(copied(v.Field(i)))
			}
		}
	case reflect.Slice:
		if !v.IsNil() {
			to.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				to.Index(i).Set(copied(v.Index(i)))
			}
		}
	default:
		to.Set(v)
	}
	return to
}

// FuzzValidation puts anything into any field of an environment. Validation
// never panics, and says what is wrong; what it lets through holds no template
// that Terraform would fill in, and no name that AWS would refuse.
func FuzzValidation(f *testing.F) {
	for i := range 130 {
		for _, text := range []string{"", "${var.x}", "%{if true}x%{endif}", "a b", "é", strings.Repeat("a", 300), "\x00", "-", "../x", "10.0.0.0/16", "*"} {
			f.Add(uint8(i%3), uint16(i), text, -1)
			f.Add(uint8(i%3), uint16(i), text, 0)
		}
		f.Add(uint8(i%3), uint16(i), "x", 1<<31)
	}
	f.Fuzz(func(t *testing.T, which uint8, field uint16, text string, number int) {
		all := fixture.All()
		env, ok := copied(reflect.ValueOf(all[int(which)%len(all)])).Interface().(envs.Environment)
		if !ok {
			t.Fatal("a copy is something else")
		}
		env.Domain.Delegations = []envs.Delegation{{Zone: "ml." + env.Domain.Zone, NameServers: []string{"ns-1.awsdns-00.com", "ns-2.awsdns-00.net"}}}
		found := leaves(reflect.ValueOf(&env))
		leaf := found[int(field)%len(found)]
		if number == 0 {
			// The values of a map are not among the leaves.
			env.Services[0].Variables = map[string]string{"MODE": text}
		}
		switch leaf.Kind() {
		case reflect.String:
			leaf.SetString(text)
		case reflect.Int:
			leaf.SetInt(int64(number))
		case reflect.Float64:
			leaf.SetFloat(float64(number))
		case reflect.Bool:
			leaf.SetBool(number%2 == 0)
		}
		if err := env.Validate(); err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Error("something is wrong, and nothing says what")
			}
			return
		}
		texts := slices.Collect(maps.Values(env.Services[0].Variables))
		for _, value := range leaves(reflect.ValueOf(&env)) {
			if value.Kind() == reflect.String {
				texts = append(texts, value.String())
			}
		}
		for _, s := range texts {
			if strings.Contains(s, "${") || strings.Contains(s, "%{") || !utf8.ValidString(s) {
				t.Errorf("%q is let through", s)
			}
		}
		for _, name := range []struct {
			kind envs.Kind
			name string
		}{
			{envs.RoleName, env.Label().DeployRole()}, {envs.RoleName, env.Label().PlanRole()}, {envs.PolicyName, env.Label().Boundary()},
			{envs.ECSName, env.Label().Name("cluster")}, {envs.TopicName, env.Label().Name("alerts")},
		} {
			if problem := name.kind.Check(name.name); problem != "" {
				t.Errorf("%s: %s", name.name, problem)
			}
		}
	})
}
