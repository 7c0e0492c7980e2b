package envs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// TestBadDetection has what is wrong with detection, each beside nothing else.
func TestBadDetection(t *testing.T) {
	const (
		emailRule = `must be one plain e-mail address such as "ops@example.com"`
		govRule   = "must be left out in GovCloud, which has no contacts: set those of the commercial account that it belongs to"
		phoneRule = "must have 1 to 25 digits, blanks and any of ()+-"
	)
	contact := func(spoil func(*envs.Contact)) func(*envs.Account) {
		return func(a *envs.Account) {
			security := *a.Detection.Security
			spoil(&security)
			a.Detection.Security = &security
		}
	}
	detection := func(spoil func(*envs.Detection)) func(*envs.Account) {
		return func(a *envs.Account) { spoil(&a.Detection) }
	}
	for _, row := range []struct {
		name  string
		spoil func(*envs.Account)
		want  []string
	}{
		{"objects without a trail", detection(func(d *envs.Detection) { d.CloudTrail = false }), []string{
			"account.detection.object_events = true: needs cloud_trail, which records them",
		}},
		{"Security Hub without Config", detection(func(d *envs.Detection) { d.Config = false }), []string{
			"account.detection.security_hub = true: needs config: it judges what AWS Config recorded",
		}},
		{"types without Config", detection(func(d *envs.Detection) {
			d.Config, d.SecurityHub, d.ConfigTypes = false, false, []string{"AWS::S3::Bucket"}
		}), []string{
			`account.detection.config_types = ["AWS::S3::Bucket"]: needs config, which records them`,
		}},
		{"no type", detection(func(d *envs.Detection) { d.ConfigTypes = []string{"aws_s3_bucket"} }), []string{
			`account.detection.config_types = "aws_s3_bucket": must be a type such as "AWS::S3::Bucket"`,
		}},
		{"a type twice", detection(func(d *envs.Detection) { d.ConfigTypes = []string{"AWS::S3::Bucket", "AWS::S3::Bucket"} }), []string{
			`account.detection.config_types = "AWS::S3::Bucket": is named twice`,
		}},
		{"types that no region has", detection(func(d *envs.Detection) { d.ConfigTypes = []string{"AWS::IAM::Role"} }), []string{
			`account.detection.config_types = ["AWS::IAM::Role"]: must have one that is not AWS::IAM::…, which one region records: the others would record nothing`,
		}},
		{"a retention that CloudWatch Logs doesn't take", detection(func(d *envs.Detection) { d.RetentionDays = 366 }), []string{
			"account.detection.retention_days = 366: CloudWatch Logs accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
		}},
		{"nobody is told", detection(func(d *envs.Detection) { d.Email = "" }), []string{`account.detection.email = "": ` + emailRule}},
		{"nobody acts", detection(func(d *envs.Detection) { d.Owner = "" }), []string{
			`account.detection.owner = "": every alarm needs a team that acts: 1 to 64 letters, digits, spaces and any of ._@-, beginning and ending with a letter or digit`,
		}},
		{"a contact without a name", contact(func(c *envs.Contact) { c.Name = "" }), []string{`account.detection.security.name = "": must have 1 to 64 characters`}},
		{"a contact's title too long", contact(func(c *envs.Contact) { c.Title = chars(51) }), []string{
			`account.detection.security.title = "` + chars(51) + `": must have 1 to 50 characters`,
		}},
		{"a contact's name that Terraform would fill in", contact(func(c *envs.Contact) { c.Name = "${x}" }), []string{
			`account.detection.security.name = "${x}": ` + literalRule,
		}},
		{"a contact's address", contact(func(c *envs.Contact) { c.Email = "Ops <ops@example.com>" }), []string{
			`account.detection.security.email = "Ops <ops@example.com>": ` + emailRule,
		}},
		{"a contact's number", contact(func(c *envs.Contact) { c.Phone = "555 0100 ext. 7" }), []string{
			`account.detection.security.phone = "555 0100 ext. 7": ` + phoneRule,
		}},
		{"a contact's number too long", contact(func(c *envs.Contact) { c.Phone = strings.Repeat("1", 26) }), []string{
			`account.detection.security.phone = "` + strings.Repeat("1", 26) + `": ` + phoneRule,
		}},
		{"contacts in GovCloud", func(a *envs.Account) { a.Region = "us-gov-west-1" }, []string{
			`account.detection.security = "set": ` + govRule,
		}},
		{"names too long", func(a *envs.Account) { a.Project = chars(31) }, []string{
			tooLong("account.detection.names", chars(31)+"-shared-audit-access-000000000000", "S3 bucket name", 3, 63),
		}},
		{"everything", detection(func(d *envs.Detection) {
			*d = envs.Detection{GuardDuty: true, SecurityHub: true, ObjectEvents: true, Billing: &envs.Contact{}}
		}), []string{
			"account.detection.object_events = true: needs cloud_trail, which records them",
			"account.detection.security_hub = true: needs config: it judges what AWS Config recorded",
			`account.detection.email = "": ` + emailRule,
			`account.detection.owner = "": every alarm needs a team that acts: 1 to 64 letters, digits, spaces and any of ._@-, beginning and ending with a letter or digit`,
			`account.detection.billing.name = "": must have 1 to 64 characters`,
			`account.detection.billing.title = "": must have 1 to 50 characters`,
			`account.detection.billing.email = "": ` + emailRule,
			`account.detection.billing.phone = "": ` + phoneRule,
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			account := fixture.Account()
			row.spoil(&account)
			require.Equal(t, row.want, lines(t, account.Validate()))
		})
	}
}

// What is switched off asks for nothing.
func TestDetectionCanBeSwitchedOff(t *testing.T) {
	account := fixture.Account()
	require.NoError(t, account.Validate())
	for name, d := range map[string]envs.Detection{
		"nothing":       {},
		"records alone": {Config: true, RetentionDays: 365},
		"attacks alone": {GuardDuty: true, Email: "a@example.com", Owner: "Platform"},
		"contacts alone": {Operations: &envs.Contact{
			Name: "Operations", Title: "On call", Email: "ops@example.com", Phone: "(0)30 123-4567",
		}},
	} {
		account.Detection = d
		assert.NoError(t, account.Validate(), name)
		assert.NoError(t, envs.ValidateAll([]envs.Account{account}, fixture.All()), name)
	}
	account.Detection = envs.Detection{}
	account.Region = "us-gov-west-1"
	assert.NoError(t, account.Validate(), "in GovCloud")
}

// Security Hub gathers in no region that an account enables itself.
func TestFindingsAreGatheredWhereTheyCanBe(t *testing.T) {
	account := fixture.Account()
	account.Region = "me-central-1"
	const rule = `account.region = "me-central-1": is one that accounts enable themselves, where Security Hub can't gather what it finds in others: ` +
		"choose another, or leave out detection.security_hub"
	require.Equal(t, []string{rule}, lines(t, envs.ValidateAll([]envs.Account{account}, fixture.All())))

	alone := fixture.Dev()
	elsewhere(account.Region)(&alone)
	require.NoError(t, envs.ValidateAll([]envs.Account{account}, []envs.Environment{alone}), "there is nothing to gather")
	account.Detection.SecurityHub = false
	require.NoError(t, envs.ValidateAll([]envs.Account{account}, fixture.All()))
}

// Whoever deploys an environment reaches what is named like it.
func TestNoEnvironmentIsNamedLikeDetection(t *testing.T) {
	const rule = "names of what watches the account begin with it, and how names begin is how the roles that deliver tell what is theirs"
	account, env := fixture.Account(), fixture.Dev()
	env.Name = "shared-audit"
	env.State = fixture.Store().StateOf(env.Name)
	require.Equal(t, []string{`shared-audit.names = "pdm-shared": ` + rule}, lines(t, envs.ValidateAll([]envs.Account{account}, []envs.Environment{env})))
	account.Detection = envs.Detection{}
	require.NoError(t, envs.ValidateAll([]envs.Account{account}, []envs.Environment{env}))
}

// What belongs to no region is recorded once.
func TestOneRegionRecordsWhatNoneHas(t *testing.T) {
	d := envs.Detection{ConfigTypes: []string{"AWS::IAM::Role", "AWS::S3::Bucket", "AWS::IAM::User"}}
	assert.Equal(t, d.ConfigTypes, d.RecordedTypes(true))
	assert.Equal(t, []string{"AWS::S3::Bucket"}, d.RecordedTypes(false))
	assert.Empty(t, envs.Detection{}.RecordedTypes(false), "everything")
}
