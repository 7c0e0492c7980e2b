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
