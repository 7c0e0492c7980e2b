package docs

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// picture is the script of an architecture picture in the making.
type picture struct {
	strings.Builder
	depth int
}

func (p *picture) line(format string, args ...any) {
	p.WriteString(strings.Repeat("  ", p.depth))
	fmt.Fprintf(p, format+"\n", args...)
}

// group draws a container with a label.
func (p *picture) group(id, label, style string, inside func()) {
	p.line("%s: %q {", id, label)
	p.depth++
	p.line("style: {%s}", style)
	// In the middle, arrows would run through it.
	p.line("label.near: top-left")
	inside()
	p.depth--
	p.line("}")
}

// node draws a box; each line of the label stands below the one before.
func (p *picture) node(id string, label ...string) {
	var lines []string
	for _, line := range label {
		lines = append(lines, fit(line)...)
	}
	p.line("%s: \"%s\" {style: {border-radius: 4; font-size: 20}}", id, strings.Join(lines, "\\n"))
}

// fit breaks a line at blanks, or else within names, so that as many boxes as a
// picture has side by side fit a page, whatever things are called.
func fit(line string) (lines []string) {
	const most = 24
	for len(line) > most {
		end := strings.LastIndex(line[:most+1], " ")
		if end <= 0 {
			end = strings.LastIndexAny(line[:most], "-.@") + 1
		}
		if end <= 0 {
			break
		}
		lines, line = append(lines, line[:end]), strings.TrimSpace(line[end:])
	}
	return append(lines, line)
}

func (p *picture) arrow(from, to string) { p.line("%s -> %s", from, to) }

// The fills are nearly transparent, for a light page and a dark one.
const (
	accountStyle = "fill: transparent; stroke: '#879596'; font-size: 22"
	regionStyle  = "fill: transparent; stroke: '#879596'; stroke-dash: 4; font-size: 22"
	vpcStyle     = "fill: transparent; stroke: '#8c4fff'; font-size: 20"
	publicStyle  = "fill: transparent; stroke: '#7aa116'; font-size: 18"
	privateStyle = "fill: transparent; stroke: '#00a4a6'; font-size: 18"
	clusterStyle = "fill: transparent; stroke: '#ed7100'; font-size: 18"
	outsideStyle = "fill: transparent; stroke: '#879596'; font-size: 18"
)

// Architecture draws an environment from its stack, in the account that it stands
// in: what is in which subnets and regions, and what speaks to what. An arrow
// stands for a rule of a security group, a route, a target or a setting that is in
// the stack.
func Architecture(p Project, env envs.Environment) (string, error) {
	s := p.Stacks[env.Name]
	text := func(kind, name, argument string) string {
		value, _ := s.Resource[kind][name][argument].(string)
		return s.resolve(value)
	}
	has := func(kind string) bool { return len(s.Resource[kind]) > 0 }
	// refers says whether a resource mentions another.
	refers := func(kind, name, to string) bool {
		content, err := json.Marshal(s.Resource[kind][name])
		return err == nil && strings.Contains(string(content), "${"+to+".")
	}
	services := s.local("aws_ecs_service", "compute_", "")
	if len(services) == 0 {
		return "", fmt.Errorf("the stack has no services to draw")
	}
	zones := s.local("aws_subnet", "networking_private_", "")
	gateways := s.local("aws_nat_gateway", "networking_nat_", "")
	endpoints := s.local("aws_vpc_endpoint", "networking_endpoint_", "")

	standby, waits := env.InSecondRegion()

	d := &picture{}
	d.line("direction: right")
	d.line("users: \"Users\" {shape: person}")
	d.group("account", p.account(env), accountStyle, func() {
		d.group("region", env.Region, regionStyle, func() {
			d.group("vpc", "VPC "+text("aws_vpc", "networking_main", "cidr_block")+" · "+strings.Join(zones, ", "), vpcStyle, func() {
				d.group("public", "public subnets", publicStyle, func() {
					d.node("alb", "Load balancer", text("aws_lb", "compute_alb", "name"),
						text("aws_route53_record", "compute_api", "name"), "WAF "+text("aws_wafv2_web_acl", "security_waf", "name"))
					if len(gateways) > 0 {
						d.node("nat", "NAT gateways", strings.Join(gateways, ", "))
					}
				})
				d.group("private", "private subnets", privateStyle, func() {
					d.group("cluster", text("aws_ecs_cluster", "compute_cluster", "name"), clusterStyle, func() {
						for _, name := range services {
							task := s.Resource["aws_ecs_task_definition"]["compute_"+name+"_task"]
							target := s.Resource["aws_appautoscaling_target"]["compute_"+name+"_scaling"]
							units, _ := strconv.ParseFloat(fmt.Sprint(task["cpu"]), 64)
							d.node(name, name, fmt.Sprintf("%v to %v tasks", target["min_capacity"], target["max_capacity"]),
								fmt.Sprintf("%v vCPU, %v MiB", units/1024, task["memory"]))
						}
					})
					d.node("endpoints", "VPC endpoints", strings.Join(endpoints, ", "))
				})
			})
			d.group("watch", "watching", outsideStyle, func() {
				if has("aws_kinesis_firehose_delivery_stream") {
					d.node("firehose", "Firehose", "logs")
				}
				d.node("cloudwatch", "CloudWatch", fmt.Sprintf("%d alarms, dashboard", len(s.Resource["aws_cloudwatch_metric_alarm"])))
				d.node("topic", "SNS", text("aws_sns_topic", "monitoring_topic", "name"),
					text("aws_sns_topic_subscription", "monitoring_email", "endpoint"))
			})
			d.group("data", "under the environment's KMS key", outsideStyle, func() {
				d.node("vault", "AWS Backup", text("aws_backup_vault", "backup_vault", "name"))
				d.node("mldata", "S3", "ML data, versioned")
				d.node("images", "ECR", "images of the services")
				if has("aws_secretsmanager_secret") {
					d.node("secrets", "Secrets Manager", "credentials")
				}
			})
		})
		if second := env.Backup.SecondRegion; second != "" {
			d.group("second", second+", the second region", regionStyle, func() {
				d.node("copies", "AWS Backup", text("aws_backup_vault", "backup_copy_vault", "name"))
				d.node("replica", "S3", "replica of the ML data")
				if waits {
					d.standby(standby, p.Stacks[standby.Name])
				}
			})
		}
		d.node("shared", "for all environments", "state: S3, DynamoDB", "delivery: IAM roles")
	})
	for _, service := range []struct{ kind, id, label string }{
		{"supabase_project", "supabase", "Supabase"}, {"vercel_project", "vercel", "Vercel"},
		{"aws_kinesis_firehose_delivery_stream", "datadog", "Datadog"},
	} {
		if has(service.kind) {
			d.line("%s: %q {shape: cloud}", service.id, service.label)
		}
	}

	if has("vercel_project") {
		d.arrow("users", "vercel")
	}
	vpc, data, watch := "account.region.vpc", "account.region.data", "account.region.watch"
	d.arrow("users", vpc+".public.alb")
	cluster := vpc + ".private.cluster"
	for _, name := range services {
		address := "compute_" + name
		if len(s.Resource["aws_ecs_service"][address]) > 0 && refers("aws_ecs_service", address, "aws_lb_target_group") {
			d.arrow(vpc+".public.alb", cluster+"."+name)
		}
		for _, other := range services {
			if _, ok := s.Resource["aws_vpc_security_group_egress_rule"]["networking_"+name+"_to_"+other]; ok && other != name {
				d.arrow(cluster+"."+name, cluster+"."+other)
			}
		}
		if refers("aws_ecs_task_definition", address+"_task", "aws_s3_bucket.storage_ml_data") {
			d.arrow(cluster+"."+name, data+".mldata")
		}
		if refers("aws_ecs_task_definition", address+"_task", "supabase_project.database_project") ||
			strings.Contains(fmt.Sprint(s.Resource["aws_ecs_task_definition"][address+"_task"]["container_definitions"]), "SUPABASE_URL") {
			d.arrow(cluster+"."+name, "supabase")
		}
	}
	d.arrow(cluster, watch+".cloudwatch")
	d.arrow(watch+".cloudwatch", watch+".topic")
	d.arrow(data+".mldata", data+".vault")
	if has("aws_kinesis_firehose_delivery_stream") {
		d.arrow(watch+".cloudwatch", watch+".firehose")
		d.arrow(watch+".firehose", "datadog")
	}
	if has("aws_s3_bucket_replication_configuration") {
		d.arrow(data+".mldata", "account.second.replica")
		d.arrow(data+".vault", "account.second.copies")
	}
	if waits {
		d.arrow(data+".images", "account.second.standby")
		if has("aws_secretsmanager_secret") {
			d.arrow(data+".secrets", "account.second.standby")
		}
		d.line("users -> account.second.standby: {style: {stroke-dash: 4}}")
	}
	return d.String(), nil
}

// account is the title of the account that an environment stands in, with the
// environments beside it.
func (p Project) account(env envs.Environment) string {
	account := envs.AccountOf(p.Accounts, p.Environments, env.Name)
	title := "AWS account"
	if len(p.Accounts) > 1 {
		title = "AWS " + account.Called()
	}
	var others []string
	for _, other := range account.Environments(p.Environments) {
		if other.Name != env.Name {
			others = append(others, other.Name)
		}
	}
	if len(others) == 0 {
		return title
	}
	return title + ", shared with " + strings.Join(others, ", ")
}

// local are the ends of the names of a type's resources that begin with prefix
// and end with suffix, in alphabetical order.
func (s Stack) local(kind, prefix, suffix string) []string {
	var names []string
	for name := range s.Resource[kind] {
		if rest, ok := strings.CutPrefix(name, prefix); ok && strings.HasSuffix(rest, suffix) {
			names = append(names, strings.TrimSuffix(rest, suffix))
		}
	}
	slices.Sort(names)
	return names
}
