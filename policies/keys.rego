package policies.topics.keys

import rego.v1

import data.lib

decrypting := {"kms:Decrypt", "kms:ReEncryptFrom", "kms:*", "kms:Decrypt*", "kms:ReEncrypt*", "*"}

every_key(resource) if resource == "*"

every_key(resource) if endswith(resource, ":key/*")

opens(d) := {s.sid |
	some s in d.statements
	s.effect == "Allow"
	some action in s.actions
	action in decrypting
	some resource in s.resources
	every_key(resource)
}

rule contains {"id": "managed-policies-name-their-keys", "title": "Managed policies decrypt with named keys only", "controls": ["KMS.1"]}

violation contains lib.found("managed-policies-name-their-keys", r.address, sprintf("decrypts with every key in %s", [concat(", ", opens(d))])) if {
	some r in lib.of("aws_iam_policy")
	some d in lib.documents_of(r, "policy")
	count(opens(d)) > 0
}

rule contains {"id": "inline-policies-name-their-keys", "title": "Inline policies decrypt with named keys only", "controls": ["KMS.2"]}

violation contains lib.found("inline-policies-name-their-keys", r.address, sprintf("decrypts with every key in %s", [concat(", ", opens(d))])) if {
	some r in lib.of("aws_iam_role_policy")
	some d in lib.documents_of(r, "policy")
	count(opens(d)) > 0
}

rule contains {"id": "keys-deleted-late", "title": "Deleted keys can be brought back for ten days or more", "controls": ["KMS.3"]}

violation contains lib.found("keys-deleted-late", r.address, "is deleted within less than ten days") if {
	some r in lib.of("aws_kms_key")
	days := object.get(r.values, "deletion_window_in_days", 30)
	days != null
	days < 10
}

rule contains {"id": "keys-rotate", "title": "Keys rotate", "controls": ["KMS.4", "CIS 3.6"]}

violation contains lib.found("keys-rotate", r.address, "does not rotate") if {
	some r in lib.of("aws_kms_key")
	object.get(r.values, "enable_key_rotation", false) != true
}

rule contains {"id": "keys-not-public", "title": "No key is public", "controls": ["KMS.5"]}

violation contains lib.found("keys-not-public", r.address, "is for everybody") if {
	some r in lib.of("aws_kms_key_policy")
	some d in lib.documents_of(r, "policy")
	some s in d.statements
	s.effect == "Allow"
	lib.anyone(s)
	count(s.conditions) == 0
}

rule contains {"id": "encrypted-with-own-key", "title": "What can be encrypted with a key of the stack is", "controls": ["Backup.1", "pdm"]}

# The argument, or block, that names the key.
keyed := {
	"aws_backup_vault": "kms_key_arn", "aws_cloudwatch_log_group": "kms_key_id", "aws_dynamodb_table": "server_side_encryption",
	"aws_ecr_repository": "encryption_configuration", "aws_ecs_cluster": "configuration", "aws_secretsmanager_secret": "kms_key_id",
}

violation contains lib.found("encrypted-with-own-key", r.address, sprintf("names no key of the stack in %s", [keyed[r.type]])) if {
	some r in lib.resources
	keyed[r.type]
	not lib.own_key(r, keyed[r.type])
}

rule contains {"id": "key-services-told", "title": "Services use a key for this account only", "controls": ["pdm"]}

violation contains lib.found("key-services-told", r.address, sprintf("lets %s use it for anybody", [concat(", ", p.identifiers)])) if {
	some r in lib.of("aws_kms_key_policy")
	some d in lib.documents_of(r, "policy")
	some s in d.statements
	s.effect == "Allow"
	count(s.conditions) == 0
	some p in s.principals
	p.type == "Service"
}

rule contains {"id": "key-serves", "title": "Services that need a key may use it", "controls": ["pdm"]}

# What a resource with the key needs of it.
needs := {
	"aws_cloudwatch_log_group": {"argument": "kms_key_id", "principals": [`^logs\.`]},
	"aws_sns_topic": {"argument": "kms_master_key_id", "principals": [`^cloudwatch\.`, `^budgets\.`]},
}

# GovCloud has no AWS Budgets.
absent(`^budgets\.`) if lib.govcloud

absent(`^budgets\.`) if lib.standby

# The account's own topic hears of no alarm.
absent(principal) if {
	lib.environment == "shared"
	principal in needs.aws_sns_topic.principals
}

served(key) := {identifier |
	some k in lib.belongs("aws_kms_key_policy", "key_id", key)
	some d in lib.documents_of(k, "policy")
	some s in d.statements
	some p in s.principals
	some identifier in p.identifiers
}

violation contains lib.found("key-serves", r.address, sprintf("keeps %s from using its key", [substring(principal, 1, count(principal) - 3)])) if {
	some type, need in needs
	some r in lib.of(type)
	some key in lib.of("aws_kms_key")
	lib.refers(r, need.argument, key)
	some principal in need.principals
	not absent(principal)
	count({identifier | some identifier in served(key); regex.match(principal, identifier)}) == 0
}

# Whoever may publish to a topic needs its key.
violation contains lib.found("key-serves", r.address, sprintf("keeps %s from using its key", [identifier])) if {
	some r in lib.of("aws_sns_topic")
	some key in lib.of("aws_kms_key")
	lib.refers(r, "kms_master_key_id", key)
	some policy in lib.belongs("aws_sns_topic_policy", "arn", r)
	some d in lib.documents_of(policy, "policy")
	some s in d.statements
	s.effect == "Allow"
	some p in s.principals
	p.type == "Service"
	some identifier in p.identifiers
	not identifier in served(key)
}

rule contains {"id": "streams-encrypted", "title": "Delivery streams are encrypted", "controls": ["DataFirehose.1"]}

violation contains lib.found("streams-encrypted", r.address, "is not encrypted") if {
	some r in lib.of("aws_kinesis_firehose_delivery_stream")
	on := {b | some b in lib.block(r.values, "server_side_encryption"); b.enabled == true}
	count(on) == 0
}
