package envs_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestAllEnvironmentsAreValid(t *testing.T) {
	require.NoError(t, envs.ValidateAll(envs.Accounts(), envs.All()))
	require.NoError(t, envs.ValidateAll(fixture.Accounts(), fixture.All()), "what the other tests change one by one")
}

// TestGoodValues has what validation must let through, at the edge of a rule
// or in a kind that no environment of ours uses.
func TestGoodValues(t *testing.T) {
	for _, row := range []struct {
		name  string
		adapt func(*envs.Environment)
	}{
		{"environment of one letter", name("d")},
		{"environment with hyphens and digits", name("dev2345-0678-9")},
		{"project with every digit", project("p0123456789")},
		{"target group's name of 32", name(chars(19))},
		{"role's name of 64", mlName(chars(51))},
		{"region of GovCloud", govCloud("us-gov-west-1")},
		{"highest block of 10/8", cidr("10.255.0.0/16")},
		{"lowest block of 172.16/12", cidr("172.16.0.0/16")},
		{"highest block of 172.16/12", cidr("172.31.0.0/16")},
		{"192.168/16", cidr("192.168.0.0/16")},
		{"every zone", func(e *envs.Environment) { e.Network.AvailabilityZones = letters("us-east-1", 6) }},
		{"last letter of a zone", zones("us-east-1a", "us-east-1z")},
		{"NAT per zone", nat(envs.NATPerZone)},
		{"no NAT with what tasks need", func(e *envs.Environment) {
			nat(envs.NATNone)(e)
			e.Exec = false
			e.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
		}},
		{"no NAT with what shells need", func(e *envs.Environment) {
			e.Supabase = nil
			withoutNAT(e)
		}},
		{"every endpoint", endpoints("ecr.api", "ecr.dkr", "ecs", "kms", "logs", "monitoring", "sagemaker.api",
			"sagemaker.runtime", "secretsmanager", "sns", "ssm", "ssmmessages", "sts")},
		{"flow log of everything", flowLog(envs.FlowLogAll)},
		{"lowest port", port(1024)},
		{"highest port", port(65535)},
		{"private HTTP service", protocol(envs.HTTP)},
		{"no callee", calls()},
		{"service behind another", func(e *envs.Environment) {
			mlCalls("reporting")(e)
			reporting()(e)
		}},
		{"service on two ways is no circle", func(e *envs.Environment) {
			calls("ml-service", "reporting")(e)
			mlCalls("reporting")(e)
			reporting()(e)
		}},
		{"lowest user", user("1:1")},
		{"highest user", user("2147483647:2147483647")},
		{"user that begins with root's", user("10:20")},
		{"health check with arguments", healthCheck("CMD", "wget", "-q", "http://127.0.0.1")},
		{"health check in a shell", healthCheck("CMD-SHELL", "true")},
		{"no grants", grants()},
		{"every grant", grants(envs.InvokeSageMaker, envs.WriteMLData, envs.ReadMLData)},
		{"image tag of a release", tag("v1.4.2")},
		{"image tag of one character", tag("_")},
		{"image tag of a digit", tag("7")},
		{"image tag of 128", tag(chars(128))},
		{"image tag with every kind of character", tag("Z9_.-")},
		{"image tag that only begins as the one that moves", tag("latest-1")},
		{"no variables", func(e *envs.Environment) { e.Services[0].Variables = nil }},
		{"variable of one letter", variables("A")},
		{"variable with digits and underscores", variables("Z_09_")},
		{"variables with a part of a secret's name", variables("KEYSPACE", "MONKEY", "MAX_TOKENS", "TOKENIZER", "PASSWORDLESS", "SECRETARY")},
		{"variables of a service that isn't called", variables("REPORTING_HOST", "REPORTING_PORT")},
		{"variables of a callee beside its address", variables("ML_SERVICE_TIMEOUT", "ML_SERVICE")},
		{"variables of a callee elsewhere", func(e *envs.Environment) {
			e.Services[1].Variables = map[string]string{"ML_SERVICE_HOST": "", "API_GATEWAY_PORT": ""}
		}},
		{"NODE_ENV of production", nodeEnv("production")},
		{"NODE_ENV of tests", nodeEnv("test")},
		{"on demand alone", capacity(0, 1, 0)},
		{"highest weight on demand", capacity(0, 1000, 0)},
		{"highest weight on Spot", capacity(0, 0, 1000)},
		{"highest base", capacity(100000, 1, 1)},
		{"no off hours", func(e *envs.Environment) { e.OffHours = nil }},
		{"time zone UTC", timeZone("UTC")},
		{"time zone by an offset of the database", timeZone("Etc/GMT+9")},
		{"time zone in three parts", timeZone("America/Argentina/Buenos_Aires")},
		{"time zone with hyphens", timeZone("America/Port-au-Prince")},
		{"off hours at midnight", times("00:00", "23:59")},
		{"off hours by day", times("07:00", "20:00")},
		{"zone's own name for the API", domain("company.com", "company.com")},
		{"API's name deep in the zone", apiName("v1.api.eu.company.com")},
		{"API's name of 64", apiName(chars(52) + ".company.com")},
		{"domain of single letters and digits", domain("0.b", "9.0.b")},
		{"domain outside ASCII in its ASCII form", domain("xn--bcher-kva.example", "api.xn--bcher-kva.example")},
		{"domain with a top level of letters, digits and hyphens", domain("company.xn--p1ai", "api.company.xn--p1ai")},
		{"part of the zone elsewhere", delegates("ml.pdm-dev.company.com", "a.b.pdm-dev.company.com")},
		{"release by its digest", func(e *envs.Environment) { e.Services[0].ImageTag = "sha256:" + strings.Repeat("0a", 32) }},
		{"zone that exists", func(e *envs.Environment) { e.Domain.Existing = true }},
		{"Datadog with an external id", datadog(func(d *envs.Datadog) { d.ExternalID = "0123456789abcdef0123456789abcdef" })},
		{"Datadog elsewhere", datadog(func(d *envs.Datadog) { d.Site, d.AgentVersion, d.KeyRevision = "us5.datadoghq.com", "7.0.12", 9 })},
		{"no Supabase", func(e *envs.Environment) { e.Supabase = nil }},
		{"no front end", func(e *envs.Environment) { e.Frontend = nil }},
		{"neither", func(e *envs.Environment) { e.Supabase, e.Frontend = nil, nil }},
		{"Supabase elsewhere than AWS", supabase(func(s *envs.Supabase) { s.Region = "ap-east-1" })},
		{"organization of a marketplace", supabase(func(s *envs.Supabase) { s.Organization = "vercel_icfg_A1-b" })},
		{"largest Supabase", supabase(func(s *envs.Supabase) { s.InstanceSize = "48xlarge_optimized_memory" })},
		{"most point-in-time recovery", supabase(func(s *envs.Supabase) { s.InstanceSize, s.PointInTimeRecoveryDays = "small", 28 })},
		{"database open to an office and an address", databaseCIDRs("203.0.113.0/24", "198.51.100.7/32")},
		{"database without a NAT gateway", func(e *envs.Environment) {
			withoutNAT(e)
			databaseCIDRs("203.0.113.0/24")(e)
		}},
		{"Supabase that exists", func(e *envs.Environment) {
			e.Supabase = &envs.Supabase{Existing: "abcdefghijklmnopqrst", CredentialsRevision: 1}
		}},
		{"Supabase's legacy keys", supabase(func(s *envs.Supabase) { s.LegacyKeys = true })},
		{"secret key of another name", supabase(func(s *envs.Supabase) { s.SecretKeyName = "services_2" })},
		{"credentials for the seventh time", supabase(func(s *envs.Supabase) { s.CredentialsRevision = 7 })},
		{"Vercel project of 100", frontend(func(f *envs.Frontend) { f.Project = chars(100) })},
		{"Vercel project with two hyphens", frontend(func(f *envs.Frontend) { f.Project = "0--9" })},
		{"branch in a folder", frontend(func(f *envs.Frontend) { f.Branch = "release/1.x_y" })},
		{"application deep in the repository", frontend(func(f *envs.Frontend) { f.RootDirectory, f.OutputDirectory = "apps/web", ".output/public" })},
		{"team by its id", frontend(func(f *envs.Frontend) { f.Team = "team_A1b2" })},
		{"front end deep in the zone", frontend(func(f *envs.Frontend) { f.Domain = "a.b.pdm-dev.company.com" })},
		{"two redirects", frontend(func(f *envs.Frontend) { f.Redirects = []string{"www.pdm-dev.company.com", "web.pdm-dev.company.com"} })},
		{"lowest rate limit", rateLimit(10)},
		{"highest rate limit", rateLimit(2_000_000_000)},
		{"nothing at night", counts(0, 0, 1)},
		{"exactly one", counts(1, 1, 1)},
		{"all that the quota allows", func(e *envs.Environment) { e.Services[0].MaxCount = 5000 }},
		{"all that service discovery holds", counts(1000, 1000, 1000)},
		{"ports of an agent that isn't there", port(8126)},
		{"backups for a day", backup(envs.Backup{RetentionDays: 1})},
		{"backups for a hundred years", backup(envs.Backup{RetentionDays: 36500})},
		{"copies kept shorter than backups", backup(envs.Backup{RetentionDays: 30, SecondRegion: "eu-west-1", CopyRetentionDays: 1})},
		{"second region in GovCloud", func(e *envs.Environment) {
			govCloud("us-gov-west-1")(e)
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
		{"e-mail with every sign that Terraform leaves alone", email("ops$%|~@company.com")},
		{"budget of a dollar", budget(1)},
		{"endpoint without a path", alertEndpoint("https://alerts.company.com")},
		{"endpoint on a port with a query", alertEndpoint("https://alerts.company.com:8443/sns/a%20b?team=ops&level=1")},
		{"state object without folder", s3(func(s *envs.S3State) { s.Key = "dev.tfstate" })},
		{"bucket with dots", s3(func(s *envs.S3State) { s.Bucket = "state.company.com" })},
		{"Terraform Cloud", cloud("company", "pdm_dev", "")},
		{"Terraform Cloud, shortest and longest", cloud(chars(3), chars(90), "")},
		{"Terraform Enterprise", cloud("company", "pdm-dev", "tfe.company.com")},
		{"Terraform Enterprise on a port", cloud("company", "pdm-dev", "tfe:8443")},
		{"local state", state(envs.LocalState{Path: "../../.terraform-state/dev.tfstate"})},
	} {
		t.Run(row.name, func(t *testing.T) {
			env := fixture.Dev()
			row.adapt(&env)
			require.NoError(t, env.Validate())
		})
	}

	// PutRetentionPolicy, retentionInDays.
	for _, days := range []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653} {
		env := fixture.Dev()
		env.LogRetentionDays = days
		require.NoError(t, env.Validate())
	}

	env := fixture.Production()
	env.State = envs.CloudState{Organization: "company", Workspace: "pdm-production"}
	require.NoError(t, env.Validate(), "production may keep its state in Terraform Cloud")
}

// TestGoodAccounts has repositories of every form that GitHub has.
func TestGoodAccounts(t *testing.T) {
	require.NoError(t, fixture.Account().Validate())
	for _, repository := range []string{
		"a/b", "0/9", "Example/Predictive.Maintenance_2-x", "a-b-c/.github", "octo_acme/x", "owner/-", "owner/...",
		chars(39) + "/" + chars(100),
	} {
		account := fixture.Account()
		account.Repository = repository
		assert.NoError(t, account.Validate(), repository)
	}
}

func TestSubjectOfTokens(t *testing.T) {
	account := envs.Account{Repository: "octo-org/octo-repo"}
	assert.Equal(t, "repo:octo-org/octo-repo", account.Subject())
	account.OwnerID, account.RepositoryID = 123456, 456789
	require.NoError(t, envs.Account{
		Project: "pdm", Region: "us-east-1", Repository: account.Repository, Branch: "main", OwnerID: 123456, RepositoryID: 456789,
		Store: fixture.Store(),
	}.Validate())
	assert.Equal(t, "repo:octo-org@123456/octo-repo@456789", account.Subject())
}

// elsewhere moves an environment to two zones of another region.
func elsewhere(region string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Region = region
		e.Network.AvailabilityZones = letters(region, 2)
	}
}

// govCloud is an environment with what GovCloud has, and nothing else.
func govCloud(region string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		elsewhere(region)(e)
		s3(func(s *envs.S3State) { s.Region = region })(e)
		e.MonthlyBudgetUSD, e.CostAnomalies = 0, false
	}
}

// TestProductionIsThePlans holds the production of the tests against
// terraform.tfvars in the plan, line by line: what they find in its stack is what
// the plan asks for.
func TestProductionIsThePlans(t *testing.T) {
	env := fixture.Production()
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
	assert.Equal(t, 1024, api.CPU, "line 416: cpu")
	assert.Equal(t, 2048, api.Memory, "line 417: memory")
	assert.Equal(t, 3000, api.Port, "line 428: containerPort")
	assert.Equal(t, 50051, ml.Port, "line 448: ML_SERVICE_PORT")
	assert.Equal(t, envs.HTTP, api.Protocol, "line 523: protocol")
	assert.Equal(t, envs.GRPC, ml.Protocol)
	assert.Equal(t, 2048, ml.CPU, "twice the API's: the plan gives the ML service no size")
	assert.Equal(t, 4096, ml.Memory)
	assert.Equal(t, map[string]string{"NODE_ENV": "production"}, api.Variables, "line 435: NODE_ENV")

	assert.Equal(t, 90, env.LogRetentionDays, "line 1368: log_retention_days")
	assert.Equal(t, "ops-team@company.com", env.AlertEmail, "line 1371: alert_email")

	assert.Equal(t, 2000, env.RateLimit, "line 1008: limit of RateLimitRule")
	assert.Equal(t, envs.Capacity{OnDemand: 1}, env.Capacity, "line 477: launch_type FARGATE, none of it on Spot")

	assert.Equal(t, envs.Backup{
		RetentionDays: 35, SecondRegion: "us-west-2", CopyRetentionDays: 35, Lock: envs.VaultLock{MinDays: 7, MaxDays: 365},
	}, env.Backup)
	assert.Equal(t, &envs.Supabase{
		Organization: "abcdefghijklmnopqrst", Region: "us-east-1", InstanceSize: "small", PointInTimeRecoveryDays: 7, CredentialsRevision: 1,
	}, env.Supabase, "line 773: region")
	assert.Equal(t, "app.pdm.company.com", env.Frontend.Domain)
	assert.Equal(t, &envs.Datadog{Site: "datadoghq.com", AgentVersion: "7.60.0", KeyRevision: 1}, env.Datadog)
	assert.False(t, env.Frontend.Previews, "nothing but the release reaches production's data")
	assert.True(t, env.DeletionProtection)
	assert.Equal(t, "main", env.Branch, "line 1253")
	assert.Equal(t, "develop", fixture.Staging().Branch, "line 1253")
	assert.Equal(t, envs.FlowLogAll, env.Network.FlowLog)
	assert.False(t, env.Exec)
	assert.Nil(t, env.OffHours)
	assert.Equal(t, envs.Domain{Zone: "pdm.company.com", API: "api.pdm.company.com"}, env.Domain)
	for _, s := range env.Services {
		assert.Empty(t, s.ImageTag, "no image is pushed before the first apply")
	}
}

// TestProductionInItsSecondRegion is the environment that is built when the
// first region is lost (docs/disaster-recovery.md): another project's names in
// another region, alone in All.
func TestProductionInItsSecondRegion(t *testing.T) {
	store := fixture.Store()
	store.Bucket, store.Region = "pdmw-terraform-state", "us-west-2"
	env := fixture.Production()
	env.Project = "pdmw"
	env.Region = env.Backup.SecondRegion
	env.Backup.SecondRegion = "us-east-2"
	env.Network.AvailabilityZones = letters(env.Region, 3)
	env.Domain.Existing = true
	env.State = store.StateOf(env.Name)
	account := fixture.Account()
	account.Project, account.Region, account.Store = env.Project, env.Region, store
	require.NoError(t, envs.ValidateAll([]envs.Account{account}, []envs.Environment{env}))

	for _, name := range []string{account.PlanRole(), env.Label().DeployRole(), env.Label().Name("ml-data")} {
		require.NotContains(t, []string{fixture.Account().PlanRole(), fixture.Production().Label().DeployRole(), fixture.Production().Label().Name("ml-data")}, name)
	}
}

func TestCallVariable(t *testing.T) {
	assert.Equal(t, "ML_SERVICE_HOST", envs.CallVariable("ml-service", "HOST"))
	assert.Equal(t, "A_B_C_PORT", envs.CallVariable("a-b-c", "PORT"))
}

// Images come from the environments that a change reaches before, in the same
// partition of AWS; those of another account read them by a role there.
func TestWhatIsBefore(t *testing.T) {
	names := func(all []envs.Environment) (list []string) {
		for _, e := range all {
			list = append(list, e.Name)
		}
		return list
	}
	all := fixture.All()
	assert.Empty(t, all[0].Before(all))
	assert.Equal(t, []string{"dev"}, names(all[1].Before(all)))
	assert.Equal(t, []string{"dev", "staging"}, names(all[2].Before(all)))
	assert.Empty(t, all[0].Abroad(all))
	all[0].Account = "elsewhere"
	assert.Equal(t, []string{"dev", "staging"}, names(all[2].Before(all)))
	assert.Equal(t, []string{"staging", "production"}, names(all[0].Abroad(all)))
	assert.Empty(t, all[1].Abroad(all))
	all[0].Region = "us-gov-west-1"
	assert.Equal(t, []string{"staging"}, names(all[2].Before(all)))
	assert.Empty(t, all[0].Abroad(all))
}

// TestTags holds the tags against the plan's default_tags (lines 118-123):
// these four and no other.
func TestTags(t *testing.T) {
	for _, env := range fixture.All() {
		assert.Equal(t, map[string]string{
			"Project":     "PredictiveMaintenance",
			"Environment": env.Name,
			"ManagedBy":   "Terraform",
			"CostCenter":  "Engineering",
		}, env.Tags())
	}
	tags := fixture.Dev().Tags()
	tags["Environment"] = "spoiled"
	assert.Equal(t, "dev", fixture.Dev().Tags()["Environment"])
}

// TestStateIsApart holds the S3 state of each environment against the plan's
// bucket and table (lines 35-41) and the one key a stack that replaces its
// workspaces.
func TestStateIsApart(t *testing.T) {
	for _, env := range fixture.All() {
		assert.Equal(t, envs.S3State{
			Bucket:   "predictive-maintenance-terraform-state",
			Key:      "infrastructure/" + env.Name + "/terraform.tfstate",
			Region:   "us-east-1",
			KeyAlias: "alias/terraform-state",
			Table:    "terraform-state-lock",
		}, env.State)
	}
}

// A site of Datadog's reads from its own AWS account, and no other may (Datadog,
// AWS manual setup guide).
func TestDatadogReadsFromTheAccountOfItsSite(t *testing.T) {
	for site, account := range map[string]string{
		"datadoghq.com": "464622532012", "datadoghq.eu": "464622532012", "us3.datadoghq.com": "464622532012", "us5.datadoghq.com": "464622532012",
		"ap1.datadoghq.com": "417141415827", "ap2.datadoghq.com": "412381753143", "ddog-gov.com": "", "": "",
	} {
		require.Equal(t, account, envs.Datadog{Site: site}.Account(), site)
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	dev, staging, production := fixture.Dev(), fixture.Staging(), fixture.Production()
	dev.Project = "PDM"
	dev.Network.CIDR = "10.0.0.0/16"
	dev.Services[1].Port = 0
	dev.Capacity = envs.Capacity{OnDemand: 1, Spot: -1}
	dev.OffHours.Stop = "late"
	dev.Domain.API = "api.company.com"
	staging.LogRetentionDays = 31
	staging.State = dev.State
	production.DeletionProtection = false
	production.Network.NAT = envs.NATNone
	production.Datadog = nil

	want := []string{
		`dev.project = "PDM": ` + nameRule,
		`dev.services.ml-service.port = 0: ` + portRule,
		`dev.capacity.spot = -1: must be 0 to 1000`,
		`dev.off_hours.stop = "late": ` + stopRule,
		`dev.domain.api = "api.company.com": must lie within the zone "pdm-dev.company.com"`,
		`staging.log_retention_days = 31: ` + logsRule,
		`production.supabase.database_cidrs = []: without a NAT gateway nobody could reach the database; name who may`,
		`production.deletion_protection = false: production must be protected from destruction`,
		`production.network.nat = "none": production needs "per-zone", so that no zone depends on another`,
		`staging.state = "s3://predictive-maintenance-terraform-state/infrastructure/dev/terraform.tfstate": dev keeps its state in the same place`,
		`production.network.cidr = "10.0.0.0/16": overlaps 10.0.0.0/16 of dev`,
	}
	err := envs.ValidateAll(fixture.Accounts(), []envs.Environment{dev, staging, production})
	require.Equal(t, want, lines(t, err))

	var first envs.Problem
	require.True(t, errors.As(err, &first))
	require.Equal(t, envs.Problem{Field: "dev.project", Value: "PDM", Rule: nameRule}, first)
}

// TestEnvironmentsShareNothing writes to everything behind a pointer of one
// environment and finds the others, and the next call's, as they were.
func TestEnvironmentsShareNothing(t *testing.T) {
	var reached []string
	for _, environments := range []func() []envs.Environment{envs.All, fixture.All} {
		pristine := environments()
		for i := range pristine {
			all := environments()
			reached = append(reached, spoil(t, reflect.ValueOf(&all[i]), "Environment")...)
			require.NotEqual(t, pristine[i], all[i], "spoiling must show")
			require.Equal(t, pristine, environments(), "%s shares something with the next call", pristine[i].Name)
			for j := range all {
				if j != i {
					require.Equal(t, pristine[j], all[j], "%s shares something with %s", pristine[i].Name, pristine[j].Name)
				}
			}
		}
	}
	require.Subset(t, reached, []string{
		"Environment.Network.AvailabilityZones", "Environment.Network.InterfaceEndpoints",
		"Environment.Services", "Environment.Services.Calls", "Environment.Services.HealthCheck",
		"Environment.Services.Grants", "Environment.Services.Deployment.Variables",
		"Environment.Services.Deployment.Objective",
		"Environment.Supabase", "Environment.Frontend",
	})
}

// spoil overwrites whatever can be reached from a value, and lists the slices,
// maps and pointers on the way. It knows no field by name, so that it reaches
// those of tomorrow.
func spoil(t *testing.T, v reflect.Value, path string) (reached []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			reached = append(reached, path)
			reached = append(reached, spoil(t, v.Elem(), path)...)
		}
	case reflect.Interface:
		if !v.IsNil() {
			reached = spoil(t, v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			reached = append(reached, spoil(t, v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
	case reflect.Slice:
		reached = append(reached, path)
		// As far as append would reach.
		for i := range v.Cap() {
			reached = append(reached, spoil(t, v.Slice(0, v.Cap()).Index(i), path)...)
		}
	case reflect.Map:
		reached = append(reached, path)
		for _, key := range v.MapKeys() {
			changed := reflect.New(v.Type().Elem())
			changed.Elem().Set(v.MapIndex(key))
			reached = append(reached, spoil(t, changed.Elem(), path)...)
			v.SetMapIndex(key, changed.Elem())
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString("spoiled")
		}
	case reflect.Int:
		if v.CanSet() {
			v.SetInt(v.Int() + 1)
		}
	case reflect.Float64:
		if v.CanSet() {
			v.SetFloat(v.Float() + 1)
		}
	case reflect.Bool:
		if v.CanSet() {
			v.SetBool(!v.Bool())
		}
	default:
		require.Fail(t, "no way to spoil", "%s is a %s", path, v.Type())
	}
	return reached
}
