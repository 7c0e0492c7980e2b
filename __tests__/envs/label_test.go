package envs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestNamesAreInOneOrder(t *testing.T) {
	l := fixture.Production().Label()
	require.Equal(t, envs.Label{Project: "pdm", Environment: "production"}, l)
	assert.Equal(t, "pdm-production", l.Prefix())
	assert.Equal(t, "pdm-production", l.Name())
	assert.Equal(t, "pdm-production-alb", l.Name("alb"))
	assert.Equal(t, "pdm-production-api-gateway-task", l.Name("api-gateway", "task"))
	assert.Equal(t, "/aws/vpc/pdm-production/flow", l.FlowLogGroup())
	assert.Equal(t, "alias/pdm-production", l.KeyAlias())
	assert.Equal(t, "pdm-production/api-gateway", l.Repository("api-gateway"))
	assert.Equal(t, "pdm-production-alb-3000", l.TargetGroup(envs.Service{Public: true, Port: 3000}))
	assert.Equal(t, "aws-waf-logs-pdm-production", l.WebACLLogGroup())
	assert.Equal(t, "pdm-production.internal", l.PrivateZone())
	assert.Equal(t, "pdm-production-plan", l.PlanRole())
	assert.Equal(t, "pdm-production-deploy", l.DeployRole())
	assert.Equal(t, "pdm-production-push", l.PushRole())
	assert.Equal(t, "pdm-production-promote", l.PromoteRole())
	assert.Equal(t, "pdm-production-pull", l.PullRole())
	assert.Equal(t, "pdm-production-boundary", l.Boundary())
	assert.Equal(t, "pdm-plan", fixture.Account().PlanRole())
	assert.Equal(t, "alias/pdm-production-copy", l.CopyKeyAlias())
}

func TestKindLimits(t *testing.T) {
	for _, row := range []struct {
		kind        envs.Kind
		what        string
		least, most int
		begin       string
	}{
		{envs.ALBName, "load balancer name", 1, 32, ""},
		{envs.TargetGroupName, "target group name", 1, 32, ""},
		{envs.BucketName, "S3 bucket name", 3, 63, ""},
		{envs.RoleName, "IAM role name", 1, 64, ""},
		{envs.PolicyName, "IAM policy name", 1, 128, ""},
		{envs.LogGroupName, "log group name", 1, 512, ""},
		{envs.KeyAliasName, "KMS alias", 7, 256, "alias/"},
		{envs.SecurityGroupName, "security group name prefix", 1, 229, ""},
		{envs.TableName, "DynamoDB table name", 3, 255, ""},
		{envs.ECRName, "ECR repository name", 2, 256, ""},
		{envs.ECSName, "ECS name", 1, 255, ""},
		{envs.WebACLName, "web ACL name", 1, 128, ""},
		{envs.NamespaceName, "private DNS zone name", 1, 253, ""},
		{envs.VaultName, "backup vault name", 2, 50, ""},
		{envs.SecretName, "secret name", 1, 512, ""},
		{envs.StreamName, "delivery stream name", 1, 64, ""},
	} {
		t.Run(row.what, func(t *testing.T) {
			of := func(n int) string { return row.begin + chars(n-len(row.begin)) }
			if row.kind == envs.NamespaceName {
				// Labels of 63 at most, joined by dots.
				of = func(n int) string {
					labels := strings.Repeat(chars(63)+".", n/64)
					return labels + chars(n-len(labels))
				}
			}
			assert.Empty(t, row.kind.Check(of(row.least)), "the shortest")
			assert.Empty(t, row.kind.Check(of(row.most)), "the longest")
			for _, name := range []string{of(row.least)[1:], of(row.most) + "a"} {
				assert.Equal(t, strings.TrimPrefix(tooLong("", name, row.what, row.least, row.most), ` = "`+name+`": `), row.kind.Check(name))
			}
		})
	}
}

// TestKindForms has, for each kind of name, what AWS's API reference allows
// and what it refuses at a fitting length.
func TestKindForms(t *testing.T) {
	for _, row := range []struct {
		kind     envs.Kind
		rule     string
		fine     []string
		bad      []string
		reserved map[string]string
	}{
		{
			envs.ALBName, "load balancer name must be letters, digits and hyphens, with no hyphen at either end",
			[]string{"a", "0123456789", "pdm-dev-alb", "PDM", "1-1", "9-9", "a--b", "my-internal-alb", "internal"},
			[]string{"-alb", "alb-", "-", "a_b", "a.b", "a/b", "a b", "älb", "alb\n"},
			map[string]string{"internal-alb": "internal-"},
		},
		{
			envs.TargetGroupName, "target group name must be letters, digits and hyphens, with no hyphen at either end",
			[]string{"a", "0123456789", "pdm-dev-api", "PDM", "1-1", "9-9", "a--b", "internal-api"},
			[]string{"-api", "api-", "-", "a_b", "a.b", "a/b", "a b", "äpi", "api\n"},
			nil,
		},
		{
			envs.BucketName, "S3 bucket name must be lower case letters, digits, hyphens and dots, with a letter or digit at both ends",
			[]string{"abc", "9-0123456789-9", "1a1", "my.bucket", "my-bucket--x", "1.2.3", "1.2.3.4.5", "my-sthree-bucket", "my-xn--bucket", "s3alias", "x--x-s3-x"},
			[]string{"Bucket", "my_bucket", "-bucket", "bucket-", ".bucket", "bucket.", "my bucket", "my/bucket", "bücket", "bucket\n"},
			map[string]string{
				"my..bucket":            "..",
				"10.0.0.1":              "10.0.0.1",
				"xn--bucket":            "xn--",
				"sthree-bucket":         "sthree-",
				"sthree-configurator-x": "sthree-",
				"amzn-s3-demo-bucket":   "amzn-s3-demo-",
				"bucket-s3alias":        "-s3alias",
				"bucket--ol-s3":         "--ol-s3",
				"bucket.mrap":           ".mrap",
				"bucket--x-s3":          "--x-s3",
				"bucket--table-s3":      "--table-s3",
			},
		},
		{
			envs.RoleName, "IAM role name must be letters, digits and any of _+=,.@-",
			[]string{"a", "0123456789", "Role_1", "a+b=c,d.e@f-g", "-", "_"},
			[]string{"a/b", "a b", "a:b", "a*", "röle", "role\n"},
			nil,
		},
		{
			envs.PolicyName, "IAM policy name must be letters, digits and any of _+=,.@-",
			[]string{"a", "0123456789", "Policy_1", "a+b=c,d.e@f-g", "-", "_"},
			[]string{"a/b", "a b", "a:b", "a*", "pölicy", "policy\n"},
			nil,
		},
		{
			envs.LogGroupName, "log group name must be letters, digits and any of ._/#-",
			[]string{"a", "0123456789", "/aws/vpc/pdm/flow", "A.b_c-d#e", "my/aws/x", "aws"},
			[]string{"a b", "a:b", "a*", "a+b", "lög", "log\n"},
			map[string]string{"aws/vpc/flow": "aws/"},
		},
		{
			envs.KeyAliasName, `KMS alias must be "alias/" and letters, digits and any of /_-`,
			[]string{"alias/a", "alias/0123456789", "alias/A_b-c/d", "alias/aws-mine", "alias/my/aws/x"},
			[]string{"pdm-dev-key", "Alias/pdm", "alias-pdm", "alias/a.b", "alias/a b", "alias/a:b", "alias/ä", "alias/a\n"},
			map[string]string{"alias/aws/s3": "alias/aws/"},
		},
		{
			envs.SecurityGroupName, "security group name prefix must be letters, digits, spaces and any of ._-:/()#,@[]+=&;{}!$*",
			[]string{"a", "0123456789", "pdm-dev-alb-", "A b", "._-:/()#,@[]+=&;{}!$*", "my-sg-1", "sg"},
			[]string{"a?b", `a\b`, `a"b`, "a'b", "a|b", "a<b", "ä", "a\tb", "a\n"},
			map[string]string{"sg-pdm-": "sg-"},
		},
		{
			envs.TableName, "DynamoDB table name must be letters, digits and any of _.-",
			[]string{"abc", "0123456789", "A_b.c-d", "...", "-_-"},
			[]string{"a/b", "a b c", "a:bc", "täble", "table\n"},
			nil,
		},
		{
			envs.ECRName, "ECR repository name must be lower case letters and digits, with single ._-/ between them",
			[]string{"aa", "0123456789/0123456789", "pdm-dev/api-gateway", "a.b_c-d/e", "11"},
			[]string{"Repo", "-repo", "repo-", "/repo", "repo/", "a//b", "a/-b", "a--b", "a:b", "a b", "rëpo", "repo\n"},
			nil,
		},
		{
			envs.ECSName, "ECS name must be letters, digits, hyphens and underscores",
			[]string{"a", "0123456789", "A_b-1", "-", "_"},
			[]string{"a.b", "a/b", "a b", "a:b", "ëcs", "ecs\n"},
			nil,
		},
		{
			envs.WebACLName, "web ACL name must be letters, digits, hyphens and underscores",
			[]string{"a", "0123456789", "A_b-Z", "-", "_"},
			[]string{"a.b", "a/b", "a b", "a:b", "wäf", "waf\n"},
			nil,
		},
		{
			envs.NamespaceName, "private DNS zone name must be labels of up to 63 lower case letters, digits and hyphens, joined by dots",
			[]string{"a", "0.9.z", "0123456789", "pdm-dev.internal", "a--b.c", chars(63), chars(63) + "." + chars(63)},
			[]string{
				"PDM.internal", "pdm.Internal", "pdm_dev.internal", "-pdm.internal", "pdm-.internal", "pdm.-internal", "pdm.internal-",
				".internal", "pdm.", "pdm..internal", "p m.internal", "pdm/internal", "pdm.intérnal", "pdm.internal\n",
				chars(64), chars(64) + ".internal", "pdm." + chars(64),
			},
			nil,
		},
		{
			envs.SecretName, "secret name must be letters, digits and any of /_+=.@-",
			[]string{"a", "A/b_c+d=e.f@g-0", "/", "-"},
			[]string{"a b", "a:b", "a*", "gehäim", "a\n"},
			nil,
		},
		{
			envs.StreamName, "delivery stream name must be letters, digits and any of _.-",
			[]string{"a", "A_b.c-0", "-", "."},
			[]string{"a b", "a/b", "a:b", "ström", "a\n"},
			nil,
		},
		{
			envs.VaultName, "backup vault name must be letters, digits, hyphens and underscores",
			[]string{"aa", "0123456789", "A_b-1", "--", "__"},
			[]string{"a.b", "a/b", "a b", "a:b", "vält", "vault\n"},
			nil,
		},
	} {
		t.Run(row.kind.What, func(t *testing.T) {
			for _, name := range row.fine {
				assert.Empty(t, row.kind.Check(name), "%q", name)
			}
			for _, name := range row.bad {
				assert.Equal(t, row.rule, row.kind.Check(name), "%q", name)
			}
			for name, part := range row.reserved {
				assert.Equal(t, strings.TrimPrefix(refusedName("", name, row.kind.What, part), ` = "`+name+`": `), row.kind.Check(name))
			}
		})
	}
}

// TestKindCountsCharacters because a name outside ASCII is refused for its
// characters, not for a length that nobody can count.
func TestKindCountsCharacters(t *testing.T) {
	assert.Contains(t, envs.ALBName.Check(strings.Repeat("ä", 32)), "must be letters")
	assert.Contains(t, envs.ALBName.Check(strings.Repeat("ä", 33)), "has 33 characters")
}
