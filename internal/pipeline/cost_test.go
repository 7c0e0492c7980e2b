package pipeline

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// gateways is a stack with so many NAT gateways and a budget.
func gateways(count int, budget string) string {
	var all []string
	for i := range count {
		all = append(all, fmt.Sprintf(`"networking_nat_%d": {}`, i))
	}
	return `{"provider": {"aws": [{"region": "us-east-1"}]}, "resource": {"aws_nat_gateway": {` + strings.Join(all, ", ") + `},
  "aws_budgets_budget": {"cost_monthly": {"budget_type": "COST", "time_unit": "MONTHLY", "limit_amount": "` + budget + `"}},
  "aws_kms_key": {"security_main": {}}}}`
}

// day is one on which no price is old.
var day = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

// delivers is a delivery whose synthesized stack is as given.
func delivers(t *testing.T, stack, content string) *Delivery {
	t.Helper()
	out := t.TempDir()
	folder := filepath.Join(out, "stacks", stack)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "cdk.tf.json"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return &Delivery{Runner: &terraform.Runner{Out: out}, Folder: t.TempDir()}
}

// From one NAT gateway to three, against the commit that a pull request is compared
// with: a small program in the place of the project's own.
func TestCommentShowsWhatAChangeCosts(t *testing.T) {
	d := delivers(t, "dev", gateways(3, "1000"))
	d.Root = t.TempDir()
	t.Setenv("GOFLAGS", "-buildvcs=false")
	program := "package main\n\nimport \"os\"\n\nfunc main() {\n\tdir := os.Getenv(\"CDKTF_OUTDIR\") + \"/stacks/dev\"\n" +
		"\tif os.MkdirAll(dir, 0o755) != nil || os.WriteFile(dir+\"/cdk.tf.json\", []byte(`" + gateways(1, "1000") + "`), 0o644) != nil {\n\t\tos.Exit(1)\n\t}\n}\n"
	for name, content := range map[string]string{"go.mod": "module was\n\ngo 1.26\n", "main.go": program} {
		if err := os.WriteFile(filepath.Join(d.Root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@b.co", "commit", "-qm", "One"}} {
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = d.Root
		if printed, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
	}
	_, before, err := d.synthDiff(t.Context(), "dev", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	written, err := d.about(Summary{Stack: "dev", Commit: "0123456789ab"}, nil, d.costLines("dev", before, day), "")
	if err != nil {
		t.Fatal(err)
	}
	text := written.String()
	for _, want := range []string{
		"| `aws_nat_gateway` | 98.55 | **+65.70 (+200 %)** | 98.55 | **+65.70 (+200 %)** |\n",
		"| together | 99.55 | **+65.70 (+194 %)** | 99.55 | **+65.70 (+194 %)** |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "aws_kms_key") || strings.Contains(text, "**Cost**") {
		t.Errorf("more is told than has changed:\n%s", text)
	}
}

func TestCommentWarnsOfTheBudget(t *testing.T) {
	text := strings.Join(delivers(t, "dev", gateways(3, "50")).costLines("dev", nil, day.AddDate(0, 0, 100)), "\n")
	for _, want := range []string{"Costs 99.55 to 99.55 USD a month.", "- **Cost**: dev.monthly_budget_usd = 50: a month costs 99.55 USD at least", "- **Cost**: the prices in internal/cost/prices.csv are up to 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if got := delivers(t, "dev", "{").costLines("dev", nil, day); len(got) != 2 || !strings.HasPrefix(got[0], "What a month costs is not known: ") {
		t.Errorf("%q", got)
	}
}
