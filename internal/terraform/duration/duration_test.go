package duration

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tfjson "github.com/hashicorp/terraform-json"
)

// parsed is a plan as `terraform show -json` prints it, cut down.
func parsed(t *testing.T, changes, configuration string) *tfjson.Plan {
	t.Helper()
	plan := &tfjson.Plan{}
	content := `{"format_version": "1.2", "resource_changes": [` + changes + `], "configuration": {"root_module": {"resources": [` + configuration + `]}}}`
	if err := json.Unmarshal([]byte(content), plan); err != nil {
		t.Fatal(err)
	}
	return plan
}

func change(address, actions string) string {
	kind, name, _ := strings.Cut(address, ".")
	name, _, _ = strings.Cut(name, "[")
	return `{"address": "` + address + `", "mode": "managed", "type": "` + kind + `", "name": "` + name + `", "change": {"actions": [` + actions + `]}}`
}

const configuration = `
	{"address": "aws_route53_record.proof", "mode": "managed", "expressions": {"zone_id": {"references": ["aws_route53_zone.zone.zone_id", "aws_route53_zone.zone"]}}},
	{"address": "aws_route53_zone.zone", "mode": "managed"},
	{"address": "aws_acm_certificate_validation.issued", "mode": "managed", "depends_on": ["aws_route53_record.proof"]},
	{"address": "aws_lb.alb", "mode": "managed"},
	{"address": "data.aws_iam_policy_document.d", "mode": "data", "expressions": {"statement": [{"resources": {"references": ["aws_lb_listener.https.arn"]}}]}},
	{"address": "aws_lb_listener.https", "mode": "managed", "expressions": {
		"certificate_arn": {"references": ["aws_acm_certificate_validation.issued.certificate_arn"]}, "load_balancer_arn": {"references": ["aws_lb.alb.arn"]}}},
	{"address": "aws_route53_record.api", "mode": "managed", "expressions": {"policy": {"references": ["data.aws_iam_policy_document.d.json"]}},
		"count_expression": {"references": ["var.x"]}},
	{"address": "aws_nat_gateway.a", "mode": "managed"}, {"address": "aws_nat_gateway.b", "mode": "managed"}`

// The longest chain leads through what is quick, and through data sources; what is
// made beside it takes no time of its own.
func TestTheLongestChainCounts(t *testing.T) {
	const create = `"create"`
	e := Of(parsed(t, strings.Join([]string{
		change("aws_route53_zone.zone", create), change("aws_route53_record.proof", create), change("aws_acm_certificate_validation.issued", create),
		change("aws_lb.alb", create), change("aws_lb_listener.https", create), change("aws_route53_record.api[0]", create),
		change("aws_nat_gateway.a", create), change("aws_nat_gateway.b", `"delete", "create"`),
	}, ","), configuration))
	want := `Slow by nature, with what it usually takes:

- 1 certificate to be issued: 5 minutes, and up to 75 minutes where something is amiss
- 1 load balancer: 3 minutes
- 2 × NAT gateway: 2 minutes each
- 2 × DNS record: 1 minute each

One after the other, about 7 minutes: ` + "`aws_route53_record.proof`, `aws_acm_certificate_validation.issued`, `aws_route53_record.api`." + "\n"
	if got := strings.Join(e.Lines(), "\n"); got != want {
		t.Errorf("%s", got)
	}
}

// What is there already, changes in place or goes away takes no such time.
func TestWhatIsThereIsQuick(t *testing.T) {
	e := Of(parsed(t, strings.Join([]string{
		change("aws_lb.alb", `"no-op"`), change("aws_acm_certificate_validation.issued", `"update"`), change("aws_nat_gateway.a", `"delete"`),
	}, ","), configuration))
	if e.Total != 0 || e.Lines() != nil {
		t.Errorf("%+v", e)
	}
	if e = Of(parsed(t, change("aws_lb.alb", `"create"`), configuration)); e.Total != 3*time.Minute {
		t.Errorf("%+v", e)
	}
}

// Each time has its source, and is written where people look for it.
func TestTimesAreDocumented(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "success-metrics.md"))
	if err != nil {
		t.Fatal(err)
	}
	for kind, row := range table {
		if !strings.HasPrefix(row.source, "https://") || row.usual < time.Minute {
			t.Errorf("%s: %+v", kind, row)
		}
		line := "| `" + kind + "` | " + minutes(row.usual)
		if row.most > 0 {
			line += ", up to " + minutes(row.most)
		}
		if line += " | [source](" + row.source + ") |"; !strings.Contains(string(document), line) {
			t.Errorf("docs/success-metrics.md lacks %s", line)
		}
	}
}
