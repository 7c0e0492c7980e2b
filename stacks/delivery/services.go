package delivery

import "slices"

// services are what environments are made of, by IAM prefix, where a name says
// nothing about whose a thing is: AWS gives it, or several names are in use.
// Those of two environments are told apart by their tags (otherEnvironments).
var services = []string{
	"acm", "application-autoscaling", "backup", "budgets", "ce", "cloudwatch", "ec2", "ecs", "elasticloadbalancing",
	"firehose", "logs", "route53", "servicediscovery", "sns", "wafv2",
}

// every is every action of the services, and what goes with them.
func every() []string {
	actions := make([]string, len(services))
	for i, s := range services {
		actions[i] = s + ":*"
	}
	return append(actions,
		// A part of AWS Backup and how it hears of changes, how ECS Exec reaches a
		// task, and how an adoption finds what is tagged.
		"backup-storage:*", "events:*", "ssmmessages:*", "tag:*",
		// What AWS grants for all or nothing of a kind.
		"ecr:GetAuthorizationToken", "iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*", "kms:ListAliases", "s3:ListAllMyBuckets",
	)
}

// looks are the actions with which the provider reads the settings of what the
// stacks declare. What things hold is mostly behind other actions; hidden has
// the exceptions.
func looks() []string {
	var actions []string
	for _, s := range slices.Concat(services, []string{"iam", "kms"}) {
		actions = append(actions, s+":Describe*", s+":Get*", s+":List*")
	}
	return append(actions,
		"budgets:ViewBudget",
		"ecr:Describe*", "ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:List*",
		"s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration",
		"s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListBucket",
		"secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:List*",
	)
}

// hidden are the actions that read what things hold: secrets, images, logs,
// requests, screens. Secrets that are read one by one are a matter of their own.
var hidden = []string{
	"ec2:GetConsole*", "ec2:GetPasswordData",
	"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer",
	"logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogObject", "logs:GetLogRecord", "logs:GetQueryResults",
	"logs:StartLiveTail", "logs:StartQuery", "logs:Unmask",
	"secretsmanager:BatchGetSecretValue",
	"ssm:GetParameter*",
	"wafv2:GetSampledRequests",
}
