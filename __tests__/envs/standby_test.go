package envs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestStandbyFollowsFromItsEnvironment(t *testing.T) {
	env := fixture.StandingBy()
	env.Probe = &envs.Probe{Path: "/health"}
	require.NoError(t, env.Validate())
	standby, ok := env.InSecondRegion()
	require.True(t, ok)
	assert.Equal(t, "production-standby", standby.Name)
	assert.Equal(t, "us-west-2", standby.Region)
	assert.Equal(t, []string{"us-west-2a", "us-west-2b", "us-west-2c"}, standby.Network.AvailabilityZones)
	assert.Equal(t, "10.128.0.0/16", standby.Network.CIDR)
	assert.Equal(t, envs.S3State{
		Bucket: "predictive-maintenance-terraform-state-us-west-2", Table: "terraform-state-lock", KeyAlias: "alias/terraform-state",
		Region: "us-west-2", Key: "infrastructure/production/terraform.tfstate.standby",
	}, standby.State)
	assert.Equal(t, env.Services, standby.Services)
	assert.Equal(t, env.Tags(), standby.Tags())
	assert.Equal(t, env.Name, standby.Primary().Name)
	assert.Equal(t, env.Name, standby.Origin().Name)
	assert.Nil(t, standby.Supabase, "is in no region")
	assert.Nil(t, standby.Frontend, "is in no region")
	assert.Nil(t, standby.Probe, "asks whoever answers")
	assert.Equal(t, []string{"us-west-2"}, standby.Regions())
	for _, other := range standby.Buckets("000000000000") {
		assert.Equal(t, "us-west-2", other.Region)
		assert.NotContains(t, other.Name, "ml-data", "the replica is its environment's")
	}
	_, ok = standby.InSecondRegion()
	assert.False(t, ok, "a standby has none of its own")

	_, ok = fixture.Production().InSecondRegion()
	assert.False(t, ok)
}

func TestStandbysAreDeliveredWithTheirEnvironments(t *testing.T) {
	all := []envs.Environment{fixture.Dev(), fixture.StandingBy()}
	assert.Equal(t, []string{"account", "production", "production-standby", "dev"}, envs.WithTheirStandbys(all, []string{"account", "production", "dev"}))
	assert.Empty(t, envs.WithTheirStandbys(all, nil), "none is all of them")
}

func TestStandbyRanges(t *testing.T) {
	for of, want := range map[string]string{"10.1.0.0/16": "10.129.0.0/16", "10.200.0.0/16": "10.72.0.0/16", "172.16.0.0/16": "172.24.0.0/16", "172.31.0.0/16": "172.23.0.0/16"} {
		env := fixture.StandingBy()
		env.Network.CIDR = of
		require.NoError(t, env.Validate())
		standby, _ := env.InSecondRegion()
		assert.Equal(t, want, standby.Network.CIDR)
	}
}

// The state of a standby is where the second region's states are, or where it was.
func TestStandbyStates(t *testing.T) {
	env := fixture.StandingBy()
	env.State = envs.CloudState{Organization: "company", Workspace: "pdm"}
	standby, _ := env.InSecondRegion()
	assert.Equal(t, envs.CloudState{Organization: "company", Workspace: "pdm-standby"}, standby.State)

	account := fixture.Account()
	all := []envs.Environment{fixture.Dev(), fixture.StandingBy()}
	assert.Equal(t, []envs.StateStore{account.Store.In("us-west-2")}, account.StandbyStores(all))
	account.Store.Region = "us-west-2"
	all[1].State = account.Store.StateOf("production")
	assert.Empty(t, account.StandbyStores(all), "the account's own is there")
	standby, _ = all[1].InSecondRegion()
	beside := account.Store.StateOf("production")
	beside.Key = "infrastructure/production/terraform.tfstate.standby"
	assert.Equal(t, beside, standby.State)
}

func TestAccountOfAStandby(t *testing.T) {
	accounts, all := fixture.Split()
	for i := range all {
		if all[i].Name == "production" {
			all[i].Standby = envs.StandbyPilotLight
		}
	}
	require.NoError(t, envs.ValidateAll(accounts, all))
	assert.Equal(t, "live", envs.AccountOf(accounts, all, "production-standby").Name)
}

// Each says all that is wrong with the standby, and nothing else.
func TestBadStandbys(t *testing.T) {
	for _, row := range []badValue{
		{"another word", func(e *envs.Environment) { e.Standby = "warm" }, []string{
			`production.standby = "warm": must be "pilot-light", or empty for none`,
		}},
		{"second region is the first", func(e *envs.Environment) { e.Backup.SecondRegion = e.Region }, []string{
			`production.backup.second_region = "us-east-1": is the environment's own region, which copies must outlive`,
		}},
		{"second region lacks services", func(e *envs.Environment) { e.Backup.SecondRegion = "ap-southeast-6" }, []string{
			`production.backup.second_region = "ap-southeast-6": is no region in envs/regions.go; one that AWS has opened since can be added there, once the locked AWS provider knows it`,
		}},
		{"fewer zones", func(e *envs.Environment) { e.Backup.SecondRegion = "us-west-1" }, []string{
			`production.standby = "pilot-light": spans as many zones as the environment, which are 3, and Fargate runs tasks in 2 of us-west-1`,
		}},
		{"no other range", func(e *envs.Environment) { e.Network.CIDR = "192.168.0.0/16" }, []string{
			`production.standby = "pilot-light": takes the other half of a private range, and that of 192.168.0.0/16 has no other /16: take one of 10.0.0.0/8 or 172.16.0.0/12`,
		}},
		{"nobody to ask for health", func(e *envs.Environment) { e.Services[0].Route = envs.Route{Priority: 1, Host: e.Domain.API} }, []string{
			`production.standby = "pilot-light": needs a public service of "http" whose route names no host: Route 53 asks the load balancer for its health by its own name`,
		}},
		{"a name that is too long", func(e *envs.Environment) { e.Project = "pdmx"; e.Services[0].Port = 30000 }, []string{
			`production.standby.names = "pdmx-production-standby-alb-30000": target group name has 33 characters; AWS takes 1 to 32`,
		}},
		{"several at once", func(e *envs.Environment) {
			e.Backup.SecondRegion = "us-west-1"
			e.Network.CIDR = "192.168.0.0/16"
			e.Project = "mainten"
		}, []string{
			`production.standby = "pilot-light": takes the other half of a private range, and that of 192.168.0.0/16 has no other /16: take one of 10.0.0.0/8 or 172.16.0.0/12`,
			`production.standby = "pilot-light": spans as many zones as the environment, which are 3, and Fargate runs tasks in 2 of us-west-1`,
			`production.standby.names = "mainten-production-standby-alb-3000": target group name has 35 characters; AWS takes 1 to 32`,
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			env := fixture.StandingBy()
			row.spoil(&env)
			found := lines(t, env.Validate())
			require.Equal(t, row.want, found)
		})
	}
}

func TestBadStandbysAmongEnvironments(t *testing.T) {
	for _, row := range []badValue{
		{"its range is another's", func(e *envs.Environment) { e.Network.CIDR = "10.128.0.0/16" }, []string{
			`production.standby.network.cidr = "10.128.0.0/16": overlaps 10.128.0.0/16 of dev`,
		}},
		{"its range is another standby's", func(e *envs.Environment) {
			e.Network.CIDR, e.Standby = "10.128.0.0/16", envs.StandbyPilotLight
			e.Backup = envs.Backup{RetentionDays: 7, SecondRegion: "us-east-2", CopyRetentionDays: 7}
		}, []string{
			`production.network.cidr = "10.0.0.0/16": overlaps 10.0.0.0/16 of dev.standby`,
			`production.standby.network.cidr = "10.128.0.0/16": overlaps 10.128.0.0/16 of dev`,
		}},
		{"its state is elsewhere", func(e *envs.Environment) {
			e.Standby = envs.StandbyPilotLight
			e.Backup = envs.Backup{RetentionDays: 7, SecondRegion: "us-east-2", CopyRetentionDays: 7}
			s := e.State.(envs.S3State)
			s.Bucket = "somewhere-else"
			e.State = s
		}, []string{
			`dev.standby = "pilot-light": keeps its state in a store that the bootstrap makes beside the account's own: keep the environment's in "predictive-maintenance-terraform-state" too`,
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			all := []envs.Environment{fixture.Dev(), fixture.StandingBy()}
			row.spoil(&all[0])
			require.Equal(t, row.want, lines(t, envs.ValidateAll(fixture.Accounts(), all)))
		})
	}
	all := []envs.Environment{fixture.Dev(), fixture.StandingBy()}
	all[0].Name, all[0].State = "production-standby", fixture.Store().StateOf("elsewhere")
	assert.Contains(t, lines(t, envs.ValidateAll(fixture.Accounts(), all)),
		`production.name = "production": has a standby whose stack is production-standby`)
}
