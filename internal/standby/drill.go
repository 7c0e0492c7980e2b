package standby

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// What becomes of a standby after a drill: by default, one that the drill has made
// goes, and one that was there stays.
const (
	RemoveAlways = "yes"
	RemoveNever  = "no"
)

// Drill rehearses a failover of an environment that is healthy, and measures it. The
// standby is made where there is none, answers beside its environment without that
// anybody is led there, and stops again. Whatever fails, what was started is stopped,
// and a report for people is left in the folder.
func (o *Operator) Drill(ctx context.Context, folder, remove string) error {
	own, runner := *o, *o.Runner
	own.Runner, own.Confirm = &runner, nil
	d := &drill{Operator: &own, consent: o.Confirm, folder: folder, remove: remove, now: time.Now, pause: pipeline.RolloutPause}
	d.do = moves{
		ready: own.ready, make: own.makeIt,
		check:    own.Check,
		out:      func(ctx context.Context) (time.Duration, error) { return d.cross(ctx, own.own, own.second) },
		takeOver: own.takeOver,
		follow: func(began time.Time) follower {
			return pipeline.NewStarting(own.standby, own.second, began, own.Stdout)
		},
		asker:    own.asker,
		seen:     own.seen,
		back:     func(ctx context.Context) (time.Duration, error) { return d.cross(ctx, own.second, own.own) },
		comeBack: own.Failback,
		destroy:  func(ctx context.Context) error { return runner.Destroy(ctx, own.standby.Name) },
	}
	return d.run(ctx)
}

// drill is one that is under way.
type drill struct {
	*Operator
	do             moves
	consent        func(question, consent string) bool
	folder, remove string
	now            func() time.Time
	pause          func(ctx context.Context) error

	page     page
	failures []error
	// goes says that the standby goes in the end, and serving that it was told to
	// serve.
	goes, serving bool
	// lag is how long an object took to the second region, and answered how long the
	// standby took from being told until its first healthy answer; zero where that
	// was not measured.
	lag, answered time.Duration
}

// moves are what a drill does with Terraform and AWS; tests of the drill itself have
// others.
type moves struct {
	ready    func(ctx context.Context, now time.Time) (start, error)
	make     func(ctx context.Context, s start) (found []string, err error)
	check    func(ctx context.Context) Report
	out      func(ctx context.Context) (time.Duration, error)
	takeOver func(ctx context.Context) error
	follow   func(began time.Time) follower
	asker    func(ctx context.Context) (ask func(ctx context.Context) error, err error)
	seen     func(ctx context.Context, check string) (view, error)
	back     func(ctx context.Context) (time.Duration, error)
	comeBack func(ctx context.Context) error
	destroy  func(ctx context.Context) error
}

// follower follows tasks that start.
type follower interface {
	Look(ctx context.Context) (steady bool, err error)
	Err() error
}

// notMeasured is why something was not measured that is no fault.
type notMeasured string

func (n notMeasured) Error() string { return string(n) }

// startLimit is how long tasks may take to start: half of the plan's hour.
const startLimit = 30 * time.Minute

func (d *drill) run(ctx context.Context) error {
	if !slices.Contains([]string{"", RemoveAlways, RemoveNever}, d.remove) {
		return fmt.Errorf("REMOVE=%s is neither %s nor %s; left out, a standby goes that the drill has made", d.remove, RemoveAlways, RemoveNever)
	}
	// AWS and Terraform refuse to destroy what is protected.
	protected := d.env.DeletionProtection && !d.emulated()
	if d.remove == RemoveAlways && protected {
		return fmt.Errorf("%s is protected against its destruction, as %s is: leave out REMOVE, and it stays", d.standby.Name, d.env.Name)
	}
	begin, err := d.do.ready(ctx, d.now())
	if err != nil {
		return fmt.Errorf("%w\nNothing was changed", err)
	}
	d.goes = d.remove == RemoveAlways || d.remove == "" && !begin.there && !protected
	if err := d.announce(begin); err != nil {
		return err
	}
	if d.consent != nil && !d.consent("Drill it?", d.env.Name) {
		return terraform.ErrDeclined
	}
	d.page.began = d.now()
	d.rehearse(ctx, begin)
	if ctx.Err() != nil {
		fmt.Fprintln(d.Stdout, "interrupted: what the drill started is stopped first, which takes some minutes")
	}
	d.cleanUp(context.WithoutCancel(ctx), begin)
	d.judge()
	d.page.ended, d.page.facts = d.now(), d.facts(begin)
	for _, failure := range d.failures {
		d.page.failed = append(d.page.failed, failure.Error())
	}
	file, err := d.page.write(d.folder, d.env.Name)
	if err == nil {
		fmt.Fprintf(d.Stdout, "\nThe report of the drill: %s\n", file)
	}
	if len(d.failures) > 0 {
		err = errors.Join(fmt.Errorf("the drill of %s failed: %w", d.env.Name, errors.Join(d.failures...)), err)
	}
	for _, left := range d.page.left {
		err = errors.Join(err, errors.New(left))
	}
	return err
}

// announce says what a drill will do, before anybody consents.
func (d *drill) announce(begin start) error {
	made, end := d.standby.Name+" is there", "leave "+d.standby.Name+" waiting"
	if !begin.there {
		made = fmt.Sprintf("make %s, with the releases that %s runs: %s", d.standby.Name, d.env.Name, begin.running())
		if len(begin.premade) > 0 {
			made += "\n     in place of repositories that Amazon ECR has made for replicas: " + strings.Join(begin.premade, ", ")
		}
	}
	if d.goes {
		end = "destroy " + d.standby.Name
	}
	tasks := 0
	for _, s := range d.standby.Services {
		tasks += s.DesiredCount
	}
	_, err := fmt.Fprintf(d.Stdout, `A drill of %[1]s, in %[2]s, on %[3]s, which takes an hour or so:
  1. %[4]s
  2. check it, as make standby-check does
  3. write an object to %[5]s, and wait for its replica
  4. fail over, as make failover does: NAT gateways, and %[6]d tasks
  5. follow its tasks, and ask its load balancer for %[7]s until it is healthy
  6. write an object to %[8]s, and wait until it is back
  7. fail back, as make failback does: no task, no NAT gateway
  8. %[9]s
Users notice nothing: Route 53 leads to %[2]s only while %[1]s itself is not healthy, and %[10]s.
Its tasks work with the database, the models and the data of %[1]s, as they would then.
%[11]s.
`, d.env.Name, d.standby.Region, d.Runner.Target, made, d.data(), tasks, d.env.Domain.API, d.env.Replica(d.account), end, begin.view, d.hourly())
	return err
}

// step does a part, and notes how long that took, or what it says that it measured.
func (d *drill) step(ctx context.Context, what string, do func(ctx context.Context) (time.Duration, error), promises ...Promise) (ok bool) {
	began := d.now()
	fmt.Fprintf(d.Stdout, "\n%s: %s\n", began.UTC().Format(time.TimeOnly), what)
	took, err := do(ctx)
	if took == 0 {
		took = d.now().Sub(began)
	}
	return d.note(what, took, err, promises...)
}

// note takes down how a part went.
func (d *drill) note(what string, took time.Duration, err error, promises ...Promise) (ok bool) {
	m := row(what, took, promises...)
	var unmeasured notMeasured
	switch {
	case errors.As(err, &unmeasured):
		m.took, m.verdict = "not measured", string(unmeasured)
		err = nil
	case err != nil:
		m.verdict = "**failed**"
		d.failures = append(d.failures, fmt.Errorf("%s: %w", what, err))
	}
	d.page.steps = append(d.page.steps, m)
	fmt.Fprintf(d.Stdout, "%s: %s, %s\n", what, m.took, strings.ReplaceAll(m.verdict, "*", ""))
	return err == nil
}

// timed is a part that measures nothing but itself.
func timed(do func(ctx context.Context) error) func(ctx context.Context) (time.Duration, error) {
	return func(ctx context.Context) (time.Duration, error) { return 0, do(ctx) }
}

// rehearse does all but the way back.
func (d *drill) rehearse(ctx context.Context, begin start) {
	if !begin.there && !d.step(ctx, "make the standby", timed(func(ctx context.Context) (err error) {
		found, err := d.do.make(ctx, begin)
		d.page.found = append(d.page.found, found...)
		return err
	})) {
		return
	}
	if !d.step(ctx, "check it", timed(func(ctx context.Context) error {
		report := d.do.check(ctx)
		d.page.checked = report.Rows
		return errors.Join(report.Write(d.Stdout), report.Err())
	})) {
		return
	}
	// Data that is late says nothing of the rest.
	d.step(ctx, "an object to "+d.standby.Region, func(ctx context.Context) (took time.Duration, err error) {
		d.lag, err = d.do.out(ctx)
		return d.lag, err
	}, Replicated)
	if ctx.Err() != nil {
		return
	}
	d.serving = true
	told := d.now()
	if !d.step(ctx, "fail over", timed(d.do.takeOver), Switched, Gateways) || !d.wait(ctx, told) {
		return
	}
	if seen, err := d.do.seen(ctx, begin.route.check); err != nil {
		d.page.found = append(d.page.found, "Whether users were led away was not seen: "+err.Error())
	} else {
		d.page.found = append(d.page.found, fmt.Sprintf("While the standby answered, %s of Route 53's health checkers found %s healthy%s.", seen, d.env.Name, led(seen)))
	}
	d.step(ctx, "an object back to "+d.env.Region, d.do.back, Replicated)
}

// led says what Route 53 made of what its health checkers saw.
func led(v view) string {
	if v.ok() {
		return ": nobody was led away"
	}
	return ": **users were led to the standby**"
}

// wait waits until the tasks of the standby are healthy, and until it answers, each
// since it was told.
func (d *drill) wait(ctx context.Context, told time.Time) (ok bool) {
	tasks, answer := "its tasks are healthy, from failing over on", "its first healthy answer, from failing over on"
	if d.emulated() {
		return d.note(tasks, 0, notMeasured("on the emulator no task runs"), Started, Healthy) &&
			d.note(answer, 0, notMeasured("on the emulator nothing answers"))
	}
	ask, err := d.do.asker(ctx)
	if err != nil {
		return d.note(answer, d.now().Sub(told), err)
	}
	fmt.Fprintf(d.Stdout, "\n%s: follow its tasks, and ask it for its health\n", d.now().UTC().Format(time.TimeOnly))
	follow := d.do.follow(told)
	steady := false
	for deadline := d.now().Add(startLimit); ; {
		if !steady {
			if steady, err = follow.Look(ctx); err != nil {
				return d.note(tasks, d.now().Sub(told), err, Started, Healthy)
			}
			if steady {
				d.note(tasks, d.now().Sub(told), nil, Started, Healthy)
			}
		}
		if d.answered == 0 {
			if err = ask(ctx); err == nil {
				d.answered = d.now().Sub(told)
				d.note(answer, d.answered, nil)
			}
		}
		if steady && d.answered > 0 {
			return true
		}
		if d.now().After(deadline) {
			break
		}
		if failure := d.pause(ctx); failure != nil {
			err = failure
			break
		}
	}
	if !steady {
		d.note(tasks, d.now().Sub(told), errors.Join(fmt.Errorf("not after %s", rounded(startLimit)), follow.Err()), Started, Healthy)
	}
	if d.answered == 0 {
		d.note(answer, d.now().Sub(told), err)
	}
	return false
}

// cleanUp stops what was started, whatever went wrong, or says how somebody does. It
// leaves a standby answering whose environment cannot: then it is no drill any more.
func (d *drill) cleanUp(ctx context.Context, begin start) {
	if d.serving && !d.step(ctx, "fail back", timed(d.do.comeBack)) {
		d.page.left = append(d.page.left, fmt.Sprintf("%s goes on with its tasks and NAT gateways in %s: make failback ENV=%s stops them, and says what is missing",
			d.standby.Name, d.standby.Region, d.env.Name))
		if d.goes {
			d.page.left = append(d.page.left, "then make destroy ENV="+d.standby.Name)
		}
		return
	}
	switch {
	case d.goes:
		if !d.step(ctx, "remove the standby", timed(d.do.destroy)) {
			d.page.left = append(d.page.left, fmt.Sprintf("what is left of %s, which costs: make destroy ENV=%[1]s", d.standby.Name))
		}
	case !begin.there:
		d.page.found = append(d.page.found, fmt.Sprintf("%s was made by the drill, and waits in %s.", d.standby.Name, d.standby.Region))
	}
}

// judge holds what was measured against the plan.
func (d *drill) judge() {
	users := measured{"RTO: users are answered from " + d.standby.Region, "not measured", rounded(RTO), ""}
	if d.answered > 0 {
		whole := d.answered + Noticed.Most + Followed.Most
		users.took = fmt.Sprintf("%s: %s until its first healthy answer, and of AWS's own %s until Route 53 sees what is lost and %s until resolvers follow",
			rounded(whole), rounded(d.answered), Noticed.Says, Followed.Says)
		users.verdict = "kept, with " + rounded(RTO-whole) + " for somebody to decide"
		if whole > RTO {
			users.verdict = "**not kept**"
			d.failures = append(d.failures, fmt.Errorf("users would be answered after %s, and the plan promises %s", rounded(whole), rounded(RTO)))
		}
	}
	data := measured{"RPO: what was written is in " + d.standby.Region, "not measured", rounded(RPO), ""}
	if d.lag > 0 {
		data.took, data.verdict = rounded(d.lag), "kept"
	}
	d.page.plan = []measured{users, data}
	for _, r := range d.page.checked {
		if r.Verdict == preflight.Warns {
			d.page.found = append(d.page.found, fmt.Sprintf("%s: %s, needed is %s: %s", r.What, r.Found, r.Needed, r.Do))
		}
	}
}

// facts are what a report begins with.
func (d *drill) facts(begin start) [][2]string {
	was := "was there before"
	if !begin.there {
		was = "was made for the drill"
	}
	facts := [][2]string{
		{"environment", d.env.Name + ", in " + d.env.Region},
		{"standby", d.standby.Name + ", in " + d.standby.Region + "; it " + was},
		{"account", d.account + ", on " + d.Runner.Target.String()},
		{"Route 53, before", begin.view},
	}
	for _, r := range begin.releases {
		facts = append(facts, [2]string{"release of " + r.service, strings.TrimSuffix(r.release+", "+r.digest, ", ")})
	}
	return facts
}

// asker asks the standby's load balancer, where Route 53 would lead to.
func (o *Operator) asker(ctx context.Context) (func(ctx context.Context) error, error) {
	r, err := o.route(ctx)
	if err != nil {
		return nil, err
	}
	if r.standby == "" {
		return nil, fmt.Errorf("no record of %s in Route 53 leads to %s: make apply ENV=%s", o.env.Domain.API, o.standby.Region, o.standby.Name)
	}
	service, _ := o.env.Watched()
	return asker(o.env.Domain.API, service.HealthCheckPath(), r.standby+":443", nil), nil
}
