package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/example/predictive-maintenance/internal/policy"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// PlanOptions say how a stack is planned.
type PlanOptions struct {
	// Refresh compares with what there is, not with the state alone.
	Refresh bool
	// Base is the commit to which the stack's JSON is compared; empty for none.
	Base string
	// beside is the standby that is delivered with it; nil for none.
	beside *Beside
}

// Plan plans a stack, seals the plan and writes about it. A plan that doesn't
// hold to the policies is written about and not kept. After any other error
// what is written says that the plan failed.
func (d *Delivery) Plan(ctx context.Context, stack string, opts PlanOptions) error {
	commit, err := d.commit(ctx)
	if err != nil {
		return fmt.Errorf("plan %s: %w", stack, err)
	}
	if err := errors.Join(d.forget(stack), d.forgetPromotion(stack)); err != nil {
		return err
	}
	checked, err := d.plan(ctx, stack, commit, opts)
	if err != nil {
		failed := report{
			marker: marker("plan", stack), title: stack + ": the plan failed",
			lines:  []string{d.why("Nothing was changed.")},
			footer: "Commit " + short(commit) + ".",
		}.String()
		return errors.Join(err, d.write(stack, planSuffix, failed), d.tell(failed))
	}
	return checked.Err()
}

// forget removes what an earlier step has left of the stack: an old plan must
// not be taken for the one that could not be made.
func (d *Delivery) forget(stack string) error {
	for _, suffix := range []string{sealedSuffix, bookmarkSuffix, versionsSuffix, summarySuffix, planSuffix, applySuffix, timesSuffix} {
		if err := os.Remove(d.file(stack, suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forget the last plan of %s: %w", stack, err)
		}
	}
	return nil
}

func (d *Delivery) plan(ctx context.Context, stack, commit string, opts PlanOptions) (*policy.Result, error) {
	if err := d.cloudToken(stack); err != nil {
		return nil, err
	}
	note := ""
	if !opts.Refresh {
		if err := d.standIn(stack); err != nil {
			return nil, err
		}
		note = "Compared with the state, not with AWS: the plan that is applied is compared with both."
	}
	saved, checked, err := d.seal(ctx, stack, commit, opts.Refresh)
	if err != nil {
		return nil, err
	}
	parts := []folded{saved.folded()}
	var before []byte
	if opts.Base != "" {
		var diff string
		if diff, before, err = d.synthDiff(ctx, stack, opts.Base); err != nil {
			return nil, err
		}
		parts = append(parts, folded{"What changes in the synthesized JSON", "diff", diff})
	}
	if d.Run != "" {
		note = strings.TrimSpace(note + " [The run](" + d.Run + ") has the whole plan in its log.")
	}
	s := Summarize(stack, commit, saved.Changes, saved.Plan)
	s.Standby = opts.beside
	costs := d.costLines(stack, before, time.Now())
	written, err := d.about(s, checked, costs, note, parts...)
	if err != nil {
		return nil, err
	}
	body := written.String()
	fmt.Fprintf(d.Stdout, "%s: %s\n", stack, s.Counts())
	for _, line := range slices.Concat(policyLines(checked), s.Slow, costs) {
		fmt.Fprintln(d.Stdout, strings.TrimRight(line, "\n"))
	}
	return checked, errors.Join(
		d.writeSummary(s),
		d.write(stack, planSuffix, body),
		d.tell(body),
		output("changes", fmt.Sprint(s.Changes || s.Standby.goes() && s.Standby.Changes)),
	)
}

// about is the report on a plan: what was promoted, what would change, and what that
// costs.
func (d *Delivery) about(s Summary, checked *policy.Result, costs []string, note string, parts ...folded) (report, error) {
	promoted, err := d.promoted(s.Stack)
	if err != nil {
		return report{}, err
	}
	r := planReport(s, checked, note, parts...)
	r.lines = slices.Concat(promoted.lines(), s.Standby.lines(), r.lines, costs)
	return r, nil
}

// cloudToken hands the token of a pipeline to Terraform, for the host that the
// stack's runs are on.
func (d *Delivery) cloudToken(stack string) error {
	token := os.Getenv("TF_API_TOKEN")
	host, err := d.Runner.CloudHost(stack)
	if err != nil || host == "" || token == "" {
		return err
	}
	return os.Setenv(terraform.TokenVariable(host), token)
}

// standIn gives a plan for review a value of the right form for what only an
// apply uses and Terraform asks for all the same.
func (d *Delivery) standIn(stack string) error {
	const variable = "datadog_api_key"
	declared, err := d.Runner.Declares(stack, variable)
	if err != nil || !declared || os.Getenv("TF_VAR_"+variable) != "" {
		return err
	}
	d.Runner.Variables = maps.Clone(d.Runner.Variables)
	if d.Runner.Variables == nil {
		d.Runner.Variables = map[string]string{}
	}
	d.Runner.Variables[variable] = strings.Repeat("0", 32)
	return nil
}

// check holds the plan, and the JSON that it was made from, to the policies.
func (d *Delivery) check(ctx context.Context, stack string, saved *planned) (*policy.Result, error) {
	rules, err := policy.Load(ctx, policy.Dir(d.Root))
	if err != nil {
		return nil, err
	}
	plan, err := json.Marshal(saved.Plan)
	if err != nil {
		return nil, fmt.Errorf("check policies of %s: %w", stack, err)
	}
	synthesized, err := os.ReadFile(filepath.Join(d.Runner.Out, "stacks", stack, "cdk.tf.json"))
	if err != nil {
		return nil, fmt.Errorf("check policies of %s: %w", stack, err)
	}
	of, err := rules.Check(ctx, synthesized)
	if err != nil {
		return nil, err
	}
	planned, err := rules.Check(ctx, plan)
	if err != nil {
		return nil, err
	}
	return of.With(planned), nil
}

// seal plans the stack and leaves the plan, sealed, in the folder, beside the
// versions of its providers; unless it doesn't hold to the policies.
func (d *Delivery) seal(ctx context.Context, stack, commit string, refresh bool) (saved *planned, checked *policy.Result, err error) {
	if err := os.MkdirAll(d.Folder, 0o755); err != nil {
		return nil, nil, fmt.Errorf("plan %s: %w", stack, err)
	}
	private, err := os.MkdirTemp("", "plan-")
	if err != nil {
		return nil, nil, fmt.Errorf("plan %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	file := filepath.Join(private, stack+".tfplan")
	if saved, err = d.read(ctx, stack, file, refresh); err != nil {
		return nil, nil, err
	}
	if checked, err = d.check(ctx, stack, saved); err != nil || checked.Err() != nil {
		return saved, checked, err
	}
	return saved, checked, d.keep(ctx, stack, commit, file)
}

// keep leaves a plan in the folder for the step that applies it.
func (d *Delivery) keep(ctx context.Context, stack, commit, file string) error {
	versions, err := d.Runner.Versions(stack)
	if err != nil {
		return err
	}
	if err := copyFile(d.file(stack, versionsSuffix), versions); err != nil {
		return fmt.Errorf("keep the plan of %s: %w", stack, err)
	}
	sealing, err := newSeal(ctx, d.Runner, stack, commit)
	if err != nil {
		return err
	}
	if sealing == nil {
		return d.keepBookmark(stack, file)
	}
	if err := sealing.close(d.file(stack, sealedSuffix), file); err != nil {
		return fmt.Errorf("keep the plan of %s: %w", stack, err)
	}
	return nil
}

// keepBookmark keeps a plan of Terraform Cloud's: a reference, since the plan
// itself is there. A plan that was made here holds values in clear, and there is
// no key to seal it with.
func (d *Delivery) keepBookmark(stack, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("keep the plan of %s: %w", stack, err)
	}
	var bookmark struct {
		Format int `json:"remote_plan_format"`
	}
	if err := json.Unmarshal(content, &bookmark); err != nil || bookmark.Format == 0 {
		return fmt.Errorf("the plan of %s was made here and not on Terraform Cloud, and there is no key to seal it with: "+
			"set the execution mode of the workspace to remote, or keep the state in S3", stack)
	}
	return copyFile(d.file(stack, bookmarkSuffix), file)
}

// planned is a plan with what Terraform prints of it.
type planned struct {
	*terraform.Saved
	text string
}

func (p *planned) folded() folded { return folded{"What Terraform would do", "", p.text} }

// read plans the stack into a file, and reads it.
func (d *Delivery) read(ctx context.Context, stack, file string, refresh bool) (*planned, error) {
	saved, err := d.Runner.SavePlan(ctx, stack, file, refresh)
	if err != nil {
		return nil, err
	}
	text, err := d.Runner.PlanText(ctx, stack, file)
	if err != nil {
		return nil, err
	}
	return &planned{saved, text}, nil
}

// look plans the stack and keeps no plan.
func (d *Delivery) look(ctx context.Context, stack string) (saved *planned, err error) {
	private, err := os.MkdirTemp("", "plan-")
	if err != nil {
		return nil, fmt.Errorf("plan %s: %w", stack, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	return d.read(ctx, stack, filepath.Join(private, stack+".tfplan"), true)
}

// why says where to read on. What Terraform and providers say in an error goes
// to the log, where GitHub masks secrets, and not into a comment.
func (d *Delivery) why(before string) string {
	if d.Run == "" {
		return before + " Terraform's message says why."
	}
	return before + " [The log](" + d.Run + ") says why."
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
