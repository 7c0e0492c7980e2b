package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// The steps of a delivery whose times count.
const (
	PlanStep    = "plan"
	ApplyStep   = "apply"
	RolloutStep = "roll-out"
	SmokeStep   = "smoke test"
)

const timesSuffix = ".times.json"

// timing is when a step of a delivery ran, and how it ended.
type timing struct {
	Step   string    `json:"step"`
	Began  time.Time `json:"began"`
	Ended  time.Time `json:"ended"`
	Failed bool      `json:"failed,omitempty"`
	// Stale says that nothing was applied, because the plan was too old.
	Stale bool `json:"stale,omitempty"`
}

func (t timing) took() time.Duration { return t.Ended.Sub(t.Began) }

// Timed runs a step of a delivery, and leaves how long it took for [Delivery.Record].
func (d *Delivery) Timed(stack, step string, now func() time.Time, work func() error) error {
	began := now()
	failure := work()
	ended := timing{Step: step, Began: began.UTC(), Ended: now().UTC(), Failed: failure != nil, Stale: errors.Is(failure, terraform.ErrStale)}
	all, err := d.times(stack)
	if err != nil {
		return errors.Join(failure, err)
	}
	content, err := json.MarshalIndent(append(all, ended), "", "  ")
	if err != nil {
		return errors.Join(failure, fmt.Errorf("write how long the delivery of %s took: %w", stack, err))
	}
	return errors.Join(failure, d.write(stack, timesSuffix, string(content)+"\n"))
}

// times are those of the steps so far; one that ran twice is there twice.
func (d *Delivery) times(stack string) (all []timing, err error) {
	content, err := os.ReadFile(d.file(stack, timesSuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("read how long the delivery of %s took: %w", stack, err)
	}
	return all, nil
}

// delivered is a delivery as its steps add up.
type delivered struct {
	steps []timing
	// consent is how long people, and a machine to go on with, took.
	consent time.Duration
	// duration is all but that.
	duration time.Duration
	failed   bool
	ended    time.Time
}

// errNothingApplied is of a delivery that changed nothing.
var errNothingApplied = errors.New("nothing was applied")

// addUp takes the last of each step, and refuses what is no whole delivery.
func addUp(all []timing) (sum delivered, err error) {
	at := map[string]timing{}
	for _, t := range all {
		at[t.Step] = t
	}
	if applied, ok := at[ApplyStep]; !ok || applied.Stale {
		return sum, errNothingApplied
	}
	for _, step := range []string{PlanStep, ApplyStep, RolloutStep, SmokeStep} {
		t, ok := at[step]
		if !ok {
			continue
		}
		if step == ApplyStep && len(sum.steps) > 0 {
			sum.consent = max(0, t.Began.Sub(sum.ended))
		}
		sum.steps = append(sum.steps, t)
		sum.duration += t.took()
		sum.ended = t.Ended
		sum.failed = sum.failed || t.Failed
	}
	if _, ok := at[SmokeStep]; !ok && !sum.failed {
		return sum, errors.New("it is not over: make rollout and make smoke come first")
	}
	return sum, nil
}

// lines are the delivery as a table.
func (s delivered) lines() []string {
	lines := []string{"| step | took |", "|---|---|"}
	for _, t := range s.steps {
		if t.Step == ApplyStep && s.steps[0].Step == PlanStep {
			lines = append(lines, fmt.Sprintf("| consent, and a machine to go on with | %s |", s.consent.Round(time.Second)))
		}
		name := t.Step
		if t.Failed {
			name += ", which failed"
		}
		lines = append(lines, fmt.Sprintf("| %s | %s |", name, t.took().Round(time.Second)))
	}
	total := fmt.Sprintf("%s of %s", s.duration.Round(time.Second), envs.DeliveryLimit)
	if s.duration > envs.DeliveryLimit {
		total = "**" + total + "**"
	}
	return append(lines, "| all but the consent | "+total+" |")
}
