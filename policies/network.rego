package policies.topics.network

import rego.v1

import data.lib

rule contains {"id": "default-security-group-closed", "title": "Nothing uses the VPC's default security group", "controls": ["EC2.2", "CIS 5.4"]}

violation contains lib.found("default-security-group-closed", r.address, "lets traffic through") if {
	some r in lib.of("aws_default_security_group")
	some name in ["ingress", "egress"]
	count(lib.block(r.values, name)) > 0
}

violation contains lib.found("default-security-group-closed", r.address, "leaves its default security group open") if {
	some r in lib.of("aws_vpc")
	count(lib.belongs("aws_default_security_group", "vpc_id", r)) == 0
}

rule contains {"id": "vpc-flow-logs", "title": "Every VPC logs its flows", "controls": ["EC2.6", "CIS 3.7"]}

violation contains lib.found("vpc-flow-logs", r.address, "has no flow log") if {
	some r in lib.of("aws_vpc")
	count(lib.belongs("aws_flow_log", "vpc_id", r)) == 0
}

rule contains {"id": "no-public-addresses", "title": "Subnets give out no public addresses", "controls": ["EC2.15"]}

violation contains lib.found("no-public-addresses", r.address, "gives instances public addresses") if {
	some r in lib.of("aws_subnet")
	object.get(r.values, "map_public_ip_on_launch", false) == true
}

# The endpoints that the controls ask for, each of which AWS charges by the hour.
endpoint_services := {"ec2": "EC2.10", "ecr.api": "EC2.55", "ecr.dkr": "EC2.56", "ssm": "EC2.57"}

endpoint_rule(service) := sprintf("vpc-endpoint-%s", [replace(service, ".", "-")])

rule contains {"id": endpoint_rule(service), "title": sprintf("Every VPC has an endpoint for %s", [service]), "controls": [control]} if {
	some service, control in endpoint_services
}

# A standby pays for none while it waits, and goes by its NAT gateways when it serves.
violation contains lib.found(endpoint_rule(service), r.address, sprintf("has no endpoint for %s", [service])) if {
	not lib.standby
	some r in lib.of("aws_vpc")
	some service, _ in endpoint_services
	found := {e | some e in lib.belongs("aws_vpc_endpoint", "vpc_id", r); endswith(e.values.service_name, concat("", [".", service]))}
	count(found) == 0
}

rule contains {"id": "ingress-from-anywhere", "title": "The internet reaches ports 80 and 443 only", "controls": ["EC2.18", "EC2.19", "EC2.53", "EC2.54", "CIS 5.2", "CIS 5.3"]}

violation contains lib.found("ingress-from-anywhere", rule.address, sprintf("opens %v to %v to the internet", [rule.from, rule.to])) if {
	some rule in ingress
	rule.anywhere
	not web(rule)
}

rule contains {"id": "ingress-at-the-load-balancer", "title": "The internet reaches load balancers only", "controls": ["pdm"]}

violation contains lib.found("ingress-at-the-load-balancer", rule.address, "opens something other than a load balancer to the internet") if {
	some rule in ingress
	rule.anywhere
	not balanced(rule)
}

web(rule) if {
	rule.protocol == "tcp"
	rule.from == rule.to
	rule.from in {80, 443}
}

balanced(rule) if {
	some group in lib.of("aws_security_group")
	within(rule, group)
	some balancer in lib.of("aws_lb")
	lib.refers(balancer, "security_groups", group)
}

within(rule, group) if rule.resource.base == group.base

within(rule, group) if lib.refers(rule.resource, "security_group_id", group)

anywhere := {"0.0.0.0/0", "::/0"}

ingress contains {
	"address": r.address, "resource": r, "protocol": object.get(r.values, "ip_protocol", "-1"),
	"from": object.get(r.values, "from_port", -1), "to": object.get(r.values, "to_port", -1),
	"anywhere": count({r.values[n] | some n in ["cidr_ipv4", "cidr_ipv6"]} & anywhere) > 0,
} if {
	some r in lib.of("aws_vpc_security_group_ingress_rule")
}

# The older forms, which nothing here uses: an inline block, and a rule of both
# directions.
ingress contains {
	"address": r.address, "resource": r, "protocol": object.get(b, "protocol", "-1"),
	"from": object.get(b, "from_port", -1), "to": object.get(b, "to_port", -1),
	"anywhere": count({c | some n in ["cidr_blocks", "ipv6_cidr_blocks"]; some c in lib.list(object.get(b, n, []))} & anywhere) > 0,
} if {
	some r in lib.of("aws_security_group")
	lib.declared(r, "ingress")
	some b in lib.block(r.values, "ingress")
}

ingress contains {
	"address": r.address, "resource": r, "protocol": object.get(r.values, "protocol", "-1"),
	"from": object.get(r.values, "from_port", -1), "to": object.get(r.values, "to_port", -1),
	"anywhere": count({c | some n in ["cidr_blocks", "ipv6_cidr_blocks"]; some c in lib.list(object.get(r.values, n, []))} & anywhere) > 0,
} if {
	some r in lib.of("aws_security_group_rule")
	r.values.type == "ingress"
}

rule contains {"id": "network-acls", "title": "No network ACL lets the internet reach SSH or RDP", "controls": ["EC2.21", "CIS 5.1"]}

violation contains lib.found("network-acls", r.address, "lets the internet reach a port of administrators") if {
	some r in lib.resources
	r.type in {"aws_network_acl", "aws_default_network_acl"}
	some b in lib.block(r.values, "ingress")
	administrative(b, "action")
}

violation contains lib.found("network-acls", r.address, "lets the internet reach a port of administrators") if {
	some r in lib.of("aws_network_acl_rule")
	object.get(r.values, "egress", false) == false
	administrative(r.values, "rule_action")
}

administrative(b, action) if {
	lower(b[action]) == "allow"
	count({object.get(b, n, "") | some n in ["cidr_block", "ipv6_cidr_block"]} & anywhere) > 0
	some port in [22, 3389]
	object.get(b, "from_port", 0) <= port
	object.get(b, "to_port", 65535) >= port
}

rule contains {"id": "subnets-routed", "title": "Every subnet has a route table of its own choosing", "controls": ["pdm"]}

violation contains lib.found("subnets-routed", r.address, "is left to the VPC's main route table") if {
	some r in lib.of("aws_subnet")
	count(lib.belongs("aws_route_table_association", "subnet_id", r)) == 0
}

rule contains {"id": "routes-lead-somewhere", "title": "Every route has a target", "controls": ["pdm"]}

targets := [
	"carrier_gateway_id", "core_network_arn", "egress_only_gateway_id", "gateway_id", "local_gateway_id", "nat_gateway_id",
	"network_interface_id", "transit_gateway_id", "vpc_endpoint_id", "vpc_peering_connection_id",
]

violation contains lib.found("routes-lead-somewhere", r.address, "leads nowhere") if {
	some r in lib.of("aws_route")
	found := {name | some name in targets; lib.declared(r, name)}
	count(found) == 0
}

rule contains {"id": "security-group-rules-apart", "title": "Rules of security groups are resources of their own", "controls": ["pdm"]}

violation contains lib.found("security-group-rules-apart", r.address, sprintf("has a block %s", [name])) if {
	some r in lib.of("aws_security_group")
	some name in ["ingress", "egress"]
	lib.declared(r, name)
}

rule contains {"id": "security-groups-described", "title": "Security groups and their rules say what they are for", "controls": ["pdm"]}

violation contains lib.found("security-groups-described", r.address, "has no description") if {
	some r in lib.resources
	r.type in {"aws_security_group", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"}
	object.get(r.values, "description", null) in {null, "", "Managed by Terraform"}
}

rule contains {"id": "security-groups-replaced-first", "title": "A security group's successor exists before it goes", "controls": ["pdm"]}

# A plan shows no lifecycle.
violation contains lib.found("security-groups-replaced-first", r.address, "cannot be replaced while something uses it") if {
	not lib.is_plan
	some r in lib.of("aws_security_group")
	first := {l | some l in lib.block(r.values, "lifecycle"); l.create_before_destroy == true}
	count(first) == 0
}

rule contains {"id": "security-groups-used", "title": "Something is in every security group, or an output offers it", "controls": ["pdm"]}

violation contains lib.found("security-groups-used", r.address, "is attached to nothing") if {
	some r in lib.of("aws_security_group")
	not lib.told(r)
	members := {m.address |
		some m in lib.declarations
		not startswith(m.type, "aws_vpc_security_group_")
		not m.type in {"aws_security_group", "aws_security_group_rule"}
		lib.mentions(m, r)
	}
	count(members) == 0
}

rule contains {"id": "grpc-from-other-groups", "title": "A service's port 50051 is open to named security groups, never to its own", "controls": ["pdm"]}

violation contains lib.found("grpc-from-other-groups", r.address, "opens gRPC to addresses, or to whatever shares its security group") if {
	some r in lib.of("aws_vpc_security_group_ingress_rule")
	opens_grpc(r)
	not from_another(r)
	some group in lib.of("aws_security_group")
	lib.refers(r, "security_group_id", group)
	some service in lib.declarations
	service.type == "aws_ecs_service"
	lib.mentions(service, group)
}

opens_grpc(r) if object.get(r.values, "ip_protocol", "-1") == "-1"

opens_grpc(r) if {
	object.get(r.values, "from_port", -1) <= 50051
	object.get(r.values, "to_port", -1) >= 50051
}

from_another(r) if {
	lib.given(r, "referenced_security_group_id")
	lib.references(r, "referenced_security_group_id") != lib.references(r, "security_group_id")
}

rule contains {"id": "production-endpoints", "title": "Production's services reach AWS without the internet", "controls": ["pdm"]}

production_services := {"kms", "logs", "s3", "sagemaker.runtime", "secretsmanager", "ssmmessages"}

violation contains lib.found("production-endpoints", r.address, sprintf("has no endpoint for %s", [service])) if {
	lib.production
	not lib.standby
	some r in lib.of("aws_vpc")
	some service in production_services
	found := {e | some e in lib.belongs("aws_vpc_endpoint", "vpc_id", r); endswith(e.values.service_name, concat("", [".", service]))}
	count(found) == 0
}
