package compute

import (
	"fmt"
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/appautoscalingpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/appautoscalingscheduledaction"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/appautoscalingtarget"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	scalingDimension = "ecs:service:DesiredCount"
	scalingNamespace = "ecs"

	// Out at once, in only when the load is really gone: a task takes a minute
	// to start, and starting it again costs more than keeping it.
	scaleOutSeconds = 60
	scaleInSeconds  = 300
)

// tracked are the averages that scaling keeps (plan, lines 588 and 604), in
// per cent.
var tracked = []struct {
	role, metric string
	target       int
}{
	{"cpu", "ECSServiceAverageCPUUtilization", 70},
	{"memory", "ECSServiceAverageMemoryUtilization", 80},
}

func newScaling(m address.Module, props Props, s envs.Service, released image, service cdktf.ITerraformDependable) {
	resource := jsii.String(scalingResource(props.Label, s.Name))
	config := &appautoscalingtarget.AppautoscalingTargetConfig{
		MaxCapacity:       jsii.Number(s.MaxCount),
		MinCapacity:       jsii.Number(s.MinCount),
		ResourceId:        resource,
		ScalableDimension: jsii.String(scalingDimension),
		ServiceNamespace:  jsii.String(scalingNamespace),
		DependsOn:         &[]cdktf.ITerraformDependable{service},
	}
	if props.Idle {
		config.MaxCapacity, config.MinCapacity = jsii.Number(0), jsii.Number(0)
	}
	if props.OffHours != nil || props.Idle {
		// The schedule moves both, or who starts what is idle; an apply at night must
		// not wake what sleeps.
		config.Lifecycle = &cdktf.TerraformResourceLifecycle{
			IgnoreChanges: &[]*string{jsii.String("max_capacity"), jsii.String("min_capacity")},
		}
	}
	target := appautoscalingtarget.NewAppautoscalingTarget(m.Stack, m.ID(s.Name+"_scaling"), config)
	released.whenReleased(target)
	afterTarget := &[]cdktf.ITerraformDependable{target}

	for _, t := range tracked {
		released.whenReleased(appautoscalingpolicy.NewAppautoscalingPolicy(m.Stack, m.ID(s.Name+"_scaling_"+t.role),
			&appautoscalingpolicy.AppautoscalingPolicyConfig{
				Name:              jsii.String(props.Label.Name(s.Name, t.role)),
				PolicyType:        jsii.String("TargetTrackingScaling"),
				ResourceId:        resource,
				ScalableDimension: jsii.String(scalingDimension),
				ServiceNamespace:  jsii.String(scalingNamespace),
				TargetTrackingScalingPolicyConfiguration: &appautoscalingpolicy.AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration{
					TargetValue: jsii.Number(t.target),
					PredefinedMetricSpecification: &appautoscalingpolicy.AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification{
						PredefinedMetricType: jsii.String(t.metric),
					},
					ScaleInCooldown:  jsii.Number(scaleInSeconds),
					ScaleOutCooldown: jsii.Number(scaleOutSeconds),
				},
				DependsOn: afterTarget,
			}))
	}
	if props.OffHours == nil {
		return
	}
	for _, turn := range []struct {
		role, at string
		min, max int
	}{
		{"stop", props.OffHours.Stop, 0, 0},
		{"start", props.OffHours.Start, s.MinCount, s.MaxCount},
	} {
		released.whenReleased(appautoscalingscheduledaction.NewAppautoscalingScheduledAction(m.Stack, m.ID(s.Name+"_"+turn.role),
			&appautoscalingscheduledaction.AppautoscalingScheduledActionConfig{
				Name:              jsii.String(props.Label.Name(s.Name, turn.role)),
				ResourceId:        resource,
				ScalableDimension: jsii.String(scalingDimension),
				ServiceNamespace:  jsii.String(scalingNamespace),
				Schedule:          jsii.String(weekdaysAt(turn.at)),
				Timezone:          jsii.String(props.OffHours.TimeZone),
				ScalableTargetAction: &appautoscalingscheduledaction.AppautoscalingScheduledActionScalableTargetAction{
					MinCapacity: jsii.String(strconv.Itoa(turn.min)),
					MaxCapacity: jsii.String(strconv.Itoa(turn.max)),
				},
				DependsOn: afterTarget,
			}))
	}
}

// weekdaysAt is a schedule for a time of day, "07:30".
func weekdaysAt(at string) string {
	hour, _ := strconv.Atoi(at[:2])
	minute, _ := strconv.Atoi(at[3:])
	return fmt.Sprintf("cron(%d %d ? * MON-FRI *)", minute, hour)
}
