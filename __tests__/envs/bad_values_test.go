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
	nameRule   = "must be lower case letters, digits and single hyphens, beginning with a letter"
	cidrRule   = `must be an IPv4 range in CIDR notation such as "10.0.0.0/16"`
	bitsRule   = "must be a /16: /24 subnets are cut from it at 0, 1, 2… and 10, 11, 12…"
	emailRule  = `must be one plain e-mail address such as "ops@example.com"`
	logsRule   = "CloudWatch Logs accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
	knownRule  = "must be one of ecr.api, ecr.dkr, ecs, kms, logs, monitoring, sagemaker.api, sagemaker.runtime, secretsmanager, sns, ssm, ssmmessages, sts"
	cloudRule  = "must be 3 to 90 letters, digits, hyphens and underscores"
	localRule  = "must be relative to the stack's folder, so that every machine synthesizes the same"
	hostRule   = "must be a bare host name, without scheme or path"
	slashRule  = "must not have a slash at either end, nor two in a row"
	kindRule   = "must be an S3State, CloudState or LocalState, as a value"
	cpuRule    = "Fargate knows 256, 512, 1024, 2048, 4096, 8192, 16384 CPU units"
	tagRule    = "must be a tag: letters, digits and any of _.-, up to 128, not beginning with . or -"
	userRule   = `must be a numeric user and group other than root, such as "1000:1000"`
	domainRule = `must be a domain name in lower case such as "api.example.com", of up to 64 characters`
	callRule   = "is no service of this environment"

	endpointRule = `must be an https URL such as "https://alerts.example.com/sns", without credentials`

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

	{"load balancer's name over 32", name(chars(25)), []string{
		tooLong(chars(25)+".names", "pdm-"+chars(25)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(25)+".names", "pdm-"+chars(25)+"-alb-3000", "target group name", 1, 32),
	}},
	{"target group's name over 32", name(chars(20)),
		[]string{tooLong(chars(20)+".names", "pdm-"+chars(20)+"-alb-3000", "target group name", 1, 32)}},
	{"role's name over 64", mlName(chars(52)),
		[]string{tooLong("dev.names", "pdm-dev-"+chars(52)+"-task", "IAM role name", 1, 64)}},
	{"bucket's name over 63", name(chars(38)), []string{
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb", "load balancer name", 1, 32),
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb-logs-000000000000", "S3 bucket name", 3, 63),
		tooLong(chars(38)+".names", "pdm-"+chars(38)+"-alb-3000", "target group name", 1, 32),
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
			tooLong(field, prefix+"-ecs-execution", "IAM role name", 1, 64),
			tooLong(field, prefix+"-sagemaker", "IAM role name", 1, 64),
			tooLong(field, prefix+"-waf", "web ACL name", 1, 128),
			tooLong(field, "aws-waf-logs-"+prefix, "log group name", 1, 512),
			tooLong(field, prefix+".internal", "private DNS zone name", 1, 253),
			tooLong(field, "/ecs/"+prefix+"/exec", "log group name", 1, 512),
			tooLong(field, "/ecs/"+prefix+"/service-connect", "log group name", 1, 512),
			tooLong(field, prefix+"-alerts", "SNS topic name", 1, 256),
			tooLong(field, prefix, "dashboard name", 1, 255),
			tooLong(field, prefix+"-monthly", "budget name", 1, 100),
			tooLong(field, prefix+"-certificate-expiry", "alarm name", 1, 255),
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
		ml + `.port = 50051: is the port of ml-service already`,
	}},
	{"services in a circle", func(e *envs.Environment) { e.Services[1].Calls = []string{"api-gateway"} }, []string{
		`dev.services.calls = ["api-gateway" "ml-service"]: call each other in a circle; a service starts after those that it calls`,
	}},
	{"services in a wide circle", func(e *envs.Environment) {
		third := e.Services[1]
		third.Name, third.Port, third.Calls = "reporting", 8080, []string{"api-gateway"}
		e.Services[1].Calls = []string{"reporting"}
		e.Services = append(e.Services, third)
	}, []string{
		`dev.services.calls = ["api-gateway" "ml-service" "reporting"]: call each other in a circle; a service starts after those that it calls`,
	}},
	{"image tag that moves", release("latest"), []string{
		ml + `.image_tag = "latest": tags never move in this registry, and nobody can say which release it is; name the release`,
	}},
	{"image tag with a colon", release("v1:2"), []string{ml + `.image_tag = "v1:2": ` + tagRule}},
	{"image tag that begins with a dot", release(".1"), []string{ml + `.image_tag = ".1": ` + tagRule}},
	{"image tag of 129", release(chars(129)), []string{ml + `.image_tag = "` + chars(129) + `": ` + tagRule}},
	{"user root", user("0:0"), []string{ml + `.user = "0:0": ` + userRule}},
	{"user by name", user("node"), []string{ml + `.user = "node": ` + userRule}},
	{"user without a group", user("1000"), []string{ml + `.user = "1000": ` + userRule}},
	{"group of root", user("1000:0"), []string{ml + `.user = "1000:0": ` + userRule}},
	{"no health check", healthCheck(), []string{ml + `.health_check = []: must be CMD or CMD-SHELL and a command`}},
	{"health check without CMD", healthCheck("wget", "http://localhost"), []string{
		ml + `.health_check = ["wget" "http://localhost"]: must be CMD or CMD-SHELL and a command`,
	}},
	{"health check without a command", healthCheck("CMD"), []string{ml + `.health_check = ["CMD"]: must be CMD or CMD-SHELL and a command`}},
	{"grant unknown", grants("admin"), []string{
		ml + `.grants = "admin": must be "read-ml-data", "write-ml-data" or "invoke-sagemaker"`,
	}},
	{"grant twice", grants(envs.ReadMLData, envs.ReadMLData), []string{ml + `.grants = "read-ml-data": is named twice`}},
	{"variable in lower case", variable("log_level", "x"), []string{
		api + `.variables = "log_level": must be upper case letters, digits and underscores`,
	}},
	{"variable of the platform", variable("PORT", "1"), []string{api + `.variables = "PORT": is set by the platform`}},
	{"variable of a callee", variable("ML_SERVICE_HOST", "localhost"), []string{
		api + `.variables = "ML_SERVICE_HOST": is set by the platform`,
	}},
	{"variable with a secret", variable("STRIPE_API_KEY", "x"), []string{
		api + `.variables = "STRIPE_API_KEY": sounds like a secret, which everybody who sees a task definition would read`,
	}},
	{"NODE_ENV with the environment's name", variable("NODE_ENV", "staging"), []string{
		api + `.variables.NODE_ENV = "staging": Node.js packages know production, development, test; the environment's name is in APP_ENV`,
	}},
	{"no capacity", capacity(envs.Capacity{}), []string{
		`dev.capacity.on_demand = 0: one of on_demand and spot must be above 0, or no task has a place`,
	}},
	{"capacity over the API's limit", capacity(envs.Capacity{OnDemand: 1001, Spot: 1001, Base: 100001}), []string{
		`dev.capacity.base = 100001: must be 0 to 100000`,
		`dev.capacity.on_demand = 1001: must be 0 to 1000`,
		`dev.capacity.spot = 1001: must be 0 to 1000`,
	}},
	{"capacity below zero", capacity(envs.Capacity{OnDemand: -1, Spot: -1, Base: -1}), []string{
		`dev.capacity.base = -1: must be 0 to 100000`,
		`dev.capacity.on_demand = -1: must be 0 to 1000`,
		`dev.capacity.spot = -1: must be 0 to 1000`,
	}},
	{"base without capacity on demand", capacity(envs.Capacity{Base: 1, Spot: 1}), []string{
		`dev.capacity.on_demand = 0: must be above 0 where base is, which runs on demand`,
	}},
	{"off hours nowhere", offHours("Berlin", "20:00", "07:00"), []string{
		`dev.off_hours.time_zone = "Berlin": must be an IANA time zone such as "Europe/Berlin"`,
	}},
	{"off hours of the machine", offHours("Local", "20:00", "07:00"), []string{
		`dev.off_hours.time_zone = "Local": must be an IANA time zone such as "Europe/Berlin"`,
	}},
	{"off hours at no time of day", offHours("UTC", "24:00", "7:00"), []string{
		`dev.off_hours.stop = "24:00": must be a time of day such as "20:00"`,
		`dev.off_hours.start = "7:00": must be a time of day such as "07:00"`,
	}},
	{"off hours of no length", offHours("UTC", "20:00", "20:00"), []string{`dev.off_hours.stop = "20:00": must differ from start`}},
	{"domain outside its zone", domain("example.com", "api.example.org"), []string{
		`dev.domain.api = "api.example.org": must lie within the zone example.com`,
	}},
	{"domain that only ends like its zone", domain("example.com", "api-example.com"), []string{
		`dev.domain.api = "api-example.com": must lie within the zone example.com`,
	}},
	{"domain in upper case", domain("example.com", "API.example.com"), []string{
		`dev.domain.api = "API.example.com": ` + domainRule,
	}},
	{"domain of one label", domain("com", "api.com"), []string{`dev.domain.zone = "com": ` + domainRule}},
	{"domain over a certificate's 64", domain("example.com", chars(53)+".example.com"), []string{
		`dev.domain.api = "` + chars(53) + `.example.com": ` + domainRule,
	}},
	{"rate limit below AWS's minimum", rateLimit(9), []string{`dev.rate_limit = 9: AWS WAF takes 10 to 2000000000 requests`}},
	{"rate limit above AWS's maximum", rateLimit(2_000_000_001), []string{
		`dev.rate_limit = 2000000001: AWS WAF takes 10 to 2000000000 requests`,
	}},
	{"service without a name", mlName(""), []string{`dev.services[1].name = "": ` + nameRule}},
	{"service's name with underscore", mlName("ml_service"), []string{`dev.services[1].name = "ml_service": ` + nameRule}},
	{"service named as the load balancer", mlName("alb"), []string{
		`dev.services.alb.name = "alb": is a part of the platform itself`,
	}},
	{"service named as the endpoints", mlName("endpoints"), []string{
		`dev.services.endpoints.name = "endpoints": is a part of the platform itself`,
	}},
	{"service named as the sessions of ECS Exec", mlName("exec"), []string{
		`dev.services.exec.name = "exec": is a part of the platform itself`,
	}},
	{"service named as Service Connect", mlName("service-connect"), []string{
		`dev.services.service-connect.name = "service-connect": is a part of the platform itself`,
	}},
	{"port of root", port(1023), []string{ml + `.port = 1023: must be a TCP port that needs no root, 1024 to 65535`}},
	{"port of another container", port(3000), []string{ml + `.port = 3000: is the port of api-gateway already`}},
	{"port 0", port(0), []string{ml + `.port = 0: must be a TCP port that needs no root, 1024 to 65535`}},
	{"port negative", port(-1), []string{ml + `.port = -1: must be a TCP port that needs no root, 1024 to 65535`}},
	{"port 65536", port(65536), []string{ml + `.port = 65536: must be a TCP port that needs no root, 1024 to 65535`}},
	{"port 70000", port(70000), []string{ml + `.port = 70000: must be a TCP port that needs no root, 1024 to 65535`}},
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
	{"production in two zones", zones("us-east-1a", "us-east-1b"), []string{
		`production.network.availability_zones = ["us-east-1a" "us-east-1b"]: production spans three zones (plan, line 1358)`,
	}},
	{"production with shells", func(e *envs.Environment) { e.Exec = true }, []string{
		`production.exec = true: nobody opens a shell in production`,
	}},
	{"production that sleeps", offHours("UTC", "20:00", "07:00"), []string{`production.off_hours = "set": production always runs`}},
	{"production on Spot", capacity(envs.Capacity{OnDemand: 1, Spot: 1}), []string{
		`production.capacity.spot = 1: production runs on nothing that AWS may take back`,
	}},
	{"production with the project's name in full", project("predictive-maintenance"), []string{
		tooLong("production.names", "predictive-maintenance-production-alb", "load balancer name", 1, 32),
		tooLong("production.names", "predictive-maintenance-production-alb-3000", "target group name", 1, 32),
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
	{"API of another environment", func(e *envs.Environment) { e.Domain = envs.Staging().Domain }, []string{
		`staging.domain.api = "api.staging.pdm.company.com": is the name of dev already`,
		`staging.domain.zone = "staging.pdm.company.com": is the zone of dev too; only one that exists can be shared`,
	}},
	{"names of another environment's parts", func(e *envs.Environment) {
		e.Project, e.Name = "pdm-staging", "api"
		e.Services[0].Name = "gateway"
	}, []string{
		`staging.names = "pdm-staging-api-gateway": api has the same ECS name`,
		`staging.names = "pdm-staging-api-gateway-task": api has the same IAM role name`,
		`staging.names = "pdm-staging-api-gateway-latency": api has the same alarm name`,
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

func email(v string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.AlertEmail = v }
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

func release(tag string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].ImageTag = tag }
}

func user(u string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].User = u }
}

func healthCheck(command ...string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].HealthCheck = command }
}

func grants(all ...envs.Grant) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[1].Grants = all }
}

func variable(name, value string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Services[0].Variables = map[string]string{name: value} }
}

func capacity(c envs.Capacity) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Capacity = c }
}

func offHours(zone, stop, start string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.OffHours = &envs.OffHours{TimeZone: zone, Stop: stop, Start: start} }
}

func domain(zone, api string) func(*envs.Environment) {
	return func(e *envs.Environment) { e.Domain = envs.Domain{Zone: zone, API: api} }
}

func rateLimit(limit int) func(*envs.Environment) {
	return func(e *envs.Environment) { e.RateLimit = limit }
}
