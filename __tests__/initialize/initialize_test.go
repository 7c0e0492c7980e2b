package initialize_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/initialize"
)

// base are values that nobody changes, in the place of those that the project has.
func base() initialize.Values {
	dev := fixture.Dev()
	return initialize.Values{
		Accounts: fixture.Accounts(), Environments: fixture.All(),
		SupabaseOrganization: dev.Supabase.Organization, FrontendRepository: dev.Frontend.Repository,
	}
}

// copyOf copies package envs with those values.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "envs"), 0o755))
	files, err := filepath.Glob(filepath.Join("..", "..", "envs", "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "envs", filepath.Base(file)), text, 0o644))
	}
	written, err := initialize.Rewrite(dir, initialize.Current(), base())
	require.NoError(t, err)
	put(t, written)
	return dir
}

func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "envs", "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		found[filepath.Base(file)] = string(text)
	}
	return found
}

// answers are sets of them that say something else than the project does.
var answers = []map[string]string{
	{"project": "acme"},
	{"repository": "Acme/infra", "repository-ids": "12,34"},
	{"branch": "trunk"},
	{"account": "000123456789"},
	{"environments": "dev,production"},
	{"environments": "production"},
	{"environments": "qa,dev,load-test,staging,network,production"},
	{"environments": "lab"},
	{"region": "eu-central-1"},
	{"region": "dev=eu-west-1 production=us-west-2", "zones": "production=abcd"},
	{"region": "us-gov-west-1"},
	{"region": "us-gov-west-1", "second-region": "us-gov-east-1", "datadog": "none"},
	{"zones": "bcd"},
	{"zones": "production=abcd"},
	{"second-region": "eu-west-1"},
	{"networks": "dev=10.9.0.0/16 production=172.20.0.0/16"},
	{"domain": "acme.io"},
	{"bucket": "acme-state"},
	{"terraform-cloud": "acme"},
	{"email": "ops@acme.io"},
	{"email": "dev=dev@acme.io", "owner": "Site Reliability", "budget": "dev=99"},
	{"security-email": "security@acme.io", "security-phone": "+49 30 123456"},
	{"time-zone": "Europe/Berlin"},
	{"supabase": "none"},
	{"supabase": "production", "supabase-organization": "acme"},
	{"vercel": "none"},
	{"vercel": "staging", "frontend-repository": "Acme/web"},
	{"datadog": "none"},
	{"datadog": "dev,production", "datadog-site": "datadoghq.eu"},
	{"supabase": "none", "vercel": "none", "datadog": "none", "terraform-cloud": "acme"},
	{
		"project": "acme", "repository": "Acme/infra", "repository-ids": "12,34", "branch": "trunk", "environments": "qa,staging,production",
		"region": "eu-central-1", "second-region": "eu-west-1", "domain": "acme.io", "bucket": "acme-state", "email": "ops@acme.io",
		"supabase": "production", "supabase-organization": "acme", "vercel": "none", "datadog": "none",
	},
}

func answered(t *testing.T, v initialize.Values, given map[string]string) initialize.Values {
	t.Helper()
	v, err := initialize.Init{Given: given, Keep: true}.Answers(v)
	require.NoError(t, err, "%v", given)
	return v
}

// put writes what Rewrite says.
func put(t *testing.T, files map[string][]byte) {
	t.Helper()
	require.NoError(t, initialize.Init{Out: &strings.Builder{}}.Write(files))
}

func asJSON(t *testing.T, v initialize.Values) string {
	t.Helper()
	text, err := json.MarshalIndent([]any{v.Accounts, v.Accounts[0].Store, map[string]any{
		"Project": v.Accounts[0].Project, "SupabaseOrganization": v.SupabaseOrganization, "FrontendRepository": v.FrontendRepository,
		"ProductionName": envs.ProductionName, "RateLimit": envs.RateLimit,
	}, v.Environments}, "", "  ")
	require.NoError(t, err)
	return string(text)
}

// What is written is compiled, and asked for its values.
func TestFilesHaveTheValuesThatWereAnswered(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module written\n\ngo 1.26\n"), 0o644))
	var program, imports strings.Builder
	for i, given := range answers {
		root := copyOf(t, filepath.Join(dir, fmt.Sprintf("v%d", i)))
		files, err := initialize.Rewrite(root, base(), answered(t, base(), given))
		require.NoError(t, err)
		require.NotEmpty(t, files, "%v", given)
		put(t, files)
		fmt.Fprintf(&imports, "v%d \"written/v%d/envs\"\n", i, i)
		fmt.Fprintf(&program, "print(v%[1]d.Accounts(), v%[1]d.Store, map[string]any{%[2]s}, v%[1]d.All())\n", i,
			fmt.Sprintf(`"Project": v%[1]d.Project, "SupabaseOrganization": v%[1]d.SupabaseOrganization, "FrontendRepository": v%[1]d.FrontendRepository, "ProductionName": v%[1]d.ProductionName, "RateLimit": v%[1]d.RateLimit`, i))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(
		"package main\nimport (\n\"encoding/json\"\n\"os\"\n"+imports.String()+")\nfunc print(v ...any) { json.NewEncoder(os.Stdout).Encode(v) }\nfunc main() {\n"+program.String()+"}\n"), 0o644))
	run := exec.CommandContext(t.Context(), "go", "run", "-buildvcs=false", ".")
	run.Dir = dir
	run.Env = append(os.Environ(), "GOWORK=off")
	printed, err := run.CombinedOutput()
	require.NoError(t, err, "%s", printed)
	for i, line := range strings.Split(strings.TrimSpace(string(printed)), "\n") {
		assert.JSONEq(t, asJSON(t, answered(t, base(), answers[i])), line, "%v", answers[i])
	}
}

// lost says that an answer takes something away which no answer brings back whole:
// an environment, or a front end.
func lost(given map[string]string) bool {
	return given["environments"] != "" || given["vercel"] != ""
}

// blocks says that an answer takes or brings several lines, with or without an
// empty one between them and others.
func blocks(given map[string]string) bool {
	return given["supabase"]+given["datadog"]+given["terraform-cloud"] != "" || strings.Contains(given["region"], "gov")
}

// An answer that is taken back leaves nothing behind, and one that is given again
// changes nothing.
func TestAnswersAreTakenBack(t *testing.T) {
	for _, given := range answers {
		root := copyOf(t, t.TempDir())
		before := texts(t, root)
		changed := answered(t, base(), given)
		files, err := initialize.Rewrite(root, base(), changed)
		require.NoError(t, err)
		put(t, files)

		again, err := initialize.Rewrite(root, changed, changed)
		require.NoError(t, err)
		assert.Empty(t, again, "%v", given)

		if lost(given) {
			continue
		}
		files, err = initialize.Rewrite(root, changed, base())
		require.NoError(t, err)
		put(t, files)
		for name, text := range texts(t, root) {
			if blocks(given) {
				assert.Equal(t, strings.Fields(before[name]), strings.Fields(text), "%v: %s", given, name)
			} else {
				assert.Equal(t, before[name], text, "%v: %s", given, name)
			}
		}
	}
}

func TestOnlyWhatWasAnsweredDifferentlyIsChanged(t *testing.T) {
	root := copyOf(t, t.TempDir())
	dev := filepath.Join(root, "envs", "dev.go")
	text, err := os.ReadFile(dev)
	require.NoError(t, err)
	mine := strings.Replace(string(text), "LogRetentionDays: 7,", "// The auditors ask for a week.\n\t\tLogRetentionDays: 7,", 1)
	require.NoError(t, os.WriteFile(dev, []byte(mine), 0o644))

	files, err := initialize.Rewrite(root, base(), answered(t, base(), map[string]string{"budget": "dev=200"}))
	require.NoError(t, err)
	assert.Len(t, files, 1)
	assert.Equal(t, strings.Replace(mine, "MonthlyBudgetUSD: 150", "MonthlyBudgetUSD: 200", 1), string(files[dev]))
}

// Also where all fields of a literal give way to others.
func TestEveryFieldGivesWay(t *testing.T) {
	root := copyOf(t, t.TempDir())
	before := texts(t, root)
	values := base()
	dev := &values.Environments[0]
	require.Equal(t, envs.Capacity{Spot: 1}, dev.Capacity)
	for _, test := range []struct {
		capacity envs.Capacity
		text     string
	}{
		{envs.Capacity{OnDemand: 3}, "Capacity{OnDemand: 3},"},
		{envs.Capacity{OnDemand: 2, Spot: 1}, "Capacity{OnDemand: 2, Spot: 1},"},
		{envs.Capacity{OnDemand: 1}, "Capacity{OnDemand: 1},"},
	} {
		was := values
		was.Environments = slices.Clone(values.Environments)
		dev.Capacity = test.capacity
		files, err := initialize.Rewrite(root, was, values)
		require.NoError(t, err)
		put(t, files)
		assert.Contains(t, texts(t, root)["dev.go"], " "+test.text)
	}
	files, err := initialize.Rewrite(root, values, base())
	require.NoError(t, err)
	put(t, files)
	assert.Equal(t, before, texts(t, root))
}

func TestNewEnvironmentReadsLikeTheOthers(t *testing.T) {
	root := copyOf(t, t.TempDir())
	files, err := initialize.Rewrite(root, base(), answered(t, base(), map[string]string{"environments": "dev,staging,load-test,production"}))
	require.NoError(t, err)
	text := string(files[filepath.Join(root, "envs", "load_test_environment.go")])
	for _, line := range []string{
		"// LoadTest began with the values of staging.\nfunc LoadTest() Environment {\n\treturn Environment{\n",
		"State:   Store.StateOf(\"load-test\"),", "Project: Project,", "Domain:    Domain{Zone: \"pdm-load-test.",
		"APIGateway(Deployment{", "Organization:        SupabaseOrganization,",
	} {
		assert.Contains(t, text, line)
	}
	assert.Contains(t, string(files[filepath.Join(root, "envs", "environment.go")]), "[]Environment{Dev(), Staging(), LoadTest(), Production()}")
}

func TestQuestionsAreAskedUntilTheAnswerValidates(t *testing.T) {
	var asked strings.Builder
	var lines []string
	for _, q := range initialize.Questions() {
		switch q.Flag {
		case "project":
			lines = append(lines, "Acme!", "acme")
		case "region":
			lines = append(lines, "moon-1", "us-west-1", "eu-central-1")
		case "networks":
			lines = append(lines, "qa=10.9.0.0/16", "10.9.0.0/16", "dev=10.9.0.0/16")
		case "budget":
			lines = append(lines, "much", "")
		default:
			lines = append(lines, "")
		}
	}
	v, err := initialize.Init{In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &asked}.Answers(base())
	require.NoError(t, err)
	assert.Equal(t, "acme", v.Accounts[0].Project)
	assert.Equal(t, "eu-central-1", v.Environments[0].Region)
	assert.Equal(t, "10.9.0.0/16", v.Environments[0].Network.CIDR)
	for _, said := range []string{
		`project = "Acme!": must be lower case`, `region = "moon-1"`, "Fargate runs tasks in 2 zones of us-west-1",
		`"qa" is no environment: there are dev, staging, production`, "overlaps", `"much" is no whole number`,
	} {
		assert.Contains(t, asked.String(), said)
	}
}

func TestNothingIsWrittenWithoutAllAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		init initialize.Init
		say  string
	}{
		"a question without an answer": {initialize.Init{In: strings.NewReader("acme\n"), Out: &strings.Builder{}}, "give it as --repository, or keep the rest as it is with --keep"},
		"problems all at once": {
			initialize.Init{Given: map[string]string{"project": "Acme!", "budget": "much", "domain": "acme"}, Keep: true},
			`project = "Acme!"`,
		},
	} {
		_, err := c.init.Answers(base())
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), c.say)
		assert.Contains(t, err.Error(), "nothing was written")
	}
}

func TestAllFilesAreWrittenOrNone(t *testing.T) {
	root := copyOf(t, t.TempDir())
	before := texts(t, root)
	files, err := initialize.Rewrite(root, base(), answered(t, base(), map[string]string{"project": "acme", "budget": "999"}))
	require.NoError(t, err)
	// A folder in the place of the last file.
	last := filepath.Join(root, "envs", "zzz.go")
	require.NoError(t, os.MkdirAll(filepath.Join(last, "in the way"), 0o755))
	files[last] = []byte("package envs\n")
	err = initialize.Init{Root: root, Out: &strings.Builder{}}.Write(files)
	require.ErrorContains(t, err, "nothing was written")
	require.NoError(t, os.RemoveAll(last))
	assert.Equal(t, before, texts(t, root))
}

func TestUnusualSourcesAreLeftToPeople(t *testing.T) {
	for text, say := range map[string]string{
		"func All() []Environment {\n\treturn append([]Environment{}, Dev())\n}\n":                    "All in package envs must return a list",
		"func All() []Environment {\n\te := Dev()\n\treturn []Environment{e, e, Production()}\n}\n":   "All in package envs must return a list",
		"func All() []Environment {\n\treturn []Environment{Environment{}, Dev(), Production()}\n}\n": "list of calls such as Dev()",
	} {
		root := copyOf(t, t.TempDir())
		file := filepath.Join(root, "envs", "environment.go")
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		start := strings.Index(string(content), "func All()")
		end := start + strings.Index(string(content[start:]), "\n}\n") + len("\n}\n")
		require.NoError(t, os.WriteFile(file, []byte(string(content[:start])+text+string(content[end:])), 0o644))
		_, err = initialize.Rewrite(root, base(), answered(t, base(), map[string]string{"budget": "999"}))
		require.ErrorContains(t, err, say)
	}
}

func TestEveryQuestionHasAnAnswerThatChangesNothing(t *testing.T) {
	given := map[string]string{}
	for _, q := range initialize.Questions() {
		assert.NotContains(t, given, q.Flag)
		if q.Asked == nil || q.Asked(base()) {
			given[q.Flag] = q.Current(base())
		}
	}
	assert.Equal(t, base(), answered(t, base(), given))
	tried := map[string]bool{}
	for _, a := range answers {
		for flag := range maps.Keys(a) {
			tried[flag] = true
		}
	}
	for _, q := range initialize.Questions() {
		assert.True(t, tried[q.Flag], "no answer to --%s is tried", q.Flag)
	}
}
