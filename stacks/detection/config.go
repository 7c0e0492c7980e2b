package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/configconfigurationrecorder"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/configconfigurationrecorderstatus"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/configdeliverychannel"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamservicelinkedrole"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newRecorders declares a recorder for each region, and returns what starts it, by
// region. A recorder can be started only once its channel delivers somewhere, and a
// channel be made only once there is a recorder.
func newRecorders(m address.Module, props Props, k key, kept audit) map[string]cdktf.ITerraformDependable {
	// Control Config.1 asks for the role that is linked to the service: AWS adds to
	// it what a new type of resource needs.
	role := iamservicelinkedrole.NewIamServiceLinkedRole(m.Stack, m.ID("config_role"), &iamservicelinkedrole.IamServiceLinkedRoleConfig{
		AwsServiceName: jsii.String("config.amazonaws.com"),
	}).Arn()
	recording := map[string]cdktf.ITerraformDependable{}
	for _, region := range props.Regions {
		recorder := configconfigurationrecorder.NewConfigConfigurationRecorder(m.Stack, m.ID("recorder_"+region.Name),
			&configconfigurationrecorder.ConfigConfigurationRecorderConfig{
				Provider:       region.Provider,
				Name:           jsii.String(props.Account.Label().Prefix()),
				RoleArn:        role,
				RecordingGroup: recorded(props.Account.Detection, region.Name == props.home()),
			})
		channel := configdeliverychannel.NewConfigDeliveryChannel(m.Stack, m.ID("channel_"+region.Name), &configdeliverychannel.ConfigDeliveryChannelConfig{
			Provider:     region.Provider,
			Name:         jsii.String(props.Account.Label().Prefix()),
			S3BucketName: kept.Name,
			S3KmsKeyArn:  jsii.String(k.arn),
			DependsOn:    dependable(recorder, kept.Policy, k.policy),
		})
		recording[region.Name] = configconfigurationrecorderstatus.NewConfigConfigurationRecorderStatus(m.Stack, m.ID("recording_"+region.Name),
			&configconfigurationrecorderstatus.ConfigConfigurationRecorderStatusConfig{
				Provider:  region.Provider,
				Name:      recorder.Name(),
				IsEnabled: jsii.Bool(true),
				DependsOn: dependable(channel),
			})
	}
	return recording
}

// recorded is what a region's recorder records: in one region what belongs to none,
// too.
func recorded(d envs.Detection, home bool) *configconfigurationrecorder.ConfigConfigurationRecorderRecordingGroup {
	if types := d.RecordedTypes(home); len(types) > 0 {
		return &configconfigurationrecorder.ConfigConfigurationRecorderRecordingGroup{
			AllSupported:  jsii.Bool(false),
			ResourceTypes: jsii.Strings(types...),
			RecordingStrategy: &[]*configconfigurationrecorder.ConfigConfigurationRecorderRecordingGroupRecordingStrategy{{
				UseOnly: jsii.String("INCLUSION_BY_RESOURCE_TYPES"),
			}},
		}
	}
	return &configconfigurationrecorder.ConfigConfigurationRecorderRecordingGroup{
		AllSupported:               jsii.Bool(true),
		IncludeGlobalResourceTypes: jsii.Bool(home),
	}
}
