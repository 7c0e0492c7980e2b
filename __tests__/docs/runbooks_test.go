package docs_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"mvdan.cc/sh/v3/syntax"

	"github.com/example/predictive-maintenance/__tests__/made"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/internal/toolchain"
	allstacks "github.com/example/predictive-maintenance/stacks"
	"github.com/example/predictive-maintenance/tools/docs"
	"github.com/example/predictive-maintenance/tools/docs/markdown"
)

var (
	// ours is the project, with its stacks of this minute.
	ours = docs.Project{Root: root, Accounts: envs.Accounts(), Environments: envs.All()}
	// example is one of the tests' own, which documents written by hand speak of.
	example = docs.Project{Root: root, Accounts: fixture.Accounts(), Environments: fixture.All()}
	// standing is one whose only environment has a standby.
	standing = docs.Project{Root: root, Accounts: fixture.Accounts(), Environments: []envs.Environment{fixture.StandingBy()}}
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "synthesize for the tests:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "docs-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	synth.KeepKernel(dir)
	for i, p := range []*docs.Project{&ours, &example, &standing} {
		out := filepath.Join(dir, strconv.Itoa(i))
		all := allstacks.All(p.Accounts, p.Environments)
		if err := synth.Run(out, all, all, &bytes.Buffer{}); err != nil {
			return 0, err
		}
		if p.Stacks, err = docs.Load(out); err != nil {
			return 0, err
		}
	}
	return m.Run(), nil
}

// What `make docs` writes is what is committed: names in it are those of the
// stacks, and nobody edited it by hand.
func TestMadeDocumentsAreUpToDate(t *testing.T) {
	made, err := docs.Make(t.Context(), ours)
	require.NoError(t, err)
	for path, content := range made {
		committed, err := os.ReadFile(filepath.Join(root, path))
		if assert.NoError(t, err, "run make docs") {
			assert.True(t, bytes.Equal(content, committed), "%s is not what the stacks say; run make docs and read its diff", path)
		}
	}
	for _, folder := range docs.Folders {
		there, err := os.ReadDir(filepath.Join(root, folder))
		require.NoError(t, err)
		for _, file := range there {
			assert.Contains(t, made, folder+"/"+file.Name(), "nothing makes it")
		}
	}
}

// A runbook that names what is not in the stack is not written.
func TestRunbooksNameWhatExists(t *testing.T) {
	without := func(kind, name string) docs.Project {
		changed := example
		changed.Stacks = docs.Stacks{}
		for env, s := range example.Stacks {
			resources := map[string]map[string]map[string]any{}
			for k, byName := range s.Resource {
				resources[k] = map[string]map[string]any{}
				for n, r := range byName {
					if k != kind || n != name {
						resources[k][n] = r
					}
				}
			}
			changed.Stacks[env] = docs.Stack{Resource: resources}
		}
		return changed
	}
	_, err := docs.Runbooks(without("aws_ecs_cluster", "compute_cluster"))
	assert.ErrorContains(t, err, "there is no aws_ecs_cluster.compute_cluster")
	_, err = docs.Runbooks(without("aws_cloudwatch_log_group", "monitoring_ml-service_log"))
	assert.ErrorContains(t, err, "there is no aws_cloudwatch_log_group.monitoring_ml-service_log")

	// GovCloud has neither budgets nor Cost Explorer.
	made, err := docs.Runbooks(without("aws_budgets_budget", "cost_monthly"))
	require.NoError(t, err)
	for name, text := range made {
		assert.NotRegexp(t, "aws (budgets|ce) |MonthlyBudgetUSD", string(text), name)
	}

	unowned := without("", "")
	alarm := map[string]any{}
	for argument, value := range example.Stacks["production"].Resource["aws_cloudwatch_metric_alarm"]["monitoring_waf_blocked"] {
		alarm[argument] = value
	}
	alarm["alarm_description"] = "Something is wrong."
	unowned.Stacks["production"].Resource["aws_cloudwatch_metric_alarm"]["monitoring_waf_blocked"] = alarm
	_, err = docs.Runbooks(unowned)
	assert.ErrorContains(t, err, "the alarm monitoring_waf_blocked has no owner")
}

// command is a simple command of a document, with its words as the shell would
// have them.
type command struct {
	document string
	words    []string
	// runbook says that it is of a runbook, which names what is ours.
	runbook bool
}

// about is the project that the command names things of.
func (c command) about() docs.Project {
	if c.runbook {
		return ours
	}
	return example
}

// placeholder stands for what only a run would know, in a form that AWS's own
// checks of arguments take.
const placeholder = "123456789012"

// commands are all commands of the documents, those inside of others as well.
func commands(t *testing.T) []command {
	t.Helper()
	var all []command
	documents(t, func(t *testing.T, path, _ string) {
		blocks, err := markdown.Blocks(path)
		require.NoError(t, err)
		variables := map[string]string{}
		for _, block := range blocks {
			file, err := syntax.NewParser().Parse(strings.NewReader(block.Text), path)
			require.NoError(t, err, block.Text)
			syntax.Walk(file, func(node syntax.Node) bool {
				if call, ok := node.(*syntax.CallExpr); ok {
					for _, assign := range call.Assigns {
						variables[assign.Name.Value] = expand(assign.Value, variables)
					}
					if len(call.Args) > 0 {
						c := command{document: filepath.Base(path), runbook: filepath.Base(filepath.Dir(path)) == "runbooks"}
						for _, word := range call.Args {
							c.words = append(c.words, expand(word, variables))
						}
						all = append(all, c)
					}
				}
				return true
			})
		}
	})
	require.Greater(t, len(all), 60)
	return all
}

// expand is a word as the shell would have it.
func expand(word *syntax.Word, variables map[string]string) string {
	if word == nil {
		return ""
	}
	var text strings.Builder
	var parts func(list []syntax.WordPart)
	parts = func(list []syntax.WordPart) {
		for _, part := range list {
			switch p := part.(type) {
			case *syntax.Lit:
				text.WriteString(strings.NewReplacer(`\"`, `"`, "\\\n", "").Replace(p.Value))
			case *syntax.SglQuoted:
				text.WriteString(p.Value)
			case *syntax.DblQuoted:
				parts(p.Parts)
			case *syntax.ParamExp:
				if value, ok := variables[p.Param.Value]; ok && value != "" {
					text.WriteString(value)
				} else {
					text.WriteString(placeholder)
				}
			case *syntax.CmdSubst:
				text.WriteString(answer(p, variables))
			default:
				text.WriteString(placeholder)
			}
		}
	}
	parts(word.Parts)
	return text.String()
}

// answer is what a command within another one prints: a role's ARN, where it asks
// for one.
func answer(substitution *syntax.CmdSubst, variables map[string]string) string {
	for _, statement := range substitution.Stmts {
		call, ok := statement.Cmd.(*syntax.CallExpr)
		if !ok {
			continue
		}
		var words []string
		for _, word := range call.Args {
			words = append(words, expand(word, variables))
		}
		if i := slices.Index(words, "--role-name"); i >= 0 && slices.Contains(words, "Role.Arn") {
			return "arn:aws:iam::" + placeholder + ":role/" + words[i+1]
		}
	}
	return placeholder
}

// Each program is one that the documents may ask for, each call of Terraform is
// about a stack that there is, and `make` gets an environment that there is.
func TestCommandsCanBeRun(t *testing.T) {
	programs := []string{
		"aws", "cat", "cd", "conftest", "curl", "cut", "date", "dig", "echo", "export", "git", "gh", "go", "make", "md5sum", "npx", "opa", "openssl", "read", "sed", "terraform",
		"xargs",
	}
	chdir := regexp.MustCompile(`^-chdir=cdktf\.out/stacks/(.+)$`)
	for _, c := range commands(t) {
		assert.Contains(t, programs, c.words[0], "%s: %v", c.document, c.words)
		if c.words[0] == "curl" {
			assert.NotContains(t, strings.Join(c.words, " "), "Authorization", "%s: arguments are in the list of processes", c.document)
		}
		for _, word := range c.words[1:] {
			if found := chdir.FindStringSubmatch(word); found != nil && found[1] != "<stack>" {
				assert.Contains(t, c.about().Stacks, found[1], "%s: %v", c.document, c.words)
			}
			if env, ok := strings.CutPrefix(word, "ENV="); ok {
				assert.Contains(t, c.about().Stacks, env, "%s: %v", c.document, c.words)
			}
		}
	}
}

// custom are commands of the AWS CLI that are no operation of AWS's, with their
// options. The CLI cannot be asked whether it would take them.
var custom = map[string][]string{
	"s3 cp":   {"--region"},
	"s3 ls":   {"--region"},
	"s3 sync": {"--source-region", "--region"},
}

// The AWS CLI itself says whether it would take each command: it exists, and so
// do its options, and none that it needs is missing. Nothing is called.
func TestAWSTakesTheCommands(t *testing.T) {
	aws, err := toolchain.AWSCLIPath(t.Context(), root)
	require.NoError(t, err)
	dir := t.TempDir()
	// What an earlier command of the document has written.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "records.json"),
		[]byte(`{"Changes": [{"Action": "DELETE", "ResourceRecordSet": {"Name": "api.pdm.company.com.", "Type": "A"}}]}`), 0o644))
	asked := map[string]command{}
	for _, c := range commands(t) {
		if c.words[0] != "aws" {
			continue
		}
		if options, ok := custom[strings.Join(c.words[1:3], " ")]; ok {
			for _, word := range c.words[3:] {
				if strings.HasPrefix(word, "--") {
					assert.Contains(t, options, word, "%s: %v", c.document, c.words)
				}
			}
			continue
		}
		asked[strings.Join(c.words, " ")] = c
	}
	require.Greater(t, len(asked), 25)
	version, err := exec.CommandContext(t.Context(), aws, "--version").CombinedOutput()
	require.NoError(t, err, string(version))
	lines := slices.Sorted(maps.Keys(asked))
	content := append(made.Read(t, "runbooks_test.go"), version, []byte(strings.Join(lines, "\n")))
	_, err = made.Of(filepath.Join(root, ".tools", "commands"), content, func(string) error {
		var group errgroup.Group
		group.SetLimit(4)
		for _, line := range lines {
			c := asked[line]
			group.Go(func() error {
				if said, err := ask(t.Context(), aws, dir, c.words[1:]); err != nil {
					return fmt.Errorf("%s: %s: %s", c.document, line, said)
				}
				return nil
			})
		}
		return group.Wait()
	})
	require.NoError(t, err)

	said, err := ask(t.Context(), aws, dir, []string{"ecs", "update-service", "--cluster", "c", "--service", "s", "--force-deployment"})
	assert.Error(t, err, "an option that does not exist is taken: %s", said)
}

func ask(ctx context.Context, aws, dir string, words []string) (string, error) {
	// What the CLI does with answers is not part of the question.
	for _, option := range []string{"--max-items", "--output", "--query"} {
		if i := slices.Index(words, option); i >= 0 {
			words = slices.Delete(slices.Clone(words), i, i+2)
		}
	}
	cmd := exec.CommandContext(ctx, aws, append(slices.Clone(words), "--generate-cli-skeleton", "output")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1", "AWS_PAGER=",
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
	said, err := cmd.CombinedOutput()
	found := breaksRule.FindAllStringSubmatch(string(said), -1)
	if len(found) > 0 && !slices.ContainsFunc(found, func(complaint []string) bool {
		return given(words, complaint[1], complaint[2] != "")
	}) {
		// The CLI took the command; its example of an answer breaks AWS's own
		// rules for answers.
		return string(said), nil
	}
	return string(said), err
}

// breaksRule is the CLI's complaint about a value, with the name of the
// parameter and what part of it the value is.
var breaksRule = regexp.MustCompile(`Invalid (?:length|type|value) for parameter (\w+)([.\[][^\s,]*)?`)

// given reports whether a command gives a parameter, or a part of it.
func given(words []string, parameter string, part bool) bool {
	for i, word := range words {
		option, found := strings.CutPrefix(word, "--")
		if found && strings.EqualFold(parameter, strings.ReplaceAll(option, "-", "")) {
			return !part || i+1 < len(words) && strings.ContainsAny(words[i+1], "={[")
		}
	}
	return false
}

// kinds are the types of resources whose names an option of the AWS CLI takes.
var kinds = map[string]string{
	"--alarm-names":          "aws_cloudwatch_metric_alarm",
	"--backup-vault-name":    "aws_backup_vault",
	"--bucket":               "aws_s3_bucket",
	"--budget-name":          "aws_budgets_budget",
	"--by-backup-vault-name": "aws_backup_vault",
	"--cluster":              "aws_ecs_cluster",
	"--dns-name":             "aws_route53_zone",
	"--family-prefix":        "aws_ecs_task_definition",
	"--log-group-name":       "aws_cloudwatch_log_group",
	"--repository-name":      "aws_ecr_repository",
	"--resource-id":          "aws_appautoscaling_target",
	"--resource-ids":         "aws_appautoscaling_target",
	"--secret-id":            "aws_secretsmanager_secret",
	"--service":              "aws_ecs_service",
	"--service-name":         "aws_ecs_service",
	"--services":             "aws_ecs_service",
	"--ssekms-key-id":        "aws_kms_alias",
	"--table-name":           "aws_dynamodb_table",
}

// label finds names with a project's label, as documents write them.
func label(p docs.Project) *regexp.Regexp {
	return regexp.MustCompile(`(?:alias/|/ecs/|/aws/[a-z]+/|aws-waf-logs-|service/)?\b` + regexp.QuoteMeta(p.Subject().Project) + `-[A-Za-z0-9/._-]*[A-Za-z0-9]`)
}

// Every cluster, service, log group, bucket, table and vault that a command
// names is in the stacks.
func TestCommandsNameWhatExists(t *testing.T) {
	type known struct {
		names map[string][]string
		all   []string
		label *regexp.Regexp
	}
	in := func(p docs.Project) known {
		k := known{names: p.Stacks.Names(), label: label(p)}
		// What is there already, and what the stacks only read.
		k.names["aws_route53_zone"] = append(k.names["aws_route53_zone"], p.Subject().Domain.Zone)
		if at, ok := p.Subject().State.(envs.S3State); ok {
			k.names["aws_s3_bucket"] = append(k.names["aws_s3_bucket"], at.Bucket)
			k.names["aws_dynamodb_table"] = append(k.names["aws_dynamodb_table"], at.Table)
			k.names["aws_kms_alias"] = append(k.names["aws_kms_alias"], at.KeyAlias)
		}
		for kind := range k.names {
			for i, name := range k.names[kind] {
				k.names[kind][i] = strings.TrimSuffix(strings.ReplaceAll(name, "$ACCOUNT", placeholder), ".")
				k.all = append(k.all, k.names[kind][i])
			}
		}
		return k
	}
	live, written := in(ours), in(example)
	checked := 0
	for _, c := range commands(t) {
		if c.words[0] != "aws" {
			continue
		}
		k := written
		if c.runbook {
			k = live
		}
		option := ""
		for _, word := range c.words[1:] {
			if strings.HasPrefix(word, "--") {
				option = word
				continue
			}
			if word == placeholder {
				continue // which an earlier command prints
			}
			if kind := kinds[option]; kind != "" {
				assert.Contains(t, k.names[kind], word, "%s: %v", c.document, c.words)
				checked++
				continue
			}
			for _, found := range k.label.FindAllString(word, -1) {
				if strings.Contains(word, "NewBucket=true") && strings.Contains(word, "DestinationBucketName="+found) {
					continue // which the command makes
				}
				// What follows a bucket is a key.
				if bucket, _, _ := strings.Cut(found, "/"); strings.HasPrefix(word, "s3://") || slices.Contains(k.names["aws_s3_bucket"], bucket) {
					found = bucket
				}
				assert.Contains(t, k.all, found, "%s: %v", c.document, c.words)
				checked++
			}
		}
	}
	assert.Greater(t, checked, 40)
}

// What a document has a role do, the role may: every bucket that a command names
// beside a role lies within the role's boundary, which both allows it and doesn't
// deny it.
func TestBucketsLieWithinTheBoundariesOfRoles(t *testing.T) {
	role := regexp.MustCompile(`:role/(\S+)$`)
	bucket := regexp.MustCompile(`(?:^s3://|BucketName=)([^/,]+)`)
	checked := 0
	for _, c := range commands(t) {
		var roles, buckets []string
		for i, word := range c.words {
			for _, found := range role.FindAllStringSubmatch(word, -1) {
				roles = append(roles, found[1])
			}
			for _, found := range bucket.FindAllStringSubmatch(word, -1) {
				buckets = append(buckets, found[1])
			}
			if c.words[max(0, i-1)] == "--bucket" {
				buckets = append(buckets, word)
			}
		}
		for _, role := range roles {
			for _, bucket := range buckets {
				assert.True(t, within(t, c.about(), role, bucket), "%s: %s may not use the bucket %s", c.document, role, bucket)
				checked++
			}
		}
	}
	assert.Positive(t, checked)
	assert.False(t, within(t, example, "pdm-production-restore", "restored-"+placeholder))
	assert.False(t, within(t, example, "pdm-production-restore", "pdm-staging-restored-"+placeholder))
}

// within says whether a bucket lies within the boundary of an environment's role.
func within(t *testing.T, p docs.Project, role, bucket string) bool {
	t.Helper()
	for env, s := range p.Stacks {
		for name := range s.Resource["aws_iam_role"] {
			if called, err := s.Name("aws_iam_role." + name); err != nil || called != role {
				continue
			}
			document := p.Stacks[envs.AccountOf(p.Accounts, p.Environments, env).Stack()].Data["aws_iam_policy_document"]["delivery_"+env+"_boundary_document"]
			require.NotNil(t, document, role)
			allowed := false
			for _, each := range document["statement"].([]any) {
				statement := each.(map[string]any)
				if !slices.ContainsFunc(statement["actions"].([]any), func(action any) bool { return action == "s3:*" }) {
					continue
				}
				if statement["effect"] == "Deny" {
					except, _ := statement["not_resources"].([]any)
					if !named(except, bucket) {
						return false
					}
					continue
				}
				resources, _ := statement["resources"].([]any)
				allowed = allowed || named(resources, bucket)
			}
			return allowed
		}
	}
	t.Errorf("no environment has the role %s", role)
	return false
}

// named says whether one of the ARNs of a policy is the bucket's.
func named(arns []any, bucket string) bool {
	return slices.ContainsFunc(arns, func(arn any) bool {
		_, pattern, ok := strings.Cut(arn.(string), ":s3:::")
		start, wild := strings.CutSuffix(pattern, "*")
		return ok && (pattern == bucket || wild && strings.HasPrefix(bucket, start))
	})
}
