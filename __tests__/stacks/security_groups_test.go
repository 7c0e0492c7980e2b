package stacks_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
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
			require.Equal(t, rule["from_port"], rule["to_port"], name)
			port := rule["from_port"]
			if rule["ip_protocol"] == "-1" {
				require.Nil(t, port, "%s: AWS takes no ports with every protocol", name)
				port = "all"
			} else {
				assert.Equal(t, "tcp", rule["ip_protocol"], name)
			}
			other := rule["cidr_ipv4"]
			if other == nil {
				other = role(rule["referenced_security_group_id"])
			}
			all = append(all, fmt.Sprintf("%s %s %v :%v", role(rule["security_group_id"]), arrow, other, port))
		}
	}
	sort.Strings(all)
	return all
}

// The whole of who may talk to whom. Correction of line 280: gRPC is open to
// the API's tasks only, not to whoever shares a group. A SageMaker job reaches
// its data in S3, which has public addresses behind its gateway endpoint too, and
// the other members of the same job.
func TestWhoMayTalkToWhom(t *testing.T) {
	for _, env := range fixture.All() {
		t.Run(env.Name, func(t *testing.T) {
			want := []string{
				"alb -> api-gateway :3000",
				"alb <- 0.0.0.0/0 :443",
				"alb <- 0.0.0.0/0 :80",
				"api-gateway -> 0.0.0.0/0 :443",
				"api-gateway -> ml-service :50051",
				"api-gateway <- alb :3000",
				"ml-service -> 0.0.0.0/0 :443",
				"ml-service <- api-gateway :50051",
				"sagemaker -> 0.0.0.0/0 :443",
				"sagemaker -> sagemaker :all",
				"sagemaker <- sagemaker :all",
			}
			if len(env.Network.InterfaceEndpoints) > 0 {
				for _, from := range []string{"api-gateway", "ml-service", "sagemaker"} {
					want = append(want, from+" -> endpoints :443", "endpoints <- "+from+" :443")
				}
			}
			assert.ElementsMatch(t, want, load(t, env.Name).rules(t))
			assert.Equal(t, ref("aws_security_group", "networking_sagemaker", "id"),
				load(t, env.Name).Output["sagemaker_security_group_id"]["value"])
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
		// The load balancer's, the jobs', one a service, and the endpoints'.
		want := 2 + len(env.Services)
		if len(env.Network.InterfaceEndpoints) > 0 {
			want++
		}
		assert.Len(t, s.Resource["aws_security_group"], want)
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
