"""Policy documents, as IAM reads them."""

import functools
import json

from . import patterns
from .conditions import Condition, Unknown

ELEMENTS = {
    "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal",
    "NotPrincipal", "Condition",
}  # fmt: skip


def listed(value):
    return value if isinstance(value, list) else [value]


class Statement:
    def __init__(self, given, number, policy):
        self.sid = given.get("Sid") or f"statement {number}"
        self.policy = policy
        where = f"{self.sid} of {policy}"
        if unknown := set(given) - ELEMENTS:
            raise Unknown(f"{where} has unknown elements: {', '.join(sorted(unknown))}")
        self.denies = given["Effect"] == "Deny"
        self.actions = listed(given.get("Action", []))
        self.other_actions = listed(given.get("NotAction", []))
        self.resources = listed(given.get("Resource", []))
        self.other_resources = listed(given.get("NotResource", []))
        self.principal = given.get("Principal")
        self.other_principal = given.get("NotPrincipal")
        self.conditions = [
            Condition(operator, key, [str(v) for v in listed(values)], where)
            for operator, tests in (given.get("Condition") or {}).items()
            for key, values in tests.items()
        ]

    def __str__(self):
        return f"{self.sid} of {self.policy}"

    def action(self, action):
        """The pattern by which the statement means the action, or None."""
        if self.other_actions:
            found = any(patterns.action(a, action) for a in self.other_actions)
            return None if found else "NotAction"
        return next((a for a in self.actions if patterns.action(a, action)), None)

    def _resource(self, arn, keys):
        def matches(patterns_):
            filled = (patterns.fill(p, keys) for p in patterns_)
            return any(p is not None and patterns.arn(p, arn) for p in filled)

        if self.other_resources:
            return not matches(self.other_resources)
        # Trust policies have no resource: they are about their role.
        return not self.resources or matches(self.resources)

    def meets(self, action, arn, keys):
        """Whether the statement is about such a request, whoever makes it."""
        return (
            self.action(action) is not None
            and self._resource(arn, keys)
            and all(condition.holds(keys) for condition in self.conditions)
        )


@functools.lru_cache(maxsize=4096)
def statements(text, policy):
    """The statements of the document with that text; policy is its name for
    messages.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Unknown(f"{policy} is no JSON: {error}") from error
    given = listed(document.get("Statement", []))
    return tuple(Statement(s, n, policy) for n, s in enumerate(given, 1))
