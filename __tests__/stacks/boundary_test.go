package stacks_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// arnForms are the ARNs of what policies speak of and roles may touch by name
// alone: "@" stands for the name.
var arnForms = map[string]struct{ attribute, service, resource string }{
	"aws_cloudwatch_log_group":             {"name", "logs", "log-group:@"},
	"aws_ecr_repository":                   {"name", "ecr", "repository/@"},
	"aws_iam_policy":                       {"name", "iam", "policy/@"},
	"aws_iam_role":                         {"name", "iam", "role/@"},
	"aws_kinesis_firehose_delivery_stream": {"name", "firehose", "deliverystream/@"},
	"aws_kms_alias":                        {"name", "kms", "@"},
	"aws_kms_key":                          {"", "kms", "key/1234abcd"},
	"aws_s3_bucket":                        {"bucket", "s3", "@"},
	"aws_secretsmanager_secret":            {"name", "secretsmanager", "secret:@-AbCdEf"},
}

// arn is the ARN that a resource of the stack will have.
func (s stack) arn(t *testing.T, kind, name string) string {
	t.Helper()
	if kind == "aws_secretsmanager_secret_version" {
		kind, name = s.referred(t, s.Resource[kind][name]["secret_id"])
	}
	form, ok := arnForms[kind]
	require.True(t, ok, "which ARN has %s?", kind)
	r := s.Resource[kind][name]
	require.NotNil(t, r, "%s.%s", kind, name)
	resource := form.resource
	if form.attribute != "" {
		resource = strings.Replace(resource, "@", known.Replace(r[form.attribute].(string)), 1)
	}
	region, account := s.region(r), testAccount
	switch form.service {
	case "iam":
		region = ""
	case "s3":
		region, account = "", ""
	}
	return strings.Join([]string{"arn", testPartition, form.service, region, account, resource}, ":")
}

// region is where a resource of the stack is: that of its provider.
func (s stack) region(r object) string {
	own, _ := r["provider"].(string)
	_, alias, _ := strings.Cut(own, ".")
	i := slices.IndexFunc(s.Provider["aws"], func(p object) bool { got, _ := p["alias"].(string); return got == alias })
	return s.Provider["aws"][i]["region"].(string)
}

var reference = regexp.MustCompile(`\$\{(aws_[a-z0-9_]+)\.([A-Za-z0-9_-]+)\.(\w+)\}`)

// referred is the resource that a reference names.
func (s stack) referred(t *testing.T, value any) (kind, name string) {
	t.Helper()
	found := reference.FindStringSubmatch(value.(string))
	require.NotNil(t, found, "%v refers to nothing", value)
	return found[1], found[2]
}

// resolve fills in what references will be.
func (s stack) resolve(t *testing.T, value string) string {
	t.Helper()
	return known.Replace(reference.ReplaceAllStringFunc(value, func(r string) string {
		found := reference.FindStringSubmatch(r)
		if found[3] != "arn" {
			return s.Resource[found[1]][found[2]][found[3]].(string)
		}
		return s.arn(t, found[1], found[2])
	}))
}

// deliversEvery is the account that delivers all of every, once it is made.
var deliversEvery *stack

// every lists the environments and variants, and the account that delivers all
// of them.
func every(t *testing.T) (account stack, all []envs.Environment) {
	t.Helper()
	all = slices.Concat(fixture.All(), variants())
	if deliversEvery == nil {
		s := accountOf(t, fixture.Account(), all...)
		deliversEvery = &s
	}
	return *deliversEvery, all
}

// boundaryOf is the policy that bounds the roles of an environment.
func boundaryOf(t *testing.T, account stack, env envs.Environment) []object {
	t.Helper()
	return account.policyOf(t, ref("aws_iam_policy", "delivery_"+env.Name+"_boundary", "arn"))
}

// requests are what a statement of a role lets it ask, by action and resource.
// A "*" in them stays, and stands for itself: only a "*" of the boundary covers
// it. What is known of the request are the statement's own conditions, and of
// what is the environment's, its tag.
func (s stack) requests(t *testing.T, env envs.Environment, statement object) (all []request) {
	t.Helper()
	for _, action := range texts(statement["actions"]) {
		for _, resource := range statement["resources"].([]any) {
			r := request{action: action, resource: s.resolve(t, resource.(string)), keys: map[string]string{}}
			for _, c := range blocks(statement["condition"]) {
				r.keys[c["variable"].(string)] = texts(c["values"])[0]
			}
			if strings.Contains(resource.(string), "${aws_") {
				r.keys[tagged] = env.Name
			}
			all = append(all, r)
		}
	}
	return all
}

// AWS takes a role whose boundary forbids what its policies allow, and refuses
// it at work: a replica that is never written, a backup that can't be restored.
func TestEveryRoleLiesWithinItsBoundary(t *testing.T) {
	account, all := every(t)
	asked := 0
	for _, env := range all {
		s, within := load(t, env.Name), boundaryOf(t, account, env)
		for role := range s.Resource["aws_iam_role"] {
			for _, statement := range s.own(t, role) {
				for _, r := range s.requests(t, env, statement) {
					v := decide(t, within, r)
					assert.True(t, v.allowed && !v.denied, "%s: the boundary does not let %s %s %s (statement %v): %+v",
						env.Name, role, r.action, r.resource, statement["sid"], v)
					asked++
				}
			}
		}
		// What delivers the environment, beside the boundary that it is given
		// whole.
		for _, statement := range account.own(t, pushRole(env)) {
			for _, r := range account.requests(t, env, statement) {
				v := decide(t, within, r)
				assert.True(t, v.allowed && !v.denied, "%s: %+v", env.Name, r)
				asked++
			}
		}
	}
	t.Logf("%d requests of the roles of %d environments", asked, len(all))
}

// own are the statements that a stack writes for a role; AWS's own policies are
// wider than any environment, and meant to be narrowed.
func (s stack) own(t *testing.T, role string) (all []object) {
	t.Helper()
	of := []any{ref("aws_iam_role", role, "name"), ref("aws_iam_role", role, "id")}
	for _, a := range s.Resource["aws_iam_role_policy_attachment"] {
		if arn := a["policy_arn"].(string); slices.Contains(of, a["role"]) && !strings.Contains(arn, ":iam::aws:policy/") {
			all = append(all, s.policyOf(t, arn)...)
		}
	}
	for _, p := range s.Resource["aws_iam_role_policy"] {
		if slices.Contains(of, p["role"]) {
			all = append(all, s.statements(t, p["policy"])...)
		}
	}
	for _, statement := range all {
		require.Equal(t, "Allow", statement["effect"], role)
	}
	return all
}

// ofAWS are what an environment needs of AWS's own policies (AWS Managed Policy
// Reference), on its own buckets, keys and logs: "@" is the environment's
// prefix, and keys are those of its regions.
var ofAWS = map[string]map[string]string{
	"AmazonECSTaskExecutionRolePolicy": {
		"ecr:GetAuthorizationToken":       "*",
		"ecr:BatchCheckLayerAvailability": "ecr:repository/@/api-gateway",
		"ecr:BatchGetImage":               "ecr:repository/@/api-gateway",
		"ecr:GetDownloadUrlForLayer":      "ecr:repository/@/api-gateway",
		"logs:CreateLogStream":            "logs:log-group:/ecs/@/api-gateway:log-stream:x",
		"logs:PutLogEvents":               "logs:log-group:/ecs/@/api-gateway:log-stream:x",
	},
	"AWSBackupServiceRolePolicyForS3Backup": {
		"backup:TagResource":           "backup:recovery-point:x",
		"cloudwatch:GetMetricData":     "*",
		"events:DeleteRule":            "events:rule/AwsBackupManagedRule-x",
		"events:DescribeRule":          "events:rule/AwsBackupManagedRule-x",
		"events:DisableRule":           "events:rule/AwsBackupManagedRule-x",
		"events:EnableRule":            "events:rule/AwsBackupManagedRule-x",
		"events:ListRules":             "*",
		"events:ListTargetsByRule":     "events:rule/AwsBackupManagedRule-x",
		"events:PutRule":               "events:rule/AwsBackupManagedRule-x",
		"events:PutTargets":            "events:rule/AwsBackupManagedRule-x",
		"events:RemoveTargets":         "events:rule/AwsBackupManagedRule-x",
		"kms:Decrypt":                  "kms:key/x",
		"kms:DescribeKey":              "kms:key/x",
		"s3:GetBucketAcl":              "s3:@-ml-data-1",
		"s3:GetBucketLocation":         "s3:@-ml-data-1",
		"s3:GetBucketNotification":     "s3:@-ml-data-1",
		"s3:GetBucketTagging":          "s3:@-ml-data-1",
		"s3:GetBucketVersioning":       "s3:@-ml-data-1",
		"s3:GetInventoryConfiguration": "s3:@-ml-data-1",
		"s3:GetObject":                 "s3:@-ml-data-1/a",
		"s3:GetObjectAcl":              "s3:@-ml-data-1/a",
		"s3:GetObjectTagging":          "s3:@-ml-data-1/a",
		"s3:GetObjectVersion":          "s3:@-ml-data-1/a",
		"s3:GetObjectVersionAcl":       "s3:@-ml-data-1/a",
		"s3:GetObjectVersionTagging":   "s3:@-ml-data-1/a",
		"s3:ListAllMyBuckets":          "*",
		"s3:ListBucket":                "s3:@-ml-data-1",
		"s3:ListBucketVersions":        "s3:@-ml-data-1",
		"s3:PutBucketNotification":     "s3:@-ml-data-1",
		"s3:PutInventoryConfiguration": "s3:@-ml-data-1",
	},
	// Its part about vaults and their keys: the rest is for other services.
	"AWSBackupServiceRolePolicyForBackup": {
		"backup:CopyFromBackupVault": "backup:recovery-point:x",
		"backup:CopyIntoBackupVault": "backup:backup-vault:@-backup-copy",
		"backup:DescribeBackupVault": "backup:backup-vault:@-backup-copy",
		"backup:TagResource":         "backup:recovery-point:x",
		"kms:CreateGrant":            "kms:key/x",
		"kms:DescribeKey":            "kms:key/x",
		"tag:GetResources":           "*",
	},
	"AWSBackupServiceRolePolicyForS3Restore": {
		"kms:Decrypt":                   "kms:key/x",
		"kms:DescribeKey":               "kms:key/x",
		"kms:GenerateDataKey":           "kms:key/x",
		"s3:CreateBucket":               "s3:@-restored",
		"s3:DeleteObject":               "s3:@-restored/a",
		"s3:GetBucketLocation":          "s3:@-restored",
		"s3:GetBucketOwnershipControls": "s3:@-restored",
		"s3:GetBucketVersioning":        "s3:@-restored",
		"s3:GetObject":                  "s3:@-restored/a",
		"s3:GetObjectAcl":               "s3:@-restored/a",
		"s3:GetObjectTagging":           "s3:@-restored/a",
		"s3:GetObjectVersion":           "s3:@-restored/a",
		"s3:GetObjectVersionAcl":        "s3:@-restored/a",
		"s3:ListBucket":                 "s3:@-restored",
		"s3:ListBucketVersions":         "s3:@-restored",
		"s3:ListMultipartUploadParts":   "s3:@-restored/a",
		"s3:PutBucketOwnershipControls": "s3:@-restored",
		"s3:PutBucketVersioning":        "s3:@-restored",
		"s3:PutObject":                  "s3:@-restored/a",
		"s3:PutObjectAcl":               "s3:@-restored/a",
		"s3:PutObjectTagging":           "s3:@-restored/a",
		"s3:PutObjectVersionAcl":        "s3:@-restored/a",
	},
}

// AWS's own policies are narrowed by the boundary, but not by what they are
// attached for.
func TestBoundaryLetsAWSPoliciesWork(t *testing.T) {
	account, all := every(t)
	for _, env := range all {
		s, within := load(t, env.Name), boundaryOf(t, account, env)
		for _, a := range s.Resource["aws_iam_role_policy_attachment"] {
			arn := a["policy_arn"].(string)
			if !strings.Contains(arn, ":iam::aws:policy/") {
				continue
			}
			policy := arn[strings.LastIndex(arn, "/")+1:]
			require.NotEmpty(t, ofAWS[policy], "what is needed of %s?", policy)
			for action, resource := range ofAWS[policy] {
				for _, region := range env.Regions() {
					r := on(action, resource)
					if service, name, ok := strings.Cut(strings.ReplaceAll(resource, "@", env.Label().Prefix()), ":"); ok {
						r = with(action, "arn:aws:"+service+":"+region+":"+testAccount+":"+name)
						switch service {
						case "s3":
							r.resource = objectOf(name)
						case "kms":
							r.keys[tagged] = env.Name
						}
					}
					if !strings.HasPrefix(resource, "kms:") && !strings.HasPrefix(resource, "backup:") && region != env.Region {
						continue
					}
					v := decide(t, within, r)
					assert.True(t, v.allowed && !v.denied, "%s: the boundary does not let %s %s %s: %+v", env.Name, policy, action, r.resource, v)
				}
			}
		}
	}
}

// A deploy role makes what its stack declares, in whichever region: what AWS
// tells by its ARN lies in the ARNs that the role may touch.
func TestDeployRoleReachesEveryRegionOfItsStack(t *testing.T) {
	account, all := every(t)
	for _, env := range all {
		s := load(t, env.Name)
		var regions []string
		for _, p := range s.Provider["aws"] {
			regions = append(regions, p["region"].(string))
		}
		assert.ElementsMatch(t, env.Regions(), regions, env.Name)
		reached := 0
		for kind, actions := range map[string][]string{
			"aws_ecr_repository":        {"ecr:CreateRepository", "ecr:PutLifecyclePolicy", "ecr:DeleteRepository"},
			"aws_iam_policy":            {"iam:CreatePolicy", "iam:DeletePolicy"},
			"aws_iam_role":              {"iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"},
			"aws_kms_alias":             {"kms:CreateAlias", "kms:DeleteAlias"},
			"aws_kms_key":               {"kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:CreateAlias", "kms:CreateGrant", "kms:ScheduleKeyDeletion"},
			"aws_s3_bucket":             {"s3:CreateBucket", "s3:PutBucketPolicy", "s3:DeleteBucket"},
			"aws_secretsmanager_secret": {"secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"},
			"aws_cloudwatch_log_group":  {"logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup"},
		} {
			for name := range s.Resource[kind] {
				arn := s.arn(t, kind, name)
				for _, action := range actions {
					r := on(action, arn)
					if kind != "aws_kms_alias" {
						r.keys = map[string]string{tagged: env.Name}
					}
					assert.True(t, account.may(t, deployRole(env), r), "%s: %s of %s", env.Name, action, arn)
					reached++
				}
			}
		}
		assert.Positive(t, reached)
	}
}

// AWS asks whoever names a role for iam:PassRole, by the service that the role
// is handed to.
func TestRolesArePassedToTheServicesThatTheyTrust(t *testing.T) {
	account, all := every(t)
	for _, env := range all {
		s := load(t, env.Name)
		for name, role := range s.Resource["aws_iam_role"] {
			for _, statement := range s.statements(t, role["assume_role_policy"]) {
				trusted := block(t, statement["principals"])
				if trusted["type"] != "Service" {
					continue
				}
				for _, service := range texts(trusted["identifiers"]) {
					assert.True(t, account.may(t, deployRole(env), with("iam:PassRole", s.arn(t, "aws_iam_role", name), "iam:PassedToService", service)),
						"%s: %s may not be handed to %s", env.Name, name, service)
				}
			}
		}
	}
}

// IAM compares an ARN part by part: where one is missing, what follows it is
// taken for another, and matches nothing.
func TestPoliciesNameWholeARNs(t *testing.T) {
	whole := regexp.MustCompile(`^(\*|arn:aws:[a-z0-9-]+:(\*|[a-z0-9-]*):(\*|aws|\d{12})?:.+)$`)
	account, all := every(t)
	stacks := map[string]stack{envs.AccountName: account}
	for _, env := range all {
		stacks[env.Name] = load(t, env.Name)
	}
	for name, s := range stacks {
		for document, d := range s.Data["aws_iam_policy_document"] {
			for _, statement := range blocks(d["statement"]) {
				for _, resource := range slices.Concat(texts(statement["resources"]), texts(statement["not_resources"])) {
					if !strings.HasPrefix(resource, "${aws_") {
						assert.Regexp(t, whole, reference.ReplaceAllString(resource, "x"), "%s: %s", name, document)
					}
				}
			}
		}
	}
}
