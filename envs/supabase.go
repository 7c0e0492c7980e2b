package envs

import (
	"net/netip"
	"regexp"
	"slices"
)

// Supabase is an environment's Supabase project: its database, its sign-in and
// their HTTP API. The credentials go to AWS Secrets Manager, and from there to
// the services that want them.
type Supabase struct {
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
}

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

func (s Supabase) problems(field string, e Environment) []Problem {
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
	c.require(s.CredentialsRevision >= 1, "credentials_revision", s.CredentialsRevision, "must be 1 or more")
	return c.found
}
