"""What moto knows of the resources that calls ask for."""

# The region of moto's backends of services that have none.
GLOBAL = "aws"


def backend(service, region, account):
    from moto.backends import get_backend

    by_region = get_backend(service)[account]
    return by_region[region if region in by_region else GLOBAL]


def of_arn(arn):
    """The service's backend, and the resource's part of the ARN."""
    _, _, service, region, account, resource = arn.split(":", 5)
    if service == "s3":
        account = bucket_account(resource.split("/")[0])
    if service == "cloudwatch" and not region:
        region = "us-east-1"  # a dashboard's ARN names none
    name = BACKENDS.get(service, service.replace("-", ""))
    return backend(name, region, account), resource


BACKENDS = {"access-analyzer": "accessanalyzer", "elasticloadbalancing": "elbv2"}


def key(key_id, region, account):
    """The KMS key of an id, an ARN, an alias, or None."""
    if key_id.startswith("arn:"):
        _, _, _, region, account, key_id = key_id.split(":", 5)
    kms = backend("kms", region, account)
    key_id = key_id.removeprefix("key/")
    if key_id.startswith("alias/"):
        return next((k for k in kms.keys.values() if key_id in k.aliases), None)
    return kms.keys.get(key_id)


def secret(secret_id, region, account):
    """The secret of a name or an ARN, or None."""
    secrets = backend("secretsmanager", region, account).secrets
    return next((s for s in secrets.values() if secret_id in (s.name, s.arn)), None)


def bucket_account(name):
    """The account that has the bucket, which its ARN does not tell."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.s3.models import s3_backends

    return s3_backends.bucket_accounts.get(name, ("", DEFAULT_ACCOUNT_ID))[1]


def bucket(name, account):
    return backend("s3", GLOBAL, account).buckets.get(name)


def bucket_key(name, region, account):
    """The KMS key that a bucket encrypts with, or None."""
    found = bucket(name, account)
    rule = ((found and found.encryption) or {}).get("Rule") or {}
    if isinstance(rule, list):
        rule = rule[0]
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    if default.get("SSEAlgorithm") != "aws:kms" or not default.get("KMSMasterKeyID"):
        return None
    return key(default["KMSMasterKeyID"], region, account)


def policy(arn):
    """The text of the resource's own policy, or None."""
    if arn.count(":") < 5:
        return None
    service = arn.split(":", 3)[2]
    if service not in POLICIES:
        return None
    found = POLICIES[service](*of_arn(arn))
    return found.decode() if isinstance(found, bytes) else found


def _policy_of(collection, prefix, attribute):
    def find(owner, resource):
        found = getattr(owner, collection).get(resource.removeprefix(prefix))
        return getattr(found, attribute, None)

    return find


def _bucket_policy(owner, resource):
    return getattr(owner.buckets.get(resource.split("/")[0]), "policy", None)


def _topic_policy(owner, resource):
    topic = next((t for t in owner.topics.values() if t.arn.endswith(f":{resource}")), None)
    return topic and topic.policy


def _secret_policy(owner, resource):
    found = (s for s in owner.secrets.values() if s.arn.endswith(f":{resource}"))
    return getattr(next(found, None), "policy", None)


def _vault_policy(owner, resource):
    vault = owner.vaults.get(resource.removeprefix("backup-vault:"))
    return (getattr(vault, "access_policy", None) or {}).get("Policy")


POLICIES = {
    "kms": _policy_of("keys", "key/", "policy"),
    "ecr": _policy_of("repositories", "repository/", "policy"),
    "s3": _bucket_policy,
    "sns": _topic_policy,
    "secretsmanager": _secret_policy,
    "backup": _vault_policy,
}


def tags(arn):
    """The tags by which IAM tells the resource (Service Authorization Reference):
    a hosted zone's never count, nor a bucket's before somebody turns that on. What
    the tables know no tags of has none.
    """
    if arn.count(":") < 5:
        return {}
    service, account = arn.split(":")[2], arn.split(":")[4]
    if service not in TAGS or account == "aws":
        return {}
    return pairs(TAGS[service](*of_arn(arn), arn))


def pairs(given):
    """Tags as a dictionary, however a service writes them."""
    if isinstance(given, dict):
        of_dictionaries = [tag for tag in given.values() if isinstance(tag, dict)]
        if not of_dictionaries:
            return given
        # moto's IAM keeps them so, by names without their case.
        given = of_dictionaries
    found = {}
    for tag in given or ():
        lower = {name.lower().removeprefix("tag"): value for name, value in tag.items()}
        found[lower["key"]] = lower.get("value") or ""
    return found


def _iam_tags(owner, resource, arn):
    kind, _, name = resource.rpartition("/")
    if kind.startswith("policy"):
        return getattr(owner.managed_policies.get(arn), "tags", None)
    found = (r for r in owner.roles.values() if r.name == name)
    return getattr(next(found, None), "tags", None)


def _first(collection, attribute="tags"):
    """Tags on the resource itself, in a dictionary of moto's."""

    def find(owner, _, arn):
        for found in getattr(owner, collection).values():
            if getattr(found, "arn", None) == arn:
                return getattr(found, attribute)

    return find


def _tagger(owner, _, arn):
    tagger = getattr(owner, "tagger", None) or owner.tagging_service
    return tagger.get_tag_dict_for_resource(arn)


def _log_tags(owner, resource, arn):
    """A group's tags. Its streams have none, and do not have their group's."""
    group, _, stream = arn.partition(":log-stream:")
    return None if stream else _tagger(owner, resource, group)


def _ecs_tags(owner, resource, arn):
    kind = resource.partition("/")[0]
    if kind == "task-definition":
        for by_revision in owner.task_definitions.values():
            for found in by_revision.values():
                if found.arn == arn:
                    return found.tags
        return None
    collection = {"cluster": "clusters", "service": "services"}.get(kind)
    return collection and _first(collection)(owner, resource, arn)


def _scalable_target_tags(owner, _, arn):
    for by_resource in owner.targets.values():
        for found in by_resource.values():
            if found.arn == arn:
                return found.__dict__.get("tags")


def _budget_tags(owner, resource, _):
    name = resource.partition("/")[2]
    for by_name in owner.budgets.values():
        if name in by_name:
            return by_name[name].__dict__.get("tags")


TAGS = {
    "kms": lambda owner, resource, _: {
        tag["TagKey"]: tag["TagValue"]
        for tag in owner.tagger.list_tags_for_resource(resource.removeprefix("key/"))[
            "Tags"
        ]
    },
    "ec2": lambda owner, resource, _: owner.tags.get(resource.rpartition("/")[2]),
    "iam": _iam_tags,
    "ecs": _ecs_tags,
    "secretsmanager": _first("secrets"),
    "dynamodb": lambda owner, resource, _: getattr(
        owner.tables.get(resource.removeprefix("table/")), "tags", None
    ),
    "sns": _first("topics", "_tags"),
    "acm": _first("_certificates"),
    "access-analyzer": lambda owner, _, arn: next(
        (a["tags"] for a in owner.analyzers.values() if a["arn"] == arn), None
    ),
    "application-autoscaling": _scalable_target_tags,
    **dict.fromkeys(
        (
            "backup",
            "ce",
            "cloudwatch",
            "ecr",
            "elasticloadbalancing",
            "firehose",
            "servicediscovery",
            "wafv2",
        ),
        _tagger,
    ),
    "logs": _log_tags,
    "budgets": _budget_tags,
}
