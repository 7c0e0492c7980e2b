// Package terraform runs Terraform on synthesized stacks: plan, apply and destroy
// as a person does them by hand, and the bootstrap of the state store. It adds
// what Terraform alone leaves to discipline: the plan that was shown is the one
// that is applied, and a missing state bucket is explained before it is an
// error.
package terraform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/progress"
	"github.com/example/predictive-maintenance/internal/terraform/duration"
)

// ErrDeclined is returned where the question was not answered with yes.
var ErrDeclined = errors.New("not confirmed; nothing was changed")

// Runner runs Terraform on the stacks of one target.
type Runner struct {
	// Terraform is the executable.
	Terraform string
	// Target is where the stacks are applied.
	Target Target
	// Out is the folder that synth writes to.
	Out string
	// Variables are Terraform variables, beside those that Terraform finds in
	// its environment.
	Variables map[string]string
	// Stdout receives Terraform's output.
	Stdout io.Writer
	// Confirm asks a question whose only consent is the given answer. Nil
	// stands for consent, for pipelines that ask elsewhere.
	Confirm func(question, consent string) bool

	// Accounts are those whose names messages say; nil stands for the project's.
	Accounts []envs.Account
}

// interruptPatience is how long Terraform may take to finish what it is doing
// after an interrupt. Cut short, it leaves resources that its state doesn't
// know; a NAT gateway or a certificate takes some minutes.
const interruptPatience = 15 * time.Minute

// Plan shows what an apply would change, and what of it takes long.
func (r *Runner) Plan(ctx context.Context, stack string) (err error) {
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	p, remove, err := r.planning(ctx, tf, dir, stack)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	r.stream(tf)
	if changes, err := p.plan(ctx); err != nil || !changes {
		return err
	}
	plan, err := p.read(ctx)
	if err != nil {
		return err
	}
	for _, line := range duration.Of(plan).Lines() {
		fmt.Fprintln(r.Stdout, line)
	}
	return nil
}

// Validate has Terraform read the stack, and returns what it warns of.
func (r *Runner) Validate(ctx context.Context, stack string) (warnings []string, err error) {
	tf, _, err := r.prepare(ctx, stack)
	if err != nil {
		return nil, err
	}
	says, err := tf.Validate(ctx)
	if err != nil {
		return nil, fmt.Errorf("validate %s: %w", stack, err)
	}
	var problems []error
	for _, d := range says.Diagnostics {
		text := strings.TrimSuffix(d.Summary+": "+d.Detail, ": ")
		if d.Severity == tfjson.DiagnosticSeverityError {
			problems = append(problems, fmt.Errorf("validate %s: %s", stack, text))
		} else {
			warnings = append(warnings, text)
		}
	}
	return warnings, errors.Join(problems...)
}

// Apply shows a plan, asks, and applies exactly that plan.
func (r *Runner) Apply(ctx context.Context, stack string) error {
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	question := fmt.Sprintf("Apply these changes to %s on %s?", stack, r.Target)
	return r.planAndApply(ctx, tf, dir, stack, question, "yes")
}

// Destroy shows what would be destroyed, asks for the stack's name, and
// destroys it. On the emulator it first lifts what protects an environment from
// just that; on AWS, Terraform refuses until somebody has lifted it.
func (r *Runner) Destroy(ctx context.Context, stack string) error {
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	if r.Target.Endpoint != "" {
		if err := r.unprotect(ctx, tf, dir, stack); err != nil {
			return err
		}
	}
	question := fmt.Sprintf("Destroy all of %s on %s?", stack, r.Target)
	return r.planAndApply(ctx, tf, dir, stack, question, stack, tfexec.Destroy(true))
}

func (r *Runner) planAndApply(ctx context.Context, tf *tfexec.Terraform, dir, stack, question, consent string, opts ...tfexec.PlanOption) (err error) {
	p, remove, err := r.planning(ctx, tf, dir, stack)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	r.stream(tf)
	if changes, err := p.plan(ctx, opts...); err != nil || !changes {
		return err
	}
	if r.Confirm != nil && !r.Confirm(question, consent) {
		return ErrDeclined
	}
	return p.apply(ctx, false)
}

// unprotect applies the stack once more without what keeps Terraform or AWS
// from destroying it, by an override that lasts until the next run.
func (r *Runner) unprotect(ctx context.Context, tf *tfexec.Terraform, dir, stack string) error {
	protected, err := emulator.Unprotect(dir)
	if err != nil || !protected {
		return err
	}
	quiet := *r
	quiet.Confirm = nil
	quiet.Stdout = io.Discard
	defer progress.Step("lifting what protects %s, by an apply", stack)()
	return quiet.planAndApply(ctx, tf, dir, stack, "", "")
}

// privateFolder is a folder that only this user reads, and what removes it.
func privateFolder() (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp("", "terraform-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// prepare initializes the stack's folder against its state, with credentials of its
// account.
func (r *Runner) prepare(ctx context.Context, stack string) (tf *tfexec.Terraform, dir string, err error) {
	dir, err = r.workdir(stack)
	if err != nil {
		return nil, "", err
	}
	if err := r.Admit(ctx, stack); err != nil {
		return nil, "", err
	}
	if state, ok, err := s3State(dir); err != nil {
		return nil, "", err
	} else if ok {
		found, err := r.look(ctx, state)
		if err != nil {
			return nil, "", err
		}
		if !found.bucket {
			starting := ""
			if r.Target.Endpoint != "" {
				starting = ", as `make emulator` does before it says that it is ready"
			}
			return nil, "", fmt.Errorf("the state bucket %s does not exist on %s yet; `make bootstrap%s` creates it%s", state.Bucket, r.Target, which(stack), starting)
		}
	}
	tf, err = r.terraform(dir)
	if err != nil {
		return nil, "", err
	}
	if err := forgetSettings(dir); err != nil {
		return nil, "", err
	}
	if err := initialize(ctx, tf, stack); err != nil {
		return nil, "", fmt.Errorf("initialize %s: %w%s", stack, err, lockAdvice(err, dir))
	}
	return tf, dir, nil
}

// initialize has Terraform print nothing, so progress does.
func initialize(ctx context.Context, tf *tfexec.Terraform, stack string, opts ...tfexec.InitOption) error {
	defer progress.Step("initializing %s: providers and state", stack)()
	return tf.Init(ctx, opts...)
}

// workdir is the folder that Terraform works in.
func (r *Runner) workdir(stack string) (string, error) {
	folder := filepath.Join(r.Out, "stacks", stack)
	if _, err := os.Stat(filepath.Join(folder, stackFile)); err != nil {
		return "", fmt.Errorf("stack %s is not synthesized: %w", stack, err)
	}
	return r.Target.workdir(stack, folder)
}

func (r *Runner) terraform(dir string) (*tfexec.Terraform, error) {
	tf, err := tfexec.NewTerraform(dir, r.Terraform)
	if err != nil {
		return nil, fmt.Errorf("run Terraform in %s: %w", dir, err)
	}
	if err := tf.SetWaitDelay(interruptPatience); err != nil {
		return nil, fmt.Errorf("run Terraform in %s: %w", dir, err)
	}
	env, err := r.Target.env()
	if err != nil {
		return nil, err
	}
	if env != nil {
		if err := tf.SetEnv(tfexec.CleanEnv(env)); err != nil {
			return nil, fmt.Errorf("run Terraform in %s: %w", dir, err)
		}
	}
	return tf, nil
}

// stream shows what Terraform prints from here on. Its errors are shown once,
// by whoever receives the error.
func (r *Runner) stream(tf *tfexec.Terraform) { tf.SetStdout(r.Stdout) }

var (
	lockHeld = regexp.MustCompile(`Error acquiring the state lock`)
	lockID   = regexp.MustCompile(`(?m)^\W*ID:\s+([0-9a-f-]{36})\s*$`)
)

// lockAdvice says how to release a lock that nobody holds any more.
func lockAdvice(err error, dir string) string {
	id := lockID.FindStringSubmatch(err.Error())
	if id == nil || !lockHeld.MatchString(err.Error()) {
		return ""
	}
	return fmt.Sprintf("\nIf the run that holds this lock is dead, release it: terraform -chdir=%s force-unlock %s", dir, id[1])
}

var (
	// denied is how services of AWS refuse who may not do what it asks.
	denied = regexp.MustCompile(`AccessDenied|UnauthorizedOperation|not authorized to perform`)
	// deniedKey is the same about a KMS key.
	deniedKey = regexp.MustCompile(`(?s)(AccessDenied|not authorized to perform).*kms:`)
)

// taken is how services of AWS say that there is something of that name.
var taken = regexp.MustCompile(`(?i)already ?(exists?|owned)|AlreadyInUse|Duplicate|ResourceInUse`)

// adviceAfter says what may help after an apply that failed.
func adviceAfter(err error, dir, stack string, adopted bool) string {
	if advice := lockAdvice(err, dir); advice != "" {
		return advice
	}
	switch {
	case taken.MatchString(err.Error()) && adopted:
		return fmt.Sprintf("\nWhat exists already is nothing that make adopt knows for %s's own. Look whose it is; then remove it, "+
			"call it otherwise in envs, or take it in by its address above: terraform -chdir=%s import ADDRESS ID", stack, dir)
	case taken.MatchString(err.Error()):
		return fmt.Sprintf("\nIf a run that was killed has made what exists already: make adopt ENV=%s", stack)
	case deniedKey.MatchString(err.Error()):
		// AWS KMS, "Using tags to control access to KMS keys".
		return "\nKMS may take five minutes to heed the tag of a key that was just made: wait, and apply again"
	}
	return ""
}
