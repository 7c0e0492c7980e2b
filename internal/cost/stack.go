package cost

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// object is a block of Terraform's JSON.
type object = map[string]any

// stack is what of a stack its cost follows from: the resources by type and name,
// as the synthesized JSON has them.
type stack struct {
	resources map[string]map[string]object
	// regions are those of the AWS provider, by alias.
	regions map[string]string
}

// read reads a stack as synth wrote it, or a plan as `terraform show -json` prints
// it, which Terraform Cloud hands over as one of several things.
func read(content []byte) (*stack, error) {
	var any struct {
		Resource map[string]map[string]object `json:"resource"`
		Provider struct {
			AWS []struct {
				Alias  string `json:"alias"`
				Region string `json:"region"`
			} `json:"aws"`
		} `json:"provider"`
		Planned json.RawMessage `json:"planned_values"`
		Plan    json.RawMessage `json:"plan"`
	}
	if err := json.Unmarshal(content, &any); err != nil {
		return nil, err
	}
	if any.Plan != nil {
		return readPlan(any.Plan)
	}
	if any.Planned != nil {
		return readPlan(content)
	}
	if len(any.Resource) == 0 {
		return nil, errors.New("it has no resources: neither a synthesized stack, nor a plan as terraform show -json prints it")
	}
	s := &stack{any.Resource, map[string]string{}}
	for _, provider := range any.Provider.AWS {
		s.regions[provider.Alias] = provider.Region
	}
	return s, nil
}

// readPlan reads what a plan leads to. What is known only after the apply is the
// reference that the configuration has in its place, as in a synthesized stack.
func readPlan(content []byte) (*stack, error) {
	var plan struct {
		Planned struct {
			Root struct {
				Resources []struct {
					Mode, Type, Name string
					Values           object
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"planned_values"`
		Configuration struct {
			Providers map[string]struct {
				Name, Alias string
				Expressions struct {
					Region struct {
						Constant string `json:"constant_value"`
					} `json:"region"`
				} `json:"expressions"`
			} `json:"provider_config"`
			Root struct {
				Resources []struct {
					Type, Name  string
					Provider    string         `json:"provider_config_key"`
					Expressions map[string]any `json:"expressions"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"configuration"`
	}
	if err := json.Unmarshal(content, &plan); err != nil {
		return nil, err
	}
	s := &stack{map[string]map[string]object{}, map[string]string{}}
	for _, r := range plan.Planned.Root.Resources {
		if r.Mode != "managed" {
			continue
		}
		if s.resources[r.Type] == nil {
			s.resources[r.Type] = map[string]object{}
		}
		s.resources[r.Type][r.Name] = r.Values
	}
	for _, provider := range plan.Configuration.Providers {
		if provider.Name == "aws" {
			s.regions[provider.Alias] = provider.Expressions.Region.Constant
		}
	}
	for _, r := range plan.Configuration.Root.Resources {
		values := s.resources[r.Type][r.Name]
		if values == nil {
			continue
		}
		if _, alias, ok := strings.Cut(r.Provider, "."); ok {
			values["provider"] = "aws." + alias
		}
		for argument, expression := range r.Expressions {
			if values[argument] != nil {
				continue
			}
			block, _ := expression.(object)
			var references []any
			for _, reference := range list(block["references"]) {
				// Terraform lists the resource behind each of its attributes.
				if text, ok := reference.(string); ok && strings.Count(text, ".") == 2 {
					references = append(references, "${"+text+"}")
				}
			}
			if references != nil {
				values[argument] = references
			}
		}
	}
	return s, nil
}

// region is where a resource is; [Everywhere] for what isn't AWS's.
func (s *stack) region(kind string, r object) string {
	if !strings.HasPrefix(kind, "aws_") {
		return Everywhere
	}
	provider, _ := r["provider"].(string)
	_, alias, _ := strings.Cut(provider, ".")
	return s.regions[alias]
}

// referred is the resource of a type that an argument refers to.
func (s *stack) referred(kind string, argument any) (object, error) {
	for _, value := range list(argument) {
		text, _ := value.(string)
		if rest, ok := strings.CutPrefix(text, "${"+kind+"."); ok {
			name := rest[:strings.IndexAny(rest+".", ".[}")]
			if r, ok := s.resources[kind][name]; ok {
				return r, nil
			}
		}
		// A plan of what exists already has the value in its place.
		for _, r := range s.resources[kind] {
			if text != "" && (r["arn"] == text || r["id"] == text) {
				return r, nil
			}
		}
	}
	return nil, fmt.Errorf("it refers to no %s of the stack", kind)
}

// budget is what the stack's budget allows a month; zero where it has none.
func (s *stack) budget() (usd float64) {
	for _, b := range s.resources["aws_budgets_budget"] {
		if b["time_unit"] == "MONTHLY" && b["budget_type"] == "COST" {
			usd += number(b["limit_amount"])
		}
	}
	return usd
}

// list is what Terraform's JSON may write as one value or several.
func list(value any) []any {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{value}
}

// blocks are the blocks of an argument.
func blocks(value any) (all []object) {
	for _, each := range list(value) {
		if block, ok := each.(object); ok {
			all = append(all, block)
		}
	}
	return all
}

// number is a number that may be written as text.
func number(value any) float64 {
	switch v := value.(type) {
	case float64:
		return v
	case string:
		n, _ := strconv.ParseFloat(v, 64)
		return n
	}
	return 0
}

func sorted[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
