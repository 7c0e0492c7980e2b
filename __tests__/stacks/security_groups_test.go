package stacks_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// rules lists a stack's rules in words: "api-gateway <- alb :3000". The end
// that is not a group is an address range.
func (s stack) rules(t *testing.T) []string {
	t.Helper()
	role := func(reference any) string {
		name := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(reference), "${aws_security_group.networking_"), ".id}")
		require.NotContains(t, name, "$")
		return name
	}
	var all []string
	for kind, arrow := range map[string]string{
		"aws_vpc_security_group_ingress_rule": "<-",
		"aws_vpc_security_group_egress_rule":  "->",
	} {
		for name, rule := range s.Resource[kind] {
			assert.NotEmpty(t, rule["description"], name)
			assert.Equal(t, "tcp", rule["ip_protocol"], name)
			require.Equal(t, rule["from_port"], rule["to_port"], name)
			other := rule["cidr_ipv4"]
			if other == nil {
				other = role(rule["referenced_security_group_id"])
			}
			all = append(all, fmt.Sprintf("%s %s %v :%v", role(rule["security_group_id"]), arrow, other, rule["from_port"]))
		}
	}
	sort.Strings(all)
	return all
}

// The whole of who may talk to whom. Correction of line 280: gRPC is open to
// the API's tasks only, not to whoever shares a group.
func TestWhoMayTalkToWhom(t *testing.T) {
	for _, env := range envs.All() {
		t.Run(env.Name, func(t *testing.T) {
			assert.Equal(t, []string{
				"alb -> api-gateway :3000",
				"alb <- 0.0.0.0/0 :443",
				"alb <- 0.0.0.0/0 :80",
				"api-gateway -> 0.0.0.0/0 :443",
				"api-gateway -> endpoints :443",
				"api-gateway -> ml-service :50051",
				"api-gateway <- alb :3000",
				"endpoints -> endpoints :443",
				"endpoints <- api-gateway :443",
				"endpoints <- endpoints :443",
				"endpoints <- ml-service :443",
				"ml-service -> 0.0.0.0/0 :443",
				"ml-service -> endpoints :443",
				"ml-service <- api-gateway :50051",
			}, load(t, env.Name).rules(t))
		})
	}
}

func TestOnlyTheLoadBalancerIsPublic(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		for _, rule := range s.rules(t) {
			if strings.Contains(rule, "<- 0.0.0.0/0") {
				assert.Contains(t, []string{"alb <- 0.0.0.0/0 :80", "alb <- 0.0.0.0/0 :443"}, rule)
			}
		}
	})
}

func TestGroupsAreDescribedAndReplaceable(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		// The load balancer's, the endpoints' and one a service.
		assert.Len(t, s.Resource["aws_security_group"], 2+len(env.Services))
		for name, group := range s.Resource["aws_security_group"] {
			assert.NotEmpty(t, group["description"], name)
			assert.NotContains(t, group, "ingress", "%s has inline rules", name)
			assert.NotContains(t, group, "egress", "%s has inline rules", name)
			assert.NotEmpty(t, group["name_prefix"], name)
			assert.Equal(t, object{"create_before_destroy": true}, group["lifecycle"],
				"%s: a group in use can only be replaced by one that exists already", name)
		}
	})
}

func TestDefaultGroupIsClosed(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		group := s.only(t, "aws_default_security_group")
		assert.Equal(t, ref("aws_vpc", "networking_main", "id"), group["vpc_id"])
		assert.NotContains(t, group, "ingress")
		assert.NotContains(t, group, "egress")
	})
}

// A service that is added brings its group, and is reachable by its callers
// alone: this one has none.
func TestAddedServiceIsClosed(t *testing.T) {
	for _, rule := range load(t, moreOfBoth).rules(t) {
		assert.False(t, strings.HasPrefix(rule, "reporting <-"), rule)
	}
	assert.Contains(t, load(t, moreOfBoth).rules(t), "reporting -> 0.0.0.0/0 :443")
}
