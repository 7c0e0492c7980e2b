package compute

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecstaskdefinition"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

// The types of an ECS container definition, as its documentation names them.
type (
	container struct {
		Name                   string           `json:"name"`
		Image                  string           `json:"image"`
		Essential              bool             `json:"essential"`
		User                   string           `json:"user,omitempty"`
		MemoryReservation      int              `json:"memoryReservation,omitempty"`
		ReadonlyRootFilesystem bool             `json:"readonlyRootFilesystem"`
		PortMappings           []portMapping    `json:"portMappings,omitempty"`
		Environment            []variable       `json:"environment"`
		Secrets                []secret         `json:"secrets,omitempty"`
		MountPoints            []mountPoint     `json:"mountPoints,omitempty"`
		HealthCheck            *healthCheck     `json:"healthCheck"`
		LinuxParameters        *linuxParameters `json:"linuxParameters,omitempty"`
		LogConfiguration       logConfiguration `json:"logConfiguration"`
	}
	portMapping struct {
		Name          string `json:"name"`
		ContainerPort int    `json:"containerPort"`
		HostPort      int    `json:"hostPort"`
		Protocol      string `json:"protocol"`
		AppProtocol   string `json:"appProtocol"`
	}
	variable struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	secret struct {
		Name      string `json:"name"`
		ValueFrom string `json:"valueFrom"`
	}
	mountPoint struct {
		SourceVolume  string `json:"sourceVolume"`
		ContainerPath string `json:"containerPath"`
		ReadOnly      bool   `json:"readOnly"`
	}
	healthCheck struct {
		Command     []string `json:"command"`
		Interval    int      `json:"interval"`
		Timeout     int      `json:"timeout"`
		Retries     int      `json:"retries"`
		StartPeriod int      `json:"startPeriod"`
	}
	linuxParameters struct {
		InitProcessEnabled bool `json:"initProcessEnabled"`
	}
	logConfiguration struct {
		LogDriver string            `json:"logDriver"`
		Options   map[string]string `json:"options"`
	}
)

// newTaskDefinition declares the task definition of a service, and returns the
// reference to its ARN.
func newTaskDefinition(m address.Module, props Props, s envs.Service, released image) string {
	mounts, volumes := writable(props.Exec)
	containers := []container{{
		Name:                   s.Name,
		Image:                  released.reference,
		Essential:              true,
		User:                   s.User,
		ReadonlyRootFilesystem: true,
		PortMappings: []portMapping{{
			Name: string(s.Protocol), ContainerPort: s.Port, HostPort: s.Port,
			Protocol: "tcp", AppProtocol: string(s.Protocol),
		}},
		Environment: variables(props, s, released),
		Secrets:     secrets(props, s),
		MountPoints: mounts,
		HealthCheck: &healthCheck{
			Command: s.HealthCheck, Interval: 30, Timeout: 5, Retries: 3, StartPeriod: gracePeriodSeconds,
		},
		// Ends what a container's own process leaves behind, such as a shell's.
		LinuxParameters:  &linuxParameters{InitProcessEnabled: true},
		LogConfiguration: logs(props, props.LogGroups[s.Name], "ecs"),
	}}
	if props.Datadog != nil {
		containers = append(containers, agent(props, s, released))
	}
	definitions, err := json.Marshal(containers)
	if err != nil {
		// Strings, numbers and booleans always marshal.
		panic(fmt.Sprintf("marshal container definitions of %s: %v", s.Name, err))
	}
	definition := ecstaskdefinition.NewEcsTaskDefinition(m.Stack, m.ID(s.Name+"_task"), &ecstaskdefinition.EcsTaskDefinitionConfig{
		Family:                  jsii.String(props.Label.Name(s.Name)),
		NetworkMode:             jsii.String("awsvpc"),
		RequiresCompatibilities: jsii.Strings("FARGATE"),
		Cpu:                     jsii.String(strconv.Itoa(s.CPU)),
		Memory:                  jsii.String(strconv.Itoa(s.Memory)),
		ExecutionRoleArn:        props.ExecutionRoleARN,
		TaskRoleArn:             props.TaskRoleARNs[s.Name],
		RuntimePlatform: &ecstaskdefinition.EcsTaskDefinitionRuntimePlatform{
			OperatingSystemFamily: jsii.String("LINUX"),
			CpuArchitecture:       jsii.String("X86_64"),
		},
		Volume:               &volumes,
		ContainerDefinitions: text.WithReferences(string(definitions)),
		// ECS rolls back to the revision before, which must still be there.
		SkipDestroy: jsii.Bool(true),
	})
	released.whenReleased(definition)
	return fmt.Sprintf("${%s.%s[0].arn}", *definition.TerraformResourceType(), *definition.FriendlyUniqueId())
}

// logs sends what a container writes to a log group.
func logs(props Props, group *string, prefix string) logConfiguration {
	return logConfiguration{
		LogDriver: "awslogs",
		Options: map[string]string{
			"awslogs-group":         *group,
			"awslogs-region":        props.Region,
			"awslogs-stream-prefix": prefix,
			// A service answers even where CloudWatch does not.
			"mode":            "non-blocking",
			"max-buffer-size": "25m",
		},
	}
}

// writable are the places to which a container with a read-only root file
// system may write: its temporary files and, where operators open shells, what
// the agent of ECS Exec keeps. An image with a user other than root declares
// /tmp as a volume, so that it keeps its mode.
func writable(exec bool) ([]mountPoint, []*ecstaskdefinition.EcsTaskDefinitionVolume) {
	mounts := []mountPoint{{SourceVolume: "tmp", ContainerPath: "/tmp"}}
	if exec {
		mounts = append(mounts,
			mountPoint{SourceVolume: "exec-lib", ContainerPath: "/var/lib/amazon"},
			mountPoint{SourceVolume: "exec-log", ContainerPath: "/var/log/amazon"},
		)
	}
	volumes := make([]*ecstaskdefinition.EcsTaskDefinitionVolume, len(mounts))
	for i, mount := range mounts {
		volumes[i] = &ecstaskdefinition.EcsTaskDefinitionVolume{Name: jsii.String(mount.SourceVolume)}
	}
	return mounts, volumes
}

// variables are a container's environment: the platform's variables and the
// service's own, by name.
func variables(props Props, s envs.Service, released image) []variable {
	all := []variable{
		{"APP_ENV", props.Environment},
		{"AWS_REGION", props.Region},
		{"PORT", strconv.Itoa(s.Port)},
	}
	for name, value := range s.Variables {
		all = append(all, variable{name, value})
	}
	for _, callee := range props.Services {
		if slices.Contains(s.Calls, callee.Name) {
			all = append(all,
				variable{envs.CallVariable(callee.Name, "HOST"), callee.Name},
				variable{envs.CallVariable(callee.Name, "PORT"), strconv.Itoa(callee.Port)},
			)
		}
	}
	if slices.Contains(s.Grants, envs.ReadMLData) || slices.Contains(s.Grants, envs.WriteMLData) {
		all = append(all, variable{"ML_DATA_BUCKET", *props.MLDataBucket})
	}
	if slices.Contains(s.Grants, envs.InvokeSageMaker) {
		all = append(all, variable{"SAGEMAKER_ENDPOINT_PREFIX", props.Label.Prefix() + "-"})
	}
	if props.Datadog != nil {
		// Containers of a task share its network.
		all = append(all, variable{"DD_AGENT_HOST", "127.0.0.1"})
		all = append(all, unified(props, s, released)...)
	}
	if s.Supabase && props.Supabase != nil && props.Supabase.URL != nil {
		all = append(all, variable{"SUPABASE_URL", *props.Supabase.URL})
	}
	slices.SortFunc(all, func(a, b variable) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// secrets are the API keys of Supabase. ECS reads single keys: no container sees
// the whole secret (correction of line 455).
func secrets(props Props, s envs.Service) []secret {
	if !s.Supabase || props.Supabase == nil {
		return nil
	}
	var all []secret
	for _, key := range props.Supabase.Keys {
		all = append(all, secret{envs.SupabaseVariable(key), fmt.Sprintf("%s:%s::", *props.Supabase.SecretARN, key)})
	}
	return all
}
