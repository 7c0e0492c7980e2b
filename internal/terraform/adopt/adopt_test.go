package adopt

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
)

// planOf is a plan that makes resources, given their values by address, with
// references by address and argument.
func planOf(t *testing.T, creates map[string]map[string]any, references map[string]map[string]string, state map[string]map[string]any) *tfjson.Plan {
	t.Helper()
	type object = map[string]any
	split := func(address string) (kind, name string) {
		for i := range address {
			if address[i] == '.' {
				return address[:i], address[i+1:]
			}
		}
		t.Fatalf("%s is no address", address)
		return "", ""
	}
	changes, configured := []any{}, []any{}
	known := []any{
		object{"address": "data.aws_caller_identity.current", "mode": "data", "type": "aws_caller_identity", "name": "current", "values": object{"account_id": "123456789012"}},
		object{"address": "data.aws_partition.partition", "mode": "data", "type": "aws_partition", "name": "partition", "values": object{"partition": "aws"}},
	}
	for address, values := range creates {
		kind, name := split(address)
		changes = append(changes, object{"address": address, "mode": "managed", "type": kind, "name": name, "change": object{"actions": []any{"create"}, "after": values}})
		expressions := object{}
		for argument, to := range references[address] {
			expressions[argument] = object{"references": []any{to + ".id", to}}
		}
		configured = append(configured, object{"address": address, "mode": "managed", "type": kind, "name": name, "expressions": expressions})
	}
	for address, values := range state {
		kind, name := split(address)
		known = append(known, object{"address": address, "mode": "managed", "type": kind, "name": name, "values": values})
	}
	content, err := json.Marshal(object{
		"format_version": "1.2", "resource_changes": changes, "configuration": object{"root_module": object{"resources": configured}},
		"prior_state": object{"format_version": "1.0", "values": object{"root_module": object{"resources": known}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var plan tfjson.Plan
	if err := json.Unmarshal(content, &plan); err != nil {
		t.Fatal(err)
	}
	return &plan
}

func tagged(name string) map[string]any {
	return map[string]any{"tags_all": map[string]any{"Name": name}}
}

const ec2ARN = "arn:aws:ec2:us-east-1:123456789012:"

func TestFind(t *testing.T) {
	plan := planOf(t,
		map[string]map[string]any{
			"aws_vpc.main":                                     tagged("pdm-x-vpc"),
			"aws_subnet.a":                                     tagged("pdm-x-a"),
			"aws_subnet.b":                                     tagged("pdm-x-b"),
			"aws_route_table.a":                                tagged("pdm-x-a"),
			"aws_route.a":                                      {"destination_cidr_block": "0.0.0.0/0"},
			"aws_route_table_association.a":                    {},
			"aws_route_table_association.b":                    {},
			"aws_vpc_security_group_ingress_rule.http":         tagged("pdm-x-in"),
			"aws_vpc_security_group_egress_rule.http":          tagged("pdm-x-out"),
			"aws_kms_key.main":                                 {},
			"aws_kms_alias.main":                               {"name": "alias/pdm-x"},
			"aws_iam_role.r":                                   {"name": "pdm-x-r", "path": "/"},
			"aws_iam_policy.p":                                 {"name": "pdm-x-p", "path": "/delivery/"},
			"aws_s3_bucket.b":                                  {"bucket": "pdm-x-b-123456789012"},
			"aws_budgets_budget.m":                             {"name": "pdm-x-monthly"},
			"aws_cloudwatch_log_stream.s":                      {"name": "s", "log_group_name": "/g"},
			"aws_wafv2_web_acl.acl":                            {"name": "pdm-x-waf"},
			"aws_secretsmanager_secret.s":                      {"name": "pdm-x/database"},
			"aws_lb_listener.https":                            tagged("pdm-x-alb-https"),
			"aws_lb_listener.http":                             tagged("pdm-x-alb-http"),
			"aws_lb_listener_rule.reports":                     tagged("pdm-x-reports-rule"),
			"aws_service_discovery_private_dns_namespace.zone": tagged("pdm-x-zone"),
			"aws_service_discovery_http_namespace.connect":     tagged("pdm-x-connect"),
			"aws_route53_health_check.probe":                   tagged("pdm-x-probe"),
			"aws_iam_role_policy.written_over":                 {"name": "x"},
		},
		map[string]map[string]string{
			"aws_route.a":                                      {"route_table_id": "aws_route_table.a"},
			"aws_route_table_association.a":                    {"route_table_id": "aws_route_table.a", "subnet_id": "aws_subnet.a"},
			"aws_route_table_association.b":                    {"route_table_id": "aws_route_table.a", "subnet_id": "aws_subnet.b"},
			"aws_service_discovery_private_dns_namespace.zone": {"vpc": "aws_vpc.main"},
		},
		map[string]map[string]any{
			"aws_internet_gateway.i":       {"id": "igw-1", "arn": ec2ARN + "internet-gateway/igw-1"},
			"aws_nat_gateway.n":            {"id": "nat-1"},
			"aws_default_security_group.d": {"id": "sg-1", "arn": ec2ARN + "security-group/sg-1"},
		},
	)
	found := Find(plan, []Thing{
		{ec2ARN + "vpc/vpc-1", "pdm-x-vpc"},
		{ec2ARN + "subnet/subnet-1", "pdm-x-a"},
		{ec2ARN + "route-table/rtb-1", "pdm-x-a"},
		{ec2ARN + "security-group-rule/sgr-1", "pdm-x-in"},
		{ec2ARN + "security-group-rule/sgr-2", "pdm-x-out"},
		{ec2ARN + "internet-gateway/igw-1", "pdm-x-igw"},
		{ec2ARN + "natgateway/nat-1", "pdm-x-nat"},
		{ec2ARN + "security-group/sg-1", "pdm-x-default"},
		{ec2ARN + "elastic-ip/eipalloc-1", "pdm-x-forgotten"},
		{"arn:aws:kms:us-east-1:123456789012:key/k-1", ""},
		{"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/pdm-x-waf/id-1", ""},
		{"arn:aws:secretsmanager:us-east-1:123456789012:secret:pdm-x/database-AbCdEf", ""},
		{"arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/pdm-x-alb/1/2", "pdm-x-alb-http"},
		{"arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/pdm-x-alb/1/2/3", "pdm-x-reports-rule"},
		{"arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1", "pdm-x-zone"},
		{"arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-2", "pdm-x-connect"},
		{"arn:aws:route53:::healthcheck/hc-1", "pdm-x-probe"},
		{"arn:aws:cloudwatch:us-east-1:123456789012:alarm:pdm-x-alarm", ""},
		{"no ARN", ""},
	})
	want := []Import{
		{"aws_budgets_budget.m", "123456789012:pdm-x-monthly"},
		{"aws_cloudwatch_log_stream.s", "/g:s"},
		{"aws_iam_policy.p", "arn:aws:iam::123456789012:policy/delivery/pdm-x-p"},
		{"aws_iam_role.r", "pdm-x-r"},
		{"aws_kms_alias.main", "alias/pdm-x"},
		{"aws_kms_key.main", "k-1"},
		{"aws_lb_listener.http", "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/pdm-x-alb/1/2"},
		{"aws_lb_listener_rule.reports", "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/pdm-x-alb/1/2/3"},
		{"aws_route.a", "rtb-1_0.0.0.0/0"},
		{"aws_route53_health_check.probe", "hc-1"},
		{"aws_route_table.a", "rtb-1"},
		{"aws_route_table_association.a", "subnet-1/rtb-1"},
		{"aws_s3_bucket.b", "pdm-x-b-123456789012"},
		{"aws_secretsmanager_secret.s", "arn:aws:secretsmanager:us-east-1:123456789012:secret:pdm-x/database-AbCdEf"},
		{"aws_service_discovery_http_namespace.connect", "ns-2"},
		{"aws_service_discovery_private_dns_namespace.zone", "ns-1:vpc-1"},
		{"aws_subnet.a", "subnet-1"},
		{"aws_vpc.main", "vpc-1"},
		{"aws_vpc_security_group_egress_rule.http", "sgr-2"},
		{"aws_vpc_security_group_ingress_rule.http", "sgr-1"},
		{"aws_wafv2_web_acl.acl", "id-1/pdm-x-waf/REGIONAL"},
	}
	if !slices.Equal(found.Imports, want) {
		t.Errorf("imports:\n%v\nwant:\n%v", found.Imports, want)
	}
	if want := []string{ec2ARN + "elastic-ip/eipalloc-1"}; !slices.Equal(found.Strangers, want) {
		t.Errorf("strangers %v, want %v", found.Strangers, want)
	}
}

// What an account has one of, in each region, is told by its name or by the account.
func TestFindDetection(t *testing.T) {
	plan := planOf(t, map[string]map[string]any{
		"aws_guardduty_detector.east":         tagged("pdm-shared-us-east-1"),
		"aws_guardduty_detector.west":         tagged("pdm-shared-us-west-2"),
		"aws_cloudtrail.trail":                {"name": "pdm-shared-trail"},
		"aws_securityhub_account.east":        {},
		"aws_iam_service_linked_role.config":  {"aws_service_name": "config.amazonaws.com"},
		"aws_iam_service_linked_role.unknown": {"aws_service_name": "elsewhere.amazonaws.com"},
	}, nil, nil)
	trail := "arn:aws:cloudtrail:us-east-1:123456789012:trail/pdm-shared-trail"
	found := Find(plan, []Thing{
		{"arn:aws:guardduty:us-west-2:123456789012:detector/d2", "pdm-shared-us-west-2"},
		{"arn:aws:guardduty:us-east-1:123456789012:detector/d1", "pdm-shared-us-east-1"},
		{trail, ""},
	})
	want := []Import{
		{"aws_cloudtrail.trail", trail},
		{"aws_guardduty_detector.east", "d1"},
		{"aws_guardduty_detector.west", "d2"},
		{"aws_iam_service_linked_role.config", "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"},
		{"aws_securityhub_account.east", "123456789012"},
	}
	if !slices.Equal(found.Imports, want) || len(found.Strangers) > 0 {
		t.Errorf("got %v, want %v; strangers %v", found.Imports, want, found.Strangers)
	}
}

// What a plan only reads has an id as well: records go into a zone of somebody
// else's.
func TestRecordsOfAZoneThatIsOnlyRead(t *testing.T) {
	plan := planOf(t,
		map[string]map[string]any{
			"aws_route53_record.proof": {"name": "_x.api.acme.io", "type": "CNAME"},
			"aws_route53_zone.own":     {"name": "acme.io"},
		},
		map[string]map[string]string{"aws_route53_record.proof": {"zone_id": "data.aws_route53_zone.theirs"}}, nil)
	plan.PriorState.Values.RootModule.Resources = append(plan.PriorState.Values.RootModule.Resources, &tfjson.StateResource{
		Address: "data.aws_route53_zone.theirs", Mode: tfjson.DataResourceMode, Type: "aws_route53_zone", Name: "theirs",
		AttributeValues: map[string]any{"id": "Z1", "arn": "arn:aws:route53:::hostedzone/Z1"},
	})
	found := Find(plan, []Thing{{ARN: "arn:aws:route53:::hostedzone/Z1", Name: "acme.io"}})
	want := []Import{{"aws_route53_record.proof", "Z1__x.api.acme.io_CNAME"}, {"aws_route53_zone.own", "Z1"}}
	if !slices.Equal(found.Imports, want) {
		t.Errorf("got %v, want %v", found.Imports, want)
	}
}

// Of two things without a name, nobody can tell which one it is.
func TestTwoOfAKindAreStrangers(t *testing.T) {
	plan := planOf(t, map[string]map[string]any{"aws_kms_key.main": {}}, nil, nil)
	one, two := "arn:aws:kms:us-east-1:123456789012:key/k-1", "arn:aws:kms:us-east-1:123456789012:key/k-2"
	found := Find(plan, []Thing{{one, ""}, {two, ""}})
	if len(found.Imports) != 0 || !slices.Equal(found.Strangers, []string{one, two}) {
		t.Errorf("%+v", found)
	}
	elsewhere := "arn:aws:kms:us-west-2:123456789012:key/k-2"
	if found := Find(plan, []Thing{{one, ""}, {elsewhere, ""}}); !slices.Equal(found.Imports, []Import{{"aws_kms_key.main", "k-1"}}) {
		t.Errorf("%+v", found)
	}
}

func TestExistingAreWhatTerraformDidNotMiss(t *testing.T) {
	imports := []Import{{"aws_iam_role.a", "a"}, {"aws_iam_role.b", "b"}, {"aws_route.c", "c"}, {"aws_route_table_association.d", "subnet-1/rtb-1"}}
	err := errors.New("plan x: exit status 1\n\x1b[31m╷\x1b[0m\n│ Error: Cannot import non-existent remote object\n│ \n│ While attempting to import an existing object to\n│ \"aws_iam_role.b\", the provider detected that no object exists\n╵\n" +
		"╷\n│ Error: reading Route\n│ \n│   with aws_route.c,\n│   on adopt.tf.json line 2\n╵\n" +
		"╷\n│ Error: No association found between route table ID rtb-1 and\n│ target ID subnet-1\n│ \n╵")
	if got := Existing(imports, err); !slices.Equal(got, imports[:1]) {
		t.Errorf("%v", got)
	}
	if got := Existing(imports, errors.New("no network")); len(got) != len(imports) {
		t.Errorf("%v", got)
	}
}
