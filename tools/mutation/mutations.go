package mutation

import (
	"encoding/json"
	"slices"
	"strings"
)

// Mutation breaks exactly one rule.
type Mutation struct {
	// Rule is the rule that must speak.
	Rule string
	// Name says what is broken.
	Name string
	// Stack is the stack to break.
	Stack string
	// Hold makes the stack hold to the rule first, where it doesn't, by an
	// exception; nil where it does.
	Hold func(v *View)
	// Break breaks it.
	Break func(v *View)
	// Also are rules that cannot but speak as well.
	Also []string
	// SynthOnly says that no plan can show it, PlanOnly that only a plan can, and
	// Released that a plan can once the services have images.
	SynthOnly, PlanOnly, Released bool
}

const (
	production, account, bootstrap = "production", "account", "bootstrap"

	arn = "arn:${data.aws_partition.partition.partition}:"
)

func set(rule, name, kind, resource, argument string, value any) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, Break: func(v *View) { v.Set(kind, resource, argument, value) }}
}

func remove(rule, name, kind, resource string) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, Break: func(v *View) { v.Remove(kind, resource) }}
}

func inBlock(rule, name, kind, resource, block, argument string, value any) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, Break: func(v *View) {
		v.Block(kind, resource, block, func(b Object) { b[argument] = value })
	}}
}

func allow(rule, name, stack, document string, statement Object) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: stack, Break: func(v *View) { v.Statement(document, statement, nil) }}
}

func inContainer(rule, name string, change func(Object)) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, Released: true, Break: func(v *View) {
		v.Container("compute_api-gateway_task", "api-gateway", change)
	}}
}

// secret has a container's first secret come from elsewhere.
func secret(from string) func(Object) {
	return func(c Object) {
		list, _ := c["secrets"].([]any)
		if len(list) == 0 {
			panic(absent("the container has no secret"))
		}
		list[0].(Object)["valueFrom"] = from
	}
}

func of(stack string, m Mutation) Mutation {
	m.Stack = stack
	return m
}

func synthOnly(m Mutation) Mutation {
	m.SynthOnly = true
	return m
}

func released(m Mutation) Mutation {
	m.Released = true
	return m
}

// also names the rules that speak beside the one that is meant.
func also(m Mutation, rules ...string) Mutation {
	m.Also = rules
	return m
}

// inStatement changes the statement of a document that has the sid.
func inStatement(rule, name, document, sid string, change func(Object)) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, Break: func(v *View) {
		v.Statement(document, nil, func(s Object) {
			if found, _ := s["sid"].(string); found == sid {
				change(s)
			}
		})
	}}
}

func inRules(rule, name, kind, resource string, change func(Object)) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, Break: func(v *View) { v.Block(kind, resource, "rule", change) }}
}

func variable(name, value string) func(Object) {
	return func(c Object) {
		for _, e := range c["environment"].([]any) {
			if e.(Object)["name"] == name {
				e.(Object)["value"] = value
			}
		}
	}
}

// withoutRule takes a rule away from the web ACL.
func withoutRule(of string) func(v *View) {
	return func(v *View) {
		v.Each("aws_wafv2_web_acl", "", func(acl Object) {
			acl["rule"] = slices.DeleteFunc(acl["rule"].([]any), func(r any) bool {
				content, err := json.Marshal(r)
				return err == nil && strings.Contains(string(content), of)
			})
		})
	}
}

func destroyed(kind string, actions ...any) Mutation {
	return Mutation{Rule: "stateful-stays", Name: kind, Stack: production, PlanOnly: true, Break: func(v *View) {
		for _, c := range v.changes(kind) {
			c["change"].(Object)["actions"] = actions
		}
	}}
}

func bucketPolicy(principal string, actions ...any) Object {
	return Object{"sid": "Added", "effect": "Allow", "actions": actions, "resources": []any{arn + "s3:::b/*"},
		"principals": []any{Object{"type": "AWS", "identifiers": []any{principal}}}}
}

var everybody = []any{Object{"type": "*", "identifiers": []any{"*"}}}

// excepted breaks what the stack is first made to hold to.
func excepted(rule, name string, hold, change func(v *View)) Mutation {
	return Mutation{Rule: rule, Name: name, Stack: production, SynthOnly: true, Hold: hold, Break: change}
}

// logged has every bucket log who reads it.
func logged(v *View) {
	for bucket := range v.kind("aws_s3_bucket") {
		v.Add("aws_s3_bucket_logging", bucket, Object{"bucket": "${aws_s3_bucket." + bucket + ".id}"})
	}
}

// rotated has every secret rotate, by a function that may.
func rotated(v *View) {
	for secret := range v.kind("aws_secretsmanager_secret") {
		v.Add("aws_secretsmanager_secret_rotation", secret, Object{
			"secret_id": "${aws_secretsmanager_secret." + secret + ".id}", "rotation_lambda_arn": arn + "lambda:us-east-1:123456789012:function:rotate",
		})
	}
	v.Add("aws_lambda_permission", "rotation", Object{"principal": "secretsmanager.amazonaws.com", "function_name": "rotate", "action": "lambda:InvokeFunction"})
}

// endpoint has the VPC reach a service.
func endpoint(service string) func(v *View) {
	return func(v *View) {
		v.Add("aws_vpc_endpoint", service, Object{"service_name": "com.amazonaws.us-east-1." + service, "vpc_id": "${aws_vpc.networking_main.id}"})
	}
}

func without(kind, name string) func(v *View) {
	return func(v *View) { v.Remove(kind, name) }
}

// All are the mutations, at least one a rule.
var All = []Mutation{
	set("default-security-group-closed", "a rule in the default group", "aws_default_security_group", "", "ingress", []any{Object{"protocol": "-1"}}),
	remove("default-security-group-closed", "the default group is not taken over", "aws_default_security_group", ""),
	remove("vpc-flow-logs", "no flow log", "aws_flow_log", ""),
	set("no-public-addresses", "public addresses", "aws_subnet", "networking_public_us-east-1a", "map_public_ip_on_launch", true),
	excepted("vpc-endpoint-ec2", "no endpoint", endpoint("ec2"), without("aws_vpc_endpoint", "ec2")),
	excepted("vpc-endpoint-ssm", "no endpoint", endpoint("ssm"), without("aws_vpc_endpoint", "ssm")),
	remove("vpc-endpoint-ecr-api", "no endpoint", "aws_vpc_endpoint", "networking_endpoint_ecr-api"),
	remove("vpc-endpoint-ecr-dkr", "no endpoint", "aws_vpc_endpoint", "networking_endpoint_ecr-dkr"),
	{Rule: "ingress-from-anywhere", Name: "a database port", Stack: production, Break: func(v *View) {
		v.Each("aws_vpc_security_group_ingress_rule", "networking_alb_from_internet_443", func(r Object) { r["from_port"], r["to_port"] = 5432, 5432 })
	}},
	{Rule: "ingress-from-anywhere", Name: "a range of ports", Stack: production, Break: func(v *View) {
		v.Each("aws_vpc_security_group_ingress_rule", "networking_alb_from_internet_443", func(r Object) { r["to_port"] = 8443 })
	}},
	{Rule: "ingress-from-anywhere", Name: "every protocol", Stack: production, Break: func(v *View) {
		v.Each("aws_vpc_security_group_ingress_rule", "networking_alb_from_internet_443", func(r Object) { r["ip_protocol"] = "-1" })
	}},
	{Rule: "ingress-at-the-load-balancer", Name: "the API itself", Stack: production, Break: func(v *View) {
		v.Add("aws_vpc_security_group_ingress_rule", "added", Object{"cidr_ipv6": "::/0", "from_port": 443, "to_port": 443, "ip_protocol": "tcp",
			"description": "Added", "tags": Object{"Name": "added"},
			"security_group_id": "${aws_security_group.networking_api-gateway.id}"})
	}},
	also(synthOnly(set("ingress-from-anywhere", "a block within the group", "aws_security_group", "networking_alb", "ingress",
		[]any{Object{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": []any{"0.0.0.0/0"}}})), "security-group-rules-apart"),
	remove("subnets-routed", "a private subnet", "aws_route_table_association", "networking_private_association_us-east-1a"),
	set("routes-lead-somewhere", "no gateway", "aws_route", "networking_private_default_us-east-1a", "nat_gateway_id", nil),
	synthOnly(set("security-group-rules-apart", "what may leave", "aws_security_group", "networking_alb", "egress",
		[]any{Object{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": []any{"0.0.0.0/0"}}})),
	set("security-groups-described", "a rule for nothing", "aws_vpc_security_group_ingress_rule", "networking_alb_from_internet_443", "description", ""),
	synthOnly(set("security-groups-replaced-first", "in between there is none", "aws_security_group", "networking_alb", "lifecycle", nil)),
	{Rule: "security-groups-used", Name: "a group for nothing", Stack: production, Break: func(v *View) {
		v.Add("aws_security_group", "added", Object{"name_prefix": "pdm-production-sagemaker-", "description": "SageMaker",
			"vpc_id": "${aws_vpc.networking_main.id}", "tags": Object{"Name": "added"}, "lifecycle": Object{"create_before_destroy": true}})
	}},
	synthOnly(set("grpc-from-other-groups", "from itself", "aws_vpc_security_group_ingress_rule", "networking_ml-service_from_api-gateway",
		"referenced_security_group_id", "${aws_security_group.networking_ml-service.id}")),
	set("grpc-from-other-groups", "from anybody in the VPC", "aws_vpc_security_group_ingress_rule", "networking_ml-service_from_api-gateway",
		"referenced_security_group_id", nil),
	{Rule: "grpc-from-other-groups", Name: "everything from itself", Stack: production, SynthOnly: true, Break: func(v *View) {
		v.Each("aws_vpc_security_group_ingress_rule", "networking_ml-service_from_api-gateway", func(r Object) {
			r["ip_protocol"], r["referenced_security_group_id"] = "-1", "${aws_security_group.networking_ml-service.id}"
			delete(r, "from_port")
			delete(r, "to_port")
		})
	}},
	remove("production-endpoints", "no endpoint", "aws_vpc_endpoint", "networking_endpoint_sagemaker-runtime"),
	{Rule: "network-acls", Name: "SSH", Stack: production, Break: func(v *View) {
		v.Add("aws_network_acl_rule", "added", Object{"cidr_block": "0.0.0.0/0", "from_port": 20, "to_port": 30, "rule_action": "allow"})
	}},

	of(account, set("account-blocks-public-buckets", "public policies", "aws_s3_account_public_access_block", "", "block_public_policy", false)),
	of(account, remove("account-blocks-public-buckets", "nothing is blocked", "aws_s3_account_public_access_block", "")),
	set("bucket-not-public", "public ACLs", "aws_s3_bucket_public_access_block", "storage_ml_data_public_access", "ignore_public_acls", false),
	remove("bucket-not-public", "nothing is blocked", "aws_s3_bucket_public_access_block", "storage_ml_data_public_access"),
	remove("bucket-tls-only", "no policy", "aws_s3_bucket_policy", "storage_ml_data_policy"),
	{Rule: "bucket-tls-only", Name: "a refusal that is none", Stack: production, Break: func(v *View) {
		v.Statement("storage_ml_data_policy_document", nil, func(s Object) { s["effect"] = "Allow" })
		v.Statement("storage_ml_data_policy_document", nil, func(s Object) { s["actions"] = []any{"s3:ListBucket"} })
	}},
	allow("bucket-policy-stays-in-the-account", "another account", production, "storage_ml_data_policy_document",
		bucketPolicy(arn+"iam::999999999999:root", "s3:PutBucketPolicy")),
	remove("bucket-without-acls", "no owner", "aws_s3_bucket_ownership_controls", "storage_ml_data_ownership"),
	inBlock("bucket-without-acls", "the writer owns", "aws_s3_bucket_ownership_controls", "storage_ml_data_ownership", "rule", "object_ownership", "ObjectWriter"),
	also(remove("bucket-lifecycle", "no lifecycle", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle"), "bucket-versions-end"),
	also(inBlock("bucket-lifecycle", "a lifecycle that is off", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle",
		"rule", "status", "Disabled"), "bucket-versions-end"),
	inRules("bucket-lifecycle", "no filter", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle", func(r Object) {
		if r["id"] == "abort-unfinished-uploads" {
			r["filter"] = []any{}
		}
	}),
	inRules("bucket-versions-end", "old versions for ever", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle", func(r Object) {
		delete(r, "noncurrent_version_expiration")
	}),
	inRules("archive-what-is-named", "models that are in use", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle", func(r Object) {
		r["filter"] = []any{Object{"prefix": ""}}
	}),
	set("bucket-names-unique", "no account", "aws_s3_bucket", "storage_ml_data", "bucket", "pdm-production-ml-data"),
	set("bucket-names-unique", "a load balancer's logs without account", "aws_s3_bucket", "storage_alb_logs", "bucket", "pdm-production-alb-logs"),
	of(bootstrap, remove("bucket-not-public", "the state for everybody", "aws_s3_bucket_public_access_block", "")),
	of(bootstrap, remove("bucket-tls-only", "the state over plain HTTP", "aws_s3_bucket_policy", "")),
	of(bootstrap, inBlock("bucket-encrypted", "the state with a key of Amazon S3's", "aws_s3_bucket_server_side_encryption_configuration", "",
		"rule.apply_server_side_encryption_by_default", "sse_algorithm", "AES256")),
	{Rule: "state-with-own-key", Name: "no key", Stack: production, SynthOnly: true, Break: func(v *View) {
		delete(v.root["terraform"].(Object)["backend"].(Object)["s3"].(Object), "kms_key_id")
	}},
	{Rule: "state-with-own-key", Name: "no lock", Stack: production, SynthOnly: true, Break: func(v *View) {
		delete(v.root["terraform"].(Object)["backend"].(Object)["s3"].(Object), "use_lockfile")
	}},
	excepted("bucket-access-logs", "who reads it is not logged", logged, without("aws_s3_bucket_logging", "storage_ml_data")),
	remove("bucket-encrypted", "no encryption", "aws_s3_bucket_server_side_encryption_configuration", "storage_ml_data_encryption"),
	inBlock("bucket-encrypted", "a key of Amazon S3's", "aws_s3_bucket_server_side_encryption_configuration", "storage_ml_data_encryption",
		"rule.apply_server_side_encryption_by_default", "sse_algorithm", "AES256"),

	released(set("task-network", "the host's network", "aws_ecs_task_definition", "compute_ml-service_task", "network_mode", "host")),
	released(inBlock("service-without-public-address", "public addresses", "aws_ecs_service", "compute_api-gateway", "network_configuration", "assign_public_ip", true)),
	released(set("task-processes", "the host's processes", "aws_ecs_task_definition", "compute_ml-service_task", "pid_mode", "host")),
	inContainer("container-unprivileged", "privileged", func(c Object) { c["privileged"] = true }),
	inContainer("container-read-only", "a file system to write to", func(c Object) { c["readonlyRootFilesystem"] = false }),
	inContainer("container-secrets", "a password in clear", func(c Object) {
		c["environment"] = append(c["environment"].([]any), Object{"name": "DB_PASSWORD", "value": "x"})
	}),
	inContainer("container-logs", "no logs", func(c Object) { delete(c, "logConfiguration") }),
	released(set("platform-version", "an old platform", "aws_ecs_service", "compute_api-gateway", "platform_version", "1.3.0")),
	inBlock("container-insights", "no insights", "aws_ecs_cluster", "", "setting", "value", "disabled"),
	inBlock("images-scanned", "no scan", "aws_ecr_repository", "storage_api-gateway", "image_scanning_configuration", "scan_on_push", false),
	set("images-immutable", "tags that move", "aws_ecr_repository", "storage_api-gateway", "image_tag_mutability", "MUTABLE"),
	remove("images-expire", "every image", "aws_ecr_lifecycle_policy", "storage_api-gateway_lifecycle"),
	remove("images-expire", "every image of the ML service", "aws_ecr_lifecycle_policy", "storage_ml-service_lifecycle"),
	set("encrypted-with-own-key", "AWS's key for images", "aws_ecr_repository", "storage_ml-service", "encryption_configuration", []any{}),
	set("images-without-tag-expire", "releases only", "aws_ecr_lifecycle_policy", "storage_api-gateway_lifecycle", "policy",
		`{"rules": [{"selection": {"tagStatus": "tagged", "tagPrefixList": ["v"]}, "action": {"type": "expire"}}]}`),
	inContainer("images-told", "whatever is latest", func(c Object) { c["image"] = "${aws_ecr_repository.storage_api-gateway.repository_url}:latest" }),
	inContainer("images-told", "no tag", func(c Object) { c["image"] = "${aws_ecr_repository.storage_api-gateway.repository_url}" }),
	inContainer("secrets-by-key", "the whole secret", secret("${aws_secretsmanager_secret_version.database_secret_version.arn}")),
	inContainer("secrets-by-key", "the whole secret, by its ARN", secret("arn:x:secretsmanager:us-east-1:123456789012:secret:pdm-production/database-AbCdEf")),
	inContainer("services-apart", "the ML service at home", variable("ML_SERVICE_HOST", "localhost")),
	inContainer("node-mode", "the environment's name", variable("NODE_ENV", "staging")),
	{Rule: "task-roles-apart", Name: "the API's role", Stack: production, Released: true, Break: func(v *View) {
		v.Each("aws_ecs_task_definition", "compute_api-gateway_task", func(api Object) {
			v.Set("aws_ecs_task_definition", "compute_ml-service_task", "task_role_arn", api["task_role_arn"])
		})
	}},
	released(inStatement("secrets-can-be-read", "no decryption", "security_execution_secrets_document", "DecryptSecrets",
		func(s Object) { s["actions"] = []any{"kms:DescribeKey"} })),
	released(inBlock("deployments-roll-back", "no way back", "aws_ecs_service", "compute_api-gateway", "deployment_circuit_breaker", "rollback", false)),
	also(released(set("deployments-roll-back", "no alarms", "aws_ecs_service", "compute_api-gateway", "alarms", nil)), "alarms-act"),
	released(set("tasks-may-start-up", "no grace", "aws_ecs_service", "compute_api-gateway", "health_check_grace_period_seconds", nil)),
	released(remove("services-scale", "the ML service", "aws_appautoscaling_target", "compute_ml-service_scaling")),
	synthOnly(set("scaling-decides", "every apply", "aws_ecs_service", "compute_api-gateway", "lifecycle", Object{"prevent_destroy": true})),

	inBlock("http-redirects", "plain HTTP", "aws_lb_listener", "compute_http", "default_action", "type", "forward"),
	set("invalid-headers-dropped", "invalid headers", "aws_lb", "", "drop_invalid_header_fields", false),
	inBlock("load-balancer-logs", "no logs", "aws_lb", "", "access_logs", "enabled", false),
	set("load-balancer-protected", "no protection", "aws_lb", "", "enable_deletion_protection", false),
	set("desync-mitigation", "only watched", "aws_lb", "", "desync_mitigation_mode", "monitor"),
	set("load-balancer-zones", "elsewhere", "aws_lb", "", "subnets", []any{"subnet-1"}),
	remove("load-balancer-firewall", "no web ACL", "aws_wafv2_web_acl_association", ""),
	set("tls-policy", "TLS 1.0", "aws_lb_listener", "compute_https", "ssl_policy", "ELBSecurityPolicy-2016-08"),

	remove("load-balancer-named", "no record", "aws_route53_record", "compute_api"),
	{Rule: "load-balancer-after-its-logs", Name: "at once", Stack: production, Break: func(v *View) { v.Hurry("aws_lb") }},
	inStatement("load-balancer-logs-arrive", "the whole bucket", "storage_alb_logs_policy_document", "LoadBalancerLogDelivery",
		func(s Object) { s["resources"] = []any{arn + "s3:::pdm-production-alb-logs/*"} }),
	inBlock("load-balancer-logs-arrive", "a key of the stack", "aws_s3_bucket_server_side_encryption_configuration", "storage_alb_logs_encryption",
		"rule.apply_server_side_encryption_by_default", "sse_algorithm", "aws:kms"),

	inStatement("key-services-told", "alerts of any account", "security_key", "AlertPublishers", func(s Object) { s["condition"] = []any{} }),
	inStatement("key-serves", "no logs", "security_key", "CloudWatchLogs", func(s Object) {
		s["principals"] = []any{Object{"type": "Service", "identifiers": []any{"s3.amazonaws.com"}}}
	}),
	inStatement("key-serves", "no alarms", "security_key", "AlertPublishers", func(s Object) {
		s["principals"] = []any{Object{"type": "Service", "identifiers": []any{"events.amazonaws.com"}}}
	}),
	allow("managed-policies-name-their-keys", "every key", production, "security_sagemaker_document",
		Object{"sid": "Added", "actions": []any{"kms:Decrypt"}, "resources": []any{arn + "kms:us-east-1:123456789012:key/*"}}),
	allow("inline-policies-name-their-keys", "every key", production, "security_ml-service_task_document",
		Object{"sid": "Added", "actions": []any{"kms:Decrypt"}, "resources": []any{arn + "kms:us-east-1:123456789012:key/*"}}),
	set("keys-deleted-late", "a week", "aws_kms_key", "security_main", "deletion_window_in_days", 7),
	set("keys-rotate", "no rotation", "aws_kms_key", "security_main", "enable_key_rotation", false),
	allow("keys-not-public", "everybody", production, "security_key",
		Object{"sid": "Added", "actions": []any{"kms:Decrypt"}, "resources": []any{"*"}, "principals": everybody}),
	set("encrypted-with-own-key", "a log without a key", "aws_cloudwatch_log_group", "networking_flow", "kms_key_id", nil),
	set("encrypted-with-own-key", "AWS's key for a secret", "aws_secretsmanager_secret", "database_secret", "kms_key_id", "alias/aws/secretsmanager"),
	of(bootstrap, set("encrypted-with-own-key", "AWS's key for the locks", "aws_dynamodb_table", "", "server_side_encryption", []any{})),

	allow("no-administrators", "everything", production, "storage_alb_logs_policy_document",
		Object{"sid": "Added", "actions": []any{"*"}, "resources": []any{"*"}, "principals": []any{Object{"type": "Service", "identifiers": []any{"x"}}}}),
	allow("no-whole-services", "all of SQS", production, "security_ml-service_task_document",
		Object{"sid": "Added", "actions": []any{"sqs:*"}, "resources": []any{arn + "sqs:us-east-1:123456789012:q"}}),
	allow("no-writes-on-everything", "every queue", production, "security_ml-service_task_document",
		Object{"sid": "Added", "actions": []any{"sqs:SendMessage"}, "resources": []any{"*"}}),
	{Rule: "trust-is-narrow", Name: "any repository", Stack: account, Break: func(v *View) {
		v.Statement("delivery_plan_role_trust", nil, func(s Object) {
			blocks(s, "condition", func(c Object) {
				if c["variable"] != "token.actions.githubusercontent.com:aud" {
					c["values"] = []any{"repo:*"}
				}
			})
		})
	}},
	{Rule: "trust-is-narrow", Name: "no subject", Stack: account, Break: func(v *View) {
		v.Statement("delivery_plan_role_trust", nil, func(s Object) { s["condition"] = []any{} })
	}},
	inStatement("trust-is-narrow", "a service of any account", "security_execution_trust", "", func(s Object) { s["condition"] = []any{} }),
	set("no-full-access", "all of SageMaker", "aws_iam_role_policy_attachment", "security_sagemaker_attachment", "policy_arn",
		arn+"iam::aws:policy/AmazonSageMakerFullAccess"),
	allow("own-endpoints", "every endpoint", production, "security_ml-service_task_document",
		Object{"sid": "Added", "actions": []any{"sagemaker:InvokeEndpoint"}, "resources": []any{arn + "sagemaker:us-east-1:123456789012:endpoint/*"}}),
	synthOnly(set("partition-told", "aws", "aws_iam_role_policy_attachment", "security_execution_managed", "policy_arn",
		"arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")),
	set("roles-bounded", "no boundary", "aws_iam_role", "security_execution", "permissions_boundary", nil),

	allow("topic-not-public", "everybody", production, "monitoring_topic_policy_document",
		Object{"sid": "Added", "actions": []any{"sns:Publish"}, "resources": []any{"*"}, "principals": everybody}),
	set("topic-encrypted", "no key", "aws_sns_topic", "", "kms_master_key_id", ""),
	{Rule: "secrets-used", Name: "a secret for nobody", Stack: production, SynthOnly: true, Also: []string{"secrets-rotate"}, Break: func(v *View) {
		v.Add("aws_secretsmanager_secret", "added", Object{"name": "pdm-production-x", "kms_key_id": "${aws_kms_key.security_main.arn}"})
	}},
	excepted("secrets-rotate", "the same for ever", rotated, without("aws_secretsmanager_secret_rotation", "database_secret")),
	excepted("rotations-can-succeed", "no function", rotated, func(v *View) {
		v.Set("aws_secretsmanager_secret_rotation", "database_secret", "rotation_lambda_arn", "")
	}),
	excepted("rotations-can-succeed", "a function that may not be called", rotated, without("aws_lambda_permission", "rotation")),
	set("secrets-not-in-state", "a value in the state", "aws_secretsmanager_secret_version", "database_secret_version", "secret_string", "x"),
	of(bootstrap, set("tables-scale", "a fixed capacity", "aws_dynamodb_table", "", "billing_mode", "PROVISIONED")),
	of(bootstrap, inBlock("tables-recover", "no recovery", "aws_dynamodb_table", "", "point_in_time_recovery", "enabled", false)),
	of(bootstrap, set("tables-protected", "no protection", "aws_dynamodb_table", "", "deletion_protection_enabled", false)),

	of(account, remove("trail-everywhere", "no trail", "aws_cloudtrail", "")),
	of(account, set("trail-everywhere", "one region", "aws_cloudtrail", "", "is_multi_region_trail", false)),
	of(account, set("trail-everywhere", "switched off", "aws_cloudtrail", "", "enable_logging", false)),
	of(account, inBlock("trail-everywhere", "data alone", "aws_cloudtrail", "", "event_selector", "include_management_events", false)),
	of(account, set("trail-encrypted", "no key", "aws_cloudtrail", "", "kms_key_id", nil)),
	of(account, set("trail-validated", "no digests", "aws_cloudtrail", "", "enable_log_file_validation", false)),
	of(account, set("trail-searchable", "no log group", "aws_cloudtrail", "", "cloud_watch_logs_group_arn", nil)),
	of(account, also(remove("trail-bucket-logs", "read unseen", "aws_s3_bucket_logging", ""), "bucket-access-logs")),
	of(account, inBlock("trail-objects", "no objects", "aws_cloudtrail", "", "event_selector", "data_resource", []any{})),
	of(account, inBlock("trail-objects", "those of one bucket", "aws_cloudtrail", "", "event_selector.data_resource", "values", []any{arn + "s3:::b/"})),
	of(account, remove("detector-everywhere", "a region without one", "aws_guardduty_detector", "detection_detector_us-west-2")),
	of(account, set("detector-everywhere", "switched off", "aws_guardduty_detector", "detection_detector_us-east-1", "enable", false)),
	of(account, set("detector-objects", "no objects", "aws_guardduty_detector_feature", "detection_detector_objects_us-east-1", "status", "DISABLED")),
	of(account, remove("settings-recorded", "a region without a recorder", "aws_config_configuration_recorder", "detection_recorder_us-west-2")),
	of(account, set("settings-recorded", "stopped", "aws_config_configuration_recorder_status", "detection_recording_us-east-1", "is_enabled", false)),
	of(account, inBlock("settings-recorded", "some types", "aws_config_configuration_recorder", "detection_recorder_us-east-1", "recording_group", "all_supported", false)),
	of(account, set("settings-recorded", "a role of ours", "aws_config_configuration_recorder", "detection_recorder_us-east-1", "role_arn", arn+"iam::123456789012:role/r")),
	of(account, remove("security-contact", "nobody", "aws_account_alternate_contact", "")),
	of(account, remove("held-to-standards", "a standard less", "aws_securityhub_standards_subscription", "detection_hub_cis_us-west-2")),
	of(account, remove("findings-told", "nobody", "aws_cloudwatch_event_target", "detection_findings_topic")),
	of(account, inStatement("key-serves", "EventBridge", "detection_key_policy_document", "Findings", func(s Object) {
		s["principals"] = []any{Object{"type": "Service", "identifiers": []any{"config.amazonaws.com"}}}
	})),

	of(account, set("passwords-strong", "short", "aws_iam_account_password_policy", "", "minimum_password_length", 8)),
	of(account, set("passwords-strong", "no numbers", "aws_iam_account_password_policy", "", "require_numbers", false)),
	of(account, remove("passwords-strong", "none", "aws_iam_account_password_policy", "")),
	of(account, Mutation{Rule: "reach-analyzed", Name: "no analyzer", Break: func(v *View) {
		v.Remove("aws_accessanalyzer_analyzer", "guards_access_us-east-1")
		v.Remove("aws_accessanalyzer_analyzer", "guards_access_us-west-2")
	}}),
	of(account, set("volumes-encrypted", "open", "aws_ebs_encryption_by_default", "guards_volumes_us-east-1", "enabled", false)),
	set("certificates-renew", "by e-mail", "aws_acm_certificate", "", "validation_method", "EMAIL"),
	set("certificates-strong", "a short key", "aws_acm_certificate", "", "key_algorithm", "RSA_1024"),
	inContainer("container-not-root", "root", func(c Object) { c["user"] = "0:0" }),
	set("streams-encrypted", "open", "aws_kinesis_firehose_delivery_stream", "", "server_side_encryption", []any{}),

	set("firewall-has-rules", "no rule", "aws_wafv2_web_acl", "", "rule", []any{}),
	remove("firewall-logs", "no logs", "aws_wafv2_web_acl_logging_configuration", ""),
	inBlock("firewall-metrics", "no metrics", "aws_wafv2_web_acl", "", "rule.visibility_config", "cloudwatch_metrics_enabled", false),

	{Rule: "firewall-groups", Name: "known bad inputs", Stack: production, Break: withoutRule("AWSManagedRulesKnownBadInputsRuleSet")},
	{Rule: "firewall-groups", Name: "bad addresses", Stack: production, Break: withoutRule("AWSManagedRulesAmazonIpReputationList")},
	{Rule: "firewall-groups", Name: "any rate", Stack: production, Break: withoutRule(`"limit"`)},
	set("firewall-log-named", "a name of ours", "aws_cloudwatch_log_group", "security_waf_log", "name", "pdm-production-waf"),

	set("alarms-end", "for ever", "aws_cloudwatch_metric_alarm", "monitoring_waf_blocked", "ok_actions", []any{}),
	set("alarms-without-data", "nothing said", "aws_cloudwatch_metric_alarm", "monitoring_waf_blocked", "treat_missing_data", nil),
	set("alarms-without-data", "no hosts, no alarm", "aws_cloudwatch_metric_alarm", "monitoring_api-gateway_hosts", "treat_missing_data", "notBreaching"),
	{Rule: "alarms-on-what-users-feel", Name: "memory", Stack: production, Break: func(v *View) {
		v.Remove("aws_cloudwatch_metric_alarm", "monitoring_api-gateway_memory")
		v.Remove("aws_cloudwatch_metric_alarm", "monitoring_ml-service_memory")
	}},
	of("dev", remove("alarms-on-what-users-feel", "latency", "aws_cloudwatch_metric_alarm", "monitoring_api-gateway_latency")),
	of("dev", set("alarms-on-what-users-feel", "latency of another target group", "aws_cloudwatch_metric_alarm", "monitoring_api-gateway_latency", "dimensions", Object{"LoadBalancer": "x"})),
	of("dev", remove("alarms-on-what-users-feel", "the load balancer's errors", "aws_cloudwatch_metric_alarm", "monitoring_alb_5xx")),
	released(set("dashboard-draws", "whose?", "aws_cloudwatch_dashboard", "", "dashboard_body",
		`{"widgets": [{"type": "metric", "properties": {"metrics": [["AWS/ECS", "CPUUtilization"]]}}]}`)),
	remove("topic-takes-alarms", "no policy", "aws_sns_topic_policy", ""),
	remove("budget", "no budget", "aws_budgets_budget", ""),
	// A plan says what it costs apart from its changes.
	of("staging", synthOnly(set("budget-at-most", "less than it may cost", "aws_budgets_budget", "", "limit_amount", "290"))),
	remove("production-backed-up", "no backup", "aws_backup_plan", ""),
	{Rule: "commands-hold-no-values", Name: "a token", Stack: production, Break: func(v *View) {
		v.Command("null_resource", "database_supabase_setup", "curl -H 'Authorization: Bearer ${var.supabase_access_token}'", "var.supabase_access_token")
	}},

	set("alarms-act", "an alarm for nobody", "aws_cloudwatch_metric_alarm", "monitoring_waf_blocked", "alarm_actions", []any{}),
	set("alarms-act", "a budget for nobody", "aws_cloudwatch_composite_alarm", "monitoring_api-gateway_availability-ticket", "alarm_actions", []any{}),
	set("alarms-act", "a part of nothing", "aws_cloudwatch_composite_alarm", "monitoring_api-gateway_availability-ticket", "alarm_rule", "FALSE"),
	set("alarms-act", "an alarm that is off", "aws_cloudwatch_metric_alarm", "monitoring_waf_blocked", "actions_enabled", false),
	of("dev", set("logs-end", "three days", "aws_cloudwatch_log_group", "networking_flow", "retention_in_days", 3)),
	of("dev", set("logs-end", "for ever", "aws_cloudwatch_log_group", "networking_flow", "retention_in_days", 0)),
	set("logs-kept-in-production", "a month", "aws_cloudwatch_log_group", "networking_flow", "retention_in_days", 30),

	{Rule: "tags", Name: "no cost center", Stack: production, Break: func(v *View) { v.Tags(func(tags Object) { delete(tags, "CostCenter") }) }},
	set("tags", "another environment's", "aws_subnet", "networking_public_us-east-1a", "tags", Object{"Environment": "dev", "Name": "pdm-production-public-1"}),
	set("name-tags", "no name", "aws_subnet", "networking_public_us-east-1a", "tags", nil),
	set("name-tags", "another's name", "aws_subnet", "networking_public_us-east-1a", "tags", Object{"Name": "pdm-production-public-2"}),
	set("names", "another environment's name", "aws_sns_topic", "", "name", "pdm-staging-alerts"),
	set("names", "33 characters", "aws_lb", "", "name", "pdm-production-load-balancer-of-us"),

	{Rule: "production-zones", Name: "two zones", Stack: production, Break: func(v *View) {
		for _, subnet := range []string{"networking_private_us-east-1c", "networking_public_us-east-1c"} {
			v.Set("aws_subnet", subnet, "availability_zone", "us-east-1a")
		}
	}},
	remove("production-nat", "a gateway less", "aws_nat_gateway", "networking_nat_us-east-1a"),
	released(set("production-tasks", "one task", "aws_appautoscaling_target", "", "min_capacity", 1)),
	released(inBlock("production-on-demand", "Spot", "aws_ecs_service", "compute_api-gateway", "capacity_provider_strategy", "capacity_provider", "FARGATE_SPOT")),
	set("nothing-forced", "a bucket with its objects", "aws_s3_bucket", "storage_ml_data", "force_destroy", true),
	synthOnly(set("production-kept", "a key without a guard", "aws_kms_key", "security_main", "lifecycle", Object{"prevent_destroy": false})),
	synthOnly(set("production-kept", "a database without one", "supabase_project", "", "lifecycle", nil)),
	destroyed("aws_s3_bucket", "delete", "create"),
	destroyed("aws_kms_key", "delete"),
}
