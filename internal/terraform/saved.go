package terraform

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
)

// ErrStale is returned for a saved plan that is older than the state.
var ErrStale = errors.New("the state changed after this plan was made, so nothing was applied; plan again and have that reviewed")

// lockPatience is how long a pipeline waits for a lock: other runs look for
// drift.
const lockPatience = "10m"

// Saved is a plan in a file. It holds every value in clear.
type Saved struct {
	// Changes says whether an apply would change anything, outputs included.
	Changes bool
	// Plan is what an apply would do.
	Plan *tfjson.Plan
}

// SavePlan plans the stack into a file. Without refresh the plan is one for
// review, which nobody applies: it believes the state, takes no lock, so that it
// may be killed and hinders nobody, and reads of AWS only what data sources ask
// for.
func (r *Runner) SavePlan(ctx context.Context, stack, file string, refresh bool) (saved *Saved, err error) {
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return nil, err
	}
	p, remove, err := r.planning(ctx, tf, dir, stack)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	p.file = file
	r.stream(tf)
	changes, err := p.plan(ctx, tfexec.Refresh(refresh), tfexec.Lock(refresh), tfexec.LockTimeout(lockPatience))
	if err != nil {
		if !refresh && denied.MatchString(err.Error()) {
			return nil, fmt.Errorf("%w%s", err, reviewAdvice)
		}
		return nil, err
	}
	plan, err := p.read(ctx)
	if err != nil {
		return nil, err
	}
	return &Saved{Changes: changes, Plan: plan}, nil
}

// PlanText is the plan in a file as Terraform prints it, without sensitive
// values. The stack's folder is the one that [Runner.SavePlan] left.
func (r *Runner) PlanText(ctx context.Context, stack, file string) (string, error) {
	dir, err := r.workdir(stack)
	if err != nil {
		return "", err
	}
	tf, err := r.terraform(dir)
	if err != nil {
		return "", err
	}
	text, err := tf.ShowPlanFileRaw(ctx, file)
	if err != nil {
		return "", fmt.Errorf("print the plan of %s: %w", stack, err)
	}
	return text, nil
}

// reviewAdvice says why a plan for review was refused.
const reviewAdvice = "\nA plan for review may read states, and nothing else of AWS: what an import block or a data source reads is planned " +
	"once it is merged, by the environment's own plan role (docs/account.md, What a plan cannot read)"

// ApplySaved applies exactly the plan in a file, with the provider versions
// that it was made with. It returns an error that wraps [ErrStale] where the
// state is not the one that the plan was made for.
func (r *Runner) ApplySaved(ctx context.Context, stack, file, versions string) (err error) {
	dir, err := r.workdir(stack)
	if err != nil {
		return err
	}
	if err := copyFile(filepath.Join(dir, lockfile.Name), versions); err != nil {
		return fmt.Errorf("take over the provider versions of the plan of %s: %w", stack, err)
	}
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	private, remove, err := privateFolder()
	if err != nil {
		return fmt.Errorf("apply %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, remove()) }()
	variables, err := r.writeVariables(ctx, tf, stack, private)
	if err != nil {
		return err
	}
	opts := []tfexec.ApplyOption{tfexec.DirOrPlan(file), tfexec.LockTimeout(lockPatience)}
	if variables != nil {
		opts = append(opts, variables)
	}
	r.stream(tf)
	if err := tf.Apply(ctx, opts...); err != nil {
		if staleplan.MatchString(err.Error()) {
			return fmt.Errorf("apply %s: %w", stack, ErrStale)
		}
		return fmt.Errorf("apply %s: %w%s", stack, err, adviceAfter(err, dir, stack, false))
	}
	return nil
}

var staleplan = regexp.MustCompile(`Saved plan is stale`)

// Versions is the file with the versions of the providers that the stack was
// last planned with.
func (r *Runner) Versions(stack string) (string, error) {
	dir, err := r.workdir(stack)
	return filepath.Join(dir, lockfile.Name), err
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

// Key is the KMS key that encrypts the stack's state; empty where the state is
// not in S3.
func (r *Runner) Key(stack string) (alias, region string, err error) {
	dir, err := r.workdir(stack)
	if err != nil {
		return "", "", err
	}
	state, _, err := s3State(dir)
	return state.KMSKey, state.Region, err
}

// CloudHost is the host of Terraform Cloud, or of an installation of Terraform
// Enterprise, that has the stack's state; empty where the state is elsewhere.
func (r *Runner) CloudHost(stack string) (string, error) {
	s, err := readStack(filepath.Join(r.Out, "stacks", stack))
	if err != nil || s.Terraform.Cloud == nil {
		return "", err
	}
	return cmp.Or(s.Terraform.Cloud.Hostname, "app.terraform.io"), nil
}

// Declares says whether the stack has a Terraform variable of that name.
func (r *Runner) Declares(stack, variable string) (bool, error) {
	s, err := readStack(filepath.Join(r.Out, "stacks", stack))
	if err != nil {
		return false, err
	}
	_, ok := s.Variable[variable]
	return ok, nil
}

// TokenVariable is the environment variable in which Terraform looks for the
// token of a host.
func TokenVariable(host string) string {
	return "TF_TOKEN_" + strings.NewReplacer(".", "_", "-", "__").Replace(host)
}

// Locked says whether somebody holds the lock of the stack's state in S3.
func (r *Runner) Locked(ctx context.Context, stack string) (bool, error) {
	dir, err := r.workdir(stack)
	if err != nil {
		return false, err
	}
	if err := r.Admit(ctx, stack); err != nil {
		return false, err
	}
	state, ok, err := s3State(dir)
	if err != nil || !ok {
		return false, err
	}
	client, err := r.Target.s3(ctx, state.Region)
	if err != nil {
		return false, err
	}
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &state.Bucket, Key: aws.String(state.Key + ".tflock")})
	if err != nil && status(err) != http.StatusNotFound {
		return false, fmt.Errorf("look for the lock of %s: %w", stack, err)
	}
	return err == nil, nil
}

// State is the stack's state as it is stored, or nil where there is none yet.
// It holds every value in clear.
func (r *Runner) State(ctx context.Context, stack string) (content []byte, err error) {
	tf, _, err := r.prepare(ctx, stack)
	if err != nil {
		return nil, err
	}
	tf.SetStdout(io.Discard)
	text, err := tf.StatePull(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the state of %s: %w", stack, err)
	}
	return []byte(text), nil
}

// ForgetBackend has Terraform forget where it last found the stack's state, so
// that the next run looks where the code says and asks nothing.
func (r *Runner) ForgetBackend(stack string) error {
	dir, err := r.workdir(stack)
	if err != nil {
		return err
	}
	return forgetBackend(dir)
}

func forgetBackend(dir string) error {
	err := os.Remove(filepath.Join(dir, backendFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget the backend of %s: %w", dir, err)
	}
	return nil
}

// backendFile is where Terraform remembers a backend, in the folder that it works
// in.
var backendFile = filepath.Join(".terraform", "terraform.tfstate")

// forgetSettings has Terraform forget how it went to a state that is where it was:
// with an account that was pinned since, it would refuse to go on, for fear that
// the state has moved.
func forgetSettings(dir string) error {
	now, ok, err := s3State(dir)
	if err != nil || !ok {
		return err
	}
	content, err := os.ReadFile(filepath.Join(dir, backendFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read where the state was: %w", err)
	}
	var before struct {
		Backend struct {
			Type   string    `json:"type"`
			Config s3Backend `json:"config"`
		} `json:"backend"`
	}
	// What cannot be read is Terraform's to complain about.
	if json.Unmarshal(content, &before) != nil || before.Backend.Type != "s3" || before.Backend.Config != now {
		return nil
	}
	return forgetBackend(dir)
}

// PushState stores a state, which must be of the same lineage as what is there
// and not older, or Terraform refuses it; forced, it replaces whatever is there.
func (r *Runner) PushState(ctx context.Context, stack, file string, force bool) error {
	tf, _, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	tf.SetStdout(io.Discard)
	// terraform-exec would not lock.
	if err := tf.StatePush(ctx, file, tfexec.Force(force), tfexec.Lock(true), tfexec.LockTimeout(lockPatience)); err != nil {
		return fmt.Errorf("write the state of %s: %w", stack, err)
	}
	return nil
}
