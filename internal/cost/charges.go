package cost

import (
	"fmt"
	"regexp"
	"strings"
)

// Hours are those of a month, as AWS counts: 365 days by 24 hours by 12 months.
const Hours = 730

// charge is something that a resource is billed for: so many units a month, or
// only for what is used of it.
type charge struct {
	// price is what one unit costs, by its id.
	price string
	// least and most are how many units a month has; zero for what is billed by use.
	least, most float64
	// region is where it is billed, if not where the resource is.
	region string
}

func fixed(price string, units float64) charge { return between(price, units, units) }

func between(price string, least, most float64) charge {
	return charge{price: price, least: least, most: most}
}

func hourly(price string, count int) charge { return fixed(price, float64(count)*Hours) }

func byUse(price string) charge { return charge{price: price} }

// rule says what a resource is billed for.
type rule func(s *stack, r object) ([]charge, error)

// always is a rule of what is billed for the same, whatever its arguments are.
func always(charges ...charge) rule {
	return func(*stack, object) ([]charge, error) { return charges, nil }
}

// rules are those of the types that AWS or another vendor bills. What else there
// is must be in [Free].
var rules = map[string]rule{
	"aws_backup_plan":                             backupPlan,
	"aws_backup_vault":                            always(byUse("backup.stored")),
	"aws_cloudwatch_composite_alarm":              always(fixed("cloudwatch.composite", 1)),
	"aws_cloudwatch_dashboard":                    always(fixed("cloudwatch.dashboard", 1)),
	"aws_cloudwatch_log_group":                    always(byUse("logs.ingested"), byUse("logs.stored")),
	"aws_cloudwatch_log_metric_filter":            always(byUse("cloudwatch.metric")),
	"aws_cloudwatch_metric_alarm":                 alarm,
	"aws_accessanalyzer_analyzer":                 analyzer,
	"aws_cloudtrail":                              trail,
	"aws_cloudwatch_event_target":                 forwarded,
	"aws_config_configuration_recorder":           always(byUse("config.items")),
	"aws_dynamodb_table":                          table,
	"aws_ecr_repository":                          always(byUse("ecr.stored")),
	"aws_ecr_replication_configuration":           always(byUse("ecr.stored"), byUse("transfer.region.gb")),
	"aws_ecs_cluster":                             cluster,
	"aws_ecs_service":                             service,
	"aws_eip":                                     always(hourly("ipv4.hour", 1)),
	"aws_guardduty_detector":                      always(byUse("guardduty.calls"), byUse("guardduty.gb")),
	"aws_guardduty_detector_feature":              protection,
	"aws_internet_gateway":                        always(byUse("transfer.internet.gb")),
	"aws_kinesis_firehose_delivery_stream":        firehose,
	"aws_kms_key":                                 always(fixed("kms.key", 1), byUse("kms.requests")),
	"aws_lb":                                      loadBalancer,
	"aws_nat_gateway":                             always(hourly("nat.hour", 1), byUse("nat.gb")),
	"aws_route53_health_check":                    check,
	"aws_route53_zone":                            always(fixed("route53.zone", 1), byUse("route53.queries")),
	"aws_s3_bucket":                               always(byUse("s3.stored"), byUse("s3.put"), byUse("s3.get")),
	"aws_s3_bucket_replication_configuration":     always(byUse("transfer.region.gb")),
	"aws_secretsmanager_secret":                   secret,
	"aws_securityhub_account":                     always(byUse("securityhub.findings")),
	"aws_securityhub_standards_subscription":      always(byUse("securityhub.checks")),
	"aws_service_discovery_private_dns_namespace": always(fixed("route53.zone", 1), byUse("route53.queries")),
	"aws_service_discovery_service":               always(byUse("cloudmap.requests")),
	"aws_sns_topic_subscription":                  subscription,
	"aws_vpc_endpoint":                            endpoint,
	"aws_wafv2_web_acl":                           webACL,
	"null_resource":                               addOn,
	"supabase_project":                            database,
	"vercel_project":                              always(byUse("vercel.requests"), byUse("vercel.transfer")),
}

// check is billed for asking, and for each option beside plain HTTP. What it asks is
// the environment's own, which costs less than what others run.
func check(_ *stack, r object) ([]charge, error) {
	kind, _ := r["type"].(string)
	options := 0.0
	for _, optional := range []bool{
		strings.HasPrefix(kind, "HTTPS"), strings.HasSuffix(kind, "STR_MATCH"), r["measure_latency"] == true, number(r["request_interval"]) == 10,
	} {
		if optional {
			options++
		}
	}
	return []charge{fixed("route53.check", 1), fixed("route53.check.option", options)}, nil
}

// spotLeast is the least part of Fargate's price that Fargate Spot costs: AWS
// takes off up to 70 %, by supply and demand. The most is the whole of it.
const spotLeast = 0.3

// service is billed for its tasks: those that it starts with, in the hours in
// which it runs, and those that autoscaling may start.
func service(s *stack, r object) ([]charge, error) {
	definition, err := s.referred("aws_ecs_task_definition", r["task_definition"])
	if err != nil {
		return nil, err
	}
	const unitsPerVCPU, perGB, freeStorage = 1024, 1024, 20
	vCPU, memory := number(definition["cpu"])/unitsPerVCPU, number(definition["memory"])/perGB
	if vCPU == 0 || memory == 0 {
		return nil, fmt.Errorf("its task definition says neither cpu nor memory in numbers")
	}
	desired := number(r["desired_count"])
	most, running := desired, 1.0
	of := func(kind string) (found []object) {
		for _, one := range s.resources[kind] {
			if id, _ := one["resource_id"].(string); strings.HasSuffix(id, "/"+fmt.Sprint(r["name"])) {
				found = append(found, one)
			}
		}
		return found
	}
	for _, target := range of("aws_appautoscaling_target") {
		most = max(most, number(target["max_capacity"]))
	}
	if share, ok := share(of("aws_appautoscaling_scheduled_action")); ok {
		running = share
	}
	least := desired * running * Hours
	// In units of the price on demand.
	paid := onDemand(blocks(r["capacity_provider_strategy"]), desired)
	cheapest := (paid + (desired-paid)*spotLeast) * running * Hours
	charges := []charge{
		between("fargate.vcpu", cheapest*vCPU, most*vCPU*Hours),
		between("fargate.gb", cheapest*memory, most*memory*Hours),
	}
	for _, storage := range blocks(definition["ephemeral_storage"]) {
		above := number(storage["size_in_gib"]) - freeStorage
		charges = append(charges, between("fargate.storage", least*above, most*above*Hours))
	}
	// A plan knows of the containers only what they refer to, which is the agent's
	// log; that it traces is then taken for granted.
	containers, readable := definition["container_definitions"].(string)
	if strings.Contains(fmt.Sprint(definition["container_definitions"]), "datadog-agent") {
		charges = append(charges, between("datadog.task", least/Hours, most))
		if !readable || strings.Contains(containers, `{"name":"DD_APM_ENABLED","value":"true"}`) {
			charges = append(charges, between("datadog.apm", least/Hours, most))
		}
	}
	return charges, nil
}

// onDemand is how many tasks at least are paid in full.
func onDemand(strategy []object, tasks float64) float64 {
	base, weight, all := 0.0, 0.0, 0.0
	for _, provider := range strategy {
		all += number(provider["weight"])
		if provider["capacity_provider"] != "FARGATE_SPOT" {
			base += number(provider["base"])
			weight += number(provider["weight"])
		}
	}
	if all == 0 {
		return tasks
	}
	base = min(base, tasks)
	return base + float64(int((tasks-base)*weight/all))
}

var weekdays = regexp.MustCompile(`^cron\(([0-9]+) ([0-9]+) \? \* MON-FRI \*\)$`)

// share is the part of the week in which a service runs that one schedule starts
// and another stops on working days.
func share(actions []object) (part float64, ok bool) {
	var start, stop float64
	found := 0
	for _, action := range actions {
		at := weekdays.FindStringSubmatch(fmt.Sprint(action["schedule"]))
		target := blocks(action["scalable_target_action"])
		if at == nil || len(target) != 1 {
			return 0, false
		}
		hour := number(at[2]) + number(at[1])/60
		if number(target[0]["max_capacity"]) == 0 {
			stop = hour
		} else {
			start = hour
		}
		found++
	}
	return (stop - start) * 5 / (7 * 24), found == 2 && stop > start
}

// loadBalancer has a public address in each of its subnets, unless it is internal.
func loadBalancer(_ *stack, r object) ([]charge, error) {
	if kind, ok := r["load_balancer_type"].(string); ok && kind != "application" {
		return []charge{hourly(kind+".hour", 1)}, nil
	}
	charges := []charge{hourly("alb.hour", 1), byUse("alb.lcu")}
	if internal, _ := r["internal"].(bool); !internal {
		charges = append(charges, hourly("ipv4.hour", len(list(r["subnets"]))))
	}
	return charges, nil
}

// endpoint is billed in each zone, where it is no gateway.
func endpoint(_ *stack, r object) ([]charge, error) {
	if kind, _ := r["vpc_endpoint_type"].(string); kind == "" || kind == "Gateway" {
		return nil, nil
	}
	return []charge{hourly("endpoint.hour", len(list(r["subnet_ids"]))), byUse("endpoint.gb")}, nil
}

// secret is billed once more in each region that it is replicated to.
func secret(_ *stack, r object) ([]charge, error) {
	charges := []charge{fixed("secret.month", 1), byUse("secret.requests")}
	for _, replica := range blocks(r["replica"]) {
		region, _ := replica["region"].(string)
		charges = append(charges, charge{price: "secret.month", least: 1, most: 1, region: region})
	}
	return charges, nil
}

func webACL(_ *stack, r object) ([]charge, error) {
	return []charge{fixed("waf.acl", 1), fixed("waf.rule", float64(len(blocks(r["rule"])))), byUse("waf.requests")}, nil
}

// alarm is billed for each metric that it looks at.
func alarm(_ *stack, r object) ([]charge, error) {
	const minute = 60
	metrics, fast := 0, number(r["period"]) > 0 && number(r["period"]) < minute
	for _, query := range blocks(r["metric_query"]) {
		for _, metric := range blocks(query["metric"]) {
			metrics++
			fast = fast || number(metric["period"]) < minute
		}
	}
	if fast {
		return []charge{fixed("cloudwatch.alarm.high", float64(max(metrics, 1)))}, nil
	}
	return []charge{fixed("cloudwatch.alarm", float64(max(metrics, 1)))}, nil
}

// cluster is billed for what Container Insights writes, if anything.
func cluster(_ *stack, r object) ([]charge, error) {
	for _, setting := range blocks(r["setting"]) {
		if setting["name"] != "containerInsights" {
			continue
		}
		switch setting["value"] {
		case "enabled":
			return []charge{byUse("cloudwatch.metric")}, nil
		case "enhanced":
			return []charge{byUse("cloudwatch.observation")}, nil
		}
	}
	return nil, nil
}

// analyzer of access from outside costs nothing; one of unused access does.
func analyzer(_ *stack, r object) ([]charge, error) {
	if kind, _ := r["type"].(string); strings.Contains(kind, "UNUSED_ACCESS") || strings.Contains(kind, "INTERNAL_ACCESS") {
		return []charge{byUse("accessanalyzer.resource")}, nil
	}
	return nil, nil
}

// trail is billed for the objects whose reads and writes it records. Of calls that
// change or read settings, an account's first copy costs nothing.
func trail(_ *stack, r object) ([]charge, error) {
	for _, selector := range blocks(r["event_selector"]) {
		if len(blocks(selector["data_resource"])) > 0 {
			return []charge{byUse("cloudtrail.objects")}, nil
		}
	}
	return nil, nil
}

// forwarded events are billed, to a bus of another region; what AWS's own services
// tell any other target is not.
func forwarded(_ *stack, r object) ([]charge, error) {
	if arn, _ := r["arn"].(string); strings.Contains(arn, ":event-bus/") {
		return []charge{byUse("events.forwarded")}, nil
	}
	return nil, nil
}

// protection is what GuardDuty looks at beside what every detector does.
func protection(_ *stack, r object) ([]charge, error) {
	switch name, _ := r["name"].(string); {
	case r["status"] == "DISABLED":
		return nil, nil
	case name == "S3_DATA_EVENTS":
		return []charge{byUse("guardduty.objects")}, nil
	default:
		return []charge{byUse("guardduty." + strings.ToLower(name))}, nil
	}
}

func table(_ *stack, r object) ([]charge, error) {
	charges := []charge{byUse("dynamodb.stored")}
	if r["billing_mode"] != "PAY_PER_REQUEST" {
		return append(charges, fixed("dynamodb.read.capacity", number(r["read_capacity"])*Hours),
			fixed("dynamodb.write.capacity", number(r["write_capacity"])*Hours)), nil
	}
	return append(charges, byUse("dynamodb.read"), byUse("dynamodb.write")), nil
}

func firehose(_ *stack, r object) ([]charge, error) {
	charges := []charge{byUse("firehose.gb")}
	for _, to := range blocks(r["http_endpoint_configuration"]) {
		if strings.Contains(strings.ToLower(fmt.Sprint(to["name"])), "datadog") {
			charges = append(charges, byUse("datadog.logs"))
		}
	}
	return charges, nil
}

func subscription(_ *stack, r object) ([]charge, error) {
	switch protocol, _ := r["protocol"].(string); protocol {
	case "http", "https":
		return []charge{byUse("sns.http")}, nil
	case "email", "email-json":
		return []charge{byUse("sns.email")}, nil
	default:
		return []charge{byUse("sns." + protocol)}, nil
	}
}

// backupPlan is billed for what it copies to another region.
func backupPlan(_ *stack, r object) ([]charge, error) {
	for _, rule := range blocks(r["rule"]) {
		if len(blocks(rule["copy_action"])) > 0 {
			return []charge{byUse("transfer.region.gb")}, nil
		}
	}
	return nil, nil
}

// database is billed by its size; the organization's plan is not of one stack.
func database(_ *stack, r object) ([]charge, error) {
	size, _ := r["instance_size"].(string)
	if size == "" {
		return nil, fmt.Errorf("it says no instance_size")
	}
	return []charge{hourly("supabase."+size, 1)}, nil
}

// addOn is a null_resource, which costs what it books: of Supabase, a variant of
// an add-on.
func addOn(_ *stack, r object) ([]charge, error) {
	for _, triggers := range blocks(r["triggers"]) {
		if variant, ok := triggers["variant"].(string); ok {
			return []charge{fixed("supabase."+variant, 1)}, nil
		}
	}
	return nil, nil
}

// Billed says whether it is known what a type is billed for, which may be by use
// alone.
func Billed(kind string) bool {
	_, ok := rules[kind]
	return ok
}
