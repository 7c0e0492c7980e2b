package initialize

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

func every(envs.Environment) bool { return true }

func copied(e envs.Environment) bool { return e.Backup.SecondRegion != "" }

func stopped(e envs.Environment) bool { return e.OffHours != nil }

// billed says that AWS knows budgets where the environment is.
func billed(e envs.Environment) bool { return envs.Billed(e.Region) }

// perEnvironment is one word where all environments agree, and NAME=WORD for each
// where they don't.
func perEnvironment(of func(envs.Environment) string) func(Values) string {
	return perEnvironmentOf(every, of)
}

func perEnvironmentOf(which func(envs.Environment) bool, of func(envs.Environment) string) func(Values) string {
	return func(v Values) string {
		var words, pairs []string
		for _, e := range v.Environments {
			if which(e) {
				words = append(words, of(e))
				pairs = append(pairs, e.Name+"="+of(e))
			}
		}
		if words = slices.Compact(words); len(words) == 1 {
			return words[0]
		}
		return strings.Join(pairs, " ")
	}
}

// assign takes one word for all environments that the question is about, or
// NAME=WORD for some.
func assign(which func(envs.Environment) bool, set func(*Values, *envs.Environment, string) error) func(*Values, string) error {
	return func(v *Values, answer string) error {
		words, all, err := v.words(answer)
		if err != nil {
			return err
		}
		for i := range v.Environments {
			e := &v.Environments[i]
			word, named := words[e.Name]
			if named && !which(*e) {
				return fmt.Errorf("%s has none", e.Name)
			}
			if word = cmp.Or(word, all); word != "" && which(*e) {
				if err := set(v, e, word); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// words reads NAME=WORD …, or one word for all.
func (v Values) words(answer string) (words map[string]string, all string, err error) {
	words = map[string]string{}
	fields := strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' })
	if len(fields) == 1 && !strings.Contains(answer, "=") {
		return words, fields[0], nil
	}
	for _, field := range fields {
		name, word, ok := strings.Cut(field, "=")
		if !ok || word == "" {
			return nil, "", fmt.Errorf("%q is not ENVIRONMENT=VALUE", field)
		}
		if v.environment(name) < 0 {
			return nil, "", fmt.Errorf("%q is no environment: there are %s", name, strings.Join(v.names(), ", "))
		}
		words[name] = word
	}
	return words, "", nil
}

// having lists the environments that have something.
func having(has func(envs.Environment) bool) func(Values) string {
	return func(v Values) string {
		var names []string
		for _, e := range v.Environments {
			if has(e) {
				names = append(names, e.Name)
			}
		}
		return cmp.Or(strings.Join(names, ","), None)
	}
}

func setHaving(set func(v Values, e *envs.Environment, has bool)) func(*Values, string) error {
	return func(v *Values, answer string) error {
		names, err := namesIn(answer)
		if err != nil {
			return err
		}
		for _, name := range names {
			if v.environment(name) < 0 {
				return fmt.Errorf("%q is no environment: there are %s", name, strings.Join(v.names(), ", "))
			}
		}
		for i := range v.Environments {
			set(*v, &v.Environments[i], slices.Contains(names, v.Environments[i].Name))
		}
		return nil
	}
}

// namesIn are the words between commas or spaces; none for "none".
func namesIn(answer string) ([]string, error) {
	if answer == None {
		return nil, nil
	}
	names := strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' })
	if len(names) == 0 {
		return nil, errors.New("say which, or none")
	}
	return names, nil
}
