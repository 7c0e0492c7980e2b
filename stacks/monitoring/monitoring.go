// Package monitoring holds what shows whether an environment works: log groups,
// alarms, the topic that they go to, and a dashboard (plan, phase 6).
//
// It comes before the load balancer's services in the stack, because a service
// logs to its log groups and rolls back by its alarms. What it says of ECS, it
// says by the names that the environment's label makes.
package monitoring

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/input"
)

// Props are what the monitoring module needs.
type Props struct {
	// Label makes the names.
	Label envs.Label
	// Region is the AWS region whose metrics are watched.
	Region string
	// AccountID is the AWS account, as a token.
	AccountID string
	// KeyARN is the KMS key that encrypts logs and alerts.
	KeyARN string
	// KeyPolicy is the policy that lets CloudWatch and the senders of alerts
	// use that key.
	KeyPolicy cdktf.ITerraformDependable
	// Services have a log group and alarms each.
	Services []envs.Service
	// LoadBalancer stands before the public services.
	LoadBalancer LoadBalancer
	// Host is the name of the API, and Probe asks for it from outside; nil for
	// nobody who does.
	Host  string
	Probe *envs.Probe
	// probe is its id.
	probe *string
	// NATGateways are the NAT gateways' ids, by zone.
	NATGateways map[string]*string
	// WebACL is the metric name of the web ACL before the load balancer.
	WebACL string
	// OffHours is when no service runs; nil where they always do.
	OffHours *envs.OffHours
	// Serving is on while services run; while it is off, none of them is missed.
	Serving input.Switch
	// Replication brings a standby its data; nil for an environment.
	Replication *Replication
	// Datadog says that its agent runs beside each service.
	Datadog bool
	// Budget says that there is a budget, which publishes to the topic.
	Budget bool
	// LogRetentionDays is how long logs are kept.
	LogRetentionDays int
	// Owner is the team that acts on alarms, but those of services with an
	// owner of their own.
	Owner string
	// Runbooks is the address of the folder with the runbooks.
	Runbooks string
	// AlertEmail receives every alert.
	AlertEmail string
	// AlertEndpoints receive every alert as well.
	AlertEndpoints []envs.AlertEndpoint
}

// LoadBalancer is a load balancer as its metrics know it.
type LoadBalancer struct {
	// ARNSuffix is the end of its ARN, "app/pdm-dev-alb/0123456789abcdef".
	ARNSuffix *string
	// TargetGroupARNSuffixes are the same of the public services' target groups,
	// by service name.
	TargetGroupARNSuffixes map[string]*string
	// CertificateARN is the certificate of its listener.
	CertificateARN *string
}

// Monitoring is what other modules may know of the monitoring.
type Monitoring struct {
	// TopicARN is the topic that alerts go to. What refers to it waits for the
	// topic's policy, without which some senders refuse to be created.
	TopicARN *string
	// LogGroups are the names of the services' log groups, by service name.
	LogGroups map[string]*string
	// ExecLogGroup is the name of the log group for sessions of ECS Exec.
	ExecLogGroup *string
	// ServiceConnectLogGroup is the name of the log group for the proxies of
	// Service Connect.
	ServiceConnectLogGroup *string
	// AgentLogGroup is the name of the log group for Datadog's agents, nil where
	// there are none. A service's own group is no place for them: what an agent
	// calls an ERROR would fire the service's alarm and end its deployments.
	AgentLogGroup *string
	// RollbackAlarms are the names of the alarms that roll a deployment back, by
	// the name of the deployed service. None is in alarm for a lack of data, so
	// that a service without traffic can be deployed.
	RollbackAlarms map[string][]*string
}

// New declares the monitoring.
func New(m address.Module, props Props) *Monitoring {
	logs := newLogGroups(m, props)
	topic := newTopic(m, props)
	if props.Probe != nil {
		props.probe = newProbe(m, props)
	}
	watched := newAlarms(m, props, topic, newTickets(m, props, topic))
	newDashboard(m, props, watched)

	return &Monitoring{
		TopicARN:               topic,
		LogGroups:              logs.services,
		ExecLogGroup:           logs.exec,
		ServiceConnectLogGroup: logs.serviceConnect,
		AgentLogGroup:          logs.agent,
		RollbackAlarms:         watched.rollback,
	}
}
