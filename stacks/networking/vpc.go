package networking

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/defaultsecuritygroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/internetgateway"
	awsvpc "github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpc"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

type vpc struct {
	id      *string
	gateway internetgateway.InternetGateway
}

func newVPC(m address.Module, props Props) vpc {
	main := awsvpc.NewVpc(m.Stack, m.ID("main"), &awsvpc.VpcConfig{
		CidrBlock:          jsii.String(props.Network.CIDR),
		EnableDnsHostnames: jsii.Bool(true),
		EnableDnsSupport:   jsii.Bool(true),
		Tags:               props.named("vpc"),
	})
	id := main.Id()

	// Declared without rules, the group that AWS gives every VPC lets nothing
	// in or out (control EC2.2).
	defaultsecuritygroup.NewDefaultSecurityGroup(m.Stack, m.ID("default"), &defaultsecuritygroup.DefaultSecurityGroupConfig{
		VpcId: id,
		Tags:  props.named("default", "closed"),
	})

	gateway := internetgateway.NewInternetGateway(m.Stack, m.ID("internet"), &internetgateway.InternetGatewayConfig{
		VpcId: id,
		Tags:  props.named("igw"),
	})
	return vpc{id: id, gateway: gateway}
}
