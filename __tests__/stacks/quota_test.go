package stacks_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/quota"
)

// Finding A5. What the quotas are asked for is what the stacks take.
func TestQuotasAreThoseOfTheStacks(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		vCPU := 0.0
		for name, service := range s.Resource["aws_ecs_service"] {
			assert.EqualValues(t, 200, service["deployment_maximum_percent"], "a roll-out doubles the tasks")
			definition := s.Resource["aws_ecs_task_definition"][name+"_task"]
			require.NotNil(t, definition, name)
			var units float64
			_, err := fmt.Sscan(definition["cpu"].(string), &units)
			require.NoError(t, err)
			vCPU += service["desired_count"].(float64) * units / 1024
		}
		gateways := map[string]int{}
		for _, gateway := range s.Resource["aws_nat_gateway"] {
			subnet := strings.Split(gateway["subnet_id"].(string), ".")[1]
			gateways[s.Resource["aws_subnet"][subnet]["availability_zone"].(string)]++
		}
		endpoints := map[string]int{}
		for _, endpoint := range s.Resource["aws_vpc_endpoint"] {
			endpoints[endpoint["vpc_endpoint_type"].(string)]++
		}
		counted := map[string]int{
			"EC2-VPC Elastic IPs":                   len(s.Resource["aws_eip"]),
			"VPCs per Region":                       len(s.Resource["aws_vpc"]),
			"NAT gateways per Availability Zone":    fullest(gateways),
			"Interface VPC endpoints per VPC":       endpoints["Interface"],
			"Gateway VPC endpoints per Region":      endpoints["Gateway"],
			"Application Load Balancers per Region": len(s.Resource["aws_lb"]),
		}
		rules := map[string]int{}
		for _, kind := range []string{"aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"} {
			for _, rule := range s.Resource[kind] {
				rules[kind+rule["security_group_id"].(string)]++
			}
		}

		fargate := 0.0
		for _, q := range quota.All {
			needed := q.Needed(env.Region, env)
			switch count, ok := counted[q.Name]; {
			case ok:
				assert.EqualValues(t, count, needed.Start, q.Name)
				assert.Equal(t, needed.Start, needed.Most, q.Name)
			case q.Service == "fargate":
				fargate += needed.Start
			default:
				assert.Equal(t, "Inbound or outbound rules per security group", q.Name)
				assert.GreaterOrEqual(t, needed.Most, float64(fullest(rules)), q.Name)
			}
		}
		// With both, the odd task counts twice: ECS decides where it goes.
		assert.GreaterOrEqual(t, fargate, vCPU)
		if env.Capacity.Spot == 0 || env.Capacity.OnDemand == 0 {
			assert.Equal(t, vCPU, fargate)
		}
	})
}

func fullest(counts map[string]int) (most int) {
	for _, count := range counts {
		most = max(most, count)
	}
	return most
}

// The pre-flight asks whether the names of the buckets are free.
func TestBucketsAreThoseOfTheStacks(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		var made []envs.Bucket
		for _, bucket := range s.Resource["aws_s3_bucket"] {
			region := env.Region
			if provider, ok := bucket["provider"].(string); ok {
				region = strings.TrimPrefix(provider, "aws.")
			}
			made = append(made, envs.Bucket{Name: bucket["bucket"].(string), Region: region})
		}
		assert.ElementsMatch(t, env.Buckets("${data.aws_caller_identity.current.account_id}"), made)
	})
}
