package envs

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Supabase is an environment's Supabase project: its database, its sign-in and
// their HTTP API. The credentials go to AWS Secrets Manager, and from there to
// the services that want them.
type Supabase struct {
	// Existing is the reference of a project that is there already and stays as
	// it is, the first part of its API's address; empty for one of the
	// environment's own. Its API keys are read and handed on, and nothing of it is
	// changed: organization, region, size, recovery and ranges stay empty here, and
	// the secret has no database password, which Supabase shows to nobody.
	Existing string

	// Organization is the slug of the organization that pays for the project,
	// as the dashboard's address has it.
	Organization string

	// Region is where Supabase runs the project, one of the AWS regions that it
	// offers: "us-east-1". It cannot be changed later.
	Region string

	// InstanceSize is the database's compute size: "micro", "small", "2xlarge".
	// Changing it restarts the database.
	InstanceSize string

	// PointInTimeRecoveryDays is how far back the database can be restored to
	// any second: 7, 14 or 28; zero for the daily backups alone. It is an add-on
	// of Supabase, for projects of size "small" and more.
	PointInTimeRecoveryDays int

	// DatabaseCIDRs are the IPv4 ranges from which clients may speak to Postgres
	// itself, beside the environment's NAT gateways: an office's, a VPN's. The
	// HTTP API is open to all, behind its keys.
	DatabaseCIDRs []string

	// CredentialsRevision is raised by one to change the database's password and
	// to write all credentials to Secrets Manager anew. It begins at 1.
	CredentialsRevision int

	// SecretKeyName is the name of the secret API key that services get, as the
	// dashboard has it; empty for [DefaultSecretKey]. Another one, made in the
	// dashboard, takes its place without a moment in which neither works.
	SecretKeyName string

	// LegacyKeys gives services and browsers the anon and service_role keys
	// instead, under their names of before, for code that knows no others.
	// Supabase deprecates them by the end of 2026 (Migrating to publishable and
	// secret API keys).
	LegacyKeys bool
}

// Keys are the API keys by their names in the secret: the one that browsers may
// see, for which row level security says what it opens, and the one that opens
// everything.
func (s Supabase) Keys() (public, secret string) {
	if s.LegacyKeys {
		return "anon_key", "service_key"
	}
	return "publishable_key", "secret_key"
}

// SupabaseVariable is the environment variable of one of the keys: those of today
// have the names that Supabase's own libraries look for.
func SupabaseVariable(key string) string { return "SUPABASE_" + strings.ToUpper(key) }

// DefaultSecretKey is the name of the secret API key that Supabase makes by
// itself (Migrating to publishable and secret API keys).
const DefaultSecretKey = "default"

// SupabaseSecret is the secret with an environment's Supabase credentials (plan,
// line 783).
func (l Label) SupabaseSecret() string { return l.Name("supabase") }

// supabaseRegions are those that Supabase offers (Management API,
// V1CreateProjectBody, region).
var supabaseRegions = []string{
	"ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
	"eu-central-1", "eu-central-2", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
	"us-east-1", "us-east-2", "us-west-1", "us-west-2",
}

// SupabaseRegions are the regions that a project can be in.
func SupabaseRegions() []string { return slices.Clone(supabaseRegions) }

// supabaseSizes are those that a paid project can have, from the smallest
// (Management API, V1CreateProjectBody, desired_instance_size).
var supabaseSizes = []string{
	"micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge",
	"24xlarge", "24xlarge_high_memory", "24xlarge_optimized_cpu", "24xlarge_optimized_memory",
	"48xlarge", "48xlarge_high_memory", "48xlarge_optimized_cpu", "48xlarge_optimized_memory",
}

// recoveryDays are those of the add-on (Management API, addon_variant pitr_7,
// pitr_14, pitr_28).
var recoveryDays = []int{7, 14, 28}

// organizationSlug is what the Management API takes (organization_slug).
var organizationSlug = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// keyName is what the Management API takes (CreateApiKeyBody, name).
var keyName = regexp.MustCompile(`^[a-z_][a-z0-9_]{3,63}$`)

// projectRef is the form of a project's reference (Supabase's CLI).
var projectRef = regexp.MustCompile(`^[a-z]{20}$`)

func (s Supabase) problems(field string, e Environment) []Problem {
	c := &checks{field: field}
	if s.Existing == "" {
		c.found = s.projectProblems(field, e)
	} else {
		c.require(projectRef.MatchString(s.Existing), "existing", s.Existing,
			"must be a project's reference: the 20 lower case letters that its API's address begins with")
		c.require(s.Organization+s.Region+s.InstanceSize == "" && s.PointInTimeRecoveryDays == 0 && len(s.DatabaseCIDRs) == 0, "existing", s.Existing,
			"stays as it is: leave out organization, region, instance_size, point_in_time_recovery_days and database_cidrs")
	}
	c.require(s.CredentialsRevision >= 1, "credentials_revision", s.CredentialsRevision, "must be 1 or more")
	name := s.SecretKeyName
	// The key itself, by mistake, is in no message.
	c.require(!strings.HasPrefix(name, "sb_secret_"), "secret_key_name", "sb_secret_…", "is a key, which belongs nowhere here; revoke it, and write another one's name")
	c.require(name == "" || strings.HasPrefix(name, "sb_secret_") || keyName.MatchString(name), "secret_key_name", name,
		"must be 4 to 64 lower case letters, digits and underscores, not beginning with a digit, or empty")
	c.require(name == "" || !s.LegacyKeys, "secret_key_name", name, "is not given to services that get the legacy keys")
	return c.found
}

// projectProblems are those of a project that the environment makes.
func (s Supabase) projectProblems(field string, e Environment) []Problem {
	c := &checks{field: field}
	c.require(organizationSlug.MatchString(s.Organization), "organization", s.Organization,
		"must be the organization's slug: letters, digits, hyphens and underscores")
	c.require(slices.Contains(supabaseRegions, s.Region), "region", s.Region, "Supabase offers %s", list(supabaseRegions))
	c.require(slices.Contains(supabaseSizes, s.InstanceSize), "instance_size", s.InstanceSize, "Supabase offers %s", list(supabaseSizes))

	days := s.PointInTimeRecoveryDays
	c.require(days == 0 || slices.Contains(recoveryDays, days), "point_in_time_recovery_days", days,
		"Supabase keeps %s days, or 0 for none", list(recoveryDays))
	c.require(days == 0 || s.InstanceSize != supabaseSizes[0], "point_in_time_recovery_days", days,
		"is for projects of size %q and more", supabaseSizes[1])
	c.require(days != 0 || e.Name != ProductionName, "point_in_time_recovery_days", days,
		"production must lose no more than the plan's 24 hours (line 1427), which a daily backup exceeds")

	for i, cidr := range s.DatabaseCIDRs {
		prefix, err := netip.ParsePrefix(cidr)
		c.require(err == nil && prefix.Addr().Is4() && prefix == prefix.Masked(), "database_cidrs", cidr,
			`must be an IPv4 range in CIDR notation such as "203.0.113.0/24"`)
		c.require(err != nil || prefix.Bits() > 0, "database_cidrs", cidr, "would open the database to everyone")
		c.require(!slices.Contains(s.DatabaseCIDRs[:i], cidr), "database_cidrs", cidr, "is named twice")
	}
	c.require(e.Network.NAT != NATNone || len(s.DatabaseCIDRs) > 0, "database_cidrs", s.DatabaseCIDRs,
		"without a NAT gateway nobody could reach the database; name who may")
	return c.found
}
