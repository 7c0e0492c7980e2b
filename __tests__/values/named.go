package values

import (
	"strings"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// Named are the other projects that somebody may have, which a run tries that
// has the time: each has one thing that those of every run don't, or have beside
// much else.
func Named() []Set {
	return []Set{onlyAWS(), elsewhere(), govCloud(), atTheLimits(), twoPublic(), accounts(), standingBy()}
}

// three are the environments of ours, made the team's.
func (s Set) three() []envs.Environment {
	all := fixture.All()
	for i, env := range all {
		if all[i] = s.theirs(env, env.Name); env.Name == envs.ProductionName {
			all[i].Branch = s.Account.Branch
		}
	}
	return all
}

// onlyAWS has nothing of anybody's but AWS's in any of three environments.
func onlyAWS() Set {
	s := own("nothing but AWS")
	s.Environments = s.three()
	for i := range s.Environments {
		s.Environments[i].Supabase, s.Environments[i].Frontend = nil, nil
	}
	return s
}

// move takes an environment to a region, into zones of these letters.
func move(env *envs.Environment, region string, letters ...string) {
	env.Region = region
	env.Network.AvailabilityZones = nil
	for _, letter := range letters {
		env.Network.AvailabilityZones = append(env.Network.AvailabilityZones, region+letter)
	}
}

// elsewhere is all in one region that is nobody else's default, whose zones have
// letters of their own, with Datadog and Supabase there too.
func elsewhere() Set {
	s := own("another region")
	s.Account.Region, s.Store.Region = "ap-northeast-1", "ap-northeast-1"
	// An organization judges; this account tells what it sees.
	s.Account.Detection = envs.Detection{GuardDuty: true, CloudTrail: true, RetentionDays: 90, Email: "sec@acme.io", Owner: "Security"}
	s.Environments = s.three()
	for i := range s.Environments {
		env := &s.Environments[i]
		if move(env, s.Account.Region, "a", "c"); env.Name == envs.ProductionName {
			move(env, s.Account.Region, "a", "c", "d")
			env.Backup.SecondRegion = "ap-northeast-3"
		}
		env.Supabase.Region = env.Region
		env.Datadog = &envs.Datadog{Site: "ap1.datadoghq.com", AgentVersion: "7.60.0", KeyRevision: 1}
	}
	return s
}

// govCloud is an account of GovCloud, which has no budgets. Supabase, Vercel and
// Datadog are reached from there as from anywhere.
func govCloud() Set {
	s := own("GovCloud")
	s.Account.Region, s.Store.Region = "us-gov-west-1", "us-gov-west-1"
	// Everything but contacts.
	s.Account.Detection = watched()
	s.Account.Detection.Security = nil
	s.Environments = s.three()
	for i := range s.Environments {
		env := &s.Environments[i]
		if move(env, s.Account.Region, "a", "b"); env.Name == envs.ProductionName {
			move(env, s.Account.Region, "a", "b", "c")
			env.Backup.SecondRegion = "us-gov-east-1"
		}
		env.Datadog = &envs.Datadog{Site: "datadoghq.com", AgentVersion: "7.60.0", KeyRevision: 1}
		env.MonthlyBudgetUSD, env.CostAnomalies = 0, false
	}
	return s
}

// atTheLimits has in every place the longest name that validation takes.
func atTheLimits() Set {
	s := own("names at their limits")
	s.Account.Repository = strings.Repeat("O", 39) + "/" + strings.Repeat("r", 100)
	s.Store.Bucket, s.Store.Table = strings.Repeat("b", 63), strings.Repeat("t", 255)
	s.Store.KeyAlias = "alias/" + strings.Repeat("k", 250)
	production := fixture.Production()
	production.Services[0].Port = 65535
	s.Account.Project = longest(func(text string) bool {
		env := production
		env.Project = text
		return env.Validate() == nil
	})
	production = s.theirs(production, envs.ProductionName)
	production.Branch, production.Owner = s.Account.Branch, strings.Repeat("O", 64)
	production.Frontend.Project, production.Frontend.Repository = longest(func(text string) bool {
		env, f := production, *production.Frontend
		f.Project, env.Frontend = text, &f
		return env.Validate() == nil
	}), s.Account.Repository
	// A certificate takes names of 64 characters.
	production.Domain.Zone = strings.Repeat("z", 64-len("p..acme.io")) + ".acme.io"
	production.Domain.API = "p." + production.Domain.Zone
	production.Frontend.Domain = strings.Repeat("w", 63) + "." + production.Domain.Zone
	production.Services[1].Name = longest(func(text string) bool {
		env := production
		env.Services = []envs.Service{production.Services[0], production.Services[1]}
		env.Services[1].Name, env.Services[0].Calls = text, []string{text}
		return env.Validate() == nil
	})
	production.Services[0].Calls = []string{production.Services[1].Name}

	small := s.theirs(fixture.Dev(), "dev")
	small.Name = longest(func(text string) bool {
		env := small
		env.Name = text
		return env.Validate() == nil
	})
	small.State = s.Store.StateOf(small.Name)
	s.Environments = []envs.Environment{small, production}
	return s
}

// standingBy has a standby for two environments, one of them not production, in
// different regions.
func standingBy() Set {
	s := own("standbys")
	s.Environments = s.three()
	for i := range s.Environments {
		switch env := &s.Environments[i]; env.Name {
		case envs.ProductionName:
			env.Standby = envs.StandbyPilotLight
		case "staging":
			env.Backup.SecondRegion, env.Backup.CopyRetentionDays, env.Standby = "eu-west-1", 14, envs.StandbyPilotLight
		}
	}
	return s
}

// longest is the longest text of one letter that is taken.
func longest(taken func(text string) bool) string {
	text := "n"
	for taken(text + "n") {
		text += "n"
	}
	return text
}

// twoPublic has a second public service in each environment: by paths of the
// API's name, by a name of its own, and gRPC by both.
func twoPublic() Set {
	s := own("a second public service")
	s.Environments = s.three()
	for i := range s.Environments {
		env := &s.Environments[i]
		reports := envs.Service{
			Name: "reports", Port: 8080, Protocol: envs.HTTP, Public: true, User: "1000:1000", HealthCheck: []string{"CMD", "true"}, Owner: "Data",
			Route:      envs.Route{Priority: 100, Paths: []string{"/reports", "/reports/*"}, HealthCheckPath: "/reports/health"},
			Deployment: envs.Deployment{CPU: 256, Memory: 512, DesiredCount: 2, MinCount: 2, MaxCount: 4},
		}
		switch env.Name {
		case envs.ProductionName:
			reports.Protocol = envs.GRPC
			reports.Route = envs.Route{Priority: 1, Host: "grpc." + env.Domain.Zone, Paths: []string{"/reports.*", "/grpc.health.v1.Health/*"}}
		case "staging":
			reports.Route = envs.Route{Priority: 50000, Host: "reports." + env.Domain.Zone}
		}
		env.Services = append(env.Services, reports)
		env.MonthlyBudgetUSD += 100 // of which it takes up to 37
	}
	return s
}

// accounts is production in an account of its own, whose network and region are the
// other's too, and whose stacks keep their state there.
func accounts() Set {
	s := own("accounts of their own")
	s.Account.ID = "000000000001"
	live := s.Account
	live.Name, live.ID, live.Project = "live", "000000000002", "acmelive"
	live.Store = envs.StateStore{Bucket: "acme-live-tf-state", Table: "locks", KeyAlias: "alias/state", Region: "us-west-2"}
	s.Others = []envs.Account{live}
	s.Environments = s.three()
	for i := range s.Environments {
		if env := &s.Environments[i]; env.Name == envs.ProductionName {
			env.Account, env.Project, env.State = live.Name, live.Project, live.Store.StateOf(env.Name)
			env.Network.CIDR = s.Environments[0].Network.CIDR
		}
	}
	return s
}
