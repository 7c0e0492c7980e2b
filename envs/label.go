package envs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Label makes every name of an environment in one order: project, environment,
// role. "pdm-production-alb".
type Label struct {
	// Project is the first part of every name.
	Project string
	// Environment is the second, which keeps two environments of one account
	// apart.
	Environment string
}

// Label is the label of the environment's names.
func (e Environment) Label() Label { return Label{Project: e.Project, Environment: e.Name} }

// Prefix is project and environment: "pdm-production". It is itself the name
// of what an environment has one of.
func (l Label) Prefix() string { return l.Project + "-" + l.Environment }

// Name is the name of a role: Name("alb") is "pdm-production-alb".
func (l Label) Name(role ...string) string {
	return strings.Join(append([]string{l.Prefix()}, role...), "-")
}

// FlowLogGroup is the CloudWatch log group of the VPC's flow log.
func (l Label) FlowLogGroup() string { return "/aws/vpc/" + l.Prefix() + "/flow" }

// ServiceLogGroup is the CloudWatch log group of a service, or of a part of the
// platform that writes beside the services.
func (l Label) ServiceLogGroup(service string) string { return "/ecs/" + l.Prefix() + "/" + service }

// FirehoseLogGroup is where Amazon Data Firehose tells of what it could not
// deliver.
func (l Label) FirehoseLogGroup() string { return "/aws/kinesisfirehose/" + l.Name("datadog") }

// Repository is the image repository of a service.
func (l Label) Repository(service string) string { return l.Prefix() + "/" + service }

// TargetGroup is a public service's target group at the load balancer. The port
// is part of its name: a group with another port is another group, which is
// created while the listener still uses the old one. So are the protocol, and
// whether the service is the default: that is another group as well.
func (l Label) TargetGroup(s Service) string {
	kind := "alb"
	if !s.Default() {
		kind = string(s.Protocol)
	}
	return l.Name(kind, strconv.Itoa(s.Port))
}

// WebACLLogGroup is the log group of the web ACL. AWS WAF writes to none whose
// name begins otherwise.
func (l Label) WebACLLogGroup() string { return "aws-waf-logs-" + l.Prefix() }

// PrivateZone is the DNS zone in which the VPC finds the services.
func (l Label) PrivateZone() string { return l.Prefix() + ".internal" }

// DeliveryPath is the IAM path of the roles that deliver and of what bounds
// them. It keeps them apart from the roles that they make: the names of both
// begin alike, their ARNs don't.
const DeliveryPath = "/delivery/"

// PlanRole is the IAM role that plans the environment before it is applied, and
// looks for drift.
func (l Label) PlanRole() string { return l.Name("plan") }

// DeployRole is the IAM role that applies the environment.
func (l Label) DeployRole() string { return l.Name("deploy") }

// PushRole is the IAM role that pushes the environment's images.
func (l Label) PushRole() string { return l.Name("push") }

// PromoteRole is the IAM role that takes images over from earlier environments.
func (l Label) PromoteRole() string { return l.Name("promote") }

// PullRole is the IAM role that lets promotions into other accounts read the
// environment's images.
func (l Label) PullRole() string { return l.Name("pull") }

// Boundary is the IAM policy that says what the environment's roles may do at
// most: those that deliver it, and those that its stack makes.
func (l Label) Boundary() string { return l.Name("boundary") }

// KeyAlias is the alias of the environment's KMS key.
func (l Label) KeyAlias() string { return "alias/" + l.Prefix() }

// CopyKeyAlias is the alias of the KMS key in the second region.
func (l Label) CopyKeyAlias() string { return "alias/" + l.Name("copy") }

// Kind is a kind of AWS name, with the limits that AWS sets it.
type Kind struct {
	// What says it in words, for messages: "load balancer name".
	What string
	// Min and Max are the least and most number of characters.
	Min, Max int
	// Form says in words what Pattern matches, for messages.
	Form string
	// Pattern matches what AWS allows.
	Pattern *regexp.Regexp
	// Refused matches the beginnings, endings and forms that AWS keeps for
	// itself although Pattern allows them; nil where there are none.
	Refused *regexp.Regexp
}

// Kinds of names, each with the limits of the API that takes it.
var (
	// ALBName: elasticloadbalancing CreateLoadBalancer, Name.
	ALBName = Kind{
		"load balancer name", 1, 32,
		"letters, digits and hyphens, with no hyphen at either end",
		regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`),
		regexp.MustCompile(`^internal-`),
	}
	// TargetGroupName: elasticloadbalancing CreateTargetGroup, Name.
	TargetGroupName = Kind{
		"target group name", 1, 32,
		"letters, digits and hyphens, with no hyphen at either end",
		regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`),
		nil,
	}
	// BucketName: S3 general purpose bucket naming rules.
	BucketName = Kind{
		"S3 bucket name", 3, 63,
		"lower case letters, digits, hyphens and dots, with a letter or digit at both ends",
		regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`),
		regexp.MustCompile(`\.\.|^\d+\.\d+\.\d+\.\d+$|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$`),
	}
	// RoleName: iam CreateRole, RoleName.
	RoleName = Kind{
		"IAM role name", 1, 64,
		"letters, digits and any of _+=,.@-",
		regexp.MustCompile(`^[\w+=,.@-]+$`),
		nil,
	}
	// PolicyName: iam CreatePolicy, PolicyName.
	PolicyName = Kind{
		"IAM policy name", 1, 128,
		"letters, digits and any of _+=,.@-",
		regexp.MustCompile(`^[\w+=,.@-]+$`),
		nil,
	}
	// LogGroupName: logs CreateLogGroup, logGroupName.
	LogGroupName = Kind{
		"log group name", 1, 512,
		"letters, digits and any of ._/#-",
		regexp.MustCompile(`^[A-Za-z0-9._/#-]+$`),
		regexp.MustCompile(`^aws/`),
	}
	// KeyAliasName: kms CreateAlias, AliasName.
	KeyAliasName = Kind{
		"KMS alias", 7, 256,
		`"alias/" and letters, digits and any of /_-`,
		regexp.MustCompile(`^alias/[A-Za-z0-9/_-]+$`),
		regexp.MustCompile(`^alias/aws/`),
	}
	// SecurityGroupName: ec2 CreateSecurityGroup, GroupName: 255 characters,
	// of which Terraform's name_prefix leaves 229.
	SecurityGroupName = Kind{
		"security group name prefix", 1, 229,
		"letters, digits, spaces and any of ._-:/()#,@[]+=&;{}!$*",
		regexp.MustCompile(`^[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]+$`),
		regexp.MustCompile(`^sg-`),
	}
	// TableName: dynamodb CreateTable, TableName.
	TableName = Kind{
		"DynamoDB table name", 3, 255,
		"letters, digits and any of _.-",
		regexp.MustCompile(`^[A-Za-z0-9_.-]+$`),
		nil,
	}
	// ECRName: ecr CreateRepository, repositoryName.
	ECRName = Kind{
		"ECR repository name", 2, 256,
		"lower case letters and digits, with single ._-/ between them",
		regexp.MustCompile(`^[a-z0-9]+([._/-][a-z0-9]+)*$`),
		nil,
	}
	// WebACLName: wafv2 CreateWebACL, Name.
	WebACLName = Kind{
		"web ACL name", 1, 128,
		"letters, digits, hyphens and underscores",
		regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		nil,
	}
	// AlarmName: cloudwatch PutMetricAlarm and PutCompositeAlarm, AlarmName.
	AlarmName = Kind{
		"alarm name", 1, 255,
		"characters of ASCII that can be seen, or blanks",
		regexp.MustCompile(`^[ -~]+$`),
		nil,
	}
	// DashboardName: cloudwatch PutDashboard, DashboardName.
	DashboardName = Kind{
		"dashboard name", 1, 255,
		"letters, digits, hyphens and underscores",
		regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		nil,
	}
	// NamespaceName: servicediscovery CreatePrivateDnsNamespace, Name: a DNS
	// name of labels of 63 characters.
	NamespaceName = Kind{
		"private DNS zone name", 1, 253,
		"labels of up to 63 lower case letters, digits and hyphens, joined by dots",
		regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$`),
		nil,
	}
	// TopicName: sns CreateTopic, Name.
	TopicName = Kind{
		"SNS topic name", 1, 256,
		"letters, digits, hyphens and underscores",
		regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		nil,
	}
	// BudgetName: budgets CreateBudget, BudgetName.
	BudgetName = Kind{
		"budget name", 1, 100,
		`characters other than : and \`,
		regexp.MustCompile(`^[^:\\]+$`),
		regexp.MustCompile(`/action/`),
	}
	// ECSName: ecs CreateCluster, CreateService and RegisterTaskDefinition.
	ECSName = Kind{
		"ECS name", 1, 255,
		"letters, digits, hyphens and underscores",
		regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		nil,
	}
	// SecretName: secretsmanager CreateSecret, Name.
	SecretName = Kind{
		"secret name", 1, 512,
		"letters, digits and any of /_+=.@-",
		regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]+$`),
		nil,
	}
	// StreamName: firehose CreateDeliveryStream, DeliveryStreamName.
	StreamName = Kind{
		"delivery stream name", 1, 64,
		"letters, digits and any of _.-",
		regexp.MustCompile(`^[A-Za-z0-9_.-]+$`),
		nil,
	}
	// VaultName: backup CreateBackupVault, BackupVaultName. A plan's name
	// (BackupPlanName) may be as long and have dots as well.
	VaultName = Kind{
		"backup vault name", 2, 50,
		"letters, digits, hyphens and underscores",
		regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		nil,
	}
)

// Check says what is wrong with a name of this kind, or nothing.
func (k Kind) Check(name string) string {
	switch n := utf8.RuneCountInString(name); {
	case n < k.Min || n > k.Max:
		return fmt.Sprintf("%s has %d characters; AWS takes %d to %d", k.What, n, k.Min, k.Max)
	case !k.Pattern.MatchString(name):
		return fmt.Sprintf("%s must be %s", k.What, k.Form)
	case k.Refused != nil && k.Refused.MatchString(name):
		return fmt.Sprintf("%s has %q where AWS refuses it", k.What, k.Refused.FindString(name))
	}
	return ""
}

// accountID stands for the twelve digits that end the names of buckets, which
// are global, while their length is checked.
const accountID = "000000000000"

// name is a name that the stacks give, of a kind.
type name struct {
	kind  Kind
	value string
}

// names lists every name of the environment that AWS limits more tightly than
// a tag, so that validation refuses what an apply would. Parts that are
// malformed themselves make no names: their own problem says it once.
func (e Environment) names() []name {
	if !plainName.MatchString(e.Name) || !plainName.MatchString(e.Project) {
		return nil
	}
	l := e.Label()
	all := []name{
		{KeyAliasName, l.KeyAlias()},
		{LogGroupName, l.FlowLogGroup()},
		{RoleName, l.Name("flow-log")},
		{ALBName, l.Name("alb")},
		{SecurityGroupName, l.Name("alb") + "-"},
		{SecurityGroupName, l.Name("endpoints") + "-"},
		{SecurityGroupName, l.Name("sagemaker") + "-"},
		{ECSName, l.Name("cluster")},
		{RoleName, l.Name("ecs-execution")},
		{RoleName, l.Name("sagemaker")},
		{WebACLName, l.Name("waf")},
		{LogGroupName, l.WebACLLogGroup()},
		{NamespaceName, l.PrivateZone()},
		{LogGroupName, l.ServiceLogGroup(ExecLog)},
		{LogGroupName, l.ServiceLogGroup(ServiceConnectLog)},
		{TopicName, l.Name("alerts")},
		{TopicName, l.Name("tickets")},
		{DashboardName, l.Prefix()},
	}
	if e.primary == nil {
		all = append(all, name{BudgetName, l.Name("monthly")})
	}
	all = append(all, name{AlarmName, l.Name("certificate", "expiry")})
	if e.primary != nil {
		all = append(all, name{AlarmName, l.Name("takeover", "unchecked")})
	}
	if e.primary == nil {
		all = append(all,
			name{RoleName, l.PlanRole()},
			name{RoleName, l.DeployRole()},
			name{RoleName, l.PushRole()},
			name{RoleName, l.PromoteRole()},
			name{RoleName, l.PullRole()},
			name{PolicyName, l.Boundary()},
			name{VaultName, l.Name("backup")},
			name{RoleName, l.Name("backup")},
			name{RoleName, l.Name("restore")},
		)
	}
	if e.Supabase != nil {
		all = append(all, name{SecretName, l.SupabaseSecret()})
	}
	if e.Datadog != nil {
		all = append(all,
			name{SecretName, e.Origin().Label().DatadogSecret()},
			name{StreamName, l.Name("datadog")},
			name{LogGroupName, l.FirehoseLogGroup()},
			name{LogGroupName, l.ServiceLogGroup(AgentLog)},
			name{RoleName, l.Name("datadog")},
			name{RoleName, l.Name("datadog", "delivery")},
			name{RoleName, l.Name("datadog", "logs")},
		)
	}
	if e.Backup.SecondRegion != "" {
		all = append(all,
			name{KeyAliasName, l.CopyKeyAlias()},
			name{VaultName, l.Name("backup-copy")},
			name{RoleName, l.Name("ml-data-replication")},
		)
	}
	if e.Standby == StandbyPilotLight {
		all = append(all, name{RoleName, l.Name("ml-data-return")})
	}
	for _, b := range e.Buckets(accountID) {
		all = append(all, name{BucketName, b.Name})
	}
	for _, s := range e.Services {
		if !plainName.MatchString(s.Name) {
			continue
		}
		all = append(all,
			name{SecurityGroupName, l.Name(s.Name) + "-"},
			name{ECSName, l.Name(s.Name)},
			name{ECRName, e.Origin().Label().Repository(s.Name)},
			name{RoleName, l.Name(s.Name, "task")},
			name{LogGroupName, l.ServiceLogGroup(s.Name)},
			// The longest of its alarms.
			name{AlarmName, l.Name(s.Name, "latency")},
		)
		if s.Public {
			all = append(all, name{TargetGroupName, l.TargetGroup(s)})
		}
		if s.Objective != nil {
			all = append(all, name{AlarmName, l.Name(s.Name, "availability-ticket-6h")})
		}
	}
	return all
}
