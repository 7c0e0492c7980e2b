package emulator

import (
	"fmt"
	"strings"
	"testing"
)

// limit is a call with a value in it, $, that breaks a limit of AWS's
// documentation, and one that just keeps it.
type limit struct {
	call         request
	broken, kept string
	message      string
}

func (l limit) with(value string) request {
	r := l.call
	r.path, r.body = strings.ReplaceAll(r.path, "$", value), strings.ReplaceAll(r.body, "$", value)
	if r.form != nil {
		r.form = map[string][]string{}
		for name, values := range l.call.form {
			r.form[strings.ReplaceAll(name, "$", value)] = []string{strings.ReplaceAll(values[0], "$", value)}
		}
	}
	return r
}

func task(members string) request {
	return target("ecs", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", `{"requiresCompatibilities":["FARGATE"],`+members+`}`)
}

func sized(members string) request {
	return task(`"family":"f","cpu":"512","memory":"1024",` + members)
}

func lifecycle(rule string) request {
	return rest("s3", "PUT", "/bucket?lifecycle", `<LifecycleConfiguration><Rule><ID>i</ID><Status>Enabled</Status><Filter><Prefix/></Filter>`+rule+`</Rule></LifecycleConfiguration>`)
}

func alarm(parameters ...string) request {
	return query("monitoring", "PutMetricAlarm", append([]string{"AlarmName", "a", "ComparisonOperator", "GreaterThanThreshold"}, parameters...)...)
}

func plan(rule string) request {
	return rest("backup", "PUT", "/backup/plans/", `{"BackupPlan":{"BackupPlanName":"p","Rules":[{"RuleName":"r","TargetBackupVaultName":"vault",`+rule+`}]}}`)
}

func webACL(rules string) request {
	return target("wafv2", "AWSWAF_20190729.CreateWebACL", `{"Name":"a","Scope":"REGIONAL","DefaultAction":{"Allow":{}},"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"a"},"Rules":[`+rules+`]}`)
}

func rule(name, group string) string {
	return `{"Name":"` + name + `","Priority":` + name[1:] + `,"Statement":{"ManagedRuleGroupStatement":{"VendorName":"AWS","Name":"` + group + `"}},"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"a"}}`
}

// rules are as many that cost 700 capacity units each.
func rules(count int) string {
	var all []string
	for i := range count {
		all = append(all, rule(fmt.Sprintf("r%d", i), "AWSManagedRulesCommonRuleSet"))
	}
	return strings.Join(all, ",")
}

// policy is one of a size as IAM counts, which is without white space.
func policy(size int) string {
	const frame = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Sid":""}]}`
	return strings.Replace(frame, `"Sid":"`, strings.Repeat(" ", 500)+`"Sid":"`+strings.Repeat("a", size-len(frame)), 1)
}

func tags(count int) string {
	var all []string
	for i := range count {
		all = append(all, fmt.Sprintf(`{"TagKey":"k%d","TagValue":""}`, i))
	}
	return strings.Join(all, ",")
}

const (
	createKey = `{"Tags":[{"TagKey":"$","TagValue":"1"}]}`
	moves     = `<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>`
	later     = `<Transition><Days>$</Days><StorageClass>GLACIER</StorageClass></Transition>`
)

var brokenLimits = map[string]limit{
	"tag's prefix":          {target("kms", "TrentService.CreateKey", createKey), "AWS:a", "a", "Member must not begin with aws:"},
	"tag's key":             {target("ecr", "AmazonEC2ContainerRegistry_V20150921.TagResource", `{"resourceArn":"arn:aws:ecr:us-east-1:123456789012:repository/r","tags":[{"Key":"$","Value":""}]}`), strings.Repeat("k", 129), strings.Repeat("k", 128), "at 'tags."},
	"tag's characters":      {target("kms", "TrentService.CreateKey", createKey), "a*", "ä 1:/=+-@.", "Member must have letters, digits, spaces"},
	"tag's value, a map":    {analyzer(`{"analyzerName":"a","type":"ACCOUNT","tags":{"A":"$"}}`), strings.Repeat("v", 257), strings.Repeat("v", 256), "at 'tags.A.value'"},
	"tag's value, EC2":      {query("ec2", "CreateTags", "ResourceId.1", "vpc-1", "Tag.1.Key", "a", "Tag.1.Value", "$"), strings.Repeat("*", 257), strings.Repeat("*", 256), "at 'tags.a.value'"},
	"tag twice":             {target("kms", "TrentService.CreateKey", `{"Tags":[{"TagKey":"a","TagValue":"1"},{"TagKey":"$","TagValue":"1"}]}`), "a", "b", "the same key twice"},
	"tags of a resource":    {target("kms", "TrentService.CreateKey", `{"Tags":[$]}`), tags(51), tags(50), "Member must have length less than or equal to 50"},
	"tags of an object":     {rest("s3", "PUT", "/bucket/key?tagging", `<Tagging><TagSet>$</TagSet></Tagging>`), objectTags(11), objectTags(10), "Member must have length less than or equal to 10"},
	"tags of a bucket":      {rest("s3", "PUT", "/bucket?tagging", `<Tagging><TagSet>$</TagSet></Tagging>`), objectTags(51), objectTags(50), "Member must have length less than or equal to 50"},
	"key's waiting period":  {deletion("$"), "6", "7", "Value '6' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value greater than or equal to 7 (AWS: ScheduleKeyDeletion, KMS API Reference)"},
	"alias of AWS":          {target("kms", "TrentService.CreateAlias", `{"AliasName":"alias/$a","TargetKeyId":"`+key+`"}`), "aws/", "my/", "does not begin with aws/"},
	"secret's recovery":     {target("secretsmanager", "secretsmanager.DeleteSecret", `{"SecretId":"s","RecoveryWindowInDays":$}`), "31", "30", "Member must have value less than or equal to 30"},
	"log retention":         {target("logs", "Logs_20140328.PutRetentionPolicy", `{"logGroupName":"g","retentionInDays":$}`), "31", "30", "Member must be one of [1, 3, 5,"},
	"metric dimensions":     {target("logs", "Logs_20140328.PutMetricFilter", `{"logGroupName":"g","filterName":"f","filterPattern":"","metricTransformations":[{"metricName":"m","metricNamespace":"n","metricValue":"1","dimensions":{"a":"1","b":"1","c":"1"$}}]}`), `,"d":"1"`, "", "three entries"},
	"balancer's name":       {query("elasticloadbalancing", "CreateLoadBalancer", "Name", "$", "Subnets.member.1", "subnet-1"), "internal-a", "intern", "Value 'internal-a' at 'name'"},
	"target group's name":   {query("elasticloadbalancing", "CreateTargetGroup", "Name", "$", "Protocol", "HTTP", "Port", "80", "VpcId", "vpc-1"), strings.Repeat("a", 33), strings.Repeat("a", 32), "32 letters"},
	"target group's hyphen": {query("elasticloadbalancing", "CreateTargetGroup", "Name", "$", "Protocol", "HTTP", "Port", "80", "VpcId", "vpc-1"), "a-", "a-b", "no hyphen at either end"},
	"health check's timeout": {
		query("elasticloadbalancing", "CreateTargetGroup", "Name", "a", "HealthCheckIntervalSeconds", "10", "HealthCheckTimeoutSeconds", "$"), "10", "9", "less than the interval of 10",
	},
	"draining":            {query("elasticloadbalancing", "ModifyTargetGroupAttributes", "TargetGroupArn", "a", "Attributes.member.1.Key", "deregistration_delay.timeout_seconds", "Attributes.member.1.Value", "$"), "3601", "3600", "less than or equal to 3600"},
	"idle connections":    {query("elasticloadbalancing", "ModifyLoadBalancerAttributes", "LoadBalancerArn", "a", "Attributes.member.1.Key", "idle_timeout.timeout_seconds", "Attributes.member.1.Value", "$"), "0", "1", "greater than or equal to 1"},
	"bucket's name":       {rest("s3", "PUT", "/$", ""), "My_Bucket", "my.bucket", "as the naming rules of buckets say"},
	"bucket like an IP":   {rest("s3", "PUT", "/$", ""), "10.0.0.1", "10.0.0.a", "as the naming rules of buckets say"},
	"bucket's ending":     {rest("s3", "PUT", "/$", ""), "a-s3alias", "a-s3aliases", "as the naming rules of buckets say"},
	"bucket's policy":     {rest("s3", "PUT", "/bucket?policy", "$"), strings.Repeat(" ", 20481), strings.Repeat(" ", 20480), "less than or equal to 20480"},
	"infrequent access":   {lifecycle(strings.Replace(moves, "30", "$", 1)), "29", "30", "at 'lifecycleConfiguration.rules.1.member.transitions.1.member.days' failed to satisfy constraint: Member must be 30 at least for STANDARD_IA"},
	"glacier after it":    {lifecycle(moves + later), "59", "60", "Member must be 60 at least, after 30 for STANDARD_IA"},
	"expiration after":    {lifecycle(moves + `<Expiration><Days>$</Days></Expiration>`), "30", "31", "greater than 30, the last transition's"},
	"old versions":        {lifecycle(`<NoncurrentVersionTransition><NoncurrentDays>40</NoncurrentDays><StorageClass>GLACIER</StorageClass></NoncurrentVersionTransition><NoncurrentVersionExpiration><NoncurrentDays>$</NoncurrentDays></NoncurrentVersionExpiration>`), "40", "41", "greater than 40, the last transition's"},
	"topic's name":        {query("sns", "CreateTopic", "Name", "$"), "a.topic", "a-topic.fifo", "a topic's name"},
	"topic's policy":      {query("sns", "SetTopicAttributes", "TopicArn", "a", "AttributeName", "Policy", "AttributeValue", "$"), strings.Repeat("a", 30721), strings.Repeat("a", 30720), "less than or equal to 30720"},
	"managed policy":      {query("iam", "CreatePolicy", "PolicyName", "p", "PolicyDocument", "$"), policy(6145), policy(6144), "less than or equal to 6144"},
	"trust policy":        {query("iam", "CreateRole", "RoleName", "trusted", "AssumeRolePolicyDocument", "$"), policy(2049), policy(2048), "less than or equal to 2048"},
	"changed trust":       {query("iam", "UpdateAssumeRolePolicy", "RoleName", "r", "PolicyDocument", "$"), policy(2049), policy(2048), "less than or equal to 2048"},
	"CPU of Fargate":      {task(`"family":"f","cpu":"$","memory":"1 GB","containerDefinitions":[{"name":"c"}]`), "300", "256", "Value '300' at 'cpu'"},
	"memory of Fargate":   {task(`"family":"f","cpu":".5 vCPU","memory":"$","containerDefinitions":[{"name":"c"}]`), "1500", "2048", "Value '1500' at 'memory' failed to satisfy constraint: Member must be one of [1024, 2048, 3072, 4096] for 512"},
	"memory by CPU":       {task(`"family":"f","cpu":"0.5 vCPU","memory":"$","containerDefinitions":[{"name":"c"}]`), "512", "1GB", "for 512 CPU units"},
	"containers' CPU":     {sized(`"containerDefinitions":[{"name":"a","cpu":256},{"name":"b","cpu":$}]`), "257", "256", "512 of cpu in all at most"},
	"containers' names":   {sized(`"containerDefinitions":[{"name":"a"},{"name":"$"}]`), "a", "b", "names of their own"},
	"no essential":        {sized(`"containerDefinitions":[{"name":"a","essential":$}]`), "false", "true", "One member must be essential"},
	"container's name":    {sized(`"containerDefinitions":[{"name":"$"}]`), "a.b", "a_b", "at 'containerDefinitions.1.member.name'"},
	"family":              {task(`"family":"$","cpu":"256","memory":"512","containerDefinitions":[{"name":"c"}]`), "a b", "a-b", "at 'family'"},
	"stopping":            {sized(`"containerDefinitions":[{"name":"c","stopTimeout":$}]`), "121", "120", "less than or equal to 120"},
	"health's interval":   {sized(`"containerDefinitions":[{"name":"c","healthCheck":{"command":["CMD"],"interval":$}}]`), "4", "5", "greater than or equal to 5"},
	"health's timeout":    {sized(`"containerDefinitions":[{"name":"c","healthCheck":{"command":["CMD"],"timeout":$}}]`), "61", "60", "less than or equal to 60"},
	"health's retries":    {sized(`"containerDefinitions":[{"name":"c","healthCheck":{"command":["CMD"],"retries":$}}]`), "11", "10", "less than or equal to 10"},
	"health's start":      {sized(`"containerDefinitions":[{"name":"c","healthCheck":{"command":["CMD"],"startPeriod":$}}]`), "301", "300", "less than or equal to 300"},
	"ephemeral storage":   {sized(`"containerDefinitions":[{"name":"c"}],"ephemeralStorage":{"sizeInGiB":$}`), "20", "21", "greater than or equal to 21"},
	"service's name":      {target("ecs", "AmazonEC2ContainerServiceV20141113.CreateService", `{"serviceName":"$"}`), "a.b", "a-b", "at 'serviceName'"},
	"cluster's name":      {target("ecs", "AmazonEC2ContainerServiceV20141113.CreateCluster", `{"clusterName":"$"}`), "a.b", "a-b", "at 'clusterName'"},
	"capacity":            {target("application-autoscaling", "AnyScaleFrontendService.RegisterScalableTarget", `{"ServiceNamespace":"ecs","ResourceId":"service/c/s","ScalableDimension":"ecs:service:DesiredCount","MinCapacity":2,"MaxCapacity":$}`), "1", "2", "Member must be 2 at least"},
	"alarm's period":      {alarm("EvaluationPeriods", "1", "Period", "$"), "45", "120", "Member must be 10, 20, 30 or a multiple of 60"},
	"alarm's query":       {alarm("EvaluationPeriods", "1", "Metrics.member.1.Id", "m", "Metrics.member.1.MetricStat.Metric.MetricName", "m", "Metrics.member.1.MetricStat.Stat", "Sum", "Metrics.member.1.MetricStat.Period", "$"), "61", "60", "at 'metrics.1.member.metricStat.period'"},
	"alarm over a day":    {alarm("EvaluationPeriods", "$", "Period", "300"), "289", "288", "Member must be 288 at most"},
	"alarm over a week":   {alarm("EvaluationPeriods", "$", "Period", "3600"), "169", "168", "Member must be 168 at most"},
	"alarm's datapoints":  {alarm("EvaluationPeriods", "3", "Period", "60", "DatapointsToAlarm", "$"), "4", "3", "at 'datapointsToAlarm'"},
	"dashboard":           {query("monitoring", "PutDashboard", "DashboardName", "d", "DashboardBody", "$"), `{"widgets"`, `{"widgets":[]}`, "Member must be JSON with widgets"},
	"dashboard's widgets": {query("monitoring", "PutDashboard", "DashboardName", "d", "DashboardBody", `{"widgets":[$]}`), strings.Repeat("{},", 500) + "{}", "{}", "500 widgets at most"},
	"dashboard's widget":  {query("monitoring", "PutDashboard", "DashboardName", "d", "DashboardBody", `{"widgets":[{"type":"text","width":$}]}`), "25", "24", "at 'dashboardBody.widgets.1.width'"},
	"backup's start":      {plan(`"StartWindowMinutes":$`), "59", "60", "at 'backupPlan.rules.1.member.startWindowMinutes'"},
	"backup's storage":    {plan(`"Lifecycle":{"MoveToColdStorageAfterDays":30,"DeleteAfterDays":$}`), "119", "120", "Member must be 120 at least"},
	"backup's copy":       {plan(`"CopyActions":[{"DestinationBackupVaultArn":"arn:aws:backup:us-east-1:123456789012:backup-vault:v","Lifecycle":{"MoveToColdStorageAfterDays":30,"DeleteAfterDays":$}}]`), "119", "120", "copyActions.1.member.lifecycle.deleteAfterDays"},
	"vault's lock":        {rest("backup", "PUT", "/backup-vaults/vault/vault-lock", `{"ChangeableForDays":$}`), "2", "3", "greater than or equal to 3"},
	"vault's retention":   {rest("backup", "PUT", "/backup-vaults/vault/vault-lock", `{"MinRetentionDays":$}`), "0", "1", "greater than or equal to 1"},
	"vault's longest":     {rest("backup", "PUT", "/backup-vaults/vault/vault-lock", `{"MaxRetentionDays":$}`), "36501", "36500", "less than or equal to 36500"},
	"certificate's name":  {target("acm", "CertificateManager.RequestCertificate", `{"DomainName":"$.example.com"}`), strings.Repeat("a", 53), strings.Repeat("a", 52), "less than or equal to 64"},
	"group's name":        {query("ec2", "CreateSecurityGroup", "GroupName", "$", "GroupDescription", "d"), "sg-a", "a-sg", "not begin with sg-"},
	"group's text":        {query("ec2", "CreateSecurityGroup", "GroupName", "g", "GroupDescription", "$"), "für", "for {all}", "at 'description'"},
	"rule's text":         {query("ec2", "AuthorizeSecurityGroupIngress", "GroupId", "sg-1", "IpPermissions.1.IpProtocol", "-1", "IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8", "IpPermissions.1.IpRanges.1.Description", "$"), "a|b", "a/b", "at 'ipPermissions.1.member.ipRanges.1.member.description'"},
	"rule's ports":        {query("ec2", "AuthorizeSecurityGroupIngress", "GroupId", "sg-1", "IpPermissions.1.IpProtocol", "tcp", "IpPermissions.1.FromPort", "443", "IpPermissions.1.ToPort", "$"), "442", "443", "ports from 0 to 65535"},
	"size of a VPC":       {query("ec2", "CreateVpc", "CidrBlock", "10.0.0.0/$"), "15", "16", "a block of /16 to /28"},
	"size of a subnet":    {query("ec2", "CreateSubnet", "VpcId", "vpc-1", "CidrBlock", "10.0.0.0/$"), "29", "28", "a block of /16 to /28"},
	"flow log's pace":     {query("ec2", "CreateFlowLogs", "ResourceId.1", "vpc-1", "ResourceType", "VPC", "MaxAggregationInterval", "$"), "300", "60", "Member must be one of [60, 600]"},
	"firewall's units":    {webACL("$"), rules(8), rules(7), "Member must have 5000 capacity units at most"},
	"firewall's rules":    {webACL(rule("r1", "A") + "," + strings.Replace(rule("r2", "B"), "r2", "$", 1)), "r1", "r2", "Members must differ in Name"},
	"firewall's log":      {target("wafv2", "AWSWAF_20190729.PutLoggingConfiguration", `{"LoggingConfiguration":{"ResourceArn":"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b","LogDestinationConfigs":["arn:aws:logs:us-east-1:123456789012:log-group:$"]}}`), "waf-logs-a", "aws-waf-logs-a", "begins with aws-waf-logs-"},
}

func objectTags(count int) string {
	var all strings.Builder
	for i := range count {
		fmt.Fprintf(&all, "<Tag><Key>k%d</Key><Value/></Tag>", i)
	}
	return all.String()
}

func TestRequestsAreHeldAgainstLimits(t *testing.T) {
	server := startServer(t, Options{Log: t.Output()})
	for name, limit := range brokenLimits {
		t.Run(name, func(t *testing.T) {
			refused(t, server.Endpoint(), limit.with(limit.broken), "failed to satisfy constraint", "(AWS: ", limit.message)
			// What it asks for may not be there.
			if _, answer := limit.with(limit.kept).send(t, server.Endpoint()); strings.Contains(answer, "failed to satisfy constraint") {
				t.Errorf("what keeps the limit is refused: %s", answer)
			}
		})
	}

	t.Run("inline policies of a role", func(t *testing.T) {
		put := func(name string, size int) request {
			return query("iam", "PutRolePolicy", "RoleName", "inline", "PolicyName", name, "PolicyDocument", policy(size))
		}
		for _, r := range []request{
			query("iam", "CreateRole", "RoleName", "inline", "AssumeRolePolicyDocument", trust),
			put("one", 6000), put("one", 5000), put("two", 5240),
		} {
			if status, answer := r.send(t, server.Endpoint()); status != 200 {
				t.Fatalf("status %d: %s", status, answer)
			}
		}
		refused(t, server.Endpoint(), put("two", 5241), "Member must have length less than or equal to 10240 in all")
	})
}
