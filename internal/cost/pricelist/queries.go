package pricelist

import "regexp"

// query is how the Price List API knows a price.
type query struct {
	// id and unit are those of the file.
	id, unit string
	// service and family are AWS's code of the service and its family of products;
	// an empty family is any.
	service, family string
	usage           usage
	// times is how many of AWS's units are one of the file's.
	times float64
}

// usage is a type of usage.
type usage struct {
	name    string
	pattern *regexp.Regexp
	// global is of what has one price, in no region.
	global bool
	// volume tells products apart whose usage is the same; empty is any.
	volume string
}

// regional is a type of usage in any region. AWS writes the region before it in
// letters, "USW2-", or spelled out, "us-west-2-", and not at all for some usage in
// us-east-1. Other words stand there too, "TS-" and "Outposts-", and are other usage.
func regional(name string) usage {
	return usage{name: name, pattern: regexp.MustCompile(`^((EU|[A-Z]{2,4}[0-9]|[a-z]{2}(-[a-z]+)+-[0-9])-)?` + name + `$`)}
}

// global is a type of usage of no region. With a region's letters before it, it is
// other usage: "USE1-DNS-Queries" are those of a resolver.
func global(name string) usage {
	return usage{name: name, pattern: regexp.MustCompile(`^` + name + `$`), global: true}
}

// of is the usage of one type of volume.
func (u usage) of(volume string) usage {
	u.volume = volume
	return u
}

const (
	thousand        = 1e3
	tenThousand     = 1e4
	hundredThousand = 1e5
	million         = 1e6
)

// queries are the prices that AWS is asked for. What other vendors sell it doesn't
// know; what leaves a region has a price for each pair of them, and is compared by
// hand.
var queries = []query{
	{"fargate.vcpu", "vCPU-hour", "AmazonECS", "Compute", regional("Fargate-vCPU-Hours:perCPU"), 1},
	{"fargate.gb", "GB-hour of memory", "AmazonECS", "Compute", regional("Fargate-GB-Hours"), 1},
	{"fargate.storage", "GB-hour of storage above 20 GB", "AmazonECS", "Compute", regional("Fargate-EphemeralStorage-GB-Hours"), 1},
	{"nat.hour", "hour", "AmazonEC2", "NAT Gateway", regional("NatGateway-Hours"), 1},
	{"nat.gb", "GB through a NAT gateway", "AmazonEC2", "NAT Gateway", regional("NatGateway-Bytes"), 1},
	{"ipv4.hour", "hour", "AmazonVPC", "", regional("PublicIPv4:InUseAddress"), 1},
	{"endpoint.hour", "hour and zone", "AmazonVPC", "VpcEndpoint", regional("VpcEndpoint-Hours"), 1},
	{"endpoint.gb", "GB through an interface endpoint", "AmazonVPC", "VpcEndpoint", regional("VpcEndpoint-Bytes"), 1},
	{"alb.hour", "hour", "AWSELB", "Load Balancer-Application", regional("LoadBalancerUsage"), 1},
	{"alb.lcu", "LCU-hour of the load balancer", "AWSELB", "Load Balancer-Application", regional("LCUUsage"), 1},
	{"waf.acl", "web ACL and month", "awswaf", "", regional("WebACLV2"), 1},
	{"waf.rule", "rule or managed group and month", "awswaf", "", regional("RuleV2"), 1},
	{"waf.requests", "million requests through the web ACL", "awswaf", "", regional("RequestV2-Tier1"), million},
	{"kms.key", "key and month", "awskms", "", regional("KMS-Keys"), 1},
	{"kms.requests", "10,000 requests to KMS", "awskms", "", regional("KMS-Requests"), tenThousand},
	{"secret.month", "secret and month", "AWSSecretsManager", "Secret", regional("AWSSecretsManager-Secrets?"), 1},
	{"secret.requests", "10,000 requests to Secrets Manager", "AWSSecretsManager", "API Request", regional("AWSSecretsManager-?APIRequests?"), tenThousand},
	{"route53.zone", "hosted zone and month", "AmazonRoute53", "DNS Zone", global("HostedZone"), 1},
	{"route53.check", "health check and month", "AmazonRoute53", "DNS Health Check", global("Health-Check-AWS"), 1},
	{"route53.check.option", "option of a health check and month", "AmazonRoute53", "DNS Health Check", global("Health-Check-Option-AWS"), 1},
	{"route53.queries", "million DNS queries", "AmazonRoute53", "DNS Query", global("DNS-Queries"), million},
	{"cloudwatch.alarm", "alarm metric and month", "AmazonCloudWatch", "Alarm", regional("CW:AlarmMonitorUsage"), 1},
	{"cloudwatch.alarm.high", "alarm metric below a minute and month", "AmazonCloudWatch", "Alarm", regional("CW:HighResAlarmMonitorUsage"), 1},
	{"cloudwatch.composite", "composite alarm and month", "AmazonCloudWatch", "Alarm", regional("CW:CompositeAlarmMonitorUsage"), 1},
	{"cloudwatch.dashboard", "dashboard and month", "AmazonCloudWatch", "Dashboard", global("DashboardsUsageHour(-Basic)?"), 1},
	{"cloudwatch.metric", "custom metric and month", "AmazonCloudWatch", "Metric", regional("CW:MetricMonitorUsage"), 1},
	{"logs.ingested", "GB of logs ingested", "AmazonCloudWatch", "Data Payload", regional("DataProcessing-Bytes"), 1},
	{"logs.stored", "GB of logs stored for a month", "AmazonCloudWatch", "Storage Snapshot", regional("TimedStorage-ByteHrs"), 1},
	{"s3.stored", "GB in S3 Standard for a month", "AmazonS3", "Storage", regional("TimedStorage-ByteHrs").of("Standard"), 1},
	{"s3.put", "1,000 writes to S3", "AmazonS3", "API Request", regional("Requests-Tier1"), thousand},
	{"s3.get", "1,000 reads from S3", "AmazonS3", "API Request", regional("Requests-Tier2"), thousand},
	{"ecr.stored", "GB of images for a month", "AmazonECR", "EC2 Container Registry", regional("TimedStorage-ByteHrs"), 1},
	{"backup.stored", "GB in backups for a month", "AWSBackup", "", regional("WarmStorage-ByteHrs-S3"), 1},
	{"firehose.gb", "GB through Firehose", "AmazonKinesisFirehose", "Kinesis Firehose", regional("BilledBytes"), 1},
	{"dynamodb.stored", "GB in DynamoDB for a month", "AmazonDynamoDB", "Database Storage", regional("TimedStorage-ByteHrs"), 1},
	{"dynamodb.read", "million reads from DynamoDB", "AmazonDynamoDB", "Amazon DynamoDB PayPerRequest Throughput", regional("ReadRequestUnits"), million},
	{"dynamodb.write", "million writes to DynamoDB", "AmazonDynamoDB", "Amazon DynamoDB PayPerRequest Throughput", regional("WriteRequestUnits"), million},
	{"cloudtrail.objects", "100,000 reads and writes of objects in the trail", "AWSCloudTrail", "", regional("DataEventsRecorded"), hundredThousand},
	{"guardduty.calls", "million calls that GuardDuty looks at", "AmazonGuardDuty", "", regional("PaidEventsAnalyzed"), million},
	{"guardduty.gb", "GB of flow logs and DNS that GuardDuty looks at", "AmazonGuardDuty", "", regional("PaidEventsAnalyzed-Bytes"), 1},
	{"guardduty.objects", "million reads and writes of objects that GuardDuty looks at", "AmazonGuardDuty", "", regional("PaidS3DataEventsAnalyzed"), million},
	{"config.items", "1,000 changes that Config records", "AWSConfig", "", regional("ConfigurationItemRecorded"), thousand},
	{"securityhub.checks", "1,000 checks by Security Hub", "AWSSecurityHub", "", regional("PaidComplianceCheck"), thousand},
	{"securityhub.findings", "1,000 findings of others in Security Hub above 10,000", "AWSSecurityHub", "", regional("OtherProduct:PaidFindingsIngestion"), thousand},
	{"sns.http", "million notifications over HTTPS", "AmazonSNS", "", regional("DeliveryAttempts-HTTP"), million},
	{"sns.email", "million notifications by e-mail", "AmazonSNS", "", regional("DeliveryAttempts-SMTP"), million},
}
