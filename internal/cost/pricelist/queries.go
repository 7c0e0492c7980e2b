package pricelist

import "regexp"

// query is how the Price List API knows a price.
type query struct {
	// id and unit are those of the file.
	id, unit string
	// service and family are AWS's code of the service and its family of products;
	// an empty family is any.
	service, family string
	// usage is the type of usage, behind the region's letters: "USE1-".
	usage *regexp.Regexp
	// times is how many of AWS's units are one of the file's.
	times float64
	// global is of what has one price in all regions.
	global bool
}

// usage is a type of usage in any region. KMS and Secrets Manager spell the
// region out.
func usage(name string) *regexp.Regexp {
	return regexp.MustCompile(`^([A-Za-z0-9-]+-)?` + name + `$`)
}

// exactly is a type of usage that others end with, whose region is short.
func exactly(name string) *regexp.Regexp {
	return regexp.MustCompile(`^([A-Z]{2,4}[0-9]-)?` + name + `$`)
}

const (
	thousand        = 1e3
	tenThousand     = 1e4
	hundredThousand = 1e5
	million         = 1e6
)

// queries are the prices that AWS is asked for. What other vendors sell it doesn't
// know.
var queries = []query{
	{"fargate.vcpu", "vCPU-hour", "AmazonECS", "Compute", exactly("Fargate-vCPU-Hours:perCPU"), 1, false},
	{"fargate.gb", "GB-hour of memory", "AmazonECS", "Compute", exactly("Fargate-GB-Hours"), 1, false},
	{"fargate.storage", "GB-hour of storage above 20 GB", "AmazonECS", "Compute", exactly("Fargate-EphemeralStorage-GB-Hours"), 1, false},
	{"nat.hour", "hour", "AmazonEC2", "NAT Gateway", exactly("NatGateway-Hours"), 1, false},
	{"nat.gb", "GB through a NAT gateway", "AmazonEC2", "NAT Gateway", exactly("NatGateway-Bytes"), 1, false},
	{"ipv4.hour", "hour", "AmazonVPC", "", exactly("PublicIPv4:InUseAddress"), 1, false},
	{"endpoint.hour", "hour and zone", "AmazonVPC", "VpcEndpoint", exactly("VpcEndpoint-Hours"), 1, false},
	{"endpoint.gb", "GB through an interface endpoint", "AmazonVPC", "VpcEndpoint", exactly("VpcEndpoint-Bytes"), 1, false},
	{"alb.hour", "hour", "AWSELB", "Load Balancer-Application", exactly("LoadBalancerUsage"), 1, false},
	{"alb.lcu", "LCU-hour of the load balancer", "AWSELB", "Load Balancer-Application", exactly("LCUUsage"), 1, false},
	{"waf.acl", "web ACL and month", "awswaf", "", exactly("WebACLV2"), 1, false},
	{"waf.rule", "rule or managed group and month", "awswaf", "", exactly("RuleV2"), 1, false},
	{"waf.requests", "million requests through the web ACL", "awswaf", "", exactly("RequestV2-Tier1"), million, false},
	{"kms.key", "key and month", "awskms", "", usage("KMS-Keys"), 1, false},
	{"kms.requests", "10,000 requests to KMS", "awskms", "", usage("KMS-Requests"), tenThousand, false},
	{"secret.month", "secret and month", "AWSSecretsManager", "", usage("AWSSecretsManager-Secrets"), 1, false},
	{"secret.requests", "10,000 requests to Secrets Manager", "AWSSecretsManager", "", usage("AWSSecretsManagerAPIRequest"), tenThousand, false},
	{"route53.zone", "hosted zone and month", "AmazonRoute53", "DNS Zone", exactly("HostedZone"), 1, true},
	{"route53.check", "health check and month", "AmazonRoute53", "DNS Health Check", exactly("Health-Check-AWS"), 1, true},
	{"route53.check.option", "option of a health check and month", "AmazonRoute53", "DNS Health Check", exactly("Health-Check-Option-AWS"), 1, true},
	{"route53.queries", "million DNS queries", "AmazonRoute53", "DNS Query", exactly("DNS-Queries"), million, true},
	{"cloudwatch.alarm", "alarm metric and month", "AmazonCloudWatch", "Alarm", exactly("CW:AlarmMonitorUsage"), 1, false},
	{"cloudwatch.alarm.high", "alarm metric below a minute and month", "AmazonCloudWatch", "Alarm", exactly("CW:HighResAlarmMonitorUsage"), 1, false},
	{"cloudwatch.composite", "composite alarm and month", "AmazonCloudWatch", "Alarm", exactly("CW:CompositeAlarmMonitorUsage"), 1, false},
	{"cloudwatch.dashboard", "dashboard and month", "AmazonCloudWatch", "Dashboard", exactly("DashboardsUsageHour"), 1, false},
	{"cloudwatch.metric", "custom metric and month", "AmazonCloudWatch", "Metric", exactly("CW:MetricMonitorUsage"), 1, false},
	{"logs.ingested", "GB of logs ingested", "AmazonCloudWatch", "Data Payload", exactly("DataProcessing-Bytes"), 1, false},
	{"logs.stored", "GB of logs stored for a month", "AmazonCloudWatch", "Storage Snapshot", exactly("TimedStorage-ByteHrs"), 1, false},
	{"s3.stored", "GB in S3 Standard for a month", "AmazonS3", "Storage", exactly("TimedStorage-ByteHrs"), 1, false},
	{"s3.put", "1,000 writes to S3", "AmazonS3", "API Request", exactly("Requests-Tier1"), thousand, false},
	{"s3.get", "1,000 reads from S3", "AmazonS3", "API Request", exactly("Requests-Tier2"), thousand, false},
	{"ecr.stored", "GB of images for a month", "AmazonECR", "", exactly("TimedStorage-ByteHrs"), 1, false},
	{"backup.stored", "GB in backups for a month", "AWSBackup", "", exactly("WarmStorage-ByteHrs-S3"), 1, false},
	{"firehose.gb", "GB through Firehose", "AmazonKinesisFirehose", "", exactly("BilledBytes"), 1, false},
	{"dynamodb.stored", "GB in DynamoDB for a month", "AmazonDynamoDB", "", exactly("TimedStorage-ByteHrs"), 1, false},
	{"dynamodb.read", "million reads from DynamoDB", "AmazonDynamoDB", "", exactly("ReadRequestUnits"), million, false},
	{"dynamodb.write", "million writes to DynamoDB", "AmazonDynamoDB", "", exactly("WriteRequestUnits"), million, false},
	{"cloudtrail.objects", "100,000 reads and writes of objects in the trail", "AWSCloudTrail", "", exactly("DataEventsRecorded"), hundredThousand, false},
	{"guardduty.calls", "million calls that GuardDuty looks at", "AmazonGuardDuty", "", exactly("PaidEventsAnalyzed"), million, false},
	{"guardduty.gb", "GB of flow logs and DNS that GuardDuty looks at", "AmazonGuardDuty", "", exactly("PaidEventsAnalyzed-Bytes"), 1, false},
	{"guardduty.objects", "million reads and writes of objects that GuardDuty looks at", "AmazonGuardDuty", "", exactly("PaidS3DataEventsAnalyzed"), million, false},
	{"config.items", "1,000 changes that Config records", "AWSConfig", "", exactly("ConfigurationItemRecorded"), thousand, false},
	{"securityhub.checks", "1,000 checks by Security Hub", "AWSSecurityHub", "", exactly("PaidComplianceCheck"), thousand, false},
	{"securityhub.findings", "1,000 findings of others in Security Hub above 10,000", "AWSSecurityHub", "", exactly("PaidFindingsIngestion"), thousand, false},
	{"sns.http", "million notifications over HTTPS", "AmazonSNS", "", exactly("DeliveryAttempts-HTTP"), million, false},
	{"sns.email", "million notifications by e-mail", "AmazonSNS", "", exactly("DeliveryAttempts-SMTP"), million, false},
}
