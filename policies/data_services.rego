package policies.topics.data_services

import rego.v1

import data.lib

rule contains {"id": "topic-encrypted", "title": "Topics are encrypted with a key of the stack", "controls": ["SNS.1", "pdm"]}

violation contains lib.found("topic-encrypted", r.address, "is not encrypted with a key of the stack") if {
	some r in lib.of("aws_sns_topic")
	not lib.own_key(r, "kms_master_key_id")
}

rule contains {"id": "topic-not-public", "title": "No topic is public", "controls": ["SNS.4"]}

violation contains lib.found("topic-not-public", r.address, "is for everybody") if {
	some r in lib.of("aws_sns_topic_policy")
	some d in lib.documents_of(r, "policy")
	some s in d.statements
	s.effect == "Allow"
	lib.anyone(s)
	count(s.conditions) == 0
}

rule contains {"id": "secrets-rotate", "title": "Secrets rotate by themselves", "controls": ["SecretsManager.1", "SecretsManager.4"]}

violation contains lib.found("secrets-rotate", r.address, "does not rotate by itself") if {
	some r in lib.of("aws_secretsmanager_secret")
	count(lib.belongs("aws_secretsmanager_secret_rotation", "secret_id", r)) == 0
}

rule contains {"id": "rotations-can-succeed", "title": "What rotates has a function that does it, which Secrets Manager may call", "controls": ["SecretsManager.2"]}

violation contains lib.found("rotations-can-succeed", r.address, "has no function") if {
	some r in lib.of("aws_secretsmanager_secret_rotation")
	not lib.given(r, "rotation_lambda_arn")
}

violation contains lib.found("rotations-can-succeed", r.address, "has a function that Secrets Manager may not call") if {
	some r in lib.of("aws_secretsmanager_secret_rotation")
	lib.given(r, "rotation_lambda_arn")
	callers := {p | some p in lib.of("aws_lambda_permission"); p.values.principal == "secretsmanager.amazonaws.com"}
	count(callers) == 0
}

rule contains {"id": "secrets-used", "title": "Something reads every secret", "controls": ["SecretsManager.3"]}

violation contains lib.found("secrets-used", r.address, "is read by nothing") if {
	not lib.is_plan
	some r in lib.of("aws_secretsmanager_secret")
	versions := {version.base | some version in lib.belongs("aws_secretsmanager_secret_version", "secret_id", r)}
	readers := {x.address |
		some x in lib.resources
		x.type in {"aws_ecs_task_definition", "aws_kinesis_firehose_delivery_stream"}
		some version in versions
		contains(json.marshal(x.values), version)
	}
	count(readers) == 0
}

rule contains {"id": "secrets-not-in-state", "title": "Values of secrets are write-only", "controls": ["pdm"]}

violation contains lib.found("secrets-not-in-state", r.address, "writes its value to the state") if {
	some r in lib.of("aws_secretsmanager_secret_version")
	some name in ["secret_string", "secret_binary"]
	not object.get(r.values, name, null) in {null, ""}
}

rule contains {"id": "tables-scale", "title": "Tables take what comes", "controls": ["DynamoDB.1"]}

violation contains lib.found("tables-scale", r.address, "has a fixed capacity") if {
	some r in lib.of("aws_dynamodb_table")
	object.get(r.values, "billing_mode", "PROVISIONED") != "PAY_PER_REQUEST"
}

rule contains {"id": "tables-recover", "title": "Tables can be restored to any point in time", "controls": ["DynamoDB.2"]}

violation contains lib.found("tables-recover", r.address, "cannot be restored to a point in time") if {
	some r in lib.of("aws_dynamodb_table")
	on := {b | some b in lib.block(r.values, "point_in_time_recovery"); b.enabled == true}
	count(on) == 0
}

rule contains {"id": "tables-protected", "title": "Tables are protected from deletion", "controls": ["DynamoDB.6"]}

violation contains lib.found("tables-protected", r.address, "can be deleted") if {
	some r in lib.of("aws_dynamodb_table")
	object.get(r.values, "deletion_protection_enabled", false) != true
}
