package preflight

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
)

// Resolver is what the domain is asked of; [net.Resolver] is one.
type Resolver interface {
	LookupNS(ctx context.Context, name string) ([]*net.NS, error)
}

const delegationDocument = "docs/releases.md#the-apis-name"

// domain is the environment's zone, and whether the world finds it: without
// that no certificate is issued.
func (s *subject) domain(ctx context.Context) []Row {
	name := s.env.Domain.Zone
	zones, permission, err := s.zones(ctx, name)
	needed := "none of that name"
	if s.env.Domain.Existing {
		needed = "one of that name"
	}
	if err != nil {
		return []Row{unseen("zone "+name, needed, permission, err)}
	}
	zone := Row{OK, "zone " + name, needed, fmt.Sprintf("%d of that name", len(zones)), ""}
	switch existing := s.env.Domain.Existing; {
	case existing && len(zones) == 0:
		zone.Verdict, zone.Do = Blocks, "make it, or say in envs that the environment does (Domain.Existing)"
	case existing && len(zones) > 1:
		zone.Verdict, zone.Do = Blocks, "delete all but the one that is delegated: Terraform takes none of several"
	case !existing && len(zones) > 0:
		zone.Verdict = Warns
		zone.Do = "nothing, if an apply of " + s.Stack + " made it; else say so in envs (Domain.Existing), or a second one is made that nothing leads to"
	}
	return []Row{zone, s.delegation(ctx, name, zones)}
}

// zones are the name servers of each public zone of a name.
func (s *subject) zones(ctx context.Context, name string) (zones [][]string, permission string, err error) {
	client := route53.NewFromConfig(s.home())
	listed, err := client.ListHostedZonesByName(ctx, &route53.ListHostedZonesByNameInput{DNSName: &name})
	if err != nil {
		return nil, "route53:ListHostedZonesByName", err
	}
	for _, zone := range listed.HostedZones {
		if host(aws.ToString(zone.Name)) != host(name) || zone.Config != nil && zone.Config.PrivateZone {
			continue
		}
		found, err := client.GetHostedZone(ctx, &route53.GetHostedZoneInput{Id: zone.Id})
		if err != nil {
			return nil, "route53:GetHostedZone", err
		}
		var servers []string
		if found.DelegationSet != nil {
			servers = hosts(found.DelegationSet.NameServers)
		}
		zones = append(zones, servers)
	}
	return zones, "", nil
}

// delegation holds what the public DNS says against what Route 53 does.
func (s *subject) delegation(ctx context.Context, name string, zones [][]string) Row {
	what, needed := "delegation of "+name, "to the zone's name servers"
	if s.Resolver == nil {
		return Row{NotSeen, what, needed, "not looked at", "is asked of the public DNS with TARGET=aws"}
	}
	answer, err := s.Resolver.LookupNS(ctx, name)
	var failure *net.DNSError
	if err != nil && !(errors.As(err, &failure) && failure.IsNotFound) {
		return Row{NotSeen, what, needed, "no answer", "run this again where the public DNS is reached: " + err.Error()}
	}
	var public []string
	for _, server := range answer {
		public = append(public, server.Host)
	}
	public = hosts(public)
	found := "none"
	if len(public) > 0 {
		found = strings.Join(public, " ")
	}
	switch {
	case len(public) > 0 && slices.ContainsFunc(zones, func(servers []string) bool { return slices.Equal(servers, public) }):
		return Row{OK, what, needed, found, ""}
	case len(zones) == 0 && s.env.Domain.Existing:
		return Row{Warns, what, needed, found, "enter the zone's name servers with whoever holds the domain above"}
	case len(zones) == 0:
		return Row{Warns, what, needed, found, "enter the name servers while the first apply waits for them: " + delegationDocument}
	}
	row := Row{Warns, what, needed, found, "enter these with whoever holds the domain above: " + strings.Join(zones[0], " ")}
	if s.env.Domain.Existing {
		row.Verdict = Blocks
	}
	return row
}

// host is a name as both sides can be compared.
func host(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

func hosts(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, host(name))
	}
	slices.Sort(all)
	return all
}
