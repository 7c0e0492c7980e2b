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
			{
				Name: "api-gateway", Port: 3000, Protocol: HTTP, Public: true, Calls: []string{"ml-service"},
				CPU: 256, Memory: 512,
				DesiredCount: 1, MinCount: 1, MaxCount: 2,
			},
			{
				Name: "ml-service", Port: 50051, Protocol: GRPC,
				CPU: 512, Memory: 1024,
				DesiredCount: 1, MinCount: 1, MaxCount: 2,
			},
		},

		Backup: Backup{RetentionDays: 7},

		LogRetentionDays: 7,
		AlertEmail:       "ops-team@company.com",
	}
}
