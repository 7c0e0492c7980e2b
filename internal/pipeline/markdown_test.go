package pipeline

import (
	"strings"
	"testing"
	"unicode/utf8"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/internal/policy"
)

func change(address, kind string, actions ...tfjson.Action) *tfjson.ResourceChange {
	return &tfjson.ResourceChange{
		Address: address, Type: kind, Mode: tfjson.ManagedResourceMode, Change: &tfjson.Change{Actions: actions},
	}
}

func TestSummaryCountsAsTerraformDoes(t *testing.T) {
	replaced := change("aws_ecs_task_definition.task[0]", "aws_ecs_task_definition", tfjson.ActionDelete, tfjson.ActionCreate)
	replaced.Change.ReplacePaths = []any{[]any{"container_definitions"}, []any{"volume", 0, "name"}}
	read := change("data.aws_region.here", "aws_region", tfjson.ActionRead)
	read.Mode = tfjson.DataResourceMode
	drifted := change("aws_s3_bucket.b", "aws_s3_bucket", tfjson.ActionUpdate)
	plan := &tfjson.Plan{
		ResourceChanges: []*tfjson.ResourceChange{
			change("aws_vpc.v", "aws_vpc", tfjson.ActionCreate), change("aws_lb.l", "aws_lb", tfjson.ActionUpdate),
			change("aws_nat_gateway.n", "aws_nat_gateway", tfjson.ActionCreate),
			change("aws_sqs_queue.q", "aws_sqs_queue", tfjson.ActionDelete), change("aws_eip.e", "aws_eip", tfjson.ActionNoop),
			change("aws_ecs_service.s", "aws_ecs_service", tfjson.ActionNoop), change("aws_ecs_service.gone", "aws_ecs_service", tfjson.ActionDelete),
			replaced, read,
		},
		ResourceDrift: []*tfjson.ResourceChange{drifted},
	}
	s := Summarize("dev", "0123456789abcdef", true, plan)
	if got, want := s.Counts(), "3 to add, 1 to change, 3 to destroy"; got != want {
		t.Errorf("counts %q, want %q", got, want)
	}
	text := planReport(s, nil, "").String()
	for _, want := range []string{
		"<!-- plan:dev -->\n### dev: 3 to add, 1 to change, 3 to destroy\n",
		"- **`aws_sqs_queue.q`**\n", "- **`aws_ecs_service.gone`**\n",
		"- **`aws_ecs_task_definition.task[0]`**, for its `container_definitions`, `volume[0].name`\n",
		"- `aws_s3_bucket.b`\n", "- 1 NAT gateway: 2 minutes\n", "Commit 0123456789ab.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	for _, not := range []string{"aws_vpc.v", "aws_eip", "data.aws_region"} {
		if strings.Contains(text, not) {
			t.Errorf("%q in:\n%s", not, text)
		}
	}
	if len(s.Services) != 1 || s.Services[0] != "aws_ecs_service.s" {
		t.Errorf("services %q", s.Services)
	}
	if got := (Summary{}).Counts(); got != "no changes" {
		t.Errorf("counts of nothing: %q", got)
	}
	if got := (Summary{Changes: true}).Counts(); got != "only outputs change" {
		t.Errorf("counts of outputs: %q", got)
	}
}

func TestReportsSayHowAStackFaresByThePolicies(t *testing.T) {
	rules := []policy.Rule{{ID: "keys-rotate"}, {ID: "tags"}}
	good := planReport(Summary{Stack: "dev"}, &policy.Result{Rules: rules, Excepted: []policy.Finding{{Rule: "tags"}}}, "").String()
	if !strings.Contains(good, "Holds to 2 policies, with 1 exceptions.") {
		t.Errorf("%s", good)
	}
	failed := &policy.Result{Rules: rules, Failed: []policy.Finding{{Rule: "keys-rotate", Address: "aws_kms_key.k", Message: "does not rotate"}}}
	if failed.Err() == nil {
		t.Error("a stack that does not hold to the policies can be applied")
	}
	bad := planReport(Summary{Stack: "dev"}, failed, "").String()
	if !strings.Contains(bad, "- **keys-rotate**: `aws_kms_key.k` does not rotate\n") {
		t.Errorf("%s", bad)
	}
}

// GitHub refuses a comment that is too long, and the plan would not be seen.
func TestReportsFitIntoAComment(t *testing.T) {
	line := strings.Repeat("ü", 99) + "\n"
	long := strings.Repeat(line, 2000)
	for name, parts := range map[string][]folded{
		"a long plan":               {{"plan", "", long}},
		"a long plan and diff":      {{"plan", "", long}, {"diff", "diff", long}},
		"a long plan, short diff":   {{"plan", "", long}, {"diff", "diff", "-1\n+2\n"}},
		"a short plan, long diff":   {{"plan", "", "short"}, {"diff", "diff", long}},
		"one line that is too long": {{"plan", "", strings.Repeat("x", 2*commentLimit)}},
	} {
		t.Run(name, func(t *testing.T) {
			text := planReport(Summary{Stack: "dev", Commit: "0123456789ab", Changes: true}, nil, "A note.", parts...).String()
			if n := utf8.RuneCountInString(text); n > commentLimit {
				t.Errorf("%d characters", n)
			}
			for _, part := range parts {
				if !strings.Contains(text, "<summary>"+part.title+"</summary>") {
					t.Errorf("no %s", part.title)
				}
			}
			if strings.Count(text, "\n```")%2 != 0 || strings.Count(text, "<details>") != strings.Count(text, "</details>") {
				t.Error("something is left open")
			}
			if !strings.HasSuffix(text, "Commit 0123456789ab. A note.\n") {
				t.Errorf("the end is %q", text[len(text)-60:])
			}
		})
	}
	short := planReport(Summary{Stack: "dev"}, nil, "", folded{"plan", "", long}, folded{"diff", "diff", "-1\n+2\n"}).String()
	if !strings.Contains(short, "```diff\n-1\n+2\n```") {
		t.Error("a long plan leaves no room for a short diff")
	}

	many := Summary{Stack: "dev", Commit: "0123456789ab", Changes: true}
	for range 3000 {
		many.Destroyed = append(many.Destroyed, "aws_cloudwatch_log_group."+strings.Repeat("x", 40))
	}
	text := planReport(many, nil, "", folded{"plan", "", long}).String()
	if n := utf8.RuneCountInString(text); n > commentLimit {
		t.Errorf("%d characters", n)
	}
	if !strings.Contains(text, "left out") {
		t.Error("what is left out is not said")
	}
}

// A plan that holds a fence of its own must not end the block.
func TestFencesHold(t *testing.T) {
	text := folded{"plan", "", "a\n```\nb"}.within(commentLimit)
	if !strings.Contains(text, "````\na\n```\nb\n````") {
		t.Errorf("%s", text)
	}
}
