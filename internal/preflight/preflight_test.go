package preflight

import (
	"bytes"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	route53types "github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	quotatypes "github.com/aws/aws-sdk-go-v2/service/servicequotas/types"
	"github.com/aws/smithy-go"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/pipeline"
)

var stacks = []string{envs.BootstrapName, envs.AccountName, "dev", "staging", "production"}

func TestNothingIsInTheWayOfAReadyAccount(t *testing.T) {
	for _, stack := range stacks {
		rows, report := ask(t, options(t, stack, ready()))
		if err := report.Err(); err != nil {
			t.Error(err)
		}
		expect(t, rows, "account", OK, number12+" (acme), as arn:aws:iam::")
		expect(t, rows, "region us-east-1", OK)
		expect(t, rows, "terraform", OK, "1.11.4")
		expect(t, rows, "providers", OK, "aws ~> 5.99", "locked to ")
	}
}

// Nothing is asked of an account that is not the stack's.
func TestForeignAccountEndsThePreflight(t *testing.T) {
	accounts, environments := fixture.Split()
	for i, want := range []string{"", "production belongs to account 000012345678 (live), and the credentials are of account 111122223333 (the default one)"} {
		a := ready()
		o := options(t, "production", a)
		o.Account, o.Accounts, o.Environments = accounts[i], accounts, environments
		report, err := Run(t.Context(), o)
		if want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) || len(report.Rows) > 0 {
			t.Errorf("%v, want %q", err, want)
		}
		if asked := slices.Collect(maps.Keys(a.asked)); !slices.Equal(asked, []string{"sts:GetCallerIdentity"}) {
			t.Errorf("the account was asked for %q", asked)
		}
	}
}

func TestTable(t *testing.T) {
	a := ready()
	a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-3032A538": 6})
	_, report := ask(t, options(t, "production", a))
	var out bytes.Buffer
	if err := report.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{
		`(?m)^ +what +needed +found +what to do$`,
		`(?m)^BLOCKS +Fargate On-Demand vCPU resource count, us-east-1 +7, 14 in a roll-out, 60 scaled out +6 +aws service-quotas request-service-quota-increase --region us-east-1 --service-code fargate --quota-code L-3032A538 --desired-value 66$`,
		`(?m)^ok +account +the one you mean +111122223333 \(acme\), as \S+$`,
		`(?m)^\d+ ok, 1 to see to, 0 not seen, 1 in the way of production$`,
	} {
		if !regexp.MustCompile(pattern).Match(out.Bytes()) {
			t.Errorf("no %s in\n%s", pattern, out.String())
		}
	}
	if err := report.Err(); err == nil || !strings.Contains(err.Error(), "an apply of production would fail: Fargate On-Demand") {
		t.Error(err)
	}
}

func tags(environment string) []ec2types.Tag {
	var all []ec2types.Tag
	for key, value := range envs.DefaultTags(environment) {
		all = append(all, ec2types.Tag{Key: &key, Value: &value})
	}
	return all
}

func addresses(owners ...string) func(call) (any, error) {
	var out ec2.DescribeAddressesOutput
	for _, owner := range owners {
		address := ec2types.Address{}
		if owner != "" {
			address.Tags = tags(owner)
		}
		out.Addresses = append(out.Addresses, address)
	}
	return gives(&out)
}

// zone is a zone of Route 53 with its name servers, and an answer for both calls.
func zone(a *account, name string, servers ...string) {
	a.answers["route53:ListHostedZonesByName"] = gives(&route53.ListHostedZonesByNameOutput{HostedZones: []route53types.HostedZone{
		{Id: aws.String("/hostedzone/Z1"), Name: aws.String(name + ".")},
		{Id: aws.String("/hostedzone/Z2"), Name: aws.String(name + "."), Config: &route53types.HostedZoneConfig{PrivateZone: true}},
		{Id: aws.String("/hostedzone/Z3"), Name: aws.String("later." + name + ".")},
	}})
	a.answers["route53:GetHostedZone"] = gives(&route53.GetHostedZoneOutput{DelegationSet: &route53types.DelegationSet{NameServers: servers}})
}

func existing(o *Options) {
	for i := range o.Environments {
		o.Environments[i].Domain.Existing = true
	}
}

// recorders is AWS Config with a recorder.
func recorders(name string) func(call) (any, error) {
	return gives(&configservice.DescribeConfigurationRecordersOutput{ConfigurationRecorders: []configtypes.ConfigurationRecorder{{Name: &name}}})
}

// Each check is seen to find something.
func TestFindings(t *testing.T) {
	const (
		onDemand = "Fargate On-Demand vCPU resource count, us-east-1"
		ips      = "EC2-VPC Elastic IPs, us-east-1"
		nats     = "NAT gateways per Availability Zone, us-east-1"
		vpcs     = "VPCs per Region, us-east-1"
		domain   = "pdm.company.com"
		idp      = "identity provider token.actions.githubusercontent.com"
		replica  = "bucket pdm-production-ml-data-replica-" + number12
	)
	for name, test := range map[string]struct {
		stack   string
		given   func(*account, *Options)
		what    string
		verdict Verdict
		words   []string
	}{
		"a region is disabled": {"production", func(a *account, _ *Options) {
			a.answers["ec2:DescribeRegions"] = gives(&ec2.DescribeRegionsOutput{Regions: []ec2types.Region{region("us-east-1", "opt-in-not-required"), region("us-west-2", "not-opted-in")}})
		}, "region us-west-2", Blocks, []string{"disabled in this account", "aws account enable-region --region-name us-west-2"}},
		"there is no such region": {"production", func(_ *account, o *Options) {
			o.Environments[2].Region = "us-east-9"
		}, "region us-east-9", Blocks, []string{"AWS has none of that name"}},

		"vCPUs for the start are missing": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-3032A538": 6.5})
		}, onDemand, Blocks, []string{"6.5", "--desired-value 66"}},
		"vCPUs for scaling out are missing": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-3032A538": 65})
		}, onDemand, Warns, []string{"all environments take up to 66", "--desired-value 66"}},
		"nobody ever changed the quota": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = fails(&quotatypes.NoSuchResourceException{})
			a.answers["servicequotas:GetAWSDefaultServiceQuota"] = gives(&servicequotas.GetAWSDefaultServiceQuotaOutput{Quota: &quotatypes.ServiceQuota{Value: aws.Float64(5)}})
		}, onDemand, Blocks, []string{"5 (AWS's default)"}},
		"Service Quotas doesn't know it": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = fails(&quotatypes.NoSuchResourceException{})
			a.answers["servicequotas:GetAWSDefaultServiceQuota"] = fails(&quotatypes.NoSuchResourceException{})
		}, onDemand, Blocks, []string{"6 (as AWS documents)"}},

		"others have the addresses": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-0263D0A3": 5})
			a.answers["ec2:DescribeAddresses"] = addresses("staging", "", "")
		}, ips, Blocks, []string{"5, 3 taken by others", "--quota-code L-0263D0A3 --desired-value 7"}},
		"the next environment gets no address": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-0263D0A3": 5})
			a.answers["ec2:DescribeAddresses"] = addresses("")
		}, ips, Warns, []string{"5, 1 taken by others", "up to 6"}},
		"the addresses are its own": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-0263D0A3": 5})
			a.answers["ec2:DescribeAddresses"] = addresses("production", "production", "production", "staging", "dev")
		}, ips, OK, []string{"5, 2 taken by others"}},
		"the addresses are too few whoever has them": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-0263D0A3": 2})
			a.answers["ec2:DescribeAddresses"] = fails(accessDenied)
		}, ips, Blocks, []string{"2, and what is taken: denied", "--desired-value 5"}},
		"the zone has its gateways": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-FE5A380F": 1})
			a.answers["ec2:DescribeSubnets"] = gives(&ec2.DescribeSubnetsOutput{Subnets: []ec2types.Subnet{{SubnetId: aws.String("s"), AvailabilityZone: aws.String("us-east-1c")}}})
			a.answers["ec2:DescribeNatGateways"] = gives(&ec2.DescribeNatGatewaysOutput{NatGateways: []ec2types.NatGateway{{SubnetId: aws.String("s")}, {SubnetId: aws.String("elsewhere")}}})
		}, nats, Blocks, []string{"1, 1 taken by others"}},
		"the default VPC counts": {"production", func(a *account, _ *Options) {
			a.answers["servicequotas:GetServiceQuota"] = quotas(map[string]float64{"L-F678F1CE": 1})
			a.answers["ec2:DescribeVpcs"] = gives(&ec2.DescribeVpcsOutput{Vpcs: []ec2types.Vpc{{IsDefault: aws.Bool(true)}}})
		}, vpcs, Blocks, []string{"1, 1 taken by others", "--desired-value 4"}},

		"ECS has no role yet": {"production", func(a *account, _ *Options) {
			a.answers["iam:GetRole"] = fails(noSuchEntity)
		}, "AWSServiceRoleForECS", Warns, []string{"CreateCluster makes it", "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com"}},
		"AWS Backup has no role yet": {"production", func(a *account, _ *Options) {
			a.answers["iam:GetRole"] = fails(noSuchEntity)
		}, "AWSServiceRoleForBackup", OK, []string{"none; the first backup makes it"}},
		"the account's stack was not applied": {"production", func(a *account, _ *Options) {
			a.answers["iam:GetPolicy"] = fails(noSuchEntity)
		}, "policy pdm-production-boundary", Blocks, []string{"make apply ENV=account"}},
		"GitHub's identity provider is somebody's": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["iam:ListOpenIDConnectProviders"] = gives(&iam.ListOpenIDConnectProvidersOutput{OpenIDConnectProviderList: []iamtypes.OpenIDConnectProviderListEntry{
				{Arn: aws.String("arn:aws:iam::" + number12 + ":oidc-provider/token.actions.githubusercontent.com")},
			}})
			a.answers["iam:GetRole"] = fails(noSuchEntity)
		}, idp, Blocks, []string{"there, and pdm-plan is not", "make adopt ENV=account"}},
		"GitHub's identity provider is ours": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["iam:ListOpenIDConnectProviders"] = gives(&iam.ListOpenIDConnectProvidersOutput{OpenIDConnectProviderList: []iamtypes.OpenIDConnectProviderListEntry{
				{Arn: aws.String("arn:aws:iam::" + number12 + ":oidc-provider/token.actions.githubusercontent.com")},
			}})
		}, idp, OK, []string{"there, as is pdm-plan"}},
		"Terraform Cloud has one, too": {envs.AccountName, func(_ *account, o *Options) {
			o.Environments[0].State = envs.CloudState{Organization: "acme", Workspace: "dev"}
		}, "identity provider app.terraform.io", OK, nil},

		"AWS Config records for somebody": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["config:DescribeConfigurationRecorders"] = recorders("default")
		}, "AWS Config's recorder, us-west-2", Blocks, []string{"default", "Config: false in the account's Detection"}},
		"AWS Config records for a service alone": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["config:DescribeConfigurationRecorders"] = gives(&configservice.DescribeConfigurationRecordersOutput{ConfigurationRecorders: []configtypes.ConfigurationRecorder{
				{Name: aws.String("AWSConfigurationRecorderForService"), ServicePrincipal: aws.String("securityhub.amazonaws.com")},
			}})
		}, "AWS Config's recorder, us-east-1", OK, []string{"none"}},
		"AWS Config has its role for somebody": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["iam:GetRole"] = gives(&iam.GetRoleOutput{})
		}, "AWSServiceRoleForConfig", Blocks, []string{"make adopt ENV=account, which imports it"}},
		"AWS Config has its role and records for us": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["iam:GetRole"] = gives(&iam.GetRoleOutput{})
			a.answers["config:DescribeConfigurationRecorders"] = recorders("pdm-shared")
		}, "AWSServiceRoleForConfig", OK, []string{"as is the stack's recorder"}},
		"nobody knows whose AWS Config's role is": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["iam:GetRole"] = gives(&iam.GetRoleOutput{})
			a.answers["config:DescribeConfigurationRecorders"] = func(c call) (any, error) {
				if c.region == "us-east-1" {
					return nil, accessDenied
				}
				return recorders("pdm-shared")(c)
			}
		}, "AWSServiceRoleForConfig", NotSeen, []string{"allow config:DescribeConfigurationRecorders"}},
		"Security Hub is somebody's": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["securityhub:DescribeHub"] = gives(&securityhub.DescribeHubOutput{})
		}, "Security Hub, us-east-1", Blocks, []string{"enabled", "SecurityHub: false"}},
		"Security Hub is ours": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["securityhub:DescribeHub"] = gives(&securityhub.DescribeHubOutput{})
			a.answers["config:DescribeConfigurationRecorders"] = recorders("pdm-shared")
		}, "Security Hub, us-east-1", OK, []string{"there, as is the stack's recorder"}},
		"nobody knows whose Security Hub it is": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["securityhub:DescribeHub"] = gives(&securityhub.DescribeHubOutput{})
			a.answers["config:DescribeConfigurationRecorders"] = fails(accessDenied)
		}, "Security Hub, us-east-1", NotSeen, []string{"allow config:DescribeConfigurationRecorders"}},
		"GuardDuty is somebody's": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["guardduty:ListDetectors"] = gives(&guardduty.ListDetectorsOutput{DetectorIds: []string{"d1"}})
			a.answers["guardduty:GetDetector"] = gives(&guardduty.GetDetectorOutput{})
		}, "GuardDuty's detector, us-west-2", Blocks, []string{"d1", "import it", "GuardDuty: false"}},
		"GuardDuty is ours": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["guardduty:ListDetectors"] = gives(&guardduty.ListDetectorsOutput{DetectorIds: []string{"d1"}})
			a.answers["guardduty:GetDetector"] = gives(&guardduty.GetDetectorOutput{Tags: map[string]string{"Name": "pdm-shared-us-west-2"}})
		}, "GuardDuty's detector, us-west-2", OK, []string{"by the stack's name"}},

		"the state's bucket is another's": {envs.BootstrapName, func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = fails(answers(http.StatusForbidden))
		}, "bucket " + fixture.Store().Bucket, Blocks, []string{"another account's", "envs/shared.go"}},
		"the state's bucket is elsewhere": {envs.BootstrapName, func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = fails(answers(http.StatusMovedPermanently))
		}, "bucket " + fixture.Store().Bucket, Blocks, []string{"another region"}},
		"there is no state's bucket": {"production", func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = buckets()
		}, "bucket " + fixture.Store().Bucket, Blocks, []string{"make bootstrap"}},
		"the state's bucket is in another account": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = fails(answers(http.StatusForbidden))
		}, "bucket " + fixture.Store().Bucket, Blocks, []string{"use the account whose bucket it is"}},
		"the state's bucket is in another region": {envs.AccountName, func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = fails(answers(http.StatusMovedPermanently))
		}, "bucket " + fixture.Store().Bucket, Blocks, []string{"name its region"}},
		"a bucket is left over": {"production", func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = buckets(fixture.Store().Bucket, "pdm-production-ml-data-replica-"+number12)
		}, replica, Warns, []string{"make adopt ENV=production"}},
		"a bucket is in another region": {"production", func(a *account, _ *Options) {
			a.answers["s3:HeadBucket"] = fails(answers(http.StatusBadRequest))
		}, replica, Blocks, []string{"another region"}},

		"the zone has to be there": {"production", func(_ *account, o *Options) { existing(o) }, "zone " + domain, Blocks, []string{"Domain.Existing"}},
		"the zone is there twice": {"production", func(a *account, o *Options) {
			existing(o)
			zone(a, domain)
			twice := route53types.HostedZone{Id: aws.String("Z"), Name: aws.String(domain + ".")}
			a.answers["route53:ListHostedZonesByName"] = gives(&route53.ListHostedZonesByNameOutput{HostedZones: []route53types.HostedZone{twice, twice}})
		}, "zone " + domain, Blocks, []string{"2 of that name"}},
		"the zone is there and not expected": {"production", func(a *account, _ *Options) { zone(a, domain, "ns1") }, "zone " + domain, Warns, []string{"1 of that name", "a second one is made"}},
		"nothing leads to the zone that is to be made": {"production", func(*account, *Options) {},
			"delegation of " + domain, Warns, []string{"none", "while the first apply waits"}},
		"something else leads to the zone that is to be made": {"production", func(_ *account, o *Options) {
			o.Resolver = resolver{domain: {"NS.Registrar.example."}}
		}, "delegation of " + domain, Warns, []string{"ns.registrar.example"}},
		"nothing leads to the zone that was made": {"production", func(a *account, _ *Options) { zone(a, domain, "ns-1.awsdns-1.com", "ns-2.awsdns-2.net") },
			"delegation of " + domain, Warns, []string{"ns-1.awsdns-1.com ns-2.awsdns-2.net"}},
		"other servers are asked than the zone's": {"production", func(a *account, o *Options) {
			existing(o)
			zone(a, domain, "ns-1.awsdns-1.com")
			o.Resolver = resolver{domain: {"ns-9.awsdns-9.com."}}
		}, "delegation of " + domain, Blocks, []string{"ns-9.awsdns-9.com", "ns-1.awsdns-1.com"}},
		"the zone is delegated": {"production", func(a *account, o *Options) {
			existing(o)
			zone(a, domain, "ns-2.awsdns-2.net", "ns-1.awsdns-1.com")
			o.Resolver = resolver{domain: {"NS-1.awsdns-1.com.", "ns-2.awsdns-2.net."}}
		}, "delegation of " + domain, OK, nil},
		"no DNS answers":         {"production", func(_ *account, o *Options) { o.Resolver = unreachable{} }, "delegation of " + domain, NotSeen, []string{"i/o timeout"}},
		"there is no public DNS": {"production", func(_ *account, o *Options) { o.Resolver = nil }, "delegation of " + domain, NotSeen, []string{"TARGET=aws"}},

		"there is no token for GitHub": {"production", func(_ *account, o *Options) { o.GitHub = nil },
			"GitHub environment production", NotSeen, []string{"not looked at", "GITHUB_TOKEN=$(gh auth token) make preflight ENV=production"}},
		"GitHub doesn't know the token": {"production", func(_ *account, o *Options) { o.GitHub = unreachable{} },
			"GitHub environment production", NotSeen, []string{"status 401"}},
		"GitHub has no production": {"production", func(_ *account, o *Options) { o.GitHub = gitHub{} },
			"GitHub environment production", Blocks, []string{"a run would make it without"}},
		"GitHub has no dev": {"dev", func(_ *account, o *Options) { o.GitHub = gitHub{} },
			"GitHub environment dev", Warns, []string{"without protection"}},
		"nobody reviews production": {"production", func(_ *account, o *Options) { o.GitHub = gitHub{"production": {Exists: true}} },
			"GitHub environment production", Blocks, []string{"runs would apply without consent"}},
		"every branch may deploy production": {"production", func(_ *account, o *Options) {
			o.GitHub = gitHub{"production": pipeline.Protection{Exists: true, Reviewers: 1, AnyBranch: true}}
		}, "GitHub environment production", Warns, []string{"admit main only"}},

		"Terraform is too old":   {"production", func(_ *account, o *Options) { o.Tools[0].Found = "" }, "terraform", Blocks, []string{"Terraform >= 1.11.0", "make setup"}},
		"nothing is synthesized": {"production", func(_ *account, o *Options) { o.Lock = "nowhere/.terraform.lock.hcl" }, "providers", Blocks, []string{"make synth"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := ready()
			o := options(t, test.stack, a)
			test.given(a, &o)
			rows, report := ask(t, o)
			expect(t, rows, test.what, test.verdict, test.words...)
			if (report.Err() != nil) != slices.ContainsFunc(report.Rows, func(r Row) bool { return r.Verdict == Blocks }) {
				t.Error(report.Err())
			}
		})
	}
}

// A standby's region has to have room for it as well, on the day that its
// environment's is lost: no reason not to apply that, and one to ask for more.
func TestTheStandbysRegionHasRoom(t *testing.T) {
	a := ready()
	a.answers["servicequotas:GetServiceQuota"] = func(c call) (any, error) {
		value := 1000.0
		if c.region == "us-west-2" && *c.input.(*servicequotas.GetServiceQuotaInput).QuotaCode == "L-3032A538" {
			value = 6
		}
		return &servicequotas.GetServiceQuotaOutput{Quota: &quotatypes.ServiceQuota{Value: &value}}, nil
	}
	const onDemand, nats = "Fargate On-Demand vCPU resource count, us-west-2", "NAT gateways per Availability Zone, us-west-2"
	a.answers["ec2:DescribeSubnets"] = gives(&ec2.DescribeSubnetsOutput{Subnets: []ec2types.Subnet{{SubnetId: aws.String("s"), AvailabilityZone: aws.String("us-west-2c")}}})
	a.answers["ec2:DescribeNatGateways"] = gives(&ec2.DescribeNatGatewaysOutput{NatGateways: []ec2types.NatGateway{{SubnetId: aws.String("s")}}})
	with := []envs.Environment{fixture.Dev(), fixture.Staging(), fixture.StandingBy()}

	o := options(t, "production", a)
	o.Environments = envs.WithStandbys(with)
	rows, report := ask(t, o)
	expect(t, rows, "Fargate On-Demand vCPU resource count, us-east-1", OK)
	expect(t, rows, onDemand, Warns, "7, 14 in a roll-out, 60 scaled out", "a failover would fail: ", "--region us-west-2", "--desired-value 60")
	expect(t, rows, nats, OK, "1000, 1 taken by others")
	if err := report.Err(); err != nil {
		t.Error(err)
	}

	o = options(t, "production-standby", a)
	o.Environments = envs.WithStandbys(with)
	rows, _ = ask(t, o)
	expect(t, rows, onDemand, Blocks, "--desired-value 60")

	rows, _ = ask(t, options(t, "production", a))
	if row, ok := rows[onDemand]; ok {
		t.Errorf("there is no standby to make room for: %+v", row)
	}
}

// What needs a region that is disabled is not asked there: the region's own row
// says it.
func TestADisabledRegionIsNotAsked(t *testing.T) {
	a := ready()
	a.answers["ec2:DescribeRegions"] = gives(&ec2.DescribeRegionsOutput{Regions: []ec2types.Region{region("us-west-2", "opted-in"), region("us-east-1", "not-opted-in")}})
	rows, _ := ask(t, options(t, "production", a))
	for what := range rows {
		if strings.HasSuffix(what, ", us-east-1") {
			t.Error(what)
		}
	}
}

// full is a ready account with something to look at everywhere.
func full() *account {
	a := ready()
	zone(a, "pdm.company.com", "ns1")
	a.answers["servicequotas:GetServiceQuota"] = fails(&quotatypes.NoSuchResourceException{})
	a.answers["servicequotas:GetAWSDefaultServiceQuota"] = gives(&servicequotas.GetAWSDefaultServiceQuotaOutput{Quota: &quotatypes.ServiceQuota{Value: aws.Float64(1000)}})
	a.answers["guardduty:ListDetectors"] = gives(&guardduty.ListDetectorsOutput{DetectorIds: []string{"d1"}})
	return a
}

// Whatever is denied costs its own rows, which name the permission.
func TestWhatIsDenied(t *testing.T) {
	before := map[string]map[string]Row{}
	for _, stack := range stacks {
		before[stack], _ = ask(t, options(t, stack, full()))
	}
	for _, err := range []error{accessDenied, &smithy.GenericAPIError{Code: "UnauthorizedOperation"}, answers(http.StatusForbidden)} {
		for _, permission := range Permissions {
			named := false
			for _, stack := range stacks {
				a := full()
				if permission == "s3:ListBucket" {
					a.answers["s3:HeadBucket"] = fails(err)
				} else {
					a.answers[permission] = fails(err)
				}
				rows, _ := ask(t, options(t, stack, a))
				for what, row := range rows {
					names := strings.Contains(row.Found+row.Do, permission)
					named = named || names
					// What S3 denies may be another account's bucket.
					if permission != "s3:ListBucket" && row != before[stack][what] && !names {
						t.Errorf("%s without %s: %+v", stack, permission, row)
					}
				}
			}
			if !named {
				t.Errorf("%v: no row names %s", err, permission)
			}
		}
	}
}

// The permissions that the documents list are those that are used, and all of
// them read.
func TestPermissionsAreThoseUsed(t *testing.T) {
	used := map[string]bool{}
	for _, stack := range stacks {
		a := full()
		ask(t, options(t, stack, a))
		maps.Copy(used, a.asked)
	}
	// The action of HeadBucket has another name.
	delete(used, "s3:HeadBucket")
	used["s3:ListBucket"] = true
	delete(used, "sts:GetCallerIdentity")
	if got := slices.Sorted(maps.Keys(used)); !slices.Equal(got, Permissions) {
		t.Errorf("used are %v, documented %v", got, Permissions)
	}
	document, err := os.ReadFile("../../docs/account.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile(`\b(config|ec2|guardduty|iam|route53|s3|securityhub|servicequotas):[A-Z]\w+`).FindAllString(string(document), -1)
	if !slices.Equal(listed, Permissions) {
		t.Errorf("docs/account.md lists %v", listed)
	}
	for _, permission := range Permissions {
		if !regexp.MustCompile(`:(Describe|Get|List)`).MatchString(permission) {
			t.Errorf("%s does more than read", permission)
		}
	}
}

func TestNobodyToAsk(t *testing.T) {
	a := ready()
	a.answers["sts:GetCallerIdentity"] = fails(&smithy.GenericAPIError{Code: "ExpiredToken", Message: "the token is expired"})
	if _, err := Run(t.Context(), options(t, "production", a)); err == nil || !strings.Contains(err.Error(), "sign in again, or set AWS_PROFILE") {
		t.Error(err)
	}
}
