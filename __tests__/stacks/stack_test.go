package stacks_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestDefaultTagsAreExactlyThePlans(t *testing.T) {
	for _, name := range []string{"bootstrap", "account", "dev", "staging", "production"} {
		t.Run(name, func(t *testing.T) {
			s := load(t, name)
			require.NotEmpty(t, s.Provider["aws"])
			environment := name
			if name == envs.BootstrapName || name == envs.AccountName {
				environment = "shared"
			}
			for _, provider := range s.Provider["aws"] {
				assert.Equal(t, object{
					"Project":     "PredictiveMaintenance",
					"Environment": environment,
					"ManagedBy":   "Terraform",
					"CostCenter":  "Engineering",
				}, block(t, provider["default_tags"])["tags"])
			}
		})
	}
}

// The bindings pin 5.99.1 exactly; a pinned provider gets no fixes.
func TestVersionsAreConstraints(t *testing.T) {
	for _, name := range []string{"bootstrap", "account", "dev", "staging", "production"} {
		s := load(t, name)
		assert.Equal(t, ">= 1.11.0", s.Terraform["required_version"])
		aws := s.Terraform["required_providers"].(object)["aws"].(object)
		assert.Equal(t, object{"source": "aws", "version": "~> 5.99"}, aws)
	}
}

func TestAddressesAreReadable(t *testing.T) {
	readable := regexp.MustCompile(`^(data\.)?[a-z0-9_]+\.[a-z][a-z0-9_-]*$`)
	hashed := regexp.MustCompile(`_[0-9A-F]{8}$`)
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		for _, address := range s.addresses() {
			assert.Regexp(t, readable, address)
			assert.NotRegexp(t, hashed, address)
		}
	})
	assert.Contains(t, load(t, "production").addresses(), "aws_subnet.networking_private_us-east-1a")
}

// A new zone or service must not move what exists: a moved address is a
// destroyed and a created resource.
func TestGrowthMovesNoAddress(t *testing.T) {
	before, after := load(t, "production"), load(t, moreOfBoth)
	assert.Subset(t, after.addresses(), before.addresses())
	assert.Greater(t, len(after.addresses()), len(before.addresses()))
	for name, subnet := range before.Resource["aws_subnet"] {
		assert.Equal(t, subnet["cidr_block"], after.Resource["aws_subnet"][name]["cidr_block"], name)
	}
}

func TestNamesKeepAWSLimits(t *testing.T) {
	limits := map[string]struct {
		attribute string
		kind      envs.Kind
	}{
		"aws_security_group":       {"name_prefix", envs.SecurityGroupName},
		"aws_iam_role":             {"name", envs.RoleName},
		"aws_cloudwatch_log_group": {"name", envs.LogGroupName},
		"aws_kms_alias":            {"name", envs.KeyAliasName},
		"aws_ecr_repository":       {"name", envs.ECRName},
		"aws_lb":                   {"name", envs.ALBName},
		"aws_lb_target_group":      {"name", envs.TargetGroupName},
		"aws_ecs_cluster":          {"name", envs.ECSName},
		"aws_ecs_service":          {"name", envs.ECSName},
		"aws_ecs_task_definition":  {"family", envs.ECSName},
		"aws_wafv2_web_acl":        {"name", envs.WebACLName},

		"aws_service_discovery_private_dns_namespace": {"name", envs.NamespaceName},

		"aws_cloudwatch_metric_alarm":    {"alarm_name", envs.AlarmName},
		"aws_cloudwatch_composite_alarm": {"alarm_name", envs.AlarmName},
		"aws_cloudwatch_dashboard":       {"dashboard_name", envs.DashboardName},
		"aws_sns_topic":                  {"name", envs.TopicName},
		"aws_budgets_budget":             {"name", envs.BudgetName},
		"aws_backup_vault":               {"name", envs.VaultName},

		"aws_backup_plan":      {"name", envs.VaultName},
		"aws_backup_selection": {"name", envs.VaultName},
	}
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for kind, limit := range limits {
			require.NotEmpty(t, s.Resource[kind], kind)
			for address, r := range s.Resource[kind] {
				assert.Empty(t, limit.kind.Check(r[limit.attribute].(string)), address)
				assert.Contains(t, r[limit.attribute], env.Project+"-"+env.Name, "two environments share an account")
			}
		}
	})
}

// nested are the types whose names are unique in something else: a role, a
// namespace.
var nested = []string{
	"aws_iam_role_policy", "aws_service_discovery_service", "aws_cloudwatch_log_stream", "aws_cloudwatch_log_subscription_filter",
}

// No two environments of one account may give one name to two things.
func TestEnvironmentsShareNoName(t *testing.T) {
	seen := map[string]string{}
	for _, env := range fixture.All() {
		s := load(t, env.Name)
		for kind, byName := range s.Resource {
			for _, r := range byName {
				for _, attribute := range []string{"name", "name_prefix", "bucket", "family", "alarm_name", "dashboard_name"} {
					value, ok := r[attribute].(string)
					if !ok || strings.HasPrefix(value, "${") || slices.Contains(nested, kind) {
						continue
					}
					id := kind + " " + value
					assert.Empty(t, seen[id], "%s is in %s too", id, env.Name)
					seen[id] = env.Name
				}
			}
		}
	}
	assert.Greater(t, len(seen), 10)
}

// An assume-role policy without aws:SourceAccount lets the service act for
// other accounts with this role (confused deputy).
func TestTrustIsForThisAccountOnly(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		require.NotEmpty(t, s.Resource["aws_iam_role"])
		for name, role := range s.Resource["aws_iam_role"] {
			if name == "datadog_integration" {
				// Another account's, which its external id tells apart.
				continue
			}
			for _, statement := range s.statements(t, role["assume_role_policy"]) {
				assert.True(t, slices.ContainsFunc(blocks(statement["condition"]), func(c object) bool {
					// CloudWatch Logs names its log group and no account.
					if name == "datadog_sender" {
						return c["variable"] == "aws:SourceArn" && c["test"] == "ArnLike" &&
							strings.HasSuffix(c["values"].([]any)[0].(string), ":${data.aws_caller_identity.current.account_id}:*")
					}
					return c["variable"] == "aws:SourceAccount" && c["test"] == "StringEquals" &&
						slices.Equal(c["values"].([]any), []any{"${data.aws_caller_identity.current.account_id}"})
				}), "%s trusts without aws:SourceAccount", name)
			}
		}
	})
}

func TestPartitionIsRead(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		for name, document := range s.Data["aws_iam_policy_document"] {
			for _, statement := range blocks(document["statement"]) {
				for _, key := range []string{"resources", "condition", "principals"} {
					assert.NotContains(t, toJSON(t, statement[key]), `"arn:aws:`, "%s hard-codes the partition", name)
				}
			}
		}
	})
}

// The plan corrected is these types of resources. The identity provider exists
// once an account, so it is in that stack.
func TestNothingOfThePlanIsMissing(t *testing.T) {
	production, account := load(t, "production"), load(t, envs.AccountName)
	for _, kind := range []string{
		"acm_certificate", "acm_certificate_validation", "appautoscaling_policy", "appautoscaling_target", "backup_plan",
		"backup_selection", "backup_vault", "budgets_budget", "cloudwatch_composite_alarm", "cloudwatch_dashboard", "cloudwatch_log_group",
		"cloudwatch_log_metric_filter", "cloudwatch_metric_alarm", "default_security_group", "ecr_lifecycle_policy", "ecr_repository",
		"ecs_cluster", "ecs_cluster_capacity_providers", "ecs_service", "ecs_task_definition", "eip", "flow_log",
		"iam_openid_connect_provider", "iam_policy", "iam_role", "iam_role_policy", "iam_role_policy_attachment", "internet_gateway",
		"kms_alias", "kms_key", "kms_key_policy", "lb", "lb_listener", "lb_target_group", "nat_gateway", "route", "route53_record",
		"route53_zone", "route_table", "route_table_association", "s3_bucket", "s3_bucket_lifecycle_configuration",
		"s3_bucket_ownership_controls", "s3_bucket_policy", "s3_bucket_public_access_block",
		"s3_bucket_server_side_encryption_configuration", "s3_bucket_versioning", "secretsmanager_secret", "secretsmanager_secret_version",
		"security_group", "service_discovery_http_namespace", "service_discovery_private_dns_namespace", "service_discovery_service",
		"sns_topic", "sns_topic_policy", "sns_topic_subscription", "subnet", "vpc", "vpc_endpoint", "vpc_security_group_egress_rule",
		"vpc_security_group_ingress_rule", "wafv2_web_acl", "wafv2_web_acl_association", "wafv2_web_acl_logging_configuration",
	} {
		if kind == "iam_openid_connect_provider" {
			assert.NotEmpty(t, account.Resource["aws_"+kind], kind)
			continue
		}
		assert.NotEmpty(t, production.Resource["aws_"+kind], kind)
	}
}
