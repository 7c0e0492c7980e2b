package terraform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/envs"
)

// Switch has a standby serve, or no longer, by what its stack has for that and
// nothing else. It believes the state: what is compared with AWS could be of the
// services whose control planes are lost with a region, and what nobody has applied
// yet is not for this hour. It changes nothing where that is how it is already.
func (r *Runner) Switch(ctx context.Context, stack string, serve bool) (err error) {
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	private, remove, err := privateFolder()
	if err != nil {
		return fmt.Errorf("switch %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, remove()) }()
	switched, err := switchedBy(dir, envs.ServingVariable)
	if err != nil {
		return fmt.Errorf("switch %s: %w", stack, err)
	}
	serving := *r
	serving.Variables = maps.Clone(r.Variables)
	if serving.Variables == nil {
		serving.Variables = map[string]string{}
	}
	serving.Variables[envs.ServingVariable] = strconv.FormatBool(serve)
	variables, err := serving.writeVariables(ctx, tf, stack, private)
	if err != nil {
		return err
	}
	file := filepath.Join(private, stack+".tfplan")
	opts := []tfexec.PlanOption{tfexec.Out(file), tfexec.Refresh(false), tfexec.LockTimeout(lockPatience), variables}
	for _, address := range switched {
		opts = append(opts, tfexec.Target(address))
	}
	changes, err := tf.Plan(ctx, opts...)
	if err != nil {
		return fmt.Errorf("switch %s: %w%s", stack, err, lockAdvice(err, dir))
	}
	if !changes {
		return nil
	}
	plan, err := tf.ShowPlanFile(ctx, file)
	if err != nil {
		return fmt.Errorf("read the plan of %s: %w", stack, err)
	}
	if others := besides(plan, switched); len(others) > 0 {
		return fmt.Errorf("switch %s: the code differs from what was applied in more than the switch, so nothing was changed; check out the commit that was applied last: %s",
			stack, strings.Join(others, ", "))
	}
	r.stream(tf)
	if err := tf.Apply(ctx, tfexec.DirOrPlan(file), tfexec.LockTimeout(lockPatience), variables); err != nil {
		return fmt.Errorf("switch %s: %w%s", stack, err, adviceAfter(err, dir, stack, false))
	}
	return nil
}

// switchedBy are the addresses of a stack's resources that a variable changes:
// those that ask it, and those with an argument that leads to one of them.
func switchedBy(dir, variable string) ([]string, error) {
	s, err := readStack(dir)
	if err != nil {
		return nil, err
	}
	asks := map[string]bool{}
	text := map[string]string{}
	for kind, byName := range s.Resource {
		for name, arguments := range byName {
			delete(arguments, "depends_on")
			content, err := json.Marshal(arguments)
			if err != nil {
				return nil, fmt.Errorf("read %s.%s: %w", kind, name, err)
			}
			address := kind + "." + name
			text[address] = string(content)
			asks[address] = strings.Contains(text[address], "${var."+variable+" ") || strings.Contains(text[address], "${var."+variable+"}")
		}
	}
	var switched []string
	for address, content := range text {
		leads := func(to string) bool { return asks[to] && strings.Contains(content, "try("+to+"[0].") }
		if asks[address] || slices.ContainsFunc(slices.Collect(maps.Keys(asks)), leads) {
			switched = append(switched, address)
		}
	}
	if len(switched) == 0 {
		return nil, errors.New("it has nothing to switch, and is no standby")
	}
	slices.Sort(switched)
	return switched, nil
}

// besides are the addresses that a plan changes beside the given ones.
func besides(plan *tfjson.Plan, addresses []string) (others []string) {
	for _, change := range plan.ResourceChanges {
		address, _, _ := strings.Cut(change.Address, "[")
		if change.Mode == tfjson.ManagedResourceMode && !change.Change.Actions.NoOp() && !slices.Contains(addresses, address) {
			others = append(others, change.Address)
		}
	}
	return others
}

// Serves says whether the standby answers in its environment's place, as its state
// remembers.
func (r *Runner) Serves(ctx context.Context, stack string) (bool, error) {
	tf, _, err := r.prepare(ctx, stack)
	if err != nil {
		return false, err
	}
	serving, err := remembered(ctx, tf, stack)
	return serving == "true", err
}

// Applied says whether a standby was ever applied.
func (r *Runner) Applied(ctx context.Context, stack string) (bool, error) {
	tf, _, err := r.prepare(ctx, stack)
	if err != nil {
		return false, err
	}
	serving, err := remembered(ctx, tf, stack)
	return serving != "", err
}

// remembered is the switch as the state has it; empty for one that was never
// applied.
func remembered(ctx context.Context, tf *tfexec.Terraform, stack string) (string, error) {
	outputs, err := tf.Output(ctx)
	if err != nil {
		return "", fmt.Errorf("read whether %s serves: %w", stack, err)
	}
	var serving string
	if content := outputs[envs.ServingOutput].Value; content != nil {
		if err := json.Unmarshal(content, &serving); err != nil {
			return "", fmt.Errorf("read whether %s serves: %w", stack, err)
		}
	}
	return serving, nil
}

// withSwitch are the runner's variables, and for a standby whether it serves: an
// apply, or a look for drift, leaves that as it is.
func (r *Runner) withSwitch(ctx context.Context, tf *tfexec.Terraform, stack string) (map[string]string, error) {
	_, said := r.Variables[envs.ServingVariable]
	switches, err := r.Declares(stack, envs.ServingVariable)
	if err != nil || said || !switches {
		return r.Variables, err
	}
	serving, err := remembered(ctx, tf, stack)
	if err != nil || serving == "" {
		return r.Variables, err
	}
	variables := maps.Clone(r.Variables)
	if variables == nil {
		variables = map[string]string{}
	}
	variables[envs.ServingVariable] = serving
	return variables, nil
}
