package compute

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/servicediscoveryhttpnamespace"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/servicediscoveryprivatednsnamespace"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/servicediscoveryservice"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// discovery is how services are found. Services find each other through
// Service Connect, which balances gRPC call by call. What is no ECS service,
// such as a task that is run once in a caller's security group, has no Service
// Connect, and finds them in the VPC's DNS.
type discovery struct {
	namespaceARN *string
	// registries are the DNS entries by service name.
	registries map[string]*string
}

// recordTTL is how long a client may hold on to the address of a task that is
// gone.
const recordTTL = 10

func newDiscovery(m address.Module, props Props) discovery {
	d := discovery{
		namespaceARN: servicediscoveryhttpnamespace.NewServiceDiscoveryHttpNamespace(m.Stack, m.ID("namespace"),
			&servicediscoveryhttpnamespace.ServiceDiscoveryHttpNamespaceConfig{
				Name:        jsii.String(props.Label.Prefix()),
				Description: jsii.String("Service Connect between the services"),
				Tags:        address.NameTag(props.Label.Name("connect")),
			}).Arn(),
		registries: map[string]*string{},
	}
	zone := servicediscoveryprivatednsnamespace.NewServiceDiscoveryPrivateDnsNamespace(m.Stack, m.ID("private_zone"),
		&servicediscoveryprivatednsnamespace.ServiceDiscoveryPrivateDnsNamespaceConfig{
			Name:        jsii.String(props.Label.PrivateZone()),
			Description: jsii.String("The services, for what has no Service Connect"),
			Vpc:         props.VPCID,
			Tags:        address.NameTag(props.Label.Name("private-zone")),
		}).Id()
	for _, s := range props.Services {
		if !s.CalledBy(props.Services) {
			continue
		}
		d.registries[s.Name] = servicediscoveryservice.NewServiceDiscoveryService(m.Stack, m.ID(s.Name+"_dns"),
			&servicediscoveryservice.ServiceDiscoveryServiceConfig{
				Name: jsii.String(s.Name),
				Tags: address.NameTag(props.Label.Name(s.Name)),
				DnsConfig: &servicediscoveryservice.ServiceDiscoveryServiceDnsConfig{
					NamespaceId: zone,
					DnsRecords: &[]*servicediscoveryservice.ServiceDiscoveryServiceDnsConfigDnsRecords{{
						Ttl: jsii.Number(recordTTL), Type: jsii.String("A"),
					}},
				},
				// ECS then tells Cloud Map of each task's health, and names lead to
				// healthy tasks alone; it cannot be added to a service that exists
				// (Amazon ECS, service discovery; Cloud Map CreateService). The
				// provider creates no such block without the deprecated argument,
				// whose only value is 1.
				HealthCheckCustomConfig: &servicediscoveryservice.ServiceDiscoveryServiceHealthCheckCustomConfig{FailureThreshold: jsii.Number(1)},
				// Tasks that are still registered would hold up a destroy.
				ForceDestroy: jsii.Bool(true),
			}).Arn()
	}
	return d
}
