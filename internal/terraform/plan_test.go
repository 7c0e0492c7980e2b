package terraform

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// Whoever plans by hand sees after the plan what of it takes long.
func TestPlanSaysWhatIsSlow(t *testing.T) {
	r, _ := terraform(t, "")
	program := `#!/bin/sh
case "$1" in
version) echo '{"terraform_version": "1.11.4"}' ;;
plan) echo "what would change"; exit 2 ;;
show) echo '{"format_version": "1.2", "resource_changes": [
  {"address": "aws_lb.a", "mode": "managed", "type": "aws_lb", "name": "a", "change": {"actions": ["create"]}}]}' ;;
esac
`
	if err := os.WriteFile(r.Terraform, []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	r.Stdout = &printed
	if err := r.Plan(t.Context(), "dev"); err != nil {
		t.Fatal(err)
	}
	plan, slow, _ := strings.Cut(printed.String(), "Slow by nature")
	if !strings.Contains(plan, "what would change\n") || !strings.Contains(slow, "\n- 1 load balancer: 3 minutes\n") || strings.Contains(slow, "format_version") {
		t.Errorf("printed:\n%s", printed.String())
	}
}
