package policies.topics.naming

import rego.v1

import data.lib

rule contains {"id": "tags", "title": "Everything has the four tags", "controls": ["pdm", "EC2.38"]}

required := {"CostCenter", "Environment", "ManagedBy", "Project"}

violation contains lib.found("tags", address, sprintf("gives no %s", [concat(", ", missing)])) if {
	some address, given in lib.providers
	missing := required - {name | some name, value in given; value != ""}
	count(missing) > 0
}

violation contains lib.found("tags", r.address, sprintf("overrides %s", [name])) if {
	some r in lib.resources
	some name, value in object.get(r.values, "tags", {})
	name in required
	value != lib.tags[name]
	not watches(name, value)
}

# What watches the account is told apart from what all share: no environment has
# this name, so that no role that deploys one reaches it.
watches("Environment", "account") if lib.environment == "shared"

rule contains {"id": "names", "title": "Names begin with the environment's prefix and keep AWS's limits", "controls": ["pdm"]}

# The argument that names it, and the most characters that AWS takes.
named := {
	"aws_backup_vault": ["name", 50], "aws_cloudwatch_metric_alarm": ["alarm_name", 255], "aws_ecr_repository": ["name", 256],
	"aws_ecs_cluster": ["name", 255], "aws_ecs_service": ["name", 255], "aws_ecs_task_definition": ["family", 255],
	"aws_iam_policy": ["name", 128], "aws_iam_role": ["name", 64], "aws_lb": ["name", 32], "aws_lb_target_group": ["name", 32],
	"aws_secretsmanager_secret": ["name", 512], "aws_sns_topic": ["name", 256], "aws_wafv2_web_acl": ["name", 128],
}

name_of(r) := name if {
	name := r.values[named[r.type][0]]
	is_string(name)
}

violation contains lib.found("names", r.address, sprintf("is named %s, not %s-…", [name_of(r), lib.prefix])) if {
	lib.environment != "shared"
	some r in lib.resources
	not startswith(trim_prefix(name_of(r), "alias/"), lib.prefix)
}

violation contains lib.found("names", r.address, sprintf("has a name of %d characters; AWS takes %d", [count(name_of(r)), named[r.type][1]])) if {
	some r in lib.resources
	count(name_of(r)) > named[r.type][1]
}

rule contains {"id": "name-tags", "title": "What AWS gives no name but an id has a Name tag of its own, by which make adopt finds it", "controls": ["pdm"]}

unnamed := {
	"aws_eip", "aws_flow_log", "aws_internet_gateway", "aws_kms_key", "aws_lb_listener", "aws_lb_listener_rule", "aws_nat_gateway", "aws_route_table", "aws_security_group",
	"aws_service_discovery_http_namespace", "aws_service_discovery_private_dns_namespace", "aws_service_discovery_service", "aws_subnet",
	"aws_vpc", "aws_vpc_endpoint", "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule",
}

name_tag(r) := r.values.tags.Name

name_tag(r) := "" if not r.values.tags.Name

violation contains lib.found("name-tags", r.address, "has no Name tag") if {
	some r in lib.resources
	r.type in unnamed
	name_tag(r) == ""
}

violation contains lib.found("name-tags", r.address, sprintf("is called %s, as is %s", [name_tag(r), other.address])) if {
	some r in lib.resources
	r.type in unnamed
	some other in lib.of(r.type)
	other.address < r.address
	name_tag(r) == name_tag(other)
	name_tag(r) != ""
}
