package cost

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// whole is a small stack, as synth writes it, whose costs are computed by hand
// below. Twenty-four hours by seven days make 168; the schedule leaves 5 × 13.
const whole = `{
  "provider": {"aws": [{"region": "us-east-1"}, {"alias": "us-west-2", "region": "us-west-2"}]},
  "resource": {
    "aws_budgets_budget": {"cost_monthly": {"budget_type": "COST", "time_unit": "MONTHLY", "limit_amount": "%s"}},
    "aws_nat_gateway": {"networking_nat_a": {}, "networking_nat_waits": {"count": "${var.serving == \"true\" ? 1 : 0}"}%s},
    "aws_kms_key": {"security_main": {}, "backup_copy_key": {"provider": "aws.us-west-2"}},
    "aws_vpc_endpoint": {
      "networking_endpoint_s3": {"vpc_endpoint_type": "Gateway"},
      "networking_endpoint_logs": {"vpc_endpoint_type": "Interface", "subnet_ids": ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]}
    },
    "aws_lb": {"compute_alb": {"internal": false, "load_balancer_type": "application", "subnets": ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]}},
    "aws_route53_health_check": {"probe": {"type": "HTTPS", "request_interval": 10}},
    "aws_wafv2_web_acl": {"security_waf": {"rule": [{"name": "a"}, {"name": "b"}]}},
    "aws_cloudwatch_metric_alarm": {
      "monitoring_one": {"period": 60},
      "monitoring_two": {"metric_query": [{"id": "e"}, {"metric": {"period": 60}}, {"metric": {"period": 60}}]},
      "monitoring_fast": {"period": 10}
    },
    "aws_ecs_task_definition": {
      "compute_api_task": {"cpu": "512", "memory": "1024", "container_definitions": "[{\"name\":\"api\"},{\"name\":\"datadog-agent\",\"environment\":[{\"name\":\"DD_APM_ENABLED\",\"value\":\"true\"}]}]"},
      "compute_ml_task": {"cpu": "1024", "memory": "2048", "container_definitions": "[]", "ephemeral_storage": {"size_in_gib": 30}}
    },
    "aws_ecs_service": {
      "compute_api": {"name": "dev-api", "desired_count": 3, "task_definition": "${aws_ecs_task_definition.compute_api_task[0].arn}",
        "capacity_provider_strategy": [{"base": 1, "capacity_provider": "FARGATE", "weight": 1}, {"base": 0, "capacity_provider": "FARGATE_SPOT", "weight": 3}]},
      "compute_ml": {"name": "dev-ml", "desired_count": 2, "task_definition": "${aws_ecs_task_definition.compute_ml_task.arn}",
        "capacity_provider_strategy": [{"capacity_provider": "FARGATE", "weight": 1}]}
    },
    "aws_appautoscaling_target": {"compute_api_scaling": {"resource_id": "service/dev/dev-api", "max_capacity": 10}},
    "aws_appautoscaling_scheduled_action": {
      "compute_ml_start": {"resource_id": "service/dev/dev-ml", "schedule": "cron(0 7 ? * MON-FRI *)", "scalable_target_action": {"max_capacity": "2"}},
      "compute_ml_stop": {"resource_id": "service/dev/dev-ml", "schedule": "cron(0 20 ? * MON-FRI *)", "scalable_target_action": {"max_capacity": "0"}}
    },
    "supabase_project": {"database_project": {"instance_size": "small"}},
    "null_resource": {"database_supabase_setup": {"triggers": {"variant": "pitr_7"}}, "other_none": {}},
    "aws_vpc": {"networking_main": {}}
  }
}`

func stackJSON(budget string, more ...string) []byte {
	return []byte(fmt.Sprintf(whole, budget, strings.Join(more, "")))
}

// fixedPrices are those of a day, so that a refreshed file changes no test.
func fixedPrices(t *testing.T) Prices {
	t.Helper()
	content, err := os.ReadFile("testdata/prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	prices, err := Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	return prices
}

func report(t *testing.T, content []byte) *Report {
	t.Helper()
	prices := fixedPrices(t)
	r, err := Of("dev", content, prices)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEachTypeCostsWhatItIsBilledFor(t *testing.T) {
	const vCPU, gb, storage = 0.04048, 0.004445, 0.000111
	const api, ml, awake = vCPU/2 + gb, vCPU + 2*gb, 5.0 * 13 / 168
	want := map[string]Range{
		// One, and one of a standby.
		"aws_nat_gateway":  {730 * 0.045, 2 * 730 * 0.045},
		"aws_kms_key":      {2, 2},
		"aws_vpc_endpoint": {2 * 730 * 0.01, 2 * 730 * 0.01},
		// One for itself and an address in each of two zones.
		"aws_lb":            {730 * (0.0225 + 2*0.005), 730 * (0.0225 + 2*0.005)},
		"aws_wafv2_web_acl": {5 + 2, 5 + 2},
		// Over TLS, and often.
		"aws_route53_health_check": {0.5 + 2, 0.5 + 2},
		// One, two metrics, and a fast one.
		"aws_cloudwatch_metric_alarm": {0.1 + 0.2 + 0.3, 0.1 + 0.2 + 0.3},
		// Of three tasks one is on demand, and two are on Spot, at least for 30 %. The
		// other service runs for 65 of 168 hours. Both agents are paid by task.
		"aws_ecs_service": {
			730*api*(1+2*0.3) + 3*(1.2+2.4) + 730*awake*2*(ml+10*storage),
			730*api*10 + 10*(1.2+2.4) + 730*2*(ml+10*storage),
		},
		"supabase_project": {730 * 0.0206, 730 * 0.0206},
		"null_resource":    {100, 100},
	}
	r := report(t, stackJSON("1000"))
	total := Range{}
	for _, line := range r.Lines {
		if !near(line.Range, want[line.Type]) {
			t.Errorf("%s costs %v, not %v", line.Type, line.Range, want[line.Type])
		}
		delete(want, line.Type)
		total = total.plus(line.Range)
	}
	if len(want) > 0 {
		t.Errorf("no line for %v", want)
	}
	if !near(r.Total, total) {
		t.Errorf("together %v, not %v", r.Total, total)
	}
	modules := Range{}
	for _, m := range r.Modules {
		modules = modules.plus(m.Range)
		if m.Name == "networking" && !near(m.Range, Range{730 * (0.045 + 0.02), 730 * (2*0.045 + 0.02)}) {
			t.Errorf("networking costs %v", m.Range)
		}
	}
	if !near(modules, total) {
		t.Errorf("the modules cost %v together, not %v", modules, total)
	}
	if !slices.ContainsFunc(r.ByUse, func(p Price) bool { return p.ID == "nat.gb" && p.USD == 0.045 }) {
		t.Errorf("by use: %v", r.ByUse)
	}
	if r.Budget != 1000 || r.Check() != nil || !slices.Contains(r.Free, "aws_vpc") {
		t.Errorf("budget %v, free %v: %v", r.Budget, r.Free, r.Check())
	}
}

// What watches an account is billed by use, but for its key.
func TestDetectionCostsWhatItIsUsedFor(t *testing.T) {
	const selectors = `, "event_selector": [{"include_management_events": true, "data_resource": [{"type": "AWS::S3::Object"}]}]`
	of := func(selectors, objects string) *Report {
		return report(t, []byte(`{"provider": {"aws": [{"region": "us-east-1"}]}, "resource": {
  "aws_kms_key": {"detection_key": {}}, "aws_kms_alias": {"detection_key": {}},
  "aws_cloudtrail": {"detection_trail": {"name": "shared"`+selectors+`}},
  "aws_cloudwatch_event_rule": {"detection_tampering": {}},
  "aws_cloudwatch_event_target": {
    "detection_topic": {"arn": "${aws_sns_topic.detection_topic.arn}"}, "detection_forward": {"arn": "arn:x:events:us-east-1:1:event-bus/default"}},
  "aws_config_configuration_recorder": {"detection_recorder": {}}, "aws_config_delivery_channel": {"detection_channel": {}},
  "aws_guardduty_detector": {"detection_detector": {}},
  "aws_guardduty_detector_feature": {"detection_objects": {"name": "S3_DATA_EVENTS", "status": "`+objects+`"}, "detection_kubernetes": {"name": "EKS_AUDIT_LOGS", "status": "`+objects+`"}},
  "aws_securityhub_account": {"detection_hub": {}}, "aws_securityhub_standards_subscription": {"detection_fsbp": {}}}}`))
	}
	used := func(r *Report) (ids []string) {
		for _, p := range r.ByUse {
			ids = append(ids, p.ID)
		}
		return ids
	}
	r := of(selectors, "ENABLED")
	if r.Total != (Range{1, 1}) || r.Modules[0] != (Sum{"detection", Range{1, 1}}) {
		t.Errorf("costs %v: %v", r.Total, r.Modules)
	}
	want := []string{"cloudtrail.objects", "config.items", "guardduty.calls", "guardduty.gb", "guardduty.objects", "kms.requests", "securityhub.findings", "securityhub.checks"}
	if !slices.Equal(used(r), want) {
		t.Errorf("by use %q, not %q", used(r), want)
	}
	missing := []Missing{
		{Type: "aws_cloudwatch_event_target", Price: "events.forwarded", Region: "us-east-1"},
		{Type: "aws_guardduty_detector_feature", Price: "guardduty.eks_audit_logs", Region: "us-east-1"},
	}
	if !slices.Equal(r.Missing, missing) {
		t.Errorf("missing %v, not %v", r.Missing, missing)
	}
	// Without them it is the first copy of calls alone, which costs nothing.
	less := of(`, "event_selector": [{"include_management_events": true}]`, "DISABLED")
	if got := used(less); slices.Contains(got, "cloudtrail.objects") || slices.Contains(got, "guardduty.objects") || !slices.Contains(less.Free, "aws_cloudtrail") || len(less.Missing) != 1 {
		t.Errorf("by use %q, free %q, missing %v", got, less.Free, less.Missing)
	}
}

func near(a, b Range) bool {
	return math.Abs(a.Least-b.Least) < 1e-9 && math.Abs(a.Most-b.Most) < 1e-9
}

func TestAPlanCostsWhatTheStackDoes(t *testing.T) {
	plan := `{"planned_values": {"root_module": {"resources": [
	  {"mode": "data", "type": "aws_region", "name": "here", "values": {}},
	  {"mode": "managed", "type": "aws_kms_key", "name": "backup_copy_key", "values": {}},
	  {"mode": "managed", "type": "aws_vpc_endpoint", "name": "networking_logs", "values": {"vpc_endpoint_type": "Interface"}},
	  {"mode": "managed", "type": "aws_ecs_task_definition", "name": "compute_api_task", "values": {"cpu": "1024", "memory": "2048"}},
	  {"mode": "managed", "type": "aws_ecs_service", "name": "compute_api", "values": {"name": "api", "desired_count": 1}}
	]}}, "configuration": {"provider_config": {
	  "aws": {"name": "aws", "expressions": {"region": {"constant_value": "us-east-1"}}},
	  "aws.us-west-2": {"name": "aws", "alias": "us-west-2", "expressions": {"region": {"constant_value": "us-west-2"}}}
	}, "root_module": {"resources": [
	  {"type": "aws_kms_key", "name": "backup_copy_key", "provider_config_key": "aws.us-west-2"},
	  {"type": "aws_vpc_endpoint", "name": "networking_logs", "provider_config_key": "aws",
	   "expressions": {"subnet_ids": {"references": ["aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"]}}},
	  {"type": "aws_ecs_task_definition", "name": "compute_api_task", "provider_config_key": "aws",
	   "expressions": {"container_definitions": {"references": ["aws_cloudwatch_log_group.monitoring_datadog-agent_log.name", "aws_cloudwatch_log_group.monitoring_datadog-agent_log"]}}},
	  {"type": "aws_ecs_service", "name": "compute_api", "provider_config_key": "aws",
	   "expressions": {"task_definition": {"references": ["aws_ecs_task_definition.compute_api_task[0].arn", "aws_ecs_task_definition.compute_api_task[0]", "aws_ecs_task_definition.compute_api_task"]}}}
	]}}}`
	r := report(t, []byte(plan))
	want := 1 + 730*(2*0.01) + 730*(0.04048+2*0.004445) + 1.2 + 2.4
	if !near(r.Total, Range{want, want}) {
		t.Errorf("costs %v, not %v", r.Total, want)
	}
	if !slices.ContainsFunc(r.ByUse, func(p Price) bool { return p.ID == "kms.requests" && p.Region == "us-west-2" }) {
		t.Errorf("the alias of a provider was not read: %v", r.ByUse)
	}
}

// A replica of a secret is a secret of its own, in its own region.
func TestSecretsAreBilledInEachRegion(t *testing.T) {
	const of = `{"provider": {"aws": [{"region": "us-east-1"}]}, "resource": {"aws_secretsmanager_secret": {"database_secret": {"name": "a"%s}}}}`
	for replica, want := range map[string]float64{
		"": 0.4, `, "replica": [{"region": "us-west-2"}]`: 0.8,
	} {
		if r := report(t, []byte(fmt.Sprintf(of, replica))); !near(r.Total, Range{want, want}) || !r.Complete() {
			t.Errorf("%q costs %v, not %v: %v", replica, r.Total, want, r.Missing)
		}
	}
	elsewhere := report(t, []byte(fmt.Sprintf(of, `, "replica": [{"region": "eu-central-1"}]`)))
	if !slices.Equal(elsewhere.Unknown, []string{"eu-central-1"}) {
		t.Errorf("unknown: %q", elsewhere.Unknown)
	}
}

// What nobody knows the price of is named, and not free.
func TestWhatHasNoPriceIsNamed(t *testing.T) {
	content := strings.ReplaceAll(string(stackJSON("20")), `"region": "us-east-1"`, `"region": "eu-central-1"`)
	r := report(t, []byte(content))
	if !slices.Equal(r.Unknown, []string{"eu-central-1"}) || r.Complete() {
		t.Errorf("unknown: %q, %v", r.Unknown, r.Missing)
	}
	warned := strings.Join(r.Warnings(), "\n")
	for _, want := range []string{"lacks prices for eu-central-1", "make prices", "the budget is not checked"} {
		if !strings.Contains(warned, want) {
			t.Errorf("no %q in:\n%s", want, warned)
		}
	}
	// One that has a price of a key alone.
	key := Price{ID: "kms.key", Region: "eu-central-1", USD: 1, Unit: "key and month"}
	some, err := Of("dev", []byte(content), append(fixedPrices(t), key))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(some.Unknown, []string{"eu-central-1"}) {
		t.Errorf("unknown: %q, %v", some.Unknown, some.Missing)
	}
	gov := report(t, []byte(strings.ReplaceAll(content, "eu-central-1", "us-gov-west-1")))
	if warned := strings.Join(gov.Warnings(), "\n"); !strings.Contains(warned, "lacks prices for us-gov-west-1") || strings.Contains(warned, "make prices") {
		t.Errorf("nobody can ask AWS for the prices of GovCloud: %s", warned)
	}
	for _, kind := range []string{"aws_nat_gateway", "aws_ecs_service"} {
		if slices.Contains(r.Free, kind) {
			t.Errorf("%s is free", kind)
		}
	}

	odd := report(t, []byte(`{"provider": {"aws": [{"region": "us-east-1"}]}, "resource": {"aws_msk_cluster": {"data_kafka": {}}}}`))
	if len(odd.Missing) != 1 || odd.Missing[0].Type != "aws_msk_cluster" || odd.Complete() || len(odd.Free) > 0 {
		t.Errorf("missing %v, free %v", odd.Missing, odd.Free)
	}
	if len(odd.Warnings()) != 1 {
		t.Errorf("warnings %q", odd.Warnings())
	}
}

func TestBudget(t *testing.T) {
	r := report(t, stackJSON("100"))
	if err := r.Check(); err == nil || !strings.Contains(err.Error(), "dev.monthly_budget_usd = 100: a month costs ") {
		t.Errorf("%v", err)
	}
	least := report(t, stackJSON("400"))
	if err := least.Check(); err != nil {
		t.Errorf("%v", err)
	}
	if got := least.Warnings(); len(got) != 1 || !strings.Contains(got[0], "with everything scaled out, and its budget is 400") {
		t.Errorf("%q", got)
	}
	if got := report(t, stackJSON("9000")).Warnings(); len(got) != 0 {
		t.Errorf("%q", got)
	}
	if err := report(t, stackJSON("0")).Check(); err != nil {
		t.Errorf("a stack without a budget: %v", err)
	}
}

func TestDifference(t *testing.T) {
	one := report(t, stackJSON("1000"))
	three := report(t, stackJSON("1000", `, "networking_nat_b": {}, "networking_nat_c": {}`))
	text := strings.Join(Difference(one, three), "\n")
	for _, want := range []string{
		"| `aws_nat_gateway` | 98.55 | **+65.70 (+200 %)** | 131.40 | **+65.70 (+100 %)** |",
		fmt.Sprintf("| together | %.2f | **+65.70 (+%.0f %%)** | %.2f |", three.Total.Least, 6570/one.Total.Least, three.Total.Most),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "aws_lb") {
		t.Errorf("what costs the same has a line:\n%s", text)
	}
	if back := strings.Join(Difference(three, one), "\n"); !strings.Contains(back, "| `aws_nat_gateway` | 32.85 | **-65.70 (-67 %)** |") {
		t.Errorf("%s", back)
	}
	if same := Difference(one, one); len(same) != 2 || !strings.Contains(same[0], "as before") {
		t.Errorf("%q", same)
	}
	if first := Difference(nil, one); !strings.HasPrefix(first[0], "Costs ") {
		t.Errorf("%q", first)
	}
	for _, test := range []struct {
		was, is float64
		want    string
	}{
		{100, 110, "+10.00 (+10 %)"}, {100, 110.5, "**+10.50 (+10 %)**"}, {100, 100.001, "="}, {0, 5, "**+5.00**"}, {100, 0, "**-100.00 (-100 %)**"},
	} {
		if got := change(test.was, test.is); got != test.want {
			t.Errorf("%v to %v: %q, not %q", test.was, test.is, got, test.want)
		}
	}
}

func TestWhatIsNoStack(t *testing.T) {
	prices, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for content, want := range map[string]string{
		`{`:  "read what dev costs",
		`{}`: "neither a synthesized stack, nor a plan",
		`{"resource": {"aws_ecs_service": {"compute_api": {"task_definition": "${aws_ecs_task_definition.gone.arn}"}}}}`: "aws_ecs_service.compute_api of dev costs: it refers to no aws_ecs_task_definition",
	} {
		if _, err := Of("dev", []byte(content), prices); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func TestTable(t *testing.T) {
	var text strings.Builder
	r := report(t, []byte(strings.Replace(string(stackJSON("1000")), `"resource": {`, `"resource": {"aws_backup_vault": {"backup_copies": {"provider": "aws.us-west-2"}},`, 1)))
	if err := r.Table(&text); err != nil {
		t.Fatal(err)
	}
	if err := report(t, stackJSON("0")).Table(&text); err != nil {
		t.Fatal(err)
	}
	if err := Accounts(&text, []Account{{"account 111122223333", Range{10, 20}, Range{1, 2}, 1000}, {"account 444455556666", Range{3, 3}, Range{3, 3}, 0}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"dev, USD a month", "aws_nat_gateway", "32.85", "budget", "1000.00", "by module", "networking",
		"GB through a NAT gateway, us-east-1", "0.045", "without a price, and in no sum\n", "aws_backup_vault: no price of backup.stored in us-west-2",
		"free by themselves\n", "budget none of its own", "account 111122223333 10.00 20.00 1000.00", "of it in no environment 1.00 2.00", "account 444455556666 3.00 3.00 none",
	} {
		if !strings.Contains(text.String(), want) && !strings.Contains(strings.Join(strings.Fields(text.String()), " "), want) {
			t.Errorf("no %q in:\n%s", want, text.String())
		}
	}
}

// What is in no environment counts against the budgets of the account's environments.
func TestAccountsCostWhatTheirStacksDo(t *testing.T) {
	reports := []*Report{
		{Stack: "account", Total: Range{2, 3}}, {Stack: "dev", Total: Range{99, 200}, Budget: 100}, {Stack: "account-live", Total: Range{2, 3}},
		{Stack: "production", Total: Range{50, 60}, Budget: 70}, {Stack: "gov", Total: Range{90, 90}},
	}
	all := ByAccount(reports, func(stack string) string {
		return map[string]string{"account-live": "live", "production": "live", "gov": "gov"}[stack]
	})
	want := []Account{{"", Range{101, 203}, Range{2, 3}, 100}, {"live", Range{52, 63}, Range{2, 3}, 70}, {"gov", Range{90, 90}, Range{90, 90}, 0}}
	if !slices.Equal(all, want) {
		t.Fatalf("%v, not %v", all, want)
	}
	all[0].Name = "account 111122223333"
	if err := all[0].Check(); err == nil || err.Error() != "account 111122223333: a month costs 101.00 USD at least, of it 2.00 for what is in no environment, and the budgets of its environments are 100 together: raise one of them, or have less" {
		t.Errorf("%v", err)
	}
	if err := errors.Join(all[1].Check(), all[2].Check()); err != nil {
		t.Error(err)
	}
}

func TestPricesAreWarnedOfWhenTheyAreOld(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	prices := Prices{{ID: "new", Checked: day.AddDate(0, 0, 60)}, {ID: "old", Checked: day}}
	if got := prices.Stale(day.AddDate(0, 0, 90)); got != "" {
		t.Errorf("at 90 days: %q", got)
	}
	if got := prices.Stale(day.AddDate(0, 0, 120)); !strings.Contains(got, "up to 120 days old (old, of 2026-01-01)") || !strings.Contains(got, "make prices") {
		t.Errorf("at 120 days: %q", got)
	}
}

// All that is wrong with a file is reported at once.
func TestParse(t *testing.T) {
	const head = "id,region,usd,unit,checked,source\n"
	_, err := Parse([]byte(head + "a,us-east-1,free,hour,2026-11-29,https://a.example\n" +
		"b,us-east-1,1,hour,yesterday,https://a.example\n" +
		"c,us-east-1,1,hour,2026-11-29,somebody said\n" +
		"d,us-east-1,1,hour,2026-11-29,https://a.example\nd,us-east-1,2,hour,2026-11-29,https://a.example\n" +
		",us-east-1,1,hour,2026-11-29,https://a.example\n" +
		"e,us-east-1,NaN,hour,2026-11-29,https://a.example\n"))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"line 2: \"free\"", "line 3: \"yesterday\"", "line 4: \"somebody said\"", "line 6: d has a price", "line 7: id", "line 8: \"NaN\""} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	for _, content := range []string{"", "a,b\n", head, head + "a,b\n"} {
		if _, err := Parse([]byte(content)); err == nil {
			t.Errorf("%q is read", content)
		}
	}
	content, err := os.ReadFile("prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	prices, err := Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := prices.Format(); err != nil || string(again) != string(content) {
		t.Errorf("the file isn't as it is written: %v", err)
	}
}

// A price that nothing asks for would be refreshed for nobody.
func TestEachPriceIsAskedFor(t *testing.T) {
	prices, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile("charges.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range prices {
		if !strings.Contains(string(code), `"`+p.ID+`"`) && !strings.HasPrefix(p.ID, "supabase.") {
			t.Errorf("no rule asks for %s", p.ID)
		}
	}
	for kind := range rules {
		if Free[kind] != "" || Unconfirmed[kind] != "" {
			t.Errorf("%s is billed, and free", kind)
		}
	}
	for kind, of := range Free {
		if _, billed := rules[of]; !billed && !strings.HasPrefix(of, "https://") {
			t.Errorf("%s is free as a part of %s, which has no rule", kind, of)
		}
	}
}
