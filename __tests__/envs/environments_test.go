package envs_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

func TestAllEnvironmentsAreValid(t *testing.T) {
	require.NoError(t, envs.ValidateAll(envs.All()))
	var names []string
	for _, env := range envs.All() {
		require.NoError(t, env.Validate())
		names = append(names, env.Name)
	}
	require.Equal(t, []string{"dev", "staging", "production"}, names, "the order in which a change travels")
}

// TestGoodValues has what validation must let through, at the edge of a rule
// or in a kind that no environment of ours uses.
func TestGoodValues(t *testing.T) {
	for _, row := range []struct {
		name  string
		adapt func(*envs.Environment)
	}{
		{"environment of one letter", name("d")},
		{"environment with hyphen and digit", name("dev2345-0678-9")},
		{"project with every digit", project("p0123456789")},
		{"load balancer's name of 32", func(e *envs.Environment) {
			e.Name = chars(24)
			e.Services[0].Name = "api"
		}},
		{"target group's name of 32", func(e *envs.Environment) { e.Services[0].Name = chars(24) }},
		{"role's name of 64", mlName(chars(51))},
		{"region of GovCloud", elsewhere("us-gov-west-1")},
		{"region of the European Sovereign Cloud", elsewhere("eusc-de-east-1")},
		{"region with a three-word name", elsewhere("ap-southeast-7")},
		{"highest block of 10/8", cidr("10.255.0.0/16")},
		{"lowest block of 172.16/12", cidr("172.16.0.0/16")},
		{"highest block of 172.16/12", cidr("172.31.0.0/16")},
		{"192.168/16", cidr("192.168.0.0/16")},
		{"ten zones", func(e *envs.Environment) { e.Network.AvailabilityZones = letters("us-east-1", 10) }},
		{"last letter of a zone", zones("us-east-1a", "us-east-1z")},
		{"NAT per zone", nat(envs.NATPerZone)},
		{"no NAT with what tasks need", func(e *envs.Environment) {
			e.Network.NAT = envs.NATNone
			e.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
		}},
		{"every endpoint", endpoints("ecr.api", "ecr.dkr", "ecs", "kms", "logs", "monitoring", "sagemaker.api",
			"sagemaker.runtime", "secretsmanager", "sns", "ssm", "ssmmessages", "sts")},
		{"flow log of everything", flowLog(envs.FlowLogAll)},
		{"lowest port", port(1)},
		{"highest port", port(65535)},
		{"private HTTP service", protocol(envs.HTTP)},
		{"two services that call each other", func(e *envs.Environment) { e.Services[1].Calls = []string{"api-gateway"} }},
		{"no callee", calls()},
		{"nothing at night", counts(0, 0, 1)},
		{"exactly one", counts(1, 1, 1)},
		{"all that the quota allows", counts(5000, 5000, 5000)},
		{"backups for a day", backup(envs.Backup{RetentionDays: 1})},
		{"backups for a hundred years", backup(envs.Backup{RetentionDays: 36500})},
		{"copies kept shorter than backups", backup(envs.Backup{RetentionDays: 30, SecondRegion: "eu-west-1", CopyRetentionDays: 1})},
		{"second region in GovCloud", func(e *envs.Environment) {
			elsewhere("us-gov-west-1")(e)
			backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-gov-east-1", CopyRetentionDays: 7})(e)
		}},
		{"lock that fits exactly", func(e *envs.Environment) {
			e.DeletionProtection = true
			backup(envs.Backup{RetentionDays: 7, Lock: envs.VaultLock{MinDays: 7, MaxDays: 7}})(e)
		}},
		{"widest lock", func(e *envs.Environment) {
			e.DeletionProtection = true
			backup(envs.Backup{RetentionDays: 7, Lock: envs.VaultLock{MinDays: 1, MaxDays: 36500}})(e)
		}},
		{"e-mail with a tag", email("ops+alerts@mail.company.co.uk")},
		{"state object without folder", s3(func(s *envs.S3State) { s.Key = "dev.tfstate" })},
		{"bucket with dots", s3(func(s *envs.S3State) { s.Bucket = "state.company.com" })},
		{"Terraform Cloud", cloud("company", "pdm_dev", "")},
		{"Terraform Cloud, shortest and longest", cloud(chars(3), chars(90), "")},
		{"Terraform Enterprise", cloud("company", "pdm-dev", "tfe.company.com")},
		{"Terraform Enterprise on a port", cloud("company", "pdm-dev", "tfe:8443")},
		{"local state", state(envs.LocalState{Path: "../../.terraform-state/dev.tfstate"})},
	} {
		t.Run(row.name, func(t *testing.T) {
			env := envs.Dev()
			row.adapt(&env)
			require.NoError(t, env.Validate())
		})
	}

	// PutRetentionPolicy, retentionInDays.
	for _, days := range []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653} {
		env := envs.Dev()
		env.LogRetentionDays = days
		require.NoError(t, env.Validate())
	}

	env := envs.Production()
	env.State = envs.CloudState{Organization: "company", Workspace: "pdm-production"}
	require.NoError(t, env.Validate(), "production may keep its state in Terraform Cloud")
}

// elsewhere moves an environment to two zones of another region.
func elsewhere(region string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Region = region
		e.Network.AvailabilityZones = letters(region, 2)
	}
}

// TestProductionIsThePlans holds production against terraform.tfvars in the
// plan, line by line.
func TestProductionIsThePlans(t *testing.T) {
	env := envs.Production()
	assert.Equal(t, "production", env.Name, "plan, line 1353: environment")
	assert.Equal(t, "us-east-1", env.Region, "line 1354: aws_region")
	assert.Equal(t, "10.0.0.0/16", env.Network.CIDR, "line 1357: vpc_cidr")
	assert.Equal(t, []string{"us-east-1a", "us-east-1b", "us-east-1c"}, env.Network.AvailabilityZones, "line 1358: availability_zones")
	assert.Equal(t, envs.NATPerZone, env.Network.NAT, "line 1359: enable_nat_gateway, of which the plan makes one a zone")

	require.Len(t, env.Services, 2)
	api, ml := env.Services[0], env.Services[1]
	assert.Equal(t, "api-gateway", api.Name)
	assert.Equal(t, "ml-service", ml.Name)
	assert.Equal(t, 3, api.DesiredCount, "line 1362: api_gateway_count")
	assert.Equal(t, 2, ml.DesiredCount, "line 1363: ml_service_count")
	for _, s := range env.Services {
		assert.Equal(t, 2, s.MinCount, "line 1365: min_capacity of %s", s.Name)
		assert.Equal(t, 10, s.MaxCount, "line 1366: max_capacity of %s", s.Name)
	}

	assert.Equal(t, 90, env.LogRetentionDays, "line 1368: log_retention_days")
	assert.Equal(t, "ops-team@company.com", env.AlertEmail, "line 1371: alert_email")

	assert.Equal(t, envs.Backup{
		RetentionDays: 35, SecondRegion: "us-west-2", CopyRetentionDays: 35, Lock: envs.VaultLock{MinDays: 7, MaxDays: 365},
	}, env.Backup)
	assert.True(t, env.DeletionProtection)
	assert.Equal(t, envs.FlowLogAll, env.Network.FlowLog)
}

// TestProductionInItsSecondRegion is the environment that is built when the
// first region is lost (docs/disaster-recovery.md), beside what was lost.
func TestProductionInItsSecondRegion(t *testing.T) {
	env := envs.Production()
	env.Name = "production-west"
	env.Region = env.Backup.SecondRegion
	env.Backup.SecondRegion = "us-east-2"
	env.Network.CIDR = "10.3.0.0/16"
	env.Network.AvailabilityZones = letters(env.Region, 3)
	env.State = envs.Store.StateOf(env.Name)
	require.NoError(t, envs.ValidateAll(append(envs.All(), env)))
}

// TestSmallerEnvironments because what costs money is the only difference: the
// services are production's, and nothing of them is larger.
func TestSmallerEnvironments(t *testing.T) {
	production := envs.Production()
	for _, env := range []envs.Environment{envs.Dev(), envs.Staging()} {
		t.Run(env.Name, func(t *testing.T) {
			assert.Less(t, len(env.Network.AvailabilityZones), len(production.Network.AvailabilityZones))
			assert.NotEqual(t, envs.NATPerZone, env.Network.NAT)
			assert.Less(t, env.LogRetentionDays, production.LogRetentionDays)
			assert.Less(t, env.Backup.RetentionDays, production.Backup.RetentionDays)
			assert.Empty(t, env.Backup.SecondRegion)
			assert.False(t, env.Backup.Lock.Locked())
			require.Len(t, env.Services, len(production.Services))
			for i, s := range env.Services {
				p := production.Services[i]
				assert.Less(t, s.CPU, p.CPU)
				assert.Less(t, s.Memory, p.Memory)
				assert.LessOrEqual(t, s.DesiredCount, p.DesiredCount)
				assert.LessOrEqual(t, s.MinCount, p.MinCount)
				assert.Less(t, s.MaxCount, p.MaxCount)
				assert.Equal(t, envs.Service{
					Name: p.Name, Port: p.Port, Protocol: p.Protocol, Public: p.Public, Calls: p.Calls,
				}, envs.Service{
					Name: s.Name, Port: s.Port, Protocol: s.Protocol, Public: s.Public, Calls: s.Calls,
				})
			}
		})
	}
}

// TestTags holds the tags against the plan's default_tags (lines 118-123):
// these four and no other.
func TestTags(t *testing.T) {
	for _, env := range envs.All() {
		assert.Equal(t, map[string]string{
			"Project":     "PredictiveMaintenance",
			"Environment": env.Name,
			"ManagedBy":   "Terraform",
			"CostCenter":  "Engineering",
		}, env.Tags())
	}
	tags := envs.Dev().Tags()
	tags["Environment"] = "spoiled"
	assert.Equal(t, "dev", envs.Dev().Tags()["Environment"])
}

// TestStateIsApart holds the S3 state of each environment against the plan's
// bucket and table (lines 35-41) and the one key a stack that replaces its
// workspaces.
func TestStateIsApart(t *testing.T) {
	for _, env := range envs.All() {
		assert.Equal(t, envs.S3State{
			Bucket:   "predictive-maintenance-terraform-state",
			Key:      "infrastructure/" + env.Name + "/terraform.tfstate",
			Region:   "us-east-1",
			KeyAlias: "alias/terraform-state",
			Table:    "terraform-state-lock",
		}, env.State)
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	dev, staging, production := envs.Dev(), envs.Staging(), envs.Production()
	dev.Project = "PDM"
	dev.Network.CIDR = "10.0.0.0/16"
	dev.Services[1].Port = 0
	staging.LogRetentionDays = 31
	staging.State = dev.State
	production.DeletionProtection = false
	production.Network.NAT = envs.NATNone

	want := []string{
		`dev.project = "PDM": ` + nameRule,
		`dev.services.ml-service.port = 0: must be a TCP port, 1 to 65535`,
		`staging.log_retention_days = 31: ` + logsRule,
		`production.deletion_protection = false: production must be protected from destruction`,
		`production.network.nat = "none": production needs "per-zone", so that no zone depends on another`,
		`staging.state = "s3://predictive-maintenance-terraform-state/infrastructure/dev/terraform.tfstate": dev keeps its state in the same place`,
		`production.network.cidr = "10.0.0.0/16": overlaps 10.0.0.0/16 of dev`,
	}
	err := envs.ValidateAll([]envs.Environment{dev, staging, production})
	require.Equal(t, want, lines(t, err))

	var first envs.Problem
	require.True(t, errors.As(err, &first))
	require.Equal(t, envs.Problem{Field: "dev.project", Value: "PDM", Rule: nameRule}, first)
}

// TestEnvironmentsShareNothing writes to everything behind a pointer of one
// environment and finds the others, and the next call's, as they were.
func TestEnvironmentsShareNothing(t *testing.T) {
	pristine := envs.All()
	for i := range pristine {
		all := envs.All()
		spoilSlices(&all[i])
		require.NotEqual(t, pristine[i], all[i], "spoiling must show")
		require.Equal(t, pristine, envs.All(), "%s shares a slice with the next call", pristine[i].Name)
		for j := range all {
			if j != i {
				require.Equal(t, pristine[j], all[j], "%s shares a slice with %s", pristine[i].Name, pristine[j].Name)
			}
		}
	}
}

func spoilSlices(e *envs.Environment) {
	fill := func(s []string) {
		// As far as append would reach.
		s = s[:cap(s)]
		for i := range s {
			s[i] = "spoiled"
		}
	}
	fill(e.Network.AvailabilityZones)
	fill(e.Network.InterfaceEndpoints)
	for i := range e.Services {
		fill(e.Services[i].Calls)
		e.Services[i].Name = "spoiled"
	}
}
