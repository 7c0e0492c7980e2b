"""Simple Storage Service, DynamoDB, Elastic Container Registry and AWS Backup."""

from .. import state
from . import Service, linked_role, through


def _bucket(request):
    return f"arn:aws:s3:::{request.one('Bucket')}"


def _object(request):
    bucket, key = _bucket(request), request.one("Key")
    if key:
        return f"{bucket}/{key}"
    return [f"{bucket}/{one}" for one in request.all("Delete.Objects.Key")]


def _object_key(actions):
    """S3 uses a bucket's key as whoever reads or writes the object. With a bucket
    key, as the stacks have it, the context is the bucket.
    """

    def questions(request):
        key = request.key(request.one("SSEKMSKeyId")) or state.bucket_key(
            request.one("Bucket"), request.region, request.account
        )
        arn = key if isinstance(key, str) or key is None else key.arn
        return through("s3", request, arn, actions, {"aws:s3:arn": _bucket(request)})

    return questions


RENAMED = {
    "CreateMultipartUpload": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "UploadPart": "PutObject",
}

S3 = Service(
    "s3",
    ("s3",),
    {"bucket": _bucket, "object": _object},
    {
        "": "ListBuckets",
        "bucket": """CreateBucket DeleteBucket DeleteBucketEncryption DeleteBucketLifecycle
            DeleteBucketOwnershipControls DeleteBucketPolicy DeleteBucketReplication
            DeleteBucketTagging DeletePublicAccessBlock GetBucketAccelerateConfiguration GetBucketAcl
            GetBucketCors GetBucketEncryption GetBucketLifecycleConfiguration GetBucketLocation
            GetBucketLogging GetBucketNotificationConfiguration GetBucketOwnershipControls
            GetBucketPolicy GetBucketPolicyStatus GetBucketReplication GetBucketRequestPayment
            GetBucketTagging GetBucketVersioning GetBucketWebsite GetObjectLockConfiguration
            GetPublicAccessBlock HeadBucket ListMultipartUploads ListObjectVersions ListObjects
            ListObjectsV2 PutBucketAcl PutBucketEncryption PutBucketLifecycleConfiguration
            PutBucketOwnershipControls PutBucketPolicy PutBucketReplication PutBucketTagging
            PutBucketVersioning PutPublicAccessBlock""",
        "object": """AbortMultipartUpload CompleteMultipartUpload CreateMultipartUpload DeleteObject
            DeleteObjects GetObject GetObjectAcl GetObjectTagging HeadObject PutObject
            PutObjectTagging UploadPart""",
    },
    RENAMED,
)
# Amazon S3 API Reference, CreateBucket: a canned ACL other than private, and what
# else the bucket is made with, needs the permission to put it.
S3.also(
    "CreateBucket",
    lambda request: [
        (f"s3:{action}", _bucket(request), {})
        for action, wanted in (
            ("PutBucketAcl", request.one("ACL") not in (None, "private")),
            ("PutBucketOwnershipControls", request.one("ObjectOwnership")),
            ("PutBucketObjectLockConfiguration", request.one("ObjectLockEnabledForBucket")),
            ("PutBucketVersioning", request.one("ObjectLockEnabledForBucket")),
        )
        if wanted
    ],
)
S3.passing("PutBucketReplication", "s3.amazonaws.com", "ReplicationConfiguration.Role")
S3.also("GetObject UploadPart CreateMultipartUpload", _object_key("Decrypt"))
S3.also("PutObject UploadPart CreateMultipartUpload", _object_key("GenerateDataKey"))

CONTROL = Service(
    "s3",
    ("s3control",),
    {"tagged": "{ResourceArn}"},
    {
        "": "DeletePublicAccessBlock GetPublicAccessBlock PutPublicAccessBlock",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    {
        "DeletePublicAccessBlock": "PutAccountPublicAccessBlock",
        "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
        "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
    },
)


def _table(request):
    name = (request.one("TableName", "ResourceArn") or "").rpartition("/")[2]
    return state.backend("dynamodb", request.region, request.account).tables.get(name)


def _leading_keys(request):
    """The values of the items' partition key."""
    table = _table(request)
    items = [request.params.get(name) or {} for name in ("Key", "Item")]
    values = [item.get(table.hash_key_attr) for item in items] if table else []
    return {"dynamodb:LeadingKeys": [next(iter(v.values())) for v in values if v] or None}


def _table_key(actions):
    """DynamoDB uses a table's key as whoever reads or writes the table."""

    def questions(request):
        table = _table(request)
        given = request.params.get("SSESpecification") or {}
        key = given.get("KMSMasterKeyId") or (
            table and (table.sse_specification or {}).get("KMSMasterKeyId")
        )
        context = {"aws:dynamodb:tableName": request.one("TableName")}
        return through("dynamodb", request, request.key(key), actions, context)

    return questions


DYNAMODB = Service(
    "dynamodb",
    ("dynamodb",),
    {"table": "table/{TableName|ResourceArn}"},
    {
        "": "DescribeEndpoints DescribeLimits ListTables",
        "table": """CreateTable DeleteItem DeleteTable DescribeContinuousBackups DescribeTable
            DescribeTimeToLive GetItem ListTagsOfResource PutItem Query Scan TagResource UntagResource
            UpdateContinuousBackups UpdateItem UpdateTable UpdateTimeToLive""",
    },
)
DYNAMODB.with_keys("DeleteItem GetItem PutItem UpdateItem", _leading_keys)
DYNAMODB.also("DeleteItem GetItem PutItem Query Scan UpdateItem", _table_key("Decrypt"))
DYNAMODB.also("CreateTable UpdateTable", _table_key("CreateGrant DescribeKey"))

ECR = Service(
    "ecr",
    ("ecr",),
    {"repository": "repository/{repositoryName|repositoryNames|resourceArn}"},
    {
        "": "DescribeRegistry GetAuthorizationToken PutReplicationConfiguration",
        "repository": """BatchCheckLayerAvailability BatchDeleteImage BatchGetImage
            CompleteLayerUpload CreateRepository DeleteLifecyclePolicy DeleteRepository
            DeleteRepositoryPolicy DescribeImages DescribeRepositories GetDownloadUrlForLayer
            GetLifecyclePolicy GetRepositoryPolicy InitiateLayerUpload ListImages ListTagsForResource
            PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy
            SetRepositoryPolicy TagResource UntagResource UploadLayerPart""",
    },
)
ECR.also("PutReplicationConfiguration", linked_role("replication.ecr.amazonaws.com"))
# Amazon ECR User Guide, "Encryption at rest": a repository with a key of ours is
# made with a grant of whoever makes it.
ECR.also(
    "CreateRepository",
    lambda request: through(
        "ecr",
        request,
        request.key(request.one("encryptionConfiguration.kmsKey")),
        "CreateGrant DescribeKey",
    ),
)

BACKUP = Service(
    "backup",
    ("backup",),
    {
        "backupPlan": "backup-plan:{BackupPlanId}",
        "backupVault": "backup-vault:{BackupVaultName}",
        "recoveryPoint": "{RecoveryPointArn}",
        "tagged": "{ResourceArn}",
    },
    {
        "": """DescribeBackupJob DescribeCopyJob DescribeRegionSettings DescribeRestoreJob
            ListBackupJobs ListBackupPlans ListBackupVaults ListCopyJobs ListProtectedResources
            ListRestoreJobs""",
        "+backupPlan": "CreateBackupPlan",
        "backupPlan": """CreateBackupSelection DeleteBackupPlan DeleteBackupSelection GetBackupPlan
            GetBackupSelection ListBackupPlanVersions ListBackupSelections UpdateBackupPlan""",
        "backupVault": """CreateBackupVault DeleteBackupVault DeleteBackupVaultAccessPolicy
            DeleteBackupVaultLockConfiguration DeleteBackupVaultNotifications DescribeBackupVault
            GetBackupVaultAccessPolicy GetBackupVaultNotifications ListRecoveryPointsByBackupVault
            PutBackupVaultAccessPolicy PutBackupVaultLockConfiguration
            PutBackupVaultNotifications StartBackupJob""",
        "recoveryPoint": """DeleteRecoveryPoint DescribeRecoveryPoint
            GetRecoveryPointRestoreMetadata StartCopyJob StartRestoreJob
            UpdateRecoveryPointLifecycle""",
        "tagged": "ListTags TagResource UntagResource",
    },
)
BACKUP.passing(
    "CreateBackupSelection", "backup.amazonaws.com", "BackupSelection.IamRoleArn"
)
BACKUP.passing(
    "StartBackupJob StartCopyJob StartRestoreJob", "backup.amazonaws.com", "IamRoleArn"
)
# AWS Backup Developer Guide, "Access control", of CreateBackupVault.
BACKUP.also(
    "CreateBackupVault",
    lambda request: [("backup-storage:MountCapsule", "*", {})],
    lambda request: through(
        "backup",
        request,
        request.key(request.one("EncryptionKeyArn")),
        "CreateGrant Decrypt DescribeKey GenerateDataKey RetireGrant",
    ),
)

SERVICES = (S3, CONTROL, DYNAMODB, ECR, BACKUP)
