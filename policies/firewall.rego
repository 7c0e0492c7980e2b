package policies.topics.firewall

import rego.v1

import data.lib

rule contains {"id": "firewall-has-rules", "title": "Web ACLs have rules", "controls": ["WAF.10"]}

violation contains lib.found("firewall-has-rules", r.address, "has no rule") if {
	some r in lib.of("aws_wafv2_web_acl")
	count(lib.block(r.values, "rule")) == 0
}

rule contains {"id": "firewall-logs", "title": "Web ACLs log", "controls": ["WAF.11"]}

violation contains lib.found("firewall-logs", r.address, "logs nothing") if {
	some r in lib.of("aws_wafv2_web_acl")
	count(lib.belongs("aws_wafv2_web_acl_logging_configuration", "resource_arn", r)) == 0
}

rule contains {"id": "firewall-metrics", "title": "Every rule of a web ACL is counted", "controls": ["WAF.12"]}

violation contains lib.found("firewall-metrics", r.address, sprintf("does not count %s", [b.name])) if {
	some r in lib.of("aws_wafv2_web_acl")
	some b in lib.block(r.values, "rule")
	on := {c | some c in lib.block(b, "visibility_config"); c.cloudwatch_metrics_enabled == true}
	count(on) == 0
}

rule contains {"id": "firewall-groups", "title": "Web ACLs limit rates and know bad inputs and bad addresses", "controls": ["pdm"]}

groups := {"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}

violation contains lib.found("firewall-groups", r.address, sprintf("has no %s", [group])) if {
	some r in ruled
	named := {name | walk(r.values.rule, [_, name]); is_string(name)}
	some group in (groups - named)
}

violation contains lib.found("firewall-groups", r.address, "limits no rate") if {
	some r in ruled
	limits := {limit |
		walk(r.values.rule, [path, limit])
		is_number(limit)
		"rate_based_statement" in path
	}
	count(limits) == 0
}

ruled := {r | some r in lib.of("aws_wafv2_web_acl"); count(lib.block(r.values, "rule")) > 0}

rule contains {"id": "firewall-log-named", "title": "The log of a web ACL has a name that AWS WAF writes to", "controls": ["pdm"]}

violation contains lib.found("firewall-log-named", g.address, "has a name that AWS WAF doesn't write to") if {
	some r in lib.of("aws_wafv2_web_acl_logging_configuration")
	some g in lib.of("aws_cloudwatch_log_group")
	lib.refers(r, "log_destination_configs", g)
	not startswith(g.values.name, "aws-waf-logs-")
}
