"""A call as the tables of actions read it."""

from . import state


class Request:
    """The parameters of a call, and what its policies may ask about."""

    def __init__(self, service, operation, params, region, account):
        self.service, self.operation = service, operation
        self.params, self.region, self.account = params, region, account

    def all(self, *paths):
        """The values at each path that has one: `Rules.TargetBackupVaultName`
        goes through structures and lists alike.
        """
        found = []
        for path in paths:
            nodes = [self.params]
            for part in path.split("."):
                nodes = [n[part] for n in _flat(nodes) if isinstance(n, dict) and part in n]
            found += [n for n in _flat(nodes) if n not in (None, "")]
        return found

    def one(self, *paths):
        """The first of them, or None."""
        return next(iter(self.all(*paths)), None)

    def arn(self, service, resource, region=None, account=None):
        """An ARN in the call's region and account; either may be empty."""
        region = self.region if region is None else region
        account = self.account if account is None else account
        return f"arn:aws:{service}:{region}:{account}:{resource}"

    def key(self, key_id):
        """The ARN of a KMS key, whichever way it is named; None where none is,
        or one of AWS's own, whose policy lets the account's services use it.
        """
        found = key_id and state.key(key_id, self.region, self.account)
        return found and found.arn

    def tags(self):
        """The tags that the call gives, by name."""
        found = {}
        for name in TAGS:
            given = self.params.get(name)
            if name == "TagSpecifications":
                given = self.all("TagSpecifications.Tags")
            if isinstance(given, dict):
                given = given.get("Items", given)
            if given and not (isinstance(given, list) and isinstance(given[0], str)):
                found |= state.pairs(given)
        if self.service == "s3":
            found |= state.pairs(self.all("CreateBucketConfiguration.Tags"))
        return found

    def tag_keys(self):
        """The names of all tags that the call gives or takes."""
        named = self.all(
            "TagKeys", "tagKeys", "TagKeyList", "ResourceTagKeys", "RemoveTagKeys"
        )
        return [*self.tags(), *named]


# The members with which services take tags.
TAGS = (
    "Tags", "tags", "TagList", "TagSpecifications", "ResourceTags", "BackupVaultTags",
    "BackupPlanTags", "AddTags",
)  # fmt: skip


def _flat(nodes):
    for node in nodes:
        if isinstance(node, (list, tuple)):
            yield from _flat(node)
        else:
            yield node
