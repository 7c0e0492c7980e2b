package stacks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// allowed are the actions that a role's own policy allows, with the resources
// of each.
func (s stack) allowed(t *testing.T, kind, policy string) map[string][]any {
	t.Helper()
	actions := map[string][]any{}
	r, ok := s.Resource[kind][policy]
	require.True(t, ok, "%s.%s", kind, policy)
	for _, statement := range s.statements(t, r["policy"]) {
		assert.Equal(t, "Allow", statement["effect"])
		for _, action := range statement["actions"].([]any) {
			actions[action.(string)] = statement["resources"].([]any)
		}
	}
	return actions
}

func TestExecutionRole(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		assert.Equal(t, "pdm-"+env.Name+"-ecs-execution", s.Resource["aws_iam_role"]["security_execution"]["name"])
		attached := s.Resource["aws_iam_role_policy_attachment"]["security_execution_managed"]
		assert.Equal(t, "arn:${data.aws_partition.partition.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
			attached["policy_arn"])
	})
}

// Correction of the one task role for all services: each has its own, with what
// its grants say.
func TestTaskRolesHaveLeastPrivilege(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		ml := s.allowed(t, "aws_iam_role_policy", "security_ml-service_task_policy")
		bucket := ref("aws_s3_bucket", "storage_ml_data", "arn")
		key := []any{ref("aws_kms_key", "security_main", "arn")}
		assert.Equal(t, []any{bucket + "/*"}, ml["s3:GetObject"])
		assert.Equal(t, []any{bucket + "/*"}, ml["s3:PutObject"])
		assert.Equal(t, []any{bucket}, ml["s3:ListBucket"])
		assert.Equal(t, key, ml["kms:GenerateDataKey"])
		assert.Equal(t, key, ml["kms:Decrypt"])
		require.Len(t, ml["sagemaker:InvokeEndpoint"], 1)
		assert.True(t, strings.HasSuffix(ml["sagemaker:InvokeEndpoint"][0].(string), ":endpoint/pdm-"+env.Name+"-*"),
			"correction of line 919: only endpoints of this environment")

		shell := []string{
			"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
			"ssmmessages:OpenDataChannel", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents",
		}
		want := []string{"s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:GenerateDataKey", "kms:Decrypt", "sagemaker:InvokeEndpoint"}
		if env.Exec {
			want = append(want, shell...)
		}
		assert.ElementsMatch(t, want, keys(ml))

		if !env.Exec {
			assert.NotContains(t, s.Resource["aws_iam_role_policy"], "security_api-gateway_task_policy", "the API needs nothing of AWS")
			return
		}
		assert.ElementsMatch(t, append(shell, "kms:Decrypt"), keys(s.allowed(t, "aws_iam_role_policy", "security_api-gateway_task_policy")))
	})
}

func keys(m map[string][]any) []string {
	var all []string
	for key := range m {
		all = append(all, key)
	}
	return all
}

// Correction of line 937.
func TestSageMakerRoleIsNotFullAccess(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for name, attachment := range s.Resource["aws_iam_role_policy_attachment"] {
			assert.NotContains(t, attachment["policy_arn"], "FullAccess", name)
		}
		attachment := s.Resource["aws_iam_role_policy_attachment"]["security_sagemaker_attachment"]
		assert.Equal(t, ref("aws_iam_policy", "security_sagemaker_policy", "arn"), attachment["policy_arn"])
		actions := s.allowed(t, "aws_iam_policy", "security_sagemaker_policy")
		assert.Equal(t, []any{ref("aws_s3_bucket", "storage_ml_data", "arn") + "/*"}, actions["s3:GetObject"])
		// What knows no resource, and what describes.
		unnarrowed := []string{"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"}
		for action, resources := range actions {
			assert.NotContains(t, action, "*")
			if slices.Contains(resources, any("*")) && !strings.HasPrefix(action, "ec2:Describe") {
				assert.Contains(t, unnarrowed, action)
			}
		}
	})
}

// Corrections of the key policy: each service that needs the key is named, and
// none without a condition.
func TestKeyNamesItsServices(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		named := map[string]bool{}
		for _, statement := range s.statements(t, s.Resource["aws_kms_key_policy"]["security_policy"]["policy"]) {
			principal := block(t, statement["principals"])
			if principal["type"] != "Service" {
				assert.Equal(t, []any{"arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:root"},
					principal["identifiers"])
				continue
			}
			assert.True(t, slices.ContainsFunc(blocks(statement["condition"]), func(c object) bool {
				return strings.Contains(toJSON(t, c["values"]), "${data.aws_caller_identity.current.account_id}")
			}), "%v may use the key for any account", principal["identifiers"])
			for _, service := range principal["identifiers"].([]any) {
				named[service.(string)] = true
			}
		}
		for _, service := range []string{
			"logs." + env.Region, "cloudwatch", "sns", "budgets", "costalerts", "ecs", "fargate", "s3", "secretsmanager", "backup",
		} {
			assert.True(t, named[service+".amazonaws.com"], "%s may not use the key", service)
		}
		assert.False(t, named["events.amazonaws.com"], "no rule of EventBridge publishes")
	})
}

func TestWebACL(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		acl := s.only(t, "aws_wafv2_web_acl")
		assert.Equal(t, "REGIONAL", acl["scope"])
		assert.Contains(t, block(t, acl["default_action"]), "allow")
		assert.Equal(t, object{
			"cloudwatch_metrics_enabled": true, "metric_name": "pdm-" + env.Name + "-waf", "sampled_requests_enabled": true,
		}, block(t, acl["visibility_config"]), "correction of line 994")

		groups := map[string]float64{}
		priorities := map[any]bool{}
		for _, rule := range blocks(acl["rule"]) {
			assert.False(t, priorities[rule["priority"]], "a priority twice")
			priorities[rule["priority"]] = true
			visible := block(t, rule["visibility_config"])
			assert.Equal(t, rule["name"], visible["metric_name"])
			assert.Equal(t, true, visible["cloudwatch_metrics_enabled"])
			assert.Equal(t, true, visible["sampled_requests_enabled"])
			statement := rule["statement"].(object)
			if rate, ok := statement["rate_based_statement"]; ok {
				assert.Equal(t, object{"limit": float64(env.RateLimit), "aggregate_key_type": "IP"}, rate)
				assert.Contains(t, block(t, rule["action"]), "block")
				assert.EqualValues(t, 1, rule["priority"])
				continue
			}
			group := statement["managed_rule_group_statement"].(object)
			assert.Equal(t, "AWS", group["vendor_name"])
			assert.Contains(t, block(t, rule["override_action"]), "none", "the group's own actions hold")
			groups[group["name"].(string)] = rule["priority"].(float64)
		}
		assert.Equal(t, map[string]float64{
			"AWSManagedRulesCommonRuleSet": 2, "AWSManagedRulesKnownBadInputsRuleSet": 3, "AWSManagedRulesAmazonIpReputationList": 4,
		}, groups)
		assert.Len(t, priorities, 4)

		association := s.only(t, "aws_wafv2_web_acl_association")
		assert.Equal(t, ref("aws_lb", "compute_alb", "arn"), association["resource_arn"], "control ELB.16")
		assert.Equal(t, ref("aws_wafv2_web_acl", "security_waf", "arn"), association["web_acl_arn"])

		logging := s.only(t, "aws_wafv2_web_acl_logging_configuration")
		assert.Equal(t, []any{ref("aws_cloudwatch_log_group", "security_waf_log", "arn")}, logging["log_destination_configs"], "control WAF.11")
		group := s.Resource["aws_cloudwatch_log_group"]["security_waf_log"]
		assert.Equal(t, "aws-waf-logs-pdm-"+env.Name, group["name"], "AWS WAF writes to no other name")
		assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), group["kms_key_id"])
		var redacted []any
		for _, field := range blocks(logging["redacted_fields"]) {
			redacted = append(redacted, block(t, field["single_header"])["name"])
		}
		assert.Subset(t, redacted, []any{"authorization", "cookie"})
	})
	assert.Equal(t, 2000, fixture.Production().RateLimit, "plan, line 998")
}

// A deployment is judged by alarms that exist before it.
func TestDeploymentsRollBackByAlarm(t *testing.T) {
	services(t, func(t *testing.T, _ envs.Environment, s stack, service envs.Service) {
		alarms := block(t, s.service(service.Name)["alarms"])
		assert.Equal(t, true, alarms["enable"])
		assert.Equal(t, true, alarms["rollback"])
		require.NotEmpty(t, alarms["alarm_names"])
		for _, reference := range alarms["alarm_names"].([]any) {
			name, ok := strings.CutPrefix(reference.(string), "${aws_cloudwatch_metric_alarm.")
			require.True(t, ok, "%v is no reference to an alarm", reference)
			name, _ = strings.CutSuffix(name, ".alarm_name}")
			require.Contains(t, s.Resource["aws_cloudwatch_metric_alarm"], name)
			assert.Equal(t, "notBreaching", s.Resource["aws_cloudwatch_metric_alarm"][name]["treat_missing_data"],
				"a service without traffic can be deployed")
		}
	})
}
