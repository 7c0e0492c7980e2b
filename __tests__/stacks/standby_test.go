package stacks_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/standby"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// waiting holds the stacks of an account whose production has a standby.
var waiting = sync.OnceValues(func() (string, error) {
	environments := []envs.Environment{fixture.Dev(), fixture.StandingBy()}
	environments[1].Services[0].ImageTag = "v1.4.2"
	if err := envs.ValidateAll(fixture.Accounts(), environments); err != nil {
		return "", err
	}
	all := stacks.All(fixture.Accounts(), environments)
	dir := filepath.Join(folder, "waiting")
	return dir, synth.Run(dir, all, all, io.Discard)
})

func TestStandby(t *testing.T) {
	dir, err := waiting()
	require.NoError(t, err)
	folders, err := os.ReadDir(filepath.Join(dir, "stacks"))
	require.NoError(t, err)
	var names []string
	for _, folder := range folders {
		names = append(names, folder.Name())
	}
	require.Equal(t, []string{"account", "bootstrap", "dev", "production", "production-standby"}, names)
	load := func(name string) stack { return loadFrom(t, dir, name) }
	s, primary := load("production-standby"), load("production")

	t.Run("is in the second region alone", func(t *testing.T) {
		require.Len(t, s.Provider["aws"], 1)
		assert.Equal(t, "us-west-2", s.Provider["aws"][0]["region"])
		assert.Equal(t, "production", block(t, s.Provider["aws"][0]["default_tags"])["tags"].(object)["Environment"])
		backend := s.Terraform["backend"].(object)["s3"].(object)
		assert.Equal(t, "us-west-2", backend["region"])
		assert.Equal(t, "predictive-maintenance-terraform-state-us-west-2", backend["bucket"])
		assert.NotContains(t, toJSON(t, object{"resource": s.Resource, "data": s.Data, "locals": s.Locals, "output": s.Output}), "us-east-1",
			"whatever names the lost region could ask it")
	})

	t.Run("costs no gateway while it waits", func(t *testing.T) {
		for name, gateway := range s.Resource["aws_nat_gateway"] {
			assert.Contains(t, gateway["count"], "var.serving", "%s: package cost goes by that", name)
		}
		require.NotEmpty(t, s.Resource["aws_nat_gateway"])
	})

	t.Run("is all of the environment but what is in no region", func(t *testing.T) {
		for kind, byName := range primary.Resource {
			for name := range byName {
				module, _, _ := strings.Cut(name, "_")
				switch {
				case strings.HasPrefix(kind, "supabase_"), strings.HasPrefix(kind, "vercel_"), strings.HasPrefix(kind, "random_"), strings.HasPrefix(kind, "null_"),
					module == "backup", module == "cost", module == "database", module == "frontend",
					strings.HasPrefix(name, "storage_ml_data"), strings.HasPrefix(name, "datadog_secret"), strings.HasPrefix(name, "networking_endpoint_"),
					kind == "aws_security_group" && name == "networking_endpoints", strings.HasSuffix(name, "_to_endpoints"), strings.HasPrefix(name, "networking_endpoints_from"),
					kind == "aws_route53_zone", kind == "aws_route53_health_check", strings.HasSuffix(name, "_validation_record"),
					name == "monitoring_delivery_duration":
					continue
				}
				assert.Contains(t, s.Resource[kind], strings.ReplaceAll(name, "us-east-1", "us-west-2"), "%s.%s", kind, name)
			}
		}
		assert.Empty(t, s.Resource["aws_route53_zone"])
		assert.Contains(t, s.Resource["aws_vpc_endpoint"], "networking_endpoint_s3")
	})

	t.Run("waits", func(t *testing.T) {
		assert.Equal(t, "false", s.Variable["serving"]["default"])
		for _, kind := range []string{"aws_nat_gateway", "aws_route"} {
			for name, r := range s.Resource[kind] {
				if name == "networking_public_default" {
					continue
				}
				assert.Equal(t, `${var.serving == "true" ? 1 : 0}`, r["count"], name)
			}
		}
		assert.Len(t, s.Resource["aws_nat_gateway"], 3)
		assert.Len(t, s.Resource["aws_eip"], 3)
		for name, r := range s.Resource["aws_eip"] {
			assert.NotContains(t, r, "count", "addresses are known before: %s", name)
		}
		assert.NotContains(t, s.only(t, "aws_cloudwatch_dashboard")["dashboard_body"], "aws_nat_gateway", "a failover has other things to do")
		for name, r := range s.Resource["aws_ecs_service"] {
			assert.EqualValues(t, 0, r["desired_count"], name)
			assert.Contains(t, r["lifecycle"].(object)["ignore_changes"], "desired_count")
		}
		for name, r := range s.Resource["aws_appautoscaling_target"] {
			assert.EqualValues(t, 0, r["min_capacity"], name)
			assert.EqualValues(t, 0, r["max_capacity"], name)
			assert.ElementsMatch(t, []any{"min_capacity", "max_capacity"}, r["lifecycle"].(object)["ignore_changes"])
		}
		for name, r := range s.Resource["aws_cloudwatch_metric_alarm"] {
			if name == "monitoring_takeover_unchecked" {
				continue
			}
			if treats := r["treat_missing_data"]; treats != "notBreaching" && treats != "ignore" {
				assert.Equal(t, `${var.serving == "true" ? "breaching" : "notBreaching"}`, treats, name)
				assert.Regexp(t, `^\$\{var\.serving == "true" \? [12] : 0\}$`, r["threshold"], "no task is as it should be: %s", name)
			}
		}
	})

	t.Run("tells that it could not take over", func(t *testing.T) { assertTakeoverIsTold(t, s) })

	t.Run("has names of its own where they are everywhere's", func(t *testing.T) {
		roles := map[any]bool{}
		for _, r := range primary.Resource["aws_iam_role"] {
			roles[r["name"]] = true
		}
		require.NotEmpty(t, s.Resource["aws_iam_role"])
		for name, r := range s.Resource["aws_iam_role"] {
			assert.NotContains(t, roles, r["name"], name)
			assert.Contains(t, r["name"], "pdm-production-standby-", "the environment's own delivery makes it: %s", name)
			assert.Contains(t, r["permissions_boundary"], "policy/delivery/pdm-production-boundary", name)
		}
	})

	t.Run("has its environment's images, secrets and data", func(t *testing.T) {
		for name, r := range primary.Resource["aws_ecr_repository"] {
			assert.Equal(t, r["name"], s.Resource["aws_ecr_repository"][name]["name"], "replication knows no other name")
		}
		assert.Equal(t, primary.Variable["api_gateway_image_tag"], s.Variable["api_gateway_image_tag"])
		assert.Equal(t, "pdm-production-supabase", s.Data["aws_secretsmanager_secret"]["supabase_secret"]["name"])
		assert.Equal(t, "alias/pdm-production-copy", s.Data["aws_kms_alias"]["copy_key"]["name"])
		for _, secret := range []string{"database_secret", "datadog_secret"} {
			replica := blocks(primary.Resource["aws_secretsmanager_secret"][secret]["replica"])
			require.Len(t, replica, 1, secret)
			assert.Equal(t, object{"region": "us-west-2", "kms_key_id": ref("aws_kms_key", "backup_copy_key", "arn")}, replica[0])
		}
		api, ml := s.container(t, "api-gateway"), s.container(t, "ml-service")
		for _, each := range []string{"SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"} {
			assert.Contains(t, toJSON(t, api["secrets"]), `"`+each+`"`)
		}
		assert.Contains(t, toJSON(t, api["secrets"]), "${data.aws_secretsmanager_secret.supabase_secret.arn}:url::")
		assert.Contains(t, ml["environment"], object{"name": "ML_DATA_BUCKET", "value": "pdm-production-ml-data-replica-${data.aws_caller_identity.current.account_id}"})
		assert.Contains(t, ml["environment"], object{"name": "APP_ENV", "value": "production"})
		assert.Contains(t, ml["environment"], object{"name": "AWS_REGION", "value": "us-west-2"})
		for _, document := range []string{"security_execution_secrets_document", "security_ml-service_task_document"} {
			assert.Contains(t, toJSON(t, s.Data["aws_iam_policy_document"][document]), "${data.aws_kms_alias.copy_key.target_key_arn}", document)
		}

		back := primary.Resource["aws_s3_bucket_replication_configuration"]["backup_return"]
		assert.Equal(t, "aws.us-west-2", back["provider"])
		assert.Equal(t, ref("aws_s3_bucket", "backup_ml_data_replica", "id"), back["bucket"])
		assert.Equal(t, ref("aws_s3_bucket", "storage_ml_data", "arn"), block(t, block(t, back["rule"])["destination"])["bucket"])
	})

	t.Run("answers for the same names", func(t *testing.T) {
		check := primary.only(t, "aws_route53_health_check")
		assert.Equal(t, ref("aws_lb", "compute_alb", "dns_name"), check["fqdn"], "the API's own name leads to whichever answers")
		assert.Equal(t, "/health", check["resource_path"])
		assert.Equal(t, standby.Noticed.Most.Seconds(), check["request_interval"].(float64)*check["failure_threshold"].(float64), "a drill counts with it")
		own, other := primary.Resource["aws_route53_record"]["compute_api"], s.Resource["aws_route53_record"]["compute_api"]
		assert.Equal(t, own["name"], other["name"])
		assert.Equal(t, object{"type": "PRIMARY"}, block(t, own["failover_routing_policy"]))
		assert.Equal(t, object{"type": "SECONDARY"}, block(t, other["failover_routing_policy"]))
		assert.Equal(t, ref("aws_route53_health_check", "compute_health", "id"), own["health_check_id"])
		assert.NotContains(t, other, "health_check_id")
		for _, record := range []object{own, other} {
			assert.Equal(t, true, block(t, record["alias"])["evaluate_target_health"])
		}
		assert.Len(t, s.Resource["aws_route53_record"], 1, "the proof for the certificate is there")
	})

	t.Run("finds a place for its state and its images", func(t *testing.T) {
		bootstrap, account := load("bootstrap"), load("account")
		bucket := bootstrap.Resource["aws_s3_bucket"]["state_us-west-2_bucket"]
		assert.Equal(t, "predictive-maintenance-terraform-state-us-west-2", bucket["bucket"])
		for _, kind := range []string{"aws_s3_bucket", "aws_dynamodb_table", "aws_kms_key", "aws_kms_alias"} {
			require.Len(t, bootstrap.Resource[kind], 2, kind)
			for name, r := range bootstrap.Resource[kind] {
				if strings.Contains(name, "us-west-2") {
					assert.Equal(t, "aws.us-west-2", r["provider"], name)
				} else {
					assert.NotContains(t, r, "provider", name)
				}
			}
		}
		rule := block(t, block(t, account.only(t, "aws_ecr_replication_configuration")["replication_configuration"])["rule"])
		assert.Equal(t, object{"region": "us-west-2", "registry_id": "${data.aws_caller_identity.current.account_id}"}, block(t, rule["destination"]))
		assert.Equal(t, object{"filter": "pdm-production/", "filter_type": "PREFIX_MATCH"}, block(t, rule["repository_filter"]))
		policy := toJSON(t, account.Data["aws_iam_policy_document"]["delivery_production_boundary_document"])
		for _, part := range []string{
			"predictive-maintenance-terraform-state*/infrastructure/production/terraform.tfstate*", ":dynamodb:*:", ":kms:*:",
		} {
			assert.Contains(t, policy, part)
		}
		assert.NotContains(t, toJSON(t, account.Data["aws_iam_policy_document"]["delivery_dev_boundary_document"]), "us-west-2")
		// Reviews find what it reads, and nothing in it; what looks at night counts what it
		// found, and nothing else.
		var found []string
		for _, statement := range blocks(account.Data["aws_iam_policy_document"]["delivery_plan_document"]["statement"]) {
			if sid, _ := statement["sid"].(string); strings.HasPrefix(sid, "Find") {
				found = append(found, sid+" "+toJSON(t, statement["actions"]))
			}
		}
		assert.Equal(t, []string{
			`FindZones ["route53:GetHostedZone","route53:ListHostedZones","route53:ListTagsForResource"]`,
			`FindReplicas ["secretsmanager:DescribeSecret","secretsmanager:GetResourcePolicy"]`,
			`FindAliases ["kms:ListAliases"]`, `FindKeys ["kms:DescribeKey"]`,
		}, found)
		plan := toJSON(t, account.Data["aws_iam_policy_document"]["delivery_production_plan_document"])
		assert.Contains(t, plan, `"actions":["cloudwatch:PutMetricData"],"condition":[{"test":"StringEquals","values":["pdm-production-standby"],"variable":"cloudwatch:namespace"}]`)
		for _, name := range []string{"delivery_plan_document", "delivery_dev_plan_document"} {
			assert.NotContains(t, toJSON(t, account.Data["aws_iam_policy_document"][name]), "PutMetricData", name)
		}
	})
}

// Nothing of it is there where nobody asks for it.
func TestNoStandbyUnasked(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		assert.NotContains(t, s.Variable, "serving")
		assert.NotContains(t, s.Resource["aws_route53_health_check"], "compute_health")
	})
	assert.Empty(t, load(t, "account").Resource["aws_ecr_replication_configuration"])
	assert.Len(t, load(t, "bootstrap").Resource["aws_s3_bucket"], 1)
}
