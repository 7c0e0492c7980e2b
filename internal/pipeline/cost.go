package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/example/predictive-maintenance/internal/cost"
)

// priceList reads the prices; tests count with those of a day.
var priceList = cost.Load

// costLines say what a change does to the cost of a stack, given its JSON before
// the change, or nil. What is not known about cost stops no plan.
func (d *Delivery) costLines(stack string, before []byte, now time.Time) []string {
	lines, err := d.costs(stack, before, now)
	if err != nil {
		return []string{"What a month costs is not known: " + err.Error(), ""}
	}
	return lines
}

func (d *Delivery) costs(stack string, before []byte, now time.Time) ([]string, error) {
	prices, err := priceList()
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(d.Runner.Out, "stacks", stack, "cdk.tf.json"))
	if err != nil {
		return nil, err
	}
	is, err := cost.Of(stack, content, prices)
	if err != nil {
		return nil, err
	}
	var was *cost.Report
	if before != nil {
		if was, err = cost.Of(stack, before, prices); err != nil {
			return nil, err
		}
	}
	lines := cost.Difference(was, is)
	warnings := is.Warnings()
	if stale := prices.Stale(now); stale != "" {
		warnings = append(warnings, stale)
	}
	for _, warning := range warnings {
		lines = append(lines, fmt.Sprintf("- **Cost**: %s", warning))
	}
	if len(warnings) > 0 {
		lines = append(lines, "")
	}
	return lines, nil
}
