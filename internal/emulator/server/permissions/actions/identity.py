"""Identity and Access Management, Security Token Service, Key Management Service,
Secrets Manager and IAM Access Analyzer.
"""

from .. import state
from ..conditions import Unknown
from . import Service, linked_role, through


def _iam(request):
    return state.backend("iam", state.GLOBAL, request.account)


def _role(request):
    name = request.one("RoleName")
    found = next((r for r in _iam(request).roles.values() if r.name == name), None)
    path = found.path if found else request.one("Path") or "/"
    return request.arn("iam", f"role{path}{name}", region="")


def _policy(request):
    path, name = request.one("Path") or "/", request.one("PolicyName")
    return request.one("PolicyArn") or request.arn("iam", f"policy{path}{name}", region="")


def _oidc_provider(request):
    host = (request.one("Url") or "").removeprefix("https://")
    found = request.one("OpenIDConnectProviderArn")
    return found or request.arn("iam", f"oidc-provider/{host}", region="")


def _bounded(request):
    """iam:PermissionsBoundary is the boundary that a role has, or is to have."""
    name = request.one("RoleName")
    found = next((r for r in _iam(request).roles.values() if r.name == name), None)
    given = request.one("PermissionsBoundary")
    return {
        "iam:PermissionsBoundary": given or (found and found.permissions_boundary_arn),
        "iam:PolicyARN": request.one("PolicyArn"),
    }


IAM = Service(
    "iam",
    ("iam",),
    {
        "linked-role": lambda request: request.arn(
            "iam", f"role/aws-service-role/{request.one('AWSServiceName')}/*", region=""
        ),
        "oidc-provider": _oidc_provider,
        "policy": _policy,
        "role": _role,
        "user": lambda request: request.arn(
            "iam", f"user/{request.one('UserName')}", region=""
        ),
    },
    {
        "": """DeleteAccountPasswordPolicy GetAccountPasswordPolicy GetAccountSummary
            ListAccountAliases ListOpenIDConnectProviders ListPolicies ListRoles
            UpdateAccountPasswordPolicy""",
        "linked-role": "CreateServiceLinkedRole",
        "oidc-provider": """AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider
            DeleteOpenIDConnectProvider GetOpenIDConnectProvider ListOpenIDConnectProviderTags
            RemoveClientIDFromOpenIDConnectProvider TagOpenIDConnectProvider
            UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint""",
        "policy": """CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy
            GetPolicyVersion ListEntitiesForPolicy ListPolicyTags ListPolicyVersions
            SetDefaultPolicyVersion TagPolicy UntagPolicy""",
        "role": """AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary
            DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies
            ListInstanceProfilesForRole ListRolePolicies ListRoleTags PutRolePermissionsBoundary
            PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription""",
        "user": "GetUser",
    },
)
IAM.with_keys(
    """AttachRolePolicy CreateRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy
    PutRolePermissionsBoundary PutRolePolicy""",
    _bounded,
)
IAM.with_keys(
    "CreateServiceLinkedRole",
    lambda request: {"iam:AWSServiceName": request.one("AWSServiceName")},
)

STS = Service(
    "sts",
    ("sts",),
    {"role": "{RoleArn}"},
    {
        "": "DecodeAuthorizationMessage GetSessionToken",
        "role": "AssumeRole AssumeRoleWithWebIdentity",
    },
)


def _session(request):
    if request.one("PolicyArns"):
        raise Unknown("the permission proof knows no session policies by their ARN")
    return {
        "sts:ExternalId": request.one("ExternalId"),
        "sts:RoleSessionName": request.one("RoleSessionName"),
    }


STS.with_keys("AssumeRole AssumeRoleWithWebIdentity", _session)


def _key(request):
    return request.key(request.one("KeyId", "TargetKeyId"))


def _alias(request):
    return request.arn("kms", request.one("AliasName"))


def _aliased(request):
    """The key that an alias is of now, and the one that it is to be of."""
    return [key for key in (request.key(request.one("AliasName")), _key(request)) if key]


KMS = Service(
    "kms",
    ("kms",),
    {"alias": _alias, "aliased": _aliased, "key": _key},
    {
        "": "CreateKey GenerateRandom ListAliases ListKeys",
        "alias aliased": "CreateAlias DeleteAlias UpdateAlias",
        "key": """CancelKeyDeletion CreateGrant Decrypt DescribeKey DisableKey DisableKeyRotation
            EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext
            GetKeyPolicy GetKeyRotationStatus ListGrants ListKeyPolicies ListKeyRotations
            ListResourceTags PutKeyPolicy RetireGrant RevokeGrant RotateKeyOnDemand
            ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription""",
    },
)
KMS.with_keys(
    "CreateGrant Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext",
    lambda request: {
        "kms:GrantOperations": request.all("Operations") or None,
        **{
            f"kms:EncryptionContext:{name}": value
            for name, value in (request.params.get("EncryptionContext") or {}).items()
        },
    },
)


def _secret(request):
    name = request.one("SecretId")
    if not name:
        # AWS ends the name of a new secret with a dash and six characters.
        return request.arn("secretsmanager", f"secret:{request.one('Name')}-new000")
    found = state.secret(name, request.region, request.account)
    return found.arn if found else request.arn("secretsmanager", f"secret:{name}-none00")


def _secret_key(actions):
    """Secrets Manager uses a secret's key as whoever reads or writes the secret."""

    def questions(request):
        found = state.secret(request.one("SecretId") or "", request.region, request.account)
        key = request.one("KmsKeyId") or (found and found.kms_key_id)
        context = {"SecretARN": _secret(request)}
        return through("secretsmanager", request, request.key(key), actions, context)

    return questions


SECRETS = Service(
    "secretsmanager",
    ("secretsmanager",),
    {"secret": _secret},
    {
        "": "BatchGetSecretValue GetRandomPassword ListSecrets",
        "secret": """CancelRotateSecret CreateSecret DeleteResourcePolicy DeleteSecret DescribeSecret
            GetResourcePolicy GetSecretValue ListSecretVersionIds PutResourcePolicy PutSecretValue
            RemoveRegionsFromReplication ReplicateSecretToRegions RestoreSecret RotateSecret TagResource UntagResource UpdateSecret
            UpdateSecretVersionStage ValidateResourcePolicy""",
    },
)
SECRETS.also("GetSecretValue", _secret_key("Decrypt"))
SECRETS.also("PutSecretValue", _secret_key("Decrypt GenerateDataKey"))
SECRETS.also(
    "CreateSecret UpdateSecret",
    lambda request: (
        _secret_key("Decrypt GenerateDataKey")(request)
        if request.one("SecretString", "SecretBinary", "KmsKeyId")
        else []
    ),
)

# AWS Secrets Manager API Reference, ReplicateSecretToRegions: whoever has a secret
# replicated uses the keys of its replicas.
SECRETS.also(
    "CreateSecret ReplicateSecretToRegions",
    lambda request: [
        (f"kms:{action}", key, {})
        for key in request.all("AddReplicaRegions.KmsKeyId")
        for action in ("Encrypt", "GenerateDataKey")
    ],
)

ANALYZER = Service(
    "access-analyzer",
    ("accessanalyzer",),
    {"analyzer": "analyzer/{analyzerName|resourceArn}"},
    {
        "": "ListAnalyzers",
        "analyzer": """CreateAnalyzer DeleteAnalyzer GetAnalyzer ListTagsForResource TagResource
            UntagResource UpdateAnalyzer""",
    },
)
ANALYZER.also("CreateAnalyzer", linked_role("access-analyzer.amazonaws.com"))

SERVICES = (IAM, STS, KMS, SECRETS, ANALYZER)
