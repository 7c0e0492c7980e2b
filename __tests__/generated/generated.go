// Package generated makes environments that nobody wrote, to see that what
// validates can also be synthesized.
package generated

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// pick is one of the values.
func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// some are values out of a list, in its order.
func some[T any](r *rand.Rand, values ...T) (chosen []T) {
	for _, v := range values {
		if r.IntN(2) == 0 {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// within is a number from low to high, both of which come often.
func within(r *rand.Rand, low, high int) int {
	return pick(r, low, high, low+r.IntN(high-low+1))
}

// Environment makes one, which may be valid, in one of the accounts of
// [fixture.Split]. Its name ends with the number, so that no two are alike.
func Environment(r *rand.Rand, n int) envs.Environment {
	env := pick(r, fixture.All()...)
	env.Name = pick(r, "e", "qa", "preview", "lab-eu") + fmt.Sprint(n)
	env.Project = pick(r, "pdm", "p", "pdm-two")
	env.Account = pick(r, "", "live")
	// One in ten where a probe may be.
	env.Region = pick(r, append(envs.Regions(), envs.ProbeRegion, envs.ProbeRegion, envs.ProbeRegion)...)
	env.DeletionProtection = r.IntN(2) == 0
	env.Branch = pick(r, "", "main", "feature/x")
	env.State = pick[envs.State](r,
		envs.StateStore{
			Bucket: pick(r, "state-of-company", "s3."+strings.Repeat("x", 60)), Table: pick(r, "locks", "state.lock"),
			KeyAlias: pick(r, "alias/state", "alias/terraform/state"), Region: neighbour(r, env.Region),
		}.StateOf(env.Name),
		envs.CloudState{Organization: pick(r, "company", "another"), Workspace: "pdm-" + env.Name, Hostname: pick(r, "", "terraform.company.com")},
		envs.LocalState{Path: "../../../.terraform-state/" + env.Name + ".tfstate"},
	)
	env.Network = network(r, env.Region)
	env.Services = services(r, env.Services)
	env.Capacity = envs.Capacity{Base: within(r, 0, 2), OnDemand: within(r, 0, 5), Spot: within(r, 1, 5)}
	// Without a NAT gateway neither shells nor Datadog go everywhere.
	hasNAT := env.Network.NAT != envs.NATNone
	env.Exec = r.IntN(2) == 0 && (hasNAT || slices.Contains(env.Network.InterfaceEndpoints, "kms") && slices.Contains(env.Network.InterfaceEndpoints, "ssmmessages"))
	env.OffHours = pick(r, nil, &envs.OffHours{
		TimeZone: pick(r, "Europe/Berlin", "UTC"),
		Stop:     pick(r, "20:00", "23:59"), Start: pick(r, "00:00", "07:30"),
	})
	zone := env.Name + ".company.com"
	env.Domain = envs.Domain{Zone: zone, Existing: r.IntN(2) == 0, API: pick(r, "", "api.", "v1.api.") + zone}
	env.Domain.Validated = env.Domain.Existing && r.IntN(2) == 0
	env.Domain.Delegations = some(r, envs.Delegation{Zone: "below." + zone, NameServers: append([]string{"ns-1.awsdns-00.com", "ns-512.awsdns-01.net"}, some(r, "ns-1024.awsdns-02.org")...)})
	publish(r, &env)
	promise(r, &env)
	if env.Probe = nil; env.Region == envs.ProbeRegion {
		env.Probe = pick(r, nil, &envs.Probe{Path: pick(r, "/", "/health?deep=1")})
	}
	env.RateLimit = within(r, 10, 2_000_000_000)
	if env.Supabase = nil; r.IntN(2) == 0 {
		env.Supabase = &envs.Supabase{
			Organization: pick(r, "company", "abcdefghijklmnopqrst"), Region: pick(r, "us-east-1", "eu-central-2", "sa-east-1"), InstanceSize: pick(r, "micro", "small", "16xlarge"),
			PointInTimeRecoveryDays: pick(r, 0, 0, 7, 14, 28), DatabaseCIDRs: some(r, "203.0.113.0/24", "198.51.100.7/32"), CredentialsRevision: within(r, 1, 99),
		}
		if r.IntN(4) == 0 {
			env.Supabase = &envs.Supabase{Existing: "zyxwvutsrqponmlkjihg", CredentialsRevision: within(r, 1, 99)}
		}
		if env.Supabase.LegacyKeys = r.IntN(2) == 0; !env.Supabase.LegacyKeys {
			env.Supabase.SecretKeyName = pick(r, "", "rotated_2")
		}
	}
	if env.Frontend = nil; r.IntN(2) == 0 {
		env.Frontend = &envs.Frontend{
			Project: "pdm-" + env.Name, Repository: pick(r, "company/frontend", "company/web.app"), Branch: pick(r, "main", "develop"), Previews: r.IntN(2) == 0,
			RootDirectory: pick(r, "", "apps/web"), Framework: pick(r, "nextjs", "vite", "astro"), InstallCommand: pick(r, "", "pnpm install"),
			BuildCommand: pick(r, "", "pnpm build"), OutputDirectory: pick(r, "", "dist"), Team: pick(r, "", "company"),
			Domain: "app." + zone, Redirects: some(r, "www."+zone, "old."+zone),
		}
	}
	if env.Datadog = nil; r.IntN(2) == 0 && hasNAT {
		env.Datadog = &envs.Datadog{
			Site: pick(r, "datadoghq.com", "ap1.datadoghq.com", "ap2.datadoghq.com"), AgentVersion: pick(r, "7.60.0", "7.0.10"),
			ExternalID: pick(r, "", "0123456789abcdef"), KeyRevision: within(r, 1, 9),
		}
	}
	env.Backup = backup(r, env.Region)
	if env.Standby = envs.StandbyNone; env.Backup.SecondRegion != "" {
		env.Standby = pick(r, envs.StandbyNone, envs.StandbyPilotLight)
	}
	env.LogRetentionDays = pick(r, 1, 7, 14, 30, 90, 365, 3653)
	env.Owner = pick(r, "Platform", "a", "Data and Models", "team.ops@company")
	env.AlertEmail = pick(r, "ops@company.com", "a@b.co")
	env.AlertEndpoints = some(r,
		envs.AlertEndpoint{Name: "on-call", URL: "https://alerts.company.com/sns?team=ops&level=1"},
		envs.AlertEndpoint{Name: "chat", URL: "https://chat.company.com/hooks/alerts"},
	)
	env.MonthlyBudgetUSD = within(r, 100_000, 1_000_000) // what any of them starts with is less
	env.CostAnomalies = r.IntN(2) == 0
	if envs.Partition(env.Region) == "aws-us-gov" {
		InGovCloud(&env)
	}
	return env
}

// InGovCloud takes away what GovCloud doesn't have.
func InGovCloud(env *envs.Environment) {
	env.MonthlyBudgetUSD, env.CostAnomalies = 0, false
	if env.Datadog != nil {
		env.Datadog.ExternalID = ""
	}
}

// neighbour is any region in the partition of another one, which it may be.
func neighbour(r *rand.Rand, region string) string {
	return pick(r, slices.DeleteFunc(envs.Regions(), func(other string) bool { return envs.Partition(other) != envs.Partition(region) })...)
}

func network(r *rand.Rand, region string) envs.Network {
	var zones []string
	for i := range within(r, 2, envs.Zones(region)) {
		zones = append(zones, region+string(rune('a'+i)))
	}
	n := envs.Network{
		CIDR:              pick(r, fmt.Sprintf("10.%d.0.0/16", r.IntN(256)), fmt.Sprintf("172.%d.0.0/16", 16+r.IntN(16)), "192.168.0.0/16"),
		AvailabilityZones: zones,
		NAT:               pick(r, envs.NATNone, envs.NATSingle, envs.NATPerZone),
		FlowLog:           pick(r, envs.FlowLogAll, envs.FlowLogReject),
	}
	n.InterfaceEndpoints = some(r, "ecs", "kms", "monitoring", "sagemaker.api", "sagemaker.runtime", "sns", "ssm", "ssmmessages", "sts")
	if n.NAT == envs.NATNone || r.IntN(2) == 0 {
		n.InterfaceEndpoints = append(n.InterfaceEndpoints, "ecr.api", "ecr.dkr", "logs", "secretsmanager")
	}
	return n
}

// sizes are some that Fargate has: CPU units and MiB.
var sizes = [][2]int{{256, 512}, {256, 2048}, {512, 1024}, {512, 4096}, {1024, 2048}, {1024, 8192}, {2048, 16384}, {4096, 30720}}

func services(r *rand.Rand, of []envs.Service) []envs.Service {
	of = slices.Clone(of)
	for i := range of {
		of[i].Port = pick(r, of[i].Port, 1024+r.IntN(40000))
		of[i].Deployment = deployment(r)
		of[i].Owner = pick(r, "", "Data")
	}
	for i := range within(r, 0, 3) {
		of = append(of, envs.Service{
			Name: pick(r, "reports", "x") + strings.Repeat("x", i), Port: 8080 + i, Protocol: pick(r, envs.HTTP, envs.GRPC),
			Calls: some(r, "api-gateway", "ml-service"), User: pick(r, "1000:1000", "65534:1"), HealthCheck: []string{"CMD", "true"},
			Grants: some(r, envs.ReadMLData, envs.WriteMLData, envs.InvokeSageMaker), Owner: pick(r, "", "Reports"),
			Supabase: r.IntN(2) == 0, Deployment: deployment(r),
		})
	}
	return of
}

// publish gives some services a route, by a host, paths, or both, and sometimes
// the default too.
func publish(r *rand.Rand, env *envs.Environment) {
	for i := range env.Services {
		s := &env.Services[i]
		if s.Public && r.IntN(4) > 0 || !s.Public && r.IntN(2) > 0 {
			continue
		}
		path := "/" + s.Name
		s.Public = true
		s.Route = envs.Route{
			Priority: pick(r, 1+i, 50000-i),
			Host:     pick(r, "", env.Domain.API, s.Name+"."+env.Domain.Zone, "more."+env.Domain.Zone),
			Paths:    []string{path, path + "/*"},
		}
		switch {
		case s.Protocol == envs.GRPC:
			s.Route.HealthCheckPath = path[:1] + strings.ReplaceAll(s.Name, "-", "_") + ".Health/Check"
			s.Route.Paths = append(s.Route.Paths, s.Route.HealthCheckPath)
		default:
			s.Route.HealthCheckPath = path + "/health"
		}
		if s.Route.Host != "" && s.Route.Host != env.Domain.API && s.Route.Host[0] == s.Name[0] && r.IntN(2) == 0 {
			s.Route.Paths, s.Route.HealthCheckPath = nil, ""
		}
	}
}

// promise gives some of the services that may have one an objective.
func promise(r *rand.Rand, env *envs.Environment) {
	for i := range env.Services {
		s := &env.Services[i]
		if !s.Public || s.Protocol == envs.GRPC || s.MinCount == 0 || env.OffHours != nil || r.IntN(4) == 0 {
			continue
		}
		s.Objective = &envs.Objective{
			Availability: pick(r, 90, 99, 99.9, 99.999), Latency: pick(r, 90, 95, 99.5), Seconds: pick(r, 0.001, 0.25, 2, 59.9), WindowDays: within(r, 7, 455),
		}
	}
}

func deployment(r *rand.Rand) envs.Deployment {
	size := pick(r, sizes...)
	low := within(r, 0, 3)
	desired := low + r.IntN(3)
	variables := map[string]string{}
	if r.IntN(2) == 0 {
		variables["NODE_ENV"] = pick(r, "production", "development", "test")
	}
	for _, name := range some(r, "LOG_LEVEL", "FEATURE_X") {
		variables[name] = pick(r, "debug", `a "quoted" \ value`, "späte Blüte", "a\nb", "100%", "$HOME")
	}
	return envs.Deployment{
		ImageTag: pick(r, "", "v1.4.2", "2026-11-24_a"), Variables: variables, CPU: size[0], Memory: size[1],
		MinCount: low, DesiredCount: desired, MaxCount: max(1, desired+r.IntN(10)),
	}
}

func backup(r *rand.Rand, region string) envs.Backup {
	b := envs.Backup{RetentionDays: within(r, 1, 365)}
	if r.IntN(2) == 0 {
		b.SecondRegion = neighbour(r, region)
		b.CopyRetentionDays = within(r, 1, 365)
	}
	if r.IntN(3) == 0 {
		b.Lock = envs.VaultLock{MinDays: within(r, 1, 7), MaxDays: within(r, 365, 400)}
	}
	return b
}
