package compute

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecscluster"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsclustercapacityproviders"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsservice"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	onDemand = "FARGATE"
	spot     = "FARGATE_SPOT"
)

// newCluster declares the cluster; services depend on its capacity providers.
func newCluster(m address.Module, props Props, namespace *string) (arn *string, capacityProviders cdktf.ITerraformDependable) {
	cluster := ecscluster.NewEcsCluster(m.Stack, m.ID("cluster"), &ecscluster.EcsClusterConfig{
		Name: jsii.String(props.Label.Name("cluster")),
		Setting: &[]*ecscluster.EcsClusterSetting{{
			Name: jsii.String("containerInsights"), Value: jsii.String("enabled"),
		}},
		Configuration: &ecscluster.EcsClusterConfiguration{
			ExecuteCommandConfiguration: &ecscluster.EcsClusterConfigurationExecuteCommandConfiguration{
				KmsKeyId: jsii.String(props.KeyARN),
				Logging:  jsii.String("OVERRIDE"),
				LogConfiguration: &ecscluster.EcsClusterConfigurationExecuteCommandConfigurationLogConfiguration{
					CloudWatchEncryptionEnabled: jsii.Bool(true),
					CloudWatchLogGroupName:      props.ExecLogGroup,
				},
			},
			ManagedStorageConfiguration: &ecscluster.EcsClusterConfigurationManagedStorageConfiguration{
				FargateEphemeralStorageKmsKeyId: jsii.String(props.KeyARN),
			},
		},
		ServiceConnectDefaults: &ecscluster.EcsClusterServiceConnectDefaults{Namespace: namespace},
	})
	strategy := []*ecsclustercapacityproviders.EcsClusterCapacityProvidersDefaultCapacityProviderStrategy{}
	for _, item := range capacity(props.Capacity) {
		strategy = append(strategy, &ecsclustercapacityproviders.EcsClusterCapacityProvidersDefaultCapacityProviderStrategy{
			CapacityProvider: item.CapacityProvider, Weight: item.Weight, Base: item.Base,
		})
	}
	providers := ecsclustercapacityproviders.NewEcsClusterCapacityProviders(m.Stack, m.ID("cluster_capacity"), &ecsclustercapacityproviders.EcsClusterCapacityProvidersConfig{
		ClusterName:                     cluster.Name(),
		CapacityProviders:               jsii.Strings(onDemand, spot),
		DefaultCapacityProviderStrategy: &strategy,
	})
	return cluster.Arn(), providers
}

// capacity is the environment's choice as a strategy; what has no weight has no
// place in it.
func capacity(c envs.Capacity) []*ecsservice.EcsServiceCapacityProviderStrategy {
	var strategy []*ecsservice.EcsServiceCapacityProviderStrategy
	if c.OnDemand > 0 {
		strategy = append(strategy, &ecsservice.EcsServiceCapacityProviderStrategy{
			CapacityProvider: jsii.String(onDemand), Weight: jsii.Number(c.OnDemand), Base: jsii.Number(c.Base),
		})
	}
	if c.Spot > 0 {
		strategy = append(strategy, &ecsservice.EcsServiceCapacityProviderStrategy{
			CapacityProvider: jsii.String(spot), Weight: jsii.Number(c.Spot), Base: jsii.Number(0),
		})
	}
	return strategy
}
