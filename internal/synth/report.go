package synth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/example/predictive-maintenance/stacks"
)

// report prints a line a stack and where the result is.
func report(w io.Writer, out string, chosen []stacks.Stack, took []time.Duration, total time.Duration) error {
	width := 0
	for _, s := range chosen {
		width = max(width, len(s.Name))
	}
	for i, s := range chosen {
		n, err := resources(filepath.Join(out, "stacks", s.Name))
		if err != nil {
			return fmt.Errorf("count resources of %s: %w", s.Name, err)
		}
		if _, err := fmt.Fprintf(w, "%-*s %5d resources  %.2f s\n", width, s.Name, n, took[i].Seconds()); err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	_, err := fmt.Fprintf(w, "written to %s in %.2f s\n", filepath.Join(out, "stacks"), total.Seconds())
	return err
}

// resources counts the managed resources of a synthesized stack, be it JSON or
// HCL.
func resources(folder string) (int, error) {
	data, err := os.ReadFile(filepath.Join(folder, "cdk.tf.json"))
	if os.IsNotExist(err) {
		hcl, err := os.ReadFile(filepath.Join(folder, "cdk.tf"))
		return bytes.Count(append([]byte("\n"), hcl...), []byte("\nresource ")), err
	}
	if err != nil {
		return 0, err
	}
	var stack struct {
		Resource map[string]map[string]json.RawMessage `json:"resource"`
	}
	if err := json.Unmarshal(data, &stack); err != nil {
		return 0, err
	}
	n := 0
	for _, byName := range stack.Resource {
		n += len(byName)
	}
	return n, nil
}
