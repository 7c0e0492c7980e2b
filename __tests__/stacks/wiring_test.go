package stacks_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// What depends on what, where nothing else would show that a part hangs in the
// air: Terraform takes most of these for optional, or AWS has a default.
func TestEverythingIsConnected(t *testing.T) {
	reference := regexp.MustCompile(`^\$\{(?:data\.)?([a-z0-9_]+)\.([a-z0-9_-]+)\.[a-z_]+\}$`)
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		for _, wire := range []struct{ kind, argument, to string }{
			{"aws_acm_certificate_validation", "certificate_arn", "aws_acm_certificate"},
			{"aws_flow_log", "iam_role_arn", "aws_iam_role"},
			{"aws_flow_log", "vpc_id", "aws_vpc"},
			{"aws_iam_role_policy", "role", "aws_iam_role"},
			{"aws_iam_role_policy_attachment", "role", "aws_iam_role"},
			{"aws_internet_gateway", "vpc_id", "aws_vpc"},
			{"aws_kms_alias", "target_key_id", "aws_kms_key"},
			{"aws_kms_key_policy", "key_id", "aws_kms_key"},
			{"aws_lb_listener", "load_balancer_arn", "aws_lb"},
			{"aws_lb_listener_rule", "listener_arn", "aws_lb_listener"},
			{"aws_lb_target_group", "vpc_id", "aws_vpc"},
			{"aws_nat_gateway", "allocation_id", "aws_eip"},
			{"aws_nat_gateway", "subnet_id", "aws_subnet"},
			{"aws_route", "route_table_id", "aws_route_table"},
			{"aws_route_table", "vpc_id", "aws_vpc"},
			{"aws_route_table_association", "subnet_id", "aws_subnet"},
			{"aws_route_table_association", "route_table_id", "aws_route_table"},
			{"aws_secretsmanager_secret_version", "secret_id", "aws_secretsmanager_secret"},
			{"aws_security_group", "vpc_id", "aws_vpc"},
			{"aws_subnet", "vpc_id", "aws_vpc"},
			{"aws_vpc_endpoint", "vpc_id", "aws_vpc"},
			{"aws_vpc_security_group_egress_rule", "security_group_id", "aws_security_group"},
			{"aws_vpc_security_group_ingress_rule", "security_group_id", "aws_security_group"},
			{"aws_wafv2_web_acl_association", "resource_arn", "aws_lb"},
			{"aws_wafv2_web_acl_association", "web_acl_arn", "aws_wafv2_web_acl"},
			{"aws_wafv2_web_acl_logging_configuration", "resource_arn", "aws_wafv2_web_acl"},
		} {
			for address, r := range s.Resource[wire.kind] {
				written, _ := r[wire.argument].(string)
				found := reference.FindStringSubmatch(written)
				if !assert.NotNil(t, found, "%s.%s: %s is %q", wire.kind, address, wire.argument, written) {
					continue
				}
				assert.Equal(t, wire.to, found[1], "%s.%s: %s", wire.kind, address, wire.argument)
				assert.Contains(t, s.Resource[found[1]], found[2], "%s.%s: %s", wire.kind, address, wire.argument)
			}
		}
		for address, ip := range s.Resource["aws_eip"] {
			assert.Equal(t, "vpc", ip["domain"], address)
		}
		public := s.Resource["aws_route"]["networking_public_default"]
		assert.Equal(t, "0.0.0.0/0", public["destination_cidr_block"])
		assert.Equal(t, ref("aws_internet_gateway", "networking_internet", "id"), public["gateway_id"])
		assert.Equal(t, ref("aws_route_table", "networking_public", "id"), public["route_table_id"])

		balancer := s.only(t, "aws_lb")
		assert.Equal(t, "application", balancer["load_balancer_type"])
		assert.Equal(t, []any{ref("aws_security_group", "networking_alb", "id")}, balancer["security_groups"])
		assert.Equal(t, "HTTP", s.Resource["aws_lb_target_group"]["compute_targets"]["protocol"])
		assert.Equal(t, "HTTP", s.Resource["aws_lb_listener"]["compute_http"]["protocol"])

		api := s.Resource["aws_route53_record"]["compute_api"]
		assert.Equal(t, "A", api["type"])
		assert.Equal(t, object{
			"name": ref("aws_lb", "compute_alb", "dns_name"), "zone_id": ref("aws_lb", "compute_alb", "zone_id"), "evaluate_target_health": true,
		}, block(t, api["alias"]))
		for address, record := range s.Resource["aws_route53_record"] {
			if record["type"] != "A" {
				require.NotEmpty(t, record["records"], address)
				assert.Positive(t, record["ttl"], address)
			}
		}

		rule := s.rule(t)
		assert.Positive(t, rule["start_window"])
		assert.Positive(t, rule["completion_window"])
	})
}
