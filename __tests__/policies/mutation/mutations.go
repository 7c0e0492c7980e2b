package mutation

// Mutation breaks exactly one rule.
type Mutation struct {
	// Rule is the rule that must speak.
	Rule string
	// Name says what is broken.
	Name string
	// Stack is the stack to break.
	Stack string
	// Break breaks it.
	Break func(v *View)
	// SynthOnly says that the plan of a stack without images can't show it;
	// PlanOnly that only a plan can.
	SynthOnly, PlanOnly bool
}

const production, account, bootstrap = "production", "account", "bootstrap"

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
	return Mutation{Rule: rule, Name: name, Stack: production, SynthOnly: true, Break: func(v *View) {
		v.Container("compute_api-gateway_task", "api-gateway", change)
	}}
}

func of(stack string, m Mutation) Mutation {
	m.Stack = stack
	return m
}

func synthOnly(m Mutation) Mutation {
	m.SynthOnly = true
	return m
}

func destroyed(kind string, actions ...any) Mutation {
	return Mutation{Rule: "stateful-stays", Name: kind, Stack: production, PlanOnly: true, Break: func(v *View) {
		for _, c := range v.changes(kind) {
			c["change"].(Object)["actions"] = actions
		}
	}}
}

func bucketPolicy(principal string, actions ...any) Object {
	return Object{"sid": "Added", "effect": "Allow", "actions": actions, "resources": []any{"arn:aws:s3:::b/*"},
		"principals": []any{Object{"type": "AWS", "identifiers": []any{principal}}}}
}

var everybody = []any{Object{"type": "*", "identifiers": []any{"*"}}}

// All are the mutations, at least one a rule.
var All = []Mutation{
	set("default-security-group-closed", "a rule in the default group", "aws_default_security_group", "", "ingress", []any{Object{"protocol": "-1"}}),
	remove("default-security-group-closed", "the default group is not taken over", "aws_default_security_group", ""),
	remove("vpc-flow-logs", "no flow log", "aws_flow_log", ""),
	set("no-public-addresses", "public addresses", "aws_subnet", "networking_public_us-east-1a", "map_public_ip_on_launch", true),
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
			"security_group_id": "${aws_security_group.networking_api-gateway.id}"})
	}},
	synthOnly(set("ingress-from-anywhere", "a block within the group", "aws_security_group", "networking_alb", "ingress",
		[]any{Object{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": []any{"0.0.0.0/0"}}})),
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
		bucketPolicy("arn:aws:iam::999999999999:root", "s3:PutBucketPolicy")),
	remove("bucket-without-acls", "no owner", "aws_s3_bucket_ownership_controls", "storage_ml_data_ownership"),
	inBlock("bucket-without-acls", "the writer owns", "aws_s3_bucket_ownership_controls", "storage_ml_data_ownership", "rule", "object_ownership", "ObjectWriter"),
	remove("bucket-lifecycle", "no lifecycle", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle"),
	inBlock("bucket-lifecycle", "a lifecycle that is off", "aws_s3_bucket_lifecycle_configuration", "storage_ml_data_lifecycle", "rule", "status", "Disabled"),
	remove("bucket-encrypted", "no encryption", "aws_s3_bucket_server_side_encryption_configuration", "storage_ml_data_encryption"),
	inBlock("bucket-encrypted", "a key of Amazon S3's", "aws_s3_bucket_server_side_encryption_configuration", "storage_ml_data_encryption",
		"rule.apply_server_side_encryption_by_default", "sse_algorithm", "AES256"),

	synthOnly(set("task-network", "the host's network", "aws_ecs_task_definition", "compute_ml-service_task", "network_mode", "host")),
	synthOnly(inBlock("service-without-public-address", "public addresses", "aws_ecs_service", "compute_api-gateway", "network_configuration", "assign_public_ip", true)),
	synthOnly(set("task-processes", "the host's processes", "aws_ecs_task_definition", "compute_ml-service_task", "pid_mode", "host")),
	inContainer("container-unprivileged", "privileged", func(c Object) { c["privileged"] = true }),
	inContainer("container-read-only", "a file system to write to", func(c Object) { c["readonlyRootFilesystem"] = false }),
	inContainer("container-secrets", "a password in clear", func(c Object) {
		c["environment"] = append(c["environment"].([]any), Object{"name": "DB_PASSWORD", "value": "x"})
	}),
	inContainer("container-logs", "no logs", func(c Object) { delete(c, "logConfiguration") }),
	synthOnly(set("platform-version", "an old platform", "aws_ecs_service", "compute_api-gateway", "platform_version", "1.3.0")),
	inBlock("container-insights", "no insights", "aws_ecs_cluster", "", "setting", "value", "disabled"),
	inBlock("images-scanned", "no scan", "aws_ecr_repository", "storage_api-gateway", "image_scanning_configuration", "scan_on_push", false),
	set("images-immutable", "tags that move", "aws_ecr_repository", "storage_api-gateway", "image_tag_mutability", "MUTABLE"),
	remove("images-expire", "every image", "aws_ecr_lifecycle_policy", "storage_api-gateway_lifecycle"),

	inBlock("http-redirects", "plain HTTP", "aws_lb_listener", "compute_http", "default_action", "type", "forward"),
	set("invalid-headers-dropped", "invalid headers", "aws_lb", "", "drop_invalid_header_fields", false),
	inBlock("load-balancer-logs", "no logs", "aws_lb", "", "access_logs", "enabled", false),
	set("load-balancer-protected", "no protection", "aws_lb", "", "enable_deletion_protection", false),
	set("desync-mitigation", "only watched", "aws_lb", "", "desync_mitigation_mode", "monitor"),
	set("load-balancer-zones", "elsewhere", "aws_lb", "", "subnets", []any{"subnet-1"}),
	remove("load-balancer-firewall", "no web ACL", "aws_wafv2_web_acl_association", ""),
	set("tls-policy", "TLS 1.0", "aws_lb_listener", "compute_https", "ssl_policy", "ELBSecurityPolicy-2016-08"),

	allow("managed-policies-name-their-keys", "every key", production, "security_sagemaker_document",
		Object{"sid": "Added", "actions": []any{"kms:Decrypt"}, "resources": []any{"arn:aws:kms:us-east-1:123456789012:key/*"}}),
	allow("inline-policies-name-their-keys", "every key", production, "security_ml-service_task_document",
		Object{"sid": "Added", "actions": []any{"kms:Decrypt"}, "resources": []any{"arn:aws:kms:us-east-1:123456789012:key/*"}}),
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
		Object{"sid": "Added", "actions": []any{"sqs:*"}, "resources": []any{"arn:aws:sqs:us-east-1:123456789012:q"}}),
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
	set("roles-bounded", "no boundary", "aws_iam_role", "security_execution", "permissions_boundary", nil),

	allow("topic-not-public", "everybody", production, "monitoring_topic_policy_document",
		Object{"sid": "Added", "actions": []any{"sns:Publish"}, "resources": []any{"*"}, "principals": everybody}),
	set("topic-encrypted", "no key", "aws_sns_topic", "", "kms_master_key_id", ""),
	{Rule: "secrets-used", Name: "a secret for nobody", Stack: production, SynthOnly: true, Break: func(v *View) {
		v.Add("aws_secretsmanager_secret", "added", Object{"name": "pdm-production-x", "kms_key_id": "${aws_kms_key.security_main.arn}"})
	}},
	set("secrets-not-in-state", "a value in the state", "aws_secretsmanager_secret_version", "database_secret_version", "secret_string", "x"),
	of(bootstrap, set("tables-scale", "a fixed capacity", "aws_dynamodb_table", "", "billing_mode", "PROVISIONED")),
	of(bootstrap, inBlock("tables-recover", "no recovery", "aws_dynamodb_table", "", "point_in_time_recovery", "enabled", false)),
	of(bootstrap, set("tables-protected", "no protection", "aws_dynamodb_table", "", "deletion_protection_enabled", false)),

	set("firewall-has-rules", "no rule", "aws_wafv2_web_acl", "", "rule", []any{}),
	remove("firewall-logs", "no logs", "aws_wafv2_web_acl_logging_configuration", ""),
	inBlock("firewall-metrics", "no metrics", "aws_wafv2_web_acl", "", "rule.visibility_config", "cloudwatch_metrics_enabled", false),

	set("alarms-act", "an alarm for nobody", "aws_cloudwatch_metric_alarm", "monitoring_alb_5xx", "alarm_actions", []any{}),
	set("alarms-act", "an alarm that is off", "aws_cloudwatch_metric_alarm", "monitoring_alb_5xx", "actions_enabled", false),
	of("dev", set("logs-end", "three days", "aws_cloudwatch_log_group", "networking_flow", "retention_in_days", 3)),
	of("dev", set("logs-end", "for ever", "aws_cloudwatch_log_group", "networking_flow", "retention_in_days", 0)),
	set("logs-kept-in-production", "a month", "aws_cloudwatch_log_group", "networking_flow", "retention_in_days", 30),

	{Rule: "tags", Name: "no cost center", Stack: production, Break: func(v *View) { v.Tags(func(tags Object) { delete(tags, "CostCenter") }) }},
	set("tags", "another environment's", "aws_subnet", "networking_public_us-east-1a", "tags", Object{"Environment": "dev"}),
	set("names", "another environment's name", "aws_sns_topic", "", "name", "pdm-staging-alerts"),
	set("names", "33 characters", "aws_lb", "", "name", "pdm-production-load-balancer-of-us"),

	{Rule: "production-zones", Name: "two zones", Stack: production, Break: func(v *View) {
		for _, subnet := range []string{"networking_private_us-east-1c", "networking_public_us-east-1c"} {
			v.Set("aws_subnet", subnet, "availability_zone", "us-east-1a")
		}
	}},
	remove("production-nat", "a gateway less", "aws_nat_gateway", "networking_nat_us-east-1a"),
	synthOnly(set("production-tasks", "one task", "aws_appautoscaling_target", "", "min_capacity", 1)),
	synthOnly(inBlock("production-on-demand", "Spot", "aws_ecs_service", "compute_api-gateway", "capacity_provider_strategy", "capacity_provider", "FARGATE_SPOT")),
	set("nothing-forced", "a bucket with its objects", "aws_s3_bucket", "storage_ml_data", "force_destroy", true),
	synthOnly(set("production-kept", "a key without a guard", "aws_kms_key", "security_main", "lifecycle", Object{"prevent_destroy": false})),
	synthOnly(set("production-kept", "a database without one", "supabase_project", "", "lifecycle", nil)),
	destroyed("aws_s3_bucket", "delete", "create"),
	destroyed("aws_kms_key", "delete"),
}
