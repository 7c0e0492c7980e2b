package envs

import (
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with an environment.
type Problem struct {
	// Field names it, from the environment down: "production.network.cidr".
	Field string
	// Value is what was found there.
	Value any
	// Rule says what is expected instead.
	Rule string
}

// Error is the problem in one line.
func (p Problem) Error() string { return fmt.Sprintf("%s = %#v: %s", p.Field, p.Value, p.Rule) }

// Validate reports every problem of the environment at once, each a [Problem],
// joined; nil where there is none.
func (e Environment) Validate() error { return join(e.problems()) }

// ValidateAll validates each environment and what they share: no two may have
// the same name, overlapping networks or one place for their state.
func ValidateAll(all []Environment) error {
	var found []Problem
	for _, e := range all {
		found = append(found, e.problems()...)
	}
	for i, a := range all {
		for _, b := range all[:i] {
			found = append(found, conflicts(a, b)...)
		}
	}
	found = append(found, Store.problems("state store")...)
	return join(found)
}

func join(found []Problem) error {
	errs := make([]error, len(found))
	for i, p := range found {
		errs[i] = p
	}
	return errors.Join(errs...)
}

// checks collects the problems of one value.
type checks struct {
	field string
	found []Problem
}

func (c *checks) require(ok bool, field string, value any, rule string, args ...any) {
	if !ok {
		c.found = append(c.found, Problem{c.field + "." + field, value, fmt.Sprintf(rule, args...)})
	}
}

func (c *checks) name(k Kind, field, value string) {
	problem := k.Check(value)
	c.require(problem == "", field, value, "%s", problem)
}

var (
	environmentName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	regionName      = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-[1-9]$`)
)

// retentionDays are the numbers of days that CloudWatch Logs accepts
// (PutRetentionPolicy, retentionInDays).
var retentionDays = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

func (e Environment) problems() []Problem {
	label := e.Name
	if label == "" {
		label = "environment"
	}
	c := &checks{field: label}
	c.require(environmentName.MatchString(e.Name), "name", e.Name,
		"must be lower case letters, digits and single hyphens, beginning with a letter")
	c.require(e.Name != BootstrapName, "name", e.Name, "is the stack that holds the state of all others")
	c.require(environmentName.MatchString(e.Project), "project", e.Project,
		"must be lower case letters, digits and single hyphens, beginning with a letter")
	c.require(regionName.MatchString(e.Region), "region", e.Region, `must be an AWS region such as "us-east-1"`)
	c.require(slices.Contains(retentionDays, e.LogRetentionDays), "log_retention_days", e.LogRetentionDays,
		"CloudWatch Logs accepts %s", list(retentionDays))
	address, err := mail.ParseAddress(e.AlertEmail)
	c.require(err == nil && address.Address == e.AlertEmail, "alert_email", e.AlertEmail,
		"must be one plain e-mail address")

	for _, n := range e.names() {
		c.name(n.kind, "names", n.value)
	}

	c.found = append(c.found, e.Network.problems(label+".network", e)...)
	c.found = append(c.found, servicesProblems(label+".services", e.Services)...)

	if e.State == nil {
		c.require(false, "state", nil, "must be S3State, CloudState or LocalState")
	} else {
		c.found = append(c.found, e.State.problems(label+".state")...)
	}

	if e.Name == ProductionName {
		c.require(e.DeletionProtection, "deletion_protection", e.DeletionProtection,
			"production must be protected from destruction")
		c.require(e.Network.NAT == NATPerZone, "network.nat", e.Network.NAT,
			"production needs %q, so that no zone depends on another", NATPerZone)
		_, local := e.State.(LocalState)
		c.require(!local, "state", e.State, "production must keep its state where it is locked and shared, not in a local file")
	}
	return c.found
}

// taskEndpoints are the services that a Fargate task must reach to start:
// without a NAT gateway, each needs an interface endpoint.
var taskEndpoints = []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}

// knownEndpoints are the interface endpoints that the platform can use, by the
// service's part of "com.amazonaws.<region>.<service>".
var knownEndpoints = []string{
	"ecr.api", "ecr.dkr", "ecs", "kms", "logs", "monitoring", "sagemaker.api", "sagemaker.runtime",
	"secretsmanager", "sns", "ssm", "ssmmessages", "sts",
}

const (
	vpcBits        = 16
	privateSubnets = 10
)

func (n Network) problems(field string, e Environment) []Problem {
	c := &checks{field: field}
	prefix, err := netip.ParsePrefix(n.CIDR)
	switch {
	case err != nil || !prefix.Addr().Is4():
		c.require(false, "cidr", n.CIDR, `must be an IPv4 range in CIDR notation such as "10.0.0.0/16"`)
	default:
		c.require(prefix == prefix.Masked(), "cidr", n.CIDR, "has bits set behind its prefix; the network is %s", prefix.Masked())
		c.require(prefix.Bits() == vpcBits, "cidr", n.CIDR,
			"must be a /%d: /24 subnets are cut from it at 0, 1, 2… and %d, %d, %d…",
			vpcBits, privateSubnets, privateSubnets+1, privateSubnets+2)
		c.require(prefix.Addr().IsPrivate(), "cidr", n.CIDR, "must be a private range (RFC 1918)")
	}

	zones := n.AvailabilityZones
	c.require(len(zones) >= 2, "availability_zones", zones, "a load balancer needs subnets in two zones or more")
	c.require(len(zones) <= privateSubnets, "availability_zones", zones,
		"at most %d: public subnet %d would be the first private one", privateSubnets, privateSubnets)
	for i, z := range zones {
		suffix, ok := strings.CutPrefix(z, e.Region)
		c.require(ok && len(suffix) == 1 && suffix >= "a" && suffix <= "z", "availability_zones", z,
			"must be a zone of %s, such as %q", e.Region, e.Region+"a")
		c.require(!slices.Contains(zones[:i], z), "availability_zones", z, "is named twice")
	}
	if e.Name == ProductionName {
		c.require(len(zones) >= 3, "availability_zones", zones, "production spans three zones (plan, line 1357)")
	}

	c.require(slices.Contains([]NAT{NATNone, NATSingle, NATPerZone}, n.NAT), "nat", n.NAT,
		"must be %q, %q or %q", NATNone, NATSingle, NATPerZone)
	for i, s := range n.InterfaceEndpoints {
		c.require(slices.Contains(knownEndpoints, s), "interface_endpoints", s, "must be one of %s", list(knownEndpoints))
		c.require(!slices.Contains(n.InterfaceEndpoints[:i], s), "interface_endpoints", s, "is named twice")
	}
	if n.NAT == NATNone {
		for _, s := range taskEndpoints {
			c.require(slices.Contains(n.InterfaceEndpoints, s), "interface_endpoints", n.InterfaceEndpoints,
				"without a NAT gateway tasks need %q to start", s)
		}
	}
	c.require(n.FlowLog == FlowLogAll || n.FlowLog == FlowLogReject, "flow_log", n.FlowLog,
		"must be %q or %q", FlowLogAll, FlowLogReject)
	return c.found
}

func servicesProblems(field string, services []Service) []Problem {
	c := &checks{field: field}
	var names, public []string
	for _, s := range services {
		if s.Public {
			public = append(public, s.Name)
		}
		c.require(!slices.Contains(names, s.Name), s.Name, s.Name, "is named twice")
		names = append(names, s.Name)
	}
	c.require(len(public) == 1, "public", public, "exactly one service stands behind the load balancer")
	for _, s := range services {
		c.found = append(c.found, s.problems(field+"."+s.Name, names)...)
	}
	return c.found
}

// maxTasks is the quota "Tasks per service" of Amazon ECS.
const maxTasks = 5000

func (s Service) problems(field string, services []string) []Problem {
	c := &checks{field: field}
	c.require(environmentName.MatchString(s.Name), "name", s.Name,
		"must be lower case letters, digits and single hyphens, beginning with a letter")
	c.require(s.Port >= 1 && s.Port <= 65535, "port", s.Port, "must be a TCP port, 1 to 65535")
	c.require(s.Protocol == HTTP || s.Protocol == GRPC, "protocol", s.Protocol, "must be %q or %q", HTTP, GRPC)
	c.require(!s.Public || s.Protocol == HTTP, "protocol", s.Protocol, "a public service speaks %q to the load balancer", HTTP)
	for _, callee := range s.Calls {
		c.require(slices.Contains(services, callee), "calls", callee, "is no service of this environment")
		c.require(callee != s.Name, "calls", callee, "a service does not call itself")
	}
	if memory, ok := fargateMemory[s.CPU]; ok {
		c.require(memory.has(s.Memory), "memory", s.Memory, "Fargate gives %d CPU units %s", s.CPU, memory)
	} else {
		c.require(false, "cpu", s.CPU, "Fargate knows %s CPU units", list(fargateCPU))
	}
	c.require(s.MinCount >= 0, "min_count", s.MinCount, "must not be negative")
	c.require(s.MinCount <= s.DesiredCount, "desired_count", s.DesiredCount, "must not be below min_count %d", s.MinCount)
	c.require(s.DesiredCount <= s.MaxCount, "desired_count", s.DesiredCount, "must not be above max_count %d", s.MaxCount)
	c.require(s.MaxCount <= maxTasks, "max_count", s.MaxCount, "Amazon ECS runs at most %d tasks a service", maxTasks)
	c.require(s.MaxCount >= 1, "max_count", s.MaxCount, "must let at least one task run")
	return c.found
}

func conflicts(a, b Environment) []Problem {
	c := &checks{field: a.Name}
	c.require(a.Name != b.Name, "name", a.Name, "another environment has this name")
	x, errX := netip.ParsePrefix(a.Network.CIDR)
	y, errY := netip.ParsePrefix(b.Network.CIDR)
	c.require(errX != nil || errY != nil || !x.Overlaps(y), "network.cidr", a.Network.CIDR,
		"overlaps %s of %s", b.Network.CIDR, b.Name)
	if a.Name != b.Name {
		c.require(a.State == nil || a.State != b.State, "state", a.State, "%s keeps its state in the same place", b.Name)
	}
	return c.found
}

func list[T any](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}
