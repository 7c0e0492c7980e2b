package docs

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/example/predictive-maintenance/envs"
)

//go:embed runbooks/*.md
var runbooks embed.FS

// alarmed is a row of the index: an alarm, and what helps.
type alarmed struct{ Name, Owner, Runbook, Title string }

// unalarmed is a row of the index for what no alarm leads to.
type unalarmed struct{ When, Runbook, Title string }

// named is a row of the names in every environment.
type named struct {
	Kind  string
	Names []string
}

// occasions say when to open a runbook that no alarm names.
var occasions = []struct{ when, runbook string }{
	{"an alarm, and no idea why", "logs"},
	{"an apply changed too much", "infrastructure-rollback"},
	{"\"Error acquiring the state lock\"; an apply was killed, or says that something exists already", "state-lock"},
	{"Terraform wants to create what exists", "state-restore"},
	{"a secret leaked, or is old", "secret-rotation"},
	{"data is gone, or a key is about to be", "data-restore"},
	{"AWS Budgets or Cost Anomaly Detection has written", "cost-alarm"},
	{"a whole region is away", "region-loss"},
}

// told is what an alarm's description ends with.
var told = regexp.MustCompile(`Owner: (.+)\. Runbook: \S+/([a-z-]+|README)\.md$`)

// environments have runbooks, production's first.
var environments = []string{envs.ProductionName, "staging", "dev"}

// Runbooks are the runbooks by file name. It fails where one names what is not
// in production's stack.
func Runbooks(stacks Stacks) (map[string][]byte, error) {
	production := envs.Production()
	stack := stacks[envs.ProductionName]
	titles, err := titles()
	if err != nil {
		return nil, err
	}
	of := func(address string) func() (string, error) {
		return func() (string, error) { return stack.Name(address) }
	}
	functions := template.FuncMap{
		"name":     stack.Name,
		"cluster":  of("aws_ecs_cluster.compute_cluster"),
		"api":      of("aws_ecs_service.compute_api-gateway"),
		"ml":       of("aws_ecs_service.compute_ml-service"),
		"services": func() string { return strings.Join(stack.all("aws_ecs_service"), " ") },
		"family": func(service string) (string, error) {
			return stack.Name("aws_ecs_task_definition.compute_" + service + "_task")
		},
		"scalable": func(service string) (string, error) {
			return stack.Name("aws_appautoscaling_target.compute_" + service + "_scaling")
		},
		"region":         func(string) string { return production.Region },
		"secondRegion":   func() string { return production.Backup.SecondRegion },
		"supabaseRegion": func() string { return production.Supabase.Region },
		// What a restore makes, within the boundary of the role that makes it.
		"restored":     func() string { return production.Label().Name("restored", "$ACCOUNT") },
		"bucket":       func() string { return envs.Store.Bucket },
		"table":        func() string { return envs.Store.Table },
		"stateKey":     func() string { return envs.Store.KeyAlias },
		"key":          func(stack string) string { return envs.Store.StateOf(stack).Key },
		"environments": func() []string { return environments },
		"alarms":       func() ([]alarmed, error) { return stack.alarms(titles) },
		"unalarmed": func() (rows []unalarmed) {
			for _, o := range occasions {
				rows = append(rows, unalarmed{o.when, o.runbook, titles[o.runbook]})
			}
			return rows
		},
		"names": func() []named { return stacks.table() },
	}

	made := map[string][]byte{}
	all, err := template.New("").Funcs(functions).Option("missingkey=error").ParseFS(runbooks, "runbooks/*.md")
	if err != nil {
		return nil, fmt.Errorf("read the runbooks: %w", err)
	}
	for _, t := range all.Templates() {
		var text bytes.Buffer
		fmt.Fprintf(&text, "<!-- `make docs` writes this from __tests__/docs/runbooks/%s: edit that. -->\n\n", t.Name())
		if err := t.Execute(&text, nil); err != nil {
			return nil, fmt.Errorf("write a runbook: %w", err)
		}
		made[t.Name()] = text.Bytes()
	}
	return made, nil
}

// titles of the runbooks, by name.
func titles() (map[string]string, error) {
	titles := map[string]string{}
	files, err := fs.Glob(runbooks, "runbooks/*.md")
	if err != nil {
		return nil, fmt.Errorf("list the runbooks: %w", err)
	}
	for _, file := range files {
		text, err := runbooks.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a runbook: %w", err)
		}
		title, _, _ := strings.Cut(string(text), "\n")
		name := strings.TrimSuffix(strings.TrimPrefix(file, "runbooks/"), ".md")
		titles[name] = strings.TrimPrefix(title, "# ")
	}
	return titles, nil
}

// all names of a type, in alphabetical order.
func (s Stack) all(kind string) []string {
	var names []string
	for name := range s.Resource[kind] {
		if called, err := s.Name(kind + "." + name); err == nil {
			names = append(names, called)
		}
	}
	slices.Sort(names)
	return names
}

func (s Stack) alarms(titles map[string]string) ([]alarmed, error) {
	var rows []alarmed
	for address, alarm := range s.Resource["aws_cloudwatch_metric_alarm"] {
		description, _ := alarm["alarm_description"].(string)
		says := told.FindStringSubmatch(description)
		if says == nil || titles[says[2]] == "" {
			return nil, fmt.Errorf("the alarm %s has no owner, or a runbook that does not exist: %s", address, description)
		}
		name, err := s.Name("aws_cloudwatch_metric_alarm." + address)
		if err != nil {
			return nil, err
		}
		rows = append(rows, alarmed{name, says[1], says[2], titles[says[2]]})
	}
	slices.SortFunc(rows, func(a, b alarmed) int { return strings.Compare(a.Name, b.Name) })
	return rows, nil
}

// table has the names that runbooks use in every environment.
func (s Stacks) table() []named {
	var rows []named
	for _, row := range []struct{ kind, address string }{
		{"ECS cluster", "aws_ecs_cluster.compute_cluster"},
		{"API", "aws_ecs_service.compute_api-gateway"},
		{"its log group", "aws_cloudwatch_log_group.monitoring_api-gateway_log"},
		{"its images", "aws_ecr_repository.storage_api-gateway"},
		{"ML service", "aws_ecs_service.compute_ml-service"},
		{"its log group", "aws_cloudwatch_log_group.monitoring_ml-service_log"},
		{"its images", "aws_ecr_repository.storage_ml-service"},
		{"ML data", "aws_s3_bucket.storage_ml_data"},
		{"backups", "aws_backup_vault.backup_vault"},
		{"copies of the backups", "aws_backup_vault.backup_copy_vault"},
		{"KMS key", "aws_kms_alias.security_alias"},
		{"Supabase's credentials", "aws_secretsmanager_secret.database_secret"},
		{"Datadog's key", "aws_secretsmanager_secret.datadog_secret"},
		{"dashboard", "aws_cloudwatch_dashboard.monitoring_dashboard"},
		{"alerts", "aws_sns_topic.monitoring_topic"},
		{"budget", "aws_budgets_budget.cost_monthly"},
		{"domain of the API", "aws_route53_record.compute_api"},
	} {
		n := named{Kind: row.kind}
		for _, env := range environments {
			called, err := s[env].Name(row.address)
			if err != nil {
				called = ""
			}
			n.Names = append(n.Names, called)
		}
		rows = append(rows, n)
	}
	return rows
}
