package stacks_test

import (
	"io"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// zoneOf is where a subnet is that a list refers to.
func (s stack) zoneOf(subnet any) string {
	for name, r := range s.Resource["aws_subnet"] {
		if subnet == ref("aws_subnet", name, "id") {
			return r["availability_zone"].(string)
		}
	}
	return ""
}

// zonesOf are the zones of a list of subnets.
func (s stack) zonesOf(subnets any) (zones []string) {
	for _, subnet := range subnets.([]any) {
		zones = append(zones, s.zoneOf(subnet))
	}
	return zones
}

// wayOut is the zone of the NAT gateway through which a zone's private subnet
// leaves; empty where it leaves through none.
func (s stack) wayOut(zone string) string {
	for name, gateway := range s.Resource["aws_nat_gateway"] {
		if s.Resource["aws_route"]["networking_private_default_"+zone]["nat_gateway_id"] == ref("aws_nat_gateway", name, "id") {
			return s.zoneOf(gateway["subnet_id"])
		}
	}
	return ""
}

// The loss of any one zone leaves what the runbook says it leaves: a load balancer
// with addresses, services with subnets, and each other zone its own way out, but
// where one NAT gateway serves all.
func TestAZoneIsLost(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		all := env.Network.AvailabilityZones
		balancer := s.only(t, "aws_lb")
		assert.ElementsMatch(t, all, s.zonesOf(balancer["subnets"]), "an address in each zone")
		assert.Equal(t, true, balancer["enable_cross_zone_load_balancing"], "each leads to tasks of all zones")
		assert.Equal(t, true, balancer["enable_zonal_shift"], "or start-zonal-shift is refused")
		for name, service := range s.Resource["aws_ecs_service"] {
			assert.ElementsMatch(t, all, s.zonesOf(block(t, service["network_configuration"])["subnets"]), name)
			assert.Equal(t, "ENABLED", service["availability_zone_rebalancing"], name)
		}
		for name, endpoint := range s.Resource["aws_vpc_endpoint"] {
			if endpoint["vpc_endpoint_type"] == "Interface" {
				assert.ElementsMatch(t, all, s.zonesOf(endpoint["subnet_ids"]), name)
			}
		}

		for _, lost := range all {
			for _, zone := range all {
				if zone == lost {
					continue
				}
				switch out := s.wayOut(zone); env.Network.NAT {
				case envs.NATPerZone:
					assert.Equal(t, zone, out, "nothing of another zone's")
				case envs.NATSingle:
					assert.Equal(t, lost == all[0], out == lost, "the first zone takes the way out of all along, and no other one does")
				default:
					assert.Empty(t, out)
				}
			}
		}
	})

	production := fixture.Production()
	assert.Equal(t, envs.NATPerZone, production.Network.NAT)
	for _, s := range production.Services {
		assert.GreaterOrEqual(t, s.MinCount, 2, "%s: one of two is in another zone", s.Name)
	}
}

// What the runbook has changed where one NAT gateway is lost with its zone adds
// gateways and changes routes; it replaces no subnet, and nothing in one.
func TestEachZoneGetsAWayOut(t *testing.T) {
	single := fixture.Staging()
	require.Equal(t, envs.NATSingle, single.Network.NAT)
	own := single
	own.Network.NAT = envs.NATPerZone
	require.NoError(t, own.Validate())
	made := func(env envs.Environment) stack {
		var chosen []stacks.Stack
		for _, s := range stacks.All(fixture.Accounts(), []envs.Environment{env}) {
			if s.Name == env.Name {
				chosen = append(chosen, s)
			}
		}
		dir := filepath.Join(t.TempDir(), "cdktf.out")
		require.NoError(t, synth.Run(dir, chosen, chosen, io.Discard))
		return loadFrom(t, dir, env.Name)
	}
	before, after := load(t, single.Name), made(own)
	for _, lost := range own.Network.AvailabilityZones {
		for _, zone := range own.Network.AvailabilityZones {
			assert.Equal(t, zone == lost, after.wayOut(zone) == lost)
		}
	}

	// What tells of them: their alarms, and Supabase's list of who may connect.
	tells := []string{"aws_cloudwatch_dashboard", "aws_cloudwatch_composite_alarm", "supabase_settings"}
	for kind, byName := range after.Resource {
		for name, r := range byName {
			was, there := before.Resource[kind][name]
			switch {
			case !there:
				assert.Contains(t, []string{"aws_nat_gateway", "aws_eip", "aws_cloudwatch_metric_alarm"}, kind, name)
			case kind == "aws_route":
				assert.Equal(t, was["route_table_id"], r["route_table_id"], name)
			case !slices.Contains(tells, kind):
				assert.Equal(t, was, r, "%s.%s", kind, name)
			}
		}
	}
	for kind, byName := range before.Resource {
		for name := range byName {
			assert.Contains(t, after.Resource[kind], name, "%s.%s would be destroyed", kind, name)
		}
	}
}
