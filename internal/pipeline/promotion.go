package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Promotion is an image that was moved from one environment to a later one: the
// record that goes with the plan that deploys it.
type Promotion struct {
	// From and To are the environments.
	From string `json:"from"`
	To   string `json:"to"`
	// Service is whose image it is.
	Service string `json:"service"`
	// Tag and Digest are the same in both.
	Tag    string `json:"tag"`
	Digest string `json:"digest"`
	// Copied says that it was not there before.
	Copied bool `json:"copied"`
	// By says who moved it, At when, and Commit by which code.
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Commit string    `json:"commit"`
}

// String says in a line what was moved.
func (p *Promotion) String() string {
	line := fmt.Sprintf("%s %s of %s, %s", p.Service, p.Tag, p.From, p.Digest)
	if !p.Copied {
		line += ", which was there already"
	}
	return line
}

// lines say in a report what was moved, by whom and when; nothing for none.
func (p *Promotion) lines() []string {
	if p == nil {
		return nil
	}
	return []string{
		fmt.Sprintf("Promoted from %s to %s: `%s` `%s`, `%s`, by %s on %s (commit %s).", p.From, p.To, p.Service, p.Tag, p.Digest,
			p.By, p.At.Format("2006-01-02 15:04 MST"), short(p.Commit)),
		"",
	}
}

// promoted is what the folder has of an image that was promoted to the stack;
// nil for none.
func (d *Delivery) promoted(stack string) (*Promotion, error) {
	content, err := os.ReadFile(d.file(stack, promotionSuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what was promoted to %s: %w", stack, err)
	}
	var p Promotion
	if err := json.Unmarshal(content, &p); err != nil {
		return nil, fmt.Errorf("read what was promoted to %s: %w", stack, err)
	}
	return &p, nil
}

// forgetPromotion removes what is there of an image that this plan does not
// deploy: no report may name it.
func (d *Delivery) forgetPromotion(stack string) error {
	p, err := d.promoted(stack)
	if err != nil || p == nil || d.Runner.Variables[ImageVariable(p.Service)] == p.Digest {
		return err
	}
	if err := os.Remove(d.file(stack, promotionSuffix)); err != nil {
		return fmt.Errorf("forget what was promoted to %s: %w", stack, err)
	}
	return nil
}
