// Package workflow reads the workflows of .github and runs their steps, as a
// runner of GitHub's would: each in a shell, with the environment that the
// workflow gives it.
package workflow

import (
	"cmp"
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
	"time"

	"gopkg.in/yaml.v3"
)

// Workflow is a file of .github/workflows.
type Workflow struct {
	Name        string            `yaml:"name"`
	On          yaml.Node         `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Env         map[string]string `yaml:"env"`
	Concurrency *Concurrency      `yaml:"concurrency"`
	Jobs        map[string]Job    `yaml:"jobs"`
}

// Concurrency is a group of which one runs at a time.
type Concurrency struct {
	Group  string `yaml:"group"`
	Cancel bool   `yaml:"cancel-in-progress"`
}

// Job is a job of a workflow.
type Job struct {
	Name        string            `yaml:"name"`
	If          string            `yaml:"if"`
	Needs       yaml.Node         `yaml:"needs"`
	RunsOn      string            `yaml:"runs-on"`
	Timeout     int               `yaml:"timeout-minutes"`
	Permissions map[string]string `yaml:"permissions"`
	Environment yaml.Node         `yaml:"environment"`
	Concurrency *Concurrency      `yaml:"concurrency"`
	Env         map[string]string `yaml:"env"`
	Uses        string            `yaml:"uses"`
	With        map[string]string `yaml:"with"`
	Secrets     yaml.Node         `yaml:"secrets"`
	Strategy    Strategy          `yaml:"strategy"`
	Steps       []Step            `yaml:"steps"`
}

// Strategy has a job run once for each value of its matrix, which of drift and
// deliveries is an expression.
type Strategy struct {
	Matrix yaml.Node `yaml:"matrix"`
}

// Step is a step of a job.
type Step struct {
	ID   string            `yaml:"id"`
	Name string            `yaml:"name"`
	If   string            `yaml:"if"`
	Uses string            `yaml:"uses"`
	With map[string]string `yaml:"with"`
	Env  map[string]string `yaml:"env"`
	Run  string            `yaml:"run"`
}

// Read reads a workflow.
func Read(file string) (w Workflow, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return w, err
	}
	if err := yaml.Unmarshal(content, &w); err != nil {
		return w, fmt.Errorf("%s: %w", file, err)
	}
	return w, nil
}

// Files are the workflows below a project's folder.
func Files(root string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there are no workflows below %s", root)
	}
	return files, err
}

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// Expressions are what GitHub would put values for in a text.
func Expressions(text string) []string {
	var found []string
	for _, match := range expression.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

// Values are what expressions stand for in a run, by their text.
type Values map[string]string

func (v Values) fill(text string) (string, error) {
	for _, e := range Expressions(text) {
		if _, ok := v[e]; !ok {
			return "", fmt.Errorf("nothing says what ${{ %s }} is", e)
		}
	}
	return expression.ReplaceAllStringFunc(text, func(match string) string {
		return v[expression.FindStringSubmatch(match)[1]]
	}), nil
}

// Role is the IAM role that a job assumes for its steps.
type Role struct {
	// ARN is the role's.
	ARN string
	// Duration is how long it is held; zero for the action's own hour.
	Duration time.Duration
}

// Assumes is the role that the job assumes; nil where it assumes none. What
// stands in a step's "if" has to be among the values, as "true" or "false".
func (j Job) Assumes(values Values) (*Role, error) {
	for _, step := range j.Steps {
		if !strings.HasPrefix(step.Uses, "aws-actions/configure-aws-credentials@") {
			continue
		}
		if step.If != "" {
			if filled, err := values.fill(step.If); err != nil || filled != "true" {
				return nil, err
			}
		}
		arn, err := values.fill(step.With["role-to-assume"])
		if err != nil {
			return nil, err
		}
		seconds, err := strconv.Atoi(cmp.Or(step.With["role-duration-seconds"], "0"))
		if err != nil {
			return nil, fmt.Errorf("role-duration-seconds: %w", err)
		}
		return &Role{ARN: arn, Duration: time.Duration(seconds) * time.Second}, nil
	}
	return nil, nil
}

// EnvironmentName is the job's GitHub environment; empty where it has none.
func (j Job) EnvironmentName(values Values) (string, error) {
	var environment struct{ Name string }
	if j.Environment.Decode(&environment.Name) != nil {
		if err := j.Environment.Decode(&environment); err != nil {
			return "", err
		}
	}
	return values.fill(environment.Name)
}

// RunStep runs the step of a job that has the name, in a folder, with an
// environment beneath its own. It returns what the step printed, also when it
// failed.
func (j Job) RunStep(ctx context.Context, name, dir string, environ []string, values Values) (string, error) {
	i := slices.IndexFunc(j.Steps, func(s Step) bool { return s.Name == name && s.Run != "" })
	if i < 0 {
		return "", fmt.Errorf("the job has no step %q that runs anything", name)
	}
	step := j.Steps[i]
	env := maps.Clone(j.Env)
	if env == nil {
		env = map[string]string{}
	}
	maps.Copy(env, step.Env)
	// GitHub's own shell for a step.
	cmd := exec.CommandContext(ctx, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
	cmd.Dir, cmd.Env = dir, slices.Clone(environ)
	for key, value := range env {
		filled, err := values.fill(value)
		if err != nil {
			return "", fmt.Errorf("step %q: %s: %w", name, key, err)
		}
		cmd.Env = append(cmd.Env, key+"="+filled)
	}
	printed, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("step %q: %w", name, err)
	}
	return strings.TrimSpace(string(printed)), err
}
