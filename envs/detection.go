package envs

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
)

// Detection is what tells that somebody tampers with an account, in each region
// that is in use. Every part can be switched off, because an organization may do
// it in one place for all of its accounts; the zero value is none. What each part
// is billed for is in docs/detection.md.
type Detection struct {
	// CloudTrail records who called which AWS API, in all regions, into a bucket
	// that the account keeps and a log group that can be searched.
	CloudTrail bool

	// ObjectEvents has the trail record who read and wrote which object of any
	// bucket as well, as CIS 3.8 and 3.9 ask. AWS bills these by their number. It
	// needs CloudTrail.
	ObjectEvents bool

	// GuardDuty looks for attacks in what AWS sees of the account: calls, DNS,
	// network flows, and access to objects in S3.
	GuardDuty bool

	// Config records how every resource is set up, and was. Security Hub judges by
	// that.
	Config bool

	// ConfigTypes are the types of resources that Config records, as in
	// "AWS::S3::Bucket"; empty for all that it knows, which is what control
	// Config.1 asks. Every recorded change is paid for, and each Fargate task that
	// starts or stops changes a network interface: a team that scales much may name
	// the types that the rest is made of.
	ConfigTypes []string

	// SecurityHub holds the account to the AWS Foundational Security Best Practices
	// and to the CIS AWS Foundations Benchmark 3.0.0, and gathers the findings of
	// all regions in the account's. It needs Config.
	SecurityHub bool

	// RetentionDays is how long what the trail and Config recorded is kept: one of
	// the numbers of days that CloudWatch Logs accepts. Control CloudWatch.16 asks
	// for 365 or more.
	RetentionDays int

	// Email is told of findings of high severity, and of calls that switch a part
	// off. AWS asks that address once for its consent.
	Email string

	// Owner is the team that acts on them.
	Owner string

	// Security, Operations and Billing are whom AWS writes to beside the account's
	// own address: about abuse and breaches (control Account.1), about the
	// availability of services, and about invoices. Nil for none. GovCloud has no
	// such contacts: there they are those of the commercial account that it
	// belongs to.
	Security, Operations, Billing *Contact
}

// Contact is somebody whom AWS can reach. Better a function than a person, who may
// leave.
type Contact struct {
	// Name has 1 to 64 characters, Title 1 to 50 (AWS Account Management,
	// PutAlternateContact).
	Name, Title string
	// Email is one plain address.
	Email string
	// Phone has 1 to 25 digits, blanks and any of ()+-.
	Phone string
}

// Topic says whether there is something to tell.
func (d Detection) Topic() bool { return d.CloudTrail || d.GuardDuty || d.SecurityHub }

// Records says whether there is something to keep.
func (d Detection) Records() bool { return d.CloudTrail || d.Config }

// Contacts are the contacts that there are, by what AWS calls their types.
func (d Detection) Contacts() map[string]Contact {
	found := map[string]Contact{}
	for kind, contact := range map[string]*Contact{"SECURITY": d.Security, "OPERATIONS": d.Operations, "BILLING": d.Billing} {
		if contact != nil {
			found[kind] = *contact
		}
	}
	return found
}

// Label makes the names of what belongs to no environment: "pdm-shared-audit".
func (a Account) Label() Label { return Label{Project: a.Project, Environment: SharedTag} }

// AuditBucket and AuditAccessBucket are the buckets with what the trail and Config
// recorded, and with who read it. Their names hold the account's id.
func (l Label) AuditBucket(account string) string       { return l.Name("audit", account) }
func (l Label) AuditAccessBucket(account string) string { return l.Name("audit-access", account) }

// TrailLogGroup is the CloudWatch log group of the account's trail.
func (l Label) TrailLogGroup() string { return "/aws/cloudtrail/" + l.Prefix() }

// globalTypes is how the types of resources begin that no region has. One region
// records them: in every further one the same change would be paid for again (AWS
// Config, selecting which resources are recorded: IAM users, groups, roles and
// customer managed policies).
const globalTypes = "AWS::IAM::"

// RecordedTypes are those of ConfigTypes that a region records, where others record
// what no region has.
func (d Detection) RecordedTypes(global bool) []string {
	if global {
		return d.ConfigTypes
	}
	return slices.DeleteFunc(slices.Clone(d.ConfigTypes), func(t string) bool { return strings.HasPrefix(t, globalTypes) })
}

var (
	// resourceType is how AWS Config calls a type.
	resourceType = regexp.MustCompile(`^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$`)
	// phoneNumber is what PutAlternateContact takes, less its ends of lines.
	phoneNumber = regexp.MustCompile(`^[ 0-9()+-]{1,25}$`)
)

// problems are those of detection in an account's region; what is wrong with an
// environment's region, the environment tells.
func (d Detection) problems(field string, a Account) []Problem {
	c := &checks{field: field}
	c.require(d.CloudTrail || !d.ObjectEvents, "object_events", d.ObjectEvents, "needs cloud_trail, which records them")
	c.require(d.Config || !d.SecurityHub, "security_hub", d.SecurityHub, "needs config: it judges what AWS Config recorded")
	c.require(d.Config || len(d.ConfigTypes) == 0, "config_types", d.ConfigTypes, "needs config, which records them")
	for i, t := range d.ConfigTypes {
		c.require(resourceType.MatchString(t), "config_types", t, `must be a type such as "AWS::S3::Bucket"`)
		c.require(!slices.Contains(d.ConfigTypes[:i], t), "config_types", t, "is named twice")
	}
	c.require(len(d.ConfigTypes) == 0 || len(d.RecordedTypes(false)) > 0, "config_types", d.ConfigTypes,
		"must have one that is not %s…, which one region records: the others would record nothing", globalTypes)
	if d.Records() {
		c.require(slices.Contains(retentionDays, d.RetentionDays), "retention_days", d.RetentionDays, "CloudWatch Logs accepts %s", list(retentionDays))
	}
	if d.Topic() {
		c.email("email", d.Email)
		c.require(teamName.MatchString(d.Owner), "owner", d.Owner, teamRule)
	}
	all := d.Contacts()
	for _, kind := range sortedKeys(all) {
		field := strings.ToLower(kind)
		c.require(HasContacts(a.Region), field, "set", "must be left out in GovCloud, which has no contacts: set those of the commercial account that it belongs to")
		c.found = append(c.found, all[kind].problems(c.field+"."+field)...)
	}
	if plainName.MatchString(a.Project) && (d.Topic() || d.Records()) {
		l := a.Label()
		for _, n := range []name{
			{BucketName, l.AuditBucket(accountID)}, {BucketName, l.AuditAccessBucket(accountID)}, {KeyAliasName, l.KeyAlias()},
			{LogGroupName, l.TrailLogGroup()}, {RoleName, l.Name("trail-logs")}, {RoleName, l.Name("forward")}, {TopicName, l.Name("findings")},
		} {
			c.name(n.kind, "names", n.value)
		}
	}
	return c.found
}

func (contact Contact) problems(field string) []Problem {
	const rule = "must have 1 to %d characters"
	c := &checks{field: field}
	c.require(len([]rune(contact.Name)) >= 1 && len([]rune(contact.Name)) <= 64, "name", contact.Name, rule, 64)
	c.literal("name", contact.Name)
	c.require(len([]rune(contact.Title)) >= 1 && len([]rune(contact.Title)) <= 50, "title", contact.Title, rule, 50)
	c.literal("title", contact.Title)
	c.email("email", contact.Email)
	c.require(phoneNumber.MatchString(contact.Phone), "phone", contact.Phone, "must have 1 to 25 digits, blanks and any of ()+-")
	return c.found
}

// email checks an e-mail address.
func (c *checks) email(field, value string) {
	address, err := mail.ParseAddress(value)
	c.require(err == nil && address.Address == value && emailAddress.MatchString(value), field, value,
		`must be one plain e-mail address such as "ops@example.com"`)
}

// optIn are the regions that an account has to enable first. Security Hub gathers
// findings in none of them (AWS Security Hub, enabling cross-Region aggregation; AWS
// Account Management, enable or disable AWS Regions in your account).
var optIn = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-west-1",
	"eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
}

// detectionProblems are those of what environments and the account's detection have
// in common: a region that can't gather what others find, and names that begin alike,
// so that who deploys an environment would reach what watches it.
func (a Account) detectionProblems(all []Environment) []Problem {
	d := a.Detection
	c := &checks{field: a.Stack()}
	if d.SecurityHub {
		several := slices.ContainsFunc(all, func(e Environment) bool {
			return slices.ContainsFunc(e.Regions(), func(region string) bool { return region != a.Region })
		})
		c.require(!several || !slices.Contains(optIn, a.Region), "region", a.Region,
			"is one that accounts enable themselves, where Security Hub can't gather what it finds in others: choose another, or leave out detection.security_hub")
	}
	found := c.found
	if !d.Topic() && !d.Records() {
		return found
	}
	shared := Environment{Project: a.Project, Name: SharedTag}
	for _, e := range all {
		common, nested := commonPrefix(e, shared)
		c := &checks{field: e.field()}
		// An environment of that very name is a problem of its own.
		c.require(!nested || e.Name == SharedTag, "names", common,
			"names of what watches the account begin with it, and how names begin is how the roles that deliver tell what is theirs")
		found = append(found, c.found...)
	}
	return found
}
