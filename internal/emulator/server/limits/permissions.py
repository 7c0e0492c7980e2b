"""Policies of IAM, whose sizes leave out white space, and of topics."""

import re

from .. import constraints
from .rules import at, by_operation, cite, bytes_at_most

QUOTAS = "IAM and AWS STS quotas, IAM User Guide"
TOPIC = "Amazon SNS API permissions: Actions and resources reference, SNS Developer Guide"


def _size(policy):
    return len(re.sub(r"\s", "", policy))


def _document(path, most):
    def limit(params):
        for shown, policy in at(params, path):
            broken = constraints.between(None, most, "length", _size(policy))
            yield shown, policy, cite(broken, QUOTAS)

    return limit


def _inline(params):
    """A role's inline policies count together, this one in place of what had its
    name.
    """
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.iam.models import iam_backends

    policy, others = params["PolicyDocument"], {}
    for role in list(iam_backends[DEFAULT_ACCOUNT_ID]["aws"].roles.values()):
        if role.name == params["RoleName"]:
            others = {**role.policies, params["PolicyName"]: ""}
    total = _size(policy) + sum(map(_size, others.values()))
    broken = constraints.between(None, 10240, "length", total)
    yield "policyDocument", policy, cite(broken and f"{broken} in all", QUOTAS)


def _topic(params):
    if params.get("AttributeName") == "Policy":
        policy = params.get("AttributeValue", "")
        broken = bytes_at_most(30 << 10)(policy)
        yield "attributeValue", policy, cite(broken, TOPIC)


LIMITS = by_operation(
    ("iam:CreatePolicy iam:CreatePolicyVersion", _document("PolicyDocument", 6144)),
    ("iam:CreateRole", _document("AssumeRolePolicyDocument", 2048)),
    ("iam:UpdateAssumeRolePolicy", _document("PolicyDocument", 2048)),
    ("iam:PutRolePolicy", _inline),
    ("sns:SetTopicAttributes", _topic),
)
