// Package permissions is what every policy of the stacks may allow, and why:
// the list that the stacks are held to, and that docs/permissions.md shows.
package permissions

import "strings"

// Grant is what one statement allows.
type Grant struct {
	// Document is the policy document, as a pattern: "delivery_*_push_document".
	Document string
	// Sid is the statement.
	Sid string
	// For says who needs it, and for what.
	For string
	// Actions are exactly what is needed.
	Actions []string
	// Wildcard says why a "*" in an action, or at the end of a resource, has to
	// be; empty where there is none.
	Wildcard string
}

func grant(document, sid, why, actions, wildcard string) Grant {
	return Grant{Document: document, Sid: sid, For: why, Actions: strings.Fields(actions), Wildcard: wildcard}
}

// Reasons for wildcards that several grants share.
const (
	inKeyPolicy   = "in a key's own policy, * is that key"
	ofKey         = "AWS's own example; GenerateDataKey has a form without plaintext"
	objects       = "the objects of one bucket"
	stateKeys     = "a condition tells the key by its alias"
	withoutName   = "these services don't tell things by name; what carries another environment's tag is denied"
	noResource    = "the action knows no resource"
	ownPrefix     = "names begin with the environment's prefix"
	earlierPrefix = "names begin with the prefix of an earlier environment"
	streams       = "the streams of one log group"
	settings      = "settings of everything that the provider reads; what reads contents is denied beside it"
	environmentOf = "keys are told by the environment's tag, in a condition: they are made later"
)

// looking are the services whose settings plans read.
var looking = strings.Fields("acm application-autoscaling backup budgets ce cloudwatch ec2 ecs elasticloadbalancing firehose logs route53 " +
	"servicediscovery sns wafv2 iam kms")

func look() string {
	var actions []string
	for _, s := range looking {
		actions = append(actions, s+":Describe*", s+":Get*", s+":List*")
	}
	return strings.Join(actions, " ") + " budgets:ViewBudget ecr:Describe* ecr:GetLifecyclePolicy ecr:GetRepositoryPolicy ecr:List* " +
		"s3:GetAccelerateConfiguration s3:GetBucket* s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration " +
		"s3:GetReplicationConfiguration s3:ListBucket secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy secretsmanager:List*"
}

// state are the grants of a role that reads a state, and keeps it encrypted.
func state(document string) []Grant {
	return []Grant{
		grant(document, "ListState", "Terraform: find the state", "s3:ListBucket", ""),
		grant(document, "StateKey", "Terraform: decrypt and encrypt the state", "kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt*", stateKeys),
	}
}

func lock(document string) []Grant {
	return []Grant{
		grant(document, "LockTable", "Terraform: the lock, and the digest of the state", "dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem", ""),
		grant(document, "HoldLock", "Terraform: S3's lock of its own", "s3:DeleteObject s3:GetObject s3:PutObject", ""),
	}
}

const (
	releasePlan = "delivery_*_plan_document"
	reviewPlan  = "delivery_plan_document"
)

func trust(document, who string) Grant {
	return grant(document, "", "trust: "+who, "sts:AssumeRole", "")
}

func webIdentity(document string) Grant {
	return grant(document, "", "trust: GitHub's or Terraform Cloud's tokens, by subject", "sts:AssumeRoleWithWebIdentity", "")
}

const (
	boundary  = "delivery_*_boundary_document"
	promotion = "delivery_*_promote_document"
	pull      = "delivery_*_pull_document"
)

// All are the grants of all stacks.
var All = concat(
	[]Grant{
		trust("security_execution_trust", "ECS, for tasks of this account"),
		grant("security_execution_secrets_document", "ReadSecrets", "ECS: secrets of a task that starts", "secretsmanager:GetSecretValue", ""),
		grant("security_execution_secrets_document", "DecryptSecrets", "ECS: the same secrets, by way of Secrets Manager", "kms:Decrypt", ""),

		trust("security_*_task_trust", "ECS, for tasks of this account"),
		grant("security_*_task_document", "MLDataObjects", "ML service: training data and models", "s3:GetObject s3:PutObject", objects),
		grant("security_*_task_document", "ListMLData", "ML service: find models", "s3:ListBucket", ""),
		grant("security_*_task_document", "MLDataKey", "ML service: the same objects, by way of S3", "kms:Decrypt kms:GenerateDataKey", ""),
		grant("security_*_task_document", "InvokeEndpoints", "ML service: ask a model", "sagemaker:InvokeEndpoint", ownPrefix),
		grant("security_*_task_document", "ExecChannel", "ECS Exec: the channel",
			"ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel", noResource),
		grant("security_*_task_document", "ExecLog", "ECS Exec: what was typed", "logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", streams),
		grant("security_*_task_document", "FindExecLog", "ECS Exec: find its log group", "logs:DescribeLogGroups", noResource),
		grant("security_*_task_document", "ExecKey", "ECS Exec: encrypt the channel", "kms:Decrypt", ""),

		trust("security_sagemaker_trust", "SageMaker, for jobs of this account"),
		grant("security_sagemaker_document", "MLDataObjects", "SageMaker: training data and models", "s3:GetObject s3:PutObject", objects),
		grant("security_sagemaker_document", "ListMLData", "SageMaker: find training data", "s3:ListBucket", ""),
		grant("security_sagemaker_document", "MLDataKey", "SageMaker: the same objects, by way of S3", "kms:Decrypt kms:GenerateDataKey", ""),
		grant("security_sagemaker_document", "SageMakerLogs", "SageMaker: logs of jobs and endpoints",
			"logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", "SageMaker names groups by job"),
		grant("security_sagemaker_document", "SageMakerMetrics", "SageMaker: metrics of jobs", "cloudwatch:PutMetricData", noResource+"; a condition tells the namespace"),
		grant("security_sagemaker_document", "JobNetworkInterfaces", "SageMaker: jobs that run in the VPC",
			"ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface ec2:DeleteNetworkInterfacePermission",
			"interfaces have no name before they are made"),
		grant("security_sagemaker_document", "FindNetwork", "SageMaker: jobs that run in the VPC",
			"ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs", noResource),
		grant("security_sagemaker_document", "PullImages", "SageMaker: images of jobs",
			"ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer", ownPrefix),
		grant("security_sagemaker_document", "RegistryLogin", "SageMaker: images of jobs", "ecr:GetAuthorizationToken", noResource),

		grant("security_key", "EnableIAMPolicies", "the account: IAM policies decide", "kms:*", inKeyPolicy),
		grant("security_key", "CloudWatchLogs", "CloudWatch Logs: log groups of this account",
			"kms:Decrypt* kms:Describe* kms:Encrypt* kms:GenerateDataKey* kms:ReEncrypt*", inKeyPolicy+"; "+ofKey),
		grant("security_key", "AlertPublishers", "CloudWatch, Budgets, Cost Anomaly Detection: publish to the encrypted topic",
			"kms:Decrypt kms:GenerateDataKey*", inKeyPolicy+"; "+ofKey),
		grant("security_key", "BackupEvents", "AWS Backup: publish to the encrypted topic", "kms:Decrypt kms:GenerateDataKey*", inKeyPolicy+"; "+ofKey),
		grant("security_key", "DataServices", "ECS, S3, Secrets Manager, SNS: what they keep", "kms:Decrypt kms:GenerateDataKey*", inKeyPolicy+"; "+ofKey),
		grant("security_key", "FargateTaskStorage", "Fargate: disks of tasks", "kms:GenerateDataKeyWithoutPlaintext", inKeyPolicy),
		grant("security_key", "FargateTaskStorageGrants", "Fargate: disks of tasks", "kms:CreateGrant", inKeyPolicy),

		grant("storage_alb_logs_policy_document", "LoadBalancerLogDelivery", "Elastic Load Balancing: access logs", "s3:PutObject", "logs are named by day"),
		grant("monitoring_topic_policy_document", "Alerts", "alarms and budgets", "sns:Publish", ""),
		grant("monitoring_topic_policy_document", "Backups", "AWS Backup: jobs that failed", "sns:Publish", ""),
		trust("networking_flow_trust", "VPC flow logs of this account"),
		grant("networking_flow_policy", "WriteFlowLog", "the flow log", "logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", streams),

		trust("backup_trust", "AWS Backup, for this account"),
		trust("backup_restore_trust", "AWS Backup, for this account"),
		grant("backup_restore_policy", "DescribeVaultKeys", "AWS Backup: decrypt what it restores", "kms:DescribeKey", ""),
		grant("backup_restore_policy", "GrantVaultKeys", "AWS Backup: decrypt what it restores", "kms:CreateGrant", ""),
		trust("backup_replication_trust", "S3, for this account"),
		grant("backup_replication_policy", "ReadConfiguration", "S3 replication", "s3:GetReplicationConfiguration s3:ListBucket", ""),
		grant("backup_replication_policy", "ReadVersions", "S3 replication",
			"s3:GetObjectVersionAcl s3:GetObjectVersionForReplication s3:GetObjectVersionTagging", objects),
		grant("backup_replication_policy", "WriteReplicas", "S3 replication", "s3:ReplicateDelete s3:ReplicateObject s3:ReplicateTags", objects),
		grant("backup_replication_policy", "DecryptVersions", "S3 replication", "kms:Decrypt", ""),
		grant("backup_replication_policy", "EncryptReplicas", "S3 replication", "kms:Encrypt kms:GenerateDataKey", ""),
		grant("backup_copy_key_policy_document", "EnableIAMPolicies", "the account: IAM policies decide", "kms:*", inKeyPolicy),

		grant("detection_key_policy_document", "EnableIAMPolicies", "identities of the account, as IAM allows them", "kms:*", inKeyPolicy),
		grant("detection_key_policy_document", "Trail", "CloudTrail: encrypt what the account's trail records", "kms:Decrypt kms:DescribeKey kms:GenerateDataKey*", inKeyPolicy+"; "+ofKey),
		grant("detection_key_policy_document", "TrailLogs", "CloudWatch Logs: encrypt the trail's log group", "kms:Decrypt* kms:Describe* kms:Encrypt* kms:GenerateDataKey* kms:ReEncrypt*", inKeyPolicy+"; AWS's own example"),
		grant("detection_key_policy_document", "Config", "AWS Config: encrypt what it delivers", "kms:Decrypt kms:GenerateDataKey", inKeyPolicy),
		grant("detection_key_policy_document", "Findings", "EventBridge: publish to the account's topic", "kms:Decrypt kms:GenerateDataKey*", inKeyPolicy+"; "+ofKey),
		grant("detection_audit_policy_document", "TrailChecks", "CloudTrail: try the bucket", "s3:GetBucketAcl", ""),
		grant("detection_audit_policy_document", "TrailDelivery", "CloudTrail: deliver", "s3:PutObject", objects),
		grant("detection_audit_policy_document", "ConfigChecks", "AWS Config: try the bucket", "s3:GetBucketAcl s3:ListBucket", ""),
		grant("detection_audit_policy_document", "ConfigDelivery", "AWS Config: deliver", "s3:PutObject", objects),
		grant("detection_access_policy_document", "AccessLogs", "Amazon S3: who read what the account keeps", "s3:PutObject", objects),
		grant("detection_topic_policy_document", "Findings", "EventBridge: findings, and calls that blind detection", "sns:Publish", ""),
		trust("detection_trail_logs_trust", "CloudTrail, for this account"),
		grant("detection_trail_logs_document", "WriteTrail", "CloudTrail: write to its log group", "logs:CreateLogStream logs:PutLogEvents", streams),
		trust("detection_forward_trust", "EventBridge, for this account"),
		grant("detection_forward_document", "Forward", "EventBridge: send to the account's event bus", "events:PutEvents", ""),

		trust("datadog_delivery_trust", "Firehose, for this account"),
		grant("datadog_delivery_policy_document", "KeepWhatFails", "Firehose: what Datadog did not take",
			"s3:AbortMultipartUpload s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads s3:PutObject", objects),
		grant("datadog_delivery_policy_document", "ReadKey", "Firehose: Datadog's key", "secretsmanager:GetSecretValue", ""),
		grant("datadog_delivery_policy_document", "UseKMSKey", "Firehose: the same key, and what it keeps", "kms:Decrypt kms:GenerateDataKey", ""),
		grant("datadog_delivery_policy_document", "Log", "Firehose: its own errors", "logs:PutLogEvents", streams),
		trust("datadog_sender_trust", "CloudWatch Logs, for log groups of this account"),
		grant("datadog_sender_policy_document", "Send", "CloudWatch Logs: log lines to Firehose", "firehose:PutRecord firehose:PutRecordBatch", ""),

		webIdentity("delivery_*_push_role_trust"), webIdentity("delivery_*_plan_role_trust"), webIdentity("delivery_*_deploy_role_trust"),
		webIdentity("delivery_*_promote_role_trust"), trust("delivery_*_pull_role_trust", "promotions into another account, by their roles"),
		webIdentity("delivery_plan_role_trust"),
		grant("delivery_*_push_document", "Login", "pipelines of services: push an image", "ecr:GetAuthorizationToken", noResource),
		grant("delivery_*_push_document", "PushAndPull", "pipelines of services: push an image, and build on the last one",
			"ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:GetDownloadUrlForLayer "+
				"ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart", ownPrefix),
		grant(promotion, "Login", "promotions: read and write images", "ecr:GetAuthorizationToken", noResource),
		grant(promotion, "ReadImages", "promotions: images of earlier environments", "ecr:BatchGetImage ecr:DescribeImages ecr:GetDownloadUrlForLayer", earlierPrefix),
		grant(promotion, "ReadDeployments", "promotions: what an earlier environment ran", "ecs:ListServiceDeployments", earlierPrefix),
		grant(promotion, "ReadRevisions", "promotions: what an earlier environment ran", "ecs:DescribeServiceRevisions", earlierPrefix+"; AWS numbers revisions"),
		grant(promotion, "ReadElsewhere", "promotions: the same, where that is in another account", "sts:AssumeRole", ""),
		grant(pull, "Login", "promotions into another account: read images", "ecr:GetAuthorizationToken", noResource),
		grant(pull, "ReadImages", "promotions into another account: images", "ecr:BatchGetImage ecr:DescribeImages ecr:GetDownloadUrlForLayer", ownPrefix),
		grant(pull, "ReadDeployments", "promotions into another account: what the environment ran", "ecs:ListServiceDeployments", ownPrefix),
		grant(pull, "ReadRevisions", "promotions into another account: what the environment ran", "ecs:DescribeServiceRevisions", ownPrefix+"; AWS numbers revisions"),
		grant(promotion, "PushAndPull", "promotions: write an image, and see what is there",
			"ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:GetDownloadUrlForLayer "+
				"ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart", ownPrefix),

		grant(boundary, "WriteState", "Terraform: read and write the state", "s3:GetObject s3:PutObject", ""),
		grant(boundary, "Services", "Terraform: make, change and destroy the environment; whatever its roles may do",
			"acm:* application-autoscaling:* backup:* backup-storage:* budgets:* ce:* cloudwatch:* ec2:* ecr:GetAuthorizationToken ecs:* "+
				"elasticloadbalancing:* events:* firehose:* iam:CreateServiceLinkedRole iam:Get* iam:List* kms:ListAliases logs:* route53:* s3:ListAllMyBuckets "+
				"servicediscovery:* sns:* ssmmessages:* tag:* wafv2:*", withoutName),
		grant(boundary, "Named", "Terraform: repositories, buckets and secrets of the environment; its tasks: ask its models", "ecr:* s3:* sagemaker:InvokeEndpoint* secretsmanager:*", ownPrefix),
		grant(boundary, "MakeKeys", "Terraform: make keys", "kms:CreateKey kms:TagResource", environmentOf),
		grant(boundary, "NewKeys", "Terraform: see a new key through, before KMS heeds its tag",
			"kms:DescribeKey kms:EnableKeyRotation kms:GetKey* kms:ListResourceTags",
			"keys without tag and alias, in a condition: they are made later"),
		grant(boundary, "OwnKeys", "Terraform: the environment's keys", "kms:*", environmentOf),
		grant(boundary, "OwnAliases", "Terraform: the environment's keys", "kms:*Alias", ownPrefix),
		grant(boundary, "BoundedRoles", "Terraform: roles that carry the boundary",
			"iam:AttachRolePolicy iam:CreateRole iam:DeleteRolePolicy iam:DetachRolePolicy iam:PutRole*", ownPrefix+"; a role's policies and its boundary"),
		grant(boundary, "RolesAndPolicies", "Terraform: roles and policies of the environment",
			"iam:CreatePolicy* iam:DeletePolicy* iam:DeleteRole iam:SetDefaultPolicyVersion iam:Tag* iam:Untag* "+
				"iam:UpdateAssumeRolePolicy iam:UpdateRole*", ownPrefix+"; a policy and its versions, a role and its description"),
		grant(boundary, "PassRoles", "Terraform: hand those roles to the services that they are for", "iam:PassRole", ownPrefix),
	},
	state(boundary), state(releasePlan), state(reviewPlan), lock(boundary), lock(releasePlan),
	[]Grant{
		grant(reviewPlan, "ReadState", "Terraform: read the states", "s3:GetObject", objects),
		grant(reviewPlan, "ReadDigest", "Terraform: the digests of the states", "dynamodb:GetItem", ""),
		grant(releasePlan, "Look", "Terraform: refresh", look(), settings),
		grant(releasePlan, "ReadState", "Terraform: read the state", "s3:GetObject", ""),
		grant(releasePlan, "Secrets", "Terraform: refresh of secrets' versions", "secretsmanager:GetSecretValue", ownPrefix),
		grant(releasePlan, "SecretsKey", "Terraform: the same, by way of Secrets Manager", "kms:Decrypt", environmentOf),
	},
)

func concat(lists ...[]Grant) (all []Grant) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
