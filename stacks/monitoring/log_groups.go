package monitoring

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchlogmetricfilter"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/loggroup"
)

// errorPattern counts the log events that contain one of these words, in
// capital letters as here; ERROR is the one that the plan looks for (line 1455).
const errorPattern = "?ERROR ?CRITICAL ?FATAL"

// logGroups holds the names of the log groups.
type logGroups struct {
	services                    map[string]*string
	exec, serviceConnect, agent *string
}

func newLogGroups(m address.Module, props Props) logGroups {
	made := logGroups{
		services:       map[string]*string{},
		exec:           newLogGroup(m, props, envs.ExecLog),
		serviceConnect: newLogGroup(m, props, envs.ServiceConnectLog),
	}
	if props.Datadog {
		made.agent = newLogGroup(m, props, envs.AgentLog)
	}
	for _, s := range props.Services {
		made.services[s.Name] = newLogGroup(m, props, s.Name)
		if !byStatus(s) {
			newErrorFilter(m, props, s, made.services[s.Name])
		}
	}
	return made
}

func newLogGroup(m address.Module, props Props, of string) *string {
	return loggroup.New(m, of+"_log", loggroup.Options{
		Name:          props.Label.ServiceLogGroup(of),
		RetentionDays: props.LogRetentionDays,
		KeyARN:        props.KeyARN,
		KeyPolicy:     props.KeyPolicy,
	}).Name()
}

// newErrorFilter counts the errors in a service's log, where the load balancer
// doesn't count them.
func newErrorFilter(m address.Module, props Props, s envs.Service, group *string) {
	errors := props.logged(s)
	cloudwatchlogmetricfilter.NewCloudwatchLogMetricFilter(m.Stack, m.ID(s.Name+"_log_errors"), &cloudwatchlogmetricfilter.CloudwatchLogMetricFilterConfig{
		Name:         jsii.String(props.Label.Name(s.Name, "errors")),
		Pattern:      jsii.String(errorPattern),
		LogGroupName: group,
		MetricTransformation: &cloudwatchlogmetricfilter.CloudwatchLogMetricFilterMetricTransformation{
			Name:      jsii.String(errors.name),
			Namespace: jsii.String(errors.namespace),
			Value:     jsii.String("1"),
			// A service that logs no errors is then told from one that logs
			// nothing.
			DefaultValue: jsii.String("0"),
			Unit:         jsii.String("Count"),
		},
	})
}
