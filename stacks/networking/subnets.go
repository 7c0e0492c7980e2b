package networking

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/subnet"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// firstPrivate is the number of the first private subnet within the VPC: the
// plan cuts public subnets at n and private ones at n + 10 (lines 182, 196).
const firstPrivate = 10

// subnets holds the subnets' ids by zone, in the environment's order.
type subnets struct{ public, private []*string }

func newSubnets(m address.Module, props Props, v vpc) subnets {
	var made subnets
	for i, zone := range props.Network.AvailabilityZones {
		made.public = append(made.public, newSubnet(m, props, v, tier{"public", "Public"}, zone, i, i))
		made.private = append(made.private, newSubnet(m, props, v, tier{"private", "Private"}, zone, i, i+firstPrivate))
	}
	return made
}

type tier struct{ role, tag string }

func newSubnet(m address.Module, props Props, v vpc, t tier, zone string, index, block int) *string {
	tags := *props.named(t.role, strconv.Itoa(index+1))
	tags["Type"] = jsii.String(t.tag)
	return subnet.NewSubnet(m.Stack, m.ID(t.role+"_"+zone), &subnet.SubnetConfig{
		VpcId:            v.id,
		CidrBlock:        jsii.String(block24(props.Network.CIDR, block)),
		AvailabilityZone: jsii.String(zone),
		// Only the load balancer and NAT gateways live in public subnets, and
		// both bring addresses of their own (control EC2.15).
		MapPublicIpOnLaunch: jsii.Bool(false),
		Tags:                &tags,
	}).Id()
}

// block24 is Terraform's cidrsubnet(cidr, 8, n) for a /16, which validation
// made sure of.
func block24(cidr string, n int) string {
	network := netip.MustParsePrefix(cidr).Addr().As4()
	return fmt.Sprintf("%d.%d.%d.0/24", network[0], network[1], int(network[2])+n)
}
