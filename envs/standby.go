package envs

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Standby says what of an environment waits in its second region for the day on
// which its own is lost.
type Standby string

const (
	// StandbyNone has nothing wait there but backups and the replica of the ML
	// data: the environment would have to be built anew.
	StandbyNone Standby = ""
	// StandbyPilotLight has everything stand there that costs little, and whose
	// making would need what may be lost with the region: network, certificate,
	// roles, images, secrets, and services without tasks. `make failover` starts
	// the rest.
	StandbyPilotLight Standby = "pilot-light"
)

// ServingVariable is the Terraform variable that says whether a standby answers in
// its environment's place, "true" or "false", and ServingOutput the output by which
// its state remembers that.
const (
	ServingVariable = "serving"
	ServingOutput   = "serves"
)

// standbySuffix ends the name of a standby's stack.
const standbySuffix = "-standby"

// WithStandbys are the environments, each with its standby behind it where it has
// one: what there is a stack of.
func WithStandbys(all []Environment) []Environment {
	var with []Environment
	for _, e := range all {
		with = append(with, e.family()...)
	}
	return with
}

// family is the environment, and its standby.
func (e Environment) family() []Environment {
	if standby, ok := e.InSecondRegion(); ok {
		return []Environment{e, standby}
	}
	return []Environment{e}
}

// InSecondRegion is the standby, as an environment of its own; ok is false where
// there is none. Everything of it follows from the environment here, and nowhere
// else.
func (e Environment) InSecondRegion() (standby Environment, ok bool) {
	if e.Standby != StandbyPilotLight || e.primary != nil {
		return Environment{}, false
	}
	standby = e
	standby.primary = &e
	standby.Standby = StandbyNone
	standby.Name = e.Name + standbySuffix
	standby.Region = e.Backup.SecondRegion
	standby.State = e.standbyState()
	standby.Network.CIDR = standbyCIDR(e.Network.CIDR)
	standby.Network.AvailabilityZones = firstZones(standby.Region, len(e.Network.AvailabilityZones))
	if e.Network.NAT != NATNone {
		// They are paid for by the hour and zone; while they are not there, their
		// traffic takes the NAT gateways.
		standby.Network.InterfaceEndpoints = nil
	}
	// The zone is no region's, and one name has one proof for all certificates of
	// an account, wherever they are.
	standby.Domain = Domain{Zone: e.Domain.Zone, API: e.Domain.API, Existing: true, Validated: true}
	// A region is not lost during office hours.
	standby.OffHours = nil
	// It asks by the environment's name, whoever answers.
	standby.Probe = nil
	// What is in no region, and what the environment's own stack has for both.
	standby.Supabase, standby.Frontend, standby.Backup = nil, nil, Backup{}
	standby.MonthlyBudgetUSD, standby.CostAnomalies = 0, false
	if e.Datadog != nil {
		d := *e.Datadog
		d.ExternalID = ""
		standby.Datadog = &d
	}
	return standby, true
}

// WithTheirStandbys are names of stacks, each with that of its standby behind it
// where it has one: they are delivered together.
func WithTheirStandbys(all []Environment, names []string) []string {
	var with []string
	for _, name := range names {
		with = append(with, name)
		for _, e := range all {
			if standby, ok := e.InSecondRegion(); ok && e.Name == name {
				with = append(with, standby.Name)
			}
		}
	}
	return with
}

// Primary is the environment that a standby stands by for; nil of one that is no
// standby.
func (e Environment) Primary() *Environment { return e.primary }

// Origin is the environment by whose name roles, tags, images and secrets go: its
// own, or that of the environment that it stands by for.
func (e Environment) Origin() Environment {
	if e.primary != nil {
		return *e.primary
	}
	return e
}

// Replica is the bucket in the second region with a replica of the environment's
// ML data, in an account of a number; its standby's data.
func (e Environment) Replica(account string) string {
	return e.Label().Name("ml-data-replica", account)
}

// Watched is the public service that answers for the environment's health, to who
// knows no name but the load balancer's own; ok is false where there is none.
func (e Environment) Watched() (s Service, ok bool) {
	i := slices.IndexFunc(e.Services, func(s Service) bool { return s.Public && s.Protocol == HTTP && s.Route.Host == "" })
	if i < 0 {
		return Service{}, false
	}
	return e.Services[i], true
}

// In is the store that an account has in another region, for the states of
// standbys there: a state in the region that is lost would be lost with it. Names
// of buckets are global, those of tables and keys are a region's.
func (s StateStore) In(region string) StateStore {
	s.Bucket, s.Region = s.Bucket+"-"+region, region
	return s
}

// StandbyStores are the stores of states that the account has beside its own, one
// for each region in which an environment has a standby.
func (a Account) StandbyStores(all []Environment) (stores []StateStore) {
	for _, e := range a.Environments(all) {
		standby, ok := e.InSecondRegion()
		if !ok || standby.Region == a.Store.Region {
			continue
		}
		if store := a.Store.In(standby.Region); !slices.Contains(stores, store) {
			stores = append(stores, store)
		}
	}
	return stores
}

// standbyState is where the standby's state is. What is in no region, or already
// in the second one, stays there under a name of its own. That begins as the
// environment's own does: a policy has no room to name both.
func (e Environment) standbyState() State {
	switch s := e.State.(type) {
	case S3State:
		s.Key += ".standby"
		if second := e.Backup.SecondRegion; s.Region != second {
			s.Bucket = StateStore{Bucket: s.Bucket}.In(second).Bucket
			s.Region = second
		}
		return s
	case CloudState:
		s.Workspace += standbySuffix
		return s
	case LocalState:
		// It is relative to the folder of the stack, which has a name of its own.
		return s
	}
	return e.State
}

// standbyCIDR is the other half of a private range's /16 networks: that of
// 10.1.0.0/16 is 10.129.0.0/16, and that of 172.16.0.0/16 is 172.24.0.0/16; empty
// where there is no other.
func standbyCIDR(cidr string) string {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil || !prefix.Addr().Is4() || prefix.Bits() != vpcBits {
		return ""
	}
	network := prefix.Addr().As4()
	switch network[0] {
	case 10:
		network[1] ^= 128
	case 172:
		network[1] ^= 8
	default:
		return ""
	}
	return netip.PrefixFrom(netip.AddrFrom4(network), vpcBits).String()
}

// firstZones are the first zones of a region by their letters.
func firstZones(region string, n int) []string {
	zones := make([]string, n)
	for i := range zones {
		zones[i] = fmt.Sprintf("%s%c", region, 'a'+i)
	}
	return zones
}

// standbyProblems are those of the standby that the environment asks for. What is
// wrong with the second region itself, the backups tell.
func (e Environment) standbyProblems(field string) []Problem {
	c := &checks{field: field}
	c.require(e.Standby == StandbyNone || e.Standby == StandbyPilotLight, "standby", e.Standby,
		"must be %q, or empty for none", StandbyPilotLight)
	standby, ok := e.InSecondRegion()
	if !ok {
		return c.found
	}
	c.require(standby.Region != "", "standby", e.Standby, "waits in the second region, and backup.second_region names none")
	_, watched := e.Watched()
	c.require(watched, "standby", e.Standby,
		"needs a public service of %q whose route names no host: Route 53 asks the load balancer for its health by its own name", HTTP)
	if _, err := netip.ParsePrefix(e.Network.CIDR); err == nil {
		c.require(standby.Network.CIDR != "", "standby", e.Standby,
			"takes the other half of a private range, and that of %s has no other /16: take one of 10.0.0.0/8 or 172.16.0.0/12", e.Network.CIDR)
	}
	if most := Zones(standby.Region); most > 0 && standby.Region != e.Region {
		zones := len(e.Network.AvailabilityZones)
		c.require(zones <= most, "standby", e.Standby, "spans as many zones as the environment, which are %d, and Fargate runs tasks in %d of %s", zones, most, standby.Region)
	}
	c.field = field + ".standby"
	for _, n := range standby.names() {
		c.name(n.kind, "names", n.value)
	}
	if s3, ok := standby.State.(S3State); ok && standby.Region != "" {
		c.name(BucketName, "state.bucket", s3.Bucket)
	}
	return c.found
}

// standbyStateProblems are those of a standby's state with the account's stores.
func (e Environment) standbyStateProblems(own Account) []Problem {
	c := &checks{field: e.field()}
	s3, ok := e.State.(S3State)
	if _, asked := e.InSecondRegion(); asked && ok {
		c.require(s3.Bucket == own.Store.Bucket, "standby", e.Standby,
			"keeps its state in a store that the bootstrap makes beside the account's own: keep the environment's in %q too", own.Store.Bucket)
	}
	return c.found
}

// isStandby says whether a name is that of a standby of another environment.
func (e Environment) isStandby(of Environment) bool {
	standby, ok := of.InSecondRegion()
	return ok && strings.EqualFold(e.Name, standby.Name)
}
