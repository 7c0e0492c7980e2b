package envs

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// platformRoles are the roles of the platform's own parts that a service's name
// would collide with: security groups and what else is named by role.
var platformRoles = []string{
	"alb", "alerts", "alias", "api", "certificate", "cluster", "datadog", "default", "endpoints", "execution", "flow", "http",
	"https", "internet", "main", "namespace", "public", "sagemaker", "targets", "waf", "zone", AgentLog, ExecLog, ServiceConnectLog,
}

func servicesProblems(field string, e Environment) []Problem {
	c := &checks{field: field}
	services := e.Services
	var names []string
	for _, s := range services {
		names = append(names, s.Name)
	}
	c.found = append(c.found, routesProblems(field, e)...)
	if circle := callCircle(services); circle != nil {
		c.require(false, "calls", circle, "call each other in a circle; a service starts after those that it calls")
	}
	for i, s := range services {
		one := &checks{field: field + "." + s.Name}
		if !plainName.MatchString(s.Name) {
			one.field = fmt.Sprintf("%s[%d]", field, i)
		}
		one.require(!slices.Contains(names[:i], s.Name), "name", s.Name, "is named twice")
		for _, other := range services[:i] {
			one.require(other.Port != s.Port || s.Port == 0, "port", s.Port, "is the port of %q already", other.Name)
		}
		one.require(e.Datadog == nil || !slices.Contains(agentPorts, s.Port), "port", s.Port,
			"is a port of Datadog's agent, which shares the task's network; those are %s", list(agentPorts))
		one.require(!s.CalledBy(services) || s.MaxCount <= maxDiscovered, "max_count", s.MaxCount,
			"service discovery holds at most %d tasks of a service that others call", maxDiscovered)
		one.require(s.Owner == "" || teamName.MatchString(s.Owner), "owner", s.Owner, teamRule)
		c.found = append(c.found, one.found...)
		c.found = append(c.found, s.problems(one.field, names)...)
		c.found = append(c.found, s.routeProblems(one.field, e.Domain)...)
		c.found = append(c.found, s.objectiveProblems(one.field, e)...)
	}
	return c.found
}

// callCircle names the services of a circle of calls, nil where there is none.
// A service that calls itself is a problem of its own.
func callCircle(services []Service) []string {
	calls := map[string][]string{}
	for _, s := range services {
		calls[s.Name] = s.Calls
	}
	var path []string
	done := map[string]bool{}
	var visit func(name string) []string
	visit = func(name string) []string {
		if i := slices.Index(path, name); i >= 0 {
			return slices.Clone(path[i:])
		}
		if done[name] {
			return nil
		}
		path = append(path, name)
		for _, callee := range calls[name] {
			if callee == name {
				continue
			}
			if circle := visit(callee); circle != nil {
				return circle
			}
		}
		path = path[:len(path)-1]
		done[name] = true
		return nil
	}
	for _, s := range services {
		if circle := visit(s.Name); circle != nil {
			return circle
		}
	}
	return nil
}

// CallVariable is the environment variable by which a service finds one that
// it calls: CallVariable("ml-service", "HOST") is "ML_SERVICE_HOST".
func CallVariable(callee, part string) string {
	return strings.ToUpper(strings.ReplaceAll(callee, "-", "_")) + "_" + part
}

const (
	// maxTasks is the quota "Tasks per service" of Amazon ECS.
	maxTasks = 5000
	// maxDiscovered is the quota "Instances per service" of AWS Cloud Map, where
	// each task of a called service is one (Amazon ECS service quotas, note).
	maxDiscovered = 1000
	// firstPort is the first that a process without privileges may listen on.
	firstPort = 1024
)

var (
	// containerUser is a numeric user and group.
	containerUser = regexp.MustCompile(`^([1-9][0-9]*):([1-9][0-9]*)$`)
	variableName  = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
	// secretName are words in a variable's name that say that its value
	// belongs into Secrets Manager.
	secretName = regexp.MustCompile(`(^|_)(KEY|PASSWORD|SECRET|TOKEN|CREDENTIALS?)(_|$)`)
)

// nodeEnvironments are the values of NODE_ENV that Node.js packages know.
var nodeEnvironments = []string{"production", "development", "test"}

// platformVariables are the variables that the platform sets, beside
// <NAME>_HOST and <NAME>_PORT of what a service calls.
var platformVariables = []string{
	"APP_ENV", "AWS_REGION", "ML_DATA_BUCKET", "PORT", "SAGEMAKER_ENDPOINT_PREFIX",
	"SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY", "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_KEY",
	"DD_AGENT_HOST", "DD_ENV", "DD_SERVICE", "DD_VERSION",
}

// numericUser says whether user and group are numbers that a container runtime
// takes, which go up to 2,147,483,647, and neither is root's.
func numericUser(user string) bool {
	ids := containerUser.FindStringSubmatch(user)
	if ids == nil {
		return false
	}
	for _, id := range ids[1:] {
		if _, err := strconv.ParseInt(id, 10, 32); err != nil {
			return false
		}
	}
	return true
}

func (s Service) problems(field string, services []string) []Problem {
	c := &checks{field: field}
	c.require(plainName.MatchString(s.Name), "name", s.Name, plainNameRule)
	c.require(!slices.Contains(platformRoles, s.Name), "name", s.Name, "is a part of the platform itself")
	c.require(s.Port >= firstPort && s.Port <= 65535, "port", s.Port,
		"must be a TCP port that needs no root, %d to 65535", firstPort)
	c.require(s.Protocol == HTTP || s.Protocol == GRPC, "protocol", s.Protocol, "must be %q or %q", HTTP, GRPC)
	for i, callee := range s.Calls {
		c.require(!slices.Contains(s.Calls[:i], callee), "calls", callee, "is named twice")
		c.require(slices.Contains(services, callee), "calls", callee, "is no service of this environment")
		c.require(callee != s.Name, "calls", callee, "a service does not call itself")
	}
	c.require(numericUser(s.User), "user", s.User,
		`must be a numeric user and group other than root, such as "1000:1000"`)
	c.require(len(s.HealthCheck) >= 2 && (s.HealthCheck[0] == "CMD" || s.HealthCheck[0] == "CMD-SHELL") &&
		strings.TrimSpace(s.HealthCheck[1]) != "", "health_check", s.HealthCheck, "must be CMD or CMD-SHELL and a command")
	for i, word := range s.HealthCheck {
		c.literal(fmt.Sprintf("health_check[%d]", i), word)
	}
	for i, g := range s.Grants {
		c.require(!slices.Contains(s.Grants[:i], g), "grants", g, "is named twice")
		c.require(g == ReadMLData || g == WriteMLData || g == InvokeSageMaker, "grants", g,
			"must be %q, %q or %q", ReadMLData, WriteMLData, InvokeSageMaker)
	}
	c.found = append(c.found, s.Deployment.problems(field)...)
	for _, callee := range s.Calls {
		for _, name := range []string{CallVariable(callee, "HOST"), CallVariable(callee, "PORT")} {
			_, taken := s.Variables[name]
			c.require(!taken, "variables", name, "is set by the platform")
		}
	}
	return c.found
}

func (d Deployment) problems(field string) []Problem {
	c := &checks{field: field}
	if d.ImageTag != "" {
		problem := ImageProblem(d.ImageTag)
		c.require(problem == "", "image_tag", d.ImageTag, "%s", problem)
	}
	for _, name := range sortedKeys(d.Variables) {
		c.require(variableName.MatchString(name), "variables", name, "must be upper case letters, digits and underscores")
		c.literal("variables."+name, d.Variables[name])
		c.require(!slices.Contains(platformVariables, name), "variables", name, "is set by the platform")
		c.require(!secretName.MatchString(name), "variables", name, "sounds like a secret, which everybody who sees a task definition would read")
	}
	if value, ok := d.Variables["NODE_ENV"]; ok {
		c.require(slices.Contains(nodeEnvironments, value), "variables.NODE_ENV", value,
			"Node.js packages know %s; the environment's name is in APP_ENV", list(nodeEnvironments))
	}
	if memory, ok := fargateMemory[d.CPU]; ok {
		c.require(memory.has(d.Memory), "memory", d.Memory, "Fargate pairs %d CPU units with %s", d.CPU, memory)
	} else {
		c.require(false, "cpu", d.CPU, "Fargate knows %s CPU units", list(fargateCPU))
	}
	c.require(d.MinCount >= 0, "min_count", d.MinCount, "must not be negative")
	c.require(d.MinCount <= d.DesiredCount, "desired_count", d.DesiredCount, "must not be below min_count, which is %d", d.MinCount)
	c.require(d.DesiredCount <= d.MaxCount, "desired_count", d.DesiredCount, "must not be above max_count, which is %d", d.MaxCount)
	c.require(d.MaxCount <= maxTasks, "max_count", d.MaxCount, "Amazon ECS runs at most %d tasks a service", maxTasks)
	c.require(d.MaxCount >= 1, "max_count", d.MaxCount, "must let at least one task run")
	return c.found
}

const (
	// maxWeight and maxBase are the limits of a capacity provider strategy
	// (ecs CapacityProviderStrategyItem).
	maxWeight = 1000
	maxBase   = 100000
)

func (p Capacity) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(p.Base >= 0 && p.Base <= maxBase, "base", p.Base, "must be 0 to %d", maxBase)
	c.require(p.OnDemand >= 0 && p.OnDemand <= maxWeight, "on_demand", p.OnDemand, "must be 0 to %d", maxWeight)
	c.require(p.Spot >= 0 && p.Spot <= maxWeight, "spot", p.Spot, "must be 0 to %d", maxWeight)
	c.require(p.OnDemand != 0 || p.Spot != 0, "on_demand", p.OnDemand, "one of on_demand and spot must be above 0, or no task has a place")
	c.require(p.Base <= 0 || p.OnDemand > 0, "on_demand", p.OnDemand, "must be above 0 where base is, which runs on demand")
	return c.found
}

const (
	// minRateLimit and maxRateLimit are the limits of a rate-based rule (wafv2
	// RateBasedStatement, Limit).
	minRateLimit = 10
	maxRateLimit = 2_000_000_000
)
