"""Simple Storage Service."""

import json
import types


def fill_lifecycle():
    """NewerNoncurrentVersions of a lifecycle rule's expiration of old versions.

    moto drops it, and the provider waits in vain until it reads back what it
    wrote.
    """
    from moto.s3.models import FakeBucket
    from moto.s3.responses import S3Response

    moto_set = FakeBucket.set_lifecycle

    def set_lifecycle(self, rules):
        moto_set(self, rules)
        for rule, wanted in zip(self.rules, rules):
            expiration = wanted.get("NoncurrentVersionExpiration") or {}
            rule.newer_noncurrent_versions = expiration.get("NewerNoncurrentVersions")

    moto_get = S3Response.get_bucket_lifecycle

    def get_bucket_lifecycle(self):
        moto_serialized = self.serialized

        def serialized(answer):
            rules = self.backend.get_bucket_lifecycle(self.bucket_name)
            for rule, found in zip(rules, answer.result["Rules"]):
                if rule.newer_noncurrent_versions is not None:
                    found["NoncurrentVersionExpiration"][
                        "NewerNoncurrentVersions"
                    ] = rule.newer_noncurrent_versions
            return moto_serialized(answer)

        self.serialized = serialized
        try:
            return moto_get(self)
        finally:
            del self.serialized

    FakeBucket.set_lifecycle = set_lifecycle
    S3Response.get_bucket_lifecycle = get_bucket_lifecycle


def fill_replication():
    """DeleteMarkerReplication, Filter and SourceSelectionCriteria of the rules
    that GetBucketReplication answers with.

    moto stores a rule as it came and answers with fixed ones of these three; the
    provider would plan to set them for ever.
    """
    from moto.s3.responses import S3Response

    moto_get = S3Response.get_bucket_replication

    def get_bucket_replication(self):
        moto_serialized = self.serialized

        def serialized(answer):
            rules = self.backend.get_bucket_replication(self.bucket_name)["Rule"]
            answered = answer.result["ReplicationConfiguration"]["Rules"]
            for rule, found in zip(rules, answered):
                for name in ("DeleteMarkerReplication", "SourceSelectionCriteria"):
                    if name in rule:
                        found[name] = rule[name]
                if "Prefix" in (rule.get("Filter") or {}):
                    # XML has no empty string: an empty prefix came as nothing.
                    found["Filter"] = {"Prefix": rule["Filter"]["Prefix"] or ""}
            return moto_serialized(answer)

        self.serialized = serialized
        try:
            return moto_get(self)
        finally:
            del self.serialized

    S3Response.get_bucket_replication = get_bucket_replication


def fill_policies():
    """Statements of bucket policies that deny requests without TLS.

    moto takes a condition that does not hold for a denial. It would deny every
    request for an object, and the S3 backend could read no state. The emulator
    speaks plain HTTP, but stands for an endpoint that is reached with TLS.
    """
    from moto.iam.access_control import IAMPolicyStatement, PermissionResult

    moto_is_action_permitted = IAMPolicyStatement.is_action_permitted

    def is_action_permitted(self, *args, **kwargs):
        condition = self._statement.get("Condition") or {}
        transport = condition.get("Bool", {}).get("aws:SecureTransport")
        if self._statement["Effect"] == "Deny" and transport in ("false", ["false"]):
            return PermissionResult.NEUTRAL
        return moto_is_action_permitted(self, *args, **kwargs)

    IAMPolicyStatement.is_action_permitted = is_action_permitted


def fill_logging():
    """PutBucketLogging to a bucket whose policy speaks of everybody.

    moto looks for the logging service among the principals of each statement, and
    fails at one that is no structure, as in the refusal of plain HTTP.
    """
    from moto.s3.models import FakeBucket

    moto_permissions = FakeBucket._log_permissions_enabled_policy

    def permissions(target_bucket, target_prefix):
        policy = json.loads(target_bucket.policy or b'{"Statement": []}')
        policy["Statement"] = [
            statement
            for statement in policy["Statement"]
            if isinstance(statement.get("Principal"), dict)
        ]
        seen = types.SimpleNamespace(
            policy=json.dumps(policy).encode(),
            partition=target_bucket.partition,
            name=target_bucket.name,
        )
        return moto_permissions(seen, target_prefix)

    FakeBucket._log_permissions_enabled_policy = staticmethod(permissions)
