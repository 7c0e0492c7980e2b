package compute

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsservice"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// gracePeriodSeconds is how long a task may take to start before failed health
// checks of the load balancer count against it.
const gracePeriodSeconds = 60

// newService declares one service: its image, task definition, ECS service and
// scaling. Every service is declared here, none anywhere else.
func newService(m address.Module, props Props, s envs.Service, cluster *string, found discovery,
	declared map[string]cdktf.ITerraformDependable) cdktf.ITerraformDependable {
	released := newImage(m, s, props.RepositoryURLs[s.Name])
	definition := newTaskDefinition(m, props, s, released)

	config := &ecsservice.EcsServiceConfig{
		Name:                     jsii.String(props.Label.Name(s.Name)),
		Cluster:                  cluster,
		TaskDefinition:           jsii.String(definition),
		DesiredCount:             jsii.Number(s.DesiredCount),
		CapacityProviderStrategy: capacityOf(props),
		// Without it, another capacity provider strategy would replace the
		// service instead of its tasks.
		ForceNewDeployment: jsii.Bool(true),

		AvailabilityZoneRebalancing:     jsii.String("ENABLED"),
		DeploymentMaximumPercent:        jsii.Number(200),
		DeploymentMinimumHealthyPercent: jsii.Number(100),
		DeploymentCircuitBreaker: &ecsservice.EcsServiceDeploymentCircuitBreaker{
			Enable: jsii.Bool(true), Rollback: jsii.Bool(true),
		},
		Alarms: rollback(props.RollbackAlarms[s.Name]),

		EnableEcsManagedTags: jsii.Bool(true),
		EnableExecuteCommand: jsii.Bool(props.Exec),
		PropagateTags:        jsii.String("SERVICE"),

		NetworkConfiguration: &ecsservice.EcsServiceNetworkConfiguration{
			Subnets:        &props.SubnetIDs,
			SecurityGroups: &[]*string{props.SecurityGroupIDs[s.Name]},
			AssignPublicIp: jsii.Bool(false),
		},
		Lifecycle: &cdktf.TerraformResourceLifecycle{
			// The autoscaler's decision, from the first deployment on.
			IgnoreChanges: &[]*string{jsii.String("desired_count")},
		},
	}
	if props.Idle {
		config.DesiredCount = jsii.Number(0)
	}
	if props.Keep {
		config.Lifecycle.PreventDestroy = jsii.Bool(true)
	}
	after := append([]cdktf.ITerraformDependable{}, props.Ready...)
	if s.Public {
		config.HealthCheckGracePeriodSeconds = jsii.Number(gracePeriodSeconds)
		config.LoadBalancer = &[]*ecsservice.EcsServiceLoadBalancer{{
			TargetGroupArn: props.LoadBalancer.targets[s.Name].arn,
			ContainerName:  jsii.String(s.Name),
			ContainerPort:  jsii.Number(s.Port),
		}}
		// ECS refuses a target group that no listener leads to.
		after = append(after, props.LoadBalancer.targets[s.Name].led)
	}
	if registry, ok := found.registries[s.Name]; ok {
		config.ServiceRegistries = &ecsservice.EcsServiceServiceRegistries{RegistryArn: registry}
	}
	config.ServiceConnectConfiguration = connect(props, s, found)
	for _, callee := range s.Calls {
		after = append(after, declared[callee])
	}
	config.DependsOn = &after

	service := ecsservice.NewEcsService(m.Stack, m.ID(s.Name), config)
	released.whenReleased(service)
	newScaling(m, props, s, released, service)
	return service
}

func capacityOf(props Props) *[]*ecsservice.EcsServiceCapacityProviderStrategy {
	strategy := capacity(props.Capacity)
	return &strategy
}

// rollback lets alarms judge a deployment beside the circuit breaker, which
// only sees tasks that do not start.
func rollback(alarms []*string) *ecsservice.EcsServiceAlarms {
	if len(alarms) == 0 {
		return nil
	}
	return &ecsservice.EcsServiceAlarms{AlarmNames: &alarms, Enable: jsii.Bool(true), Rollback: jsii.Bool(true)}
}

// connect puts the service into Service Connect: as a server where it is
// called, under its own name and port, and as a client where it calls.
func connect(props Props, s envs.Service, found discovery) *ecsservice.EcsServiceServiceConnectConfiguration {
	isCalled := s.CalledBy(props.Services)
	if !isCalled && len(s.Calls) == 0 {
		return nil
	}
	config := &ecsservice.EcsServiceServiceConnectConfiguration{
		Enabled:   jsii.Bool(true),
		Namespace: found.namespaceARN,
		LogConfiguration: &ecsservice.EcsServiceServiceConnectConfigurationLogConfiguration{
			LogDriver: jsii.String("awslogs"),
			Options: &map[string]*string{
				"awslogs-group":         props.ServiceConnectLogGroup,
				"awslogs-region":        jsii.String(props.Region),
				"awslogs-stream-prefix": jsii.String(s.Name),
			},
		},
	}
	if isCalled {
		config.Service = &[]*ecsservice.EcsServiceServiceConnectConfigurationService{{
			PortName:      jsii.String(string(s.Protocol)),
			DiscoveryName: jsii.String(s.Name),
			ClientAlias: &ecsservice.EcsServiceServiceConnectConfigurationServiceClientAlias{
				DnsName: jsii.String(s.Name),
				Port:    jsii.Number(s.Port),
			},
		}}
	}
	return config
}

// scalingResource is what Application Auto Scaling calls a service.
func scalingResource(l envs.Label, service string) string {
	return fmt.Sprintf("service/%s/%s", l.Name("cluster"), l.Name(service))
}
