package envs

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Route says which requests of the load balancer go to a public service. Without
// a host and paths the service is the default: it answers what no other service's
// route takes.
type Route struct {
	// Priority orders the routes: the lowest is asked first, and the first that
	// takes a request has it. 1 to 50000, each its own; of the default, 0. It is a
	// number and not a place in a list, because AWS refuses a priority that another
	// rule still has, and rules behind one that goes would move up while it is there.
	Priority int

	// Host is the name that the requests are for: the API's, or another within the
	// environment's zone, which then has a record and is on the certificate. Empty
	// for all of them.
	Host string

	// Paths are patterns of the paths of the requests: "/reports/*". * stands for
	// any characters, / among them, and ? for one. The service sees the path as it
	// is. Empty for all.
	Paths []string

	// HealthCheckPath is what the load balancer, and the smoke test, ask the service
	// for: of HTTP "/health" where it is empty, which must answer 200; of gRPC the
	// method of gRPC's own health checks, which must answer OK.
	HealthCheckPath string
}

// Health checks of the load balancer where a route names none: the plan's (line
// 530), and gRPC's ("GRPC Health Checking Protocol").
const (
	httpHealthCheck = "/health"
	grpcHealthCheck = "/grpc.health.v1.Health/Check"
)

// Default says whether the service answers what no route takes.
func (s Service) Default() bool { return s.Public && s.Route.Host == "" && len(s.Route.Paths) == 0 }

// HealthCheckPath is what the load balancer asks a public service for.
func (s Service) HealthCheckPath() string {
	if s.Protocol == GRPC {
		return cmp.Or(s.Route.HealthCheckPath, grpcHealthCheck)
	}
	return cmp.Or(s.Route.HealthCheckPath, httpHealthCheck)
}

// Hosts are the names that the load balancer answers to: the API's, and those of
// the services' routes in alphabetical order.
func (e Environment) Hosts() []string {
	var others []string
	for _, s := range e.Services {
		if host := s.Route.Host; s.Public && host != "" && host != e.Domain.API {
			others = append(others, host)
		}
	}
	slices.Sort(others)
	return append([]string{e.Domain.API}, slices.Compact(others)...)
}

// URL is where a public service is reached, by the name that its route has.
func (e Environment) URL(s Service) string { return "https://" + cmp.Or(s.Route.Host, e.Domain.API) }

// routed are the services with a route, in the order in which they are asked.
func routed(services []Service) []Service {
	asked := slices.DeleteFunc(slices.Clone(services), func(s Service) bool { return !s.Public || s.Default() })
	slices.SortStableFunc(asked, func(a, b Service) int { return cmp.Compare(a.Route.Priority, b.Route.Priority) })
	return asked
}

// covers says whether a pattern takes everything that another takes, or the text
// that the other is. A wildcard of the other is only within a *.
func covers(pattern, other string) bool {
	const any, one = `.*`, `[^*]`
	form := strings.NewReplacer(`\*`, any, `\?`, one).Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile(`^(?s:` + form + `)$`).MatchString(other)
}

// takes is the pattern by which a route takes all requests for a host and for the
// paths of a pattern.
func (r Route) takes(host, path string) (pattern string, ok bool) {
	if r.Host != "" && r.Host != host {
		return "", false
	}
	for _, pattern := range r.patterns() {
		if covers(pattern, path) {
			return pattern, true
		}
	}
	return "", false
}

// patterns are the route's paths; one for all of them where it names none.
func (r Route) patterns() []string {
	if len(r.Paths) == 0 {
		return []string{"*"}
	}
	return r.Paths
}

const (
	// maxPriority is the highest of a rule (elasticloadbalancing CreateRule,
	// Priority).
	maxPriority = 50000
	// maxRules, maxValues and maxWildcards are the quotas "Rules per Application
	// Load Balancer", "Condition values per rule" and "Condition wildcards per
	// rule" (Quotas for your Application Load Balancers). Only the first can be
	// raised.
	maxRules     = 100
	maxValues    = 5
	maxWildcards = 5
	// maxCertificateNames is how many names a certificate may have in an account
	// that asked for no more (AWS Certificate Manager, quotas).
	maxCertificateNames = 10
)

var (
	// pathPattern is the form of a path's pattern ("Condition types for listener
	// rules", path conditions).
	pathPattern = regexp.MustCompile(`^/[A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$`)
	// healthPath and healthMethod are the forms of health checks ("Health checks
	// for Application Load Balancer target groups", HealthCheckPath), the first
	// without a query.
	healthPath   = regexp.MustCompile(`^/[A-Za-z0-9_.$/~'@:+-]{0,127}$`)
	healthMethod = regexp.MustCompile(`^/[A-Za-z][A-Za-z0-9_.]{0,62}/[A-Za-z][A-Za-z0-9_]{0,62}$`)
)

// problems are those of a service's route by itself.
func (s Service) routeProblems(field string, d Domain) []Problem {
	c := &checks{field: field}
	r := s.Route
	if !s.Public {
		c.require(r.Priority == 0 && r.Host == "" && len(r.Paths) == 0 && r.HealthCheckPath == "", "route", "set",
			"leads to a service that is not public")
		return c.found
	}
	if s.Protocol == GRPC {
		c.require(healthMethod.MatchString(s.HealthCheckPath()), "route.health_check_path", r.HealthCheckPath,
			"must be a method such as %q", grpcHealthCheck)
	} else {
		c.require(healthPath.MatchString(s.HealthCheckPath()), "route.health_check_path", r.HealthCheckPath,
			`must be a path such as "/health", of up to 128 letters, digits and any of _-.$/~'@:+`)
	}
	if s.Default() {
		c.require(s.Protocol == HTTP, "protocol", s.Protocol, "the default service speaks %q to the load balancer; one that speaks %q has a route", HTTP, GRPC)
		c.require(r.Priority == 0, "route.priority", r.Priority, "the default has none: it is asked last")
		return c.found
	}
	c.require(r.Priority >= 1 && r.Priority <= maxPriority, "route.priority", r.Priority, "must be 1 to %d", maxPriority)
	values := len(r.Paths)
	if r.Host != "" {
		values++
		c.require(domainName.MatchString(r.Host) && len(r.Host) <= maxDomainName, "route.host", r.Host, domainNameRule)
		c.require(within(r.Host, d.Zone), "route.host", r.Host, "must lie within the zone %q", d.Zone)
	}
	c.require(values <= maxValues, "route.paths", r.Paths, "a rule takes %d values at most, of which a host is one; let a pattern stand for several", maxValues)
	wildcards := 0
	for i, path := range r.Paths {
		c.require(pathPattern.MatchString(path), "route.paths", path,
			`must begin with / and have up to 128 letters, digits and any of _-.$/~"'@:+&, with * for any characters and ? for one`)
		c.require(!slices.Contains(r.Paths[:i], path), "route.paths", path, "is named twice")
		wildcards += strings.Count(path, "*") + strings.Count(path, "?")
	}
	c.require(wildcards <= maxWildcards, "route.paths", r.Paths, "a rule takes %d wildcards at most", maxWildcards)
	return c.found
}

// routesProblems are those that services' routes have with each other.
func routesProblems(field string, e Environment) []Problem {
	c := &checks{field: field}
	var public, defaults []string
	for _, s := range e.Services {
		if s.Public {
			public = append(public, s.Name)
		}
		if s.Default() {
			defaults = append(defaults, s.Name)
		}
	}
	c.require(len(public) > 0, "public", public, "a service at least stands behind the load balancer")
	c.require(len(defaults) <= 1, "public", defaults, "only one is the default; the others need a route, with a host or paths")

	asked := routed(e.Services)
	c.require(len(asked) <= maxRules, "public", len(asked), "a load balancer takes %d rules at most", maxRules)
	hosts := e.Hosts()
	c.require(len(hosts) <= maxCertificateNames, "hosts", hosts, "a certificate takes %d names at most", maxCertificateNames)
	for i, host := range hosts {
		for _, other := range hosts[:i] {
			c.require(addressOf(host) != addressOf(other), "hosts", host, "differs from %q by dots and hyphens alone, and has the same address", other)
		}
		c.require(e.Frontend == nil || i == 0 || !slices.Contains(e.Frontend.names(), host), "hosts", host, "is a name of the front end already")
	}

	dead := map[string]bool{}
	for i, s := range asked {
		c.field = field + "." + s.Name
		for _, before := range asked[:i] {
			c.require(before.Route.Priority != s.Route.Priority, "route.priority", s.Route.Priority, "is the priority of %q already", before.Name)
		}
		for _, path := range s.Route.patterns() {
			for _, before := range asked[:i] {
				if pattern, ok := before.Route.takes(s.Route.Host, path); ok {
					dead[s.Name] = true
					c.require(false, "route.paths", path, "never gets there: %q takes it before, with %q", before.Name, pattern)
					break
				}
			}
		}
	}
	// What answers the health check from outside, as the smoke test asks for it.
	for _, s := range e.Services {
		if !s.Public || dead[s.Name] || len(defaults) > 1 {
			continue
		}
		c.field = field + "." + s.Name
		host, answers := cmp.Or(s.Route.Host, e.Domain.API), strings.Join(defaults, "")
		for _, other := range asked {
			if _, ok := other.Route.takes(host, s.HealthCheckPath()); ok {
				answers = other.Name
				break
			}
		}
		c.require(answers == s.Name, "route.health_check_path", s.HealthCheckPath(),
			"is answered by %q, so that no smoke test reaches the service: it must be a path of its own", cmp.Or(answers, "the load balancer"))
	}
	return c.found
}

// addressOf is a name as addresses have it.
func addressOf(host string) string { return strings.ReplaceAll(host, ".", "-") }
