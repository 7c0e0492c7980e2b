package stacks_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cost"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// priced are the prices of the day on which the figures below were computed, so
// that a refreshed file changes no test.
func priced(t *testing.T) cost.Prices {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "internal", "cost", "testdata", "prices.csv"))
	require.NoError(t, err)
	prices, err := cost.Parse(content)
	require.NoError(t, err)
	return prices
}

func costOf(t *testing.T, dir, name string, prices cost.Prices) *cost.Report {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "stacks", name, "cdk.tf.json"))
	require.NoError(t, err)
	report, err := cost.Of(name, content, prices)
	require.NoError(t, err)
	return report
}

// unpriced are the prices that no source was found for, with what is known. All of
// them are of what is billed by use, so that what a month costs at least is whole.
// `make prices` finds the most of them. Types without any price are in package cost.
var unpriced = map[string]string{
	"backup.stored in us-west-2":        "AWS's page has S3's price in a table that no copy shows for Oregon",
	"cloudmap.requests in us-east-1":    "discovery through Cloud Map",
	"cloudmap.requests in us-west-2":    "discovery through Cloud Map",
	"events.forwarded in us-west-2":     "events that go to another region's bus",
	"firehose.gb in us-east-1":          "by GB",
	"firehose.gb in us-west-2":          "by GB",
	"securityhub.checks in us-west-2":   "copies show Ohio and N. Virginia",
	"securityhub.findings in us-west-2": "copies show Ohio and N. Virginia",
	"sns.email in us-east-1":            "e-mails",
}

// Every type is billed with a price, free with a source, or named: never free
// because nobody knows. So it is in each region that the environments use, their
// standby's included.
func TestEachTypeHasAPriceOrAReason(t *testing.T) {
	found := map[string]bool{}
	standby, err := waiting()
	require.NoError(t, err)
	for _, dir := range []string{fixtures(t), standby, live} {
		folders, err := os.ReadDir(filepath.Join(dir, "stacks"))
		require.NoError(t, err)
		for _, folder := range folders {
			report := costOf(t, dir, folder.Name(), priced(t))
			listed := map[string]bool{}
			for _, line := range report.Lines {
				listed[line.Type] = true
			}
			for _, kind := range report.Free {
				assert.False(t, listed[kind], "%s is free, and costs something", kind)
				listed[kind] = true
			}
			for _, m := range report.Missing {
				listed[m.Type] = true
				// Others may be where nobody has asked for prices yet.
				if dir == live {
					continue
				}
				assert.False(t, m.Fixed, "%s of %s costs something however little it is used", m, report.Stack)
				if m.Price == "" {
					assert.Contains(t, cost.Unconfirmed, m.Type, m)
					continue
				}
				of := m.Price + " in " + m.Region
				assert.Contains(t, unpriced, of, m)
				found[of] = true
			}
			for kind := range loadFrom(t, dir, folder.Name()).Resource {
				// What is billed by use alone has no line, and its prices are told.
				assert.True(t, listed[kind] || cost.Billed(kind), "%s of %s is in no list", kind, report.Stack)
			}
		}
	}
	for of := range unpriced {
		assert.True(t, found[of], "%s has a price now", of)
	}
}

// Each line of production, computed by hand from the pages that docs/cost.md names.
func TestProductionCostsWhatThePagesSay(t *testing.T) {
	want := map[string][2]string{
		// 3 × (1 vCPU, 2 GB) and 2 × (2 vCPU, 4 GB): 7 vCPU × 730 h × 0.04048 = 206.85,
		// 14 GB × 730 h × 0.004445 = 45.43, and 5 tasks × (1.20 + 2.40) of Datadog;
		// scaled out 10 of each: 30 vCPU, 60 GB, 20 tasks.
		"aws_ecs_service":  {"270.28", "1153.20"},
		"aws_vpc_endpoint": {"153.30", "153.30"}, // 7 in 3 zones × 7.30
		"aws_nat_gateway":  {"98.55", "98.55"},   // 3 × 32.85
		"aws_eip":          {"10.95", "10.95"},   // 3 × 3.65
		// 16.425, and an address in each of 3 zones: 10.95.
		"aws_lb":                                      {"27.38", "27.38"},
		"null_resource":                               {"100.00", "100.00"},
		"supabase_project":                            {"15.04", "15.04"}, // 730 × 0.0206
		"aws_wafv2_web_acl":                           {"9.00", "9.00"},   // 5, and 4 rules
		"aws_cloudwatch_dashboard":                    {"3.00", "3.00"},
		"aws_kms_key":                                 {"2.00", "2.00"},
		"aws_cloudwatch_metric_alarm":                 {"5.80", "5.80"}, // of 58 metrics
		"aws_secretsmanager_secret":                   {"0.80", "0.80"},
		"aws_cloudwatch_composite_alarm":              {"2.50", "2.50"}, // 5
		"aws_route53_zone":                            {"0.50", "0.50"},
		"aws_service_discovery_private_dns_namespace": {"0.50", "0.50"},
	}
	report := costOf(t, fixtures(t), envs.ProductionName, priced(t))
	got := map[string][2]string{}
	for _, line := range report.Lines {
		got[line.Type] = [2]string{fmt.Sprintf("%.2f", line.Least), fmt.Sprintf("%.2f", line.Most)}
	}
	assert.Equal(t, want, got)
	assert.Equal(t, "699.59", fmt.Sprintf("%.2f", report.Total.Least))
	assert.Equal(t, "1582.52", fmt.Sprintf("%.2f", report.Total.Most))
	assert.EqualValues(t, fixture.Production().MonthlyBudgetUSD, report.Budget)
}

// A standby that waits costs what stands there anyway; when it answers in its
// environment's place, the gateways too.
func TestStandbyCostsWhatThePagesSay(t *testing.T) {
	dir, err := waiting()
	require.NoError(t, err)
	report := costOf(t, dir, envs.ProductionName+"-standby", priced(t))
	got := map[string][2]string{}
	for _, line := range report.Lines {
		got[line.Type] = [2]string{fmt.Sprintf("%.2f", line.Least), fmt.Sprintf("%.2f", line.Most)}
	}
	assert.Equal(t, map[string][2]string{
		"aws_nat_gateway": {"0.00", "98.55"},  // 3 × 32.85
		"aws_eip":         {"10.95", "10.95"}, // 3 × 3.65, kept for the gateways
		// 16.425, and an address in each of 3 zones: 10.95.
		"aws_lb":                                      {"27.38", "27.38"},
		"aws_wafv2_web_acl":                           {"9.00", "9.00"}, // 5, and 4 rules
		"aws_cloudwatch_metric_alarm":                 {"6.00", "6.00"}, // of 60 metrics
		"aws_cloudwatch_composite_alarm":              {"3.00", "3.00"}, // 6
		"aws_cloudwatch_dashboard":                    {"3.00", "3.00"},
		"aws_kms_key":                                 {"1.00", "1.00"},
		"aws_service_discovery_private_dns_namespace": {"0.50", "0.50"},
	}, got)
	assert.InDelta(t, 60.825, report.Total.Least, 1e-6)
	assert.InDelta(t, 159.375, report.Total.Most, 1e-6)
	assert.Empty(t, report.Unknown)

	// Its environment pays 0.80 for the replicas of two secrets, and for a health check
	// of its load balancer 0.50, and 1.00 each for HTTPS and for asking every 10 s.
	with, without := costOf(t, dir, envs.ProductionName, priced(t)), costOf(t, fixtures(t), envs.ProductionName, priced(t))
	assert.Equal(t, "3.30", fmt.Sprintf("%.2f", with.Total.Least-without.Total.Least))
}

// A pull request that gives each zone a NAT gateway of its own says so in dollars:
// of one gateway, its address and its alarm there are three.
func TestThreeGatewaysInPlaceOfOneAreTold(t *testing.T) {
	env := fixture.Staging()
	env.Network.AvailabilityZones = fixture.Production().Network.AvailabilityZones
	with := func(nat envs.NAT) *cost.Report {
		env.Network.NAT = nat
		dir := filepath.Join(t.TempDir(), "out")
		all := stacks.All(fixture.Accounts(), []envs.Environment{env})
		chosen, err := stacks.Choose(all, []string{env.Name})
		require.NoError(t, err)
		require.NoError(t, synth.Run(dir, all, chosen, io.Discard))
		return costOf(t, dir, env.Name, priced(t))
	}
	one, three := with(envs.NATSingle), with(envs.NATPerZone)
	assert.Equal(t, []string{
		"| USD a month | at least | | at most | |", "|---|---:|---:|---:|---:|",
		"| `aws_cloudwatch_metric_alarm` | 5.80 | +0.20 (+4 %) | 5.80 | +0.20 (+4 %) |",
		"| `aws_eip` | 10.95 | **+7.30 (+200 %)** | 10.95 | **+7.30 (+200 %)** |",
		"| `aws_nat_gateway` | 98.55 | **+65.70 (+200 %)** | 98.55 | **+65.70 (+200 %)** |",
	}, cost.Difference(one, three)[:5])
}

func TestTooDearIsNotWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	synthesize := func(env envs.Environment, names ...string) (string, error) {
		all := stacks.All(fixture.Accounts(), []envs.Environment{env})
		chosen, err := stacks.Choose(all, names)
		require.NoError(t, err)
		var printed bytes.Buffer
		err = synth.Run(dir, all, chosen, &printed)
		return printed.String(), err
	}
	env := fixture.Dev()
	prices, err := cost.Load()
	require.NoError(t, err)
	least := costOf(t, fixtures(t), env.Name, prices).Total.Least

	env.MonthlyBudgetUSD = int(least)
	_, err = synthesize(env, env.Name)
	require.Error(t, err)
	assert.Contains(t, err.Error(), fmt.Sprintf("dev.monthly_budget_usd = %d: a month costs %.2f USD at least", env.MonthlyBudgetUSD, least))
	assert.Contains(t, err.Error(), "have less of what costs most: aws_")
	assert.NoDirExists(t, dir)

	env.MonthlyBudgetUSD = int(least) + 1
	_, err = synthesize(env, env.Name)
	require.NoError(t, err)

	// The state and what watches the account have no budget of their own.
	_, err = synthesize(env)
	require.Error(t, err)
	assert.Contains(t, err.Error(), fmt.Sprintf("account (the default one): a month costs %.2f USD at least, of it 2.00 for what is in no environment", least+2))
	env.MonthlyBudgetUSD += 2
	_, err = synthesize(env)
	require.NoError(t, err)

	// Where no price is known, there is nothing to hold it to.
	priced := func(region string) bool {
		return slices.ContainsFunc(prices, func(p cost.Price) bool { return p.Region == region })
	}
	env.MonthlyBudgetUSD = 20
	for _, region := range envs.Regions() {
		if !priced(region) && envs.Partition(region) == "aws" && envs.Zones(region) > 1 {
			env.Region = region
		}
	}
	for i := range env.Network.AvailabilityZones {
		env.Network.AvailabilityZones[i] = env.Region + string(rune('a'+i))
	}
	require.NoError(t, env.Validate())
	printed, err := synthesize(env, env.Name)
	require.NoError(t, err)
	assert.Contains(t, printed, "dev is not held to its budget: internal/cost/prices.csv lacks prices for "+env.Region+"; make prices asks AWS for them")
}
