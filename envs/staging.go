package envs

// Staging rehearses production: the same services and the same shape in two
// zones, with one NAT gateway and without interface endpoints, whose traffic
// takes the NAT gateway instead.
func Staging() Environment {
	return Environment{
		Name:    "staging",
		Project: Project,
		Region:  "us-east-1",
		Branch:  "develop",
		State:   Store.StateOf("staging"),

		Network: Network{
			CIDR:              "10.1.0.0/16",
			AvailabilityZones: []string{"us-east-1a", "us-east-1b"},
			NAT:               NATSingle,
			FlowLog:           FlowLogAll,
		},

		Services: []Service{
			APIGateway(Deployment{
				Variables: map[string]string{"NODE_ENV": "production"},
				CPU:       512, Memory: 1024,
				DesiredCount: 2, MinCount: 2, MaxCount: 4,
				Objective: &Objective{Availability: 99.5, Latency: 95, Seconds: 2, WindowDays: 30},
			}),
			MLService(Deployment{
				CPU: 1024, Memory: 2048,
				DesiredCount: 1, MinCount: 1, MaxCount: 3,
			}),
		},
		Capacity:  Capacity{Base: 1, OnDemand: 1, Spot: 3},
		Exec:      true,
		Domain:    Domain{Zone: "pdm-staging.company.com", API: "api.pdm-staging.company.com"},
		RateLimit: RateLimit,

		Supabase: &Supabase{
			Organization:        SupabaseOrganization,
			Region:              "us-east-1",
			InstanceSize:        "micro",
			CredentialsRevision: 1,
		},
		Frontend: &Frontend{
			Project:    "pdm-staging",
			Repository: FrontendRepository,
			Branch:     "staging",
			Framework:  "nextjs",
			Domain:     "app.pdm-staging.company.com",
		},

		Datadog: &Datadog{Site: "datadoghq.com", AgentVersion: "7.60.0", KeyRevision: 1},

		Backup: Backup{RetentionDays: 14},

		LogRetentionDays: 30,
		Owner:            "Platform",
		AlertEmail:       "ops-team@company.com",
		MonthlyBudgetUSD: 300,
		CostAnomalies:    true,
	}
}
