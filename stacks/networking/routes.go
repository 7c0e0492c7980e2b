package networking

import (
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/routetable"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/routetableassociation"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

const anywhere = "0.0.0.0/0"

// routes holds the private route tables and their default routes.
type routes struct {
	private []*string
	egress  []cdktf.ITerraformDependable
}

// newRoutes gives public subnets one route table and private ones one a zone,
// so that each zone's traffic can leave through its own NAT gateway. Routes
// and associations are resources of their own: a table without associations
// serves no subnet, and a route exists only where its gateway does.
func newRoutes(m address.Module, props Props, v vpc, s subnets, n nat) routes {
	public := routetable.NewRouteTable(m.Stack, m.ID("public"), &routetable.RouteTableConfig{
		VpcId: v.id,
		Tags:  props.named("public", "rt"),
	}).Id()
	route.NewRoute(m.Stack, m.ID("public_default"), &route.RouteConfig{
		RouteTableId:         public,
		DestinationCidrBlock: jsii.String(anywhere),
		GatewayId:            v.gateway.Id(),
	})

	var made routes
	for i, zone := range props.Network.AvailabilityZones {
		associate(m, "public_association_"+zone, s.public[i], public)

		private := routetable.NewRouteTable(m.Stack, m.ID("private_table_"+zone), &routetable.RouteTableConfig{
			VpcId: v.id,
			Tags:  props.named("private", "rt", strconv.Itoa(i+1)),
		}).Id()
		associate(m, "private_association_"+zone, s.private[i], private)
		made.private = append(made.private, private)

		if gateway := n.of(i); gateway != nil {
			out := route.NewRoute(m.Stack, m.ID("private_default_"+zone), &route.RouteConfig{
				RouteTableId:         private,
				DestinationCidrBlock: jsii.String(anywhere),
				NatGatewayId:         gateway,
			})
			props.Serving.Count(out)
			made.egress = append(made.egress, out)
		}
	}
	return made
}

func associate(m address.Module, id string, subnet, table *string) {
	routetableassociation.NewRouteTableAssociation(m.Stack, m.ID(id), &routetableassociation.RouteTableAssociationConfig{
		SubnetId:     subnet,
		RouteTableId: table,
	})
}
