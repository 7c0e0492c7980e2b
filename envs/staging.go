package envs

// Staging rehearses production: the same services and the same shape in two
// zones, with one NAT gateway and without interface endpoints, whose traffic
// takes the NAT gateway instead.
func Staging() Environment {
	return Environment{
		Name:    "staging",
		Project: Project,
		Region:  "us-east-1",
		State:   Store.StateOf("staging"),

		Network: Network{
			CIDR:              "10.1.0.0/16",
			AvailabilityZones: []string{"us-east-1a", "us-east-1b"},
			NAT:               NATSingle,
			FlowLog:           FlowLogAll,
		},

		Services: []Service{
			{
				Name: "api-gateway", Port: 3000, Protocol: HTTP, Public: true, Calls: []string{"ml-service"},
				CPU: 512, Memory: 1024,
				DesiredCount: 2, MinCount: 2, MaxCount: 4,
			},
			{
				Name: "ml-service", Port: 50051, Protocol: GRPC,
				CPU: 1024, Memory: 2048,
				DesiredCount: 1, MinCount: 1, MaxCount: 3,
			},
		},

		Backup: Backup{RetentionDays: 14},

		LogRetentionDays: 30,
		AlertEmail:       "ops-team@company.com",
	}
}
