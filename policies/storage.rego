package policies.topics.storage

import rego.v1

import data.lib

block_settings := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

rule contains {"id": "account-blocks-public-buckets", "title": "The account lets no bucket be public", "controls": ["S3.1", "CIS 2.1.4"]}

violation contains lib.found("account-blocks-public-buckets", r.address, sprintf("%s is off", [name])) if {
	some r in lib.of("aws_s3_account_public_access_block")
	some name in block_settings
	object.get(r.values, name, false) != true
}

violation contains lib.found("account-blocks-public-buckets", r.address, "delivers into an account that blocks no public bucket") if {
	some r in lib.of("aws_iam_openid_connect_provider")
	count(lib.of("aws_s3_account_public_access_block")) == 0
}

rule contains {"id": "bucket-not-public", "title": "No bucket is public", "controls": ["S3.2", "S3.3", "S3.8", "CIS 2.1.4"]}

violation contains lib.found("bucket-not-public", r.address, "is not kept from being public by all four settings") if {
	some r in lib.of("aws_s3_bucket")
	closed := {b |
		some b in lib.belongs("aws_s3_bucket_public_access_block", "bucket", r)
		every name in block_settings { object.get(b.values, name, false) == true }
	}
	count(closed) == 0
}

policies_of(r) := {d | some p in lib.belongs("aws_s3_bucket_policy", "bucket", r); some d in lib.documents_of(p, "policy")}

rule contains {"id": "bucket-tls-only", "title": "Buckets refuse plain HTTP", "controls": ["S3.5", "CIS 2.1.1"]}

violation contains lib.found("bucket-tls-only", r.address, "takes requests over plain HTTP") if {
	some r in lib.of("aws_s3_bucket")
	refusals := {s |
		some d in policies_of(r)
		some s in d.statements
		s.effect == "Deny"
		"s3:*" in s.actions
		lib.anyone(s)
		some c in s.conditions
		c.variable == "aws:SecureTransport"
		"false" in c.values
	}
	count(refusals) == 0
}

rule contains {"id": "bucket-policy-stays-in-the-account", "title": "Bucket policies let no other account change a bucket", "controls": ["S3.6"]}

changing := ["s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl", "s3:*", "s3:Put*", "*"]

violation contains lib.found("bucket-policy-stays-in-the-account", r.address, sprintf("lets %v do %s", [p.identifiers, action])) if {
	some r in lib.of("aws_s3_bucket")
	some d in policies_of(r)
	some s in d.statements
	s.effect == "Allow"
	some p in s.principals
	p.type in {"*", "AWS"}
	some action in s.actions
	action in changing
}

rule contains {"id": "bucket-access-logs", "title": "Buckets log who reads them", "controls": ["S3.9"]}

violation contains lib.found("bucket-access-logs", r.address, "logs no access") if {
	some r in lib.of("aws_s3_bucket")
	count(lib.belongs("aws_s3_bucket_logging", "bucket", r)) == 0
}

rule contains {"id": "bucket-without-acls", "title": "Buckets use no ACLs", "controls": ["S3.12"]}

violation contains lib.found("bucket-without-acls", r.address, "may have ACLs") if {
	some r in lib.of("aws_s3_bucket")
	enforced := {o |
		some o in lib.belongs("aws_s3_bucket_ownership_controls", "bucket", r)
		some b in lib.block(o.values, "rule")
		b.object_ownership == "BucketOwnerEnforced"
	}
	count(enforced) == 0
}

violation contains lib.found("bucket-without-acls", r.address, "is an ACL") if {
	some r in lib.of("aws_s3_bucket_acl")
}

rule contains {"id": "bucket-lifecycle", "title": "Buckets say how long they keep what", "controls": ["S3.13"]}

violation contains lib.found("bucket-lifecycle", r.address, "keeps everything for ever") if {
	some r in lib.of("aws_s3_bucket")
	enabled := {b |
		some c in lib.belongs("aws_s3_bucket_lifecycle_configuration", "bucket", r)
		some b in lib.block(c.values, "rule")
		b.status == "Enabled"
	}
	count(enabled) == 0
}

rule contains {"id": "bucket-encrypted", "title": "Buckets are encrypted with a key of the stack", "controls": ["pdm", "S3.17"]}

violation contains lib.found("bucket-encrypted", r.address, "is not encrypted with a key of the stack") if {
	some r in lib.of("aws_s3_bucket")
	keyed := {e |
		some e in lib.belongs("aws_s3_bucket_server_side_encryption_configuration", "bucket", r)
		lib.own_key(e, "rule")
		some b in lib.block(e.values, "rule")
		some d in lib.block(b, "apply_server_side_encryption_by_default")
		d.sse_algorithm == "aws:kms"
	}
	count(keyed) == 0
}

violation contains lib.found("bucket-lifecycle", r.address, sprintf("%s says nothing about which objects", [b.id])) if {
	some r in lib.of("aws_s3_bucket_lifecycle_configuration")
	some b in lib.block(r.values, "rule")
	count(lib.block(b, "filter")) == 0
	object.get(b, "prefix", null) in {null, ""}
}

rule contains {"id": "bucket-versions-end", "title": "Buckets with versions say how long they keep old ones", "controls": ["pdm"]}

violation contains lib.found("bucket-versions-end", r.address, "keeps every old version") if {
	some r in lib.of("aws_s3_bucket")
	count(lib.belongs("aws_s3_bucket_versioning", "bucket", r)) > 0
	ending := {b |
		some c in lib.belongs("aws_s3_bucket_lifecycle_configuration", "bucket", r)
		some b in lib.block(c.values, "rule")
		b.status == "Enabled"
		count(lib.block(b, "noncurrent_version_expiration")) > 0
	}
	count(ending) == 0
}

rule contains {"id": "archive-what-is-named", "title": "Nothing is archived but what a prefix or tag names", "controls": ["pdm"]}

violation contains lib.found("archive-what-is-named", r.address, sprintf("%s archives everything", [b.id])) if {
	some r in lib.of("aws_s3_bucket_lifecycle_configuration")
	some b in lib.block(r.values, "rule")
	some t in lib.block(b, "transition")
	t.storage_class in {"DEEP_ARCHIVE", "GLACIER", "GLACIER_IR"}
	not narrowed(b)
}

narrowed(b) if {
	some f in lib.block(b, "filter")
	some name in ["prefix", "tag", "and"]
	not object.get(f, name, null) in {null, "", []}
}

rule contains {"id": "bucket-names-unique", "title": "Names of buckets hold the account's id", "controls": ["pdm"]}

violation contains lib.found("bucket-names-unique", r.address, sprintf("is named %s, which somebody else may have", [r.values.bucket])) if {
	lib.environment != "shared"
	some r in lib.of("aws_s3_bucket")
	not regex.match(`[0-9]{12}|\$\{data\.aws_caller_identity\.`, r.values.bucket)
}

rule contains {"id": "volumes-encrypted", "title": "New volumes are encrypted, asked or not", "controls": ["EC2.7", "CIS 2.2.1"]}

violation contains lib.found("volumes-encrypted", r.address, "leaves new volumes open") if {
	some r in lib.of("aws_ebs_encryption_by_default")
	object.get(r.values, "enabled", true) != true
}

violation contains lib.found("volumes-encrypted", r.address, "delivers into an account whose volumes are open") if {
	some r in lib.of("aws_iam_openid_connect_provider")
	count(lib.of("aws_ebs_encryption_by_default")) == 0
}
