package compute

import (
	"fmt"

	"github.com/example/predictive-maintenance/envs"
)

const (
	agentImage = "public.ecr.aws/datadog/agent"
	// agentMiB is what the agent needs of its task's memory.
	agentMiB = 256
)

// agent is Datadog's agent beside a service: it takes traces at 127.0.0.1 and
// reads the task's metrics. The service goes on without it.
//
// Its root file system is not read-only: it writes its configuration when it
// starts.
func agent(props Props, s envs.Service, released image) container {
	return container{
		Name:              envs.AgentLog,
		Image:             agentImage + ":" + props.Datadog.AgentVersion,
		MemoryReservation: agentMiB,
		Environment: append([]variable{
			{"DD_APM_ENABLED", "true"},
			{"DD_SITE", props.Datadog.Site},
			{"ECS_FARGATE", "true"},
		}, unified(props, s, released)...),
		Secrets:          []secret{{"DD_API_KEY", fmt.Sprintf("%s:api_key::", *props.Datadog.SecretARN)}},
		HealthCheck:      &healthCheck{Command: []string{"CMD-SHELL", "agent health"}, Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 15},
		LogConfiguration: logs(props, props.Datadog.LogGroup, s.Name),
	}
}

// unified are Datadog's unified service tags, which tie traces, metrics and
// releases together.
func unified(props Props, s envs.Service, released image) []variable {
	return []variable{
		{"DD_ENV", props.Environment},
		{"DD_SERVICE", s.Name},
		{"DD_VERSION", fmt.Sprintf("${var.%s}", released.variable)},
	}
}
