# Package lib makes one thing of the two forms that a stack has: the JSON that
# synth wrote, where every reference is visible, and Terraform's plan, where
# every value is, as far as it is known.
package lib

import rego.v1

# Terraform Cloud hands the plan over beside the run.
plan := object.get(input, "plan", input)

is_plan if plan.resource_changes

# The stack's environment, from the tags that it gives everything.
environment := tags.Environment

tags := providers["provider.aws"]

# What each configuration of the AWS provider gives as tags.
providers[address] := object.union_n([b.tags | some b in block(provider, "default_tags")]) if {
	some provider in input.provider.aws
	address := concat(".", array.concat(["provider", "aws"], [a | a := provider.alias]))
}

providers[address] := tags_of(provider) if {
	some name, provider in plan.configuration.provider_config
	provider.name == "aws"
	address := concat(".", ["provider", name])
}

tags_of(provider) := provider.expressions.default_tags[0].tags.constant_value

tags_of(provider) := {} if not provider.expressions.default_tags[0].tags.constant_value

production if environment == "production"

# A standby goes by its environment's tags and names, and has of it what one region
# has: neither budget nor backups. What may be switched off with it is told by the
# variable that does.
standby if input.variable.serving

standby if plan.configuration.root_module.variables.serving

govcloud if {
	some region in regions
	startswith(region, "us-gov-")
}

regions contains provider.region if some provider in input.provider.aws

regions contains provider.expressions.region.constant_value if {
	some provider in plan.configuration.provider_config
	provider.name == "aws"
}

# What the environment's names begin with, the project's label first, as its
# cluster has it; nothing does where there is none.
default prefix := "?"

prefix := trim_suffix(r.values.name, "-cluster") if {
	some r in resources
	r.base == "aws_ecs_cluster.compute_cluster"
	endswith(r.values.name, sprintf("-%s-cluster", [environment]))
}

prefix := trim_suffix(r.values.name, "-standby-cluster") if {
	standby
	some r in resources
	r.base == "aws_ecs_cluster.compute_cluster"
	endswith(r.values.name, sprintf("-%s-standby-cluster", [environment]))
}

# What there is after an apply: address, type, the arguments with their values,
# which of them are not known yet, and what they refer to.
resources contains r if {
	some change in plan.resource_changes
	change.mode == "managed"
	change.change.after != null
	r := {
		"address": change.address,
		"base": sprintf("%s.%s", [change.type, change.name]),
		"type": change.type,
		"values": change.change.after,
		"unknown": object.get(change.change, "after_unknown", {}),
		"expressions": object.get(expressions, sprintf("%s.%s", [change.type, change.name]), {}),
	}
}

resources contains r if {
	some type, by_name in input.resource
	some name, values in by_name
	address := sprintf("%s.%s", [type, name])
	r := {"address": address, "base": address, "type": type, "values": values, "unknown": {}, "expressions": {}}
}

expressions[address] := resource.expressions if {
	some resource in plan.configuration.root_module.resources
	address := sprintf("%s.%s", [resource.type, resource.name])
}

of(type) := {r | some r in resources; r.type == type}

# A block is an object, a list of them, or missing.
list(x) := x if is_array(x)

list(x) := [x] if is_object(x)

list(x) := [] if x == null

list(x) := [x] if is_string(x)

block(values, name) := list(object.get(values, name, []))

# An argument that has a value, or gets one as the plan is applied.
given(r, name) if not object.get(r.values, name, null) in {null, "", []}

given(r, name) if unknown(r, name)

unknown(r, name) if {
	found := object.get(r.unknown, name, false)
	contains(json.marshal(found), "true")
}

# A block that the code has. A plan shows what AWS added to a resource as well,
# such as the rules of a security group that are resources of their own.
declared(r, name) if {
	not is_plan
	object.get(r.values, name, null) != null
}

declared(r, name) if r.expressions[name]

# What an argument refers to, as "type.name.attribute".
references(r, name) := found if {
	not is_plan
	text := json.marshal(object.get(r.values, name, null))
	found := {address | some address in regex.find_n(`(?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+(?:\.[a-z0-9_]+)?`, text, -1)}
} else := found if {
	found := {address | walk(object.get(r.expressions, name, {}), [path, address]); is_string(address); "references" in path}
}

refers(r, name, other) if {
	some address in references(r, name)
	about(address, other.base)
}

about(address, base) if address == base

about(address, base) if startswith(address, concat("", [base, "."]))

about(address, base) if startswith(address, concat("", [base, "["]))

# Some resource of the type that belongs to the other, by an argument.
belongs(type, name, other) := {r | some r in of(type); refers(r, name, other)}

# What the code declares, planned or not: with its type and all its arguments.
declarations contains r if {
	some r in resources
	not is_plan
}

declarations contains r if {
	some resource in plan.configuration.root_module.resources
	address := sprintf("%s.%s", [resource.type, resource.name])
	r := {"address": address, "base": address, "type": resource.type, "expressions": resource.expressions}
}

# Any argument refers to the other.
mentions(r, other) if {
	not is_plan
	contains(json.marshal(r.values), sprintf("${%s.", [other.base]))
}

mentions(r, other) if {
	is_plan
	walk(r.expressions, [path, address])
	is_string(address)
	"references" in path
	about(address, other.base)
}

# An output tells it.
told(other) if {
	some output in input.output
	contains(json.marshal(output), sprintf("${%s.", [other.base]))
}

told(other) if {
	some output in plan.configuration.root_module.outputs
	some address in object.get(output.expression, "references", [])
	about(address, other.base)
}

# What is made before it, because the code says so.
waits_for(r) := {x | some x in object.get(r.values, "depends_on", [])} if not is_plan

waits_for(r) := {x |
	some resource in plan.configuration.root_module.resources
	sprintf("%s.%s", [resource.type, resource.name]) == r.base
	some x in object.get(resource, "depends_on", [])
} if {
	is_plan
}

# Some customer managed key of the stack.
own_key(r, name) if {
	some address in references(r, name)
	startswith(address, "aws_kms_key.")
}

# Policy documents with their statements.
documents contains d if {
	some name, values in input.data.aws_iam_policy_document
	d := {"base": sprintf("data.aws_iam_policy_document.%s", [name]), "statements": [normal(s) | some s in block(values, "statement")]}
}

documents contains d if {
	some r in plan.prior_state.values.root_module.resources
	r.mode == "data"
	r.type == "aws_iam_policy_document"
	d := {"base": sprintf("data.%s.%s", [r.type, r.name]), "statements": [normal(s) | some s in block(r.values, "statement")]}
}

documents contains d if {
	some change in plan.resource_changes
	change.mode == "data"
	change.type == "aws_iam_policy_document"
	d := {"base": sprintf("data.%s.%s", [change.type, change.name]), "statements": [normal(s) | some s in block(change.change.after, "statement")]}
}

normal(s) := {
	"sid": object.get(s, "sid", ""),
	"effect": object.get(s, "effect", "Allow"),
	"actions": strings(object.get(s, "actions", [])),
	"not_actions": strings(object.get(s, "not_actions", [])),
	"resources": strings(object.get(s, "resources", [])),
	"not_resources": strings(object.get(s, "not_resources", [])),
	"principals": block(s, "principals"),
	"conditions": block(s, "condition"),
}

strings(x) := [s | some s in list(x); is_string(s)]

# The documents that a policy's argument refers to.
documents_of(r, name) := {d |
	some address in references(r, name)
	some d in documents
	about(concat("", ["data.", trim_prefix(address, "data.")]), d.base)
}

allows contains {"document": d.base, "statement": s} if {
	some d in documents
	some s in d.statements
	s.effect == "Allow"
}

anyone(s) if {
	some p in s.principals
	p.type in {"*", "AWS"}
	"*" in p.identifiers
}

# What a rule says about a resource.
found(id, address, message) := {"rule": id, "address": address, "message": message}
