package policies.topics.identity

import rego.v1

import data.lib

rule contains {"id": "no-administrators", "title": "No policy allows everything", "controls": ["IAM.1", "CIS 1.16"]}

violation contains lib.found("no-administrators", sprintf("%s/%s", [a.document, a.statement.sid]), "allows everything") if {
	some a in lib.allows
	"*" in a.statement.actions
	"*" in a.statement.resources
}

rule contains {"id": "no-whole-services", "title": "No policy allows whole services", "controls": ["IAM.21"]}

# In the policy of a key, "*" is that key.
identity_documents contains d if {
	some type in ["aws_iam_policy", "aws_iam_role_policy"]
	some r in lib.of(type)
	some d in lib.documents_of(r, "policy")
}

violation contains lib.found("no-whole-services", sprintf("%s/%s", [d.base, s.sid]), sprintf("allows all of %s", [concat(", ", whole)])) if {
	some d in identity_documents
	some s in d.statements
	s.effect == "Allow"
	whole := {trim_suffix(action, ":*") | some action in s.actions; endswith(action, ":*")}
	count(whole) > 0
}

rule contains {"id": "no-writes-on-everything", "title": "Who may change something is told what", "controls": ["pdm"]}

reads(action) if regex.match(`^[a-z0-9-]+:(Batch)?(Check|Describe|Get|List|View)`, action)

violation contains lib.found("no-writes-on-everything", sprintf("%s/%s", [d.base, s.sid]), sprintf("allows %s on everything", [concat(", ", writes)])) if {
	some d in identity_documents
	some s in d.statements
	s.effect == "Allow"
	"*" in s.resources
	count(s.conditions) == 0
	writes := {action | some action in s.actions; not reads(action)}
	count(writes) > 0
}

rule contains {"id": "trust-is-narrow", "title": "Whoever may assume a role is named, or told by a condition", "controls": ["pdm"]}

violation contains lib.found("trust-is-narrow", r.address, "can be assumed by anybody who asks so") if {
	some r in lib.of("aws_iam_role")
	some d in lib.documents_of(r, "assume_role_policy")
	some s in d.statements
	s.effect == "Allow"
	loose(s)
}

loose(s) if lib.anyone(s)

loose(s) if {
	some p in s.principals
	p.type == "Federated"
	subjects := {c | some c in s.conditions; endswith(c.variable, ":sub")}
	count(subjects) == 0
}

loose(s) if {
	some p in s.principals
	p.type == "Federated"
	some c in s.conditions
	endswith(c.variable, ":sub")
	some value in c.values
	value in {"*", "repo:*", "organization:*"}
}

rule contains {"id": "roles-bounded", "title": "Every role has a permissions boundary", "controls": ["pdm"]}

violation contains lib.found("roles-bounded", r.address, "has no permissions boundary") if {
	some r in lib.of("aws_iam_role")
	not lib.given(r, "permissions_boundary")
}

violation contains lib.found("trust-is-narrow", r.address, "can be assumed by a service on anybody's behalf") if {
	some r in lib.of("aws_iam_role")
	some d in lib.documents_of(r, "assume_role_policy")
	some s in d.statements
	s.effect == "Allow"
	some p in s.principals
	p.type == "Service"
	own := {c | some c in s.conditions; c.variable in {"aws:SourceAccount", "aws:SourceArn"}}
	count(own) == 0
}

rule contains {"id": "no-full-access", "title": "No role has a policy of AWS's that gives full access", "controls": ["IAM.27", "CIS 1.22", "pdm"]}

violation contains lib.found("no-full-access", r.address, sprintf("attaches %s", [r.values.policy_arn])) if {
	some r in lib.of("aws_iam_role_policy_attachment")
	regex.match(`:aws:policy/.*(FullAccess|AdministratorAccess|PowerUserAccess)$`, r.values.policy_arn)
}

rule contains {"id": "own-endpoints", "title": "Models are asked at endpoints of the environment only", "controls": ["pdm"]}

violation contains lib.found("own-endpoints", sprintf("%s/%s", [d.base, s.sid]), sprintf("may ask %s", [resource])) if {
	lib.environment != "shared"
	some d in identity_documents
	some s in d.statements
	s.effect == "Allow"
	some action in s.actions
	startswith(action, "sagemaker:InvokeEndpoint")
	some resource in s.resources
	not contains(resource, sprintf(":endpoint/%s-", [lib.prefix]))
}

rule contains {"id": "partition-told", "title": "ARNs name the partition that they are in", "controls": ["pdm"]}

# In a plan, every partition is told.
violation contains lib.found("partition-told", sprintf("%s.%s", [type, name]), "works in AWS's commercial partition only") if {
	some kind in ["resource", "data"]
	some type, by_name in input[kind]
	some name, values in by_name
	contains(json.marshal(values), "arn:aws:")
}

rule contains {"id": "passwords-strong", "title": "Passwords are long, mixed, changed and not used again", "controls": ["IAM.7", "IAM.15", "IAM.16", "CIS 1.8", "CIS 1.9"]}

# The password policy is the account's, as its analyzers are: where it is delivered
# into.
account_stack contains r.address if some r in lib.of("aws_iam_openid_connect_provider")

violation contains lib.found("passwords-strong", address, "delivers into an account without a password policy") if {
	some address in account_stack
	count(lib.of("aws_iam_account_password_policy")) == 0
}

violation contains lib.found("passwords-strong", r.address, sprintf("leaves out %s", [setting])) if {
	some r in lib.of("aws_iam_account_password_policy")
	some setting in ["require_lowercase_characters", "require_numbers", "require_symbols", "require_uppercase_characters"]
	object.get(r.values, setting, false) != true
}

violation contains lib.found("passwords-strong", r.address, "takes short, old or used passwords") if {
	some r in lib.of("aws_iam_account_password_policy")
	age := object.get(r.values, "max_password_age", 0)
	[r.values.minimum_password_length >= 14, r.values.password_reuse_prevention == 24, age > 0, age <= 90] != [true, true, true, true]
}

rule contains {"id": "reach-analyzed", "title": "What others can reach of the account is looked for", "controls": ["IAM.28", "CIS 1.20"]}

violation contains lib.found("reach-analyzed", address, "delivers into an account without an analyzer of external access") if {
	some address in account_stack
	count({a | some a in lib.of("aws_accessanalyzer_analyzer"); a.values.type in {"ACCOUNT", "ORGANIZATION"}}) == 0
}
