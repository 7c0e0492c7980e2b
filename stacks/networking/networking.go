// Package networking holds an environment's VPC: subnets, gateways, routes,
// security groups, endpoints and the flow log (plan, phase 2).
package networking

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/input"
)

// Props are what the networking module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Region is the AWS region of the endpoints.
	Region string
	// AccountID is the AWS account, as a token.
	AccountID string
	// Network is the environment's choice of zones, gateways and endpoints.
	Network envs.Network
	// Services decide the security groups: one a service, open to who calls it.
	Services []envs.Service
	// LogRetentionDays is how long flow log records are kept.
	LogRetentionDays int
	// LogKeyARN is the KMS key that encrypts the flow log.
	LogKeyARN string
	// LogKeyPolicy is the policy that lets CloudWatch Logs use that key.
	LogKeyPolicy cdktf.ITerraformDependable
	// Serving is on while there are NAT gateways. Their addresses are always there:
	// whoever has to let them in knows them before.
	Serving input.Switch
}

// Networking is what other modules may know of the network.
type Networking struct {
	// VPCID is the VPC.
	VPCID *string
	// PublicSubnetIDs are the subnets of the load balancer, by zone in the
	// environment's order.
	PublicSubnetIDs []*string
	// PrivateSubnetIDs are the subnets of the tasks, in the same order.
	PrivateSubnetIDs []*string
	// LoadBalancerGroupID is the load balancer's security group.
	LoadBalancerGroupID *string
	// ServiceGroupIDs are the services' security groups, by service name.
	ServiceGroupIDs map[string]*string
	// SageMakerGroupID is the security group of SageMaker jobs that run in the
	// VPC.
	SageMakerGroupID *string
	// NATPublicIPs are the addresses that outbound traffic comes from; empty
	// without a NAT gateway.
	NATPublicIPs []*string
	// NATGatewayIDs are the NAT gateways, by the zone they stand in.
	NATGatewayIDs map[string]*string
	// Egress are the private subnets' ways out: routes to NAT gateways, or
	// without those the VPC endpoints. What starts in a private subnet depends
	// on them.
	Egress []cdktf.ITerraformDependable
}

// New declares the network.
func New(m address.Module, props Props) *Networking {
	vpc := newVPC(m, props)
	subnets := newSubnets(m, props, vpc)
	nat := newNAT(m, props, vpc, subnets)
	routes := newRoutes(m, props, vpc, subnets, nat)
	groups := newSecurityGroups(m, props, vpc)
	endpoints := newEndpoints(m, props, vpc, subnets, routes, groups)
	egress := routes.egress
	if props.Network.NAT == envs.NATNone {
		egress = endpoints
	}
	newFlowLog(m, props, vpc)

	return &Networking{
		VPCID:               vpc.id,
		PublicSubnetIDs:     subnets.public,
		PrivateSubnetIDs:    subnets.private,
		LoadBalancerGroupID: groups.alb,
		ServiceGroupIDs:     groups.services,
		SageMakerGroupID:    groups.sagemaker,
		NATPublicIPs:        nat.publicIPs,
		NATGatewayIDs:       nat.byZone(props.Network),
		Egress:              egress,
	}
}

// named is the Name tag of a role.
func (p Props) named(role ...string) *map[string]*string {
	return address.NameTag(p.Label.Name(role...))
}
