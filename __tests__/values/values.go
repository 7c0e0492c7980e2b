// Package values has what other teams would write into envs, to see that the
// project is theirs as well: every test that the values could break is green for
// them.
package values

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/example/predictive-maintenance/__tests__/generated"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// Set is everything that a team decides.
type Set struct {
	Name         string
	Account      envs.Account
	Store        envs.StateStore
	Others       []envs.Account // beside Account
	Environments []envs.Environment
}

// accounts are the set's own, the first with the store.
func (s Set) accounts() []envs.Account {
	s.Account.Store = s.Store
	return append([]envs.Account{s.Account}, s.Others...)
}

// Validate reports every problem at once.
func (s Set) Validate() error { return envs.ValidateAll(s.accounts(), s.Environments) }

// Sets are those that every run tries, which have as much of it as two can.
func Sets() []Set { return []Set{five(), alone()} }

// More are n others, out of the generator, for a run that has the time: each has
// one to five environments.
func More(seed uint64, n int) []Set {
	random := rand.New(rand.NewPCG(seed, 0))
	var sets []Set
	for made := 0; len(sets) < n; {
		set := own(fmt.Sprintf("seed %d, number %d", seed, len(sets)))
		for want, tried := 1+len(sets)%5, made+1000; len(set.Environments) < want && made < tried; made++ {
			env := generated.Environment(random, made)
			env.Project, env.Account = set.Account.Project, ""
			if envs.ValidateAll(set.accounts(), append(set.Environments, env)) == nil {
				set.Environments = append(set.Environments, env)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// own is a set of a team with a label, a repository and a bucket of its own, as
// yet without environments.
func own(name string) Set {
	return Set{
		Name:    name,
		Account: envs.Account{Project: "acme", Region: "eu-central-1", Repository: "Acme-Corp/Platform.Infra_1", Branch: "trunk", OwnerID: 123456, RepositoryID: 456789},
		Store:   envs.StateStore{Bucket: "acme-tf-state", Table: "acme.locks", KeyAlias: "alias/acme/state", Region: "eu-central-1"},
	}
}

// watched is detection with all of its parts.
func watched() envs.Detection {
	return envs.Detection{
		CloudTrail: true, ObjectEvents: true, GuardDuty: true, Config: true, SecurityHub: true,
		RetentionDays: 731, Email: "security@acme.io", Owner: "Site Reliability",
		Security: &envs.Contact{Name: "Security", Title: "On call", Email: "security@acme.io", Phone: "+49 30 123456"},
	}
}

// theirs makes an environment of ours the team's.
func (s Set) theirs(env envs.Environment, name string) envs.Environment {
	env.Name, env.Project, env.State = name, s.Account.Project, s.Store.StateOf(name)
	env.Datadog = nil
	env.Owner, env.AlertEmail = "Site Reliability", "sre+alerts@acme.io"
	env.Domain = envs.Domain{Zone: name + ".acme.io", API: "v1." + name + ".acme.io"}
	if env.Frontend != nil {
		f := *env.Frontend
		f.Project, f.Repository, f.Domain, f.Redirects = "acme-"+name, "Acme-Corp/web", "www."+name+".acme.io", nil
		env.Frontend = &f
	}
	return env
}

// five environments: another region and a fourth zone, neither Supabase nor a
// front end in one of them, Datadog nowhere, one more that was copied, one whose
// state is elsewhere and whose names are as long as they may be.
func five() Set {
	s := own("five environments")
	s.Account.Detection = watched()
	dev := s.theirs(fixture.Dev(), "dev")
	dev.Supabase, dev.Frontend, dev.OffHours = nil, nil, nil

	staging := s.theirs(fixture.Staging(), "staging")
	qa := s.theirs(fixture.Staging(), "qa")
	qa.Network.CIDR, qa.Branch = "10.3.0.0/16", "release/next"

	production := s.theirs(fixture.Production(), envs.ProductionName)
	production.Region, production.Backup.SecondRegion = "us-west-2", "eu-west-1"
	production.Network.AvailabilityZones = []string{"us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"}
	production.Supabase.Region = "us-west-2"
	production.Branch = s.Account.Branch
	production.Services = append(production.Services, envs.Service{
		Name: "reports", Port: 8080, Protocol: envs.HTTP, User: "1000:1000", HealthCheck: []string{"CMD", "true"}, Owner: "Data",
		Deployment: envs.Deployment{ImageTag: "v1.4.2", CPU: 256, Memory: 512, DesiredCount: 2, MinCount: 2, MaxCount: 4},
	})

	// With "acme-" before and "-alb-3000" behind, a target group's name has 32
	// characters.
	long := s.theirs(fixture.Dev(), "x"+strings.Repeat("0", 17))
	long.Region, long.Network.CIDR = "ap-southeast-2", "172.31.0.0/16"
	long.Network.AvailabilityZones = []string{"ap-southeast-2a", "ap-southeast-2c"}
	long.State = envs.CloudState{Organization: "acme", Workspace: "long"}

	s.Environments = []envs.Environment{dev, long, qa, staging, production}
	return s
}

// alone is one environment without anything that can be left out: no production,
// no NAT gateway, one service, nothing of anybody's but AWS's; its zone is there,
// and its state in a file.
func alone() Set {
	s := own("one environment alone")
	env := s.theirs(fixture.Dev(), "lab-eu")
	env.Region = "eu-central-1"
	env.Network.AvailabilityZones = []string{"eu-central-1b", "eu-central-1c"}
	env.Network.NAT = envs.NATNone
	env.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
	env.Exec = false
	env.Supabase, env.Frontend, env.OffHours = nil, nil, nil
	env.Services = []envs.Service{{
		Name: "web", Port: 8443, Protocol: envs.HTTP, Public: true, User: "1000:1000", HealthCheck: []string{"CMD", "true"},
		Deployment: envs.Deployment{CPU: 256, Memory: 512, DesiredCount: 1, MinCount: 1, MaxCount: 1},
	}}
	env.Domain = envs.Domain{Zone: "acme.io", API: "acme.io", Existing: true, Validated: true}
	env.State = envs.LocalState{Path: "../../../.terraform-state/lab.tfstate"}
	env.CostAnomalies = false
	s.Environments = []envs.Environment{env}
	return s
}
