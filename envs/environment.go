// Package envs holds the environments of the platform as typed values:
// everything that differs between dev, staging and production, and nothing
// that doesn't. Reading production.go beside dev.go shows every difference.
//
// The package imports nothing of cdktf, so that an environment can be read,
// validated and tested without a construct in sight.
package envs

// Environment is one deployment of the whole platform.
type Environment struct {
	// Name is the environment's name and the last part of its stack's path:
	// "production". Lower case letters, digits and hyphens.
	Name string

	// Project is the label that every name begins with. It is short because an
	// Application Load Balancer's name has 32 characters for all of
	// project, environment and role.
	Project string

	// Region is the AWS region that holds everything of this environment, for
	// example "us-east-1".
	Region string

	// DeletionProtection refuses the destruction of what cannot be made again:
	// load balancers, keys and data. Required in production; off where an
	// environment is meant to be thrown away.
	DeletionProtection bool

	// State is where Terraform keeps this environment's state: [S3State],
	// [CloudState] or [LocalState].
	State State

	// Network is the environment's VPC.
	Network Network

	// Services are the containers that run on ECS Fargate, in the order in
	// which they depend on each other being documented: callers first.
	Services []Service

	// Backup says how long backups are kept, and where else.
	Backup Backup

	// LogRetentionDays is how long CloudWatch keeps log events. CloudWatch
	// accepts only certain numbers of days (see PutRetentionPolicy).
	LogRetentionDays int

	// AlertEmail receives alarms and budget alerts.
	AlertEmail string
}

// NAT says which NAT gateways an environment pays for. One costs about 33 USD
// a month before traffic, which is why it is a choice.
type NAT string

const (
	// NATNone makes no NAT gateway. Private subnets then reach only what has a
	// VPC endpoint.
	NATNone NAT = "none"
	// NATSingle makes one NAT gateway, in the first zone, for all private
	// subnets: outbound traffic stops when that zone fails.
	NATSingle NAT = "single"
	// NATPerZone makes one NAT gateway a zone, so that no zone depends on
	// another.
	NATPerZone NAT = "per-zone"
)

// FlowLogTraffic says which traffic the VPC's flow log records, in the terms
// of the EC2 API.
type FlowLogTraffic string

const (
	// FlowLogAll records accepted and rejected traffic.
	FlowLogAll FlowLogTraffic = "ALL"
	// FlowLogReject records rejected traffic only, which satisfies control
	// EC2.6 at a fraction of the ingestion cost.
	FlowLogReject FlowLogTraffic = "REJECT"
)

// Network describes a VPC with one public and one private /24 subnet a zone.
type Network struct {
	// CIDR is the VPC's IPv4 range: a private (RFC 1918) /16 that no other
	// environment overlaps, so that VPCs can be peered. Public subnets are its
	// /24 blocks 0, 1, 2…, private ones 10, 11, 12… (plan, lines 182-208).
	CIDR string

	// AvailabilityZones are the zones used, two at least (a load balancer
	// needs two) and ten at most (the eleventh public subnet would be the
	// first private one). The order gives each zone its subnets: append, never
	// insert.
	AvailabilityZones []string

	// NAT says which NAT gateways give private subnets a way out.
	NAT NAT

	// InterfaceEndpoints are the AWS services that private subnets reach
	// without a NAT gateway, by the service's name in endpoint names: "logs",
	// "ecr.api". Each costs about 7 USD a month and zone. The gateway
	// endpoints of S3 and DynamoDB cost nothing and always exist.
	InterfaceEndpoints []string

	// FlowLog says which traffic is recorded.
	FlowLog FlowLogTraffic
}

// Protocol is what a service speaks on its port, in the terms of ECS Service
// Connect.
type Protocol string

const (
	// HTTP is HTTP/1.1.
	HTTP Protocol = "http"
	// GRPC is gRPC over HTTP/2 without TLS inside the VPC.
	GRPC Protocol = "grpc"
)

// Service is one container image that runs as an ECS Fargate service.
type Service struct {
	// Name is the service's role, image repository and discovery name:
	// "api-gateway". Lower case letters, digits and hyphens.
	Name string

	// Port is the TCP port that the container listens on.
	Port int

	// Protocol is what it speaks there.
	Protocol Protocol

	// Public puts the service behind the load balancer. Exactly one service
	// is public.
	Public bool

	// Calls names the services that this one calls; only they admit it.
	Calls []string

	// CPU is the task's size in CPU units, 1024 being one vCPU. Fargate
	// accepts only certain pairs of CPU and memory.
	CPU int

	// Memory is the task's memory in MiB.
	Memory int

	// DesiredCount is the number of tasks at the first deployment; from then
	// on the autoscaler decides between MinCount and MaxCount.
	DesiredCount int

	// MinCount is the least number of tasks that the autoscaler keeps.
	MinCount int

	// MaxCount is the most number of tasks that the autoscaler starts.
	MaxCount int
}

// All returns every environment, in the order in which a change travels
// through them.
func All() []Environment {
	return []Environment{Dev(), Staging(), Production()}
}

// Tags are the four default tags of the plan (lines 118-123), for everything
// that carries tags.
func (e Environment) Tags() map[string]string { return DefaultTags(e.Name) }

// DefaultTags are the plan's four default tags with the given value of
// Environment.
func DefaultTags(environment string) map[string]string {
	return map[string]string{
		"Project":     "PredictiveMaintenance",
		"Environment": environment,
		"ManagedBy":   "Terraform",
		"CostCenter":  "Engineering",
	}
}
