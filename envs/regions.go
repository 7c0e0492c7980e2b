package envs

import (
	"slices"
	"strings"
)

// partition is a part of AWS with accounts of its own, which nothing leaves: no
// role, no copy, no policy. In both that are supported names of services end in
// amazonaws.com and those of VPC endpoints begin with com.amazonaws (botocore,
// endpoints.json).
type partition struct {
	// name is what ARNs call it.
	name string

	// billing says whether it has AWS Budgets and Cost Explorer. What GovCloud
	// costs is billed, and told, in the commercial account that it belongs to
	// (AWS GovCloud (US) User Guide, Billing and Payment).
	billing bool

	// claims says whether its trust policies can test what GitHub's tokens claim
	// beside audience and subject (AWS STS, validation of select identity
	// provider specific claims).
	claims bool

	// contacts says whether an account has alternate contacts: the API of AWS
	// Account Management has no endpoint in GovCloud (botocore 1.43.11,
	// endpoints.json). CloudTrail, GuardDuty, AWS Config and Security Hub have
	// one in each region below.
	contacts bool
}

var (
	commercial = &partition{name: "aws", billing: true, claims: true, contacts: true}
	govCloud   = &partition{name: "aws-us-gov"}
)

// region is what differs between AWS regions.
type region struct {
	*partition

	// zones is how many zones an account has, less those in which Fargate runs no
	// tasks: one of Tokyo's four, and all but two of N. California (AWS Regions
	// and Availability Zones, AWS Availability Zones; Amazon ECS, supported
	// Regions for Linux containers on Fargate). Which letters an account has is
	// known in that account alone.
	zones int
}

// regions are those that have all that the platform is made of (botocore 1.43.11,
// endpoints.json), and that the AWS provider knows: 5.100.0 refuses
// ap-southeast-6 as an invalid region. `make regions` plans each of them. What
// endpoints don't tell is read from AWS's pages: Fargate (Amazon ECS, supported
// Regions; of ap-east-2 it doesn't tell yet), Service Connect, since 2025 in
// GovCloud too, and AWS Backup for S3 with copies to the other regions of the
// partition (AWS Backup, feature availability).
var regions = map[string]region{
	"af-south-1":     {commercial, 3},
	"ap-east-1":      {commercial, 3},
	"ap-east-2":      {commercial, 3},
	"ap-northeast-1": {commercial, 3},
	"ap-northeast-2": {commercial, 4},
	"ap-northeast-3": {commercial, 3},
	"ap-south-1":     {commercial, 3},
	"ap-south-2":     {commercial, 3},
	"ap-southeast-1": {commercial, 3},
	"ap-southeast-2": {commercial, 3},
	"ap-southeast-3": {commercial, 3},
	"ap-southeast-4": {commercial, 3},
	"ap-southeast-5": {commercial, 3},
	"ap-southeast-7": {commercial, 3},
	"ca-central-1":   {commercial, 3},
	"ca-west-1":      {commercial, 3},
	"eu-central-1":   {commercial, 3},
	"eu-central-2":   {commercial, 3},
	"eu-north-1":     {commercial, 3},
	"eu-south-1":     {commercial, 3},
	"eu-south-2":     {commercial, 3},
	"eu-west-1":      {commercial, 3},
	"eu-west-2":      {commercial, 4},
	"eu-west-3":      {commercial, 3},
	"il-central-1":   {commercial, 3},
	"me-central-1":   {commercial, 3},
	"me-south-1":     {commercial, 3},
	"mx-central-1":   {commercial, 3},
	"sa-east-1":      {commercial, 3},
	"us-east-1":      {commercial, 6},
	"us-east-2":      {commercial, 3},
	"us-gov-east-1":  {govCloud, 3},
	"us-gov-west-1":  {govCloud, 3},
	"us-west-1":      {commercial, 2},
	"us-west-2":      {commercial, 4},
}

// refused are the partitions that the platform isn't made for, by how their
// regions begin.
var refused = []struct{ prefix, reason string }{
	{"cn-", "is in AWS China, which is not supported: names of its services differ (amazonaws.com.cn), and a public site there needs a licence"},
	{"eusc-", "is in the European Sovereign Cloud, which is not supported: names of its services differ (amazonaws.eu)"},
	{"us-iso", "is in an isolated partition, which is not supported: nothing there reaches GitHub, Supabase, Vercel or Datadog"},
	{"eu-iso", "is in an isolated partition, which is not supported: nothing there reaches GitHub, Supabase, Vercel or Datadog"},
}

// Regions are the AWS regions that validation takes, in alphabetical order.
func Regions() []string { return sortedKeys(regions) }

// Zones is how many availability zones of a region can be used; none of a
// region that validation doesn't take.
func Zones(name string) int { return regions[name].zones }

// Partition is what ARNs call the partition of a region that validation takes.
func Partition(name string) string {
	if r, ok := regions[name]; ok {
		return r.name
	}
	return ""
}

// Claims says whether AWS can test the claims of GitHub's tokens in the region.
func Claims(name string) bool {
	r, ok := regions[name]
	return ok && r.claims
}

// HasContacts says whether an account has alternate contacts where a region is; of
// what is no region at all, its own problem tells.
func HasContacts(name string) bool {
	r, ok := regions[name]
	return !ok || r.contacts
}

func (c *checks) region(field, value string) {
	if _, ok := regions[value]; ok {
		return
	}
	rule := regionRule
	if regionName.MatchString(value) {
		rule = "is no region in envs/regions.go; one that AWS has opened since can be added there, once the locked AWS provider knows it"
		if i := slices.IndexFunc(refused, func(p struct{ prefix, reason string }) bool { return strings.HasPrefix(value, p.prefix) }); i >= 0 {
			rule = refused[i].reason
		}
	}
	c.require(false, field, value, "%s", rule)
}

// samePartition requires a region to be where another one is; of what is no
// region at all, its own problem tells.
func (c *checks) samePartition(field, value, other, rule string) {
	a, b := Partition(value), Partition(other)
	c.require(a == "" || b == "" || a == b, field, value, "must be in the partition of %s, %s", other, rule)
}

// partitionProblems are those of places that no one AWS account has.
func (a Account) partitionProblems(all []Environment) []Problem {
	const rule = "where the account is that holds its stacks"
	store := &checks{field: a.storeField()}
	store.samePartition("region", a.Store.Region, a.Region, rule)
	found := store.found
	for _, e := range a.Environments(all) {
		c := &checks{field: e.field()}
		c.samePartition("region", e.Region, a.Region, rule)
		found = append(found, c.found...)
	}
	return found
}

// Billed says whether AWS knows budgets, and the cost of things, where a region is.
func Billed(name string) bool {
	r, ok := regions[name]
	return ok && r.billing
}

// billingProblems are those of what an environment spends on where AWS doesn't
// tell it.
func (e Environment) billingProblems(c *checks) {
	r, ok := regions[e.Region]
	if !ok || r.billing {
		c.require(e.MonthlyBudgetUSD >= 1, "monthly_budget_usd", e.MonthlyBudgetUSD, "must be a dollar or more")
		return
	}
	const rule = "must be left out in GovCloud, which has no %s: watch it in the commercial account that is billed"
	c.require(e.MonthlyBudgetUSD == 0, "monthly_budget_usd", e.MonthlyBudgetUSD, rule, "AWS Budgets")
	c.require(!e.CostAnomalies, "cost_anomalies", e.CostAnomalies, rule, "Cost Anomaly Detection")
}
