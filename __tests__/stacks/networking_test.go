package stacks_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// Correction of line 349: without an association a subnet falls back to the
// VPC's main route table, and a private one never reaches the NAT gateway.
func TestEverySubnetHasItsRouteTable(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		tables := map[any][]any{}
		for _, association := range s.Resource["aws_route_table_association"] {
			tables[association["subnet_id"]] = append(tables[association["subnet_id"]], association["route_table_id"])
		}
		assert.Len(t, tables, 2*len(env.Network.AvailabilityZones))
		for _, zone := range env.Network.AvailabilityZones {
			assert.Equal(t, []any{ref("aws_route_table", "networking_public", "id")},
				tables[ref("aws_subnet", "networking_public_"+zone, "id")])
			assert.Equal(t, []any{ref("aws_route_table", "networking_private_table_"+zone, "id")},
				tables[ref("aws_subnet", "networking_private_"+zone, "id")])
		}
	})
}

// Correction of line 355: a default route exists only where its gateway does,
// and leads to the zone's own gateway where there is one.
func TestPrivateSubnetsLeaveThroughTheirNAT(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		zones := env.Network.AvailabilityZones
		gatewayOf := func(zone string) string {
			switch env.Network.NAT {
			case envs.NATPerZone:
				return ref("aws_nat_gateway", "networking_nat_"+zone, "id")
			case envs.NATSingle:
				return ref("aws_nat_gateway", "networking_nat_"+zones[0], "id")
			}
			return ""
		}
		for _, zone := range zones {
			route, exists := s.Resource["aws_route"]["networking_private_default_"+zone]
			if gatewayOf(zone) == "" {
				assert.False(t, exists, "a route without a gateway in %s", zone)
				continue
			}
			require.True(t, exists, "no way out of %s", zone)
			assert.Equal(t, "0.0.0.0/0", route["destination_cidr_block"])
			assert.Equal(t, ref("aws_route_table", "networking_private_table_"+zone, "id"), route["route_table_id"])
			assert.Equal(t, gatewayOf(zone), route["nat_gateway_id"])
		}
		gateways := map[envs.NAT]int{envs.NATNone: 0, envs.NATSingle: 1, envs.NATPerZone: len(zones)}[env.Network.NAT]
		assert.Len(t, s.Resource["aws_nat_gateway"], gateways)
		assert.Len(t, s.Resource["aws_eip"], gateways)
		for _, kind := range []string{"aws_nat_gateway", "aws_eip"} {
			for name, r := range s.Resource[kind] {
				assert.Equal(t, []any{"aws_internet_gateway.networking_internet"}, r["depends_on"], name)
			}
		}
	})
}

func TestNATGatewaysStandInPublicSubnets(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		for name, gateway := range s.Resource["aws_nat_gateway"] {
			zone := strings.TrimPrefix(name, "networking_nat_")
			assert.Equal(t, ref("aws_subnet", "networking_public_"+zone, "id"), gateway["subnet_id"])
		}
	})
}

// Plan, lines 182 and 196: cidrsubnet(vpc, 8, n) and cidrsubnet(vpc, 8, n + 10).
func TestSubnetsAreCutAsPlanned(t *testing.T) {
	production := load(t, "production")
	for i, zone := range []string{"us-east-1a", "us-east-1b", "us-east-1c"} {
		public := production.Resource["aws_subnet"]["networking_public_"+zone]
		assert.Equal(t, fmt.Sprintf("10.0.%d.0/24", i), public["cidr_block"])
		assert.Equal(t, object{"Name": fmt.Sprintf("pdm-production-public-%d", i+1), "Type": "Public"}, public["tags"])
		private := production.Resource["aws_subnet"]["networking_private_"+zone]
		assert.Equal(t, fmt.Sprintf("10.0.%d.0/24", i+10), private["cidr_block"])
		assert.Equal(t, object{"Name": fmt.Sprintf("pdm-production-private-%d", i+1), "Type": "Private"}, private["tags"])
	}

	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		vpc := netip.MustParsePrefix(env.Network.CIDR)
		var cut []netip.Prefix
		for name, subnet := range s.Resource["aws_subnet"] {
			prefix := netip.MustParsePrefix(subnet["cidr_block"].(string))
			assert.True(t, vpc.Overlaps(prefix) && prefix.Bits() == 24, "%s has %s", name, prefix)
			for _, other := range cut {
				assert.False(t, other.Overlaps(prefix), "%s overlaps %s", prefix, other)
			}
			cut = append(cut, prefix)
			// Correction of line 182: nothing but the load balancer and NAT
			// gateways lives in a public subnet, and both bring addresses.
			assert.Equal(t, false, subnet["map_public_ip_on_launch"], name)
			assert.True(t, strings.HasSuffix(name, subnet["availability_zone"].(string)), name)
		}
	})
}

func TestVPCResolvesNames(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		vpc := s.only(t, "aws_vpc")
		assert.Equal(t, env.Network.CIDR, vpc["cidr_block"])
		assert.Equal(t, true, vpc["enable_dns_support"])
		assert.Equal(t, true, vpc["enable_dns_hostnames"], "private DNS of interface endpoints needs it")
	})
}

func TestGatewayEndpointsServeEveryPrivateSubnet(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, service := range []string{"s3", "dynamodb"} {
			endpoint := s.Resource["aws_vpc_endpoint"]["networking_endpoint_"+service]
			assert.Equal(t, "Gateway", endpoint["vpc_endpoint_type"])
			assert.Equal(t, "com.amazonaws."+env.Region+"."+service, endpoint["service_name"])
			assert.Len(t, endpoint["route_table_ids"], len(env.Network.AvailabilityZones))
		}
	})
}

// Correction of line 295: the rule to AWS's APIs was of a group attached to
// nothing; here every interface endpoint carries the group that admits who calls
// them.
func TestInterfaceEndpoints(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		found := 0
		for name, endpoint := range s.Resource["aws_vpc_endpoint"] {
			if endpoint["vpc_endpoint_type"] != "Interface" {
				continue
			}
			found++
			service := strings.ReplaceAll(strings.TrimPrefix(name, "networking_endpoint_"), "-", ".")
			assert.Equal(t, "com.amazonaws."+env.Region+"."+service, endpoint["service_name"], name)
			assert.Equal(t, true, endpoint["private_dns_enabled"], name)
			assert.Equal(t, []any{ref("aws_security_group", "networking_endpoints", "id")}, endpoint["security_group_ids"], name)
			assert.Len(t, endpoint["subnet_ids"], len(env.Network.AvailabilityZones), name)
		}
		assert.Equal(t, len(env.Network.InterfaceEndpoints), found)
	})
	for _, service := range []string{"ecr-api", "ecr-dkr", "kms", "logs", "sagemaker-runtime", "secretsmanager", "ssmmessages"} {
		assert.Contains(t, load(t, "production").Resource["aws_vpc_endpoint"], "networking_endpoint_"+service)
	}
}

func TestFlowLog(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		group := s.Resource["aws_cloudwatch_log_group"]["networking_flow"]
		assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), group["kms_key_id"])
		assert.EqualValues(t, env.LogRetentionDays, group["retention_in_days"])
		assert.Equal(t, []any{"aws_kms_key_policy.security_policy"}, group["depends_on"],
			"until the key's policy stands, CloudWatch Logs may not use it")

		log := s.only(t, "aws_flow_log")
		assert.Equal(t, string(env.Network.FlowLog), log["traffic_type"])
		assert.Equal(t, ref("aws_vpc", "networking_main", "id"), log["vpc_id"])
		assert.Equal(t, ref("aws_cloudwatch_log_group", "networking_flow", "arn"), log["log_destination"])

		policy := s.statements(t, s.Resource["aws_iam_role_policy"]["networking_flow_role_policy"]["policy"])
		require.Len(t, policy, 1)
		assert.Equal(t, []any{"${aws_cloudwatch_log_group.networking_flow.arn}:*"}, policy[0]["resources"])
	})
}
