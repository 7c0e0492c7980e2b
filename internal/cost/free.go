package cost

// Where it stands that something costs nothing.
const (
	freeVPC     = "https://www.factualminds.com/blog/amazon-vpc-pricing-endpoints-peering-transit-gateway/"
	freeIAM     = "https://docs.aws.amazon.com/prescriptive-guidance/latest/secure-dx-telemetry-sharing-with-wan-service-providers/cost-model.html"
	freeECS     = "https://aws.amazon.com/ecs/pricing/"
	freeEvents  = "https://aws.amazon.com/eventbridge/pricing/"
	freeScaling = "https://docs.aws.amazon.com/autoscaling/index.html"
)

// Free are the types that cost nothing by themselves: the page that says so, or
// the type that they are a setting or a part of, and that is billed.
var Free = map[string]string{
	"aws_appautoscaling_policy":           freeScaling,
	"aws_appautoscaling_scheduled_action": freeScaling,
	"aws_appautoscaling_target":           freeScaling,

	"aws_backup_selection":                "aws_backup_vault",
	"aws_backup_vault_lock_configuration": "aws_backup_vault",
	"aws_backup_vault_notifications":      "aws_backup_vault",
	"aws_backup_vault_policy":             "aws_backup_vault",

	// What AWS's own services tell. A target may be billed.
	"aws_cloudwatch_event_rule": freeEvents,

	"aws_cloudwatch_log_stream":              "aws_cloudwatch_log_group",
	"aws_cloudwatch_log_subscription_filter": "aws_kinesis_firehose_delivery_stream",

	"aws_config_configuration_recorder_status": "aws_config_configuration_recorder",
	"aws_config_delivery_channel":              "aws_config_configuration_recorder",

	"aws_ecr_lifecycle_policy": "aws_ecr_repository",

	"aws_ecs_cluster_capacity_providers": freeECS,
	"aws_ecs_task_definition":            freeECS,

	"aws_iam_account_password_policy":     freeIAM,
	"aws_iam_openid_connect_provider":     freeIAM,
	"aws_iam_policy":                      freeIAM,
	"aws_iam_role":                        freeIAM,
	"aws_iam_role_policy":                 freeIAM,
	"aws_iam_role_policy_attachment":      freeIAM,
	"aws_iam_service_linked_role":         freeIAM,
	"aws_default_security_group":          freeVPC,
	"aws_route":                           freeVPC,
	"aws_route_table":                     freeVPC,
	"aws_route_table_association":         freeVPC,
	"aws_security_group":                  freeVPC,
	"aws_subnet":                          freeVPC,
	"aws_vpc":                             freeVPC,
	"aws_vpc_security_group_egress_rule":  freeVPC,
	"aws_vpc_security_group_ingress_rule": freeVPC,
	// What it writes is billed as logs.
	"aws_flow_log": "aws_cloudwatch_log_group",

	"aws_kms_alias":      "aws_kms_key",
	"aws_kms_key_policy": "aws_kms_key",

	"aws_lb_listener":             "aws_lb",
	"aws_lb_listener_certificate": "aws_lb",
	"aws_lb_listener_rule":        "aws_lb",
	"aws_lb_target_group":         "aws_lb",

	"aws_route53_record": "aws_route53_zone",

	"aws_s3_account_public_access_block":                 "aws_s3_bucket",
	"aws_s3_bucket_lifecycle_configuration":              "aws_s3_bucket",
	"aws_s3_bucket_logging":                              "aws_s3_bucket",
	"aws_s3_bucket_ownership_controls":                   "aws_s3_bucket",
	"aws_s3_bucket_policy":                               "aws_s3_bucket",
	"aws_s3_bucket_public_access_block":                  "aws_s3_bucket",
	"aws_s3_bucket_server_side_encryption_configuration": "aws_s3_bucket",
	"aws_s3_bucket_versioning":                           "aws_s3_bucket",

	"aws_secretsmanager_secret_version": "aws_secretsmanager_secret",

	"aws_securityhub_finding_aggregator": "aws_securityhub_account",

	"aws_sns_topic":        "aws_sns_topic_subscription",
	"aws_sns_topic_policy": "aws_sns_topic_subscription",

	"aws_wafv2_web_acl_association":           "aws_wafv2_web_acl",
	"aws_wafv2_web_acl_logging_configuration": "aws_wafv2_web_acl",

	"supabase_settings":                   "supabase_project",
	"vercel_project_domain":               "vercel_project",
	"vercel_project_environment_variable": "vercel_project",
	// Made by Terraform itself.
	"terraform_data":  "https://developer.hashicorp.com/terraform/language/resources/terraform-data",
	"random_password": "https://registry.terraform.io/providers/hashicorp/random/latest/docs",
}

// Unconfirmed are the types that no sum counts and for which no source was found
// that says what they cost, with what is known.
var Unconfirmed = map[string]string{
	"aws_account_alternate_contact":        "an address that AWS writes to; no price is known",
	"aws_acm_certificate":                  "public certificates for a load balancer; no price is known",
	"aws_acm_certificate_validation":       "part of aws_acm_certificate",
	"aws_budgets_budget":                   "a budget without actions; no price is known",
	"aws_ce_anomaly_monitor":               "no price is known",
	"aws_ce_anomaly_subscription":          "part of aws_ce_anomaly_monitor",
	"aws_ebs_encryption_by_default":        "a setting of the account; there are no volumes",
	"aws_service_discovery_http_namespace": "the names of Service Connect; no price is known",
}
