// Package docs makes the documents that speak in names of the synthesized
// stacks: the runbooks and the pictures. What it makes is committed; a test
// makes it again and compares.
package docs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

type object = map[string]any

// Project is what the documents are about.
type Project struct {
	// Root is the folder of the repository.
	Root string
	// Accounts and Environments are the values that the stacks are of.
	Accounts     []envs.Account
	Environments []envs.Environment
	// Stacks are what synth made of them.
	Stacks Stacks
}

// Subject is the environment that the runbooks speak of: production, or else the
// one that a change reaches last.
func (p Project) Subject() envs.Environment { return p.fromLast()[0] }

// Account is the subject's.
func (p Project) Account() envs.Account {
	return envs.AccountOf(p.Accounts, p.Environments, p.Subject().Name)
}

// in says in which account something is, where there are several.
func (p Project) in(account envs.Account) string {
	if len(p.Accounts) < 2 {
		return ""
	}
	return ", in " + account.Called()
}

// fromLast are the environments, the subject first and then from the one that a
// change reaches last.
func (p Project) fromLast() []envs.Environment {
	all := slices.Clone(p.Environments)
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b envs.Environment) int {
		switch envs.ProductionName {
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return 0
	})
	return all
}

// Stacks are the synthesized stacks by name.
type Stacks map[string]Stack

// Stack is what of a synthesized stack the documents speak of.
type Stack struct {
	// Resource has the arguments of each resource, by type and name.
	Resource map[string]map[string]object
	// Data has the arguments of each data source, likewise.
	Data map[string]map[string]object
	// Provider has the arguments of each provider, by type.
	Provider map[string][]object
	// Variable has the arguments of each Terraform variable, by name.
	Variable map[string]object
}

// Load reads the stacks that synth wrote below out.
func Load(out string) (Stacks, error) {
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no stacks below %s (make synth writes them)", out)
	}
	stacks := Stacks{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a stack: %w", err)
		}
		var s Stack
		if err := json.Unmarshal(content, &s); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		stacks[filepath.Base(filepath.Dir(file))] = s
	}
	return stacks, nil
}

// naming are the arguments that name a resource; a resource has one of them.
var naming = []string{"name", "bucket", "alarm_name", "dashboard_name", "family", "resource_id"}

var reference = regexp.MustCompile(`\$\{([a-z0-9_.]+?)\.([A-Za-z0-9_-]+)\.([a-z_0-9]+)\}`)

// Name is what AWS calls a resource, with the account's number as $ACCOUNT.
func (s Stack) Name(address string) (string, error) {
	kind, name, _ := strings.Cut(address, ".")
	resource, ok := s.Resource[kind][name]
	if !ok {
		return "", fmt.Errorf("there is no %s", address)
	}
	for _, argument := range naming {
		if value, ok := resource[argument].(string); ok {
			return s.resolve(value), nil
		}
	}
	return "", fmt.Errorf("%s has no name", address)
}

// resolve puts names for references to what has a name.
func (s Stack) resolve(text string) string {
	return reference.ReplaceAllStringFunc(text, func(found string) string {
		parts := reference.FindStringSubmatch(found)
		if parts[1] == "data.aws_caller_identity" {
			return "$ACCOUNT"
		}
		if value, ok := s.Resource[parts[1]][parts[2]][parts[3]].(string); ok {
			return s.resolve(value)
		}
		if name, err := s.Name(parts[1] + "." + parts[2]); err == nil {
			return name
		}
		return found
	})
}

// Names are the names of all resources of all stacks, by type.
func (s Stacks) Names() map[string][]string {
	all := map[string][]string{}
	for _, one := range s {
		for kind, byName := range one.Resource {
			for name := range byName {
				if called, err := one.Name(kind + "." + name); err == nil {
					all[kind] = append(all[kind], called)
				}
			}
		}
	}
	return all
}
