# Package policies is what a stack must hold to, with the exceptions from it.
# `data.policies.deny` is empty where a stack passes: so ask conftest, opa and
# Terraform Cloud alike.
package policies

import rego.v1

import data.lib

# Every rule there is: id, title, the controls that it implements.
rules contains rule if {
	some topic
	some rule in data.policies.topics[topic].rule
}

violations contains object.union(violation, {"topic": topic}) if {
	some topic
	some violation in data.policies.topics[topic].violation
}

# An exception is data: rule, environment, address, why and until when.
excepted contains object.union(violation, {"reason": e.reason, "until": e.until}) if {
	some violation in violations
	some e in data.exceptions
	covers(e, violation)
	not expired(e)
}

covers(e, violation) if {
	e.rule == violation.rule
	meant(e.environment)
	glob.match(e.address, null, violation.address)
	enough(e, violation)
}

# To a cost one consents up to an amount.
enough(_, violation) if not violation.usd

enough(e, violation) if violation.usd <= e.usd

meant(environment) if environment == "*"

meant(environment) if environment == lib.environment

meant("!production") if not lib.production

expired(e) if time.parse_rfc3339_ns(sprintf("%sT23:59:59Z", [e.until])) < time.now_ns()

is_excepted(violation) if {
	some e in data.exceptions
	covers(e, violation)
	not expired(e)
}

failed contains violation if {
	some violation in violations
	not is_excepted(violation)
}

deny contains sprintf("%s: %s: %s", [violation.rule, violation.address, violation.message]) if {
	some violation in failed
}

# Exceptions that are over.
stale contains e if {
	some e in data.exceptions
	expired(e)
}
