package networking

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcendpoint"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// gatewayEndpoints cost nothing and keep the bulk of traffic (image layers,
// models, state) off the NAT gateways.
var gatewayEndpoints = []string{"s3", "dynamodb"}

func newEndpoints(m address.Module, props Props, v vpc, s subnets, r routes, g securityGroups) (made []cdktf.ITerraformDependable) {
	for _, service := range gatewayEndpoints {
		made = append(made, vpcendpoint.NewVpcEndpoint(m.Stack, m.ID("endpoint_"+service), &vpcendpoint.VpcEndpointConfig{
			VpcId:           v.id,
			ServiceName:     jsii.String(endpointService(props.Region, service)),
			VpcEndpointType: jsii.String("Gateway"),
			RouteTableIds:   &r.private,
			Tags:            props.named("endpoint", service),
		}))
	}
	for _, service := range props.Network.InterfaceEndpoints {
		made = append(made, vpcendpoint.NewVpcEndpoint(m.Stack, m.ID("endpoint_"+service), &vpcendpoint.VpcEndpointConfig{
			VpcId:             v.id,
			ServiceName:       jsii.String(endpointService(props.Region, service)),
			VpcEndpointType:   jsii.String("Interface"),
			PrivateDnsEnabled: jsii.Bool(true),
			SubnetIds:         &s.private,
			SecurityGroupIds:  &[]*string{g.endpoints},
			Tags:              props.named("endpoint", service),
		}))
	}
	return made
}

func endpointService(region, service string) string {
	return fmt.Sprintf("com.amazonaws.%s.%s", region, service)
}
