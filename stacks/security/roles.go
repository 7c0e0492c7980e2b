package security

import (
	"fmt"
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iampolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// RolesProps are what the roles speak of.
type RolesProps struct {
	Props
	// Services have a task role each.
	Services []envs.Service
	// KeyARN is the environment's KMS key.
	KeyARN string
	// DataKeyARN is the key of the ML data and the secrets.
	DataKeyARN string
	// MLDataARN is the bucket with models and training data.
	MLDataARN string
	// SecretARNs are the secrets that containers receive; empty where none do.
	SecretARNs []string
	// Exec lets operators open shells in containers.
	Exec bool
	// ExecLogGroup is the name of the log group of those shells.
	ExecLogGroup string
}

// Roles are the roles of containers and jobs.
type Roles struct {
	// ExecutionARN is the role by which ECS pulls images, writes logs and reads
	// secrets for a container before it starts.
	ExecutionARN *string
	// TaskARNs are the roles of the running containers, by service name.
	TaskARNs map[string]*string
	// SageMakerARN is the role of SageMaker jobs and endpoints.
	SageMakerARN *string
	// Permissions are the policies of the containers' roles: a task that
	// starts before them is refused what it needs.
	Permissions []cdktf.ITerraformDependable
}

const (
	ecsTasks  = "ecs-tasks.amazonaws.com"
	sageMaker = "sagemaker.amazonaws.com"
)

// NewRoles declares the roles.
func NewRoles(m address.Module, props RolesProps) *Roles {
	r := &Roles{TaskARNs: map[string]*string{}}
	r.newExecution(m, props)
	for _, s := range props.Services {
		r.newTask(m, props, s)
	}
	r.SageMakerARN = newSageMaker(m, props)
	return r
}

func (r *Roles) newExecution(m address.Module, props RolesProps) {
	role := iamrole.NewIamRole(m.Stack, m.ID("execution"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("ecs-execution")),
		Description:      jsii.String("Lets ECS pull images, write logs and read secrets to start a container"),
		AssumeRolePolicy: iam.Trust(m, "execution_trust", ecsTasks, props.AccountID),
	})
	r.ExecutionARN = role.Arn()
	r.Permissions = append(r.Permissions,
		iamrolepolicyattachment.NewIamRolePolicyAttachment(m.Stack, m.ID("execution_managed"), &iamrolepolicyattachment.IamRolePolicyAttachmentConfig{
			Role: role.Name(),
			PolicyArn: jsii.String(fmt.Sprintf("arn:%s:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
				props.Partition)),
		}))
	if len(props.SecretARNs) == 0 {
		return
	}
	r.Permissions = append(r.Permissions,
		iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID("execution_secrets"), &iamrolepolicy.IamRolePolicyConfig{
			Name: jsii.String("secrets-access"),
			Role: role.Id(),
			Policy: iam.Document(m, "execution_secrets_document",
				iam.Statement{
					Sid:       "ReadSecrets",
					Actions:   []string{"secretsmanager:GetSecretValue"},
					Resources: props.SecretARNs,
				},
				props.through("secretsmanager", "DecryptSecrets", "kms:Decrypt"),
			),
		}))
}

func (r *Roles) newTask(m address.Module, props RolesProps, s envs.Service) {
	role := iamrole.NewIamRole(m.Stack, m.ID(s.Name+"_task"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name(s.Name, "task")),
		Description:      jsii.String("What a running container of " + s.Name + " may do"),
		AssumeRolePolicy: iam.Trust(m, s.Name+"_task_trust", ecsTasks, props.AccountID),
	})
	r.TaskARNs[s.Name] = role.Arn()
	statements := props.task(s)
	if len(statements) == 0 {
		return
	}
	r.Permissions = append(r.Permissions,
		iamrolepolicy.NewIamRolePolicy(m.Stack, m.ID(s.Name+"_task_policy"), &iamrolepolicy.IamRolePolicyConfig{
			Name:   jsii.String("task-permissions"),
			Role:   role.Id(),
			Policy: iam.Document(m, s.Name+"_task_document", statements...),
		}))
}

// task are the permissions of a service's containers.
func (p RolesProps) task(s envs.Service) []iam.Statement {
	read, write := slices.Contains(s.Grants, envs.ReadMLData), slices.Contains(s.Grants, envs.WriteMLData)
	statements := p.mlData(read, write)
	if slices.Contains(s.Grants, envs.InvokeSageMaker) {
		statements = append(statements, iam.Statement{
			Sid:     "InvokeEndpoints",
			Actions: []string{"sagemaker:InvokeEndpoint"},
			Resources: []string{fmt.Sprintf("arn:%s:sagemaker:%s:%s:endpoint/%s-*",
				p.Partition, p.Region, p.AccountID, p.Label.Prefix())},
		})
	}
	if p.Exec {
		statements = append(statements, p.shell()...)
	}
	return statements
}

// mlData are the permissions to read or write models and training data.
func (p RolesProps) mlData(read, write bool) []iam.Statement {
	var objects, key []string
	if read {
		objects, key = append(objects, "s3:GetObject"), append(key, "kms:Decrypt")
	}
	if write {
		objects, key = append(objects, "s3:PutObject"), append(key, "kms:GenerateDataKey")
	}
	if objects == nil {
		return nil
	}
	statements := []iam.Statement{{Sid: "MLDataObjects", Actions: objects, Resources: []string{p.MLDataARN + "/*"}}}
	if read {
		statements = append(statements, iam.Statement{
			Sid: "ListMLData", Actions: []string{"s3:ListBucket"}, Resources: []string{p.MLDataARN},
		})
	}
	return append(statements, p.through("s3", "MLDataKey", key...))
}

// through lets the key of what is kept be used by way of one AWS service only.
func (p RolesProps) through(service, sid string, actions ...string) iam.Statement {
	return iam.Statement{
		Sid:       sid,
		Actions:   actions,
		Resources: []string{p.DataKeyARN},
		Conditions: []iam.Condition{{
			Test:     "StringEquals",
			Variable: "kms:ViaService",
			Values:   []string{fmt.Sprintf("%s.%s.amazonaws.com", service, p.Region)},
		}},
	}
}

// shell are what a container needs for ECS Exec: the channel of the session,
// its log, and the key that encrypts both.
func (p RolesProps) shell() []iam.Statement {
	return []iam.Statement{
		{
			Sid: "ExecChannel",
			Actions: []string{
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			},
			// These actions know no resource.
			Resources: []string{"*"},
		},
		{
			Sid:       "ExecLog",
			Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			Resources: []string{fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s:*", p.Partition, p.Region, p.AccountID, p.ExecLogGroup)},
		},
		{
			Sid:     "FindExecLog",
			Actions: []string{"logs:DescribeLogGroups"},
			// Knows no narrower resource than all log groups of the region.
			Resources: []string{fmt.Sprintf("arn:%s:logs:%s:%s:log-group:*", p.Partition, p.Region, p.AccountID)},
		},
		{Sid: "ExecKey", Actions: []string{"kms:Decrypt"}, Resources: []string{p.KeyARN}},
	}
}

// newSageMaker is the role that the plan gives AmazonSageMakerFullAccess
// (lines 915-938): here it trains and serves with the environment's own data,
// images and logs.
func newSageMaker(m address.Module, props RolesProps) *string {
	role := iamrole.NewIamRole(m.Stack, m.ID("sagemaker"), &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Label.Name("sagemaker")),
		Description:      jsii.String("What SageMaker jobs and endpoints may do"),
		AssumeRolePolicy: iam.Trust(m, "sagemaker_trust", sageMaker, props.AccountID),
	})
	policy := iampolicy.NewIamPolicy(m.Stack, m.ID("sagemaker_policy"), &iampolicy.IamPolicyConfig{
		Name:        jsii.String(props.Label.Name("sagemaker")),
		Description: jsii.String("Train and serve with the data, images and logs of " + props.Label.Prefix()),
		Policy:      iam.Document(m, "sagemaker_document", props.sageMaker()...),
	})
	iamrolepolicyattachment.NewIamRolePolicyAttachment(m.Stack, m.ID("sagemaker_attachment"), &iamrolepolicyattachment.IamRolePolicyAttachmentConfig{
		Role:      role.Name(),
		PolicyArn: policy.Arn(),
	})
	return role.Arn()
}

func (p RolesProps) sageMaker() []iam.Statement {
	return append(p.mlData(true, true),
		iam.Statement{
			Sid:     "SageMakerLogs",
			Actions: []string{"logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			Resources: []string{fmt.Sprintf("arn:%s:logs:%s:%s:log-group:/aws/sagemaker/*",
				p.Partition, p.Region, p.AccountID)},
		},
		iam.Statement{
			Sid:     "SageMakerMetrics",
			Actions: []string{"cloudwatch:PutMetricData"},
			// Knows no resource; the namespace narrows it.
			Resources: []string{"*"},
			Conditions: []iam.Condition{{
				Test: "StringLike", Variable: "cloudwatch:namespace", Values: []string{"/aws/sagemaker/*"},
			}},
		},
		// A job with a VPC configuration makes its own network interfaces.
		iam.Statement{
			Sid: "JobNetworkInterfaces",
			Actions: []string{
				"ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission",
				"ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission",
			},
			Resources: p.ec2("network-interface/*", "security-group/*", "subnet/*"),
		},
		iam.Statement{
			Sid: "FindNetwork",
			Actions: []string{
				"ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups",
				"ec2:DescribeSubnets", "ec2:DescribeVpcs",
			},
			// These actions know no resource.
			Resources: []string{"*"},
		},
		iam.Statement{
			Sid:     "PullImages",
			Actions: []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			Resources: []string{fmt.Sprintf("arn:%s:ecr:%s:%s:repository/%s/*",
				p.Partition, p.Region, p.AccountID, p.Label.Prefix())},
		},
		iam.Statement{
			Sid:     "RegistryLogin",
			Actions: []string{"ecr:GetAuthorizationToken"},
			// Knows no resource.
			Resources: []string{"*"},
		},
	)
}

func (p RolesProps) ec2(resources ...string) []string {
	arns := make([]string, len(resources))
	for i, r := range resources {
		arns[i] = fmt.Sprintf("arn:%s:ec2:%s:%s:%s", p.Partition, p.Region, p.AccountID, r)
	}
	return arns
}
