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
	// example "us-east-1": one of [Regions]. The account may have to opt in to it.
	Region string

	// Account is the name of the AWS account that the environment is in: one of
	// [Accounts]. Empty for the one that has no name.
	Account string

	// DeletionProtection refuses the destruction of what cannot be made again:
	// load balancers, keys and data. Required in production; off where an
	// environment is meant to be thrown away.
	DeletionProtection bool

	// Branch is the branch whose pushes are deployed here; empty for an
	// environment that is deployed by hand only, from any branch.
	Branch string

	// State is where Terraform keeps this environment's state: [S3State],
	// [CloudState] or [LocalState].
	State State

	// Network is the environment's VPC.
	Network Network

	// Services are the containers that run on ECS Fargate, in the order in
	// which they depend on each other being documented: callers first.
	Services []Service

	// Capacity says how much of it runs on Fargate Spot.
	Capacity Capacity

	// Exec lets an operator open a shell in a running container (ECS Exec).
	// Sessions are logged, encrypted. Not in production.
	Exec bool

	// OffHours stops every service at night and on weekends; nil for an
	// environment that always runs.
	OffHours *OffHours

	// Domain is where the API is reached.
	Domain Domain

	// Probe asks the API for an answer from outside; nil for nobody who does.
	Probe *Probe

	// RateLimit is how many requests one IP address may send in five minutes
	// before the web ACL blocks it. AWS WAF takes 10 to 2,000,000,000.
	RateLimit int

	// Supabase is the environment's database and sign-in; nil for none, and then
	// nothing asks for Supabase's token.
	Supabase *Supabase

	// Frontend is the web application on Vercel; nil for none, and then nothing
	// asks for Vercel's token.
	Frontend *Frontend

	// Datadog receives metrics, traces and logs too; nil for none, and then
	// nothing asks for its key.
	Datadog *Datadog

	// Backup says how long backups are kept, and where else.
	Backup Backup

	// Standby says what waits in the second region, which is that of the backups,
	// to take over when this one is lost: [StandbyNone] or [StandbyPilotLight].
	Standby Standby

	// primary is the environment that this one stands by for; nil but in what
	// [Environment.InSecondRegion] makes.
	primary *Environment

	// LogRetentionDays is how long CloudWatch keeps log events. CloudWatch
	// accepts only certain numbers of days (see PutRetentionPolicy).
	LogRetentionDays int

	// Owner is the team that alarms and their e-mails name: who has to act. A
	// service may name another for its own. Up to 64 letters, digits, spaces
	// and any of . _ - @.
	Owner string

	// AlertEmail receives alarms and budget alerts. AWS writes to it once for
	// each environment, and sends nothing more until someone confirms.
	AlertEmail string

	// AlertEndpoints receive the same over HTTPS: an on-call service, or a
	// gateway to a chat.
	AlertEndpoints []AlertEndpoint

	// MonthlyBudgetUSD is what the environment may cost in a month, in whole US
	// dollars before tax. Alerts go out at 80 % and 100 % of it, and when the
	// forecast exceeds it; nothing is switched off. Zero in GovCloud, and only
	// there: AWS bills it, and knows budgets, in another account.
	MonthlyBudgetUSD int

	// CostAnomalies watches the environment's cost for jumps that the budget
	// shows too late. AWS lets only the management account of an organization,
	// or an account outside any, watch a tag: elsewhere an apply fails with it.
	CostAnomalies bool
}

// AlertEndpoint is a receiver of alarms over HTTPS.
type AlertEndpoint struct {
	// Name is the endpoint's role: "on-call". Lower case letters, digits and
	// hyphens.
	Name string

	// URL is where Amazon SNS posts to. It must confirm the subscription by
	// itself within a minute, as PagerDuty and Opsgenie do, or the apply fails.
	// It stands in the synthesized stack and in the state as it is: a URL that
	// is a secret in itself belongs behind a gateway of your own.
	URL string
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
	// environment of the account overlaps, so that VPCs can be peered; of another
	// account, one may, and then the two never can be. Public subnets are its
	// /24 blocks 0, 1, 2…, private ones 10, 11, 12… (plan, lines 182-208).
	CIDR string

	// AvailabilityZones are the zones used: two at least, because a load balancer
	// needs two, and as many as the region has for Fargate ([Zones]). The order
	// gives each zone its subnets: append, never insert.
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

// NATZones are the availability zones that have a NAT gateway, in the order of
// [Network.AvailabilityZones].
func (n Network) NATZones() []string {
	switch n.NAT {
	case NATPerZone:
		return n.AvailabilityZones
	case NATSingle:
		return n.AvailabilityZones[:1]
	default:
		return nil
	}
}

// All returns every environment, in the order in which a change travels
// through them.
func All() []Environment {
	return []Environment{Dev(), Staging(), Production()}
}

// Regions are the AWS regions that hold something of the environment: its own,
// and the second one of its backups.
func (e Environment) Regions() []string {
	if e.Backup.SecondRegion == "" {
		return []string{e.Region}
	}
	return []string{e.Region, e.Backup.SecondRegion}
}

// Tags are the four default tags of the plan (lines 118-123), for everything
// that carries tags.
//
// A standby has those of its environment: what tells whose a thing is, is no
// region's.
func (e Environment) Tags() map[string]string { return DefaultTags(e.Origin().Name) }

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
