package terraform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
)

// planning makes a plan and applies exactly that.
type planning struct {
	tf         *tfexec.Terraform
	dir, stack string
	// file is where the plan is. It holds every value in clear, so it is in a folder
	// that only this user reads, and lives as briefly as it can; one that outlives the
	// command is where its caller says.
	file string
	// variables go to the plan and, since it keeps no ephemeral one, to its apply
	// again; nil where there are none.
	variables *tfexec.VarFileOption
}

// planning prepares a plan of a stack, and returns what removes it.
func (r *Runner) planning(ctx context.Context, tf *tfexec.Terraform, dir, stack string) (p *planning, remove func() error, err error) {
	private, remove, err := privateFolder()
	if err != nil {
		return nil, nil, fmt.Errorf("plan %s: %w", stack, err)
	}
	variables, err := r.writeVariables(ctx, tf, stack, private)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return &planning{tf: tf, dir: dir, stack: stack, file: filepath.Join(private, stack+".tfplan"), variables: variables}, remove, nil
}

// plan says whether there is anything to change.
func (p *planning) plan(ctx context.Context, opts ...tfexec.PlanOption) (changes bool, err error) {
	opts = append(opts, tfexec.Out(p.file))
	if p.variables != nil {
		opts = append(opts, p.variables)
	}
	changes, err = p.tf.Plan(ctx, opts...)
	if err != nil {
		return false, fmt.Errorf("plan %s: %w%s", p.stack, err, lockAdvice(err, p.dir))
	}
	return changes, nil
}

// read is the plan that was made last. It holds sensitive values, so Terraform prints
// from then on nowhere, until it is told where.
func (p *planning) read(ctx context.Context) (*tfjson.Plan, error) {
	p.tf.SetStdout(io.Discard)
	plan, err := p.tf.ShowPlanFile(ctx, p.file)
	if err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", p.stack, err)
	}
	return plan, nil
}

// apply applies the plan that was made last. adopting says that what a killed run made
// is being taken in already.
func (p *planning) apply(ctx context.Context, adopting bool) error {
	opts := []tfexec.ApplyOption{tfexec.DirOrPlan(p.file)}
	if p.variables != nil {
		opts = append(opts, p.variables)
	}
	if err := p.tf.Apply(ctx, opts...); err != nil {
		return fmt.Errorf("apply %s: %w%s", p.stack, err, adviceAfter(err, p.dir, p.stack, adopting))
	}
	return nil
}
