package stacks_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

const (
	github   = "token.actions.githubusercontent.com"
	audience = "sts.amazonaws.com"
	ours     = "repo:example/predictive-maintenance:"
)

// accountOf synthesizes the account stack of other values than envs has.
func accountOf(t *testing.T, account envs.Account, environments ...envs.Environment) stack {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	all := stacks.All([]envs.Account{account}, environments)
	chosen, err := stacks.Choose(all, []string{envs.AccountName})
	require.NoError(t, err)
	require.NoError(t, synth.Run(dir, all, chosen, io.Discard))
	content, err := os.ReadFile(filepath.Join(dir, "stacks", envs.AccountName, "cdk.tf.json"))
	require.NoError(t, err)
	var s stack
	require.NoError(t, json.Unmarshal(content, &s))
	return s
}

// module are the resources of a type that a module declares.
func (s stack) module(name, kind string) map[string]object {
	found := maps.Clone(s.Resource[kind])
	maps.DeleteFunc(found, func(resource string, _ object) bool { return !strings.HasPrefix(resource, name+"_") })
	return found
}

func deployRole(env envs.Environment) string { return "delivery_" + env.Name + "_deploy_role" }

func pushRole(env envs.Environment) string { return "delivery_" + env.Name + "_push_role" }

func releasePlanRole(env envs.Environment) string { return "delivery_" + env.Name + "_plan_role" }

func promoteRole(env envs.Environment) string { return "delivery_" + env.Name + "_promote_role" }

const planRole = "delivery_plan_role"

// AWS verifies GitHub by the authorities that it trusts itself; a thumbprint
// in the code would only grow old.
func TestGitHubVouchesForRuns(t *testing.T) {
	s := load(t, envs.AccountName)
	provider := s.only(t, "aws_iam_openid_connect_provider")
	assert.Equal(t, "https://"+github, provider["url"])
	assert.Equal(t, []any{audience}, provider["client_id_list"])
	assert.NotContains(t, provider, "thumbprint_list")
}

// A token is tested for whom it is meant and for whom it speaks. A condition
// on aws:SourceAccount would let nobody in: it is about services.
func TestDeliveryTrustsTheRepositoryOnly(t *testing.T) {
	numbered := fixture.Account()
	numbered.OwnerID, numbered.RepositoryID = 123456, 456789
	for _, c := range []struct {
		name, subject string
		s             stack
	}{
		{"by name", ours, load(t, envs.AccountName)},
		{"by name and number", "repo:example@123456/predictive-maintenance@456789:", accountOf(t, numbered, fixture.All()...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			delivering := c.s.module("delivery", "aws_iam_role")
			assert.Len(t, delivering, 4*len(fixture.All()), "nothing is promoted to the first environment")
			for name, role := range delivering {
				statements := c.s.statements(t, role["assume_role_policy"])
				require.Len(t, statements, 1, name)
				trusted := statements[0]
				assert.Equal(t, "Allow", trusted["effect"], name)
				assert.Equal(t, []any{"sts:AssumeRoleWithWebIdentity"}, trusted["actions"], name)
				assert.Equal(t, object{"type": "Federated", "identifiers": []any{ref("aws_iam_openid_connect_provider", "delivery_github", "arn")}},
					block(t, trusted["principals"]), name)
				conditions := blocks(trusted["condition"])
				if len(conditions) == 3 {
					assert.Equal(t, github+":ref", conditions[2]["variable"], name)
					conditions = conditions[:2]
				}
				require.Len(t, conditions, 2, name)
				assert.Equal(t, object{"test": "StringEquals", "variable": github + ":aud", "values": []any{audience}}, conditions[0], name)
				assert.Equal(t, github+":sub", conditions[1]["variable"], name)
				for _, subject := range texts(conditions[1]["values"]) {
					rest, ok := strings.CutPrefix(subject, c.subject)
					assert.True(t, ok, "%s trusts %s", name, subject)
					// A wildcard stands only behind the repository, and only
					// where the role can change nothing.
					anyBranch := name == planRole || name == releasePlanRole(fixture.Dev())
					assert.Equal(t, anyBranch, strings.ContainsAny(rest, "*?"), "%s trusts %s", name, subject)
				}
			}
		})
	}
}

func TestWhoMayAssumeWhat(t *testing.T) {
	s := load(t, envs.AccountName)
	may := func(role, subject string) bool { return s.assumable(t, role, github, audience, subject) }
	foreign := []string{
		"repo:example/predictive-maintenance-fork:ref:refs/heads/main", "repo:other/predictive-maintenance:ref:refs/heads/main",
		"repo:example/other:environment:production", "repo:example/predictive-maintenance", "repo:example:ref:refs/heads/main",
		"repo:example@1/predictive-maintenance@2:environment:production", "organization:example:project:p:workspace:w:run_phase:apply",
	}

	branches := []string{ours + "ref:refs/heads/main", ours + "ref:refs/heads/feature/x", ours + "pull_request", ours + "ref:refs/tags/v1"}
	for _, subject := range branches {
		assert.True(t, may(planRole, subject), subject)
	}
	for _, subject := range foreign {
		assert.False(t, may(planRole, subject), subject)
	}
	assert.False(t, s.assumable(t, planRole, github, "https://github.com/example", branches[0]), "a token that is meant for somebody else")

	deployedFrom := map[string][]string{
		"dev": branches[:2], "staging": {ours + "ref:refs/heads/main", ours + "ref:refs/heads/develop"}, "production": branches[:1],
	}
	for _, env := range fixture.All() {
		for _, subject := range slices.Concat(branches, foreign, []string{
			ours + "ref:refs/heads/develop", ours + "ref:refs/heads/main/x", ours + "environment:" + env.Name,
		}) {
			want := slices.Contains(deployedFrom[env.Name], subject) || env.Name == "dev" && strings.HasPrefix(subject, ours+"ref:refs/heads/")
			assert.Equal(t, want, may(releasePlanRole(env), subject), "%s from %s", releasePlanRole(env), subject)
		}
		roles := []string{deployRole(env), pushRole(env)}
		if env.Name != fixture.Dev().Name {
			roles = append(roles, promoteRole(env))
		}
		for _, role := range roles {
			for _, other := range fixture.All() {
				assert.Equal(t, env.Name == other.Name, may(role, ours+"environment:"+other.Name), "%s from %s", role, other.Name)
			}
			for _, subject := range slices.Concat(branches, foreign) {
				assert.False(t, may(role, subject), "%s from %s", role, subject)
			}
			for ref, from := range map[string][]string{
				"refs/heads/main": {"dev", "staging", "production"}, "refs/heads/develop": {"dev", "staging"},
				"refs/heads/feature/x": {"dev"}, "refs/tags/v1": {"dev"},
			} {
				want := role == pushRole(env) || slices.Contains(from, env.Name)
				assert.Equal(t, want, s.assumableFrom(t, role, github, audience, ours+"environment:"+env.Name, ref),
					"%s from %s, where GitHub's environment lets every branch in", role, ref)
			}
			assert.False(t, s.assumable(t, role, github, "https://github.com/example", ours+"environment:"+env.Name), role)
		}
	}
}

// ARNs and requests that tests speak of.
func arnOf(service, resource string) string {
	region := "us-east-1"
	if service == "iam" {
		region = ""
	}
	return fmt.Sprintf("arn:%s:%s:%s:%s:%s", testPartition, service, region, testAccount, resource)
}

func objectOf(path string) string { return "arn:aws:s3:::" + path }

func streamOf(group string) string {
	return arnOf("logs", "log-group:"+group+":log-stream:x")
}

func dashboardOf(name string) string {
	return "arn:aws:cloudwatch::" + testAccount + ":dashboard/" + name
}

func stateObject(stack string) string {
	at := fixture.Store().StateOf(stack)
	return objectOf(at.Bucket + "/" + at.Key)
}

func on(action, resource string) request { return request{action: action, resource: resource} }

func with(action, resource string, keys ...string) request {
	r := request{action: action, resource: resource, keys: map[string]string{}}
	for i := 0; i < len(keys); i += 2 {
		r.keys[keys[i]] = keys[i+1]
	}
	return r
}

// item is a request for an item of the lock table.
func item(action, id string) request {
	return with("dynamodb:"+action, arnOf("dynamodb", "table/"+fixture.Store().Table), "dynamodb:LeadingKeys", id)
}

func lockID(stack string) string {
	return fixture.Store().Bucket + "/" + fixture.Store().StateOf(stack).Key
}

const (
	stateKey = "alias/terraform-state"
	aliases  = "kms:ResourceAliases"
	tagged   = "aws:ResourceTag/Environment"
	bounded  = "iam:PermissionsBoundary"
)

var anyKey = arnOf("kms", "key/1234abcd")

func everyStack() []string {
	names := []string{envs.BootstrapName, envs.AccountName}
	for _, env := range fixture.All() {
		names = append(names, env.Name)
	}
	return names
}

// Reviews run from any branch, and are killed at every push: they read states,
// and neither hold a lock nor could release what an apply holds.
func TestPlanRoleReadsStatesAlone(t *testing.T) {
	s := load(t, envs.AccountName)
	may := func(r request) bool { return s.may(t, planRole, r) }

	for _, name := range everyStack() {
		assert.True(t, may(on("s3:GetObject", stateObject(name))), name)
		assert.False(t, may(on("s3:PutObject", stateObject(name))), name)
		assert.False(t, may(on("s3:DeleteObject", stateObject(name))), name)
		for _, action := range []string{"s3:PutObject", "s3:DeleteObject"} {
			assert.False(t, may(on(action, stateObject(name)+".tflock")), "%s of %s's lock", action, name)
		}
		for _, action := range []string{"GetItem", "PutItem", "DeleteItem"} {
			assert.False(t, may(item(action, lockID(name))), "%s of %s's lock", action, name)
			assert.Equal(t, action == "GetItem", may(item(action, lockID(name)+"-md5")), "%s of the sum of %s's state", action, name)
		}
	}
	assert.True(t, may(on("s3:ListBucket", objectOf(fixture.Store().Bucket))))
	for _, action := range []string{"kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt"} {
		assert.True(t, may(with(action, anyKey, aliases, stateKey)), action)
	}

	for _, action := range []string{
		"ec2:DescribeVpcs", "ec2:GetEbsEncryptionByDefault", "ecs:DescribeServices", "elasticloadbalancing:DescribeListeners",
		"logs:ListTagsForResource", "iam:GetRole", "iam:GetOpenIDConnectProvider", "kms:GetKeyPolicy", "ecr:GetLifecyclePolicy",
		"s3:GetBucketPolicy", "s3:GetLifecycleConfiguration", "s3:ListBucket", "wafv2:GetWebACL",
		"secretsmanager:DescribeSecret", "budgets:ViewBudget", "backup:GetBackupPlan",
		"application-autoscaling:ListTagsForResource",
	} {
		assert.False(t, may(on(action, "*")), action)
		for _, env := range fixture.All() {
			assert.True(t, s.may(t, releasePlanRole(env), on(action, "*")), "%s of %s", action, env.Name)
		}
	}
	// An administrator plans the account, and the store of the states.
	for _, action := range []string{"access-analyzer:GetAnalyzer", "dynamodb:DescribeTable", "s3:GetAccountPublicAccessBlock"} {
		for _, env := range fixture.All() {
			assert.False(t, s.may(t, releasePlanRole(env), on(action, "*")), "%s of %s", action, env.Name)
		}
	}
}

// A zone that was there before is read by a data source, also in a review.
func TestPlanRoleFindsZonesThatExist(t *testing.T) {
	with := fixture.Dev()
	with.Domain.Existing = true
	for _, action := range []string{"route53:GetHostedZone", "route53:ListHostedZones", "route53:ListTagsForResource"} {
		assert.True(t, accountOf(t, fixture.Account(), with).may(t, planRole, on(action, "*")), action)
		assert.False(t, load(t, envs.AccountName).may(t, planRole, on(action, "*")), action)
	}
}

func TestPlanRoleReadsNoSecretAndChangesNothing(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, r := range []request{
		on("secretsmanager:GetSecretValue", arnOf("secretsmanager", "secret:pdm-production/supabase-AbCdEf")),
		on("secretsmanager:BatchGetSecretValue", "*"),
		on("ssm:GetParameter", arnOf("ssm", "parameter/pdm-production/key")),
		on("ssm:GetParametersByPath", arnOf("ssm", "parameter/pdm-production")),
		on("s3:GetObject", objectOf("pdm-production-ml-data-123456789012/models/a")),
		on("s3:GetObjectVersion", objectOf("pdm-production-ml-data-123456789012/models/a")),
		on("s3:GetObject", objectOf(fixture.Store().Bucket+"-of-somebody-else/x")),
		with("kms:Decrypt", anyKey, aliases, "alias/pdm-production"),
		with("kms:Decrypt", anyKey),
		with("kms:GenerateDataKey", anyKey, aliases, "alias/pdm-production"),
		with("kms:ReEncryptFrom", anyKey, aliases, "alias/pdm-production"),
		on("logs:GetLogEvents", "*"), on("logs:FilterLogEvents", "*"), on("logs:StartQuery", "*"),
		on("ecr:BatchGetImage", arnOf("ecr", "repository/pdm-production/api-gateway")),
		on("wafv2:GetSampledRequests", "*"), on("ec2:GetPasswordData", "*"),
	} {
		assert.False(t, s.may(t, planRole, r), "%v", r)
		assert.True(t, s.refused(t, planRole, r), "%v may be allowed by another policy", r)
	}
	for _, action := range []string{
		"ec2:RunInstances", "ec2:CreateTags", "iam:CreateRole", "iam:PassRole", "s3:PutBucketPolicy", "kms:CreateGrant", "kms:PutKeyPolicy",
		"ecs:UpdateService", "sts:AssumeRole", "dynamodb:Query", "dynamodb:Scan", "dynamodb:GetItem", "sns:Publish", "ecr:GetAuthorizationToken",
		"sqs:ReceiveMessage", "lambda:GetFunction", "s3:PutObject", "s3:DeleteObject",
	} {
		assert.False(t, s.may(t, planRole, on(action, "*")), action)
	}
}

// The plan that is applied compares secrets with their state, and AWS is asked
// for their values: those of one environment, through Secrets Manager alone.
func TestReleasePlanRoleReadsItsEnvironmentsSecrets(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		role := releasePlanRole(env)
		for _, other := range fixture.All() {
			own := other.Name == env.Name
			prefix := "pdm-" + other.Name
			for _, name := range []string{prefix + "-supabase-AbCdEf", prefix + "/x-AbCdEf"} {
				assert.Equal(t, own, s.may(t, role, on("secretsmanager:GetSecretValue", arnOf("secretsmanager", "secret:"+name))), "%s: %s", role, name)
				assert.Equal(t, !own, s.refused(t, role, on("secretsmanager:GetSecretValue", arnOf("secretsmanager", "secret:"+name))), "%s: %s", role, name)
			}
			const via, manager = "kms:ViaService", "secretsmanager.us-east-1.amazonaws.com"
			assert.Equal(t, own, s.may(t, role, with("kms:Decrypt", anyKey, aliases, "alias/"+prefix, via, manager)), "%s: key of %s", role, other.Name)
			assert.False(t, s.may(t, role, with("kms:Decrypt", anyKey, aliases, "alias/"+prefix, via, "s3.us-east-1.amazonaws.com")))
			assert.False(t, s.may(t, role, with("kms:GenerateDataKey", anyKey, aliases, "alias/"+prefix, via, manager)))
			assert.Equal(t, own, s.may(t, role, on("s3:GetObject", stateObject(other.Name))))
			for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} {
				assert.Equal(t, own, s.may(t, role, on(action, stateObject(other.Name)+".tflock")), "%s of %s's lock", action, other.Name)
			}
			assert.Equal(t, own, s.may(t, role, item("PutItem", lockID(other.Name))))
			assert.False(t, s.may(t, role, on("s3:PutObject", stateObject(other.Name))))
			assert.True(t, s.refused(t, role, on("s3:GetObject", objectOf(prefix+"-ml-data-123456789012/models/a"))))
		}
		assert.True(t, s.may(t, role, with("kms:Decrypt", anyKey, aliases, stateKey)))
		assert.True(t, s.may(t, role, on("ec2:DescribeVpcs", "*")))
		for _, r := range []request{
			on("secretsmanager:BatchGetSecretValue", "*"), on("ssm:GetParameter", "*"), on("logs:GetLogEvents", "*"), with("kms:Decrypt", anyKey),
		} {
			assert.True(t, s.refused(t, role, r), "%v may be allowed by another policy", r)
		}
		for _, action := range []string{"ec2:RunInstances", "iam:CreateRole", "secretsmanager:PutSecretValue", "ecs:UpdateService", "iam:PassRole"} {
			assert.False(t, s.may(t, role, on(action, "*")), action)
		}
	}
}

func TestDeployRoleKeepsToItsOwnState(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		may := func(r request) bool { return s.may(t, deployRole(env), r) }
		for _, name := range everyStack() {
			own := name == env.Name
			for _, action := range []string{"s3:GetObject", "s3:PutObject"} {
				assert.Equal(t, own, may(on(action, stateObject(name))), "%s: %s of %s's state", env.Name, action, name)
				assert.Equal(t, own, may(on(action, stateObject(name)+".tflock")), "%s: %s of %s's lock", env.Name, action, name)
				assert.Equal(t, !own, s.refused(t, deployRole(env), on(action, stateObject(name))), "%s: %s of %s's state", env.Name, action, name)
			}
			assert.Equal(t, own, may(on("s3:DeleteObject", stateObject(name)+".tflock")), "%s: lock of %s", env.Name, name)
			assert.False(t, may(on("s3:DeleteObject", stateObject(name))), "%s: end of %s's state", env.Name, name)
			for _, action := range []string{"GetItem", "PutItem", "DeleteItem"} {
				assert.Equal(t, own, may(item(action, lockID(name))), "%s: %s of %s's lock", env.Name, action, name)
				assert.Equal(t, own, may(item(action, lockID(name)+"-md5")), "%s: %s of the sum of %s's state", env.Name, action, name)
			}
		}
		assert.True(t, may(on("s3:ListBucket", objectOf(fixture.Store().Bucket))), "else a state that isn't there yet looks forbidden")
		for _, action := range []string{"kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt"} {
			assert.True(t, may(with(action, anyKey, aliases, stateKey, tagged, "shared")), action)
		}
		for _, r := range []request{
			on("s3:PutBucketPolicy", objectOf(fixture.Store().Bucket)), on("s3:DeleteBucket", objectOf(fixture.Store().Bucket)),
			on("s3:PutLifecycleConfiguration", objectOf(fixture.Store().Bucket)),
			on("dynamodb:DeleteTable", arnOf("dynamodb", "table/"+fixture.Store().Table)),
			on("dynamodb:Scan", arnOf("dynamodb", "table/"+fixture.Store().Table)),
			with("kms:ScheduleKeyDeletion", anyKey, aliases, stateKey, tagged, "shared"),
			with("kms:PutKeyPolicy", anyKey, aliases, stateKey, tagged, "shared"),
			with("kms:TagResource", anyKey, aliases, stateKey, tagged, "shared", "aws:RequestTag/Environment", env.Name),
			on("kms:UpdateAlias", arnOf("kms", stateKey)), on("kms:DeleteAlias", arnOf("kms", stateKey)),
		} {
			assert.False(t, may(r), "%s: %v", env.Name, r)
		}
	}
}

func TestDeployRoleMakesItsEnvironment(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		prefix := "pdm-" + env.Name
		boundary := arnOf("iam", "policy/delivery/"+prefix+"-boundary")
		for _, r := range []request{
			on("ec2:CreateVpc", "*"), with("ec2:DeleteVpc", arnOf("ec2", "vpc/vpc-1"), tagged, env.Name),
			on("s3:CreateBucket", objectOf(prefix+"-ml-data-123456789012")), on("s3:PutBucketPolicy", objectOf(prefix+"-alb-logs-123456789012")),
			on("s3:GetObject", objectOf(prefix+"-ml-data-123456789012/a")), on("s3:CreateBucket", objectOf("aws-waf-logs-"+prefix+"-1")),
			on("ecr:CreateRepository", arnOf("ecr", "repository/"+prefix+"/api-gateway")), on("ecr:GetAuthorizationToken", "*"),
			on("secretsmanager:PutSecretValue", arnOf("secretsmanager", "secret:"+prefix+"/supabase-AbCdEf")),
			on("secretsmanager:CreateSecret", arnOf("secretsmanager", "secret:"+prefix+"-supabase-AbCdEf")),
			with("iam:CreateRole", arnOf("iam", "role/"+prefix+"-flow-log"), bounded, boundary),
			with("iam:PutRolePolicy", arnOf("iam", "role/"+prefix+"-flow-log"), bounded, boundary),
			with("iam:AttachRolePolicy", arnOf("iam", "role/"+prefix+"-backup"), bounded, boundary),
			with("iam:PutRolePermissionsBoundary", arnOf("iam", "role/"+prefix+"-flow-log"), bounded, boundary),
			with("iam:DeleteRole", arnOf("iam", "role/"+prefix+"-flow-log"), tagged, env.Name),
			on("iam:TagRole", arnOf("iam", "role/"+prefix+"-flow-log")), on("iam:UpdateRoleDescription", arnOf("iam", "role/"+prefix+"-flow-log")),
			on("iam:GetRole", arnOf("iam", "role/"+prefix+"-flow-log")),
			on("iam:CreatePolicy", arnOf("iam", "policy/"+prefix+"-task")),
			with("iam:PassRole", arnOf("iam", "role/"+prefix+"-flow-log"), "iam:PassedToService", "vpc-flow-logs.amazonaws.com"),
			with("iam:PassRole", arnOf("iam", "role/"+prefix+"-ml-service-task"), "iam:PassedToService", "ecs-tasks.amazonaws.com"),
			on("iam:CreateServiceLinkedRole", arnOf("iam", "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")),
			with("kms:CreateKey", "*", "aws:RequestTag/Environment", env.Name),
			with("kms:TagResource", anyKey, "aws:RequestTag/Environment", env.Name),
			with("kms:PutKeyPolicy", anyKey, tagged, env.Name), with("kms:ScheduleKeyDeletion", anyKey, tagged, env.Name, aliases, "alias/"+prefix),
			on("kms:CreateAlias", arnOf("kms", "alias/"+prefix)), with("kms:CreateAlias", anyKey, tagged, env.Name),
			on("kms:ListAliases", "*"), on("sagemaker:InvokeEndpoint", arnOf("sagemaker", "endpoint/"+prefix+"-pump-failure")),
			// As long as KMS doesn't heed the tag of a new key.
			on("kms:EnableKeyRotation", anyKey), on("kms:DescribeKey", anyKey), on("kms:GetKeyRotationStatus", anyKey),
			on("kms:GetKeyPolicy", anyKey), on("kms:ListResourceTags", anyKey),
			// AWS Backup looks for buckets by their tag.
			on("s3:ListAllMyBuckets", "*"), on("s3:PutBucketNotification", objectOf(prefix+"-ml-data-123456789012")),
			on("logs:GetLogEvents", streamOf("/ecs/"+prefix+"/api-gateway")), on("logs:CreateLogStream", streamOf("/aws/vpc/"+prefix+"/flow")),
			on("logs:PutLogEvents", streamOf("/aws/sagemaker/TrainingJobs")), on("cloudwatch:PutDashboard", dashboardOf(prefix)),
		} {
			assert.True(t, s.may(t, deployRole(env), r), "%s: %v", env.Name, r)
		}
	}
}

func TestDeployRoleLeavesOthersAlone(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		for _, other := range fixture.All() {
			if other.Name == env.Name {
				continue
			}
			prefix := "pdm-" + other.Name
			for _, r := range []request{
				with("ec2:DeleteVpc", arnOf("ec2", "vpc/vpc-1"), tagged, other.Name),
				with("ec2:CreateTags", arnOf("ec2", "vpc/vpc-1"), tagged, other.Name),
				with("ecs:UpdateService", arnOf("ecs", "service/"+prefix+"-cluster/a"), tagged, other.Name),
				with("logs:DeleteLogGroup", arnOf("logs", "log-group:/ecs/"+prefix+"/a"), tagged, other.Name),
				on("s3:GetObject", objectOf(prefix+"-ml-data-123456789012/a")), on("s3:DeleteBucket", objectOf(prefix+"-ml-data-123456789012")),
				on("ecr:PutImage", arnOf("ecr", "repository/"+prefix+"/api-gateway")),
				on("secretsmanager:GetSecretValue", arnOf("secretsmanager", "secret:"+prefix+"/supabase-AbCdEf")),
				on("iam:DeleteRole", arnOf("iam", "role/"+prefix+"-flow-log")),
				with("iam:PassRole", arnOf("iam", "role/"+prefix+"-flow-log"), "iam:PassedToService", "ecs-tasks.amazonaws.com"),
				with("kms:Decrypt", anyKey, tagged, other.Name, aliases, "alias/"+prefix),
				with("kms:TagResource", anyKey, tagged, other.Name, aliases, "alias/"+prefix, "aws:RequestTag/Environment", env.Name),
				on("kms:UpdateAlias", arnOf("kms", "alias/"+prefix)),
				on("sagemaker:InvokeEndpoint", arnOf("sagemaker", "endpoint/"+prefix+"-pump-failure")),
			} {
				assert.False(t, s.may(t, deployRole(env), r), "%s: %v", env.Name, r)
			}
			// Without tags, and named by what they are in.
			for _, r := range []request{
				on("logs:GetLogEvents", streamOf("/ecs/"+prefix+"/api-gateway")), on("logs:DeleteLogStream", streamOf("/ecs/"+prefix+"/api-gateway")),
				on("logs:PutLogEvents", streamOf("aws-waf-logs-"+prefix)), on("logs:CreateLogStream", streamOf("/aws/vpc/"+prefix+"/flow")),
				on("cloudwatch:GetDashboard", dashboardOf(prefix)), on("cloudwatch:PutDashboard", dashboardOf(prefix)),
				on("cloudwatch:DeleteDashboards", dashboardOf(prefix)),
				on("s3:GetObject", objectOf(prefix+"-ml-data-123456789012/a")), on("s3:PutObject", objectOf(prefix+"-ml-data-123456789012/a")),
				on("s3:ListBucket", objectOf(prefix+"-ml-data-123456789012")), on("s3:CreateBucket", objectOf(prefix+"-x")),
				on("s3:DeleteBucket", objectOf(prefix+"-ml-data-123456789012")), on("s3:PutBucketPolicy", objectOf(prefix+"-ml-data-123456789012")),
				on("s3:ReplicateObject", objectOf(prefix+"-ml-data-123456789012/a")), on("s3:RestoreObject", objectOf(prefix+"-ml-data-123456789012/a")),
			} {
				assert.True(t, s.refused(t, deployRole(env), r), "%s: %v", env.Name, r)
			}
		}
		for _, r := range []request{
			on("s3:GetObject", objectOf("somebody-elses/x")), on("kms:PutKeyPolicy", anyKey), on("kms:ScheduleKeyDeletion", anyKey),
			on("kms:CreateGrant", anyKey), with("kms:EnableKeyRotation", anyKey, aliases, "alias/somebody-elses"),
			with("kms:Decrypt", anyKey), with("kms:Decrypt", anyKey, aliases, "alias/somebody-elses"),
			with("kms:TagResource", anyKey, aliases, "alias/somebody-elses", "aws:RequestTag/Environment", env.Name),
			on("lambda:CreateFunction", "*"), on("sts:AssumeRole", arnOf("iam", "role/pdm-"+env.Name+"-flow-log")),
			on("iam:DeleteRole", arnOf("iam", "role/somebody-elses")), on("iam:CreateRole", arnOf("iam", "role/admin")),
		} {
			assert.False(t, s.may(t, deployRole(env), r), "%s: %v", env.Name, r)
		}
	}
}

// Whatever a role that delivers is given one day, and whatever role it makes:
// it changes neither who delivers nor what guards the account.
func TestDeployRoleCannotWidenItself(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		prefix := "pdm-" + env.Name
		for _, r := range []request{
			on("iam:CreatePolicyVersion", arnOf("iam", "policy/delivery/"+prefix+"-boundary")),
			on("iam:SetDefaultPolicyVersion", arnOf("iam", "policy/delivery/"+prefix+"-boundary")),
			on("iam:DeletePolicy", arnOf("iam", "policy/delivery/pdm-plan")),
			on("iam:UpdateAssumeRolePolicy", arnOf("iam", "role/delivery/"+prefix+"-deploy")),
			on("iam:AttachRolePolicy", arnOf("iam", "role/delivery/"+prefix+"-deploy")),
			on("iam:PutRolePolicy", arnOf("iam", "role/delivery/pdm-plan")),
			on("iam:PassRole", arnOf("iam", "role/delivery/"+prefix+"-deploy")),
			on("iam:DeleteRolePermissionsBoundary", arnOf("iam", "role/"+prefix+"-flow-log")),
			on("iam:DeleteRolePermissionsBoundary", arnOf("iam", "role/delivery/"+prefix+"-deploy")),
			on("iam:UpdateOpenIDConnectProviderThumbprint", arnOf("iam", "oidc-provider/"+github)),
			on("iam:CreateOpenIDConnectProvider", arnOf("iam", "oidc-provider/evil.example.com")),
			on("iam:AddClientIDToOpenIDConnectProvider", arnOf("iam", "oidc-provider/"+github)),
			on("iam:CreateSAMLProvider", arnOf("iam", "saml-provider/x")),
			on("iam:CreateUser", arnOf("iam", "user/x")), on("iam:AttachUserPolicy", arnOf("iam", "user/x")),
			on("iam:CreateAccessKey", arnOf("iam", "user/x")), on("iam:CreateLoginProfile", arnOf("iam", "user/x")),
			on("iam:AddUserToGroup", arnOf("iam", "group/admins")), on("iam:PutGroupPolicy", arnOf("iam", "group/admins")),
			on("iam:UpdateAccountPasswordPolicy", "*"), on("iam:DeleteAccountPasswordPolicy", "*"),
			on("organizations:LeaveOrganization", "*"), on("account:CloseAccount", "*"),
			on("s3:PutAccountPublicAccessBlock", "*"), on("ec2:DisableEbsEncryptionByDefault", "*"),
			on("ec2:ModifyEbsDefaultKmsKeyId", "*"), on("access-analyzer:DeleteAnalyzer", "*"),
		} {
			assert.True(t, s.refused(t, deployRole(env), r), "%s: %v", env.Name, r)
		}

		// A role without the boundary could be given anything, and then used.
		role := arnOf("iam", "role/"+prefix+"-escape")
		for _, action := range []string{
			"iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:DeleteRolePolicy",
			"iam:DetachRolePolicy",
		} {
			assert.False(t, s.may(t, deployRole(env), on(action, role)), "%s: %s without a boundary", env.Name, action)
			for _, other := range []string{
				arnOf("iam", "policy/"+prefix+"-boundary"), arnOf("iam", "policy/delivery/pdm-plan"), "arn:aws:iam::aws:policy/AdministratorAccess",
			} {
				assert.False(t, s.may(t, deployRole(env), with(action, role, bounded, other)), "%s: %s with %s", env.Name, action, other)
			}
		}
		assert.False(t, s.may(t, deployRole(env), with("iam:PassRole", role, "iam:PassedToService", "ec2.amazonaws.com")))
	}
}

// Every role that delivers is bounded, and out of reach of what begins with an
// environment's name.
func TestDeliveryIsBounded(t *testing.T) {
	s := load(t, envs.AccountName)
	want := map[string]string{planRole: "delivery_plan"}
	names := map[string]string{planRole: "pdm-plan"}
	for _, env := range fixture.All() {
		for _, role := range []string{deployRole(env), pushRole(env)} {
			want[role] = "delivery_" + env.Name + "_boundary"
		}
		want[releasePlanRole(env)], names[releasePlanRole(env)] = "delivery_"+env.Name+"_plan", "pdm-"+env.Name+"-plan"
		if env.Name != fixture.Dev().Name {
			want[promoteRole(env)], names[promoteRole(env)] = "delivery_"+env.Name+"_promote", "pdm-"+env.Name+"-promote"
		}
		names[deployRole(env)], names[pushRole(env)] = "pdm-"+env.Name+"-deploy", "pdm-"+env.Name+"-push"
	}
	delivering := s.module("delivery", "aws_iam_role")
	require.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(delivering)))
	for name, role := range delivering {
		assert.Equal(t, ref("aws_iam_policy", want[name], "arn"), role["permissions_boundary"], name)
		assert.Equal(t, "/delivery/", role["path"], name)
		assert.EqualValues(t, 7200, role["max_session_duration"], "as long as the job of release.yml asks for")
		assert.Equal(t, names[name], role["name"])
		assert.Empty(t, envs.RoleName.Check(role["name"].(string)))
	}
	for name, policy := range s.module("delivery", "aws_iam_policy") {
		assert.Equal(t, "/delivery/", policy["path"], name)
		assert.Empty(t, envs.PolicyName.Check(policy["name"].(string)))
	}
}

// The roles that an environment makes carry the boundary that its deploy role
// needs them to carry, or AWS would refuse them.
func TestRolesOfAnEnvironmentAreBounded(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		require.NotEmpty(t, s.Resource["aws_iam_role"])
		for name, role := range s.Resource["aws_iam_role"] {
			assert.Equal(t, arnOf("iam", "policy/delivery/pdm-"+env.Name+"-boundary"), known.Replace(role["permissions_boundary"].(string)), name)
		}
	})
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		policy := s.Resource["aws_iam_policy"]["delivery_"+env.Name+"_boundary"]
		assert.Equal(t, "/delivery/pdm-"+env.Name+"-boundary", policy["path"].(string)+policy["name"].(string))
	}
}

func TestPushRolePushesItsImagesOnly(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, env := range fixture.All() {
		may := func(r request) bool { return s.may(t, pushRole(env), r) }
		assert.True(t, may(on("ecr:GetAuthorizationToken", "*")))
		for _, other := range fixture.All() {
			for _, service := range other.Services {
				repository := arnOf("ecr", "repository/pdm-"+other.Name+"/"+service.Name)
				for _, action := range []string{
					"ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage",
					"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages",
				} {
					assert.Equal(t, other.Name == env.Name, may(on(action, repository)), "%s: %s of %s", env.Name, action, repository)
					assert.Equal(t, other.Name == env.Name, decide(t, s.permissions(t, pushRole(env)), on(action, repository)).allowed,
						"%s: %s of %s, were it not for the boundary", env.Name, action, repository)
				}
				assert.False(t, may(on("ecr:DeleteRepository", repository)))
				assert.False(t, may(on("ecr:BatchDeleteImage", repository)))
				assert.False(t, may(on("ecr:PutImageTagMutability", repository)))
			}
		}
		for _, r := range []request{
			on("s3:GetObject", stateObject(env.Name)), on("ec2:DescribeVpcs", "*"), on("ecs:UpdateService", "*"), on("iam:ListRoles", "*"),
		} {
			assert.False(t, may(r), "%s: %v", env.Name, r)
		}
	}
}

// A promotion reads what earlier environments have and ran, and writes images of its
// own environment alone: never backwards, and nothing that is there already goes.
func TestPromoteRoleCopiesImagesForwards(t *testing.T) {
	s := load(t, envs.AccountName)
	for i, env := range fixture.All()[1:] {
		may := func(r request) bool { return s.may(t, promoteRole(env), r) }
		assert.True(t, may(on("ecr:GetAuthorizationToken", "*")))
		for j, other := range fixture.All() {
			own, earlier := other.Name == env.Name, j <= i
			for _, service := range other.Services {
				repository := arnOf("ecr", "repository/pdm-"+other.Name+"/"+service.Name)
				for _, action := range []string{"ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"} {
					assert.Equal(t, own || earlier, may(on(action, repository)), "%s: %s of %s", env.Name, action, repository)
				}
				for _, action := range []string{
					"ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage",
				} {
					assert.Equal(t, own, may(on(action, repository)), "%s: %s of %s", env.Name, action, repository)
				}
				for _, action := range []string{"ecr:DeleteRepository", "ecr:BatchDeleteImage", "ecr:PutImageTagMutability", "ecr:SetRepositoryPolicy"} {
					assert.False(t, may(on(action, repository)), "%s: %s of %s", env.Name, action, repository)
				}
				name := "pdm-" + other.Name + "-cluster/pdm-" + other.Name + "-" + service.Name
				assert.Equal(t, earlier, may(on("ecs:ListServiceDeployments", arnOf("ecs", "service/"+name))), "%s of %s", env.Name, name)
				for _, of := range []string{"service/" + name, "service-revision/" + name + "/1485800978477494678"} {
					assert.Equal(t, earlier, may(on("ecs:DescribeServiceRevisions", arnOf("ecs", of))), "%s of %s", env.Name, of)
				}
				assert.False(t, may(on("ecs:UpdateService", arnOf("ecs", "service/"+name))))
			}
		}
		for _, r := range []request{
			on("s3:GetObject", stateObject(env.Name)), on("ec2:DescribeVpcs", "*"), on("iam:ListRoles", "*"), on("ecs:ListClusters", "*"),
		} {
			assert.False(t, may(r), "%s: %v", env.Name, r)
		}
	}
	far := fixture.Staging()
	far.Region = "eu-west-1"
	elsewhere := accountOf(t, fixture.Account(), far, fixture.Production())
	for action, arn := range map[string]string{
		"ecr:BatchGetImage": arnOf("ecr", "repository/pdm-staging/api-gateway"), "ecs:ListServiceDeployments": arnOf("ecs", "service/pdm-staging-cluster/pdm-staging-api-gateway"),
	} {
		assert.True(t, elsewhere.may(t, promoteRole(fixture.Production()), on(action, strings.Replace(arn, "us-east-1", "eu-west-1", 1))), action)
		assert.False(t, elsewhere.may(t, promoteRole(fixture.Production()), on(action, arn)), action)
	}
}

// Between accounts a promotion reads by a role of the account that has the image,
// which opens that environment's images to it, and nothing to anybody else.
func TestPullRoleLetsPromotionsOfAnotherAccountRead(t *testing.T) {
	accounts, environments := fixture.Split()
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	all := stacks.All(accounts, environments)
	require.NoError(t, synth.Run(dir, all[:4], all[:4], io.Discard))
	shared, live := loadFrom(t, dir, "account"), loadFrom(t, dir, "account-live")
	roleOf := func(account envs.Account, name string) string {
		return "arn:" + testPartition + ":iam::" + account.ID + ":role/delivery/" + name
	}
	promote := roleOf(accounts[1], "pdm-production-promote")

	may := func(r request) bool { return live.may(t, promoteRole(fixture.Production()), r) }
	for _, env := range []envs.Environment{fixture.Dev(), fixture.Staging()} {
		pull := "delivery_" + env.Name + "_pull_role"
		assert.True(t, may(on("sts:AssumeRole", roleOf(accounts[0], env.Label().PullRole()))), env.Name)
		trusted := shared.statements(t, shared.Resource["aws_iam_role"][pull]["assume_role_policy"])
		for asks, want := range map[string]bool{
			promote: true,
			roleOf(accounts[1], "pdm-production-deploy"): false,
			roleOf(accounts[1], "pdm-production-push"):   false,
			roleOf(accounts[0], "pdm-staging-promote"):   false,
			promote + "s": false,
		} {
			v := decide(t, trusted, request{action: "sts:AssumeRole", keys: map[string]string{"aws:PrincipalArn": asks}})
			assert.Equal(t, want, v.allowed, "%s is lent to %s", pull, asks)
		}
		for _, statement := range trusted {
			assert.Equal(t, object{"type": "AWS", "identifiers": []any{"arn:${data.aws_partition.partition.partition}:iam::" + accounts[1].ID + ":root"}},
				block(t, statement["principals"]), pull)
		}
		for _, other := range environments {
			repository := arnOf("ecr", "repository/pdm-"+other.Name+"/api-gateway")
			name := "pdm-" + other.Name + "-cluster/pdm-" + other.Name + "-api-gateway"
			for _, r := range []request{
				on("ecr:BatchGetImage", repository), on("ecr:DescribeImages", repository), on("ecr:GetDownloadUrlForLayer", repository),
				on("ecs:ListServiceDeployments", arnOf("ecs", "service/"+name)),
				on("ecs:DescribeServiceRevisions", arnOf("ecs", "service-revision/"+name+"/1485800978477494678")),
			} {
				assert.Equal(t, other.Name == env.Name, shared.may(t, pull, r), "%s: %v", pull, r)
				assert.False(t, may(r) && other.Account != "live" && r.action != "ecr:GetAuthorizationToken", "the role of another account reads by itself: %v", r)
			}
			for _, action := range []string{"ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:BatchDeleteImage", "ecs:UpdateService", "s3:GetObject"} {
				assert.False(t, shared.may(t, pull, on(action, repository)), "%s: %s", pull, action)
			}
		}
	}
	assert.False(t, may(on("sts:AssumeRole", roleOf(accounts[0], "pdm-staging-deploy"))))
	assert.False(t, may(on("sts:AssumeRole", roleOf(accounts[1], "pdm-production-deploy"))))
	assert.NotContains(t, live.Resource["aws_iam_role"], "delivery_production_pull_role", "nothing comes after production")
	assert.NotContains(t, load(t, envs.AccountName).Resource["aws_iam_role"], "delivery_staging_pull_role", "in one account nobody needs it")
}

// services are the IAM services behind resource types, by the beginning of the
// type's name; the longest counts.
var serviceOf = map[string]string{
	"aws_acm_": "acm", "aws_appautoscaling_": "application-autoscaling", "aws_backup_": "backup", "aws_budgets_": "budgets",
	"aws_ce_":         "ce",
	"aws_cloudwatch_": "cloudwatch", "aws_cloudwatch_event_": "events", "aws_cloudwatch_log_": "logs", "aws_cloudwatch_query_": "logs",
	"aws_default_security_group": "ec2", "aws_ecr_": "ecr", "aws_ecs_": "ecs", "aws_eip": "ec2", "aws_flow_log": "ec2", "aws_iam_": "iam",
	"aws_internet_gateway": "ec2", "aws_kinesis_firehose_": "firehose", "aws_kms_": "kms", "aws_lb": "elasticloadbalancing", "aws_nat_gateway": "ec2", "aws_route": "ec2",
	"aws_route53_": "route53", "aws_s3_": "s3", "aws_secretsmanager_": "secretsmanager", "aws_security_group": "ec2",
	"aws_service_discovery_": "servicediscovery", "aws_sns_": "sns", "aws_subnet": "ec2", "aws_vpc": "ec2", "aws_wafv2_": "wafv2",
}

// What a stack declares, its role must be able to make, and the plan to read.
func TestDeliveryKnowsEveryService(t *testing.T) {
	s := load(t, envs.AccountName)
	byName := []string{"ecr", "iam", "kms", "s3", "secretsmanager"}
	for _, env := range fixture.All() {
		for kind := range load(t, env.Name).Resource {
			if !strings.HasPrefix(kind, "aws_") {
				continue
			}
			var longest string
			for prefix := range serviceOf {
				if strings.HasPrefix(kind, prefix) && len(prefix) > len(longest) {
					longest = prefix
				}
			}
			service := serviceOf[longest]
			if !assert.NotEmpty(t, service, "which service makes %s?", kind) || slices.Contains(byName, service) {
				continue
			}
			assert.True(t, s.may(t, deployRole(env), on(service+":CreateAnything", "*")), "%s of %s", kind, env.Name)
			assert.True(t, s.may(t, releasePlanRole(env), on(service+":ListAnything", "*")), "%s of %s", kind, env.Name)
		}
	}
}

// written is the size of a policy as IAM counts it.
func (s stack) written(t *testing.T, reference any, partition string) int {
	t.Helper()
	one := func(list any) any {
		if values := list.([]any); len(values) == 1 {
			return values[0]
		}
		return list
	}
	var statements []object
	for _, statement := range s.statements(t, reference) {
		out := object{"Effect": statement["effect"], "Action": one(statement["actions"])}
		for from, to := range map[string]string{"resources": "Resource", "not_resources": "NotResource"} {
			if statement[from] != nil {
				out[to] = one(statement[from])
			}
		}
		if statement["sid"] != nil {
			out["Sid"] = statement["sid"]
		}
		conditions := map[string]object{}
		for _, c := range blocks(statement["condition"]) {
			test := c["test"].(string)
			if conditions[test] == nil {
				conditions[test] = object{}
			}
			conditions[test][c["variable"].(string)] = one(c["values"])
		}
		if len(conditions) > 0 {
			out["Condition"] = conditions
		}
		statements = append(statements, out)
	}
	text := toJSON(t, object{"Version": "2012-10-17", "Statement": statements})
	text = strings.ReplaceAll(text, "${data.aws_caller_identity.current.account_id}", testAccount)
	text = strings.ReplaceAll(text, "${data.aws_partition.partition.partition}", partition)
	require.NotContains(t, text, "${")
	return len(text)
}

// GovCloud doesn't know the claim: tested there, it would be missing.
func TestGovCloudTestsNoClaim(t *testing.T) {
	env := fixture.Production()
	env.Region = "us-gov-west-1"
	s := accountOf(t, fixture.Account(), env)
	assert.True(t, s.assumableFrom(t, deployRole(env), github, audience, ours+"environment:"+env.Name, ""))
	assert.False(t, s.assumableFrom(t, deployRole(env), github, audience, ours+"environment:dev", ""))
}

// A delivery is counted among those of its own environment: metrics carry neither a
// tag nor an ARN.
func TestDeployRolesPublishOwnMetricsAlone(t *testing.T) {
	account, all := every(t)
	for _, env := range all {
		publish := func(namespace string) bool {
			return account.may(t, deployRole(env), request{"cloudwatch:PutMetricData", "*", map[string]string{"cloudwatch:namespace": namespace}})
		}
		assert.True(t, publish("pdm-"+env.Name), env.Name)
		assert.False(t, publish("pdm-other"), env.Name)
		assert.False(t, publish("pdm-"+env.Name+"-2"), env.Name)
	}
}

// IAM takes a managed policy of 6144 characters, and would say so only at the
// apply.
func TestPoliciesFit(t *testing.T) {
	long := fixture.Production()
	// The longest prefix that leaves a target group its name.
	long.Name = strings.Repeat("n", 19)
	long.Region = "us-gov-west-1"
	long.Network.AvailabilityZones = []string{"us-gov-west-1a", "us-gov-west-1b", "us-gov-west-1c"}
	long.Backup.SecondRegion = "us-gov-east-1"
	long.MonthlyBudgetUSD, long.CostAnomalies = 0, false
	at := fixture.Store().StateOf(long.Name)
	at.Bucket = strings.Repeat("b", 63)
	at.Table = strings.Repeat("t", 63)
	at.Region = long.Region
	long.State = at
	require.NoError(t, long.Validate())

	standing := long
	standing.Standby = envs.StandbyPilotLight
	// The longest prefix that leaves the same to its standby's.
	standing.Name = strings.Repeat("n", 11)
	// The longest bucket that leaves another one its region.
	at.Bucket = strings.Repeat("b", 63-len("-us-gov-east-1"))
	standing.State = at
	require.NoError(t, standing.Validate())

	for name, s := range map[string]stack{
		"ours":     load(t, envs.AccountName),
		"longest":  accountOf(t, fixture.Account(), append(fixture.All(), long)...),
		"standing": accountOf(t, fixture.Account(), append(fixture.All(), standing)...),
	} {
		for policy, p := range s.Resource["aws_iam_policy"] {
			assert.LessOrEqual(t, s.written(t, p["policy"], "aws-us-gov"), 6144, "%s of %s", policy, name)
		}
	}
}

// Terraform Cloud runs of an environment's workspace assume its roles, each
// phase its own; no other workspace or organization does.
func TestTerraformCloudVouchesForItsWorkspaces(t *testing.T) {
	const host, cloudAudience = "app.terraform.io", "aws.workload.identity"
	dev, staging, production := fixture.Dev(), fixture.Staging(), fixture.Production()
	dev.State = envs.CloudState{Organization: "company", Workspace: "pdm-dev"}
	staging.State = envs.CloudState{Organization: "company", Workspace: "pdm-staging"}
	production.State = envs.CloudState{Organization: "company", Workspace: "pdm-production", Hostname: "tfe.company.com"}
	elsewhere := fixture.Dev()
	elsewhere.Name = "on-a-port"
	elsewhere.State = envs.CloudState{Organization: "company", Workspace: "pdm-port", Hostname: "tfe.company.com:8443"}
	s := accountOf(t, fixture.Account(), dev, staging, production, elsewhere)

	urls := map[string]any{}
	for _, p := range s.Resource["aws_iam_openid_connect_provider"] {
		urls[p["url"].(string)] = p["client_id_list"]
	}
	assert.Equal(t, map[string]any{
		"https://" + github: []any{audience}, "https://" + host: []any{cloudAudience}, "https://tfe.company.com": []any{cloudAudience},
	}, urls, "IAM takes no port")

	subject := func(organization, workspace, phase string) string {
		return "organization:" + organization + ":project:Default Project:workspace:" + workspace + ":run_phase:" + phase
	}
	may := func(role, host, subject string) bool { return s.assumable(t, role, host, cloudAudience, subject) }
	for _, c := range []struct {
		env             envs.Environment
		host, workspace string
	}{{dev, host, "pdm-dev"}, {staging, host, "pdm-staging"}, {production, "tfe.company.com", "pdm-production"}} {
		assert.True(t, may(releasePlanRole(c.env), c.host, subject("company", c.workspace, "plan")))
		assert.False(t, may(releasePlanRole(c.env), c.host, subject("company", c.workspace, "apply")))
		assert.False(t, s.assumable(t, planRole, c.host, cloudAudience, subject("company", c.workspace, "plan")), "a role for GitHub's branches")
		assert.True(t, may(deployRole(c.env), c.host, subject("company", c.workspace, "apply")))
		assert.False(t, may(deployRole(c.env), c.host, subject("company", c.workspace, "plan")))
		assert.False(t, may(pushRole(c.env), c.host, subject("company", c.workspace, "apply")))
		for _, foreign := range []string{
			subject("other", c.workspace, "apply"), subject("company", "other", "apply"), subject("company", c.workspace+"-x", "apply"),
			subject("company", "x-"+c.workspace, "apply"),
		} {
			assert.False(t, may(deployRole(c.env), c.host, foreign), foreign)
		}
		assert.False(t, s.assumable(t, deployRole(c.env), c.host, audience, subject("company", c.workspace, "apply")))
		assert.True(t, s.assumable(t, deployRole(c.env), github, audience, ours+"environment:"+c.env.Name))
		assert.False(t, s.may(t, deployRole(c.env), on("s3:GetObject", stateObject(c.env.Name))), "its state is elsewhere")
	}
	assert.False(t, may(deployRole(dev), host, subject("company", "pdm-staging", "apply")))
	assert.False(t, may(deployRole(production), host, subject("company", "pdm-production", "apply")), "another installation may have that name too")
	for _, role := range []string{planRole, releasePlanRole(elsewhere), deployRole(elsewhere)} {
		assert.False(t, may(role, "tfe.company.com", subject("company", "pdm-port", "apply")), role)
	}
}

func TestAccountIsGuarded(t *testing.T) {
	s := load(t, envs.AccountName)
	assert.Equal(t, object{
		"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true,
	}, settings(s.only(t, "aws_s3_account_public_access_block")), "control S3.1")
	for _, volumes := range s.Resource["aws_ebs_encryption_by_default"] {
		assert.Equal(t, true, volumes["enabled"], "control EC2.7")
	}
	for _, analyzer := range s.Resource["aws_accessanalyzer_analyzer"] {
		assert.Equal(t, "pdm-external-access", analyzer["analyzer_name"], "control IAM.28")
		assert.Equal(t, "ACCOUNT", analyzer["type"], "control IAM.28")
	}
	assert.Equal(t, object{
		"minimum_password_length": 14.0, "password_reuse_prevention": 24.0, "max_password_age": 90.0, "allow_users_to_change_password": true,
		"require_lowercase_characters": true, "require_uppercase_characters": true, "require_numbers": true, "require_symbols": true,
	}, settings(s.only(t, "aws_iam_account_password_policy")), "controls IAM.7, IAM.15 and IAM.16")
}

// settings are a resource without what cdktf writes about itself.
func settings(r object) object {
	out := maps.Clone(r)
	delete(out, "//")
	return out
}

// Some guards are per region: one in the account's region alone would leave an
// environment elsewhere without.
func TestGuardsStandInEveryRegion(t *testing.T) {
	far, near, twofold := fixture.Staging(), fixture.Dev(), fixture.Production()
	far.Region, far.Network.AvailabilityZones = "eu-west-1", []string{"eu-west-1a", "eu-west-1b"}
	s := accountOf(t, fixture.Account(), near, far, twofold)
	tags := block(t, s.Provider["aws"][0]["default_tags"])
	require.Len(t, s.Provider["aws"], 3)
	assert.Equal(t, "us-east-1", s.Provider["aws"][0]["region"])
	assert.NotContains(t, s.Provider["aws"][0], "alias")
	assert.Equal(t, "eu-west-1", s.Provider["aws"][1]["region"])
	assert.Equal(t, "eu-west-1", s.Provider["aws"][1]["alias"])
	assert.Equal(t, tags, block(t, s.Provider["aws"][1]["default_tags"]))
	for kind, role := range map[string]string{"aws_ebs_encryption_by_default": "volumes", "aws_accessanalyzer_analyzer": "access"} {
		require.Len(t, s.Resource[kind], 3, kind)
		assert.NotContains(t, s.Resource[kind]["guards_"+role+"_us-east-1"], "provider", kind)
		assert.Equal(t, "aws.eu-west-1", s.Resource[kind]["guards_"+role+"_eu-west-1"]["provider"], kind)
		assert.Equal(t, "aws.us-west-2", s.Resource[kind]["guards_"+role+"_us-west-2"]["provider"], "copies of backups are data too")
	}
	assert.Len(t, s.Resource["aws_iam_account_password_policy"], 1)
	assert.True(t, s.may(t, deployRole(far), on("ecr:PutImage", strings.Replace(arnOf("ecr", "repository/pdm-staging/a"), "us-east-1", "eu-west-1", 1))))
}

func TestAccountSaysWhichRolesDeliver(t *testing.T) {
	s := load(t, envs.AccountName)
	deploy, push := object{}, object{}
	for _, env := range fixture.All() {
		deploy[env.Name] = ref("aws_iam_role", deployRole(env), "arn")
		push[env.Name] = ref("aws_iam_role", pushRole(env), "arn")
	}
	assert.Equal(t, ref("aws_iam_role", planRole, "arn"), s.Output["plan_role_arn"]["value"])
	assert.Equal(t, deploy, s.Output["deploy_role_arns"]["value"])
	assert.Equal(t, push, s.Output["push_role_arns"]["value"])
}

// A new environment must not move what delivers the others.
func TestNewEnvironmentMovesNoRole(t *testing.T) {
	before := accountOf(t, fixture.Account(), fixture.Dev(), fixture.Production())
	after := load(t, envs.AccountName)
	assert.Subset(t, after.addresses(), before.addresses())
}

// Which branch is the default one, and which is deployed where, is said by the
// values alone.
func TestNothingNamesABranchOfItsOwn(t *testing.T) {
	account, environments := fixture.Account(), fixture.All()
	account.Branch = "trunk"
	for i := range environments {
		environments[i].Branch = "trunk"
		if environments[i].Frontend != nil {
			environments[i].Frontend.Branch = "trunk"
		}
	}
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	all := stacks.All([]envs.Account{account}, environments)
	require.NoError(t, synth.Run(dir, all, all, io.Discard))
	named, found := regexp.MustCompile(`(?:blob|tree|heads|origin)/[a-z]+|"(?:main|master|develop)"`), 0
	for _, s := range all {
		content, err := os.ReadFile(filepath.Join(dir, "stacks", s.Name, "cdk.tf.json"))
		require.NoError(t, err)
		for _, name := range named.FindAllString(string(content), -1) {
			assert.True(t, strings.HasSuffix(name, "/trunk"), "%s: %s", s.Name, name)
			found++
		}
	}
	assert.NotZero(t, found)
}
