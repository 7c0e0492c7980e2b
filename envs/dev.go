package envs

// Dev is the cheapest environment that still runs everything: two zones
// because a load balancer needs two, one NAT gateway because it costs less
// than the five interface endpoints that tasks would need without it, one
// small task a service, logs for a week.
func Dev() Environment {
	return Environment{
		Name:    "dev",
		Project: Project,
		Region:  "us-east-1",
		State:   Store.StateOf("dev"),

		Network: Network{
			CIDR:              "10.2.0.0/16",
			AvailabilityZones: []string{"us-east-1a", "us-east-1b"},
			NAT:               NATSingle,
			FlowLog:           FlowLogReject,
		},

		Services: []Service{
			APIGateway(Deployment{
				Variables: map[string]string{"NODE_ENV": "development"},
				CPU:       256, Memory: 512,
				DesiredCount: 1, MinCount: 1, MaxCount: 2,
			}),
			MLService(Deployment{
				CPU: 512, Memory: 1024,
				DesiredCount: 1, MinCount: 1, MaxCount: 2,
			}),
		},
		Capacity:  Capacity{Spot: 1},
		Exec:      true,
		OffHours:  &OffHours{TimeZone: "America/New_York", Stop: "20:00", Start: "07:00"},
		Domain:    Domain{Zone: "pdm-dev.company.com", API: "api.pdm-dev.company.com"},
		RateLimit: RateLimit,

		Supabase: &Supabase{
			Organization:        SupabaseOrganization,
			Region:              "us-east-1",
			InstanceSize:        "micro",
			CredentialsRevision: 1,
		},
		Frontend: &Frontend{
			Project:    "pdm-dev",
			Repository: FrontendRepository,
			Branch:     "develop",
			Previews:   true,
			Framework:  "nextjs",
			Domain:     "app.pdm-dev.company.com",
		},

		Backup: Backup{RetentionDays: 7},

		LogRetentionDays: 7,
		Owner:            "Platform",
		AlertEmail:       "ops-team@company.com",
		MonthlyBudgetUSD: 150,
		CostAnomalies:    true,
	}
}
