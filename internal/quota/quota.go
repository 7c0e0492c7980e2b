// Package quota says which quotas of AWS the environments use up, and how much
// of each: a new account has fewer vCPUs than production starts with.
package quota

import "github.com/example/predictive-maintenance/envs"

// Quota is a limit that an account has in each region, and that AWS raises when
// it is asked to.
type Quota struct {
	// Service and Code name it to Service Quotas.
	Service, Code string
	// Name is what AWS calls it.
	Name string
	// Default is what AWS documents for a new account.
	Default float64
	// takes is how much of it an environment takes, by what AWS counts for
	// itself: a zone, a VPC, a group; "" for what it counts for the whole region.
	takes func(envs.Environment) map[string]Amount
}

// Amount is how much is taken, and when.
type Amount struct {
	// Start is what an environment is applied with.
	Start float64
	// Rollout is what that becomes while a release takes the place of another.
	Rollout float64
	// Most is a roll-out while everything is scaled out.
	Most float64
}

func (a Amount) plus(b Amount) Amount {
	return Amount{a.Start + b.Start, a.Rollout + b.Rollout, a.Most + b.Most}
}

func (a Amount) most(b Amount) Amount {
	return Amount{max(a.Start, b.Start), max(a.Rollout, b.Rollout), max(a.Most, b.Most)}
}

// Needed is how much of the quota environments take together in a region; of
// what AWS counts by zone, VPC or group, the fullest one.
func (q Quota) Needed(region string, environments ...envs.Environment) Amount {
	taken := map[string]Amount{}
	for _, env := range environments {
		if env.Region != region {
			continue
		}
		for where, amount := range q.takes(env) {
			taken[where] = taken[where].plus(amount)
		}
	}
	var fullest Amount
	for _, amount := range taken {
		fullest = fullest.most(amount)
	}
	return fullest
}

// Codes that the pre-flight counts something for.
const (
	ElasticIPs  = "L-0263D0A3"
	VPCs        = "L-F678F1CE"
	NATGateways = "L-FE5A380F"
)

// All are the quotas that an environment comes near to, with the defaults of
// "Amazon ECS endpoints and quotas", "Amazon EC2 endpoints and quotas", "Amazon
// VPC quotas" and "Quotas for your Application Load Balancers". Internet gateways
// are raised with VPCs.
var All = []Quota{
	{"fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", 6, onDemandVCPU},
	{"fargate", "L-36FBB829", "Fargate Spot vCPU resource count", 6, spotVCPU},
	{"ec2", ElasticIPs, "EC2-VPC Elastic IPs", 5, func(e envs.Environment) map[string]Amount {
		return map[string]Amount{"": steady(len(e.Network.NATZones()))}
	}},
	{"vpc", VPCs, "VPCs per Region", 5, one},
	{"vpc", NATGateways, "NAT gateways per Availability Zone", 5, func(e envs.Environment) map[string]Amount {
		zones := map[string]Amount{}
		for _, zone := range e.Network.NATZones() {
			zones[zone] = steady(1)
		}
		return zones
	}},
	{"vpc", "L-29B6F2EB", "Interface VPC endpoints per VPC", 50, func(e envs.Environment) map[string]Amount {
		return map[string]Amount{e.Name: steady(len(e.Network.InterfaceEndpoints))}
	}},
	{"vpc", "L-1B52E74A", "Gateway VPC endpoints per Region", 20, func(envs.Environment) map[string]Amount {
		return map[string]Amount{"": steady(gatewayEndpoints)}
	}},
	{"vpc", "L-0EA8095F", "Inbound or outbound rules per security group", 60, func(e envs.Environment) map[string]Amount {
		return map[string]Amount{e.Name: steady(len(e.Services) + otherPeers)}
	}},
	{"elasticloadbalancing", "L-53DA6B97", "Application Load Balancers per Region", 50, one},
}

const (
	// gatewayEndpoints are those of S3 and DynamoDB, which every VPC has.
	gatewayEndpoints = 2
	// otherPeers are what a group knows at most beside the services: the load
	// balancer, the group itself, the internet.
	otherPeers = 3
	// rollout is how many times its tasks a service has while a release takes
	// the place of another: 200 per cent.
	rollout = 2
	// unitsPerVCPU are ECS's CPU units.
	unitsPerVCPU = 1024
)

func steady(n int) Amount { return Amount{float64(n), float64(n), float64(n)} }

func one(envs.Environment) map[string]Amount { return map[string]Amount{"": steady(1)} }

func onDemandVCPU(e envs.Environment) map[string]Amount {
	return vCPU(e, func(tasks int) int { onDemand, _ := share(e.Capacity, tasks); return onDemand })
}

func spotVCPU(e envs.Environment) map[string]Amount {
	return vCPU(e, func(tasks int) int { _, spot := share(e.Capacity, tasks); return spot })
}

// vCPU is what the tasks take that a share leaves of a service's.
func vCPU(e envs.Environment, share func(tasks int) int) map[string]Amount {
	var all Amount
	for _, s := range e.Services {
		each := float64(s.CPU) / unitsPerVCPU
		start := float64(share(s.DesiredCount)) * each
		all = all.plus(Amount{start, rollout * start, rollout * float64(share(s.MaxCount)) * each})
	}
	return map[string]Amount{"": all}
}

// share is how many tasks of a service are on Fargate and how many on Fargate
// Spot, each rounded up: ECS decides where the odd one goes.
func share(c envs.Capacity, tasks int) (onDemand, spot int) {
	switch {
	case c.Spot == 0:
		return tasks, 0
	case c.OnDemand == 0:
		return 0, tasks
	}
	base := min(c.Base, tasks)
	of := func(weight int) int {
		all := c.OnDemand + c.Spot
		return ((tasks-base)*weight + all - 1) / all
	}
	return base + of(c.OnDemand), of(c.Spot)
}
