package standby

import (
	"context"
	"errors"
	"fmt"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// Failover has the standby answer in its environment's place. What it needs stands
// there already; it makes the NAT gateways and starts the tasks, and Route 53, whose
// health checks see the rest, leads users there. Run again, it does what is left to
// do. Whatever the standby lacks, it tells before it asks for consent.
func (o *Operator) Failover(ctx context.Context) error {
	serves, err := o.Runner.Serves(ctx, o.standby.Name)
	if err != nil {
		return err
	}
	report := o.Check(ctx)
	if err := report.Write(o.Stdout); err != nil {
		return err
	}
	blocked := report.Err()
	switch {
	case o.Confirm == nil && blocked != nil:
		return fmt.Errorf("nobody was asked, so nothing was changed: %w", blocked)
	case o.Confirm == nil:
	default:
		question := fmt.Sprintf("Have %s answer from %s?", o.env.Name, o.standby.Region)
		if serves {
			question = fmt.Sprintf("%s answers from %s already. Do what is missing?", o.env.Name, o.standby.Region)
		}
		if blocked != nil {
			question = fmt.Sprintf("It lacks something: %v.\n%s", blocked, question)
		}
		if !o.Confirm(question, o.env.Name) {
			return terraform.ErrDeclined
		}
	}
	if err := o.takeOver(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.Stdout, "%s answers from %s once its tasks are healthy and Route 53 has seen that: make standby-check ENV=%s\n",
		o.env.Name, o.standby.Region, o.env.Name)
	return err
}

// takeOver makes what a standby has only while it serves, and starts its tasks.
func (o *Operator) takeOver(ctx context.Context) error {
	if err := o.Runner.Switch(ctx, o.standby.Name, true); err != nil {
		return err
	}
	return o.start(ctx)
}

// Failback has the environment answer from its own region again, once that works and
// has what was written meanwhile, and leaves the standby without tasks. Until then
// it changes nothing.
func (o *Operator) Failback(ctx context.Context) error {
	serves, err := o.Runner.Serves(ctx, o.standby.Name)
	if err != nil {
		return err
	}
	if !serves {
		fmt.Fprintf(o.Stdout, "%s answers from %s as it is\n", o.env.Name, o.env.Region)
	}
	if err := errors.Join(o.back(ctx)...); err != nil {
		return fmt.Errorf("%s cannot come back to %s yet, and goes on from %s; nothing was changed:\n%w", o.env.Name, o.env.Region, o.standby.Region, err)
	}
	if o.Confirm != nil && !o.Confirm(fmt.Sprintf("Have %s answer from %s, and stop its standby?", o.env.Name, o.env.Region), o.env.Name) {
		return terraform.ErrDeclined
	}
	if err := o.stop(ctx); err != nil {
		return err
	}
	if err := o.Runner.Switch(ctx, o.standby.Name, false); err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.Stdout, "%s answers from %s, and its standby waits in %s\n", o.env.Name, o.env.Region, o.standby.Region)
	return err
}

// back says what keeps the environment from coming back.
func (o *Operator) back(ctx context.Context) (problems []error) {
	ctx, cancel := context.WithTimeout(ctx, dataPatience)
	defer cancel()
	for _, s := range o.env.Services {
		asked, done := context.WithTimeout(ctx, patience)
		found, err := service(asked, o.own, o.env, s)
		done()
		switch {
		case err != nil:
			// Of a region that is away, every service would say the same.
			return []error{fmt.Errorf("%s does not answer; run this again when AWS says that it does (https://health.aws.amazon.com): %w", o.env.Region, err)}
		case found == nil:
			problems = append(problems, fmt.Errorf("%s is not there: make apply ENV=%s", s.Name, o.env.Name))
		case found.DesiredCount < int32(s.MinCount):
			problems = append(problems, fmt.Errorf("%s has %d tasks of %d: make apply ENV=%s, or look at its alarms", s.Name, found.DesiredCount, s.MinCount, o.env.Name))
		case found.RunningCount < found.DesiredCount && !o.emulated():
			problems = append(problems, fmt.Errorf("%s runs %d tasks of %d: wait for them, or look why they do not start (docs/runbooks/service-restart.md)",
				s.Name, found.RunningCount, found.DesiredCount))
		}
	}
	missing, err := o.notBack(ctx)
	if err != nil {
		return append(problems, err)
	}
	if len(missing) > 0 {
		problems = append(problems, fmt.Errorf("%d objects that were written in %s are not in %s, among them %s: S3 brings them back; what it does not in an hour, you do:\n"+
			"  aws s3 sync s3://%s s3://%s --source-region %s --region %s", len(missing), o.standby.Region, o.env.Region, missing[0],
			o.env.Replica(o.account), o.data(), o.standby.Region, o.env.Region))
	}
	return problems
}

// emulated says that no task ever runs.
func (o *Operator) emulated() bool { return o.Runner.Target.Endpoint != "" }
