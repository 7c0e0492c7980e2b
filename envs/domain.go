package envs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Domain is where the API is reached.
type Domain struct {
	// Zone is the public hosted zone, "pdm.example.com". Two environments' zones
	// lie side by side, "pdm.example.com" and "pdm-dev.example.com"; one that lies
	// below the other needs a [Delegation] there.
	Zone string
	// Existing says that the zone is there already, made elsewhere. Otherwise
	// the environment creates it, and its name servers must be entered with
	// whoever holds the domain above while the first apply waits for the
	// certificate.
	Existing bool
	// Validated says that ACM's record for API is in the zone already, for another
	// certificate of this account, which needs it whenever it is renewed: ACM asks
	// for the same record of every certificate for a name. It is used as it is and
	// stays when the environment goes. Otherwise the record becomes the
	// environment's, also where it was there.
	Validated bool
	// API is the name that the API answers to, within the zone.
	API string
	// Delegations hand parts of the zone to zones of their own.
	Delegations []Delegation
}

// Delegation leads from an environment's zone to another zone below it, whoever
// has that: another environment, in this account or not, or another team. It is a
// value, and no environment's role writes into another's zone. It goes before the
// zone does: whoever got the same name servers would speak for the name.
type Delegation struct {
	// Zone is the zone below: "dev.pdm.example.com".
	Zone string
	// NameServers are those of the zone below; the output name_servers of the
	// environment that made it has them.
	NameServers []string
}

var domainName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

const (
	// maxDomainName is what a certificate's common name takes (acm
	// RequestCertificate, DomainName).
	maxDomainName  = 64
	domainNameRule = `must be a domain name in lower case such as "api.example.com", of up to 64 characters`

	// minNameServers is how many a zone must have at least (RFC 1034, 4.1).
	minNameServers = 2
)

// within reports whether a name is a zone's own, or lies below it.
func within(name, zone string) bool { return name == zone || below(name, zone) }

// below reports whether a name lies below a zone's own.
func below(name, zone string) bool { return zone != "" && strings.HasSuffix(name, "."+zone) }

func (d Domain) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(domainName.MatchString(d.Zone) && len(d.Zone) <= maxDomainName, "zone", d.Zone, domainNameRule)
	c.require(domainName.MatchString(d.API) && len(d.API) <= maxDomainName, "api", d.API, domainNameRule)
	c.require(d.Existing || !d.Validated, "validated", d.Validated, "a zone that is made here has no record yet: only with existing")
	c.require(within(d.API, d.Zone), "api", d.API, "must lie within the zone %q", d.Zone)
	for i, delegation := range d.Delegations {
		zone := delegation.Zone
		c.require(domainName.MatchString(zone) && len(zone) <= maxDomainName, "delegations", zone, domainNameRule)
		c.require(below(zone, d.Zone), "delegations", zone, "must lie within the zone %q, below its own name", d.Zone)
		for _, other := range d.Delegations[:i] {
			c.require(!within(zone, other.Zone) && !within(other.Zone, zone), "delegations", zone,
				"lies within %q or the other way round: only the upper one is asked, and delegates the other", other.Zone)
		}
		servers := delegation.NameServers
		c.require(len(servers) >= minNameServers, "delegations", servers,
			"%q needs the name servers of its zone, %d or more; the output name_servers of who made it has them", zone, minNameServers)
		for j, server := range servers {
			c.require(domainName.MatchString(server), "delegations", server,
				`must be the host name of a name server such as "ns-1.awsdns-00.com", in lower case and without a dot at its end`)
			c.require(!within(server, zone), "delegations", server, "lies within %q, to which it should lead", zone)
			c.require(!slices.Contains(servers[:j], server), "delegations", server, "is named twice")
		}
	}
	return c.found
}

// domainNames are the names that an environment makes records for, by the field
// that has them.
func (e Environment) domainNames() map[string][]string {
	names := map[string][]string{"domain.api": {e.Domain.API}}
	if hosts := e.Hosts()[1:]; len(hosts) > 0 {
		names["services.hosts"] = hosts
	}
	if e.Frontend != nil {
		names["frontend"] = e.Frontend.names()
	}
	return names
}

// delegated refuses names of an environment within a zone below its own: they
// are asked of that zone's name servers, and what this zone says is never heard.
func (e Environment) delegated(zone, owner string) []Problem {
	c := &checks{field: e.field()}
	if below(zone, e.Domain.Zone) {
		for _, field := range sortedKeys(e.domainNames()) {
			for _, name := range e.domainNames()[field] {
				c.require(!within(name, zone), field, name, "lies within %q, which %s: it is asked there, and not of %q", zone, owner, e.Domain.Zone)
			}
		}
	}
	return c.found
}

// zonesProblems finds zones that nobody would be led to. Once a zone is
// delegated, its name servers are asked for all that lies below it; one made
// anew knows no zone there but what it was told.
func zonesProblems(all []Environment) []Problem {
	var found []Problem
	for i, e := range all {
		var above *Environment
		for j, other := range all {
			if i == j {
				continue
			}
			found = append(found, e.delegated(other.Domain.Zone, "is the zone of "+other.field())...)
			if other.Domain.Zone == e.Domain.Zone {
				for _, d := range other.Domain.Delegations {
					found = append(found, e.delegated(d.Zone, other.field()+" delegates")...)
					for _, own := range e.Domain.Delegations {
						if j < i && (within(own.Zone, d.Zone) || within(d.Zone, own.Zone)) {
							found = append(found, Problem{e.field() + ".domain.delegations", own.Zone,
								fmt.Sprintf("%s delegates %q of the same zone already", other.field(), d.Zone)})
						}
					}
				}
			}
			if below(e.Domain.Zone, other.Domain.Zone) && (above == nil || len(other.Domain.Zone) > len(above.Domain.Zone)) {
				above = &all[j]
			}
		}
		// A zone that exists is asked already, and has what lies below it.
		if above == nil || above.Domain.Existing {
			continue
		}
		c := &checks{field: e.field()}
		c.require(slices.ContainsFunc(above.Domain.Delegations, func(d Delegation) bool { return d.Zone == e.Domain.Zone }),
			"domain.zone", e.Domain.Zone,
			"lies below the zone %q of %s, whose name servers would be asked for it: take a zone beside that one, or name this one in its domain.delegations",
			above.Domain.Zone, above.field())
		found = append(found, c.found...)
	}
	return found
}
