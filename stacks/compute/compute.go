// Package compute holds what runs: the load balancer with the API's name, the
// ECS cluster, its services and their scaling (plan, phase 3).
package compute

import (
	"slices"

	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what the services need.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Environment is what services are told that they run in.
	Environment string
	// Region is the AWS region, for logs and clients.
	Region string
	// Services are what runs.
	Services []envs.Service
	// Capacity says how much of it runs on Fargate Spot.
	Capacity envs.Capacity
	// Exec lets operators open shells in containers.
	Exec bool
	// OffHours stops everything at night; nil where it always runs.
	OffHours *envs.OffHours
	// Idle has services begin without tasks, until somebody starts them.
	Idle bool
	// Keep refuses the destruction of a service, as a run would want that
	// forgot which release is deployed.
	Keep bool

	// VPCID, SubnetIDs and SecurityGroupIDs (by service name) are where tasks
	// run.
	VPCID            *string
	SubnetIDs        []*string
	SecurityGroupIDs map[string]*string
	// LoadBalancer is in front of the public services.
	LoadBalancer *LoadBalancer

	// KeyARN is the KMS key of task storage and shells.
	KeyARN string
	// ExecutionRoleARN starts containers; TaskRoleARNs, by service name, are
	// what they may do.
	ExecutionRoleARN *string
	TaskRoleARNs     map[string]*string

	// RepositoryURLs are where images come from, by service name.
	RepositoryURLs map[string]*string
	// MLDataBucket holds models and training data.
	MLDataBucket *string
	// Datadog is where the agent beside each service sends to; nil for no agent.
	Datadog *Datadog
	// Supabase is what services of the Supabase project receive; nil where the
	// environment has none.
	Supabase *Supabase

	// LogGroups are where containers log, by service name.
	LogGroups map[string]*string
	// ExecLogGroup keeps the log of shells, ServiceConnectLogGroup that of the
	// proxies between services.
	ExecLogGroup, ServiceConnectLogGroup *string
	// RollbackAlarms are the names of the alarms that roll a deployment back,
	// by service name.
	RollbackAlarms map[string][]*string

	// Ready is what tasks need before they start: routes, permissions.
	Ready []cdktf.ITerraformDependable
}

// Datadog is where agents send to.
type Datadog struct {
	// Site is the Datadog site: "datadoghq.eu".
	Site string
	// AgentVersion is the agent's release.
	AgentVersion string
	// SecretARN is the secret whose api_key the agent reads.
	SecretARN *string
	// LogGroup is where agents log.
	LogGroup *string
}

// Supabase is the Supabase project as containers see it.
type Supabase struct {
	// URL is the project's address; nil where the secret tells it.
	URL *string
	// SecretARN is the secret that holds its keys as JSON, and Keys are those of
	// them that services get.
	SecretARN *string
	Keys      []string
}

// New declares the cluster and its services.
func New(m address.Module, props Props) {
	found := newDiscovery(m, props)
	cluster, capacityProviders := newCluster(m, props, found.namespaceARN)
	props.Ready = append(slices.Clone(props.Ready), capacityProviders)

	declared := map[string]cdktf.ITerraformDependable{}
	for _, s := range calleesFirst(props.Services) {
		declared[s.Name] = newService(m, props, s, cluster, found, declared)
	}
}

// calleesFirst puts services behind those that they call: a client of Service
// Connect knows the services that were there when it started. Validation has
// seen to there being no circle.
func calleesFirst(services []envs.Service) []envs.Service {
	var ordered []envs.Service
	placed := map[string]bool{}
	var place func(s envs.Service)
	place = func(s envs.Service) {
		if placed[s.Name] {
			return
		}
		placed[s.Name] = true
		for _, callee := range services {
			for _, name := range s.Calls {
				if name == callee.Name {
					place(callee)
				}
			}
		}
		ordered = append(ordered, s)
	}
	for _, s := range services {
		place(s)
	}
	return ordered
}
