package envs

// Production carries the plan's production values (lines 1350-1374): three
// zones with a NAT gateway each, three API gateway tasks, two of the ML
// service, two to ten under autoscaling, logs for 90 days.
func Production() Environment {
	return Environment{
		Name:               ProductionName,
		Project:            Project,
		Region:             "us-east-1",
		DeletionProtection: true,
		Branch:             "main",
		State:              Store.StateOf(ProductionName),

		Network: Network{
			CIDR:              "10.0.0.0/16",
			AvailabilityZones: []string{"us-east-1a", "us-east-1b", "us-east-1c"},
			NAT:               NATPerZone,
			InterfaceEndpoints: []string{
				"ecr.api", "ecr.dkr", "kms", "logs", "sagemaker.runtime", "secretsmanager", "ssmmessages",
			},
			FlowLog: FlowLogAll,
		},

		Services: []Service{
			APIGateway(Deployment{
				Variables: map[string]string{"NODE_ENV": "production"},
				CPU:       1024, Memory: 2048,
				DesiredCount: 3, MinCount: 2, MaxCount: 10,
				Objective: &Objective{Availability: 99.9, Latency: 99, Seconds: 2, WindowDays: 30},
			}),
			MLService(Deployment{
				CPU: 2048, Memory: 4096,
				DesiredCount: 2, MinCount: 2, MaxCount: 10,
			}),
		},
		Capacity:  Capacity{OnDemand: 1},
		Domain:    Domain{Zone: "pdm.company.com", API: "api.pdm.company.com"},
		Probe:     &Probe{Path: "/health"},
		RateLimit: RateLimit,

		Supabase: &Supabase{
			Organization:            SupabaseOrganization,
			Region:                  "us-east-1",
			InstanceSize:            "small",
			PointInTimeRecoveryDays: 7,
			CredentialsRevision:     1,
		},
		Frontend: &Frontend{
			Project:    "pdm-production",
			Repository: FrontendRepository,
			Branch:     "main",
			Framework:  "nextjs",
			Domain:     "app.pdm.company.com",
			Redirects:  []string{"www.pdm.company.com"},
		},

		Datadog: &Datadog{Site: "datadoghq.com", AgentVersion: "7.60.0", KeyRevision: 1},

		Backup: Backup{
			RetentionDays:     35,
			SecondRegion:      "us-west-2",
			CopyRetentionDays: 35,
			Lock:              VaultLock{MinDays: 7, MaxDays: 365},
		},

		LogRetentionDays: 90,
		Owner:            "Platform",
		AlertEmail:       "ops-team@company.com",
		MonthlyBudgetUSD: 1000,
		CostAnomalies:    true,
	}
}
