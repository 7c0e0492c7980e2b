"""Limits on a single value."""

from .rules import among, by_operation, bytes_at_most, each, like, within

KMS = "ScheduleKeyDeletion, KMS API Reference"
ALIAS = "CreateAlias, KMS API Reference"
SECRET = "DeleteSecret, Secrets Manager API Reference"
RETENTION = "PutRetentionPolicy, CloudWatch Logs API Reference"
BALANCER = "CreateLoadBalancer, Elastic Load Balancing API Reference"
TARGETS = "CreateTargetGroup, Elastic Load Balancing API Reference"
BUCKET = "General purpose bucket naming rules, S3 User Guide"
BUCKET_POLICY = "Bucket policies and user policies, S3 User Guide"
TOPIC = "CreateTopic, SNS API Reference"
LOCK = "PutBackupVaultLockConfiguration, Backup API Reference"
CERTIFICATE = "RequestCertificate, ACM API Reference"
DIMENSIONS = "MetricTransformation, CloudWatch Logs API Reference"

LIMITS = by_operation(
    ("kms:ScheduleKeyDeletion", each("PendingWindowInDays", within(7, 30), KMS)),
    (
        "kms:CreateAlias kms:UpdateAlias kms:DeleteAlias",
        each(
            "AliasName",
            like(r"alias/(?!aws/).+", "alias/ and a name that does not begin with aws/"),
            ALIAS,
        ),
    ),
    (
        "secretsmanager:DeleteSecret",
        each("RecoveryWindowInDays", within(7, 30), SECRET),
    ),
    (
        "logs:PutRetentionPolicy",
        each(
            "retentionInDays",
            among(
                *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
                *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
            ),
            RETENTION,
        ),
    ),
    (
        "logs:PutMetricFilter",
        each(
            "metricTransformations.*.dimensions",
            lambda value: len(value) > 3 and "Member must have three entries at most",
            DIMENSIONS,
        ),
    ),
    (
        "elbv2:CreateLoadBalancer",
        each(
            "Name",
            like(
                r"(?!internal-)(?!-)[a-zA-Z0-9-]{1,32}(?<!-)",
                "32 letters, digits and hyphens at most, with no hyphen at either "
                "end, and not begin with internal-",
            ),
            BALANCER,
        ),
    ),
    (
        "elbv2:CreateTargetGroup",
        each(
            "Name",
            like(
                r"(?!-)[a-zA-Z0-9-]{1,32}(?<!-)",
                "32 letters, digits and hyphens at most, with no hyphen at either end",
            ),
            TARGETS,
        ),
    ),
    (
        "s3:CreateBucket",
        each(
            "Bucket",
            like(
                r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+(\.\d+){3}$)"
                r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
                r"(?<!-s3alias)(?<!--ol-s3)(?<!\.mrap)(?<!--x-s3)(?<!--table-s3)",
                "3 to 63 lowercase letters, digits, periods and hyphens, as the "
                "naming rules of buckets say",
            ),
            BUCKET,
        ),
    ),
    ("s3:PutBucketPolicy", each("Policy", bytes_at_most(20 << 10), BUCKET_POLICY)),
    (
        "sns:CreateTopic",
        each(
            "Name",
            like(r"[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo", "a topic's name"),
            TOPIC,
        ),
    ),
    (
        "backup:PutBackupVaultLockConfiguration",
        each("MinRetentionDays", within(1, None), LOCK),
    ),
    (
        "backup:PutBackupVaultLockConfiguration",
        each("MaxRetentionDays", within(None, 36500), LOCK),
    ),
    (
        "backup:PutBackupVaultLockConfiguration",
        each("ChangeableForDays", within(3, 36500), LOCK),
    ),
    (
        "acm:RequestCertificate",
        each("DomainName", bytes_at_most(64), CERTIFICATE),
    ),
)
