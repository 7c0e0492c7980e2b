package policies.topics.load_balancing

import rego.v1

import data.lib

rule contains {"id": "http-redirects", "title": "HTTP is redirected to HTTPS", "controls": ["ELB.1"]}

violation contains lib.found("http-redirects", r.address, "serves plain HTTP") if {
	some r in lib.of("aws_lb_listener")
	object.get(r.values, "protocol", "HTTP") == "HTTP"
	some a in lib.block(r.values, "default_action")
	not to_https(a)
}

to_https(a) if {
	a.type == "redirect"
	some b in lib.block(a, "redirect")
	b.protocol == "HTTPS"
}

rule contains {"id": "invalid-headers-dropped", "title": "Load balancers drop invalid headers", "controls": ["ELB.4"]}

violation contains lib.found("invalid-headers-dropped", r.address, "passes invalid headers on") if {
	some r in lib.of("aws_lb")
	object.get(r.values, "drop_invalid_header_fields", false) != true
}

rule contains {"id": "load-balancer-logs", "title": "Load balancers log requests", "controls": ["ELB.5"]}

violation contains lib.found("load-balancer-logs", r.address, "logs no requests") if {
	some r in lib.of("aws_lb")
	on := {b | some b in lib.block(r.values, "access_logs"); b.enabled == true}
	count(on) == 0
}

rule contains {"id": "load-balancer-protected", "title": "Load balancers are protected from deletion", "controls": ["ELB.6"]}

violation contains lib.found("load-balancer-protected", r.address, "can be deleted") if {
	some r in lib.of("aws_lb")
	object.get(r.values, "enable_deletion_protection", false) != true
}

rule contains {"id": "desync-mitigation", "title": "Load balancers mitigate desync attacks", "controls": ["ELB.12"]}

violation contains lib.found("desync-mitigation", r.address, "only watches for desync attacks") if {
	some r in lib.of("aws_lb")
	not object.get(r.values, "desync_mitigation_mode", "defensive") in {"defensive", "strictest"}
}

rule contains {"id": "load-balancer-zones", "title": "Load balancers span zones", "controls": ["ELB.13"]}

violation contains lib.found("load-balancer-zones", r.address, "is in one zone") if {
	some r in lib.of("aws_lb")
	subnets := {s.base | some s in lib.of("aws_subnet"); lib.refers(r, "subnets", s)}
	count(subnets) < 2
}

rule contains {"id": "load-balancer-firewall", "title": "Load balancers are behind a web ACL", "controls": ["ELB.16"]}

violation contains lib.found("load-balancer-firewall", r.address, "is behind no web ACL") if {
	some r in lib.of("aws_lb")
	r.values.load_balancer_type == "application"
	count(lib.belongs("aws_wafv2_web_acl_association", "resource_arn", r)) == 0
}

rule contains {"id": "tls-policy", "title": "HTTPS takes TLS 1.2 and later only", "controls": ["ELB.17"]}

# What AWS recommends in the control.
recommended := {
	"ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-3-2021-06",
	"ELBSecurityPolicy-TLS13-1-2-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
}

violation contains lib.found("tls-policy", r.address, "takes old versions of TLS") if {
	some r in lib.of("aws_lb_listener")
	r.values.protocol == "HTTPS"
	not object.get(r.values, "ssl_policy", "") in recommended
}

rule contains {"id": "load-balancer-named", "title": "A DNS record leads to every load balancer", "controls": ["pdm"]}

violation contains lib.found("load-balancer-named", r.address, "has no DNS record") if {
	some r in lib.of("aws_lb")
	count(lib.belongs("aws_route53_record", "alias", r)) == 0
}

rule contains {"id": "load-balancer-after-its-logs", "title": "A load balancer waits for the policy of its logs' bucket", "controls": ["pdm"]}

logs_of(r) := {b | some b in lib.of("aws_s3_bucket"); lib.refers(r, "access_logs", b)}

violation contains lib.found("load-balancer-after-its-logs", r.address, "may be made before it may write its logs") if {
	some r in lib.of("aws_lb")
	some bucket in logs_of(r)
	some p in lib.belongs("aws_s3_bucket_policy", "bucket", bucket)
	not p.base in lib.waits_for(r)
}

rule contains {"id": "load-balancer-logs-arrive", "title": "Load balancers write their logs where the account's are, and nowhere else", "controls": ["pdm"]}

violation contains lib.found("load-balancer-logs-arrive", bucket.address, sprintf("%s may write %s", [s.sid, resource])) if {
	some r in lib.of("aws_lb")
	some bucket in logs_of(r)
	some p in lib.belongs("aws_s3_bucket_policy", "bucket", bucket)
	some d in lib.documents_of(p, "policy")
	some s in d.statements
	s.effect == "Allow"
	"s3:PutObject" in s.actions
	some resource in s.resources
	not regex.match(`/AWSLogs/([0-9]{12}|\$\{data\.aws_caller_identity\.[^}]*\})/`, resource)
}

violation contains lib.found("load-balancer-logs-arrive", bucket.address, "is encrypted in a way in which no log arrives") if {
	some r in lib.of("aws_lb")
	some bucket in logs_of(r)
	some e in lib.belongs("aws_s3_bucket_server_side_encryption_configuration", "bucket", bucket)
	some b in lib.block(e.values, "rule")
	some d in lib.block(b, "apply_server_side_encryption_by_default")
	d.sse_algorithm != "AES256"
}

rule contains {"id": "certificates-renew", "title": "Certificates renew themselves", "controls": ["ACM.1"]}

violation contains lib.found("certificates-renew", r.address, "is renewed by nobody but a person") if {
	some r in lib.of("aws_acm_certificate")
	object.get(r.values, "validation_method", "") != "DNS"
}

rule contains {"id": "certificates-strong", "title": "Certificates have keys of 2048 bits or more", "controls": ["ACM.2"]}

# Unless it is named, it is RSA_2048.
violation contains lib.found("certificates-strong", r.address, "has a short key") if {
	some r in lib.of("aws_acm_certificate")
	object.get(r.values, "key_algorithm", null) == "RSA_1024"
}
