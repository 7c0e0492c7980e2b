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
