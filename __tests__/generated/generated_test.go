package generated_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/generated"
	"github.com/example/predictive-maintenance/__tests__/made"
	"github.com/example/predictive-maintenance/__tests__/reattach"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/stacks"
	"github.com/example/predictive-maintenance/tools/standin"
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "generated-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "set up:", err)
		os.Exit(1)
	}
	synth.KeepKernel(dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// number is a setting of the test's, from the environment.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text, ok := os.LookupEnv(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, name)
	return n
}

// What validates also synthesizes, and Terraform takes it. GENERATED is how
// many environments that are, and SEED where they come from.
func TestWhatValidatesIsTaken(t *testing.T) {
	want, seed := number(t, "GENERATED", 200), number(t, "SEED", 1)
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	var environments []envs.Environment
	tried := 0
	for ; len(environments) < want; tried++ {
		require.Less(t, tried, 10*want, "the generator makes hardly anything that validates")
		env := generated.Environment(random, tried)
		err := env.Validate()
		if err == nil {
			environments = append(environments, env)
		} else if tried < 5 {
			t.Logf("refused: %v", err)
		}
	}
	t.Logf("seed %d: %d environments out of %d that were tried", seed, want, tried)
	assertVaried(t, environments)
	environments = envs.WithStandbys(environments)[:want]

	out := t.TempDir()
	accounts, _ := fixture.Split()
	var all []stacks.Stack
	for _, env := range environments {
		for _, s := range stacks.All(accounts, []envs.Environment{env.Origin()}) {
			if s.Name == env.Name {
				all = append(all, s)
			}
		}
	}
	require.Len(t, all, want)
	// Terraform takes more than its share of time for each stack more.
	const together = 25
	terraform := terraformPath(t)
	for i := 0; i < want; i += together {
		chosen := all[i:min(i+together, want)]
		dir := filepath.Join(out, fmt.Sprint(i))
		require.NoError(t, synth.Run(dir, chosen, chosen, io.Discard), "seed %d, environments %d to %d", seed, i, i+len(chosen)-1)
		tf, err := tfexec.NewTerraform(dir, terraform)
		require.NoError(t, err)
		require.NoError(t, validate(t, tf, dir, environments[i:i+len(chosen)]))
	}
}

// terraformPath is Terraform, which runs with the stand-ins of providers.
func terraformPath(t *testing.T) string {
	t.Helper()
	project := filepath.Join("..", "..")
	path, err := toolchain.TerraformPath(t.Context(), project)
	require.NoError(t, err)
	config, err := standin.PlanCLIConfig(t.Context(), project, t.TempDir())
	require.NoError(t, err)
	t.Setenv("TF_CLI_CONFIG_FILE", config)
	return reattach.For(t, path)
}

// validate holds the stacks in a folder against the providers' schemas at once,
// as modules of one configuration: the schemas take longer to load than to use. What
// the same Terraform found valid with the same providers is not asked again.
func validate(t *testing.T, tf *tfexec.Terraform, dir string, environments []envs.Environment) error {
	root := newRootModule(validatedAlike)
	var files []string
	for _, env := range environments {
		folder := filepath.Join(dir, "stacks", env.Name)
		if err := root.take(folder); err != nil {
			return err
		}
		files = append(files, filepath.Join(folder, "cdk.tf.json"))
	}
	content, err := json.Marshal(root)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf.json"), content, 0o644); err != nil {
		return err
	}
	if err := tf.Init(t.Context()); err != nil {
		return err
	}
	version, _, err := tf.Version(t.Context(), true)
	if err != nil {
		return err
	}
	// What the relay leaves out of schemas decides as well.
	relay, err := filepath.Glob(filepath.Join("..", "reattach", "*.go"))
	if err != nil {
		return err
	}
	of := [][]byte{content, []byte(version.String())}
	for _, file := range slices.Concat(files, relay, []string{filepath.Join(dir, ".terraform.lock.hcl"), "generated_test.go"}) {
		if content, err = os.ReadFile(file); err != nil {
			return err
		}
		of = append(of, content)
	}
	_, err = made.Of(filepath.Join("..", "..", ".tools", "validated", filepath.Base(dir)), of, func(string) error {
		verdict, err := tf.Validate(t.Context())
		if err != nil {
			return err
		}
		for _, d := range verdict.Diagnostics {
			if d.Severity == "error" {
				where := ""
				if d.Range != nil {
					where = d.Range.Filename
				}
				err = errors.Join(err, fmt.Errorf("%s: %s: %s\n%s", where, d.Summary, d.Detail, shown(environments, where)))
			}
		}
		if !verdict.Valid && err == nil {
			err = errors.New("it is not valid, and Terraform doesn't say why")
		}
		return err
	})
	return err
}

type object = map[string]any

// rootModule calls stacks as modules. It declares their providers, and the
// modules inherit them: Terraform starts a process of half a gigabyte for each
// configuration of a provider, and nearly all stacks have the same ones.
type rootModule struct {
	Terraform object              `json:"terraform"`
	Provider  map[string][]object `json:"provider"`
	Variable  map[string]object   `json:"variable,omitempty"`
	Module    map[string]object   `json:"module"`

	// declared are the references to providers, by their configuration less what
	// may differ.
	declared map[string]string
	differ   *regexp.Regexp
	// rules are those of web ACLs that were taken.
	rules map[string]bool
}

// Configurations of a provider are one where they differ in no more than these:
// the environment's tag, and the region as long as nothing is planned.
var (
	plannedAlike   = regexp.MustCompile(`"Environment":"[^"]*"`)
	validatedAlike = regexp.MustCompile(plannedAlike.String() + `|"region":"[^"]*"`)
)

func newRootModule(differ *regexp.Regexp) *rootModule {
	return &rootModule{
		Terraform: object{}, Provider: map[string][]object{}, Variable: map[string]object{}, Module: map[string]object{},
		declared: map[string]string{}, differ: differ, rules: map[string]bool{},
	}
}

// take makes a module of the stack in a folder, which has no backend and no
// providers of its own, and calls it.
func (r *rootModule) take(folder string) error {
	file := filepath.Join(folder, "cdk.tf.json")
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var stack struct {
		Terraform object              `json:"terraform"`
		Provider  map[string][]object `json:"provider"`
		Variable  map[string]object   `json:"variable,omitempty"`
	}
	var rest object
	if err := errors.Join(json.Unmarshal(content, &stack), json.Unmarshal(content, &rest)); err != nil {
		return err
	}
	call, providers := object{"source": "./stacks/" + filepath.Base(folder)}, object{}
	required := stack.Terraform["required_providers"].(object)
	// In an order, so that the same stacks make the same module.
	for _, name := range slices.Sorted(maps.Keys(stack.Provider)) {
		var aliases []string
		for _, c := range stack.Provider[name] {
			local := name
			if alias, ok := c["alias"]; ok {
				local += "." + alias.(string)
				aliases = append(aliases, local)
			}
			if providers[local], err = r.provider(name, c); err != nil {
				return err
			}
		}
		if aliases != nil {
			required[name].(object)["configuration_aliases"] = aliases
		}
	}
	call["providers"] = providers
	for name, declared := range stack.Variable {
		r.Variable[name] = declared
		if _, optional := declared["default"]; !optional {
			// As long, and of such digits, as any of them has to be.
			call[name] = strings.Repeat("0", 32)
		}
	}
	r.Module[filepath.Base(folder)] = call
	r.require(required)

	if err := r.takeRules(rest); err != nil {
		return err
	}
	delete(stack.Terraform, "backend")
	delete(stack.Terraform, "cloud")
	delete(rest, "provider")
	rest["terraform"] = stack.Terraform
	if content, err = json.Marshal(rest); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}

// takeRules leaves each rule of a web ACL to one stack. What a rule may say is nested so
// deep in the provider's schema that Terraform takes as long for four of them as for
// all the rest of a stack, and most are the same everywhere.
func (r *rootModule) takeRules(stack object) error {
	resources, _ := stack["resource"].(object)
	acls, _ := resources["aws_wafv2_web_acl"].(object)
	for _, acl := range acls {
		var others []any
		for _, rule := range acl.(object)["rule"].([]any) {
			content, err := json.Marshal(rule)
			if err != nil {
				return err
			}
			if key := string(content); !r.rules[key] {
				r.rules[key] = true
				others = append(others, rule)
			}
		}
		acl.(object)["rule"] = others
	}
	return nil
}

// provider declares a configuration, unless there is one that is alike, and
// returns the reference to it.
func (r *rootModule) provider(name string, configuration object) (string, error) {
	delete(configuration, "alias")
	content, err := json.Marshal(configuration)
	if err != nil {
		return "", err
	}
	key := name + r.differ.ReplaceAllString(string(content), "")
	if _, ok := r.declared[key]; !ok {
		alias := fmt.Sprintf("configuration-%d", len(r.declared))
		configuration["alias"] = alias
		r.Provider[name] = append(r.Provider[name], configuration)
		r.declared[key] = name + "." + alias
	}
	return r.declared[key], nil
}

// require names the providers' sources, which the root has to know as well.
func (r *rootModule) require(of object) {
	all, _ := r.Terraform["required_providers"].(object)
	if all == nil {
		all = object{}
		r.Terraform["required_providers"] = all
	}
	for name, p := range of {
		all[name] = object{"source": p.(object)["source"]}
	}
}

// shown is the environment whose stack lies in a file.
func shown(environments []envs.Environment, file string) string {
	for _, env := range environments {
		if filepath.Base(filepath.Dir(file)) == env.Name {
			content, err := json.Marshal(env)
			if err == nil {
				return string(content)
			}
		}
	}
	return ""
}

// assertVaried sees that every field differs among the environments.
func assertVaried(t *testing.T, environments []envs.Environment) {
	t.Helper()
	values := map[string]map[string]bool{}
	var collect func(path string, v reflect.Value)
	collect = func(path string, v reflect.Value) {
		note := func(value string) {
			if values[path] == nil {
				values[path] = map[string]bool{}
			}
			values[path][value] = true
		}
		switch v.Kind() {
		case reflect.Pointer, reflect.Interface:
			note(fmt.Sprintf("%T, none: %t", v.Interface(), v.IsNil()))
			if !v.IsNil() {
				collect(path+"*", v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if field := v.Type().Field(i); field.IsExported() {
					collect(path+"."+field.Name, v.Field(i))
				}
			}
		case reflect.Slice:
			note(fmt.Sprint(v.Len()))
			for i := range v.Len() {
				collect(path+"[]", v.Index(i))
			}
		default:
			note(fmt.Sprint(v.Interface()))
		}
	}
	for _, env := range environments {
		collect("", reflect.ValueOf(env))
	}
	for path, seen := range values {
		// A handful of environments shows nothing about what is rare.
		if len(environments) >= 200 {
			assert.Greater(t, len(seen), 1, "%s is the same everywhere", path)
		}
	}
}
