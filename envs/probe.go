package envs

import "regexp"

// Probe asks the API for a path from outside, all the time and from all over the
// world (an Amazon Route 53 health check): it sees what no request of a user's shows,
// such as a name that leads nowhere, or a firewall that lets nobody in.
type Probe struct {
	// Path is what it asks for: "/health". Any answer with status 2xx or 3xx will do.
	// Its requests count against the objective of the service that answers them.
	Path string
}

// ProbeRegion is the one region in which Amazon Route 53 publishes what its checkers
// see (Monitoring health checks using CloudWatch), and an alarm watches metrics of
// its own region alone.
const ProbeRegion = "us-east-1"

// probePath is what a health check asks for (route53 HealthCheckConfig,
// ResourcePath), and nothing that Terraform would fill in.
var probePath = regexp.MustCompile(`^/[A-Za-z0-9._~:/?@!&'()*+,;=%-]{0,254}$`)

func (p Probe) problems(field string, e Environment) []Problem {
	c := &checks{field: field}
	c.require(e.Region == ProbeRegion, "region", e.Region,
		"what is seen from outside is published in %s alone, where no alarm of %s watches it; leave the probe out there", ProbeRegion, e.field())
	c.require(probePath.MatchString(p.Path), "path", p.Path, `must be a path such as "/health", up to 255 characters long`)
	return c.found
}
