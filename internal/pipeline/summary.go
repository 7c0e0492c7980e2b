package pipeline

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/internal/terraform/duration"
)

// Summary is what a plan would do, in numbers and addresses. It holds no value.
type Summary struct {
	// Stack is the stack's name.
	Stack string `json:"stack"`
	// Commit is what was planned.
	Commit string `json:"commit"`
	// Changes says whether an apply would change anything, outputs included.
	Changes bool `json:"changes"`
	// Add, Change and Destroy count as Terraform does: a replacement is one of
	// the first and one of the last.
	Add     int `json:"add"`
	Change  int `json:"change"`
	Destroy int `json:"destroy"`
	// Destroyed are the addresses of what would be gone for good.
	Destroyed []string `json:"destroyed,omitempty"`
	// Replaced are the addresses of what would be destroyed and made again,
	// each with what it is for.
	Replaced []Replacement `json:"replaced,omitempty"`
	// Drifted are the addresses of what was changed by somebody else.
	Drifted []string `json:"drifted,omitempty"`
	// Slow are lines about what takes long by nature.
	Slow []string `json:"slow,omitempty"`
	// Services are the ECS services that there are after an apply.
	Services []string `json:"services,omitempty"`
	// Images are the releases of the services whose task definition changes.
	Images map[string]string `json:"images,omitempty"`
	// Standby is the environment's standby, and what becomes of it.
	Standby *Beside `json:"standby,omitempty"`
}

// Replacement is a resource that is destroyed and made again.
type Replacement struct {
	// Address is the resource's address.
	Address string `json:"address"`
	// Because are the arguments that cannot be changed in place.
	Because []string `json:"because,omitempty"`
}

// Summarize says what a plan would do.
func Summarize(stack, commit string, changes bool, plan *tfjson.Plan) Summary {
	s := Summary{Stack: stack, Commit: commit, Changes: changes, Slow: duration.Of(plan).Lines()}
	for _, r := range plan.ResourceChanges {
		actions := r.Change.Actions
		if r.Mode != tfjson.ManagedResourceMode {
			continue
		}
		switch {
		case actions.Replace():
			s.Add++
			s.Destroy++
			s.Replaced = append(s.Replaced, Replacement{r.Address, because(r.Change.ReplacePaths)})
		case actions.Create():
			s.Add++
		case actions.Update():
			s.Change++
		case actions.Delete():
			s.Destroy++
			s.Destroyed = append(s.Destroyed, r.Address)
		}
		if r.Type == "aws_ecs_task_definition" && (actions.Create() || actions.Replace()) {
			s.deploys(r.Name, plan.Variables)
		}
		if r.Type == "aws_ecs_service" && !actions.Delete() {
			s.Services = append(s.Services, r.Address)
		}
	}
	for _, r := range plan.ResourceDrift {
		if r.Mode == tfjson.ManagedResourceMode && !r.Change.Actions.NoOp() {
			s.Drifted = append(s.Drifted, r.Address)
		}
	}
	slices.Sort(s.Drifted)
	return s
}

// deploys notes which release a new task definition names.
func (s *Summary) deploys(definition string, variables map[string]*tfjson.PlanVariable) {
	service := strings.TrimSuffix(strings.TrimPrefix(definition, "compute_"), "_task")
	variable, ok := variables[ImageVariable(service)]
	if !ok {
		return
	}
	if release, ok := variable.Value.(string); ok && release != "" {
		if s.Images == nil {
			s.Images = map[string]string{}
		}
		s.Images[service] = release
	}
}

// because renders Terraform's paths of arguments.
func because(paths []any) []string {
	var arguments []string
	for _, path := range paths {
		steps, ok := path.([]any)
		if !ok {
			continue
		}
		var text strings.Builder
		for i, step := range steps {
			switch {
			case i > 0 && fmt.Sprintf("%T", step) == "string":
				text.WriteString("." + step.(string))
			case i > 0:
				fmt.Fprintf(&text, "[%v]", step)
			default:
				fmt.Fprint(&text, step)
			}
		}
		arguments = append(arguments, text.String())
	}
	return arguments
}

// Counts is the summary in the words of Terraform.
func (s Summary) Counts() string {
	switch {
	case !s.Changes:
		return "no changes"
	case s.Add+s.Change+s.Destroy == 0:
		return "only outputs change"
	}
	return fmt.Sprintf("%d to add, %d to change, %d to destroy", s.Add, s.Change, s.Destroy)
}

func (d *Delivery) writeSummary(s Summary) error {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write the summary of %s: %w", s.Stack, err)
	}
	return d.write(s.Stack, summarySuffix, string(content)+"\n")
}

// summary is what the step that planned the stack has found.
func (d *Delivery) summary(stack string) (s Summary, err error) {
	content, err := os.ReadFile(d.file(stack, summarySuffix))
	if err != nil {
		return s, fmt.Errorf("read what was planned of %s: %w", stack, err)
	}
	if err := json.Unmarshal(content, &s); err != nil {
		return s, fmt.Errorf("read what was planned of %s: %w", stack, err)
	}
	return s, nil
}
