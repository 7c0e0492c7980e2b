package envs

import (
	"fmt"
	"regexp"
	"strings"
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

// KeyAlias is the alias of the environment's KMS key.
func (l Label) KeyAlias() string { return "alias/" + l.Prefix() }

// Kind is a kind of AWS name, with the limits that AWS sets it.
type Kind struct {
	// What says it in words, for messages: "load balancer name".
	What string
	// Min and Max are the least and most number of characters.
	Min, Max int
	// Pattern matches the characters that AWS allows.
	Pattern *regexp.Regexp
}

// Kinds of names, each with the limits of the API that takes it.
var (
	// ALBName: elasticloadbalancing CreateLoadBalancer, Name.
	ALBName = Kind{"load balancer name", 1, 32, regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)}
	// TargetGroupName: elasticloadbalancing CreateTargetGroup, Name.
	TargetGroupName = Kind{"target group name", 1, 32, regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)}
	// BucketName: S3 bucket naming rules.
	BucketName = Kind{"S3 bucket name", 3, 63, regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`)}
	// RoleName: iam CreateRole, RoleName.
	RoleName = Kind{"IAM role name", 1, 64, regexp.MustCompile(`^[\w+=,.@-]+$`)}
	// LogGroupName: logs CreateLogGroup, logGroupName.
	LogGroupName = Kind{"log group name", 1, 512, regexp.MustCompile(`^[A-Za-z0-9._/#-]+$`)}
	// KeyAliasName: kms CreateAlias, AliasName; alias/aws/ is reserved.
	KeyAliasName = Kind{"KMS alias", 7, 256, regexp.MustCompile(`^alias/[A-Za-z0-9/_-]+$`)}
	// SecurityGroupName: ec2 CreateSecurityGroup, GroupName: 255 characters,
	// of which Terraform's name_prefix leaves 229.
	SecurityGroupName = Kind{"security group name prefix", 1, 229, regexp.MustCompile(`^[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]+$`)}
	// TableName: dynamodb CreateTable, TableName.
	TableName = Kind{"DynamoDB table name", 3, 255, regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)}
	// ECRName: ecr CreateRepository, repositoryName.
	ECRName = Kind{"ECR repository name", 2, 256, regexp.MustCompile(`^[a-z0-9]+([._/-][a-z0-9]+)*$`)}
	// ECSName: ecs CreateCluster, CreateService and RegisterTaskDefinition.
	ECSName = Kind{"ECS name", 1, 255, regexp.MustCompile(`^[A-Za-z0-9_-]+$`)}
)

// Check says what is wrong with a name of this kind, or nothing.
func (k Kind) Check(name string) string {
	switch n := len(name); {
	case n < k.Min || n > k.Max:
		return fmt.Sprintf("%s has %d characters; AWS takes %d to %d", k.What, n, k.Min, k.Max)
	case !k.Pattern.MatchString(name):
		return fmt.Sprintf("%s has a character or form that AWS refuses", k.What)
	case k.What == BucketName.What && strings.Contains(name, ".."):
		return fmt.Sprintf("%s has two dots in a row", k.What)
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
// a tag, so that validation refuses what an apply would.
func (e Environment) names() []name {
	l := e.Label()
	all := []name{
		{KeyAliasName, l.KeyAlias()},
		{LogGroupName, l.FlowLogGroup()},
		{RoleName, l.Name("flow-log")},
		{ALBName, l.Name("alb")},
		{SecurityGroupName, l.Name("alb") + "-"},
		{SecurityGroupName, l.Name("endpoints") + "-"},
		{BucketName, l.Name("ml-data", accountID)},
		{BucketName, l.Name("alb-logs", accountID)},
		{ECSName, l.Name("cluster")},
	}
	for _, s := range e.Services {
		all = append(all,
			name{SecurityGroupName, l.Name(s.Name) + "-"},
			name{ECSName, l.Name(s.Name)},
			name{ECRName, l.Prefix() + "/" + s.Name},
			name{RoleName, l.Name(s.Name, "task")},
			name{LogGroupName, "/ecs/" + l.Prefix() + "/" + s.Name},
		)
		if s.Public {
			all = append(all, name{TargetGroupName, l.Name(s.Name)})
		}
	}
	return all
}
