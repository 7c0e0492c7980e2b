package envs

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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
func (p Problem) Error() string {
	value := fmt.Sprintf("%#v", p.Value)
	switch v := p.Value.(type) {
	case nil:
		value = "nothing"
	case []string:
		value = fmt.Sprintf("%q", v)
	}
	return fmt.Sprintf("%s = %s: %s", p.Field, value, p.Rule)
}

// Validate reports every problem of the environment at once, each a [Problem],
// joined; nil where there is none.
func (e Environment) Validate() error { return join(e.problems()) }

// ValidateAll validates each environment, the accounts with the stores of their
// states, and what they share: no two may have the same name, zones that nobody is
// led to or one place for their state, which isn't the bootstrap or the account
// stack's either; nor, in one account, overlapping networks or the same AWS names.
func ValidateAll(accounts []Account, all []Environment) error {
	var found []Problem
	for _, e := range all {
		found = append(found, e.problems()...)
		found = append(found, e.accountProblems(accounts)...)
		for _, a := range accounts {
			for _, stack := range []string{a.BootstrapStack(), a.Stack()} {
				found = append(found, stateConflicts(e, Environment{Name: stack, State: a.Store.StateOf(stack)})...)
			}
		}
	}
	for i, a := range all {
		for _, b := range all[:i] {
			found = append(found, conflicts(a, b)...)
		}
	}
	found = append(found, zonesProblems(all)...)
	return join(append(found, accountsProblems(accounts, all)...))
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

// literal checks a text that goes into the stack as it is.
func (c *checks) literal(field, value string) {
	c.require(utf8.ValidString(value) && !strings.Contains(value, "${") && !strings.Contains(value, "%{"), field, value,
		"must be UTF-8 without ${ or %%{, which Terraform would fill in; a shell takes $NAME as well")
}

var (
	// plainName is the form of all parts of names: the strictest of the APIs
	// that take them.
	plainName  = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	regionName = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[1-9]$`)
	// emailAddress is narrower than RFC 5322: the domain has a dot, and all is
	// ASCII, or no alarm arrives; and no brace, which could begin a template of
	// Terraform's.
	emailAddress = regexp.MustCompile(`^[!-z|~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	// teamName is narrower than what a tag's value may be: it stands in sentences.
	teamName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._@-]{0,62}[A-Za-z0-9])?$`)
	// endpointURL has a public host and neither credentials nor a fragment, nor
	// characters that Terraform would interpret.
	endpointURL = regexp.MustCompile(`^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?([/?][A-Za-z0-9._~:/?@!&'()*+,;=%-]*)?$`)
)

const (
	plainNameRule = "must be lower case letters, digits and single hyphens, beginning with a letter"
	regionRule    = `must be an AWS region such as "us-east-1"`
)

// retentionDays are the numbers of days that CloudWatch Logs accepts
// (PutRetentionPolicy, retentionInDays).
var retentionDays = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// field is what problems call the environment.
func (e Environment) field() string {
	switch {
	case e.primary != nil:
		return e.primary.field() + ".standby"
	case e.Name == "":
		return "environment"
	case !plainName.MatchString(e.Name):
		return strconv.Quote(e.Name)
	}
	return e.Name
}

func (e Environment) problems() []Problem {
	field := e.field()
	c := &checks{field: field}
	c.require(plainName.MatchString(e.Name), "name", e.Name, plainNameRule)
	c.require(e.Name != BootstrapName, "name", e.Name, "is the stack that holds the state of all others")
	c.require(e.Name != AccountName, "name", e.Name, "is the stack of what exists once an account")
	c.require(e.Name != SharedTag, "name", e.Name, "is the tag of what belongs to no environment")
	c.require(plainName.MatchString(e.Project), "project", e.Project, plainNameRule)
	c.region("region", e.Region)
	c.require(e.Account == "" || plainName.MatchString(e.Account), "account", e.Account, plainNameRule)
	if e.Branch != "" {
		c.branch("branch", e.Branch)
	}
	c.require(slices.Contains(retentionDays, e.LogRetentionDays), "log_retention_days", e.LogRetentionDays,
		"CloudWatch Logs accepts %s", list(retentionDays))
	c.email("alert_email", e.AlertEmail)
	c.require(teamName.MatchString(e.Owner), "owner", e.Owner, teamRule)
	e.billingProblems(c)
	c.found = append(c.found, endpointsProblems(field+".alert_endpoints", e.AlertEndpoints)...)

	for _, n := range e.names() {
		c.name(n.kind, "names", n.value)
	}

	c.found = append(c.found, e.Network.problems(field+".network", e)...)
	c.found = append(c.found, servicesProblems(field+".services", e)...)
	c.found = append(c.found, e.Capacity.problems(field+".capacity")...)
	if e.OffHours != nil {
		c.found = append(c.found, e.OffHours.problems(field+".off_hours")...)
	}
	c.found = append(c.found, e.Domain.problems(field+".domain")...)
	for _, d := range e.Domain.Delegations {
		c.found = append(c.found, e.delegated(d.Zone, "it delegates")...)
	}
	if e.Probe != nil {
		c.found = append(c.found, e.Probe.problems(field+".probe", e)...)
	}
	c.require(e.RateLimit >= minRateLimit && e.RateLimit <= maxRateLimit, "rate_limit", e.RateLimit,
		"AWS WAF takes %d to %d requests", minRateLimit, maxRateLimit)
	if e.Supabase != nil {
		c.found = append(c.found, e.Supabase.problems(field+".supabase", e)...)
	}
	if e.Frontend != nil {
		c.found = append(c.found, e.Frontend.problems(field+".frontend", e)...)
	}
	if e.Datadog != nil {
		// Amazon's public registry has no VPC endpoint to pull from (Amazon ECR,
		// interface VPC endpoints), nor has the VPC one of Datadog's.
		c.require(e.Network.NAT != NATNone, "network.nat", e.Network.NAT,
			"without a NAT gateway tasks reach neither the image of Datadog's agent in public.ecr.aws nor Datadog; have one, or leave Datadog out")
		c.found = append(c.found, e.Datadog.problems(field+".datadog", e.Region)...)
	}
	c.found = append(c.found, e.Backup.problems(field+".backup", e)...)
	c.found = append(c.found, e.standbyProblems(field)...)

	switch e.State.(type) {
	case S3State, CloudState, LocalState:
		c.found = append(c.found, e.State.problems(field+".state")...)
		if s3, ok := e.State.(S3State); ok {
			c.samePartition("state.region", s3.Region, e.Region, "whose credentials reach no other")
		}
	case nil:
		c.require(false, "state", nil, stateRule)
	default:
		// A pointer, or a type that embeds one of the three: the backend
		// knows neither.
		c.require(false, "state", fmt.Sprintf("%T", e.State), stateRule)
	}

	if e.Name == ProductionName {
		c.require(e.Branch != "", "branch", e.Branch, "production is deployed from one branch, not from any")
		c.require(e.DeletionProtection, "deletion_protection", e.DeletionProtection,
			"production must be protected from destruction")
		c.require(e.Network.NAT == NATPerZone, "network.nat", e.Network.NAT,
			"production needs %q, so that no zone depends on another", NATPerZone)
		c.require(!e.Exec, "exec", e.Exec, "nobody opens a shell in production")
		c.require(e.OffHours == nil, "off_hours", "set", "production always runs")
		c.require(e.Capacity.Spot == 0, "capacity.spot", e.Capacity.Spot, "production runs on nothing that AWS may take back")
		for _, s := range e.Services {
			c.require(s.MinCount >= 2, "services."+s.Name+".min_count", s.MinCount, "production survives the loss of a task: 2 or more")
		}
		local, ok := e.State.(LocalState)
		c.require(!ok, "state.path", local.Path, "production must keep its state where it is locked and shared, not in a local file")
	}
	return c.found
}

func endpointsProblems(field string, endpoints []AlertEndpoint) []Problem {
	c := &checks{field: field}
	var names []string
	for i, e := range endpoints {
		c.field = field + "." + e.Name
		if !plainName.MatchString(e.Name) {
			c.field = fmt.Sprintf("%s[%d]", field, i)
		}
		c.require(plainName.MatchString(e.Name), "name", e.Name, plainNameRule)
		c.require(!slices.Contains(names, e.Name), "name", e.Name, "is named twice")
		c.require(endpointURL.MatchString(e.URL), "url", e.URL,
			`must be an https URL such as "https://alerts.example.com/sns", without credentials`)
		names = append(names, e.Name)
	}
	return c.found
}

// taskEndpoints are the services that a Fargate task must reach to start:
// without a NAT gateway, each needs an interface endpoint.
var taskEndpoints = []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}

// execEndpoints are the services that a shell in a task goes through, beside
// those: it is opened by Systems Manager and encrypted with the environment's
// key (Amazon ECS, considerations for using ECS Exec).
var execEndpoints = []string{"kms", "ssmmessages"}

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
	if most := Zones(e.Region); most > 0 {
		c.require(len(zones) <= most, "availability_zones", zones, "Fargate runs tasks in %d zones of %s", most, e.Region)
	}
	for i, z := range zones {
		if regionName.MatchString(e.Region) {
			suffix, ok := strings.CutPrefix(z, e.Region)
			c.require(ok && len(suffix) == 1 && suffix >= "a" && suffix <= "z", "availability_zones", z,
				"must be a zone of %s, such as %q", e.Region, e.Region+"a")
		}
		c.require(!slices.Contains(zones[:i], z), "availability_zones", z, "is named twice")
	}
	if e.Name == ProductionName {
		c.require(len(zones) >= 3, "availability_zones", zones, "production spans three zones (plan, line 1358)")
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
		for _, s := range execEndpoints {
			c.require(!e.Exec || slices.Contains(n.InterfaceEndpoints, s), "interface_endpoints", n.InterfaceEndpoints,
				"without a NAT gateway shells (exec) need %q", s)
		}
	}
	c.require(n.FlowLog == FlowLogAll || n.FlowLog == FlowLogReject, "flow_log", n.FlowLog,
		"must be %q or %q", FlowLogAll, FlowLogReject)
	return c.found
}

func conflicts(a, b Environment) []Problem {
	c := &checks{field: a.field()}
	c.require(a.Name != b.Name, "name", a.Name, "another environment has this name")
	c.require(!a.isStandby(b), "name", a.Name, "is the stack of %s's standby", b.field())
	c.require(!b.isStandby(a), "name", a.Name, "has a standby whose stack is %s", b.field())
	if a.Account == b.Account {
		for _, own := range a.family() {
			for _, other := range b.family() {
				c.found = append(c.found, neighbours(own, other)...)
			}
		}
	}
	if a.Name == b.Name {
		return c.found
	}
	// What is missing is its own problem, and no place that two could share.
	c.require(a.Domain.API == "" || a.Domain.API != b.Domain.API, "domain.api", a.Domain.API, "is the name of %s already", b.field())
	if a.Account == b.Account && a.Datadog != nil && b.Datadog != nil {
		c.require(a.Datadog.ExternalID == "" || b.Datadog.ExternalID == "", "datadog.external_id", a.Datadog.ExternalID,
			"is for one environment of the account, and %s has one already", b.field())
	}
	if a.Frontend != nil && b.Frontend != nil {
		c.require(a.Frontend.Project == "" || a.Frontend.Project != b.Frontend.Project || a.Frontend.Team != b.Frontend.Team,
			"frontend.project", a.Frontend.Project, "is the project of %s already", b.field())
	}
	for _, name := range a.Frontend.names() {
		c.require(name == "" || !slices.Contains(append(b.Frontend.names(), b.Hosts()...), name), "frontend", name,
			"is a name of %s already", b.field())
	}
	for i, host := range a.Hosts() {
		field, others := "domain.api", slices.Concat(b.Frontend.names(), b.Hosts()[1:])
		if i > 0 {
			field, others = "services.hosts", append(others, b.Domain.API)
		}
		c.require(host == "" || !slices.Contains(others, host), field, host, "is a name of %s already", b.field())
	}
	c.require(a.Domain.Zone == "" || a.Domain.Zone != b.Domain.Zone || a.Domain.Existing && b.Domain.Existing,
		"domain.zone", a.Domain.Zone, "is the zone of %s too; only one that exists can be shared", b.field())
	return append(c.found, stateConflicts(a, b)...)
}

// neighbours are the problems of two environments that share an account.
func neighbours(a, b Environment) []Problem {
	c := &checks{field: a.field()}
	// What doesn't parse is the zero prefix, which overlaps nothing.
	x, _ := netip.ParsePrefix(a.Network.CIDR)
	y, _ := netip.ParsePrefix(b.Network.CIDR)
	c.require(!x.Overlaps(y), "network.cidr", a.Network.CIDR,
		"overlaps %s of %s", b.Network.CIDR, b.field())
	if a.Name == b.Name {
		return c.found
	}
	common, nested := commonPrefix(a, b)
	c.require(!nested, "names", common,
		"all names of both this and %s begin with it, and how names begin is how the roles that deliver tell the two apart", b.field())
	taken := b.names()
	for _, n := range a.names() {
		// Security groups are unique in a VPC, everything else in an account.
		c.require(n.kind == SecurityGroupName || !slices.Contains(taken, n), "names", n.value,
			"%s has the same %s", b.field(), n.kind.What)
	}
	return c.found
}

// commonPrefix is the prefix of one environment's names, where all names of
// the other begin with it too.
func commonPrefix(a, b Environment) (prefix string, ok bool) {
	x, y := a.Label().Prefix(), b.Label().Prefix()
	if len(x) > len(y) {
		x, y = y, x
	}
	return x, strings.HasPrefix(y+"-", x+"-")
}

func list[T any](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}

func sortedKeys[V any](values map[string]V) []string {
	return slices.Sorted(maps.Keys(values))
}

// teamRule is what a team's name must be.
const teamRule = "every alarm needs a team that acts: 1 to 64 letters, digits, spaces and any of ._@-, beginning and ending with a letter or digit"
