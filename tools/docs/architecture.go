package docs

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
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
	p.line("%s: \"%s\" {style: {border-radius: 4; font-size: 20}}", id, strings.Join(label, "\\n"))
}

func (p *picture) arrow(from, to, label string) {
	if label != "" {
		label = fmt.Sprintf(": %q {style.font-size: 18}", label)
	}
	p.line("%s -> %s%s", from, to, label)
}

const (
	regionStyle  = "fill: transparent; stroke: '#879596'; stroke-dash: 4; font-size: 22"
	vpcStyle     = "fill: '#f4f1fa'; stroke: '#8c4fff'; font-size: 20"
	publicStyle  = "fill: '#edf6e4'; stroke: '#7aa116'; font-size: 18"
	privateStyle = "fill: '#e6f2f8'; stroke: '#00a4a6'; font-size: 18"
	clusterStyle = "fill: '#fdf3e7'; stroke: '#ed7100'; font-size: 16"
	outsideStyle = "fill: '#f7f7f7'; stroke: '#879596'; font-size: 18"
)

// Architecture draws an environment from its stack: what is in which subnets,
// and what speaks to what. An arrow stands for a rule of a security group, a
// route, a target or a setting that is in the stack.
func Architecture(s Stack) (string, error) {
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

	p := &picture{}
	p.line("direction: down")
	p.line("users: \"Users\" {shape: person}")
	vpc, region := "aws.vpc", "aws"
	p.group(region, "AWS", regionStyle, func() {
		p.node("waf", "WAF", text("aws_wafv2_web_acl", "security_waf", "name"))
		p.group("vpc", "VPC "+text("aws_vpc", "networking_main", "cidr_block")+" · "+strings.Join(zones, ", "), vpcStyle, func() {
			p.group("public", "public subnets", publicStyle, func() {
				p.node("alb", "Application Load Balancer", text("aws_lb", "compute_alb", "name"))
				if len(gateways) > 0 {
					p.node("nat", append([]string{"NAT gateways"}, columns(gateways, 2)...)...)
				}
			})
			p.group("private", "private subnets", privateStyle, func() {
				p.group("cluster", text("aws_ecs_cluster", "compute_cluster", "name"), clusterStyle, func() {
					for _, name := range services {
						task := s.Resource["aws_ecs_task_definition"]["compute_"+name+"_task"]
						target := s.Resource["aws_appautoscaling_target"]["compute_"+name+"_scaling"]
						p.node(name, name, fmt.Sprintf("%v to %v tasks", target["min_capacity"], target["max_capacity"]),
							fmt.Sprintf("%v CPU units, %v MiB", task["cpu"], task["memory"]))
					}
				})
				p.node("endpoints", append([]string{"VPC endpoints"}, columns(endpoints, 2)...)...)
			})
		})
		p.group("data", "of this environment, under one KMS key", outsideStyle, func() {
			p.node("mldata", "S3", "ML data, versioned")
			p.node("images", "ECR", "images of the services")
			if has("aws_secretsmanager_secret") {
				p.node("secrets", "Secrets Manager", "credentials")
			}
			p.node("vault", "AWS Backup", text("aws_backup_vault", "backup_vault", "name"))
		})
		p.group("watch", "watching", outsideStyle, func() {
			p.node("cloudwatch", "CloudWatch", fmt.Sprintf("%d alarms, dashboard, logs", len(s.Resource["aws_cloudwatch_metric_alarm"])))
			p.node("topic", "SNS", text("aws_sns_topic", "monitoring_topic", "name"))
			if has("aws_kinesis_firehose_delivery_stream") {
				p.node("firehose", "Firehose", "logs")
			}
		})
		if has("aws_s3_bucket_replication_configuration") {
			p.group("second", "second region", outsideStyle, func() {
				p.node("replica", "S3", "replica of the ML data")
				p.node("copies", "AWS Backup", text("aws_backup_vault", "backup_copy_vault", "name"))
			})
		}
	})
	p.node("ops", "e-mail", text("aws_sns_topic_subscription", "monitoring_email", "endpoint"))
	for _, service := range []struct{ kind, id, label string }{
		{"supabase_project", "supabase", "Supabase"}, {"vercel_project", "vercel", "Vercel"},
		{"aws_kinesis_firehose_delivery_stream", "datadog", "Datadog"},
	} {
		if has(service.kind) {
			p.line("%s: %q {shape: cloud}", service.id, service.label)
		}
	}

	if has("vercel_project") {
		p.arrow("users", "vercel", "front end")
	}
	p.arrow("users", "aws.waf", text("aws_route53_record", "compute_api", "name"))
	p.arrow("aws.waf", vpc+".public.alb", "")
	cluster := vpc + ".private.cluster"
	for _, name := range services {
		address := "compute_" + name
		if len(s.Resource["aws_ecs_service"][address]) > 0 && refers("aws_ecs_service", address, "aws_lb_target_group") {
			p.arrow(vpc+".public.alb", cluster+"."+name, "")
		}
		for _, other := range services {
			if _, ok := s.Resource["aws_vpc_security_group_egress_rule"]["networking_"+name+"_to_"+other]; ok && other != name {
				p.arrow(cluster+"."+name, cluster+"."+other, "Service Connect")
			}
		}
		if refers("aws_ecs_task_definition", address+"_task", "aws_s3_bucket.storage_ml_data") {
			p.arrow(cluster+"."+name, "aws.data.mldata", "")
		}
		if refers("aws_ecs_task_definition", address+"_task", "supabase_project.database_project") ||
			strings.Contains(fmt.Sprint(s.Resource["aws_ecs_task_definition"][address+"_task"]["container_definitions"]), "SUPABASE_URL") {
			p.arrow(cluster+"."+name, "supabase", "")
		}
	}
	p.arrow(cluster, "aws.watch.cloudwatch", "logs, metrics")
	p.arrow("aws.watch.cloudwatch", "aws.watch.topic", "alarms")
	p.arrow("aws.watch.topic", "ops", "")
	p.arrow("aws.data.mldata", "aws.data.vault", "backups")
	if has("aws_kinesis_firehose_delivery_stream") {
		p.arrow("aws.watch.cloudwatch", "aws.watch.firehose", "")
		p.arrow("aws.watch.firehose", "datadog", "")
	}
	if has("aws_s3_bucket_replication_configuration") {
		p.arrow("aws.data.mldata", "aws.second.replica", "replication")
		p.arrow("aws.data.vault", "aws.second.copies", "copies")
	}
	return p.String(), nil
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

// columns puts so many words into each line.
func columns(words []string, n int) []string {
	var lines []string
	for chunk := range slices.Chunk(words, n) {
		lines = append(lines, strings.Join(chunk, ", "))
	}
	return lines
}
