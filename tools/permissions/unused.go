package permissions

import "strings"

// The policies of the roles that plan and apply; those of all environments come
// of one source.
const (
	ReviewPolicy = reviewPlan
	PlanPolicy   = releasePlan
	Boundary     = boundary
)

// Kept are actions, or patterns of them, that a role of delivery may do and did
// not, while environments were reviewed, planned, applied, looked at for drift,
// released, rolled back, adopted and destroyed on the emulator. Of a pattern such
// as ec2:*, one action is use enough.
type Kept struct {
	Document, Sid string
	Actions       []string
	// Why says what they are allowed for all the same.
	Why string
}

func kept(document, sid, actions, why string) Kept {
	return Kept{Document: document, Sid: sid, Actions: strings.Fields(actions), Why: why}
}

// Unused are all of these; a test finds those that are missing, and those that
// are used.
var Unused = []Kept{
	kept(Boundary, "Services", "ecr:GetAuthorizationToken", "as a boundary: roles that pull images, or push them"),
	kept(Boundary, "Services", "events:* s3:ListAllMyBuckets", "as a boundary: AWS Backup finds buckets by their tag, and hears of changes in them"),
	kept(Boundary, "Services", "ssmmessages:*", "as a boundary: tasks that ECS Exec reaches"),
	kept(Boundary, "Named", "sagemaker:InvokeEndpoint*", "as a boundary: the ML service asks a model"),
	kept(Boundary, "NewKeys", "kms:DescribeKey kms:EnableKeyRotation kms:GetKey* kms:ListResourceTags",
		"KMS may take five minutes to heed the tag of a new key; the emulator heeds it at once"),
	kept(Boundary, "RolesAndPolicies", "iam:SetDefaultPolicyVersion iam:Untag* iam:UpdateAssumeRolePolicy iam:UpdateRole*",
		"a change of a role or of a policy, which no test makes"),
	kept(Boundary, "StateKey", "kms:DescribeKey kms:ReEncrypt*", byTable),
	kept(Boundary, "StateKey", "kms:Encrypt", byTable+"; a state that could not be stored is sealed"),
	kept(PlanPolicy, "StateKey", "kms:DescribeKey kms:ReEncrypt*", byTable),
	kept(ReviewPolicy, "StateKey", "kms:DescribeKey kms:GenerateDataKey* kms:ReEncrypt*", byTable),
	kept(PlanPolicy, "Look", "acm:Get* application-autoscaling:Get* budgets:Describe* budgets:Get* ce:Describe* ec2:Get* ec2:List* ecr:GetRepositoryPolicy ecs:Get* ecs:List* "+
		"elasticloadbalancing:List* firehose:Get* iam:Describe* logs:Get* route53:Describe* secretsmanager:List* servicediscovery:Describe* sns:Describe* "+
		"wafv2:Describe*", "by which of AWS's three verbs the provider reads a service's settings changes with its version"),
}

// byTable is Amazon DynamoDB Developer Guide, "Authorizing use of your customer
// managed key".
const byTable = "DynamoDB uses the key of the lock table with the permissions of who asks"
