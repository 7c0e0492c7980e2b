# What tells that somebody tampers with an account. What an account must have is
# asked where it holds itself to the standards that ask for it.
package policies.topics.detection

import rego.v1

import data.lib

subscriptions := lib.of("aws_securityhub_standards_subscription")

held if count(subscriptions) > 0

hubs := lib.of("aws_securityhub_account")

trails := lib.of("aws_cloudtrail")

# What there has to be in each region with Security Hub.
fewer(type) if {
	held
	count(lib.of(type)) < count(hubs)
}

rule contains {"id": "trail-everywhere", "title": "A trail records every call in every region", "controls": ["CloudTrail.1", "CIS 3.1"]}

violation contains lib.found("trail-everywhere", s.address, "holds an account to standards whose calls nothing records") if {
	some s in subscriptions
	count(trails) == 0
}

violation contains lib.found("trail-everywhere", r.address, sprintf("%s is off", [setting])) if {
	some r in trails
	some setting, usual in {"is_multi_region_trail": false, "include_global_service_events": true, "enable_logging": true}
	object.get(r.values, setting, usual) != true
}

violation contains lib.found("trail-everywhere", r.address, "leaves out calls that change or read settings") if {
	some r in trails
	some e in lib.block(r.values, "event_selector")
	[object.get(e, "include_management_events", true), object.get(e, "read_write_type", "All")] != [true, "All"]
}

rule contains {"id": "trail-encrypted", "title": "Trails are encrypted with a key of the stack", "controls": ["CloudTrail.2", "CIS 3.5"]}

violation contains lib.found("trail-encrypted", r.address, "is not encrypted with a key of the stack") if {
	some r in trails
	not lib.own_key(r, "kms_key_id")
}

rule contains {"id": "trail-validated", "title": "Nobody changes what a trail recorded unseen", "controls": ["CloudTrail.4", "CIS 3.2"]}

violation contains lib.found("trail-validated", r.address, "signs no digest of its files") if {
	some r in trails
	object.get(r.values, "enable_log_file_validation", false) != true
}

rule contains {"id": "trail-searchable", "title": "Trails can be searched in CloudWatch Logs", "controls": ["CloudTrail.5"]}

violation contains lib.found("trail-searchable", r.address, "writes to no log group") if {
	some r in trails
	not lib.given(r, "cloud_watch_logs_group_arn")
}

rule contains {"id": "trail-bucket-logs", "title": "Who reads a trail is logged", "controls": ["CloudTrail.7", "CIS 3.4"]}

violation contains lib.found("trail-bucket-logs", b.address, "logs nobody who reads the trail") if {
	some r in trails
	some b in lib.of("aws_s3_bucket")
	lib.refers(r, "s3_bucket_name", b)
	count(lib.belongs("aws_s3_bucket_logging", "bucket", b)) == 0
}

rule contains {"id": "trail-objects", "title": "The trail records who reads and writes objects of any bucket", "controls": ["S3.22", "S3.23", "CIS 3.8", "CIS 3.9"]}

violation contains lib.found("trail-objects", r.address, "does not see who reads and writes objects") if {
	held
	some r in trails
	seen := {v |
		some e in lib.block(r.values, "event_selector")
		object.get(e, "read_write_type", "All") == "All"
		some d in lib.block(e, "data_resource")
		d.type == "AWS::S3::Object"
		some v in d.values
		regex.match(`^arn:[^:]+:s3(:::)?$`, v)
	}
	count(seen) == 0
}

rule contains {"id": "detector-everywhere", "title": "GuardDuty looks for attacks in every region in use", "controls": ["GuardDuty.1"]}

violation contains lib.found("detector-everywhere", h.address, "is in a region without a detector") if {
	fewer("aws_guardduty_detector")
	some h in hubs
}

violation contains lib.found("detector-everywhere", r.address, "is off") if {
	some r in lib.of("aws_guardduty_detector")
	object.get(r.values, "enable", true) != true
}

rule contains {"id": "detector-objects", "title": "GuardDuty looks at who reads and writes objects", "controls": ["GuardDuty.10"]}

violation contains lib.found("detector-objects", r.address, "does not look at objects") if {
	some r in lib.of("aws_guardduty_detector")
	on := {f |
		some f in lib.belongs("aws_guardduty_detector_feature", "detector_id", r)
		f.values.name == "S3_DATA_EVENTS"
		f.values.status == "ENABLED"
	}
	count(on) == 0
}

rule contains {"id": "settings-recorded", "title": "AWS Config records everything, in every region in use", "controls": ["Config.1", "CIS 3.3"]}

recorders := lib.of("aws_config_configuration_recorder")

violation contains lib.found("settings-recorded", h.address, "is in a region without a recorder") if {
	fewer("aws_config_configuration_recorder")
	some h in hubs
}

violation contains lib.found("settings-recorded", r.address, "is not started") if {
	some r in recorders
	started := {s | some s in lib.belongs("aws_config_configuration_recorder_status", "name", r); s.values.is_enabled == true}
	count(started) == 0
}

violation contains lib.found("settings-recorded", r.address, "leaves out types of resources") if {
	some r in recorders
	everything := {g | some g in lib.block(r.values, "recording_group"); object.get(g, "all_supported", true) == true}
	count(everything) == 0
}

violation contains lib.found("settings-recorded", r.address, "records as a role that is not linked to AWS Config") if {
	some r in recorders
	linked := {l | some l in lib.of("aws_iam_service_linked_role"); lib.refers(r, "role_arn", l)}
	count(linked) == 0
}

rule contains {"id": "security-contact", "title": "AWS knows whom to tell of an attack", "controls": ["Account.1", "CIS 1.2"]}

# GovCloud has no alternate contacts.
violation contains lib.found("security-contact", s.address, "holds an account to standards that has no contact for security") if {
	not lib.govcloud
	some s in subscriptions
	contacts := {c | some c in lib.of("aws_account_alternate_contact"); c.values.alternate_contact_type == "SECURITY"}
	count(contacts) == 0
}

rule contains {"id": "held-to-standards", "title": "Security Hub holds every region in use to both standards", "controls": ["CIS 4.16", "pdm"]}

wanted := ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0"]

violation contains lib.found("held-to-standards", h.address, sprintf("is not held to %s", [standard])) if {
	some h in hubs
	some standard in wanted
	count({s | some s in subscriptions; endswith(s.values.standards_arn, standard)}) < count(hubs)
}

rule contains {"id": "findings-told", "title": "Somebody is told of findings", "controls": ["pdm"]}

violation contains lib.found("findings-told", r.address, "finds what nobody is told of") if {
	some type in ["aws_guardduty_detector", "aws_securityhub_account"]
	some r in lib.of(type)
	told := {t |
		some t in lib.of("aws_cloudwatch_event_target")
		some topic in lib.of("aws_sns_topic")
		lib.refers(t, "arn", topic)
		some rule in lib.of("aws_cloudwatch_event_rule")
		lib.refers(t, "rule", rule)
		contains(rule.values.event_pattern, "everity")
	}
	count(told) == 0
}
