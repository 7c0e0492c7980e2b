package docs

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/example/predictive-maintenance/envs"
)

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
	{"`make rollout` failed, or a deployment was rolled back", "service-rollback"},
	{"an apply changed too much", "infrastructure-rollback"},
	{"\"Error acquiring the state lock\"; an apply was killed, or says that something exists already", "state-lock"},
	{"Terraform wants to create what exists", "state-restore"},
	{"a secret leaked, or is old", "secret-rotation"},
	{"every state is gone: its bucket was emptied", "state-restore"},
	{"data is gone, the database has to go back to an earlier time, or a key is about to go", "data-restore"},
	{"an environment was destroyed by mistake", "destroyed"},
	{"AWS Budgets or Cost Anomaly Detection has written", "cost-alarm"},
	{"a zone is away, or worse than the others", "zone-loss"},
	{"a whole region is away, and a standby waits in another", "failover"},
	{"the alarm `takeover` of a standby", "failover"},
	{"a whole region is away, and there is no standby", "region-loss"},
	{"a finding of high severity, or something that watches the account was switched off", "findings"},
}

// told is what an alarm's description ends with.
var told = regexp.MustCompile(`Owner: (.+)\. Runbook: \S+/([a-z-]+|README)\.md$`)

// Runbooks are the runbooks by file name, of what the subject has. It fails where
// one names what is not in its stack.
func Runbooks(p Project) (map[string][]byte, error) {
	subject := p.Subject()
	stack := p.Stacks[subject.Name]
	sources := os.DirFS(filepath.Join(p.Root, Sources, "runbooks"))
	titles, err := titles(sources)
	if err != nil {
		return nil, err
	}
	of := func(address string) func() (string, error) {
		return func() (string, error) { return stack.Name(address) }
	}
	service := func(before, after string) func(string) (string, error) {
		return func(service string) (string, error) { return stack.Name(before + service + after) }
	}
	// Where Terraform Cloud or a file has the subject's state, S3 has the account's.
	stateOf, state := subject.Name, envs.S3State{}
	if s3, ok := subject.State.(envs.S3State); ok {
		state = s3
	} else {
		stateOf, state = p.Account().Stack(), p.Account().Store.StateOf(p.Account().Stack())
	}
	functions := template.FuncMap{
		"name":      stack.Name,
		"env":       func() string { return subject.Name },
		"values":    p.values,
		"inAccount": func() string { return p.in(p.Account()) },
		"account":   p.Account().Stack,
		"bootstrap": func() string {
			if len(p.Accounts) < 2 {
				return "make bootstrap"
			}
			return "make bootstrap ENV=" + p.Account().BootstrapStack()
		},
		"cluster":  of("aws_ecs_cluster.compute_cluster"),
		"service":  service("aws_ecs_service.compute_", ""),
		"all":      func() string { return strings.Join(stack.all("aws_ecs_service"), " ") },
		"images":   service("aws_ecr_repository.storage_", ""),
		"log":      service("aws_cloudwatch_log_group.monitoring_", "_log"),
		"family":   service("aws_ecs_task_definition.compute_", "_task"),
		"scalable": service("aws_appautoscaling_target.compute_", "_scaling"),
		"variable": func(service string) string { return strings.ReplaceAll(service, "-", "_") + "_image_tag" },
		"services": func() []envs.Service { return subject.Services },
		"public": func() string {
			return subject.Services[max(0, slices.IndexFunc(subject.Services, func(s envs.Service) bool { return s.Public }))].Name
		},
		// The first service with an objective.
		"promised": func() *envs.Service {
			for _, s := range subject.Services {
				if s.Objective != nil {
					return &s
				}
			}
			return nil
		},
		"network":   func() envs.Network { return subject.Network },
		"protected": func() bool { return subject.DeletionProtection },
		"vaultLock": func() bool { return subject.Backup.Lock != (envs.VaultLock{}) },
		"prefix":    subject.Label().Prefix,
		"targets":   func() []string { return stack.all("aws_lb_target_group") },
		// Those that a single zone can cut off.
		"singleNAT": func() []envs.Environment {
			return slices.DeleteFunc(p.fromLast(), func(e envs.Environment) bool { return e.Network.NAT != envs.NATSingle })
		},
		"argument": stack.argument,
		"percent":  func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) },
		"budgetAlarm": func(s *envs.Service, indicator string) (string, error) {
			return stack.Name("aws_cloudwatch_composite_alarm.monitoring_" + s.Name + "_" + indicator + "-page")
		},
		"last":         func() string { return subject.Services[len(subject.Services)-1].Name },
		"supabase":     func() *envs.Supabase { return subject.Supabase },
		"frontend":     func() *envs.Frontend { return subject.Frontend },
		"datadog":      func() *envs.Datadog { return subject.Datadog },
		"domain":       func() envs.Domain { return subject.Domain },
		"budget":       func() bool { return len(stack.Resource["aws_budgets_budget"]) > 0 },
		"region":       func() string { return subject.Region },
		"secondRegion": func() string { return subject.Backup.SecondRegion },
		"standby":      func() bool { _, ok := subject.InSecondRegion(); return ok },
		// What a restore makes, within the boundary of the role that makes it.
		"restored":     func() string { return subject.Label().Name("restored", "$ACCOUNT") },
		"bucket":       func() string { return state.Bucket },
		"table":        func() string { return state.Table },
		"stateKey":     func() string { return state.KeyAlias },
		"key":          func() string { return state.Key },
		"stateOf":      func() string { return stateOf },
		"environments": p.fromLast,
		"alarms":       func() ([]alarmed, error) { return stack.alarms(titles) },
		"unalarmed": func() (rows []unalarmed) {
			for _, o := range occasions {
				rows = append(rows, unalarmed{o.when, o.runbook, titles[o.runbook]})
			}
			return rows
		},
		"names": p.table,
		// What there is once an account.
		"detection":     func() envs.Detection { return p.Account().Detection },
		"accountRegion": func() string { return p.Account().Region },
		"trailLog":      func() string { return p.Account().Label().TrailLogGroup() },
		"findingsTopic": func() string { return p.Account().Label().Name("findings") },
	}

	made := map[string][]byte{}
	all, err := template.New("").Funcs(functions).Option("missingkey=error").ParseFS(sources, "*.md")
	if err != nil {
		return nil, fmt.Errorf("read the runbooks: %w", err)
	}
	for _, t := range all.Templates() {
		var text bytes.Buffer
		fmt.Fprintf(&text, "<!-- `make docs` writes this from %s/runbooks/%s: edit that. -->\n\n", Sources, t.Name())
		if err := t.Execute(&text, nil); err != nil {
			return nil, fmt.Errorf("write a runbook: %w", err)
		}
		made[t.Name()] = text.Bytes()
	}
	return made, nil
}

// titles of the runbooks, by name.
func titles(runbooks fs.FS) (map[string]string, error) {
	titles := map[string]string{}
	files, err := fs.Glob(runbooks, "*.md")
	if err != nil {
		return nil, fmt.Errorf("list the runbooks: %w", err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(runbooks, file)
		if err != nil {
			return nil, fmt.Errorf("read a runbook: %w", err)
		}
		title, _, _ := strings.Cut(string(text), "\n")
		name := strings.TrimSuffix(file, ".md")
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

// argument is one of a resource.
func (s Stack) argument(address, name string) (any, error) {
	kind, resource, _ := strings.Cut(address, ".")
	value, ok := s.Resource[kind][resource][name]
	if !ok {
		return nil, fmt.Errorf("%s has no %s", address, name)
	}
	return value, nil
}

// alarms are those that tell somebody, but the one of all of them.
func (s Stack) alarms(titles map[string]string) ([]alarmed, error) {
	var rows []alarmed
	for _, kind := range []string{"aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"} {
		for address, alarm := range s.Resource[kind] {
			description, _ := alarm["alarm_description"].(string)
			says := told.FindStringSubmatch(description)
			if says == nil || titles[says[2]] == "" {
				return nil, fmt.Errorf("the alarm %s has no owner, or a runbook that does not exist: %s", address, description)
			}
			if alarm["alarm_actions"] == nil || says[2] == "README" {
				continue
			}
			name, err := s.Name(kind + "." + address)
			if err != nil {
				return nil, err
			}
			rows = append(rows, alarmed{name, says[1], says[2], titles[says[2]]})
		}
	}
	slices.SortFunc(rows, func(a, b alarmed) int { return strings.Compare(a.Name, b.Name) })
	return rows, nil
}

// values leads to the file with the subject's values.
func (p Project) values() string {
	file := path.Join("envs", p.Subject().Name+".go")
	if _, err := os.Stat(filepath.Join(p.Root, file)); err != nil {
		file = "envs"
	}
	return "[" + file + "](../../" + file + ")"
}

// table has the names that runbooks use in every environment.
func (p Project) table() []named {
	type row struct{ kind, address string }
	rows := []row{{"ECS cluster", "aws_ecs_cluster.compute_cluster"}}
	var services []string
	for _, env := range p.fromLast() {
		for _, s := range env.Services {
			if slices.Contains(services, s.Name) {
				continue
			}
			services = append(services, s.Name)
			rows = append(rows,
				row{s.Name, "aws_ecs_service.compute_" + s.Name},
				row{"its log group", "aws_cloudwatch_log_group.monitoring_" + s.Name + "_log"},
				row{"its images", "aws_ecr_repository.storage_" + s.Name})
		}
	}
	rows = append(rows, []row{
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
	}...)
	var table []named
	for _, row := range rows {
		n := named{Kind: row.kind}
		for _, env := range p.fromLast() {
			called, err := p.Stacks[env.Name].Name(row.address)
			if err != nil {
				called = ""
			}
			n.Names = append(n.Names, called)
		}
		table = append(table, n)
	}
	return table
}
