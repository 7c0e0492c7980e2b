package stacks_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

const datadogSecret = "${aws_secretsmanager_secret_version.datadog_secret_version.arn}"

// withDatadog runs a test for every environment that has Datadog.
func withDatadog(t *testing.T, test func(t *testing.T, env envs.Environment, s stack)) {
	t.Helper()
	ran := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Datadog != nil {
			ran++
			test(t, env, s)
		}
	})
	require.GreaterOrEqual(t, ran, 3)
}

// Off means no trace of it.
func TestNoTraceOfDatadogWhereItIsOff(t *testing.T) {
	off := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Datadog != nil {
			return
		}
		off++
		written := toJSON(t, s)
		assert.NotRegexp(t, `(?i)datadog|DD_|firehose`, written)
	})
	assert.GreaterOrEqual(t, off, 2)
}

func TestAgentRunsBesideEachService(t *testing.T) {
	withDatadog(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, service := range env.Services {
			tag := "${var." + strings.ReplaceAll(service.Name, "-", "_") + "_image_tag}"
			unified := map[string]string{"DD_ENV": env.Name, "DD_SERVICE": service.Name, "DD_VERSION": tag}

			containers := s.containers(t, service.Name)
			require.Len(t, containers, 2)
			got := environment(t, containers[0])
			assert.Equal(t, "127.0.0.1", got["DD_AGENT_HOST"])
			for name, value := range unified {
				assert.Equal(t, value, got[name])
			}
			assert.NotContains(t, toJSON(t, containers[0]), datadogSecret, "the service needs no key")

			agent := containers[1]
			assert.Equal(t, "datadog-agent", agent["name"])
			assert.Equal(t, "public.ecr.aws/datadog/agent:"+env.Datadog.AgentVersion, agent["image"])
			assert.Equal(t, false, agent["essential"], "a service goes on without its agent")
			assert.Equal(t, float64(256), agent["memoryReservation"])
			assert.Equal(t, []any{"CMD-SHELL", "agent health"}, agent["healthCheck"].(object)["command"])
			assert.Equal(t, []any{object{"name": "DD_API_KEY", "valueFrom": datadogSecret + ":api_key::"}}, agent["secrets"])
			assert.NotContains(t, agent, "portMappings")
			got = environment(t, agent)
			want := map[string]string{"ECS_FARGATE": "true", "DD_APM_ENABLED": "true", "DD_SITE": env.Datadog.Site}
			for name, value := range unified {
				want[name] = value
			}
			assert.Equal(t, want, got)
			options := agent["logConfiguration"].(object)["options"].(object)
			assert.Equal(t, service.Name, options["awslogs-stream-prefix"])
			assert.Equal(t, ref("aws_cloudwatch_log_group", "monitoring_datadog-agent_log", "name"), options["awslogs-group"])
		}
	})
}

func TestDatadogKeyIsWrittenOnly(t *testing.T) {
	withDatadog(t, func(t *testing.T, env envs.Environment, s stack) {
		secret := s.Resource["aws_secretsmanager_secret"]["datadog_secret"]
		assert.Equal(t, "pdm-"+env.Name+"-datadog", secret["name"])
		assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), secret["kms_key_id"])
		version := s.Resource["aws_secretsmanager_secret_version"]["datadog_secret_version"]
		assert.NotContains(t, version, "secret_string")
		assert.Equal(t, `${jsonencode({"api_key" = var.datadog_api_key})}`, version["secret_string_wo"])
		assert.Equal(t, float64(env.Datadog.KeyRevision), version["secret_string_wo_version"])

		variable := s.Variable["datadog_api_key"]
		assert.Equal(t, true, variable["ephemeral"])
		assert.Equal(t, true, variable["sensitive"])
		assert.NotContains(t, variable, "default")
		pattern := regexp.MustCompile(`regex\("(.*?)", var`).FindStringSubmatch(block(t, variable["validation"])["condition"].(string))
		require.Len(t, pattern, 2)
		key := strings.Repeat("0a", 16)
		for value, good := range map[string]bool{key: true, key[1:]: false, key + "0": false, strings.ToUpper(key): false, "": false} {
			assert.Equal(t, good, regexp.MustCompile(pattern[1]).MatchString(value), value)
		}
		for kind, byName := range s.Resource {
			if kind != "aws_secretsmanager_secret_version" {
				assert.NotContains(t, toJSON(t, byName), "datadog_api_key", kind)
			}
		}
	})
}

func TestLogsReachDatadog(t *testing.T) {
	withDatadog(t, func(t *testing.T, env envs.Environment, s stack) {
		filters := s.Resource["aws_cloudwatch_log_subscription_filter"]
		assert.Len(t, filters, len(env.Services))
		for _, service := range env.Services {
			filter := filters["datadog_"+service.Name+"_logs"]
			assert.Equal(t, ref("aws_cloudwatch_log_group", "monitoring_"+service.Name+"_log", "name"), filter["log_group_name"])
			assert.Equal(t, "", filter["filter_pattern"])
			assert.Equal(t, ref("aws_kinesis_firehose_delivery_stream", "datadog_logs", "arn"), filter["destination_arn"])
			assert.Equal(t, ref("aws_iam_role", "datadog_sender", "arn"), filter["role_arn"])
			assert.Equal(t, []any{"aws_iam_role_policy.datadog_sender_policy"}, filter["depends_on"])
		}

		stream := s.only(t, "aws_kinesis_firehose_delivery_stream")
		assert.Equal(t, "pdm-"+env.Name+"-datadog", stream["name"])
		assert.Equal(t, "http_endpoint", stream["destination"])
		assert.Equal(t, []any{"aws_iam_role_policy.datadog_delivery_policy"}, stream["depends_on"])
		assert.Equal(t, object{"enabled": true, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": ref("aws_kms_key", "security_main", "arn")},
			block(t, stream["server_side_encryption"]))
		endpoint := block(t, stream["http_endpoint_configuration"])
		assert.Equal(t, "https://aws-kinesis-http-intake.logs."+env.Datadog.Site+"/api/v2/logs?dd-protocol=aws-kinesis-firehose", endpoint["url"])
		assert.NotContains(t, endpoint, "access_key", "the state would have it")
		role := ref("aws_iam_role", "datadog_delivery", "arn")
		assert.Equal(t, object{"enabled": true, "secret_arn": datadogSecret, "role_arn": role}, block(t, endpoint["secrets_manager_configuration"]))
		assert.Equal(t, "FailedDataOnly", endpoint["s3_backup_mode"])
		assert.Equal(t, role, endpoint["role_arn"])
		backup := block(t, endpoint["s3_configuration"])
		assert.Equal(t, ref("aws_s3_bucket", "datadog_lost", "arn"), backup["bucket_arn"])
		assert.Equal(t, role, backup["role_arn"])
		assert.Equal(t, true, block(t, endpoint["cloudwatch_logging_options"])["enabled"])
	})
}

func TestDatadogReadsMetricsByItsExternalID(t *testing.T) {
	found := 0
	withDatadog(t, func(t *testing.T, env envs.Environment, s stack) {
		role := s.Resource["aws_iam_role"]["datadog_integration"]
		if env.Datadog.ExternalID == "" {
			assert.Nil(t, role)
			return
		}
		found++
		trust := s.statements(t, role["assume_role_policy"])
		require.Len(t, trust, 1)
		assert.Equal(t, object{"type": "AWS", "identifiers": []any{"arn:${data.aws_partition.partition.partition}:iam::" + env.Datadog.Account() + ":root"}},
			block(t, trust[0]["principals"]))
		assert.Equal(t, object{"test": "StringEquals", "variable": "sts:ExternalId", "values": []any{env.Datadog.ExternalID}},
			block(t, trust[0]["condition"]))
		for _, statement := range s.statements(t, s.Resource["aws_iam_role_policy"]["datadog_integration_policy"]["policy"]) {
			for _, action := range statement["actions"].([]any) {
				assert.Regexp(t, `^(cloudwatch|ec2|ecs|elasticloadbalancing|tag):(Describe|GetMetricData|GetResources|GetTag|List)\w*$`, action)
			}
		}
	})
	assert.Positive(t, found)
}
