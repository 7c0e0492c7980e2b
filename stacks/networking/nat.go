package networking

import (
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/eip"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/natgateway"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// nat holds the gateways by zone; a zone without one uses the first.
type nat struct {
	gateways  []*string
	publicIPs []*string
}

// of is the gateway that serves the private subnet of a zone, nil where the
// environment has none.
func (n nat) of(zone int) *string {
	switch {
	case len(n.gateways) == 0:
		return nil
	case zone < len(n.gateways):
		return n.gateways[zone]
	default:
		return n.gateways[0]
	}
}

// byZone are the gateways by the zone they stand in.
func (n nat) byZone(network envs.Network) map[string]*string {
	ids := map[string]*string{}
	for i, zone := range network.NATZones() {
		ids[zone] = n.gateways[i]
	}
	return ids
}

func newNAT(m address.Module, props Props, v vpc, s subnets) nat {
	// A gateway's address exists only where the VPC has a way to the internet.
	afterInternet := &[]cdktf.ITerraformDependable{v.gateway}

	var made nat
	for i, zone := range props.Network.NATZones() {
		number := strconv.Itoa(i + 1)
		address := eip.NewEip(m.Stack, m.ID("nat_address_"+zone), &eip.EipConfig{
			Domain:    jsii.String("vpc"),
			Tags:      props.named("nat", "eip", number),
			DependsOn: afterInternet,
		})
		gateway := natgateway.NewNatGateway(m.Stack, m.ID("nat_"+zone), &natgateway.NatGatewayConfig{
			AllocationId: address.Id(),
			SubnetId:     s.public[i],
			Tags:         props.named("nat", number),
			DependsOn:    afterInternet,
		})
		id := gateway.Id()
		if props.Serving.Switches() {
			props.Serving.Count(gateway)
			id = props.Serving.Of("aws_nat_gateway."+*m.ID("nat_" + zone), "id")
		}
		made.gateways = append(made.gateways, id)
		made.publicIPs = append(made.publicIPs, address.PublicIp())
	}
	return made
}
