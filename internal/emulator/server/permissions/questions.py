"""What a call asks: each action on each resource, with its condition keys."""

import re
import time

from . import actions, state
from .conditions import Keys, Unknown
from .evaluate import Question
from .request import Request

ROLE = re.compile(r"arn:aws:iam::\d{12}:role/\S+")

# Calls that name roles without passing them to a service.
NAME_ROLES = {
    "access-analyzer", "backup:GetBackupSelection", "iam", "kms:CreateGrant", "kms:RetireGrant",
    "kms:RevokeGrant", "sts", "tag",
}  # fmt: skip

# The action that tags what a call makes, and what is tagged where that is not
# the first resource that the call asks for. Cloud Map's has no resource.
TAG_ON_CREATE = {
    "acm": ("AddTagsToCertificate", "certificate/*"),
    "ce": ("TagResource", None),
    "ec2": ("CreateTags", None),
    "elasticloadbalancing": ("AddTags", None),
    "firehose": ("TagDeliveryStream", None),
    "kms": ("TagResource", "key/*"),
    "servicediscovery": ("TagResource", "*"),
}

TAGGING = re.compile(
    r"(Tag|Untag|AddTags|RemoveTags|CreateTags|DeleteTags|ChangeTags|List).*"
    r"|Put(Bucket|Object)Tagging"
)


def of(call, caller, account, token_keys=None):
    """The questions of a call, each with the keys that conditions may name."""
    request = Request(call.service, call.operation.name, call.params, call.region, account)
    if call.name == "sts:GetCallerIdentity":
        return []  # needs no permission
    table = actions.find(call.service)
    operation = request.operation
    if operation not in table.operations:
        raise Unknown(
            f"the permission proof does not know what {call.name} asks for: add it to the "
            f"table of {table.prefix} in internal/emulator/server/permissions/actions"
        )
    base = caller_keys(caller, request.region, account).with_(token_keys or {})
    tags = request.tags()
    own = base.with_({f"aws:RequestTag/{name}": value for name, value in tags.items()})
    own.add({"aws:TagKeys": request.tag_keys() or None})
    own.add(table.keys.get(operation, lambda _: {})(request))

    asked = [(table.action(operation), arn, own) for arn in table.resources(request)]
    if tags and not TAGGING.fullmatch(operation):
        keys = own.with_({f"{table.prefix}:CreateAction": operation})
        asked += [(action, arn, keys) for action, arn in _tagged(table, request)]
    asked += [
        ("iam:PassRole", arn, base.with_(keys)) for arn, keys in _passed(table, request)
    ]
    for also in table.beside.get(operation, ()):
        asked += [(action, arn, base.with_(keys)) for action, arn, keys in also(request)]
    return [about(action, arn, keys, account) for action, arn, keys in asked]


def about(action, arn, keys, account):
    """The question, with the keys that tell of its resource."""
    prefix = action.split(":")[0]
    found = {"aws:ResourceAccount": account}
    for name, value in state.tags(arn).items():
        found[f"aws:ResourceTag/{name}"] = found[f"{prefix}:ResourceTag/{name}"] = value
    if prefix == "kms" and ":key/" in arn:
        key = state.key(arn, "", account)
        found["kms:ResourceAliases"] = list(key.aliases) if key and key.aliases else None
        found["kms:CallerAccount"] = account
    return Question(action, arn, keys.with_(found))


def caller_keys(caller, region, account):
    keys = Keys(
        {
            "aws:RequestedRegion": region,
            # The emulator speaks plain HTTP, but stands for an endpoint that is
            # reached with TLS.
            "aws:SecureTransport": True,
            "aws:CurrentTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "aws:EpochTime": int(time.time()),
            "aws:PrincipalIsAWSService": "Service" in caller.principals,
            "aws:ViaAWSService": False,
        }
    )
    if caller.arn:
        keys.add(
            {
                "aws:PrincipalArn": caller.role or caller.arn,
                "aws:PrincipalAccount": account,
                "aws:PrincipalType": "AssumedRole",
            }
        )
        keys.add({f"aws:PrincipalTag/{name}": value for name, value in caller.tags.items()})
    return keys


def _tagged(table, request):
    """The question whether a call may tag what it makes."""
    name, form = TAG_ON_CREATE.get(table.prefix, ("TagResource", None))
    operation = request.operation
    if table.prefix == "iam":
        name = "Tag" + operation.removeprefix("Create")
    if table.prefix == "ec2":
        for kind in request.all("TagSpecifications.ResourceType"):
            yield "ec2:CreateTags", request.arn("ec2", f"{kind}/*")
        return
    arn = table.resources(request)[0]
    if form:
        arn = form if form == "*" else request.arn(table.prefix, form)
    elif table.prefix == "ce":
        kind = operation.removeprefix("CreateAnomaly").lower()
        arn = request.arn("ce", f"anomaly{kind}/*", region="")
    elif operation == "CreateListener":
        arn = arn.replace(":loadbalancer/", ":listener/") + "/*"
    elif table.prefix == "logs":
        arn = arn.removesuffix(":log-stream:")
    yield f"{table.prefix}:{name}", arn


def _passed(table, request):
    """The roles that a call passes, each with the service that it goes to."""
    passed = set()
    for service, members in table.passes.get(request.operation, ()):
        for arn in dict.fromkeys(request.all(*members)):
            passed.add(arn)
            yield arn, {"iam:PassedToService": service}
    name = f"{table.prefix}:{request.operation}"
    if NAME_ROLES & {table.prefix, name} or TAGGING.fullmatch(request.operation):
        return
    for arn in _roles(request.params):
        if arn not in passed:
            raise Unknown(
                f"{name} names {arn}, and the permission proof does not know to which "
                "service it passes the role: say so in its table of actions"
            )


def _roles(node):
    if isinstance(node, str):
        if ROLE.fullmatch(node):
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _roles(value)
    elif isinstance(node, list):
        for value in node:
            yield from _roles(value)
