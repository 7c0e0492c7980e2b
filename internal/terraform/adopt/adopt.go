// Package adopt finds what exists of a stack and is not in its state: what a
// run made that was killed before it wrote that down. Terraform would make it a
// second time, or fail because the name is taken.
//
// Whatever has no name of its own in AWS has a Name tag in the stacks, and all
// has the environment's tags. So the planned resource that something is can be
// told by type and name.
package adopt

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	tfjson "github.com/hashicorp/terraform-json"
)

// Thing is something that exists in AWS with the tags of a stack's environment.
type Thing struct {
	// ARN is its Amazon resource name.
	ARN string
	// Name is its Name tag; empty where it has none.
	Name string
}

// Import is a planned resource that exists, or may: Terraform tells.
type Import struct {
	// To is the address.
	To string `json:"to"`
	// ID is what Terraform imports it by.
	ID string `json:"id"`
}

// kind is a type of AWS, as ARNs have it, that nothing but its ARN leads to.
type kind struct {
	// resource is how the ARN's part after the account begins.
	resource *regexp.Regexp
	// types are Terraform's: the one that it is, or those that it may be.
	types []string
	// id is what Terraform imports it by, given the ARN and that part's matches.
	id func(arn string, match []string) string
}

func whole(arn string, _ []string) string  { return arn }
func last(_ string, match []string) string { return match[len(match)-1] }

func ec2(resource string, types ...string) kind {
	return kind{regexp.MustCompile(`^` + resource + `/(.+)$`), types, last}
}

func of(pattern string, id func(string, []string) string, types ...string) kind {
	return kind{regexp.MustCompile(`^` + pattern + `$`), types, id}
}

// kinds are those whose ids AWS makes up, by service. What has a name that the
// code chooses is in [named].
var kinds = map[string][]kind{
	"acm": {of(`certificate/.+`, whole, "aws_acm_certificate")},
	"backup": {
		of(`backup-plan:(.+)`, last, "aws_backup_plan"),
	},
	"cloudtrail": {of(`trail/(.+)`, whole, "aws_cloudtrail")},
	"ce": {
		of(`anomalymonitor/.+`, whole, "aws_ce_anomaly_monitor"),
		of(`anomalysubscription/.+`, whole, "aws_ce_anomaly_subscription"),
	},
	"ec2": {
		ec2("elastic-ip", "aws_eip"), ec2("internet-gateway", "aws_internet_gateway"), ec2("natgateway", "aws_nat_gateway"),
		ec2("route-table", "aws_route_table"), ec2("security-group", "aws_security_group"),
		ec2("security-group-rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"),
		ec2("subnet", "aws_subnet"), ec2("vpc", "aws_vpc"), ec2("vpc-endpoint", "aws_vpc_endpoint"), ec2("vpc-flow-logs?", "aws_flow_log"),
	},
	"elasticloadbalancing": {
		of(`loadbalancer/app/([^/]+)/.+`, whole, "aws_lb"),
		of(`listener/app/.+`, whole, "aws_lb_listener"),
		of(`listener-rule/app/.+`, whole, "aws_lb_listener_rule"),
		of(`targetgroup/([^/]+)/.+`, whole, "aws_lb_target_group"),
	},
	"firehose":  {of(`deliverystream/(.+)`, whole, "aws_kinesis_firehose_delivery_stream")},
	"guardduty": {of(`detector/([^/]+)`, last, "aws_guardduty_detector")},
	"kms":       {of(`key/(.+)`, last, "aws_kms_key")},
	"route53": {
		of(`hostedzone/(.+)`, last, "aws_route53_zone"),
		of(`healthcheck/(.+)`, last, "aws_route53_health_check"),
	},
	"secretsmanager": {
		of(`secret:(.+)-[A-Za-z0-9]{6}`, whole, "aws_secretsmanager_secret"),
	},
	"servicediscovery": {
		of(`namespace/(.+)`, last, "aws_service_discovery_http_namespace", "aws_service_discovery_private_dns_namespace"),
		of(`service/(.+)`, last, "aws_service_discovery_service"),
	},
	"sns": {of(`([^:]+)`, whole, "aws_sns_topic")},
	"wafv2": {of(`regional/webacl/([^/]+)/(.+)`, func(_ string, m []string) string {
		return m[2] + "/" + m[1] + "/REGIONAL"
	}, "aws_wafv2_web_acl")},
}

// named are the types that Terraform imports by what the code calls them.
var named = map[string]func(p planned) string{
	"aws_accessanalyzer_analyzer": argument("analyzer_name"),
	"aws_backup_vault":            argument("name"),
	"aws_budgets_budget":          func(p planned) string { return join(":", p.account, p.text("name")) },
	"aws_cloudwatch_log_group":    argument("name"),
	"aws_cloudwatch_log_stream":   func(p planned) string { return join(":", p.text("log_group_name"), p.text("name")) },
	"aws_dynamodb_table":          argument("name"),
	"aws_ecr_repository":          argument("name"),
	"aws_ecs_cluster":             argument("name"),
	"aws_iam_policy":              func(p planned) string { return p.iam("policy") },
	"aws_iam_openid_connect_provider": func(p planned) string {
		if url := strings.TrimPrefix(p.text("url"), "https://"); url != "" {
			return "arn:" + p.partition + ":iam::" + p.account + ":oidc-provider/" + url
		}
		return ""
	},
	"aws_iam_role": argument("name"),
	"aws_iam_service_linked_role": func(p planned) string {
		service := p.text("aws_service_name")
		if name := LinkedRoles[service]; name != "" {
			return "arn:" + p.partition + ":iam::" + p.account + ":role/aws-service-role/" + service + "/" + name
		}
		return ""
	},
	"aws_kms_alias":           argument("name"),
	"aws_s3_bucket":           argument("bucket"),
	"aws_securityhub_account": func(p planned) string { return p.account },
}

// LinkedRoles are the names that services give the roles that they work with, for
// those that a stack makes ("Using service-linked roles" in each guide).
var LinkedRoles = map[string]string{"config.amazonaws.com": "AWSServiceRoleForConfig"}

func argument(name string) func(p planned) string {
	return func(p planned) string { return p.text(name) }
}

// join is the parts, or nothing where one of them is not known.
func join(between string, parts ...string) string {
	if slices.Contains(parts, "") {
		return ""
	}
	return strings.Join(parts, between)
}

// planned is a resource that a plan would make.
type planned struct {
	*tfjson.ResourceChange
	values             map[string]any
	account, partition string
}

// text is an argument's value; empty where it has none yet.
func (p planned) text(name string) string {
	value, _ := p.values[name].(string)
	return value
}

func (p planned) iam(kind string) string {
	if p.text("name") == "" {
		return ""
	}
	return fmt.Sprintf("arn:%s:iam::%s:%s%s%s", p.partition, p.account, kind, cmp.Or(p.text("path"), "/"), p.text("name"))
}

// called are the names by which AWS may know it.
func (p planned) called() []string {
	var names []string
	if tags, ok := p.values["tags_all"].(map[string]any); ok {
		if name, ok := tags["Name"].(string); ok {
			names = append(names, name)
		}
	}
	for _, argument := range []string{"name", "bucket", "domain_name"} {
		if name := p.text(argument); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Found is what exists and the state doesn't know.
type Found struct {
	// Imports are what the plan would make a second time.
	Imports []Import
	// Strangers are things that nothing in the plan is, by ARN.
	Strangers []string
}

// Find says what of the things, and of what has a name, the plan would make
// though it may exist already.
func Find(plan *tfjson.Plan, things []Thing) Found {
	known := inState(plan)
	creates := created(plan)
	var found Found
	ids, taken := known.ids, map[string]bool{}
	var matched []string
	for _, thing := range things {
		k, id, ok := identify(thing)
		if !ok || known.has(thing.ARN, k.types, id) {
			continue
		}
		address := match(creates, taken, thing, k, things)
		if address == "" {
			found.Strangers = append(found.Strangers, thing.ARN)
			continue
		}
		taken[address] = true
		ids[address] = id
		matched = append(matched, address)
	}
	for _, address := range matched {
		id := ids[address]
		if strings.HasPrefix(address, "aws_service_discovery_private_dns_namespace.") {
			id = join(":", id, ids[refers(plan, address, "vpc")])
		}
		found.Imports = append(found.Imports, Import{address, id})
	}
	for _, p := range creates {
		if taken[p.Address] {
			continue
		}
		id := ""
		if by, ok := named[p.Type]; ok {
			id = by(p)
		} else {
			id = between(plan, p, ids)
		}
		if id != "" {
			found.Imports = append(found.Imports, Import{p.Address, id})
		}
	}
	slices.SortFunc(found.Imports, func(a, b Import) int { return strings.Compare(a.To, b.To) })
	slices.Sort(found.Strangers)
	return found
}

// identify is what kind of thing it is, and what Terraform imports it by. It
// fails for what an apply makes by writing over what is there.
func identify(thing Thing) (k kind, id string, ok bool) {
	parsed, err := arn.Parse(thing.ARN)
	if err != nil {
		return kind{}, "", false
	}
	for _, k := range kinds[parsed.Service] {
		if parts := k.resource.FindStringSubmatch(parsed.Resource); parts != nil {
			return k, k.id(thing.ARN, parts), true
		}
	}
	return kind{}, "", false
}

// match is the planned resource that a thing is, or nothing.
func match(creates []planned, taken map[string]bool, thing Thing, k kind, all []Thing) (address string) {
	var candidates []planned
	for _, p := range creates {
		if slices.Contains(k.types, p.Type) && !taken[p.Address] {
			candidates = append(candidates, p)
		}
	}
	names := []string{thing.Name}
	if parsed, err := arn.Parse(thing.ARN); err == nil {
		names = append(names, k.resource.FindStringSubmatch(parsed.Resource)[1:]...)
	}
	for _, p := range candidates {
		if slices.ContainsFunc(p.called(), func(name string) bool { return slices.Contains(names, name) }) {
			return p.Address
		}
	}
	// What there is one of needs no name.
	if len(candidates) == 1 && thing.Name == "" && single(all, thing, k) {
		return candidates[0].Address
	}
	return ""
}

// single says that no other thing in the same region is of the kind.
func single(all []Thing, thing Thing, k kind) bool {
	a, err := arn.Parse(thing.ARN)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(all, func(other Thing) bool {
		b, err := arn.Parse(other.ARN)
		return err == nil && other.ARN != thing.ARN && a.Service == b.Service && a.Region == b.Region && k.resource.MatchString(b.Resource)
	})
}

// between is the id of what has none of its own: it is told by the ids of what
// it is between.
func between(plan *tfjson.Plan, p planned, ids map[string]string) string {
	of := func(argument string) string { return ids[refers(plan, p.Address, argument)] }
	switch p.Type {
	case "aws_route":
		return join("_", of("route_table_id"), cmp.Or(p.text("destination_cidr_block"), p.text("destination_ipv6_cidr_block")))
	case "aws_route_table_association":
		return join("/", of("subnet_id"), of("route_table_id"))
	case "aws_route53_record":
		return join("_", of("zone_id"), p.text("name"), p.text("type"))
	}
	return ""
}

// refers is the address of the resource or data source that an argument refers
// to.
func refers(plan *tfjson.Plan, address, argument string) string {
	for _, r := range plan.Config.RootModule.Resources {
		if r.Address != address {
			continue
		}
		if expression := r.Expressions[argument]; expression != nil {
			for _, reference := range expression.References {
				parts := strings.Split(strings.TrimPrefix(reference, "data."), ".")
				if len(parts) == 2 {
					return reference
				}
			}
		}
	}
	return ""
}

func created(plan *tfjson.Plan) (all []planned) {
	account, partition := identity(plan)
	for _, r := range plan.ResourceChanges {
		if r.Mode != tfjson.ManagedResourceMode || !r.Change.Actions.Create() {
			continue
		}
		values, _ := r.Change.After.(map[string]any)
		all = append(all, planned{r, values, account, partition})
	}
	return all
}

// identity is the account that a plan was made in, from what it read.
func identity(plan *tfjson.Plan) (account, partition string) {
	if plan.PriorState == nil || plan.PriorState.Values == nil {
		return "", ""
	}
	for _, r := range plan.PriorState.Values.RootModule.Resources {
		switch r.Type {
		case "aws_caller_identity":
			account, _ = r.AttributeValues["account_id"].(string)
		case "aws_partition":
			partition, _ = r.AttributeValues["partition"].(string)
		}
	}
	return account, partition
}

// state is what a state knows: ids by address, also of what is only read, ARNs,
// and types with an id.
type state struct {
	ids   map[string]string
	arns  map[string]bool
	known map[[2]string]bool
}

// has says that the state knows something by its ARN; or by its type and id,
// because not everything has an ARN there.
func (s state) has(arn string, types []string, id string) bool {
	return s.arns[arn] || slices.ContainsFunc(types, func(t string) bool { return s.known[[2]string{t, id}] })
}

func inState(plan *tfjson.Plan) state {
	s := state{map[string]string{}, map[string]bool{}, map[[2]string]bool{}}
	if plan.PriorState == nil || plan.PriorState.Values == nil || plan.PriorState.Values.RootModule == nil {
		return s
	}
	for _, r := range plan.PriorState.Values.RootModule.Resources {
		id, _ := r.AttributeValues["id"].(string)
		if id != "" {
			s.ids[r.Address] = id
		}
		// What is only read is not known for that: it may be to be made.
		if r.Mode != tfjson.ManagedResourceMode {
			continue
		}
		if arn, ok := r.AttributeValues["arn"].(string); ok {
			s.arns[arn] = true
		}
		if id != "" {
			s.known[[2]string{r.Type, id}] = true
		}
	}
	return s
}

// missing are how Terraform says that it is told to import what isn't there.
var missing = regexp.MustCompile(`existing object to\s+"([^"]+)"|with ([a-z0-9_]+\.[A-Za-z0-9_-]+(?:\[[^\]]+\])?),`)

// apart is how the AWS provider says the same of a route table and a subnet that
// both exist, without the address.
var apart = regexp.MustCompile(`No\s+association\s+found\s+between\s+route\s+table\s+ID\s+(\S+)\s+and\s+target\s+ID\s+(\S+)`)

// Existing are the imports without those that Terraform, with that error, didn't
// find.
func Existing(imports []Import, err error) []Import {
	absent, text := map[string]bool{}, plain(err.Error())
	for _, match := range missing.FindAllStringSubmatch(text, -1) {
		absent[match[1]+match[2]] = true
	}
	for _, match := range apart.FindAllStringSubmatch(text, -1) {
		absent[join("/", match[2], match[1])] = true
	}
	return slices.DeleteFunc(slices.Clone(imports), func(i Import) bool { return absent[i.To] || absent[i.ID] })
}

var decoration = regexp.MustCompile("\x1b\\[[0-9;]*m|(?m)^[│╷╵ ]+")

// plain is what Terraform prints without the frame around it.
func plain(text string) string { return decoration.ReplaceAllString(text, "") }
