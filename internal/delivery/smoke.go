package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/example/predictive-maintenance/envs"
)

const (
	// smokePatience is how long the API may take to answer: a name that is new
	// to DNS, and tasks that start.
	smokePatience = 5 * time.Minute
	smokePause    = 5 * time.Second
)

// Smoke asks the API of an environment for /health until it answers 200, for
// five minutes. Where the environment has no service yet, there is nothing to
// ask; where its schedule has stopped the services by now, no answer is none to
// wait for.
func (d *Delivery) Smoke(ctx context.Context, stack, address string, now time.Time) error {
	s, err := d.summary(stack)
	if err != nil {
		return err
	}
	if len(s.Services) == 0 {
		fmt.Fprintf(d.Stdout, "%s: no service is deployed yet, so nothing was asked\n", stack)
		return d.tell(stack + ": no service is deployed yet, so nothing was asked.")
	}
	waiting, cancel := context.WithTimeout(ctx, smokePatience)
	defer cancel()
	for {
		answer := healthy(waiting, address)
		if answer == nil {
			fmt.Fprintf(d.Stdout, "%s: %s answers\n", stack, address)
			return d.tell(stack + ": " + address + " answers.")
		}
		if o := offHours(stack); o != nil && o.Asleep(now) {
			message := fmt.Sprintf("%s: off hours, its services are stopped until %s (%s), so nothing was tested; ask %s then",
				stack, o.Start, o.TimeZone, address)
			fmt.Fprintln(d.Stdout, message)
			return d.tell(message)
		}
		select {
		case <-waiting.Done():
			err := fmt.Errorf("smoke test of %s: %s: %w", stack, address, answer)
			return errors.Join(err, d.tell(stack+": "+address+" does not answer. [What to do]("+envs.Shared.Runbooks()+"/service-rollback.md"+")."))
		case <-time.After(smokePause):
		}
	}
}

// offHours are those of an environment, nil where it always runs.
func offHours(stack string) *envs.OffHours {
	for _, env := range envs.All() {
		if env.Name == stack {
			return env.OffHours
		}
	}
	return nil
}

func healthy(ctx context.Context, address string) error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %s", response.Status)
	}
	return nil
}
