// Package mutation breaks a stack in one way a policy, in either form that it
// has: the JSON that synth wrote, or a plan as Terraform shows it.
package mutation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Object is a JSON object.
type Object = map[string]any

// View is a stack to break. What it can't find is a mistake of the test's, and
// panics.
type View struct {
	root Object
	plan bool
}

// Parse reads a stack in either form.
func Parse(content []byte) (*View, error) {
	v := &View{root: Object{}}
	if err := json.Unmarshal(content, &v.root); err != nil {
		return nil, fmt.Errorf("read a stack: %w", err)
	}
	_, v.plan = v.root["resource_changes"]
	return v, nil
}

// JSON is the stack as it is now.
func (v *View) JSON() ([]byte, error) { return json.Marshal(v.root) }

// Plan says that the stack is a plan.
func (v *View) Plan() bool { return v.plan }

// changes are the plan's changes of a type.
func (v *View) changes(kind string) (found []Object) {
	for _, c := range v.root["resource_changes"].([]any) {
		if change := c.(Object); change["type"] == kind && change["mode"] == "managed" {
			found = append(found, change)
		}
	}
	return found
}

// Each calls change with the arguments of every resource of a type, or of the
// one that is named.
func (v *View) Each(kind, name string, change func(values Object)) {
	n := 0
	if v.plan {
		for _, c := range v.changes(kind) {
			if name == "" || c["name"] == name {
				change(c["change"].(Object)["after"].(Object))
				n++
			}
		}
	} else {
		for found, values := range v.kind(kind) {
			if name == "" || found == name {
				change(values.(Object))
				n++
			}
		}
	}
	if n == 0 {
		panic(absent(fmt.Sprintf("there is no %s.%s", kind, name)))
	}
}

func (v *View) kind(kind string) Object {
	all, _ := v.root["resource"].(Object)
	of, _ := all[kind].(Object)
	return of
}

// Set gives an argument of a resource a value.
func (v *View) Set(kind, name, argument string, value any) {
	v.Each(kind, name, func(values Object) { values[argument] = value })
	if v.plan {
		// What is known now is not unknown any more, and refers to nothing.
		for _, c := range v.changes(kind) {
			if unknown, ok := c["change"].(Object)["after_unknown"].(Object); ok && (name == "" || c["name"] == name) {
				delete(unknown, argument)
			}
		}
		v.configured(kind, name, func(expressions Object) { delete(expressions, argument) })
	}
}

// configured calls change with the expressions of resources in a plan.
func (v *View) configured(kind, name string, change func(expressions Object)) {
	for _, resource := range v.declared() {
		if resource["type"] == kind && (name == "" || resource["name"] == name) {
			if expressions, ok := resource["expressions"].(Object); ok {
				change(expressions)
			}
		}
	}
}

// Block calls change with each block of that name of a resource.
func (v *View) Block(kind, name, block string, change func(values Object)) {
	v.Each(kind, name, func(values Object) { blocks(values, block, change) })
}

// blocks calls change with each block, below nested ones where the name is a
// path: "rule.apply".
func blocks(values Object, path string, change func(Object)) {
	first, rest, nested := strings.Cut(path, ".")
	var list []any
	switch found := values[first].(type) {
	case []any:
		list = found
	case Object:
		list = []any{found}
	}
	if len(list) == 0 {
		panic(absent("there is no block " + first))
	}
	for _, b := range list {
		if nested {
			blocks(b.(Object), rest, change)
		} else {
			change(b.(Object))
		}
	}
}

// Remove takes a resource away, or all of a type.
func (v *View) Remove(kind, name string) {
	v.Each(kind, name, func(Object) {})
	if v.plan {
		v.root["resource_changes"] = slices.DeleteFunc(v.root["resource_changes"].([]any), func(c any) bool {
			change := c.(Object)
			return change["type"] == kind && (name == "" || change["name"] == name)
		})
		return
	}
	if name != "" {
		delete(v.kind(kind), name)
		return
	}
	delete(v.root["resource"].(Object), kind)
}

// Add declares a resource, by its arguments.
func (v *View) Add(kind, name string, values Object) {
	if v.plan {
		v.root["resource_changes"] = append(v.root["resource_changes"].([]any), Object{
			"address": kind + "." + name, "mode": "managed", "type": kind, "name": name,
			"change": Object{"actions": []any{"create"}, "after": values, "after_unknown": Object{}},
		})
		return
	}
	all := v.root["resource"].(Object)
	if all[kind] == nil {
		all[kind] = Object{}
	}
	all[kind].(Object)[name] = values
}

// Hurry has resources of a type wait for nothing.
func (v *View) Hurry(kind string) {
	v.Each(kind, "", func(values Object) { delete(values, "depends_on") })
	if v.plan {
		for _, r := range v.declared() {
			if r["type"] == kind {
				delete(r, "depends_on")
			}
		}
	}
}

// declared are the resources in the code that a plan shows.
func (v *View) declared() (found []Object) {
	for _, r := range v.root["configuration"].(Object)["root_module"].(Object)["resources"].([]any) {
		found = append(found, r.(Object))
	}
	return found
}

// Command gives a resource another command, which refers to something.
func (v *View) Command(kind, name, command, refers string) {
	if !v.plan {
		v.Each(kind, name, func(values Object) {
			values["provisioner"] = []any{Object{"local-exec": Object{"command": command}}}
		})
		return
	}
	n := 0
	for _, r := range v.declared() {
		if r["type"] == kind && r["name"] == name {
			r["provisioners"] = []any{Object{"type": "local-exec", "expressions": Object{"command": Object{"references": []any{refers}}}}}
			n++
		}
	}
	if n == 0 {
		panic(absent("there is no " + kind + "." + name))
	}
}

// Statement adds a statement to a policy document, and calls change with each
// that is there.
func (v *View) Statement(document string, add Object, change func(Object)) {
	n := 0
	edit := func(values Object) {
		list, ok := values["statement"].([]any)
		if !ok {
			list = []any{values["statement"]}
		}
		for _, s := range list {
			if change != nil {
				change(s.(Object))
			}
		}
		if add != nil {
			list = append(list, add)
		}
		values["statement"] = list
		n++
	}
	if v.plan {
		for _, c := range v.root["resource_changes"].([]any) {
			if r := c.(Object); r["mode"] == "data" && r["type"] == "aws_iam_policy_document" && r["name"] == document {
				edit(r["change"].(Object)["after"].(Object))
			}
		}
		if prior, ok := v.root["prior_state"].(Object); ok {
			values := prior["values"].(Object)["root_module"].(Object)
			list, _ := values["resources"].([]any)
			for _, x := range list {
				if r := x.(Object); r["mode"] == "data" && r["type"] == "aws_iam_policy_document" && r["name"] == document {
					edit(r["values"].(Object))
				}
			}
		}
	} else if data, ok := v.root["data"].(Object); ok {
		if found, ok := data["aws_iam_policy_document"].(Object)[document]; ok {
			edit(found.(Object))
		}
	}
	if n == 0 {
		panic(absent("there is no document " + document))
	}
}

// Container calls change with each container of a task definition.
func (v *View) Container(task, container string, change func(Object)) {
	v.Each("aws_ecs_task_definition", task, func(values Object) {
		var list []Object
		if err := json.Unmarshal([]byte(values["container_definitions"].(string)), &list); err != nil {
			panic(err)
		}
		for _, c := range list {
			if c["name"] == container {
				change(c)
			}
		}
		content, err := json.Marshal(list)
		if err != nil {
			panic(err)
		}
		values["container_definitions"] = string(content)
	})
}

// Tags calls change with the tags that each configuration of the provider
// gives.
func (v *View) Tags(change func(Object)) {
	if !v.plan {
		for _, p := range v.root["provider"].(Object)["aws"].([]any) {
			blocks(p.(Object), "default_tags", func(b Object) { change(b["tags"].(Object)) })
		}
		return
	}
	for _, p := range v.root["configuration"].(Object)["provider_config"].(Object) {
		if provider := p.(Object); provider["name"] == "aws" {
			blocks(provider["expressions"].(Object), "default_tags", func(b Object) {
				change(b["tags"].(Object)["constant_value"].(Object))
			})
		}
	}
}

// absent is what a view panics with that has not got what is to be broken.
type absent string

// Apply breaks a view, and says whether it has what is to be broken.
func (m Mutation) Apply(v *View) (ok bool) {
	defer func() {
		if reason := recover(); reason != nil {
			if _, ok = reason.(absent); !ok {
				panic(reason)
			}
			ok = false
		}
	}()
	m.Break(v)
	return true
}
