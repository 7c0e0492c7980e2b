package permissions

import "strings"

// Use is what somebody does with a role, or by a resource's own policy, once an
// environment is applied: AWS's services by themselves, tasks, and pipelines of
// other repositories. Nobody makes these calls in a test, so that the policies
// are asked about them.
//
// Role, resources and keys name what was applied by its address and attribute:
// "{aws_s3_bucket.storage_ml_data.arn}/models". Beside those there are {account},
// {region}, {second}, the region of copies, {prefix}, and {earlier}, the prefix of the
// environment before, in {earlier-region}. In an environment that lacks what a call
// names, nobody makes it.
type Use struct {
	// Role is the ARN of the role; empty for a service that only a resource's
	// policy lets in.
	Role string
	// Service is the principal that assumes the role, or calls by itself.
	Service string
	// For says what for, and Source is AWS's page, or policy, that lists the
	// calls.
	For, Source string
	// Trust are the condition keys of a service that assumes the role.
	Trust Keys
	// Exec says that only environments with ECS Exec have it.
	Exec  bool
	Calls []Call
}

// Keys are condition keys, each with its value.
type Keys map[string]string

// Call is an action, or several, on one resource.
type Call struct {
	Actions  []string
	Resource string
	Keys     Keys
	// Region is where the call is made; empty for the environment's.
	Region string
	// If names what has to be there for the call, where it does not name it.
	If string
}

func call(actions, resource string, keys Keys) Call {
	return Call{Actions: strings.Fields(actions), Resource: resource, Keys: keys}
}

func onlyIf(address string, calls ...Call) []Call {
	for i := range calls {
		calls[i].If = address
	}
	return calls
}

const (
	mainKey  = "{aws_kms_key.security_main.arn}"
	copyKey  = "{aws_kms_key.backup_copy_key.arn}"
	mlData   = "{aws_s3_bucket.storage_ml_data.arn}"
	replica  = "{aws_s3_bucket.backup_ml_data_replica.arn}"
	lost     = "{aws_s3_bucket.datadog_lost.arn}"
	topic    = "{aws_sns_topic.monitoring_topic.arn}"
	execLog  = "{aws_cloudwatch_log_group.monitoring_exec_log.arn}"
	firehose = "{aws_kinesis_firehose_delivery_stream.datadog_logs.arn}"
	object   = "/models/current.bin"

	ownService = "arn:{partition}:ecs:{region}:{account}:service/{prefix}-cluster/{prefix}-ml-service"
	anything   = "*"
)

func viaService(service string) Keys { return Keys{"kms:ViaService": service + ".amazonaws.com"} }

var (
	viaS3         = viaService("s3.{region}")
	viaSecrets    = viaService("secretsmanager.{region}")
	sourceAccount = Keys{"aws:SourceAccount": "{account}"}
	inCluster     = Keys{"ecs:cluster": "arn:{partition}:ecs:{region}:{account}:cluster/{prefix}-cluster"}
	forAWS        = Keys{"kms:GrantIsForAWSResource": "true"}
	logContext    = Keys{"kms:EncryptionContext:aws:logs:arn": "{aws_cloudwatch_log_group.networking_flow.arn}"}
	taskContext   = Keys{"kms:EncryptionContext:aws:ecs:clusterAccount": "{account}", "kms:EncryptionContext:aws:ecs:clusterName": "{prefix}-cluster"}
)

// mlDataCalls are what tasks and jobs do with training data and models.
var mlDataCalls = []Call{
	call("s3:ListBucket", mlData, nil),
	call("s3:GetObject s3:PutObject", mlData+object, nil),
	call("kms:Decrypt kms:GenerateDataKey", mainKey, viaS3),
}

func exec(role string) Use {
	return Use{
		Role: role, Service: "ecs-tasks.amazonaws.com", For: "ECS Exec: its channel, and its log",
		Source: "Amazon ECS Developer Guide, Monitor Amazon ECS containers with ECS Exec", Trust: sourceAccount, Exec: true,
		Calls: append(onlyIf(execLog,
			call("ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel", anything, nil),
			// What AWS asks about, as its refusals say.
			call("logs:DescribeLogGroups", "arn:{partition}:logs:{region}:{account}:log-group::log-stream:", nil),
			call("kms:Decrypt", mainKey, nil)),
			call("logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", execLog+":log-stream:ecs-execute-command-0123456789abcdef0", nil)),
	}
}

func publish(service string) Use {
	return Use{
		Service: service, For: "a message to the encrypted topic",
		Source: "Amazon SNS Developer Guide, Enable compatibility between event sources from AWS services and encrypted topics",
		Calls:  []Call{call("sns:Publish", topic, sourceAccount), call("kms:Decrypt kms:GenerateDataKey", mainKey, sourceAccount)},
	}
}

// Uses are all that is known of who uses what.
var Uses = []Use{
	{
		Role: "{aws_iam_role.backup_replication_role.arn}", Service: "s3.amazonaws.com", For: "S3 replication into the second region",
		Source: "Amazon S3 User Guide, Setting up permissions for live replication; Replicating encrypted objects", Trust: sourceAccount,
		Calls: []Call{
			call("s3:GetReplicationConfiguration s3:ListBucket", mlData, nil),
			call("s3:GetObjectVersionAcl s3:GetObjectVersionForReplication s3:GetObjectVersionTagging", mlData+object, nil),
			call("s3:ReplicateDelete s3:ReplicateObject s3:ReplicateTags", replica+object, nil),
			call("kms:Decrypt", mainKey, viaS3),
			{Actions: []string{"kms:Encrypt", "kms:GenerateDataKey"}, Resource: copyKey, Keys: viaService("s3.{second}"), Region: "{second}"},
		},
	},
	{
		Role: "{aws_iam_role.backup_role.arn}", Service: "backup.amazonaws.com", For: "AWS Backup: S3 buckets that carry its tag",
		Source: "AWSBackupServiceRolePolicyForS3Backup v4", Trust: sourceAccount,
		Calls: []Call{
			call("cloudwatch:GetMetricData", anything, nil),
			call("events:DeleteRule events:DescribeRule events:DisableRule events:EnableRule events:ListTargetsByRule events:PutRule events:PutTargets "+
				"events:RemoveTargets", "arn:{partition}:events:{region}:{account}:rule/AwsBackupManagedRule0123456789abcdef0", nil),
			call("events:ListRules", anything, nil),
			call("kms:Decrypt kms:DescribeKey", mainKey, viaS3),
			call("s3:GetBucketAcl s3:GetBucketLocation s3:GetBucketNotification s3:GetBucketTagging s3:GetBucketVersioning s3:GetInventoryConfiguration "+
				"s3:ListBucket s3:ListBucketVersions s3:PutBucketNotification s3:PutInventoryConfiguration", mlData, nil),
			call("s3:GetObject s3:GetObjectAcl s3:GetObjectTagging s3:GetObjectVersion s3:GetObjectVersionAcl s3:GetObjectVersionTagging", mlData+object, nil),
			call("s3:ListAllMyBuckets", anything, nil),
			call("backup:TagResource", "arn:{partition}:backup:{region}:{account}:recovery-point:0123456789abcdef0", nil),
		},
	},
	{
		Role: "{aws_iam_role.backup_role.arn}", Service: "backup.amazonaws.com", For: "AWS Backup: copies in the second region",
		Source: "AWSBackupServiceRolePolicyForBackup v30; AWS Backup Developer Guide, Encryption for backups in AWS Backup", Trust: sourceAccount,
		Calls: []Call{
			call("backup:DescribeBackupVault", "{aws_backup_vault.backup_vault.arn}", nil),
			{Actions: []string{"backup:CopyIntoBackupVault", "backup:DescribeBackupVault"}, Resource: "{aws_backup_vault.backup_copy_vault.arn}", Region: "{second}"},
			{
				Actions:  []string{"backup:CopyFromBackupVault"},
				Resource: "arn:{partition}:backup:{region}:{account}:recovery-point:0123456789abcdef0", If: "{aws_backup_vault.backup_copy_vault.arn}",
			},
			call("kms:CreateGrant", mainKey, forAWS),
			{Actions: []string{"kms:DescribeKey"}, Resource: copyKey, Region: "{second}"},
			{Actions: []string{"kms:CreateGrant"}, Resource: copyKey, Keys: forAWS, Region: "{second}"},
		},
	},
	{
		Role: "{aws_iam_role.backup_restore_role.arn}", Service: "backup.amazonaws.com", For: "AWS Backup: a restore into a bucket that the runbook names",
		Source: "AWSBackupServiceRolePolicyForS3Restore v2; AWS Backup Developer Guide, Encryption for backups in AWS Backup", Trust: sourceAccount,
		Calls: []Call{
			call("s3:CreateBucket s3:GetBucketLocation s3:GetBucketOwnershipControls s3:GetBucketVersioning s3:ListBucket s3:ListBucketVersions "+
				"s3:PutBucketOwnershipControls s3:PutBucketVersioning", "arn:{partition}:s3:::{prefix}-restored-{account}", nil),
			call("s3:DeleteObject s3:GetObject s3:GetObjectAcl s3:GetObjectTagging s3:GetObjectVersion s3:GetObjectVersionAcl s3:ListMultipartUploadParts "+
				"s3:PutObject s3:PutObjectAcl s3:PutObjectTagging s3:PutObjectVersionAcl", "arn:{partition}:s3:::{prefix}-restored-{account}"+object, nil),
			call("kms:Decrypt kms:DescribeKey kms:GenerateDataKey", mainKey, viaS3),
			call("kms:DescribeKey", mainKey, nil),
			call("kms:CreateGrant", mainKey, forAWS),
			{Actions: []string{"kms:DescribeKey"}, Resource: copyKey, Region: "{second}"},
			{Actions: []string{"kms:CreateGrant"}, Resource: copyKey, Keys: forAWS, Region: "{second}"},
		},
	},
	{
		Role: "{aws_iam_role.datadog_delivery.arn}", Service: "firehose.amazonaws.com", For: "Firehose: log lines to Datadog, what fails to S3",
		Source: "Amazon Data Firehose Developer Guide, Grant Firehose access to an HTTP endpoint destination; Authenticate with AWS Secrets Manager",
		Trust:  sourceAccount,
		Calls: []Call{
			call("s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads", lost, nil),
			call("s3:AbortMultipartUpload s3:GetObject s3:PutObject", lost+"/2026/01/31/00/lines", nil),
			call("kms:Decrypt kms:GenerateDataKey", mainKey, viaS3),
			call("logs:PutLogEvents", "{aws_cloudwatch_log_group.datadog_log.arn}:log-stream:{aws_cloudwatch_log_stream.datadog_log_stream.name}", nil),
			call("secretsmanager:GetSecretValue", "{aws_secretsmanager_secret.datadog_secret.arn}", nil),
			{Actions: []string{"kms:Decrypt"}, Resource: mainKey, Keys: viaSecrets, If: lost},
		},
	},
	{
		Role: "{aws_iam_role.datadog_sender.arn}", Service: "logs.amazonaws.com", For: "CloudWatch Logs: log lines to Firehose",
		Source: "Amazon CloudWatch Logs User Guide, Log group-level subscription filters",
		Trust:  Keys{"aws:SourceArn": "{aws_cloudwatch_log_group.monitoring_api-gateway_log.arn}:*"},
		Calls:  []Call{call("firehose:PutRecord firehose:PutRecordBatch", firehose, nil)},
	},
	{
		// AWS's page has logs:CreateLogGroup and logs:DescribeLogGroups too, for
		// groups that are not there yet. AWS's own CDK leaves them out.
		Role: "{aws_iam_role.networking_flow_role.arn}", Service: "vpc-flow-logs.amazonaws.com", For: "the flow log",
		Source: "Amazon VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs", Trust: sourceAccount,
		Calls: []Call{
			call("logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", "{aws_cloudwatch_log_group.networking_flow.arn}:log-stream:eni-0123456789abcdef0-all", nil),
		},
	},
	{
		Role: "{aws_iam_role.security_execution.arn}", Service: "ecs-tasks.amazonaws.com", For: "ECS: image, logs and secrets of a task that starts",
		Source: "AmazonECSTaskExecutionRolePolicy v1; Amazon ECS Developer Guide, Amazon ECS task execution IAM role", Trust: sourceAccount,
		Calls: []Call{
			call("ecr:GetAuthorizationToken", anything, nil),
			call("ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer", "{aws_ecr_repository.storage_api-gateway.arn}", nil),
			call("logs:CreateLogStream logs:PutLogEvents", "{aws_cloudwatch_log_group.monitoring_api-gateway_log.arn}:log-stream:api-gateway/api-gateway/0123456789abcdef0", nil),
			call("secretsmanager:GetSecretValue", "{aws_secretsmanager_secret.database_secret.arn}", nil),
			call("secretsmanager:GetSecretValue", "{aws_secretsmanager_secret.datadog_secret.arn}", nil),
			{Actions: []string{"kms:Decrypt"}, Resource: mainKey, Keys: viaSecrets, If: "{aws_secretsmanager_secret.database_secret.arn}"},
			{Actions: []string{"kms:Decrypt"}, Resource: mainKey, Keys: viaSecrets, If: "{aws_secretsmanager_secret.datadog_secret.arn}"},
		},
	},
	{
		Role: "{aws_iam_role.security_ml-service_task.arn}", Service: "ecs-tasks.amazonaws.com", For: "the ML service: data, models, endpoints",
		Source: "what the service is for", Trust: sourceAccount,
		Calls: append([]Call{call("sagemaker:InvokeEndpoint", "arn:{partition}:sagemaker:{region}:{account}:endpoint/{prefix}-failure", nil)}, mlDataCalls...),
	},
	exec("{aws_iam_role.security_api-gateway_task.arn}"), exec("{aws_iam_role.security_ml-service_task.arn}"),
	{
		Role: "{aws_iam_role.security_sagemaker.arn}", Service: "sagemaker.amazonaws.com", For: "SageMaker: training jobs and models in the VPC",
		Source: "Amazon SageMaker AI Developer Guide, How to use SageMaker AI execution roles: CreateTrainingJob and CreateModel API", Trust: sourceAccount,
		Calls: append([]Call{
			call("cloudwatch:PutMetricData", anything, Keys{"cloudwatch:namespace": "/aws/sagemaker/TrainingJobs"}),
			call("logs:CreateLogGroup logs:DescribeLogStreams", "arn:{partition}:logs:{region}:{account}:log-group:/aws/sagemaker/TrainingJobs", nil),
			call("logs:CreateLogStream logs:PutLogEvents", "arn:{partition}:logs:{region}:{account}:log-group:/aws/sagemaker/TrainingJobs:log-stream:{prefix}-failure/algo-1", nil),
			call("ecr:GetAuthorizationToken", anything, nil),
			call("ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer", "{aws_ecr_repository.storage_ml-service.arn}", nil),
			call("ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface ec2:DeleteNetworkInterfacePermission",
				"arn:{partition}:ec2:{region}:{account}:network-interface/*", nil),
			call("ec2:CreateNetworkInterface", "{aws_security_group.networking_ml-service.arn}", nil),
			call("ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs", anything, nil),
		}, mlDataCalls...),
	},
	{
		Role: "arn:{partition}:iam::{account}:role/delivery/{prefix}-push", For: "pipelines of services: push an image, and build on the last one",
		Source: "Amazon ECR User Guide, IAM permissions for pushing an image to an Amazon ECR private repository; … for pulling",
		Calls: []Call{
			call("ecr:GetAuthorizationToken", anything, nil),
			call("ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:GetDownloadUrlForLayer "+
				"ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart", "{aws_ecr_repository.storage_ml-service.arn}", nil),
		},
	},
	{
		Role: "arn:{partition}:iam::{account}:role/delivery/{prefix}-promote", For: "promotions: copy an image that an earlier environment ran",
		Source: "Amazon ECR User Guide, as above; Service Authorization Reference, Amazon ECS",
		Calls: onlyIf("{earlier}",
			call("ecr:GetAuthorizationToken", anything, nil),
			call("ecr:BatchGetImage ecr:DescribeImages ecr:GetDownloadUrlForLayer", "arn:{partition}:ecr:{earlier-region}:{account}:repository/{earlier}/ml-service", nil),
			call("ecs:DescribeServiceRevisions ecs:ListServiceDeployments", "arn:{partition}:ecs:{earlier-region}:{account}:service/{earlier}-cluster/{earlier}-ml-service", nil),
			call("ecs:DescribeServiceRevisions",
				"arn:{partition}:ecs:{earlier-region}:{account}:service-revision/{earlier}-cluster/{earlier}-ml-service/1485800978477494678", nil),
			call("ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:GetDownloadUrlForLayer "+
				"ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart", "{aws_ecr_repository.storage_ml-service.arn}", nil)),
	},
	{
		Role: "arn:{partition}:iam::{account}:role/delivery/{prefix}-deploy", For: "pipelines: follow a roll-out",
		Source: "Service Authorization Reference, Amazon ECS",
		Calls: []Call{
			call("ecs:DescribeServiceDeployments ecs:DescribeServices ecs:ListServiceDeployments", ownService, inCluster),
			call("ecs:DescribeServiceDeployments",
				"arn:{partition}:ecs:{region}:{account}:service-deployment/{prefix}-cluster/{prefix}-ml-service/ejGvqq2ilnbKT9qj0vLJe", inCluster),
			call("ecs:ListTasks", "arn:{partition}:ecs:{region}:{account}:container-instance/*", inCluster),
			call("ecs:DescribeTasks", "arn:{partition}:ecs:{region}:{account}:task/{prefix}-cluster/0123456789abcdef0123456789abcdef", inCluster),
		},
	},
	{
		Role: "arn:{partition}:iam::{account}:role/delivery/{prefix}-deploy", For: "pipelines: count a delivery",
		Source: "Service Authorization Reference, Amazon CloudWatch",
		Calls: []Call{
			call("cloudwatch:GetMetricData", anything, nil),
			call("cloudwatch:PutMetricData", anything, Keys{"cloudwatch:namespace": "{prefix}"}),
		},
	},
	publish("cloudwatch.amazonaws.com"), publish("budgets.amazonaws.com"), publish("costalerts.amazonaws.com"),
	{
		Service: "backup.amazonaws.com", For: "AWS Backup: a message to the encrypted topic",
		Source: "AWS Backup Developer Guide, Notification options with AWS Backup",
		Calls: []Call{
			call("sns:Publish", topic, nil),
			call("kms:Decrypt kms:GenerateDataKey", mainKey, Keys{"kms:EncryptionContext:aws:sns:topicArn": topic}),
		},
	},
	{
		Service: "logs.{region}.amazonaws.com", For: "CloudWatch Logs: encrypted log groups",
		Source: "Amazon CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS Key Management Service",
		Calls:  []Call{call("kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo", mainKey, logContext)},
	},
	{
		Service: "fargate.amazonaws.com", For: "Fargate: encrypted disks of tasks",
		Source: "Amazon ECS Developer Guide, Customer managed keys for AWS Fargate ephemeral storage",
		Calls: []Call{
			call("kms:GenerateDataKeyWithoutPlaintext", mainKey, taskContext),
			call("kms:CreateGrant", mainKey, Keys{
				"kms:EncryptionContext:aws:ecs:clusterAccount": "{account}", "kms:EncryptionContext:aws:ecs:clusterName": "{prefix}-cluster",
				"kms:GrantOperations": "Decrypt",
			}),
		},
	},
}
