package policies.topics.monitoring

import rego.v1

import data.lib

rule contains {"id": "alarms-act", "title": "Alarms tell somebody", "controls": ["CloudWatch.15", "CloudWatch.17"]}

alarms contains r if {
	some r in lib.resources
	r.type in {"aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"}
}

violation contains lib.found("alarms-act", r.address, "tells nobody") if {
	some r in alarms
	not lib.given(r, "alarm_actions")
	not acts(r)
}

# A part of another alarm tells by that one. What ends a deployment acts, too.
acts(alarm) if {
	some whole in lib.of("aws_cloudwatch_composite_alarm")
	lib.refers(whole, "alarm_rule", alarm)
}

# A service that waits for its first image is declared, and not yet planned.
acts(alarm) if {
	some service in lib.declarations
	service.type == "aws_ecs_service"
	lib.refers(service, "alarms", alarm)
}

violation contains lib.found("alarms-act", r.address, "tells nobody: its actions are off") if {
	some r in alarms
	object.get(r.values, "actions_enabled", true) == false
}

rule contains {"id": "logs-end", "title": "Log groups keep what they hold for a week at least, and not for ever", "controls": ["CloudWatch.16"]}

violation contains lib.found("logs-end", r.address, "keeps logs for less than a week, or for ever") if {
	some r in lib.of("aws_cloudwatch_log_group")
	days := object.get(r.values, "retention_in_days", 0)
	not kept(days)
}

kept(days) if {
	days != null
	days >= 7
}

rule contains {"id": "logs-kept-in-production", "title": "Production keeps logs for 90 days", "controls": ["CloudWatch.16", "pdm"]}

violation contains lib.found("logs-kept-in-production", r.address, "keeps logs for less than 90 days") if {
	lib.production
	some r in lib.of("aws_cloudwatch_log_group")
	object.get(r.values, "retention_in_days", 0) < 90
}

rule contains {"id": "alarms-end", "title": "Alarms say when they are over", "controls": ["pdm"]}

violation contains lib.found("alarms-end", r.address, "says nothing when it is over") if {
	some r in alarms
	lib.given(r, "alarm_actions")
	not lib.given(r, "ok_actions")
}

rule contains {"id": "alarms-without-data", "title": "Alarms say what silence means, and silence of what must run is alarming", "controls": ["pdm"]}

violation contains lib.found("alarms-without-data", r.address, "leaves open what silence means") if {
	some r in lib.of("aws_cloudwatch_metric_alarm")
	object.get(r.values, "treat_missing_data", "missing") in {null, "", "missing"}
}

violation contains lib.found("alarms-without-data", r.address, "takes silence for health") if {
	some r in lib.of("aws_cloudwatch_metric_alarm")
	count(measured(r) & {"HealthyHostCount", "RunningTaskCount"}) > 0
	not object.get(r.values, "treat_missing_data", "missing") in {null, "", "breaching", "missing"}
	not waits(r)
}

# No task of a standby is missed until it serves.
waits(r) if {
	lib.standby
	startswith(r.values.treat_missing_data, `${var.serving == "true" ? "breaching" : `)
}

waits(_) if {
	lib.standby
	lib.plan.variables.serving.value == "false"
}

# What an alarm measures, by itself or by an expression.
measured(r) := {r.values.metric_name | r.values.metric_name} | {m.metric_name |
	some q in lib.block(r.values, "metric_query")
	some m in lib.block(q, "metric")
}

rule contains {"id": "alarms-on-what-users-feel", "title": "Hosts, errors, latency, processor and memory have alarms", "controls": ["pdm"]}

watched := {
	"CPUUtilization", "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count", "HealthyHostCount", "MemoryUtilization", "RunningTaskCount",
	"TargetResponseTime",
}

violation contains lib.found("alarms-on-what-users-feel", lb.address, sprintf("nothing watches %s", [metric])) if {
	some lb in lib.of("aws_lb")
	some metric in watched
	found := {r | some r in lib.of("aws_cloudwatch_metric_alarm"); metric in measured(r)}
	count(found) == 0
}

# Of each target group, what only its own metrics show. In gRPC errors have no
# status of their own.
felt(group) := {"HTTPCode_Target_5XX_Count", "HealthyHostCount", "TargetResponseTime"} if {
	not object.get(group.values, "protocol_version", "HTTP1") == "GRPC"
} else := {"HealthyHostCount", "TargetResponseTime"}

about_group(alarm, group) if {
	some argument in ["dimensions", "metric_query"]
	lib.refers(alarm, argument, group)
}

violation contains lib.found("alarms-on-what-users-feel", group.address, sprintf("nothing watches its %s", [metric])) if {
	some group in lib.of("aws_lb_target_group")
	some metric in felt(group)
	found := {r | some r in lib.of("aws_cloudwatch_metric_alarm"); metric in measured(r); about_group(r, group)}
	count(found) == 0
}

rule contains {"id": "dashboard-draws", "title": "Metrics of AWS's on a dashboard say whose they are", "controls": ["pdm"]}

violation contains lib.found("dashboard-draws", r.address, sprintf("draws nothing for %s", [metric[1]])) if {
	some r in lib.of("aws_cloudwatch_dashboard")
	is_string(r.values.dashboard_body)
	some widget in json.unmarshal(r.values.dashboard_body).widgets
	some metric in object.get(widget.properties, "metrics", [])
	regex.match(`^(AWS|ECS)/`, metric[0])
	dimensions := [x | some x in array.slice(metric, 2, count(metric)); is_string(x)]
	count(dimensions) == 0
}

rule contains {"id": "topic-takes-alarms", "title": "Every topic says who may publish to it", "controls": ["pdm"]}

violation contains lib.found("topic-takes-alarms", r.address, "has no policy") if {
	some r in lib.of("aws_sns_topic")
	count(lib.belongs("aws_sns_topic_policy", "arn", r)) == 0
}

rule contains {"id": "budget", "title": "Every environment has a budget", "controls": ["pdm"]}

# GovCloud has no AWS Budgets.
violation contains lib.found("budget", r.address, "runs without a budget") if {
	not lib.govcloud
	not lib.standby
	some r in lib.of("aws_vpc")
	count(lib.of("aws_budgets_budget")) == 0
}

rule contains {"id": "budget-at-most", "title": "What may cost more than its budget has somebody's consent", "controls": ["pdm"]}

# A stack doesn't say what it costs. Who has the prices lays that beside it, and where
# nobody does, there is nothing to consent to.
violation contains object.union(lib.found("budget-at-most", r.address, over), {"usd": input.cost.most}) if {
	input.cost.most > input.cost.budget
	some r in lib.of("aws_budgets_budget")
}

over := concat(" ", [
	"allows less than a month may cost with everything scaled out, which make cost prints:",
	"raise the budget, lower a MaxCount, or consent to an amount in policies/data.json",
])
