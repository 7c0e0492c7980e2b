package envs_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// badValue is an environment with something wrong and everything that
// validation says about it: a value that trips an unrelated rule fails too.
type badValue struct {
	name  string
	spoil func(*envs.Environment)
	want  []string
}

const (
	nameRule    = "must be lower case letters, digits and single hyphens, beginning with a letter"
	cidrRule    = `must be an IPv4 range in CIDR notation such as "10.0.0.0/16"`
	bitsRule    = "must be a /16: /24 subnets are cut from it at 0, 1, 2… and 10, 11, 12…"
	teamRule    = "every alarm needs a team that acts: 1 to 64 letters, digits, spaces and any of ._@-, beginning and ending with a letter or digit"
	emailRule   = `must be one plain e-mail address such as "ops@example.com"`
	logsRule    = "CloudWatch Logs accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
	knownRule   = "must be one of ecr.api, ecr.dkr, ecs, kms, logs, monitoring, sagemaker.api, sagemaker.runtime, secretsmanager, sns, ssm, ssmmessages, sts"
	cloudRule   = "must be 3 to 90 letters, digits, hyphens and underscores"
	localRule   = "must be relative to the stack's folder, so that every machine synthesizes the same"
	hostRule    = "must be a bare host name, without scheme or path"
	slashRule   = "must not have a slash at either end, nor two in a row"
	starRule    = "must not have *, ? or $, which IAM's policies take for wildcards and variables"
	kindRule    = "must be an S3State, CloudState or LocalState, as a value"
	cpuRule     = "Fargate knows 256, 512, 1024, 2048, 4096, 8192, 16384 CPU units"
	callRule    = "is no service of this environment"
	portRule    = "must be a TCP port that needs no root, 1024 to 65535"
	orbitRule   = "call each other in a circle; a service starts after those that it calls"
	userRule    = `must be a numeric user and group other than root, such as "1000:1000"`
	checkRule   = "must be CMD or CMD-SHELL and a command"
	grantRule   = `must be "read-ml-data", "write-ml-data" or "invoke-sagemaker"`
	tagRule     = "must be a tag (letters, digits and any of _.-, up to 128, not beginning with . or -) or a digest (sha256: and 64 of 0-9 and a-f)"
	varRule     = "must be upper case letters, digits and underscores"
	setRule     = "is set by the platform"
	secret      = "sounds like a secret, which everybody who sees a task definition would read"
	nodeRule    = "Node.js packages know production, development, test; the environment's name is in APP_ENV"
	placeRule   = "one of on_demand and spot must be above 0, or no task has a place"
	baseRule    = "must be above 0 where base is, which runs on demand"
	tzRule      = `must be an IANA time zone such as "Europe/Berlin"`
	stopRule    = `must be a time of day such as "20:00"`
	startRule   = `must be a time of day such as "07:00"`
	hostsRule   = `must be a domain name in lower case such as "api.example.com", of up to 64 characters`
	rateRule    = "AWS WAF takes 10 to 2000000000 requests"
	siteRule    = "must be one of ap1.datadoghq.com, ap2.datadoghq.com, datadoghq.com, datadoghq.eu, us3.datadoghq.com, us5.datadoghq.com"
	agentRule   = `must be a release of the agent such as "7.60.0"`
	keyNameRule = "must be 4 to 64 lower case letters, digits and underscores, not beginning with a digit, or empty"
	slugRule    = "must be the organization's slug: letters, digits, hyphens and underscores"
	homesRule   = "Supabase offers ap-east-1, ap-northeast-1, ap-northeast-2, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, " +
		"eu-central-1, eu-central-2, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2"
	sizesRule = "Supabase offers micro, small, medium, large, xlarge, 2xlarge, 4xlarge, 8xlarge, 12xlarge, 16xlarge, 24xlarge, " +
		"24xlarge_high_memory, 24xlarge_optimized_cpu, 24xlarge_optimized_memory, 48xlarge, 48xlarge_high_memory, 48xlarge_optimized_cpu, " +
		"48xlarge_optimized_memory"
	clientRule   = `must be an IPv4 range in CIDR notation such as "203.0.113.0/24"`
	projectRule  = "must be 1 to 100 lower case letters, digits and hyphens, with no three hyphens in a row"
	branchRule   = `must be a Git branch such as "main"`
	pathRule     = "must be a path within the repository, without a slash at either end"
	chinaRule    = "is in AWS China, which is not supported: names of its services differ (amazonaws.com.cn), and a public site there needs a licence"
	isolatedRule = "is in an isolated partition, which is not supported: nothing there reaches GitHub, Supabase, Vercel or Datadog"
	staysRule    = "stays as it is: leave out organization, region, instance_size, point_in_time_recovery_days and database_cidrs"
	serverRule   = `must be the host name of a name server such as "ns-1.awsdns-00.com", in lower case and without a dot at its end`
	belowRule    = `must lie within the zone "pdm-dev.company.com", below its own name`

	endpointRule = `must be an https URL such as "https://alerts.example.com/sns", without credentials`
	portsRule    = "is a port of Datadog's agent, which shares the task's network; those are 5000, 5001, 5012, 8126"
	daysRule     = "AWS Backup keeps 1 to 36500 days"

	api = "dev.services.api-gateway"
	ml  = "dev.services.ml-service"

	reports     = "dev.services.reporting"
	promiseRule = "must be 90 percent or more, and less than 100, which nothing keeps: one failed request would be too many"
	slowRule    = "must be above 0 and below 60, after which the load balancer answers in the service's place"
	windowRule  = "must be 7 days, a week, to 455, for which CloudWatch keeps what it counted"
	patternRule = `must begin with / and have up to 128 letters, digits and any of _-.$/~"'@:+&, with * for any characters and ? for one`
)

// inDev are wrong values in an environment without rules of its own.
var inDev = []badValue{
	{"name empty", name(""), []string{`environment.name = "": ` + nameRule}},
	{"name upper case", name("Dev"), []string{`"Dev".name = "Dev": ` + nameRule}},
	{"name begins with a digit", name("1dev"), []string{`"1dev".name = "1dev": ` + nameRule}},
	{"name with two hyphens in a row", name("dev--eu"), []string{`"dev--eu".name = "dev--eu": ` + nameRule}},
	{"name ends with a hyphen", name("dev-"), []string{`"dev-".name = "dev-": ` + nameRule}},
	{"name with underscore", name("dev_eu"), []string{`"dev_eu".name = "dev_eu": ` + nameRule}},
	{"name with line break", name("dev\n"), []string{`"dev\n".name = "dev\n": ` + nameRule}},
	{"name of the bootstrap stack", name("bootstrap"), []string{
		`bootstrap.name = "bootstrap": is the stack that holds the state of all others`,
	}},
	{"name of the account stack", name("account"), []string{
		`account.name = "account": is the stack of what exists once an account`,
	}},
	{"name of the tag that all share", name("shared"), []string{
		`shared.name = "shared": is the tag of what belongs to no environment`,
	}},
	{"project empty", project(""), []string{`dev.project = "": ` + nameRule}},
	{"project upper case", project("PDM"), []string{`dev.project = "PDM": ` + nameRule}},
	{"project with blank", project("p d m"), []string{`dev.project = "p d m": ` + nameRule}},

	{"load balancer's name over 32", name(chars(25)), []string{
		tooLong(chars(25)+".names", "pdm-"+chars(25)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(25)+".names", "pdm-"+chars(25)+"-alb-3000", "target group name", 1, 32),
	}},
	{"target group's name over 32", name(chars(20)),
		[]string{tooLong(chars(20)+".names", "pdm-"+chars(20)+"-alb-3000", "target group name", 1, 32)}},
	{"target group's name over 32 by its port", func(e *envs.Environment) {
		e.Name = chars(19)
		e.Services[0].Port = 10000
	}, []string{tooLong(chars(19)+".names", "pdm-"+chars(19)+"-alb-10000", "target group name", 1, 32)}},
	{"role's name over 64", mlName(chars(52)),
		[]string{tooLong("dev.names", "pdm-dev-"+chars(52)+"-task", "IAM role name", 1, 64)}},
	{"bucket's name over 63", name(chars(38)), []string{
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb-3000", "target group name", 1, 32),
	}},
	{"private zone's label over 63", name(chars(60)), []string{
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-flow-log", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-ecs-execution", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-sagemaker", "IAM role name", 1, 64),
		fmt.Sprintf("%s.names = %q: private DNS zone name must be labels of up to 63 lower case letters, digits and hyphens, joined by dots",
			chars(60), "pdm-"+chars(60)+".internal"),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-plan", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-deploy", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-push", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-promote", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-pull", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-backup", "backup vault name", 2, 50),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-backup", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-restore", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-ml-data-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-api-gateway-task", "IAM role name", 1, 64),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-alb-3000", "target group name", 1, 32),
		tooLong(chars(60)+".names", "pdm-"+chars(60)+"-ml-service-task", "IAM role name", 1, 64),
	}},
	{"every name of an environment too long", name(chars(600)), func() []string {
		field, prefix := chars(600)+".names", "pdm-"+chars(600)
		return []string{
			tooLong(field, "alias/"+prefix, "KMS alias", 7, 256),
			tooLong(field, "/aws/vpc/"+prefix+"/flow", "log group name", 1, 512),
			tooLong(field, prefix+"-flow-log", "IAM role name", 1, 64),
			tooLong(field, prefix+"-alb", "load balancer name", 1, 32),
			tooLong(field, prefix+"-alb-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-endpoints-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-sagemaker-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-cluster", "ECS name", 1, 255),
			tooLong(field, prefix+"-ecs-execution", "IAM role name", 1, 64),
			tooLong(field, prefix+"-sagemaker", "IAM role name", 1, 64),
			tooLong(field, prefix+"-waf", "web ACL name", 1, 128),
			tooLong(field, "aws-waf-logs-"+prefix, "log group name", 1, 512),
			tooLong(field, prefix+".internal", "private DNS zone name", 1, 253),
			tooLong(field, "/ecs/"+prefix+"/exec", "log group name", 1, 512),
			tooLong(field, "/ecs/"+prefix+"/service-connect", "log group name", 1, 512),
			tooLong(field, prefix+"-alerts", "SNS topic name", 1, 256),
			tooLong(field, prefix+"-tickets", "SNS topic name", 1, 256),
			tooLong(field, prefix, "dashboard name", 1, 255),
			tooLong(field, prefix+"-monthly", "budget name", 1, 100),
			tooLong(field, prefix+"-certificate-expiry", "alarm name", 1, 255),
			tooLong(field, prefix+"-plan", "IAM role name", 1, 64),
			tooLong(field, prefix+"-deploy", "IAM role name", 1, 64),
			tooLong(field, prefix+"-push", "IAM role name", 1, 64),
			tooLong(field, prefix+"-promote", "IAM role name", 1, 64),
			tooLong(field, prefix+"-pull", "IAM role name", 1, 64),
			tooLong(field, prefix+"-boundary", "IAM policy name", 1, 128),
			tooLong(field, prefix+"-backup", "backup vault name", 2, 50),
			tooLong(field, prefix+"-backup", "IAM role name", 1, 64),
			tooLong(field, prefix+"-restore", "IAM role name", 1, 64),
			tooLong(field, prefix+"-supabase", "secret name", 1, 512),
			tooLong(field, prefix+"-ml-data-000000000000", "S3 bucket name", 3, 63),
			tooLong(field, prefix+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
			tooLong(field, prefix+"-api-gateway-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-api-gateway", "ECS name", 1, 255),
			tooLong(field, prefix+"/api-gateway", "ECR repository name", 2, 256),
			tooLong(field, prefix+"-api-gateway-task", "IAM role name", 1, 64),
			tooLong(field, "/ecs/"+prefix+"/api-gateway", "log group name", 1, 512),
			tooLong(field, prefix+"-api-gateway-latency", "alarm name", 1, 255),
			tooLong(field, prefix+"-alb-3000", "target group name", 1, 32),
			tooLong(field, prefix+"-ml-service-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-ml-service", "ECS name", 1, 255),
			tooLong(field, prefix+"/ml-service", "ECR repository name", 2, 256),
			tooLong(field, prefix+"-ml-service-task", "IAM role name", 1, 64),
			tooLong(field, "/ecs/"+prefix+"/ml-service", "log group name", 1, 512),
			tooLong(field, prefix+"-ml-service-latency", "alarm name", 1, 255),
		}
	}()},
	{"project that makes an internal load balancer", project("internal"), []string{
		refusedName("dev.names", "internal-dev-alb", "load balancer name", "internal-"),
	}},
	{"project that S3 keeps for itself", project("sthree"), []string{
		refusedName("dev.names", "sthree-dev-ml-data-000000000000", "S3 bucket name", "sthree-"),
		refusedName("dev.names", "sthree-dev-alb-logs-000000000000", "S3 bucket name", "sthree-"),
	}},
	{"project that looks like a security group's id", project("sg"), []string{
		refusedName("dev.names", "sg-dev-alb-", "security group name prefix", "sg-"),
		refusedName("dev.names", "sg-dev-endpoints-", "security group name prefix", "sg-"),
		refusedName("dev.names", "sg-dev-sagemaker-", "security group name prefix", "sg-"),
		refusedName("dev.names", "sg-dev-api-gateway-", "security group name prefix", "sg-"),
		refusedName("dev.names", "sg-dev-ml-service-", "security group name prefix", "sg-"),
	}},

	{"region empty", region(""), []string{`dev.region = "": must be an AWS region such as "us-east-1"`}},
	{"region is a zone", region("us-east-1a"), []string{`dev.region = "us-east-1a": must be an AWS region such as "us-east-1"`}},
	{"region with a first word that no partition has", region("europ-west-1"), []string{
		`dev.region = "europ-west-1": must be an AWS region such as "us-east-1"`,
	}},
	{"region that there isn't", elsewhere("us-east-9"), []string{
		`dev.region = "us-east-9": is no region in envs/regions.go; one that AWS has opened since can be added there, once the locked AWS provider knows it`,
	}},
	{"region in China", elsewhere("cn-northwest-1"), []string{
		`dev.region = "cn-northwest-1": ` + chinaRule,
	}},
	{"region of the European Sovereign Cloud", elsewhere("eusc-de-east-1"), []string{
		`dev.region = "eusc-de-east-1": is in the European Sovereign Cloud, which is not supported: names of its services differ (amazonaws.eu)`,
	}},
	{"isolated region", elsewhere("us-isob-east-1"), []string{`dev.region = "us-isob-east-1": ` + isolatedRule}},
	{"isolated region in Europe", elsewhere("eu-isoe-west-1"), []string{`dev.region = "eu-isoe-west-1": ` + isolatedRule}},
	{"GovCloud as if it were anywhere", elsewhere("us-gov-west-1"), []string{
		`dev.monthly_budget_usd = 150: must be left out in GovCloud, which has no AWS Budgets: watch it in the commercial account that is billed`,
		`dev.cost_anomalies = true: must be left out in GovCloud, which has no Cost Anomaly Detection: watch it in the commercial account that is billed`,
		`dev.state.region = "us-east-1": must be in the partition of us-gov-west-1, whose credentials reach no other`,
	}},
	{"Datadog's account in GovCloud", func(e *envs.Environment) {
		govCloud("us-gov-east-1")(e)
		e.Datadog = &envs.Datadog{Site: "datadoghq.com", AgentVersion: "7.60.0", ExternalID: "abc", KeyRevision: 1}
	}, []string{`dev.datadog.external_id = "abc": must be empty in GovCloud, whose roles cannot trust Datadog's commercial account`}},
	{"region by its city", region("N. Virginia"), []string{`dev.region = "N. Virginia": must be an AWS region such as "us-east-1"`}},
	{"region that the zones aren't in", region("eu-west-1"), []string{
		`dev.network.availability_zones = "us-east-1a": must be a zone of eu-west-1, such as "eu-west-1a"`,
		`dev.network.availability_zones = "us-east-1b": must be a zone of eu-west-1, such as "eu-west-1a"`,
	}},

	{"CIDR empty", cidr(""), []string{`dev.network.cidr = "": ` + cidrRule}},
	{"CIDR without prefix length", cidr("10.2.0.0"), []string{`dev.network.cidr = "10.2.0.0": ` + cidrRule}},
	{"CIDR with an octet over 255", cidr("10.256.0.0/16"), []string{`dev.network.cidr = "10.256.0.0/16": ` + cidrRule}},
	{"CIDR with three octets", cidr("10.2.0/16"), []string{`dev.network.cidr = "10.2.0/16": ` + cidrRule}},
	{"CIDR with a prefix over 32", cidr("10.2.0.0/33"), []string{`dev.network.cidr = "10.2.0.0/33": ` + cidrRule}},
	{"CIDR of IPv6", cidr("fd00::/16"), []string{`dev.network.cidr = "fd00::/16": ` + cidrRule}},
	{"CIDR of IPv4 in IPv6", cidr("::ffff:10.2.0.0/112"), []string{`dev.network.cidr = "::ffff:10.2.0.0/112": ` + cidrRule}},
	{"CIDR with host bits", cidr("10.2.3.0/16"), []string{
		`dev.network.cidr = "10.2.3.0/16": has bits set behind its prefix; the network is 10.2.0.0/16`,
	}},
	{"CIDR of a /15", cidr("10.2.0.0/15"), []string{`dev.network.cidr = "10.2.0.0/15": ` + bitsRule}},
	{"CIDR of a /24", cidr("10.2.0.0/24"), []string{`dev.network.cidr = "10.2.0.0/24": ` + bitsRule}},
	{"CIDR of public addresses", cidr("8.8.0.0/16"), []string{`dev.network.cidr = "8.8.0.0/16": must be a private range (RFC 1918)`}},
	{"CIDR just behind a private range", cidr("172.32.0.0/16"), []string{`dev.network.cidr = "172.32.0.0/16": must be a private range (RFC 1918)`}},
	{"CIDR of carrier-grade NAT", cidr("100.64.0.0/16"), []string{`dev.network.cidr = "100.64.0.0/16": must be a private range (RFC 1918)`}},

	{"no zones", zones(), []string{`dev.network.availability_zones = []: a load balancer needs subnets in two zones or more`}},
	{"one zone", zones("us-east-1a"), []string{
		`dev.network.availability_zones = ["us-east-1a"]: a load balancer needs subnets in two zones or more`,
	}},
	{"zone of another region", zones("us-east-1a", "us-west-2b"), []string{
		`dev.network.availability_zones = "us-west-2b": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"zone twice", zones("us-east-1a", "us-east-1b", "us-east-1a"), []string{
		`dev.network.availability_zones = "us-east-1a": is named twice`,
	}},
	{"zone is the region", zones("us-east-1", "us-east-1b"), []string{
		`dev.network.availability_zones = "us-east-1": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"zone with a digit", zones("us-east-11", "us-east-1b"), []string{
		`dev.network.availability_zones = "us-east-11": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"zone upper case", zones("us-east-1A", "us-east-1b"), []string{
		`dev.network.availability_zones = "us-east-1A": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"zone behind z", zones("us-east-1{", "us-east-1b"), []string{
		`dev.network.availability_zones = "us-east-1{": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"zone with two letters", zones("us-east-1ab", "us-east-1b"), []string{
		`dev.network.availability_zones = "us-east-1ab": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"zone without region", zones("a", "us-east-1b"), []string{
		`dev.network.availability_zones = "a": must be a zone of us-east-1, such as "us-east-1a"`,
	}},
	{"more zones than there are", func(e *envs.Environment) { e.Network.AvailabilityZones = letters("us-east-1", 7) }, []string{
		fmt.Sprintf("dev.network.availability_zones = %q: Fargate runs tasks in 6 zones of us-east-1", letters("us-east-1", 7)),
	}},
	{"more zones than Fargate has", func(e *envs.Environment) {
		elsewhere("us-west-1")(e)
		e.Network.AvailabilityZones = letters("us-west-1", 3)
	}, []string{
		`dev.network.availability_zones = ["us-west-1a" "us-west-1b" "us-west-1c"]: Fargate runs tasks in 2 zones of us-west-1`,
	}},

	{"NAT mode empty", nat(""), []string{`dev.network.nat = "": must be "none", "single" or "per-zone"`}},
	{"NAT mode unknown", nat("instance"), []string{`dev.network.nat = "instance": must be "none", "single" or "per-zone"`}},
	{"no NAT and no endpoints", nat(envs.NATNone), []string{
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "ecr.api" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "ecr.dkr" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "logs" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "secretsmanager" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway shells (exec) need "kms"`,
		`dev.network.interface_endpoints = []: without a NAT gateway shells (exec) need "ssmmessages"`,
	}},
	{"no NAT and one endpoint missing", func(e *envs.Environment) {
		nat(envs.NATNone)(e)
		e.Exec = false
		e.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "secretsmanager"}
	}, []string{
		`dev.network.interface_endpoints = ["ecr.api" "ecr.dkr" "secretsmanager"]: without a NAT gateway tasks need "logs" to start`,
	}},
	{"no NAT and no way to a shell", func(e *envs.Environment) {
		nat(envs.NATNone)(e)
		e.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager"}
	}, []string{
		`dev.network.interface_endpoints = ["ecr.api" "ecr.dkr" "kms" "logs" "secretsmanager"]: without a NAT gateway shells (exec) need "ssmmessages"`,
	}},
	{"no NAT with Datadog", func(e *envs.Environment) {
		withoutNAT(e)
		e.Supabase = nil
		datadog(func(*envs.Datadog) {})(e)
	}, []string{
		`dev.network.nat = "none": without a NAT gateway tasks reach neither the image of Datadog's agent in public.ecr.aws nor Datadog; ` +
			`have one, or leave Datadog out`,
	}},
	{"endpoint unknown", endpoints("logs", "sagemaker"), []string{`dev.network.interface_endpoints = "sagemaker": ` + knownRule}},
	{"endpoint by its full name", endpoints("com.amazonaws.us-east-1.logs"), []string{
		`dev.network.interface_endpoints = "com.amazonaws.us-east-1.logs": ` + knownRule,
	}},
	{"endpoint twice", endpoints("logs", "kms", "logs"), []string{`dev.network.interface_endpoints = "logs": is named twice`}},
	{"flow log empty", flowLog(""), []string{`dev.network.flow_log = "": must be "ALL" or "REJECT"`}},
	{"flow log of accepted traffic only", flowLog("ACCEPT"), []string{`dev.network.flow_log = "ACCEPT": must be "ALL" or "REJECT"`}},

	{"no services", func(e *envs.Environment) { e.Services = nil }, []string{
		`dev.services.public = []: a service at least stands behind the load balancer`,
	}},
	{"no public service", func(e *envs.Environment) { e.Services[0].Public = false }, []string{
		`dev.services.public = []: a service at least stands behind the load balancer`,
	}},
	{"two default services", func(e *envs.Environment) {
		e.Services[1].Public = true
		e.Services[1].Protocol = envs.HTTP
	}, []string{`dev.services.public = ["api-gateway" "ml-service"]: only one is the default; the others need a route, with a host or paths`}},
	{"default service that speaks gRPC", func(e *envs.Environment) { e.Services[0].Protocol = envs.GRPC }, []string{
		api + `.protocol = "grpc": the default service speaks "http" to the load balancer; one that speaks "grpc" has a route`,
	}},
	{"default service with a priority", func(e *envs.Environment) { e.Services[0].Route.Priority = 1 }, []string{
		api + `.route.priority = 1: the default has none: it is asked last`,
	}},
	{"route to a private service", func(e *envs.Environment) { e.Services[1].Route = envs.Route{Priority: 1, Paths: []string{"/x"}} }, []string{
		ml + `.route = "set": leads to a service that is not public`,
	}},
	{"health check's path relative", func(e *envs.Environment) { e.Services[0].Route.HealthCheckPath = "health" }, []string{
		api + `.route.health_check_path = "health": must be a path such as "/health", of up to 128 letters, digits and any of _-.$/~'@:+`,
	}},
	{"gRPC's health check a path", route(func(r *envs.Route) { r.HealthCheckPath = "/health" }), []string{
		ml + `.route.health_check_path = "/health": must be a method such as "/grpc.health.v1.Health/Check"`,
	}},
	{"route without a priority", route(func(r *envs.Route) { r.Priority = 0 }), []string{ml + `.route.priority = 0: must be 1 to 50000`}},
	{"route's priority too high", route(func(r *envs.Route) { r.Priority = 50001 }), []string{ml + `.route.priority = 50001: must be 1 to 50000`}},
	{"route's host no name", route(func(r *envs.Route) { r.Host = "*.pdm-dev.company.com" }), []string{
		ml + `.route.host = "*.pdm-dev.company.com": ` + hostsRule,
	}},
	{"route's host outside the zone", route(func(r *envs.Route) { r.Host = "ml.company.com" }), []string{
		ml + `.route.host = "ml.company.com": must lie within the zone "pdm-dev.company.com"`,
	}},
	{"route's host that of the front end", route(func(r *envs.Route) { r.Host = "app.pdm-dev.company.com" }), []string{
		`dev.services.hosts = "app.pdm-dev.company.com": is a name of the front end already`,
	}},
	{"route's host in another zone", func(e *envs.Environment) {
		delegates("ml.pdm-dev.company.com")(e)
		route(func(*envs.Route) {})(e)
	}, []string{
		`dev.services.hosts = "ml.pdm-dev.company.com": lies within "ml.pdm-dev.company.com", which it delegates: it is asked there, and not of "pdm-dev.company.com"`,
	}},
	{"hosts of one address", func(e *envs.Environment) {
		route(func(r *envs.Route) { r.Host = "a-b.pdm-dev.company.com" })(e)
		reporting()(e)
		e.Services[2].Public = true
		e.Services[2].Route = envs.Route{Priority: 2, Host: "a.b.pdm-dev.company.com"}
	}, []string{
		`dev.services.hosts = "a.b.pdm-dev.company.com": differs from "a-b.pdm-dev.company.com" by dots and hyphens alone, and has the same address`,
	}},
	{"paths malformed", paths("relative", "/a b", "/${x}", "/a", "/a"), []string{
		reports + `.route.paths = "relative": ` + patternRule,
		reports + `.route.paths = "/a b": ` + patternRule,
		reports + `.route.paths = "/${x}": ` + patternRule,
		reports + `.route.paths = "/a": is named twice`,
	}},
	{"path too long", paths("/"+chars(128), "/reports/*"), []string{reports + fmt.Sprintf(`.route.paths = %q: `, "/"+chars(128)) + patternRule}},
	{"more paths than a rule takes", paths("/1", "/2", "/3", "/4", "/5", "/6"), []string{
		reports + `.route.paths = ["/1" "/2" "/3" "/4" "/5" "/6"]: a rule takes 5 values at most, of which a host is one; let a pattern stand for several`,
	}},
	{"more wildcards than a rule takes", paths("/*/*/*", "/?/?/?"), []string{
		reports + `.route.paths = ["/*/*/*" "/?/?/?"]: a rule takes 5 wildcards at most`,
	}},
	{"priority of another route", func(e *envs.Environment) {
		route(func(*envs.Route) {})(e)
		paths("/reports/*")(e)
		e.Services[2].Route.Priority = 1
	}, []string{reports + `.route.priority = 1: is the priority of "ml-service" already`}},
	{"routes that another takes first", func(e *envs.Environment) {
		paths("/reports/*", "/reports", "/other")(e)
		e.Services = append(e.Services, e.Services[2])
		e.Services[3].Name, e.Services[3].Port = "late", 8081
		e.Services[3].Route = envs.Route{Priority: 3, Host: "api.pdm-dev.company.com", Paths: []string{"/reports/?/x*", "/other", "/mine/*"}}
	}, []string{
		`dev.services.late.route.paths = "/reports/?/x*": never gets there: "reporting" takes it before, with "/reports/*"`,
		`dev.services.late.route.paths = "/other": never gets there: "reporting" takes it before, with "/other"`,
	}},
	{"health check that another service answers", func(e *envs.Environment) {
		paths("/reports/*")(e)
		e.Services[2].Route.HealthCheckPath = "/health"
	}, []string{
		reports + `.route.health_check_path = "/health": is answered by "api-gateway", so that no smoke test reaches the service: it must be a path of its own`,
	}},
	{"route that takes the default's health check", paths("/heal*", "/reports/*"), []string{
		api + `.route.health_check_path = "/health": is answered by "reporting", so that no smoke test reaches the service: it must be a path of its own`,
	}},
	{"more names than a certificate takes", func(e *envs.Environment) {
		for i := range 10 {
			reporting()(e)
			s := &e.Services[2+i]
			s.Name, s.Port, s.Public = fmt.Sprintf("s%d", i), 8080+i, true
			s.Route = envs.Route{Priority: 1 + i, Host: fmt.Sprintf("s%d.pdm-dev.company.com", i)}
		}
	}, []string{
		`dev.services.hosts = ["api.pdm-dev.company.com" "s0.pdm-dev.company.com" "s1.pdm-dev.company.com" "s2.pdm-dev.company.com" ` +
			`"s3.pdm-dev.company.com" "s4.pdm-dev.company.com" "s5.pdm-dev.company.com" "s6.pdm-dev.company.com" "s7.pdm-dev.company.com" ` +
			`"s8.pdm-dev.company.com" "s9.pdm-dev.company.com"]: a certificate takes 10 names at most`,
	}},
	{"more rules than a load balancer takes", func(e *envs.Environment) {
		for i := range 101 {
			reporting()(e)
			s := &e.Services[2+i]
			s.Name, s.Port, s.Public = fmt.Sprintf("s%d", i), 8080+i, true
			s.Route = envs.Route{Priority: 1 + i, Paths: []string{fmt.Sprintf("/s%d/*", i)}, HealthCheckPath: fmt.Sprintf("/s%d/health", i)}
		}
	}, []string{`dev.services.public = 101: a load balancer takes 100 rules at most`}},
	{"service twice", func(e *envs.Environment) { e.Services = append(e.Services, e.Services[1]) }, []string{
		ml + `.name = "ml-service": is named twice`,
		ml + `.port = 50051: is the port of "ml-service" already`,
	}},
	{"service without a name", mlName(""), []string{`dev.services[1].name = "": ` + nameRule}},
	{"service's name with underscore", mlName("ml_service"), []string{`dev.services[1].name = "ml_service": ` + nameRule}},
	{"port 0", port(0), []string{ml + `.port = 0: ` + portRule}},
	{"port negative", port(-1), []string{ml + `.port = -1: ` + portRule}},
	{"port of the web", port(80), []string{ml + `.port = 80: ` + portRule}},
	{"port 1023", port(1023), []string{ml + `.port = 1023: ` + portRule}},
	{"port 65536", port(65536), []string{ml + `.port = 65536: ` + portRule}},
	{"port 70000", port(70000), []string{ml + `.port = 70000: ` + portRule}},
	{"port of another service", port(3000), []string{ml + `.port = 3000: is the port of "api-gateway" already`}},
	{"port of a service whose name breaks the line", func(e *envs.Environment) {
		e.Services[0].Name = "api\ngateway"
		e.Services[1].Port = 3000
	}, []string{
		`dev.services[0].name = "api\ngateway": ` + nameRule,
		ml + `.port = 3000: is the port of "api\ngateway" already`,
	}},
	{"port three times", func(e *envs.Environment) {
		e.Services[1].Port = 3000
		reporting()(e)
		e.Services[2].Port = 3000
	}, []string{
		ml + `.port = 3000: is the port of "api-gateway" already`,
		`dev.services.reporting.port = 3000: is the port of "api-gateway" already`,
		`dev.services.reporting.port = 3000: is the port of "ml-service" already`,
	}},
	{"two ports missing aren't one port", func(e *envs.Environment) { e.Services[0].Port, e.Services[1].Port = 0, 0 }, []string{
		api + `.port = 0: ` + portRule,
		ml + `.port = 0: ` + portRule,
	}},
	{"service named as the sessions of ECS Exec", mlName("exec"), []string{
		`dev.services.exec.name = "exec": is a part of the platform itself`,
	}},
	{"service named as Service Connect", mlName("service-connect"), []string{
		`dev.services.service-connect.name = "service-connect": is a part of the platform itself`,
	}},
	{"protocol empty", protocol(""), []string{ml + `.protocol = "": must be "http" or "grpc"`}},
	{"protocol unknown", protocol("tcp"), []string{ml + `.protocol = "tcp": must be "http" or "grpc"`}},
	{"callee unknown", calls("ml-service", "ml-servise"), []string{api + `.calls = "ml-servise": ` + callRule}},
	{"callee itself", calls("ml-service", "api-gateway"), []string{api + `.calls = "api-gateway": a service does not call itself`}},
	{"callee twice", calls("ml-service", "ml-service"), []string{api + `.calls = "ml-service": is named twice`}},
	{"circle of two services", mlCalls("api-gateway"), []string{
		`dev.services.calls = ["api-gateway" "ml-service"]: ` + orbitRule,
	}},
	{"circle of three services", func(e *envs.Environment) {
		mlCalls("reporting")(e)
		reporting("api-gateway")(e)
	}, []string{`dev.services.calls = ["api-gateway" "ml-service" "reporting"]: ` + orbitRule}},
	{"circle behind a service that is no part of it", func(e *envs.Environment) {
		mlCalls("reporting")(e)
		reporting("ml-service")(e)
	}, []string{`dev.services.calls = ["ml-service" "reporting"]: ` + orbitRule}},
	{"circle that the first service leads away from", func(e *envs.Environment) {
		calls()(e)
		mlCalls("reporting")(e)
		reporting("ml-service")(e)
	}, []string{`dev.services.calls = ["ml-service" "reporting"]: ` + orbitRule}},
	{"circle behind calls that lead nowhere", func(e *envs.Environment) {
		calls("reporting", "api-gateway", "ml-service")(e)
		mlCalls("reporting", "api-gateway")(e)
		reporting()(e)
	}, []string{
		`dev.services.calls = ["api-gateway" "ml-service"]: ` + orbitRule,
		api + `.calls = "api-gateway": a service does not call itself`,
	}},

	{"user missing", user(""), []string{ml + `.user = "": ` + userRule}},
	{"user root by name", user("root"), []string{ml + `.user = "root": ` + userRule}},
	{"user and group root", user("0:0"), []string{ml + `.user = "0:0": ` + userRule}},
	{"user root", user("0:1000"), []string{ml + `.user = "0:1000": ` + userRule}},
	{"group root", user("1000:0"), []string{ml + `.user = "1000:0": ` + userRule}},
	{"user root in eight zeros", user("00000000:1000"), []string{ml + `.user = "00000000:1000": ` + userRule}},
	{"user by name", user("node"), []string{ml + `.user = "node": ` + userRule}},
	{"user and group by name", user("node:node"), []string{ml + `.user = "node:node": ` + userRule}},
	{"user without group", user("1000"), []string{ml + `.user = "1000": ` + userRule}},
	{"user with an empty group", user("1000:"), []string{ml + `.user = "1000:": ` + userRule}},
	{"user negative", user("-1:1000"), []string{ml + `.user = "-1:1000": ` + userRule}},
	{"user with a line break", user("1000:1000\n"), []string{ml + `.user = "1000:1000\n": ` + userRule}},
	{"user over 31 bits", user("2147483648:1000"), []string{ml + `.user = "2147483648:1000": ` + userRule}},
	{"group over 31 bits", user("1000:2147483648"), []string{ml + `.user = "1000:2147483648": ` + userRule}},
	{"group that is root's in 32 bits", user("1000:4294967296"), []string{ml + `.user = "1000:4294967296": ` + userRule}},

	{"health check missing", healthCheck(), []string{ml + `.health_check = []: ` + checkRule}},
	{"health check without CMD", healthCheck("wget", "-q"), []string{ml + `.health_check = ["wget" "-q"]: ` + checkRule}},
	{"health check in lower case", healthCheck("cmd", "true"), []string{ml + `.health_check = ["cmd" "true"]: ` + checkRule}},
	{"health check that is none", healthCheck("NONE"), []string{ml + `.health_check = ["NONE"]: ` + checkRule}},
	{"health check of CMD alone", healthCheck("CMD"), []string{ml + `.health_check = ["CMD"]: ` + checkRule}},
	{"health check of CMD-SHELL alone", healthCheck("CMD-SHELL"), []string{ml + `.health_check = ["CMD-SHELL"]: ` + checkRule}},
	{"health check with CMD in the command", healthCheck("CMD true"), []string{ml + `.health_check = ["CMD true"]: ` + checkRule}},
	{"health check of nothing", healthCheck("CMD", ""), []string{ml + `.health_check = ["CMD" ""]: ` + checkRule}},
	{"health check of blanks", healthCheck("CMD-SHELL", " \t"), []string{ml + `.health_check = ["CMD-SHELL" " \t"]: ` + checkRule}},

	{"grant unknown", grants("admin"), []string{ml + `.grants = "admin": ` + grantRule}},
	{"grant empty", grants(""), []string{ml + `.grants = "": ` + grantRule}},
	{"grant in an IAM action's form", grants(envs.ReadMLData, "s3:*"), []string{ml + `.grants = "s3:*": ` + grantRule}},
	{"grant twice", grants(envs.ReadMLData, envs.WriteMLData, envs.ReadMLData), []string{ml + `.grants = "read-ml-data": is named twice`}},
	{"grant unknown twice", grants("admin", "admin"), []string{
		ml + `.grants = "admin": ` + grantRule,
		ml + `.grants = "admin": is named twice`,
		ml + `.grants = "admin": ` + grantRule,
	}},

	{"image tag that moves", tag("latest"), []string{
		ml + `.image_tag = "latest": tags never move in this registry, and nobody can say which release it is; name the release`,
	}},
	{"image tag begins with a dot", tag(".v1"), []string{ml + `.image_tag = ".v1": ` + tagRule}},
	{"image tag begins with a hyphen", tag("-v1"), []string{ml + `.image_tag = "-v1": ` + tagRule}},
	{"image tag with repository", tag("ml-service:v1"), []string{ml + `.image_tag = "ml-service:v1": ` + tagRule}},
	{"image tag is a branch", tag("feature/x"), []string{ml + `.image_tag = "feature/x": ` + tagRule}},
	{"image tag is a digest that is none", tag("sha256:0"), []string{ml + `.image_tag = "sha256:0": ` + tagRule}},
	{"image tag is a digest in capitals", tag("sha256:" + strings.Repeat("A", 64)), []string{ml + `.image_tag = "sha256:` + strings.Repeat("A", 64) + `": ` + tagRule}},
	{"image tag is a digest of another kind", tag("sha512:" + strings.Repeat("a", 64)), []string{ml + `.image_tag = "sha512:` + strings.Repeat("a", 64) + `": ` + tagRule}},
	{"image tag is a digest with its sign", tag("@sha256:0"), []string{ml + `.image_tag = "@sha256:0": ` + tagRule}},
	{"image tag with build metadata", tag("v1.4.2+7"), []string{ml + `.image_tag = "v1.4.2+7": ` + tagRule}},
	{"image tag blank", tag(" "), []string{ml + `.image_tag = " ": ` + tagRule}},
	{"image tag with a line break", tag("v1\n"), []string{ml + `.image_tag = "v1\n": ` + tagRule}},
	{"image tag outside ASCII", tag("vé"), []string{ml + `.image_tag = "vé": ` + tagRule}},
	{"image tag over 128", tag(chars(129)), []string{fmt.Sprintf("%s.image_tag = %q: %s", ml, chars(129), tagRule)}},

	{"variable without a name", variables(""), []string{api + `.variables = "": ` + varRule}},
	{"variable lower case", variables("log_level"), []string{api + `.variables = "log_level": ` + varRule}},
	{"variable with a hyphen", variables("LOG-LEVEL"), []string{api + `.variables = "LOG-LEVEL": ` + varRule}},
	{"variable begins with a digit", variables("3D"), []string{api + `.variables = "3D": ` + varRule}},
	{"variable begins with an underscore", variables("_HOME"), []string{api + `.variables = "_HOME": ` + varRule}},
	{"variable with a blank", variables("LOG LEVEL"), []string{api + `.variables = "LOG LEVEL": ` + varRule}},
	{"variable with its value", variables("LOG_LEVEL=debug"), []string{api + `.variables = "LOG_LEVEL=debug": ` + varRule}},
	{"variable with a line break", variables("LOG_LEVEL\n"), []string{api + `.variables = "LOG_LEVEL\n": ` + varRule}},
	{"variable outside ASCII", variables("GRÖSSE"), []string{api + `.variables = "GRÖSSE": ` + varRule}},
	{"variables in the order of their names", variables("c", "a", "b"), []string{
		api + `.variables = "a": ` + varRule,
		api + `.variables = "b": ` + varRule,
		api + `.variables = "c": ` + varRule,
	}},
	{"variables of the platform", variables("SUPABASE_URL", "SAGEMAKER_ENDPOINT_PREFIX", "PORT", "ML_DATA_BUCKET", "AWS_REGION", "APP_ENV"), []string{
		api + `.variables = "APP_ENV": ` + setRule,
		api + `.variables = "AWS_REGION": ` + setRule,
		api + `.variables = "ML_DATA_BUCKET": ` + setRule,
		api + `.variables = "PORT": ` + setRule,
		api + `.variables = "SAGEMAKER_ENDPOINT_PREFIX": ` + setRule,
		api + `.variables = "SUPABASE_URL": ` + setRule,
	}},
	{"variables of the platform that are secrets", variables("SUPABASE_ANON_KEY", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_KEY"), []string{
		api + `.variables = "SUPABASE_ANON_KEY": ` + setRule,
		api + `.variables = "SUPABASE_ANON_KEY": ` + secret,
		api + `.variables = "SUPABASE_PUBLISHABLE_KEY": ` + setRule,
		api + `.variables = "SUPABASE_PUBLISHABLE_KEY": ` + secret,
		api + `.variables = "SUPABASE_SECRET_KEY": ` + setRule,
		api + `.variables = "SUPABASE_SECRET_KEY": ` + secret,
		api + `.variables = "SUPABASE_SERVICE_KEY": ` + setRule,
		api + `.variables = "SUPABASE_SERVICE_KEY": ` + secret,
	}},
	{"variables of a callee", variables("ML_SERVICE_HOST", "ML_SERVICE_PORT"), []string{
		api + `.variables = "ML_SERVICE_HOST": ` + setRule,
		api + `.variables = "ML_SERVICE_PORT": ` + setRule,
	}},
	{"variable of the second callee", func(e *envs.Environment) {
		calls("ml-service", "reporting")(e)
		reporting()(e)
		variables("REPORTING_PORT")(e)
	}, []string{api + `.variables = "REPORTING_PORT": ` + setRule}},
	{"variables with a secret's name", variables("KEY", "API_KEY", "KEY_ID", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD", "PASSWORD_HASH",
		"CLIENT_SECRET", "SECRET", "ACCESS_TOKEN", "TOKEN_FILE", "CREDENTIAL", "GOOGLE_CREDENTIALS", "CREDENTIALS_FILE"), []string{
		api + `.variables = "ACCESS_TOKEN": ` + secret,
		api + `.variables = "API_KEY": ` + secret,
		api + `.variables = "AWS_SECRET_ACCESS_KEY": ` + secret,
		api + `.variables = "CLIENT_SECRET": ` + secret,
		api + `.variables = "CREDENTIAL": ` + secret,
		api + `.variables = "CREDENTIALS_FILE": ` + secret,
		api + `.variables = "DB_PASSWORD": ` + secret,
		api + `.variables = "GOOGLE_CREDENTIALS": ` + secret,
		api + `.variables = "KEY": ` + secret,
		api + `.variables = "KEY_ID": ` + secret,
		api + `.variables = "PASSWORD_HASH": ` + secret,
		api + `.variables = "SECRET": ` + secret,
		api + `.variables = "TOKEN_FILE": ` + secret,
	}},
	{"NODE_ENV is the environment's name", nodeEnv("dev"), []string{api + `.variables.NODE_ENV = "dev": ` + nodeRule}},
	{"NODE_ENV is another environment's name", nodeEnv("staging"), []string{api + `.variables.NODE_ENV = "staging": ` + nodeRule}},
	{"NODE_ENV upper case", nodeEnv("Production"), []string{api + `.variables.NODE_ENV = "Production": ` + nodeRule}},
	{"NODE_ENV empty", nodeEnv(""), []string{api + `.variables.NODE_ENV = "": ` + nodeRule}},

	{"CPU 0", size(0, 512), []string{ml + `.cpu = 0: ` + cpuRule}},
	{"CPU that only EC2 has", size(128, 512), []string{ml + `.cpu = 128: ` + cpuRule}},
	{"CPU in vCPU", size(1, 2048), []string{ml + `.cpu = 1: ` + cpuRule}},
	{"memory in GB", size(1024, 2), []string{ml + `.memory = 2: Fargate pairs 1024 CPU units with 2048 to 8192 MiB in steps of 1024`}},
	{"memory the smallest size skips", size(256, 1536), []string{ml + `.memory = 1536: Fargate pairs 256 CPU units with 512, 1024 or 2048 MiB`}},
	{"memory too little", size(512, 512), []string{ml + `.memory = 512: Fargate pairs 512 CPU units with 1024 to 4096 MiB in steps of 1024`}},
	{"memory too much", size(4096, 31744), []string{ml + `.memory = 31744: Fargate pairs 4096 CPU units with 8192 to 30720 MiB in steps of 1024`}},
	{"memory between steps of 1 GB", size(2048, 4608), []string{ml + `.memory = 4608: Fargate pairs 2048 CPU units with 4096 to 16384 MiB in steps of 1024`}},
	{"memory between steps of 4 GB", size(8192, 17408), []string{ml + `.memory = 17408: Fargate pairs 8192 CPU units with 16384 to 61440 MiB in steps of 4096`}},
	{"memory between steps of 8 GB", size(16384, 36864), []string{ml + `.memory = 36864: Fargate pairs 16384 CPU units with 32768 to 122880 MiB in steps of 8192`}},

	{"count below the least", counts(2, 1, 3), []string{ml + `.desired_count = 1: must not be below min_count, which is 2`}},
	{"count above the most", counts(1, 4, 3), []string{ml + `.desired_count = 4: must not be above max_count, which is 3`}},
	{"least above most", counts(3, 2, 1), []string{
		ml + `.desired_count = 2: must not be below min_count, which is 3`,
		ml + `.desired_count = 2: must not be above max_count, which is 1`,
	}},
	{"objective of 100 percent", objective(100, 100, 2, 30), []string{
		api + `.objective.availability = 100: ` + promiseRule, api + `.objective.latency = 100: ` + promiseRule,
	}},
	{"objective below 90 percent", objective(89.9, 0, 2, 30), []string{
		api + `.objective.availability = 89.9: ` + promiseRule, api + `.objective.latency = 0: ` + promiseRule,
	}},
	{"objective that is no number", objective(math.NaN(), 99, math.NaN(), 30), []string{
		api + `.objective.availability = NaN: ` + promiseRule, api + `.objective.seconds = NaN: ` + slowRule,
	}},
	{"all of an objective", objective(99.9, 99, 60, 6), []string{api + `.objective.seconds = 60: ` + slowRule, api + `.objective.window_days = 6: ` + windowRule}},
	{"objective over more than CloudWatch keeps", objective(99.9, 99, 0, 456), []string{
		api + `.objective.seconds = 0: ` + slowRule, api + `.objective.window_days = 456: ` + windowRule,
	}},
	{"objective off hours", func(e *envs.Environment) {
		objective(99.9, 99, 2, 30)(e)
		e.OffHours = fixture.Dev().OffHours
	}, []string{api + `.objective = "set": is broken every night by off_hours; leave out one of the two`}},
	{"objective of a private service in gRPC that may have no task", func(e *envs.Environment) {
		e.OffHours = nil
		e.Services[1].MinCount = 0
		e.Services[1].Objective = &envs.Objective{Availability: 90, Latency: 99.99, Seconds: 0.1, WindowDays: 455}
	}, []string{
		ml + `.objective = "set": is measured by the load balancer, which only public services are behind; leave it out`,
		ml + `.objective = "set": is measured by the status of answers, which in gRPC is 200 whatever went wrong; leave it out, alarms on errors in the log stay`,
		ml + `.objective = "set": is broken where no task runs: have min_count at 1 or more, or leave it out`,
	}},
	{"probe elsewhere", func(e *envs.Environment) { e.Region, e.Probe = "us-west-2", &envs.Probe{Path: "/health"} }, []string{
		`dev.network.availability_zones = "us-east-1a": must be a zone of us-west-2, such as "us-west-2a"`,
		`dev.network.availability_zones = "us-east-1b": must be a zone of us-west-2, such as "us-west-2a"`,
		`dev.probe.region = "us-west-2": what is seen from outside is published in us-east-1 alone, where no alarm of dev watches it; leave the probe out there`,
	}},
	{"probe of no path", func(e *envs.Environment) { e.Probe = &envs.Probe{Path: "health"} }, []string{
		`dev.probe.path = "health": must be a path such as "/health", up to 255 characters long`,
	}},
	{"probe of a template", func(e *envs.Environment) { e.Probe = &envs.Probe{Path: "/${x}"} }, []string{
		`dev.probe.path = "/${x}": must be a path such as "/health", up to 255 characters long`,
	}},
	{"least negative", counts(-1, 1, 2), []string{ml + `.min_count = -1: must not be negative`}},
	{"count negative", counts(0, -1, 2), []string{ml + `.desired_count = -1: must not be below min_count, which is 0`}},
	{"most zero", counts(0, 0, 0), []string{ml + `.max_count = 0: must let at least one task run`}},
	{"most over the quota", func(e *envs.Environment) { e.Services[0].MaxCount = 5001 }, []string{
		api + `.max_count = 5001: Amazon ECS runs at most 5000 tasks a service`,
	}},
	{"most of a called service over the quota", counts(1, 1, 1001), []string{
		ml + `.max_count = 1001: service discovery holds at most 1000 tasks of a service that others call`,
	}},

	{"base negative", capacity(-1, 1, 0), []string{`dev.capacity.base = -1: must be 0 to 100000`}},
	{"base over the limit", capacity(100001, 1, 0), []string{`dev.capacity.base = 100001: must be 0 to 100000`}},
	{"base without weight on demand", capacity(1, 0, 1), []string{`dev.capacity.on_demand = 0: ` + baseRule}},
	{"weight on demand negative", capacity(0, -1, 1), []string{`dev.capacity.on_demand = -1: must be 0 to 1000`}},
	{"weight on demand negative under a base", capacity(1, -1, 1), []string{
		`dev.capacity.on_demand = -1: must be 0 to 1000`,
		`dev.capacity.on_demand = -1: ` + baseRule,
	}},
	{"weight on demand over the limit", capacity(0, 1001, 1), []string{`dev.capacity.on_demand = 1001: must be 0 to 1000`}},
	{"weight on Spot negative", capacity(0, 1, -1), []string{`dev.capacity.spot = -1: must be 0 to 1000`}},
	{"weight on Spot over the limit", capacity(0, 1, 1001), []string{`dev.capacity.spot = 1001: must be 0 to 1000`}},
	{"capacity missing", capacity(0, 0, 0), []string{`dev.capacity.on_demand = 0: ` + placeRule}},
	{"base alone", capacity(1, 0, 0), []string{
		`dev.capacity.on_demand = 0: ` + placeRule,
		`dev.capacity.on_demand = 0: ` + baseRule,
	}},

	{"time zone missing", timeZone(""), []string{`dev.off_hours.time_zone = "": ` + tzRule}},
	{"time zone of the machine", timeZone("Local"), []string{`dev.off_hours.time_zone = "Local": ` + tzRule}},
	{"time zone by its abbreviation", timeZone("EST"), []string{`dev.off_hours.time_zone = "EST": ` + tzRule}},
	{"time zone UTC in lower case", timeZone("utc"), []string{`dev.off_hours.time_zone = "utc": ` + tzRule}},
	{"time zone by its offset", timeZone("+02:00"), []string{`dev.off_hours.time_zone = "+02:00": ` + tzRule}},
	{"time zone by its city", timeZone("Berlin"), []string{`dev.off_hours.time_zone = "Berlin": ` + tzRule}},
	{"time zone that isn't", timeZone("Europe/Atlantis"), []string{`dev.off_hours.time_zone = "Europe/Atlantis": ` + tzRule}},
	{"time zone with a blank", timeZone("America/New York"), []string{`dev.off_hours.time_zone = "America/New York": ` + tzRule}},
	{"time zone lower case", timeZone("america/new_york"), []string{`dev.off_hours.time_zone = "america/new_york": ` + tzRule}},
	{"time zone is a folder", timeZone("America/Argentina"), []string{`dev.off_hours.time_zone = "America/Argentina": ` + tzRule}},
	{"time zone with two slashes", timeZone("America//New_York"), []string{`dev.off_hours.time_zone = "America//New_York": ` + tzRule}},
	{"time zone is a path", timeZone("./UTC"), []string{`dev.off_hours.time_zone = "./UTC": ` + tzRule}},
	{"time zone in a folder of the machine's database", timeZone("posix/Europe/Berlin"), []string{
		`dev.off_hours.time_zone = "posix/Europe/Berlin": ` + tzRule,
	}},
	{"time zone with a line break", timeZone("Europe/Berlin\n"), []string{`dev.off_hours.time_zone = "Europe/Berlin\n": ` + tzRule}},
	{"stop missing", times("", "07:00"), []string{`dev.off_hours.stop = "": ` + stopRule}},
	{"stop in twelve hours", times("8pm", "07:00"), []string{`dev.off_hours.stop = "8pm": ` + stopRule}},
	{"stop without leading zero", times("7:00", "07:00"), []string{`dev.off_hours.stop = "7:00": ` + stopRule}},
	{"stop at 24", times("24:00", "07:00"), []string{`dev.off_hours.stop = "24:00": ` + stopRule}},
	{"stop at minute 60", times("20:60", "07:00"), []string{`dev.off_hours.stop = "20:60": ` + stopRule}},
	{"stop with seconds", times("20:00:00", "07:00"), []string{`dev.off_hours.stop = "20:00:00": ` + stopRule}},
	{"stop with a dot", times("20.00", "07:00"), []string{`dev.off_hours.stop = "20.00": ` + stopRule}},
	{"stop in five characters that are no time", times("20:0 ", "07:00"), []string{`dev.off_hours.stop = "20:0 ": ` + stopRule}},
	{"start missing", times("20:00", ""), []string{`dev.off_hours.start = "": ` + startRule}},
	{"start without leading zero", times("20:00", "7:00"), []string{`dev.off_hours.start = "7:00": ` + startRule}},
	{"start at 24", times("20:00", "24:00"), []string{`dev.off_hours.start = "24:00": ` + startRule}},
	{"start at minute 60", times("20:00", "07:60"), []string{`dev.off_hours.start = "07:60": ` + startRule}},
	{"start with a line break", times("20:00", "07:00\n"), []string{`dev.off_hours.start = "07:00\n": ` + startRule}},
	{"stop and start at once", times("07:00", "07:00"), []string{`dev.off_hours.stop = "07:00": must differ from start`}},
	{"off hours that leave no time to watch", times("07:10", "07:00"), []string{
		`dev.off_hours.stop = "07:10": leaves too little time after start for alarms, which do not watch for 15 minutes after it, nor for the hour of a clock change`,
	}},
	{"off hours empty", func(e *envs.Environment) { e.OffHours = &envs.OffHours{} }, []string{
		`dev.off_hours.time_zone = "": ` + tzRule,
		`dev.off_hours.stop = "": ` + stopRule,
		`dev.off_hours.start = "": ` + startRule,
		`dev.off_hours.stop = "": must differ from start`,
	}},

	{"domain missing", domain("", ""), []string{
		`dev.domain.zone = "": ` + hostsRule,
		`dev.domain.api = "": ` + hostsRule,
	}},
	{"zone missing", domain("", "api.company.com"), []string{
		`dev.domain.zone = "": ` + hostsRule,
		`dev.domain.api = "api.company.com": must lie within the zone ""`,
	}},
	{"API's name missing", domain("company.com", ""), []string{
		`dev.domain.api = "": ` + hostsRule,
		`dev.domain.api = "": must lie within the zone "company.com"`,
	}},
	{"record of a zone that is made", func(e *envs.Environment) { e.Domain.Validated = true }, []string{
		`dev.domain.validated = true: a zone that is made here has no record yet: only with existing`,
	}},
	{"zone is a top level", domain("com", "company.com"), []string{`dev.domain.zone = "com": ` + hostsRule}},
	{"zone with a line break", domain("company.com\n", "api.company.com"), []string{
		`dev.domain.zone = "company.com\n": ` + hostsRule,
		`dev.domain.api = "api.company.com": must lie within the zone "company.com\n"`,
	}},
	{"zone upper case", domain("Company.com", "api.company.com"), []string{
		`dev.domain.zone = "Company.com": ` + hostsRule,
		`dev.domain.api = "api.company.com": must lie within the zone "Company.com"`,
	}},
	{"zone over 64", domain(chars(61)+".com", "company.com"), []string{
		fmt.Sprintf("dev.domain.zone = %q: %s", chars(61)+".com", hostsRule),
		fmt.Sprintf(`dev.domain.api = "company.com": must lie within the zone %q`, chars(61)+".com"),
	}},
	{"API's name in a zone that ends alike", domain("example.com", "api-evilexample.com"), []string{
		`dev.domain.api = "api-evilexample.com": must lie within the zone "example.com"`,
	}},
	{"API's name above the zone", domain("api.company.com", "company.com"), []string{
		`dev.domain.api = "company.com": must lie within the zone "api.company.com"`,
	}},
	{"API's name beside the zone", domain("dev.company.com", "api.company.com"), []string{
		`dev.domain.api = "api.company.com": must lie within the zone "dev.company.com"`,
	}},
	{"API's name begins as the zone", domain("company.com", "company.com.example.org"), []string{
		`dev.domain.api = "company.com.example.org": must lie within the zone "company.com"`,
	}},
	{"API's name upper case", apiName("API.company.com"), []string{`dev.domain.api = "API.company.com": ` + hostsRule}},
	{"API's name is a wildcard", apiName("*.company.com"), []string{`dev.domain.api = "*.company.com": ` + hostsRule}},
	{"API's name with underscore", apiName("my_api.company.com"), []string{`dev.domain.api = "my_api.company.com": ` + hostsRule}},
	{"API's name is a URL", apiName("https://api.company.com"), []string{`dev.domain.api = "https://api.company.com": ` + hostsRule}},
	{"API's name with a hyphen in front", apiName("-api.company.com"), []string{`dev.domain.api = "-api.company.com": ` + hostsRule}},
	{"API's name with a hyphen behind", apiName("api-.company.com"), []string{`dev.domain.api = "api-.company.com": ` + hostsRule}},
	{"API's name with two dots", apiName("api..company.com"), []string{`dev.domain.api = "api..company.com": ` + hostsRule}},
	{"API's name with a dot in front", apiName(".company.com"), []string{`dev.domain.api = ".company.com": ` + hostsRule}},
	{"API's name with a blank", apiName("my api.company.com"), []string{`dev.domain.api = "my api.company.com": ` + hostsRule}},
	{"API's name outside ASCII", apiName("äpi.company.com"), []string{`dev.domain.api = "äpi.company.com": ` + hostsRule}},
	{"API's name over 64", apiName(chars(53) + ".company.com"), []string{
		fmt.Sprintf("dev.domain.api = %q: %s", chars(53)+".company.com", hostsRule),
	}},
	{"domain with a dot behind it", domain("company.com.", "api.company.com."), []string{
		`dev.domain.zone = "company.com.": ` + hostsRule,
		`dev.domain.api = "api.company.com.": ` + hostsRule,
	}},
	{"domain is an address", domain("10.0.0.1", "10.0.0.1"), []string{
		`dev.domain.zone = "10.0.0.1": ` + hostsRule,
		`dev.domain.api = "10.0.0.1": ` + hostsRule,
	}},
	{"domain with a top level that ends in a hyphen", domain("company.com-", "company.com-"), []string{
		`dev.domain.zone = "company.com-": ` + hostsRule,
		`dev.domain.api = "company.com-": ` + hostsRule,
	}},

	{"rate limit missing", rateLimit(0), []string{`dev.rate_limit = 0: ` + rateRule}},
	{"rate limit negative", rateLimit(-10), []string{`dev.rate_limit = -10: ` + rateRule}},
	{"rate limit 9", rateLimit(9), []string{`dev.rate_limit = 9: ` + rateRule}},
	{"rate limit over the most", rateLimit(2_000_000_001), []string{`dev.rate_limit = 2000000001: ` + rateRule}},

	{"retention 0", retention(0), []string{`dev.log_retention_days = 0: ` + logsRule}},
	{"retention negative", retention(-7), []string{`dev.log_retention_days = -7: ` + logsRule}},
	{"retention of two days", retention(2), []string{`dev.log_retention_days = 2: ` + logsRule}},
	{"retention of a month of 31 days", retention(31), []string{`dev.log_retention_days = 31: ` + logsRule}},
	{"retention of a leap year", retention(366), []string{`dev.log_retention_days = 366: ` + logsRule}},
	{"retention of ten years", retention(3650), []string{`dev.log_retention_days = 3650: ` + logsRule}},

	{"backups kept for no time", backup(envs.Backup{}), []string{`dev.backup.retention_days = 0: ` + daysRule}},
	{"backups kept for a negative time", backup(envs.Backup{RetentionDays: -1}), []string{`dev.backup.retention_days = -1: ` + daysRule}},
	{"backups kept over a hundred years", backup(envs.Backup{RetentionDays: 36501}), []string{`dev.backup.retention_days = 36501: ` + daysRule}},
	{"second region is the first", backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-east-1", CopyRetentionDays: 7}), []string{
		`dev.backup.second_region = "us-east-1": is the environment's own region, which copies must outlive`,
	}},
	{"second region is a zone", backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2a", CopyRetentionDays: 7}), []string{
		`dev.backup.second_region = "us-west-2a": must be an AWS region such as "us-east-1"`,
	}},
	{"second region in China", backup(envs.Backup{RetentionDays: 7, SecondRegion: "cn-north-1", CopyRetentionDays: 7}), []string{
		`dev.backup.second_region = "cn-north-1": ` + chinaRule,
	}},
	{"second region in GovCloud", backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-gov-west-1", CopyRetentionDays: 7}), []string{
		`dev.backup.second_region = "us-gov-west-1": must be in the partition of us-east-1, which no copy leaves`,
	}},
	{"second region of an environment in GovCloud", func(e *envs.Environment) {
		govCloud("us-gov-west-1")(e)
		backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2", CopyRetentionDays: 7})(e)
	}, []string{
		`dev.backup.second_region = "us-west-2": must be in the partition of us-gov-west-1, which no copy leaves`,
	}},
	{"second region beside a first that is none", func(e *envs.Environment) {
		e.Region = "virginia\n"
		backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-gov-west-1", CopyRetentionDays: 7})(e)
	}, []string{`dev.region = "virginia\n": must be an AWS region such as "us-east-1"`}},
	{"copies without a second region", backup(envs.Backup{RetentionDays: 7, CopyRetentionDays: 7}), []string{
		`dev.backup.copy_retention_days = 7: there is no second region to keep copies in`,
	}},
	{"copies kept for no time", backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2"}), []string{
		`dev.backup.copy_retention_days = 0: ` + daysRule,
	}},
	{"names in the second region too long", func(e *envs.Environment) {
		e.Project, e.Name = "p", chars(40)
		backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2", CopyRetentionDays: 7})(e)
	}, []string{
		tooLong(chars(40)+".names", "p-"+chars(40)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-backup-copy", "backup vault name", 2, 50),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-ml-data-replica-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-alb-3000", "target group name", 1, 32),
	}},
	{"organization missing", supabase(func(s *envs.Supabase) { s.Organization = "" }), []string{
		`dev.supabase.organization = "": ` + slugRule,
	}},
	{"organization by its address", supabase(func(s *envs.Supabase) { s.Organization = "https://supabase.com/dashboard/org/abc" }), []string{
		`dev.supabase.organization = "https://supabase.com/dashboard/org/abc": ` + slugRule,
	}},
	{"Supabase in no region", supabase(func(s *envs.Supabase) { s.Region = "" }), []string{`dev.supabase.region = "": ` + homesRule}},
	{"Supabase in a region of AWS alone", supabase(func(s *envs.Supabase) { s.Region = "eu-south-1" }), []string{
		`dev.supabase.region = "eu-south-1": ` + homesRule,
	}},
	{"Supabase of no size", supabase(func(s *envs.Supabase) { s.InstanceSize = "" }), []string{`dev.supabase.instance_size = "": ` + sizesRule}},
	{"Supabase of a size of AWS", supabase(func(s *envs.Supabase) { s.InstanceSize = "t4g.micro" }), []string{
		`dev.supabase.instance_size = "t4g.micro": ` + sizesRule,
	}},
	{"Supabase of a free size", supabase(func(s *envs.Supabase) { s.InstanceSize = "nano" }), []string{
		`dev.supabase.instance_size = "nano": ` + sizesRule,
	}},
	{"point-in-time recovery of other days", supabase(func(s *envs.Supabase) { s.InstanceSize, s.PointInTimeRecoveryDays = "small", 10 }), []string{
		`dev.supabase.point_in_time_recovery_days = 10: Supabase keeps 7, 14, 28 days, or 0 for none`,
	}},
	{"point-in-time recovery of days below zero", supabase(func(s *envs.Supabase) { s.InstanceSize, s.PointInTimeRecoveryDays = "small", -7 }), []string{
		`dev.supabase.point_in_time_recovery_days = -7: Supabase keeps 7, 14, 28 days, or 0 for none`,
	}},
	{"point-in-time recovery of the smallest", supabase(func(s *envs.Supabase) { s.PointInTimeRecoveryDays = 7 }), []string{
		`dev.supabase.point_in_time_recovery_days = 7: is for projects of size "small" and more`,
	}},
	{"database open to everyone", databaseCIDRs("0.0.0.0/0"), []string{
		`dev.supabase.database_cidrs = "0.0.0.0/0": would open the database to everyone`,
	}},
	{"database open to an address", databaseCIDRs("203.0.113.7"), []string{`dev.supabase.database_cidrs = "203.0.113.7": ` + clientRule}},
	{"database open to a range of IPv6", databaseCIDRs("2001:db8::/32"), []string{`dev.supabase.database_cidrs = "2001:db8::/32": ` + clientRule}},
	{"database open to a range with bits behind it", databaseCIDRs("203.0.113.7/24"), []string{
		`dev.supabase.database_cidrs = "203.0.113.7/24": ` + clientRule,
	}},
	{"database open to a range twice", databaseCIDRs("203.0.113.0/24", "203.0.113.0/24"), []string{
		`dev.supabase.database_cidrs = "203.0.113.0/24": is named twice`,
	}},
	{"database open to nobody", withoutNAT, []string{`dev.supabase.database_cidrs = []: without a NAT gateway nobody could reach the database; name who may`}},
	{"credentials of no revision", supabase(func(s *envs.Supabase) { s.CredentialsRevision = 0 }), []string{
		`dev.supabase.credentials_revision = 0: must be 1 or more`,
	}},
	{"Supabase that exists by its address", func(e *envs.Environment) {
		e.Supabase = &envs.Supabase{Existing: "https://abcdefghijklmnopqrst.supabase.co", CredentialsRevision: 1}
	}, []string{
		`dev.supabase.existing = "https://abcdefghijklmnopqrst.supabase.co": must be a project's reference: the 20 lower case letters that its API's address begins with`,
	}},
	{"Supabase that exists and another size", supabase(func(s *envs.Supabase) { s.Existing = "abcdefghijklmnopqrst" }), []string{
		`dev.supabase.existing = "abcdefghijklmnopqrst": ` + staysRule,
	}},
	{"Supabase that exists and others' ranges", func(e *envs.Environment) {
		e.Supabase = &envs.Supabase{Existing: "abcdefghijklmnopqrst", DatabaseCIDRs: []string{"203.0.113.0/24"}}
	}, []string{
		`dev.supabase.existing = "abcdefghijklmnopqrst": ` + staysRule,
		`dev.supabase.credentials_revision = 0: must be 1 or more`,
	}},
	{"secret key itself", supabase(func(s *envs.Supabase) { s.SecretKeyName = "sb_secret_" + strings.Repeat("a", 30) }), []string{
		`dev.supabase.secret_key_name = "sb_secret_…": is a key, which belongs nowhere here; revoke it, and write another one's name`,
	}},
	{"secret key's name of three letters", supabase(func(s *envs.Supabase) { s.SecretKeyName = "api" }), []string{`dev.supabase.secret_key_name = "api": ` + keyNameRule}},
	{"secret key's name with a hyphen", supabase(func(s *envs.Supabase) { s.SecretKeyName = "services-2" }), []string{`dev.supabase.secret_key_name = "services-2": ` + keyNameRule}},
	{"secret key beside the legacy ones", supabase(func(s *envs.Supabase) { s.SecretKeyName, s.LegacyKeys = "services", true }), []string{
		`dev.supabase.secret_key_name = "services": is not given to services that get the legacy keys`,
	}},

	{"Vercel project without a name", frontend(func(f *envs.Frontend) { f.Project = "" }), []string{`dev.frontend.project = "": ` + projectRule}},
	{"Vercel project upper case", frontend(func(f *envs.Frontend) { f.Project = "PDM" }), []string{`dev.frontend.project = "PDM": ` + projectRule}},
	{"Vercel project with an underscore", frontend(func(f *envs.Frontend) { f.Project = "pdm_dev" }), []string{
		`dev.frontend.project = "pdm_dev": ` + projectRule,
	}},
	{"Vercel project with three hyphens", frontend(func(f *envs.Frontend) { f.Project = "pdm---dev" }), []string{
		`dev.frontend.project = "pdm---dev": ` + projectRule,
	}},
	{"Vercel project of 101", frontend(func(f *envs.Frontend) { f.Project = chars(101) }), []string{
		`dev.frontend.project = "` + chars(101) + `": ` + projectRule,
	}},
	{"front end's repository without an owner", frontend(func(f *envs.Frontend) { f.Repository = "name" }), []string{
		`dev.frontend.repository = "name": must be "owner/name" with a name of 1 to 100 letters, digits and any of ._-, which doesn't end with ".git"`,
	}},
	{"front end's repository by its URL", frontend(func(f *envs.Frontend) { f.Repository = "https://github.com/owner/name" }), []string{
		`dev.frontend.repository = "https://github.com/owner/name": must be "owner/name" with an owner of 1 to 39 letters and digits, with single hyphens between them`,
		`dev.frontend.repository = "https://github.com/owner/name": must be "owner/name" with a name of 1 to 100 letters, digits and any of ._-, which doesn't end with ".git"`,
	}},
	{"no branch", frontend(func(f *envs.Frontend) { f.Branch = "" }), []string{`dev.frontend.branch = "": ` + branchRule}},
	{"branch with a blank", frontend(func(f *envs.Frontend) { f.Branch = "a b" }), []string{`dev.frontend.branch = "a b": ` + branchRule}},
	{"branch with two dots", frontend(func(f *envs.Frontend) { f.Branch = "a..b" }), []string{`dev.frontend.branch = "a..b": ` + branchRule}},
	{"branch that ends with a slash", frontend(func(f *envs.Frontend) { f.Branch = "a/" }), []string{`dev.frontend.branch = "a/": ` + branchRule}},
	{"branch that looks like an option", frontend(func(f *envs.Frontend) { f.Branch = "-main" }), []string{`dev.frontend.branch = "-main": ` + branchRule}},
	{"root directory from the root of all", frontend(func(f *envs.Frontend) { f.RootDirectory = "/web" }), []string{
		`dev.frontend.root_directory = "/web": ` + pathRule,
	}},
	{"root directory outside", frontend(func(f *envs.Frontend) { f.RootDirectory = "apps/../.." }), []string{
		`dev.frontend.root_directory = "apps/../..": ` + pathRule,
	}},
	{"output directory with a slash behind it", frontend(func(f *envs.Frontend) { f.OutputDirectory = "dist/" }), []string{
		`dev.frontend.output_directory = "dist/": ` + pathRule,
	}},
	{"framework unknown", frontend(func(f *envs.Frontend) { f.Framework = "next" }), []string{
		`dev.frontend.framework = "next": is none of astro, create-react-app, gatsby, nextjs, nuxtjs, sveltekit-1, vite, vue`,
	}},
	{"team by its address", frontend(func(f *envs.Frontend) { f.Team = "vercel.com/company" }), []string{
		`dev.frontend.team = "vercel.com/company": must be a team's slug or id, or empty`,
	}},
	{"front end outside the zone", frontend(func(f *envs.Frontend) { f.Domain = "app.company.com" }), []string{
		`dev.frontend.domain = "app.company.com": ` + belowRule,
	}},
	{"delegation of the zone itself", delegates("pdm-dev.company.com"), []string{
		`dev.domain.delegations = "pdm-dev.company.com": ` + belowRule,
	}},
	{"delegation outside the zone", delegates("ml.company.com"), []string{`dev.domain.delegations = "ml.company.com": ` + belowRule}},
	{"delegation of no name", delegates("ml"), []string{
		`dev.domain.delegations = "ml": ` + hostsRule,
		`dev.domain.delegations = "ml": ` + belowRule,
	}},
	{"delegation of the names in use", delegates("api.pdm-dev.company.com", "app.pdm-dev.company.com"), []string{
		`dev.domain.api = "api.pdm-dev.company.com": lies within "api.pdm-dev.company.com", which it delegates: it is asked there, and not of "pdm-dev.company.com"`,
		`dev.frontend = "app.pdm-dev.company.com": lies within "app.pdm-dev.company.com", which it delegates: it is asked there, and not of "pdm-dev.company.com"`,
	}},
	{"delegation within a delegation", delegates("ml.pdm-dev.company.com", "a.ml.pdm-dev.company.com"), []string{
		`dev.domain.delegations = "a.ml.pdm-dev.company.com": lies within "ml.pdm-dev.company.com" or the other way round: only the upper one is asked, and delegates the other`,
	}},
	{"delegation without name servers", nameServers(), []string{
		`dev.domain.delegations = []: "ml.pdm-dev.company.com" needs the name servers of its zone, 2 or more; the output name_servers of who made it has them`,
	}},
	{"delegation to name servers that are none", nameServers("ns-1.awsdns-00.com.", "198.51.100.1", "ns.ml.pdm-dev.company.com", "ns-2.awsdns-00.net", "ns-2.awsdns-00.net"), []string{
		`dev.domain.delegations = "ns-1.awsdns-00.com.": ` + serverRule,
		`dev.domain.delegations = "198.51.100.1": ` + serverRule,
		`dev.domain.delegations = "ns.ml.pdm-dev.company.com": lies within "ml.pdm-dev.company.com", to which it should lead`,
		`dev.domain.delegations = "ns-2.awsdns-00.net": is named twice`,
	}},
	{"front end at the zone's own name", frontend(func(f *envs.Frontend) { f.Domain = "pdm-dev.company.com" }), []string{
		`dev.frontend.domain = "pdm-dev.company.com": ` + belowRule,
	}},
	{"front end at the API's name", frontend(func(f *envs.Frontend) { f.Domain = "api.pdm-dev.company.com" }), []string{
		`dev.frontend.domain = "api.pdm-dev.company.com": is the API's`,
	}},
	{"front end at a URL", frontend(func(f *envs.Frontend) { f.Domain = "https://app.pdm-dev.company.com" }), []string{
		`dev.frontend.domain = "https://app.pdm-dev.company.com": ` + hostsRule,
	}},
	{"redirects that lead nowhere", frontend(func(f *envs.Frontend) {
		f.Redirects = []string{"www.pdm-dev.company.com", "www.pdm-dev.company.com", f.Domain, "www.company.com", "api.pdm-dev.company.com"}
	}), []string{
		`dev.frontend.redirects = "www.pdm-dev.company.com": is named twice`,
		`dev.frontend.redirects = "app.pdm-dev.company.com": leads to itself`,
		`dev.frontend.redirects = "www.company.com": ` + belowRule,
		`dev.frontend.redirects = "api.pdm-dev.company.com": is the API's`,
	}},

	{"Datadog at no site", datadog(func(d *envs.Datadog) { d.Site = "" }), []string{`dev.datadog.site = "": ` + siteRule}},
	{"Datadog at an address", datadog(func(d *envs.Datadog) { d.Site = "https://app.datadoghq.eu" }), []string{
		`dev.datadog.site = "https://app.datadoghq.eu": ` + siteRule,
	}},
	{"Datadog for governments", datadog(func(d *envs.Datadog) { d.Site = "ddog-gov.com" }), []string{`dev.datadog.site = "ddog-gov.com": ` + siteRule}},
	{"agent that moves", datadog(func(d *envs.Datadog) { d.AgentVersion = "latest" }), []string{`dev.datadog.agent_version = "latest": ` + agentRule}},
	{"agent of a major version", datadog(func(d *envs.Datadog) { d.AgentVersion = "7" }), []string{`dev.datadog.agent_version = "7": ` + agentRule}},
	{"agent of another major version", datadog(func(d *envs.Datadog) { d.AgentVersion = "6.53.0" }), []string{
		`dev.datadog.agent_version = "6.53.0": ` + agentRule,
	}},
	{"external id with a blank", datadog(func(d *envs.Datadog) { d.ExternalID = "a b" }), []string{
		`dev.datadog.external_id = "a b": must be letters and digits, as Datadog names it, or empty`,
	}},
	{"API key of no revision", datadog(func(d *envs.Datadog) { d.KeyRevision = 0 }), []string{`dev.datadog.key_revision = 0: must be 1 or more`}},
	{"service named as Datadog's parts", mlName("datadog"), []string{`dev.services.datadog.name = "datadog": is a part of the platform itself`}},
	{"service named as Datadog's agent", mlName("datadog-agent"), []string{
		`dev.services.datadog-agent.name = "datadog-agent": is a part of the platform itself`,
	}},
	{"ports of Datadog's agent", func(e *envs.Environment) {
		datadog(func(*envs.Datadog) {})(e)
		e.Services[0].Port, e.Services[1].Port = 5001, 8126
		reporting()(e)
		e.Services[2].Port = 5000
	}, []string{
		api + `.port = 5001: ` + portsRule,
		ml + `.port = 8126: ` + portsRule,
		`dev.services.reporting.port = 5000: ` + portsRule,
	}},
	{"variable of the agent", variables("DD_SERVICE"), []string{api + `.variables = "DD_SERVICE": is set by the platform`}},

	{"lock in an environment to throw away", backup(envs.Backup{RetentionDays: 7, Lock: envs.VaultLock{MinDays: 7, MaxDays: 30}}), []string{
		`dev.backup.lock = "7 to 30 days": an environment without deletion protection could not be destroyed: a locked vault gives nothing up`,
	}},

	{"e-mail empty", email(""), []string{`dev.alert_email = "": ` + emailRule}},
	{"e-mail without domain", email("ops"), []string{`dev.alert_email = "ops": ` + emailRule}},
	{"e-mail without mailbox", email("@company.com"), []string{`dev.alert_email = "@company.com": ` + emailRule}},
	{"e-mail with a display name", email("Ops <ops@company.com>"), []string{`dev.alert_email = "Ops <ops@company.com>": ` + emailRule}},
	{"e-mail in brackets", email("<ops@company.com>"), []string{`dev.alert_email = "<ops@company.com>": ` + emailRule}},
	{"e-mails, two", email("a@company.com,b@company.com"), []string{`dev.alert_email = "a@company.com,b@company.com": ` + emailRule}},
	{"e-mail with a blank behind it", email("ops@company.com "), []string{`dev.alert_email = "ops@company.com ": ` + emailRule}},
	{"e-mail of a host in the local network", email("ops@company"), []string{`dev.alert_email = "ops@company": ` + emailRule}},
	{"e-mail of an address literal", email("ops@[10.0.0.1]"), []string{`dev.alert_email = "ops@[10.0.0.1]": ` + emailRule}},
	{"e-mail with two dots in a row", email("ops..team@company.com"), []string{`dev.alert_email = "ops..team@company.com": ` + emailRule}},
	{"e-mail with a quoted mailbox", email(`"ops"@company.com`), []string{`dev.alert_email = "\"ops\"@company.com": ` + emailRule}},
	{"e-mail with a comment", email("(alarms)ops@company.com"), []string{`dev.alert_email = "(alarms)ops@company.com": ` + emailRule}},
	{"e-mail outside ASCII", email("öps@company.com"), []string{`dev.alert_email = "öps@company.com": ` + emailRule}},

	{"e-mail that Terraform would take for a template", email("${x}@company.com"), []string{`dev.alert_email = "${x}@company.com": ` + emailRule}},

	{"health check with a template", func(e *envs.Environment) { e.Services[0].HealthCheck = []string{"CMD-SHELL", "wget :${PORT}"} }, []string{
		`dev.services.api-gateway.health_check[1] = "wget :${PORT}": ` + literalRule,
	}},
	{"variable with a directive", func(e *envs.Environment) { e.Services[0].Variables = map[string]string{"MODE": "%{if true}"} }, []string{
		`dev.services.api-gateway.variables.MODE = "%{if true}": ` + literalRule,
	}},
	{"build command that is no UTF-8", frontend(func(f *envs.Frontend) { f.BuildCommand = "make \x80" }), []string{
		`dev.frontend.build_command = "make \x80": ` + literalRule,
	}},
	{"branch with a wildcard", func(e *envs.Environment) { e.Branch = "release/*" }, []string{
		`dev.branch = "release/*": must be a Git branch such as "main"`,
	}},
	{"branch that is an option", func(e *envs.Environment) { e.Branch = "-x" }, []string{
		`dev.branch = "-x": must be a Git branch such as "main"`,
	}},
	{"alarms without an owner", owner(""), []string{`dev.owner = "": ` + teamRule}},
	{"owner of blanks", owner("  "), []string{`dev.owner = "  ": ` + teamRule}},
	{"owner with a blank behind it", owner("Platform "), []string{`dev.owner = "Platform ": ` + teamRule}},
	{"owner that Terraform would take for a template", owner("${x}"), []string{`dev.owner = "${x}": ` + teamRule}},
	{"owner of 65 characters", owner(strings.Repeat("a", 65)), []string{`dev.owner = "` + strings.Repeat("a", 65) + `": ` + teamRule}},
	{"owner of a service that is none", func(e *envs.Environment) { e.Services[1].Owner = "-" }, []string{`dev.services.ml-service.owner = "-": ` + teamRule}},

	{"budget in GovCloud", func(e *envs.Environment) {
		govCloud("us-gov-west-1")(e)
		budget(100)(e)
	}, []string{
		`dev.monthly_budget_usd = 100: must be left out in GovCloud, which has no AWS Budgets: watch it in the commercial account that is billed`,
	}},
	{"budget of nothing", budget(0), []string{`dev.monthly_budget_usd = 0: must be a dollar or more`}},
	{"budget negative", budget(-100), []string{`dev.monthly_budget_usd = -100: must be a dollar or more`}},

	{"endpoint without a URL", alertEndpoint(""), []string{`dev.alert_endpoints.on-call.url = "": ` + endpointRule}},
	{"endpoint over plain HTTP", alertEndpoint("http://alerts.company.com/sns"), []string{
		`dev.alert_endpoints.on-call.url = "http://alerts.company.com/sns": ` + endpointRule,
	}},
	{"endpoint without a host", alertEndpoint("https:///sns"), []string{`dev.alert_endpoints.on-call.url = "https:///sns": ` + endpointRule}},
	{"endpoint in the local network", alertEndpoint("https://alerts/sns"), []string{
		`dev.alert_endpoints.on-call.url = "https://alerts/sns": ` + endpointRule,
	}},
	{"endpoint with a password", alertEndpoint("https://user:password@alerts.company.com"), []string{
		`dev.alert_endpoints.on-call.url = "https://user:password@alerts.company.com": ` + endpointRule,
	}},
	{"endpoint with a blank", alertEndpoint("https://alerts.company.com/s ns"), []string{
		`dev.alert_endpoints.on-call.url = "https://alerts.company.com/s ns": ` + endpointRule,
	}},
	{"endpoint that Terraform would take for a template", alertEndpoint("https://alerts.company.com/${x}"), []string{
		`dev.alert_endpoints.on-call.url = "https://alerts.company.com/${x}": ` + endpointRule,
	}},
	{"endpoints wrong in every way", func(e *envs.Environment) {
		e.AlertEndpoints = []envs.AlertEndpoint{
			{Name: "on-call", URL: "https://a.company.com"},
			{Name: "On Call", URL: "https://a.company.com"},
			{Name: "on-call", URL: "ops@company.com"},
		}
	}, []string{
		`dev.alert_endpoints[1].name = "On Call": ` + nameRule,
		`dev.alert_endpoints.on-call.name = "on-call": is named twice`,
		`dev.alert_endpoints.on-call.url = "ops@company.com": ` + endpointRule,
	}},

	{"state missing", state(nil), []string{`dev.state = nothing: ` + kindRule}},
	{"state by pointer", state(&envs.LocalState{Path: "x"}), []string{`dev.state = "*envs.LocalState": ` + kindRule}},
	{"state by nil pointer", state((*envs.S3State)(nil)), []string{`dev.state = "*envs.S3State": ` + kindRule}},
	{"state of a kind that the backend doesn't know", state(struct{ envs.CloudState }{}), []string{
		`dev.state = "struct { envs.CloudState }": ` + kindRule,
	}},
	{"state bucket upper case", s3(func(s *envs.S3State) { s.Bucket = "Terraform-State" }), []string{
		`dev.state.bucket = "Terraform-State": S3 bucket name must be lower case letters, digits, hyphens and dots, with a letter or digit at both ends`,
	}},
	{"state bucket too short", s3(func(s *envs.S3State) { s.Bucket = "tf" }), []string{
		tooLong("dev.state.bucket", "tf", "S3 bucket name", 3, 63),
	}},
	{"state bucket that looks like an address", s3(func(s *envs.S3State) { s.Bucket = "192.168.5.4" }), []string{
		refusedName("dev.state.bucket", "192.168.5.4", "S3 bucket name", "192.168.5.4"),
	}},
	{"state table with a slash", s3(func(s *envs.S3State) { s.Table = "terraform/lock" }), []string{
		`dev.state.table = "terraform/lock": DynamoDB table name must be letters, digits and any of _.-`,
	}},
	{"state table missing", s3(func(s *envs.S3State) { s.Table = "" }), []string{
		tooLong("dev.state.table", "", "DynamoDB table name", 3, 255),
	}},
	{"state key's alias without prefix", s3(func(s *envs.S3State) { s.KeyAlias = "terraform-state" }), []string{
		`dev.state.key_alias = "terraform-state": KMS alias must be "alias/" and letters, digits and any of /_-`,
	}},
	{"state key's alias is an ARN", s3(func(s *envs.S3State) { s.KeyAlias = "arn:aws:kms:us-east-1:1:alias/x" }), []string{
		`dev.state.key_alias = "arn:aws:kms:us-east-1:1:alias/x": KMS alias must be "alias/" and letters, digits and any of /_-`,
	}},
	{"state key is AWS's own", s3(func(s *envs.S3State) { s.KeyAlias = "alias/aws/s3" }), []string{
		refusedName("dev.state.key_alias", "alias/aws/s3", "KMS alias", "alias/aws/"),
	}},
	{"state key's alias missing", s3(func(s *envs.S3State) { s.KeyAlias = "" }), []string{
		tooLong("dev.state.key_alias", "", "KMS alias", 7, 256),
	}},
	{"state in China", s3(func(s *envs.S3State) { s.Region = "cn-north-1" }), []string{`dev.state.region = "cn-north-1": ` + chinaRule}},
	{"state region malformed", s3(func(s *envs.S3State) { s.Region = "us_east_1" }), []string{
		`dev.state.region = "us_east_1": must be an AWS region such as "us-east-1"`,
	}},
	{"state object missing", s3(func(s *envs.S3State) { s.Key = "" }), []string{`dev.state.key = "": must be an object's path`}},
	{"state object blank", s3(func(s *envs.S3State) { s.Key = " " }), []string{`dev.state.key = " ": must be an object's path`}},
	{"state object begins with a slash", s3(func(s *envs.S3State) { s.Key = "/dev.tfstate" }), []string{
		`dev.state.key = "/dev.tfstate": ` + slashRule,
	}},
	{"state object ends with a slash", s3(func(s *envs.S3State) { s.Key = "dev/" }), []string{`dev.state.key = "dev/": ` + slashRule}},
	{"state object with two slashes", s3(func(s *envs.S3State) { s.Key = "dev//terraform.tfstate" }), []string{
		`dev.state.key = "dev//terraform.tfstate": ` + slashRule,
	}},
	{"state object with a wildcard", s3(func(s *envs.S3State) { s.Key = "*/terraform.tfstate" }), []string{
		`dev.state.key = "*/terraform.tfstate": ` + starRule,
	}},
	{"state object with another wildcard", s3(func(s *envs.S3State) { s.Key = "de?/terraform.tfstate" }), []string{
		`dev.state.key = "de?/terraform.tfstate": ` + starRule,
	}},
	{"state object with a variable", s3(func(s *envs.S3State) { s.Key = "${aws:username}" }), []string{
		`dev.state.key = "${aws:username}": ` + starRule,
	}},
	{"organization missing", cloud("", "pdm-dev", ""), []string{`dev.state.organization = "": ` + cloudRule}},
	{"organization with blank", cloud("my company", "pdm-dev", ""), []string{`dev.state.organization = "my company": ` + cloudRule}},
	{"workspace too short", cloud("company", "tf", ""), []string{`dev.state.workspace = "tf": ` + cloudRule}},
	{"workspace too long", cloud("company", chars(91), ""), []string{fmt.Sprintf("dev.state.workspace = %q: %s", chars(91), cloudRule)}},
	{"workspace with slash", cloud("company", "pdm/dev", ""), []string{`dev.state.workspace = "pdm/dev": ` + cloudRule}},
	{"hostname is a URL", cloud("company", "pdm-dev", "https://tfe.company.com"), []string{
		`dev.state.hostname = "https://tfe.company.com": ` + hostRule,
	}},
	{"hostname with path", cloud("company", "pdm-dev", "tfe.company.com/app"), []string{
		`dev.state.hostname = "tfe.company.com/app": ` + hostRule,
	}},
	{"hostname with blank", cloud("company", "pdm-dev", "tfe company"), []string{`dev.state.hostname = "tfe company": ` + hostRule}},
	{"local path missing", state(envs.LocalState{}), []string{`dev.state.path = "": ` + localRule}},
	{"local path absolute", state(envs.LocalState{Path: "/var/terraform.tfstate"}), []string{
		`dev.state.path = "/var/terraform.tfstate": ` + localRule,
	}},
}

// inProduction are values that would do elsewhere.
var inProduction = []badValue{
	{"production without NAT", nat(envs.NATNone), []string{
		`production.network.nat = "none": production needs "per-zone", so that no zone depends on another`,
	}},
	{"production with one NAT gateway", nat(envs.NATSingle), []string{
		`production.network.nat = "single": production needs "per-zone", so that no zone depends on another`,
	}},
	{"production without deletion protection", func(e *envs.Environment) { e.DeletionProtection = false }, []string{
		`production.deletion_protection = false: production must be protected from destruction`,
	}},
	{"production with local state", state(envs.LocalState{Path: "terraform.tfstate"}), []string{
		`production.state.path = "terraform.tfstate": production must keep its state where it is locked and shared, not in a local file`,
	}},
	{"production in the second region", backup(envs.Backup{
		RetentionDays: 35, SecondRegion: "us-east-1", CopyRetentionDays: 35, Lock: envs.VaultLock{MinDays: 7, MaxDays: 365},
	}), []string{
		`production.backup.second_region = "us-east-1": is the environment's own region, which copies must outlive`,
	}},
	{"production without a second region", backup(envs.Backup{RetentionDays: 35, Lock: envs.VaultLock{MinDays: 7, MaxDays: 365}}), []string{
		`production.backup.second_region = "": production must outlive its region`,
	}},
	{"production without a vault lock", lock(0, 0), []string{
		`production.backup.lock = nothing: production must keep its backups from being deleted`,
	}},
	{"lock without a least retention", lock(0, 365), []string{`production.backup.lock.min_days = 0: must be 1 day or more`}},
	{"lock with a negative least retention", lock(-1, 365), []string{`production.backup.lock.min_days = -1: must be 1 day or more`}},
	{"lock without a longest retention", lock(7, 0), []string{
		`production.backup.lock.max_days = 0: must not be below min_days, which is 7`,
	}},
	{"lock for longer than AWS keeps anything", lock(7, 36501), []string{
		`production.backup.lock.max_days = 36501: AWS Backup keeps at most 36500 days`,
	}},
	{"lock upside down", lock(365, 7), []string{
		`production.backup.lock.max_days = 7: must not be below min_days, which is 365`,
	}},
	{"lock above the retention", lock(36, 365), []string{
		`production.backup.retention_days = 35: must be within the vault lock's 36 to 365 days, or every job fails`,
		`production.backup.copy_retention_days = 35: must be within the vault lock's 36 to 365 days, or every job fails`,
	}},
	{"lock below the retention", lock(7, 34), []string{
		`production.backup.retention_days = 35: must be within the vault lock's 7 to 34 days, or every job fails`,
		`production.backup.copy_retention_days = 35: must be within the vault lock's 7 to 34 days, or every job fails`,
	}},
	{"production in two zones", zones("us-east-1a", "us-east-1b"), []string{
		`production.network.availability_zones = ["us-east-1a" "us-east-1b"]: production spans three zones (plan, line 1358)`,
	}},
	{"production with the project's name in full", project("predictive-maintenance"), []string{
		tooLong("production.names", "predictive-maintenance-production-alb", "load balancer name", 1, 32),
		tooLong("production.names", "predictive-maintenance-production-alb-3000", "target group name", 1, 32),
	}},
	{"production without point-in-time recovery", supabase(func(s *envs.Supabase) { s.PointInTimeRecoveryDays = 0 }), []string{
		`production.supabase.point_in_time_recovery_days = 0: production must lose no more than the plan's 24 hours (line 1427), which a daily backup exceeds`,
	}},
	{"production with shells", func(e *envs.Environment) { e.Exec = true }, []string{
		`production.exec = true: nobody opens a shell in production`,
	}},
	{"production with a single task", func(e *envs.Environment) { e.Services[1].MinCount = 1 }, []string{
		`production.services.ml-service.min_count = 1: production survives the loss of a task: 2 or more`,
	}},
	{"production with off hours", func(e *envs.Environment) { e.OffHours = fixture.Dev().OffHours }, []string{
		`production.services.api-gateway.objective = "set": is broken every night by off_hours; leave out one of the two`,
		`production.off_hours = "set": production always runs`,
	}},
	{"production with off hours that are wrong too", func(e *envs.Environment) {
		e.OffHours = &envs.OffHours{TimeZone: "Local", Stop: "20:00", Start: "07:00"}
	}, []string{
		`production.services.api-gateway.objective = "set": is broken every night by off_hours; leave out one of the two`,
		`production.off_hours.time_zone = "Local": ` + tzRule,
		`production.off_hours = "set": production always runs`,
	}},
	{"production partly on Spot", capacity(2, 999, 1), []string{
		`production.capacity.spot = 1: production runs on nothing that AWS may take back`,
	}},
	{"production on Spot", capacity(0, 0, 1), []string{
		`production.capacity.spot = 1: production runs on nothing that AWS may take back`,
	}},
	{"production with staging's choices", func(e *envs.Environment) {
		staging := fixture.Staging()
		e.Exec, e.Capacity = staging.Exec, staging.Capacity
	}, []string{
		`production.exec = true: nobody opens a shell in production`,
		`production.capacity.spot = 3: production runs on nothing that AWS may take back`,
	}},
}

// amongOthers are values of dev that collide with staging or production.
var amongOthers = []badValue{
	{"name of another environment", func(e *envs.Environment) { e.Name = "staging" }, []string{
		`staging.name = "staging": another environment has this name`,
	}},
	{"network of another environment", cidr("10.0.0.0/16"), []string{
		`production.network.cidr = "10.0.0.0/16": overlaps 10.0.0.0/16 of dev`,
	}},
	{"network within another environment's", cidr("10.1.7.0/24"), []string{
		`dev.network.cidr = "10.1.7.0/24": ` + bitsRule,
		`staging.network.cidr = "10.1.0.0/16": overlaps 10.1.7.0/24 of dev`,
	}},
	{"network around the others'", cidr("10.0.0.0/15"), []string{
		`dev.network.cidr = "10.0.0.0/15": ` + bitsRule,
		`staging.network.cidr = "10.1.0.0/16": overlaps 10.0.0.0/15 of dev`,
		`production.network.cidr = "10.0.0.0/16": overlaps 10.0.0.0/15 of dev`,
	}},
	{"two networks missing don't overlap", func(e *envs.Environment) { e.Network.CIDR = "10.0.0.0" }, []string{
		`dev.network.cidr = "10.0.0.0": ` + cidrRule,
	}},
	{"network overlapped by a nameless environment", func(e *envs.Environment) {
		e.Name = ""
		e.Network.CIDR = "10.1.0.0/16"
	}, []string{
		`environment.name = "": ` + nameRule,
		`staging.network.cidr = "10.1.0.0/16": overlaps 10.1.0.0/16 of environment`,
	}},
	{"state of another environment", state(fixture.Production().State), []string{
		`production.state = "s3://predictive-maintenance-terraform-state/infrastructure/production/terraform.tfstate": dev keeps its state in the same place`,
	}},
	{"state of another environment under another lock", func(e *envs.Environment) {
		s := fixture.Production().State.(envs.S3State)
		s.Table, s.Region, s.KeyAlias = "other-lock", "eu-west-1", "alias/other"
		e.State = s
	}, []string{
		`production.state = "s3://predictive-maintenance-terraform-state/infrastructure/production/terraform.tfstate": dev keeps its state in the same place`,
	}},
	{"state of the bootstrap stack", state(fixture.Store().StateOf(envs.BootstrapName)), []string{
		`dev.state = "s3://predictive-maintenance-terraform-state/infrastructure/bootstrap/terraform.tfstate": bootstrap keeps its state in the same place`,
	}},
	{"API of another environment", func(e *envs.Environment) {
		e.Domain = fixture.Staging().Domain
		e.Frontend = nil
	}, []string{
		`staging.domain.api = "api.pdm-staging.company.com": is the name of dev already`,
		`staging.domain.zone = "pdm-staging.company.com": is the zone of dev too; only one that exists can be shared`,
	}},
	{"state of the account stack", state(fixture.Store().StateOf(envs.AccountName)), []string{
		`dev.state = "s3://predictive-maintenance-terraform-state/infrastructure/account/terraform.tfstate": account keeps its state in the same place`,
	}},
	{"name that begins like another environment's", name("staging-eu"), []string{
		`staging.names = "pdm-staging": ` + prefixRule("staging-eu"),
	}},
	{"name whose first letters another environment's has", name("stag"), nil},
	{"names of another environment's parts", func(e *envs.Environment) {
		e.Project, e.Name = "pdm-staging", "api"
		e.Services[0].Name = "gateway"
	}, []string{
		`staging.names = "pdm-staging": ` + prefixRule("api"),
		`staging.names = "pdm-staging-api-gateway": api has the same ECS name`,
		`staging.names = "pdm-staging-api-gateway-task": api has the same IAM role name`,
		`staging.names = "pdm-staging-api-gateway-latency": api has the same alarm name`,
	}},
	{"API's name of another environment", func(e *envs.Environment) {
		e.Domain = envs.Domain{Zone: "company.com", API: fixture.Staging().Domain.API, Existing: true}
		e.Frontend = nil
	}, []string{
		`staging.domain.api = "api.pdm-staging.company.com": is the name of dev already`,
		`dev.domain.api = "api.pdm-staging.company.com": lies within "pdm-staging.company.com", which is the zone of staging: it is asked there, and not of "company.com"`,
	}},
	{"front end of another environment", func(e *envs.Environment) {
		theirs := *fixture.Staging().Frontend
		e.Domain = envs.Domain{Zone: "company.com", API: "dev.company.com", Existing: true}
		e.Frontend = &theirs
	}, []string{
		`staging.frontend.project = "pdm-staging": is the project of dev already`,
		`staging.frontend = "app.pdm-staging.company.com": is a name of dev already`,
		`dev.frontend = "app.pdm-staging.company.com": lies within "pdm-staging.company.com", which is the zone of staging: it is asked there, and not of "company.com"`,
	}},
	{"front end at another environment's API", func(e *envs.Environment) {
		e.Domain = envs.Domain{Zone: "company.com", API: "dev.company.com", Existing: true}
		e.Frontend.Domain = "api.pdm-staging.company.com"
	}, []string{
		`staging.domain.api = "api.pdm-staging.company.com": is a name of dev already`,
		`dev.frontend = "api.pdm-staging.company.com": lies within "pdm-staging.company.com", which is the zone of staging: it is asked there, and not of "company.com"`,
	}},
	{"API at another environment's front end", func(e *envs.Environment) {
		e.Domain = envs.Domain{Zone: "company.com", API: "app.pdm-staging.company.com", Existing: true}
		e.Frontend = nil
	}, []string{
		`staging.frontend = "app.pdm-staging.company.com": is a name of dev already`,
		`dev.domain.api = "app.pdm-staging.company.com": lies within "pdm-staging.company.com", which is the zone of staging: it is asked there, and not of "company.com"`,
	}},
	{"zone of another environment", domain("pdm.company.com", "v2.pdm.company.com"), []string{
		`production.domain.zone = "pdm.company.com": is the zone of dev too; only one that exists can be shared`,
	}},
	{"zone below another environment's", domain("dev.pdm.company.com", "api.dev.pdm.company.com"), []string{
		`dev.domain.zone = "dev.pdm.company.com": ` + belowZoneRule("pdm.company.com", "production"),
	}},
	{"zone far below another environment's", domain("a.b.dev.pdm.company.com", "api.a.b.dev.pdm.company.com"), []string{
		`dev.domain.zone = "a.b.dev.pdm.company.com": ` + belowZoneRule("pdm.company.com", "production"),
	}},
	{"zone that exists, below another environment's", func(e *envs.Environment) {
		domain("dev.pdm.company.com", "api.dev.pdm.company.com")(e)
		e.Domain.Existing = true
	}, []string{
		`dev.domain.zone = "dev.pdm.company.com": ` + belowZoneRule("pdm.company.com", "production"),
	}},
	{"zone above other environments'", domain("company.com", "company.com"), []string{
		`staging.domain.zone = "pdm-staging.company.com": ` + belowZoneRule("company.com", "dev"),
		`production.domain.zone = "pdm.company.com": ` + belowZoneRule("company.com", "dev"),
	}},
	{"zone above other environments' that delegates one", func(e *envs.Environment) {
		domain("company.com", "company.com")(e)
		delegates("pdm.company.com")(e)
	}, []string{
		`staging.domain.zone = "pdm-staging.company.com": ` + belowZoneRule("company.com", "dev"),
	}},
	{"zone above other environments' that delegates all", func(e *envs.Environment) {
		domain("company.com", "company.com")(e)
		delegates("pdm.company.com", "pdm-staging.company.com")(e)
	}, nil},
	{"zone above other environments' that exists", func(e *envs.Environment) {
		domain("company.com", "company.com")(e)
		e.Domain.Existing = true
	}, nil},
	{"domain of another environment", func(e *envs.Environment) {
		e.Domain = fixture.Production().Domain
		e.Frontend = nil
	}, []string{
		`production.domain.api = "api.pdm.company.com": is the name of dev already`,
		`production.domain.zone = "pdm.company.com": is the zone of dev too; only one that exists can be shared`,
	}},
}

func TestBadValues(t *testing.T) {
	check := func(t *testing.T, base func() envs.Environment, rows []badValue) {
		for _, row := range rows {
			t.Run(row.name, func(t *testing.T) {
				env := base()
				require.NoError(t, env.Validate(), "the row must be the only thing wrong")
				row.spoil(&env)
				require.Equal(t, row.want, lines(t, env.Validate()))
			})
		}
	}
	t.Run("dev", func(t *testing.T) { check(t, fixture.Dev, inDev) })
	t.Run("production", func(t *testing.T) { check(t, fixture.Production, inProduction) })
}

func TestBadValuesAmongEnvironments(t *testing.T) {
	for _, row := range amongOthers {
		t.Run(row.name, func(t *testing.T) {
			all := fixture.All()
			require.Equal(t, "dev", all[0].Name)
			row.spoil(&all[0])
			require.Equal(t, row.want, lines(t, envs.ValidateAll(fixture.Accounts(), all)))
		})
	}
}

// TestBadStateAmongEnvironments has the states that two environments choose
// instead of S3, for which All has no example.
func TestBadStateAmongEnvironments(t *testing.T) {
	for _, row := range []struct {
		name         string
		dev, staging envs.State
		want         []string
	}{
		{
			"workspace of another environment",
			envs.CloudState{Organization: "company", Workspace: "pdm"},
			envs.CloudState{Organization: "company", Workspace: "pdm", Hostname: "app.terraform.io"},
			[]string{`staging.state = "app.terraform.io/company/pdm": dev keeps its state in the same place`},
		},
		{
			"workspace of the same name in another installation",
			envs.CloudState{Organization: "company", Workspace: "pdm"},
			envs.CloudState{Organization: "company", Workspace: "pdm", Hostname: "tfe.company.com:8443"},
			nil,
		},
		{
			"local files of the same name in the stacks' own folders",
			envs.LocalState{Path: "terraform.tfstate"},
			envs.LocalState{Path: "terraform.tfstate"},
			nil,
		},
		{
			"local file above both stacks' folders",
			envs.LocalState{Path: "../terraform.tfstate"},
			envs.LocalState{Path: "../terraform.tfstate"},
			[]string{`staging.state = "terraform.tfstate": dev keeps its state in the same place`},
		},
		{
			"two states missing aren't in one place",
			nil, nil,
			[]string{`dev.state = nothing: ` + kindRule, `staging.state = nothing: ` + kindRule},
		},
		{
			"two nil pointers aren't in one place",
			(*envs.S3State)(nil), (*envs.S3State)(nil),
			[]string{`dev.state = "*envs.S3State": ` + kindRule, `staging.state = "*envs.S3State": ` + kindRule},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			all := fixture.All()
			require.Equal(t, "staging", all[1].Name)
			all[0].State, all[1].State = row.dev, row.staging
			require.Equal(t, row.want, lines(t, envs.ValidateAll(fixture.Accounts(), all)))
		})
	}
}

// TestOneExternalIDAnAccount because Datadog reads an account once.
func TestOneExternalIDAnAccount(t *testing.T) {
	staging, production := fixture.Staging(), fixture.Production()
	production.Datadog.ExternalID = "a1"
	require.NoError(t, envs.ValidateAll(fixture.Accounts(), []envs.Environment{staging, production}))
	staging.Datadog.ExternalID = "a1"
	require.Equal(t, []string{
		`production.datadog.external_id = "a1": is for one environment of the account, and staging has one already`,
	}, lines(t, envs.ValidateAll(fixture.Accounts(), []envs.Environment{staging, production})))
}

// TestZonesAmongEnvironments because a zone that two environments create is two
// zones, while one that exists holds the names of both.
func TestZonesAmongEnvironments(t *testing.T) {
	const zone, dev, staging = "company.net", "dev.company.net", "staging.company.net"
	servers := []string{"ns-1.awsdns-00.com", "ns-2.awsdns-00.net"}
	for _, row := range []struct {
		name         string
		dev, staging envs.Domain
		want         []string
	}{
		{
			"both create it",
			envs.Domain{Zone: zone, API: dev},
			envs.Domain{Zone: zone, API: staging},
			[]string{`staging.domain.zone = "company.net": is the zone of dev too; only one that exists can be shared`},
		},
		{
			"the first creates it",
			envs.Domain{Zone: zone, API: dev},
			envs.Domain{Zone: zone, API: staging, Existing: true},
			[]string{`staging.domain.zone = "company.net": is the zone of dev too; only one that exists can be shared`},
		},
		{
			"the second creates it",
			envs.Domain{Zone: zone, API: dev, Existing: true},
			envs.Domain{Zone: zone, API: staging},
			[]string{`staging.domain.zone = "company.net": is the zone of dev too; only one that exists can be shared`},
		},
		{
			"it exists",
			envs.Domain{Zone: zone, API: dev, Existing: true},
			envs.Domain{Zone: zone, API: staging, Existing: true},
			nil,
		},
		{
			"it exists, and both have one name",
			envs.Domain{Zone: zone, API: zone, Existing: true},
			envs.Domain{Zone: zone, API: zone, Existing: true},
			[]string{`staging.domain.api = "company.net": is the name of dev already`},
		},
		{
			"one within the other",
			envs.Domain{Zone: dev, API: dev},
			envs.Domain{Zone: zone, API: staging},
			[]string{`dev.domain.zone = "dev.company.net": ` + belowZoneRule(zone, "staging")},
		},
		{
			"one within the other, which leads there",
			envs.Domain{Zone: dev, API: dev},
			envs.Domain{Zone: zone, API: staging, Delegations: []envs.Delegation{{Zone: dev, NameServers: servers}}},
			nil,
		},
		{
			"one within the other, which leads elsewhere",
			envs.Domain{Zone: dev, API: dev},
			envs.Domain{Zone: zone, API: staging, Delegations: []envs.Delegation{{Zone: "a." + dev, NameServers: servers}}},
			[]string{`dev.domain.zone = "dev.company.net": ` + belowZoneRule(zone, "staging")},
		},
		{
			"one that exists within the other that exists",
			envs.Domain{Zone: dev, API: dev, Existing: true},
			envs.Domain{Zone: zone, API: staging, Existing: true},
			nil,
		},
		{
			"a name of one within the other",
			envs.Domain{Zone: dev, API: dev},
			envs.Domain{Zone: zone, API: "api." + dev, Existing: true},
			[]string{`staging.domain.api = "api.dev.company.net": lies within "dev.company.net", which is the zone of dev: it is asked there, and not of "company.net"`},
		},
		{
			"a zone that exists, of which one gives the other's name away",
			envs.Domain{Zone: zone, API: dev, Existing: true, Delegations: []envs.Delegation{{Zone: staging, NameServers: servers}}},
			envs.Domain{Zone: zone, API: staging, Existing: true},
			[]string{`staging.domain.api = "staging.company.net": lies within "staging.company.net", which dev delegates: it is asked there, and not of "company.net"`},
		},
		{
			"a zone that exists, of which both delegate one part",
			envs.Domain{Zone: zone, API: dev, Existing: true, Delegations: []envs.Delegation{{Zone: "ml.company.net", NameServers: servers}}},
			envs.Domain{Zone: zone, API: staging, Existing: true, Delegations: []envs.Delegation{{Zone: "ml.company.net", NameServers: servers}}},
			[]string{`staging.domain.delegations = "ml.company.net": dev delegates "ml.company.net" of the same zone already`},
		},
		{
			"two domains missing aren't one",
			envs.Domain{}, envs.Domain{},
			[]string{
				`dev.domain.zone = "": ` + hostsRule, `dev.domain.api = "": ` + hostsRule,
				`staging.domain.zone = "": ` + hostsRule, `staging.domain.api = "": ` + hostsRule,
			},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			all := fixture.All()
			all[0].Domain, all[1].Domain = row.dev, row.staging
			all[0].Frontend, all[1].Frontend = nil, nil
			require.Equal(t, row.want, lines(t, envs.ValidateAll(fixture.Accounts(), all)))
		})
	}
}

// TestNamesThatBeginAlike has the two environments in both orders.
func TestNamesThatBeginAlike(t *testing.T) {
	short, long := fixture.Staging(), fixture.Dev()
	long.Name = "staging-eu"
	require.Equal(t, []string{`staging-eu.names = "pdm-staging": ` + prefixRule("staging")},
		lines(t, envs.ValidateAll(fixture.Accounts(), []envs.Environment{short, long})))
	require.Equal(t, []string{`staging.names = "pdm-staging": ` + prefixRule("staging-eu")},
		lines(t, envs.ValidateAll(fixture.Accounts(), []envs.Environment{long, short})))
}

// TestBadAccount has what is wrong with an account, each beside nothing else.
const literalRule = "must be UTF-8 without ${ or %{, which Terraform would fill in; a shell takes $NAME as well"

func TestBadAccount(t *testing.T) {
	const (
		ownerRule = `must be "owner/name" with an owner of 1 to 39 letters and digits, with single hyphens between them`
		repoRule  = `must be "owner/name" with a name of 1 to 100 letters, digits and any of ._-, which doesn't end with ".git"`
		idRule    = "must be GitHub's number, or 0 where tokens don't carry it"
		idsRule   = "tokens carry the numbers of owner and repository together, or neither"
	)
	repository := func(v string) func(*envs.Account) { return func(a *envs.Account) { a.Repository = v } }
	ids := func(owner, repository int) func(*envs.Account) {
		return func(a *envs.Account) { a.OwnerID, a.RepositoryID = owner, repository }
	}
	for _, row := range []struct {
		name  string
		spoil func(*envs.Account)
		want  []string
	}{
		{"project upper case", func(a *envs.Account) { a.Project = "PDM" }, []string{`account.project = "PDM": ` + nameRule}},
		{"project missing", func(a *envs.Account) { a.Project = "" }, []string{`account.project = "": ` + nameRule}},
		{"project that makes a role's name over 64", func(a *envs.Account) { a.Project, a.Detection = chars(60), envs.Detection{} }, []string{
			tooLong("account.names", chars(60)+"-plan", "IAM role name", 1, 64),
		}},
		{"region in China", func(a *envs.Account) { a.Region = "cn-north-1" }, []string{`account.region = "cn-north-1": ` + chinaRule}},
		{"region malformed", func(a *envs.Account) { a.Region = "us-east-1a" }, []string{
			`account.region = "us-east-1a": must be an AWS region such as "us-east-1"`,
		}},
		{"default branch missing", func(a *envs.Account) { a.Branch = "" }, []string{`account.branch = "": must be a Git branch such as "main"`}},
		{"any branch", func(a *envs.Account) { a.Branch = "*" }, []string{`account.branch = "*": must be a Git branch such as "main"`}},
		{"repository missing", repository(""), []string{`account.repository = "": ` + ownerRule, `account.repository = "": ` + repoRule}},
		{"repository without an owner", repository("/name"), []string{`account.repository = "/name": ` + ownerRule}},
		{"repository without a name", repository("owner/"), []string{`account.repository = "owner/": ` + repoRule}},
		{"repository without a slash", repository("owner"), []string{`account.repository = "owner": ` + repoRule}},
		{"repository with two slashes", repository("owner/name/x"), []string{`account.repository = "owner/name/x": ` + repoRule}},
		{"repository by its URL", repository("https://github.com/owner/name"), []string{
			`account.repository = "https://github.com/owner/name": ` + ownerRule,
			`account.repository = "https://github.com/owner/name": ` + repoRule,
		}},
		{"repository by its address for git", repository("owner/name.git"), []string{`account.repository = "owner/name.git": ` + repoRule}},
		{"any repository of an owner", repository("owner/*"), []string{`account.repository = "owner/*": ` + repoRule}},
		{"repository with a wildcard of one character", repository("owner/nam?"), []string{`account.repository = "owner/nam?": ` + repoRule}},
		{"any owner", repository("*/name"), []string{`account.repository = "*/name": ` + ownerRule}},
		{"repository with a colon", repository("owner/name:environment"), []string{`account.repository = "owner/name:environment": ` + repoRule}},
		{"repository with a line break", repository("owner/name\n"), []string{`account.repository = "owner/name\n": ` + repoRule}},
		{"repository named as its folder", repository("owner/."), []string{`account.repository = "owner/.": ` + repoRule}},
		{"repository named as the folder above", repository("owner/.."), []string{`account.repository = "owner/..": ` + repoRule}},
		{"repository's name too long", repository("owner/" + chars(101)), []string{
			fmt.Sprintf("account.repository = %q: %s", "owner/"+chars(101), repoRule),
		}},
		{"owner's name too long", repository(chars(40) + "/name"), []string{
			fmt.Sprintf("account.repository = %q: %s", chars(40)+"/name", ownerRule),
		}},
		{"owner with a dot", repository("own.er/name"), []string{`account.repository = "own.er/name": ` + ownerRule}},
		{"owner begins with a hyphen", repository("-owner/name"), []string{`account.repository = "-owner/name": ` + ownerRule}},
		{"owner ends with a hyphen", repository("owner-/name"), []string{`account.repository = "owner-/name": ` + ownerRule}},
		{"owner with two hyphens in a row", repository("own--er/name"), []string{`account.repository = "own--er/name": ` + ownerRule}},
		{"owner's number alone", ids(1, 0), []string{`account.repository_id = 0: ` + idsRule}},
		{"repository's number alone", ids(0, 1), []string{`account.owner_id = 0: ` + idsRule}},
		{"numbers negative", ids(-1, -2), []string{`account.owner_id = -1: ` + idRule, `account.repository_id = -2: ` + idRule}},
		{"everything", func(a *envs.Account) { *a = envs.Account{Repository: "*", OwnerID: 1, Store: a.Store} }, []string{
			`account.project = "": ` + nameRule,
			`account.region = "": must be an AWS region such as "us-east-1"`,
			`account.repository = "*": ` + ownerRule,
			`account.repository = "*": ` + repoRule,
			`account.branch = "": must be a Git branch such as "main"`,
			`account.repository_id = 0: ` + idsRule,
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			account := fixture.Account()
			row.spoil(&account)
			require.Equal(t, row.want, lines(t, account.Validate()))
			require.Equal(t, row.want, lines(t, envs.ValidateAll([]envs.Account{account}, fixture.All())))
		})
	}
}

// TestReservedServiceNames has every part of the platform whose name or address
// would be a service's as well.
func TestReservedServiceNames(t *testing.T) {
	for _, part := range []string{
		"alb", "alias", "api", "certificate", "cluster", "default", "endpoints", "exec", "execution", "flow", "http",
		"https", "internet", "main", "namespace", "public", "sagemaker", "waf", "zone",
	} {
		env := fixture.Dev()
		mlName(part)(&env)
		require.Equal(t, []string{
			fmt.Sprintf("dev.services.%s.name = %q: is a part of the platform itself", part, part),
		}, lines(t, env.Validate()))

		env = fixture.Dev()
		mlName(part + "-service")(&env)
		require.NoError(t, env.Validate(), "only the whole name is taken")
	}
}

func TestBadStateStore(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*envs.StateStore)
		want  string
	}{
		{"bucket", func(s *envs.StateStore) { s.Bucket = "state..bucket" }, refusedName("state store.bucket", "state..bucket", "S3 bucket name", "..")},
		{"table", func(s *envs.StateStore) { s.Table = "no" }, tooLong("state store.table", "no", "DynamoDB table name", 3, 255)},
		{"alias", func(s *envs.StateStore) { s.KeyAlias = "alias/aws/s3" }, refusedName("state store.key_alias", "alias/aws/s3", "KMS alias", "alias/aws/")},
		{"region in China", func(s *envs.StateStore) { s.Region = "cn-north-1" }, `state store.region = "cn-north-1": ` + chinaRule},
		{"region", func(s *envs.StateStore) { s.Region = "virginia" }, `state store.region = "virginia": must be an AWS region such as "us-east-1"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			account := fixture.Account()
			row.spoil(&account.Store)
			require.Equal(t, []string{row.want}, lines(t, envs.ValidateAll([]envs.Account{account}, fixture.All())))
		})
	}
}

func prefixRule(other string) string {
	return "all names of both this and " + other + " begin with it, and how names begin is how the roles that deliver tell the two apart"
}

func name(v string) func(*envs.Environment) { return func(e *envs.Environment) { e.Name = v } }

func project(v string) func(*envs.Environment) { return func(e *envs.Environment) { e.Project = v } }

func region(v string) func(*envs.Environment) { return func(e *envs.Environment) { e.Region = v } }

func cidr(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Network.CIDR = v }
}

func zones(v ...string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Network.AvailabilityZones = v }
}

// letters are the first n zones of a region.
func letters(region string, n int) []string {
	var found []string
	for _, letter := range strings.Split("abcdefghijklmnopqrstuvwxyz"[:n], "") {
		found = append(found, region+letter)
	}
	return found
}

// nat leaves Supabase out, whose database the services reach by a NAT gateway.
func nat(v envs.NAT) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Network.NAT = v
		e.Supabase, e.Datadog = nil, nil
	}
}

// withoutNAT leaves the NAT gateway out, with what tasks and shells need then.
func withoutNAT(e *envs.Environment) {
	e.Network.NAT = envs.NATNone
	e.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssmmessages"}
}

func endpoints(v ...string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Network.InterfaceEndpoints = v }
}

func flowLog(v envs.FlowLogTraffic) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Network.FlowLog = v }
}

// mlName renames the ML service for itself and its caller.
func mlName(v string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Services[1].Name = v
		e.Services[0].Calls = []string{v}
	}
}

func port(v int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].Port = v }
}

func protocol(v envs.Protocol) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].Protocol = v }
}

func calls(v ...string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[0].Calls = v }
}

func mlCalls(v ...string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].Calls = v }
}

// reporting adds a third service, which calls the given ones.
func reporting(calls ...string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Services = append(e.Services, envs.Service{
			Name: "reporting", Port: 8080, Protocol: envs.HTTP, Calls: calls, User: "1000:1000",
			HealthCheck: []string{"CMD", "true"},
			Deployment:  envs.Deployment{CPU: 256, Memory: 512, DesiredCount: 1, MinCount: 1, MaxCount: 1},
		})
	}
}

// route makes the ML service public, by a host, and spoils its route.
func route(spoil func(*envs.Route)) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Services[1].Public = true
		e.Services[1].Route = envs.Route{Priority: 1, Host: "ml.pdm-dev.company.com"}
		spoil(&e.Services[1].Route)
	}
}

// paths adds a public service by its paths, whose health check is at the last.
func objective(availability, latency, seconds float64, days int) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.OffHours = nil
		e.Services[0].Objective = &envs.Objective{Availability: availability, Latency: latency, Seconds: seconds, WindowDays: days}
	}
}

func paths(patterns ...string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		reporting()(e)
		s := &e.Services[2]
		last := strings.ReplaceAll(strings.ReplaceAll(patterns[len(patterns)-1], "*", "health"), "?", "x")
		s.Public, s.Route = true, envs.Route{Priority: 2, Paths: patterns, HealthCheckPath: last}
	}
}

func user(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].User = v }
}

func healthCheck(v ...string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].HealthCheck = v }
}

func grants(v ...envs.Grant) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].Grants = v }
}

func tag(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].ImageTag = v }
}

// variables adds variables to the caller, with values that no message may show.
func variables(names ...string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		for _, name := range names {
			e.Services[0].Variables[name] = "hidden"
		}
	}
}

func nodeEnv(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[0].Variables["NODE_ENV"] = v }
}

func capacity(base, onDemand, spot int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Capacity = envs.Capacity{Base: base, OnDemand: onDemand, Spot: spot} }
}

func timeZone(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.OffHours.TimeZone = v }
}

func times(stop, start string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.OffHours.Stop, e.OffHours.Start = stop, start }
}

// domain leaves the front end out, whose names lie within the zone too.
// belowZoneRule refuses a zone below that of an environment which does not lead
// to it.
func belowZoneRule(zone, owner string) string {
	return fmt.Sprintf("lies below the zone %q of %s, whose name servers would be asked for it: take a zone beside that one, or name this one in its domain.delegations", zone, owner)
}

// delegates has the environment lead to zones.
func delegates(zones ...string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		for _, zone := range zones {
			e.Domain.Delegations = append(e.Domain.Delegations, envs.Delegation{
				Zone: zone, NameServers: []string{"ns-1.awsdns-00.com", "ns-2.awsdns-00.net"},
			})
		}
	}
}

// nameServers has the environment lead to a zone with the given ones.
func nameServers(servers ...string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Domain.Delegations = []envs.Delegation{{Zone: "ml.pdm-dev.company.com", NameServers: servers}}
	}
}

func domain(zone, api string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Domain = envs.Domain{Zone: zone, API: api}
		e.Frontend = nil
	}
}

// apiName is a name that ends in its zone.
func apiName(v string) func(*envs.Environment) { return domain("company.com", v) }

func supabase(spoil func(*envs.Supabase)) func(*envs.Environment) {
	return func(e *envs.Environment) { spoil(e.Supabase) }
}

// datadog gives the environment Datadog, and spoils it.
func datadog(spoil func(*envs.Datadog)) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.Datadog = fixture.Production().Datadog
		spoil(e.Datadog)
	}
}

func databaseCIDRs(v ...string) func(*envs.Environment) {
	return supabase(func(s *envs.Supabase) { s.DatabaseCIDRs = v })
}

func frontend(spoil func(*envs.Frontend)) func(*envs.Environment) {
	return func(e *envs.Environment) { spoil(e.Frontend) }
}

func rateLimit(v int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.RateLimit = v }
}

func size(cpu, memory int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].CPU, e.Services[1].Memory = cpu, memory }
}

func counts(least, desired, most int) func(*envs.Environment) {
	return func(e *envs.Environment) {
		s := &e.Services[1]
		s.MinCount, s.DesiredCount, s.MaxCount = least, desired, most
	}
}

func retention(v int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.LogRetentionDays = v }
}

func backup(v envs.Backup) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Backup = v }
}

func lock(least, most int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Backup.Lock = envs.VaultLock{MinDays: least, MaxDays: most} }
}

func email(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.AlertEmail = v }
}

func owner(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Owner = v }
}

func budget(v int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.MonthlyBudgetUSD = v }
}

func alertEndpoint(url string) func(*envs.Environment) {
	return func(e *envs.Environment) {
		e.AlertEndpoints = []envs.AlertEndpoint{{Name: "on-call", URL: url}}
	}
}

func state(v envs.State) func(*envs.Environment) {
	return func(e *envs.Environment) { e.State = v }
}

func s3(spoil func(*envs.S3State)) func(*envs.Environment) {
	return func(e *envs.Environment) {
		s := e.State.(envs.S3State)
		spoil(&s)
		e.State = s
	}
}

func cloud(organization, workspace, hostname string) func(*envs.Environment) {
	return state(envs.CloudState{Organization: organization, Workspace: workspace, Hostname: hostname})
}
