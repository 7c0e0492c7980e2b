package envs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// badValue is an environment with something wrong and everything that
// validation says about it: a value that trips an unrelated rule fails too.
type badValue struct {
	name  string
	spoil func(*envs.Environment)
	want  []string
}

const (
	nameRule  = "must be lower case letters, digits and single hyphens, beginning with a letter"
	cidrRule  = `must be an IPv4 range in CIDR notation such as "10.0.0.0/16"`
	bitsRule  = "must be a /16: /24 subnets are cut from it at 0, 1, 2… and 10, 11, 12…"
	emailRule = `must be one plain e-mail address such as "ops@example.com"`
	logsRule  = "CloudWatch Logs accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
	knownRule = "must be one of ecr.api, ecr.dkr, ecs, kms, logs, monitoring, sagemaker.api, sagemaker.runtime, secretsmanager, sns, ssm, ssmmessages, sts"
	cloudRule = "must be 3 to 90 letters, digits, hyphens and underscores"
	localRule = "must be relative to the stack's folder, so that every machine synthesizes the same"
	hostRule  = "must be a bare host name, without scheme or path"
	slashRule = "must not have a slash at either end, nor two in a row"
	kindRule  = "must be an S3State, CloudState or LocalState, as a value"
	cpuRule   = "Fargate knows 256, 512, 1024, 2048, 4096, 8192, 16384 CPU units"
	callRule  = "is no service of this environment"
	daysRule  = "AWS Backup keeps 1 to 36500 days"

	api = "dev.services.api-gateway"
	ml  = "dev.services.ml-service"
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
	{"project empty", project(""), []string{`dev.project = "": ` + nameRule}},
	{"project upper case", project("PDM"), []string{`dev.project = "PDM": ` + nameRule}},
	{"project with blank", project("p d m"), []string{`dev.project = "p d m": ` + nameRule}},

	{"load balancer's name over 32", func(e *envs.Environment) {
		e.Name = chars(25)
		e.Services[0].Name = "ap"
	}, []string{tooLong(chars(25)+".names", "pdm-"+chars(25)+"-alb", "load balancer name", 1, 32)}},
	{"target group's name over 32", func(e *envs.Environment) { e.Services[0].Name = chars(25) },
		[]string{tooLong("dev.names", "pdm-dev-"+chars(25), "target group name", 1, 32)}},
	{"role's name over 64", mlName(chars(52)),
		[]string{tooLong("dev.names", "pdm-dev-"+chars(52)+"-task", "IAM role name", 1, 64)}},
	{"bucket's name over 63", name(chars(38)), []string{
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-api-gateway", "target group name", 1, 32),
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
			tooLong(field, prefix+"-ml-data-000000000000", "S3 bucket name", 3, 63),
			tooLong(field, prefix+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
			tooLong(field, prefix+"-cluster", "ECS name", 1, 255),
			tooLong(field, prefix+"-backup", "backup vault name", 2, 50),
			tooLong(field, prefix+"-backup", "IAM role name", 1, 64),
			tooLong(field, prefix+"-restore", "IAM role name", 1, 64),
			tooLong(field, prefix+"-api-gateway-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-api-gateway", "ECS name", 1, 255),
			tooLong(field, prefix+"/api-gateway", "ECR repository name", 2, 256),
			tooLong(field, prefix+"-api-gateway-task", "IAM role name", 1, 64),
			tooLong(field, "/ecs/"+prefix+"/api-gateway", "log group name", 1, 512),
			tooLong(field, prefix+"-api-gateway", "target group name", 1, 32),
			tooLong(field, prefix+"-ml-service-", "security group name prefix", 1, 229),
			tooLong(field, prefix+"-ml-service", "ECS name", 1, 255),
			tooLong(field, prefix+"/ml-service", "ECR repository name", 2, 256),
			tooLong(field, prefix+"-ml-service-task", "IAM role name", 1, 64),
			tooLong(field, "/ecs/"+prefix+"/ml-service", "log group name", 1, 512),
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
		refusedName("dev.names", "sg-dev-api-gateway-", "security group name prefix", "sg-"),
		refusedName("dev.names", "sg-dev-ml-service-", "security group name prefix", "sg-"),
	}},

	{"region empty", region(""), []string{`dev.region = "": must be an AWS region such as "us-east-1"`}},
	{"region is a zone", region("us-east-1a"), []string{`dev.region = "us-east-1a": must be an AWS region such as "us-east-1"`}},
	{"region with a first word that no partition has", region("europ-west-1"), []string{
		`dev.region = "europ-west-1": must be an AWS region such as "us-east-1"`,
	}},
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
	{"eleven zones", func(e *envs.Environment) { e.Network.AvailabilityZones = letters("us-east-1", 11) }, []string{
		fmt.Sprintf("dev.network.availability_zones = %q: at most 10: public subnet 10 would be the first private one", letters("us-east-1", 11)),
	}},

	{"NAT mode empty", nat(""), []string{`dev.network.nat = "": must be "none", "single" or "per-zone"`}},
	{"NAT mode unknown", nat("instance"), []string{`dev.network.nat = "instance": must be "none", "single" or "per-zone"`}},
	{"no NAT and no endpoints", nat(envs.NATNone), []string{
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "ecr.api" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "ecr.dkr" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "logs" to start`,
		`dev.network.interface_endpoints = []: without a NAT gateway tasks need "secretsmanager" to start`,
	}},
	{"no NAT and one endpoint missing", func(e *envs.Environment) {
		e.Network.NAT = envs.NATNone
		e.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "secretsmanager"}
	}, []string{
		`dev.network.interface_endpoints = ["ecr.api" "ecr.dkr" "secretsmanager"]: without a NAT gateway tasks need "logs" to start`,
	}},
	{"endpoint unknown", endpoints("logs", "sagemaker"), []string{`dev.network.interface_endpoints = "sagemaker": ` + knownRule}},
	{"endpoint by its full name", endpoints("com.amazonaws.us-east-1.logs"), []string{
		`dev.network.interface_endpoints = "com.amazonaws.us-east-1.logs": ` + knownRule,
	}},
	{"endpoint twice", endpoints("logs", "kms", "logs"), []string{`dev.network.interface_endpoints = "logs": is named twice`}},
	{"flow log empty", flowLog(""), []string{`dev.network.flow_log = "": must be "ALL" or "REJECT"`}},
	{"flow log of accepted traffic only", flowLog("ACCEPT"), []string{`dev.network.flow_log = "ACCEPT": must be "ALL" or "REJECT"`}},

	{"no services", func(e *envs.Environment) { e.Services = nil }, []string{
		`dev.services.public = []: exactly one service stands behind the load balancer`,
	}},
	{"no public service", func(e *envs.Environment) { e.Services[0].Public = false }, []string{
		`dev.services.public = []: exactly one service stands behind the load balancer`,
	}},
	{"two public services", func(e *envs.Environment) {
		e.Services[1].Public = true
		e.Services[1].Protocol = envs.HTTP
	}, []string{`dev.services.public = ["api-gateway" "ml-service"]: exactly one service stands behind the load balancer`}},
	{"public service that speaks gRPC", func(e *envs.Environment) { e.Services[0].Protocol = envs.GRPC }, []string{
		api + `.protocol = "grpc": a public service speaks "http" to the load balancer`,
	}},
	{"service twice", func(e *envs.Environment) { e.Services = append(e.Services, e.Services[1]) }, []string{
		ml + `.name = "ml-service": is named twice`,
	}},
	{"service without a name", mlName(""), []string{`dev.services[1].name = "": ` + nameRule}},
	{"service's name with underscore", mlName("ml_service"), []string{`dev.services[1].name = "ml_service": ` + nameRule}},
	{"service named as the load balancer", mlName("alb"), []string{
		`dev.services.alb.name = "alb": is a part of the platform itself`,
	}},
	{"service named as the endpoints", mlName("endpoints"), []string{
		`dev.services.endpoints.name = "endpoints": is a part of the platform itself`,
	}},
	{"port 0", port(0), []string{ml + `.port = 0: must be a TCP port, 1 to 65535`}},
	{"port negative", port(-1), []string{ml + `.port = -1: must be a TCP port, 1 to 65535`}},
	{"port 65536", port(65536), []string{ml + `.port = 65536: must be a TCP port, 1 to 65535`}},
	{"port 70000", port(70000), []string{ml + `.port = 70000: must be a TCP port, 1 to 65535`}},
	{"protocol empty", protocol(""), []string{ml + `.protocol = "": must be "http" or "grpc"`}},
	{"protocol unknown", protocol("tcp"), []string{ml + `.protocol = "tcp": must be "http" or "grpc"`}},
	{"callee unknown", calls("ml-service", "ml-servise"), []string{api + `.calls = "ml-servise": ` + callRule}},
	{"callee itself", calls("ml-service", "api-gateway"), []string{api + `.calls = "api-gateway": a service does not call itself`}},
	{"callee twice", calls("ml-service", "ml-service"), []string{api + `.calls = "ml-service": is named twice`}},

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
	{"least negative", counts(-1, 1, 2), []string{ml + `.min_count = -1: must not be negative`}},
	{"count negative", counts(0, -1, 2), []string{ml + `.desired_count = -1: must not be below min_count, which is 0`}},
	{"most zero", counts(0, 0, 0), []string{ml + `.max_count = 0: must let at least one task run`}},
	{"most over the quota", counts(1, 1, 5001), []string{ml + `.max_count = 5001: Amazon ECS runs at most 5000 tasks a service`}},

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
		`dev.backup.second_region = "cn-north-1": must be in the partition of us-east-1, which no copy leaves`,
	}},
	{"second region of an environment in GovCloud", func(e *envs.Environment) {
		elsewhere("us-gov-west-1")(e)
		backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2", CopyRetentionDays: 7})(e)
	}, []string{
		`dev.backup.second_region = "us-west-2": must be in the partition of us-gov-west-1, which no copy leaves`,
	}},
	{"second region beside a first that is none", func(e *envs.Environment) {
		e.Region = "virginia\n"
		backup(envs.Backup{RetentionDays: 7, SecondRegion: "cn-north-1", CopyRetentionDays: 7})(e)
	}, []string{`dev.region = "virginia\n": must be an AWS region such as "us-east-1"`}},
	{"copies without a second region", backup(envs.Backup{RetentionDays: 7, CopyRetentionDays: 7}), []string{
		`dev.backup.copy_retention_days = 7: there is no second region to keep copies in`,
	}},
	{"copies kept for no time", backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2"}), []string{
		`dev.backup.copy_retention_days = 0: ` + daysRule,
	}},
	{"names in the second region too long", func(e *envs.Environment) {
		e.Project, e.Name, e.Services[0].Name = "p", chars(40), "ap"
		backup(envs.Backup{RetentionDays: 7, SecondRegion: "us-west-2", CopyRetentionDays: 7})(e)
	}, []string{
		tooLong(chars(40)+".names", "p-"+chars(40)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-backup-copy", "backup vault name", 2, 50),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-ml-data-replica-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(40)+".names", "p-"+chars(40)+"-ap", "target group name", 1, 32),
	}},
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
		tooLong("production.names", "predictive-maintenance-production-api-gateway", "target group name", 1, 32),
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
	{"state of another environment", state(envs.Production().State), []string{
		`production.state = "s3://predictive-maintenance-terraform-state/infrastructure/production/terraform.tfstate": dev keeps its state in the same place`,
	}},
	{"state of another environment under another lock", func(e *envs.Environment) {
		s := envs.Production().State.(envs.S3State)
		s.Table, s.Region, s.KeyAlias = "other-lock", "eu-west-1", "alias/other"
		e.State = s
	}, []string{
		`production.state = "s3://predictive-maintenance-terraform-state/infrastructure/production/terraform.tfstate": dev keeps its state in the same place`,
	}},
	{"state of the bootstrap stack", state(envs.Store.StateOf(envs.BootstrapName)), []string{
		`dev.state = "s3://predictive-maintenance-terraform-state/infrastructure/bootstrap/terraform.tfstate": bootstrap keeps its state in the same place`,
	}},
	{"names of another environment's parts", func(e *envs.Environment) {
		e.Project, e.Name = "pdm-staging", "api"
		e.Services[0].Name = "gateway"
	}, []string{
		`staging.names = "pdm-staging-api-gateway": api has the same ECS name`,
		`staging.names = "pdm-staging-api-gateway-task": api has the same IAM role name`,
		`staging.names = "pdm-staging-api-gateway": api has the same target group name`,
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
	t.Run("dev", func(t *testing.T) { check(t, envs.Dev, inDev) })
	t.Run("production", func(t *testing.T) { check(t, envs.Production, inProduction) })
}

func TestBadValuesAmongEnvironments(t *testing.T) {
	for _, row := range amongOthers {
		t.Run(row.name, func(t *testing.T) {
			all := envs.All()
			require.Equal(t, "dev", all[0].Name)
			row.spoil(&all[0])
			require.Equal(t, row.want, lines(t, envs.ValidateAll(all)))
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
			all := envs.All()
			require.Equal(t, "staging", all[1].Name)
			all[0].State, all[1].State = row.dev, row.staging
			require.Equal(t, row.want, lines(t, envs.ValidateAll(all)))
		})
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
		{"region", func(s *envs.StateStore) { s.Region = "virginia" }, `state store.region = "virginia": must be an AWS region such as "us-east-1"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			// The environments took their own copy before, so that only the
			// store is wrong.
			all, store := envs.All(), envs.Store
			t.Cleanup(func() { envs.Store = store })
			row.spoil(&envs.Store)
			require.Equal(t, []string{row.want}, lines(t, envs.ValidateAll(all)))
		})
	}
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

func nat(v envs.NAT) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Network.NAT = v }
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
