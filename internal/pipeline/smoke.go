package pipeline

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/example/predictive-maintenance/envs"
)

const (
	// smokePatience is how long the API may take to answer: a name that is new
	// to DNS, and tasks that start.
	smokePatience = 5 * time.Minute
	smokePause    = 5 * time.Second
)

// Smoke asks the public services of an environment for their health until they
// answer, for five minutes; in their place, what is at base, where it is given.
// What has no service yet is not asked; where its schedule has stopped the
// services by now, no answer is none to wait for.
func (d *Delivery) Smoke(ctx context.Context, stack, base string, now time.Time) error {
	s, err := d.summary(stack)
	if err != nil {
		return err
	}
	asked := []probe{{address: base + "/health"}}
	if base == "" {
		asked = probes(stack, s.Services)
	}
	if len(s.Services) == 0 || len(asked) == 0 {
		fmt.Fprintf(d.Stdout, "%s: no public service is deployed yet, so nothing was asked\n", stack)
		return d.tell(stack + ": no public service is deployed yet, so nothing was asked.")
	}
	waiting, cancel := context.WithTimeout(ctx, smokePatience)
	defer cancel()
	var failures []error
	for _, p := range asked {
		failures = append(failures, d.smoke(waiting, stack, p, now))
	}
	return errors.Join(failures...)
}

// probe is what a public service is asked.
type probe struct {
	// address is the whole URL.
	address string
	// grpc says that it is a method.
	grpc bool
}

// probes ask the public services of an environment that are deployed, given the
// addresses of all of those.
func probes(stack string, deployed []string) []probe {
	var all []probe
	for _, env := range environments() {
		for _, s := range env.Services {
			is := func(address string) bool {
				return strings.HasPrefix(address+"[", "aws_ecs_service.compute_"+s.Name+"[")
			}
			if env.Name == stack && s.Public && slices.ContainsFunc(deployed, is) {
				all = append(all, probe{env.URL(s) + s.HealthCheckPath(), s.Protocol == envs.GRPC})
			}
		}
	}
	return all
}

// smoke asks one service.
func (d *Delivery) smoke(waiting context.Context, stack string, p probe, now time.Time) error {
	address := p.address
	for {
		answer := p.ask(waiting)
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
			return errors.Join(err, d.tell(stack+": "+address+" does not answer. [What to do]("+accountOf(stack).Runbooks()+"/service-rollback.md"+")."))
		case <-time.After(smokePause):
		}
	}
}

// offHours are those of an environment, nil where it always runs.
func offHours(stack string) *envs.OffHours {
	for _, env := range environments() {
		if env.Name == stack {
			return env.OffHours
		}
	}
	return nil
}

// ask is nil where the service is healthy: by status 200, and in gRPC by its own
// status OK too. A message without fields is no bytes, behind a byte that says it
// is not compressed and four of its length (gRPC over HTTP2, Length-Prefixed-Message).
func (p probe) ask(ctx context.Context) error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	method, body := http.MethodGet, io.Reader(nil)
	if p.grpc {
		method, body = http.MethodPost, bytes.NewReader(make([]byte, 5))
	}
	request, err := http.NewRequestWithContext(ctx, method, p.address, body)
	if err != nil {
		return err
	}
	if p.grpc {
		request.Header.Set("Content-Type", "application/grpc")
		request.Header.Set("TE", "trailers")
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
	// An answer without a message has its status among its headers.
	if status := cmp.Or(response.Trailer.Get("Grpc-Status"), response.Header.Get("Grpc-Status")); p.grpc && status != "0" {
		return fmt.Errorf("gRPC status %q", status)
	}
	return nil
}
