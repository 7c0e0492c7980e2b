"""Conditions of policies.

What is not known here is an error of the proof, never an answer: a condition
whose operator or key means nothing would allow or deny by accident.
"""

import datetime
import re

from . import patterns


class Unknown(Exception):
    """The proof cannot decide; the message says what it lacks."""


def _number(test):
    return lambda wanted, value: test(float(value), float(wanted))


def _moment(text):
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    given = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return given.replace(tzinfo=given.tzinfo or datetime.timezone.utc).timestamp()


def _date(test):
    return lambda wanted, value: test(_moment(value), _moment(wanted))


def _equals(wanted, value):
    return patterns.plain(wanted) == value


def _same_but_case(wanted, value):
    return patterns.plain(wanted).lower() == value.lower()


ORDER = {
    "Equals": lambda value, wanted: value == wanted,
    "LessThan": lambda value, wanted: value < wanted,
    "LessThanEquals": lambda value, wanted: value <= wanted,
    "GreaterThan": lambda value, wanted: value > wanted,
    "GreaterThanEquals": lambda value, wanted: value >= wanted,
}

TESTS = {
    "StringEquals": _equals,
    "StringEqualsIgnoreCase": _same_but_case,
    "StringLike": patterns.glob,
    # IAM takes the two for the same.
    "ArnEquals": patterns.arn,
    "ArnLike": patterns.arn,
    "Bool": _same_but_case,
    **{f"Numeric{name}": _number(test) for name, test in ORDER.items()},
    **{f"Date{name}": _date(test) for name, test in ORDER.items()},
}

NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}

OPERATOR = re.compile(r"(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?")

# The keys that the emulator gives a value, or knows to have none in its calls,
# in lower case: IAM does not tell keys by case.
KEYS = re.compile(
    "|".join(
        (
            r"aws:(requesttag|resourcetag|principaltag)/.+",
            r"aws:(tagkeys|requestedregion|resourceaccount|securetransport)",
            r"aws:(principalaccount|principalarn|principaltype|principalisawsservice)",
            r"aws:(userid|username|federatedprovider|sourceidentity|currenttime|epochtime)",
            # Services have these when they act for somebody.
            r"aws:(sourceaccount|sourcearn|sourceorgid|sourceowner|principalservicename)",
            r"aws:(viaawsservice|calledvia|calledviafirst|calledvialast)",
            # None of the accounts is a member of an organization.
            r"aws:(principalorgid|resourceorgid)",
            r"kms:(callerresource|calleraccount|resourcealiases|requestalias|viaservice)",
            r"kms:(grantisforawsresource|grantoperations|encryptioncontextkeys)",
            r"kms:encryptioncontext:.+",
            r"iam:(passedtoservice|permissionsboundary|awsservicename|policyarn)",
            r"iam:resourcetag/.+",
            r"dynamodb:leadingkeys",
            r"(ec2|ecs|elasticloadbalancing):createaction",
            r"(ec2|ecs|ecr|secretsmanager|elasticloadbalancing):resourcetag/.+",
            r"ecs:cluster",
            r"cloudwatch:namespace",
            # Of AWS's own policy for backups.
            r"eks:(accessscope|policyarn)",
            r"sts:(externalid|rolesessionname)",
            # Claims of an identity provider's token, by its host: those that STS
            # heeds of any, and since February 2026 some of GitHub's (AWS STS,
            # "validation of identity provider claims").
            r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^:]+)?:(amr|aud|sub)",
            r"token\.actions\.githubusercontent\.com:(actor|actor_id|enterprise_id|environment)",
            r"token\.actions\.githubusercontent\.com:(job_workflow_ref|ref|repository)",
            r"token\.actions\.githubusercontent\.com:(repository_id|workflow)",
        )
    )
)


class Condition:
    """One operator, one key and its values."""

    def __init__(self, operator, key, values, where):
        found = OPERATOR.fullmatch(operator)
        self.quantifier, name, self.optional = found.groups() if found else ("", "", "")
        self.negated = name in NEGATED
        name = NEGATED.get(name, name)
        if name != "Null" and name not in TESTS:
            raise Unknown(f"{where} has an unknown condition operator, {operator}")
        if not KEYS.fullmatch(key.lower()):
            raise Unknown(f"{where} has an unknown condition key, {key}")
        self.key, self.values, self.test = key, values, TESTS.get(name)

    def holds(self, keys):
        values = keys.get(self.key)
        if self.test is None:
            return any((not values) == (v.lower() == "true") for v in self.values)
        if not values:
            if self.quantifier:
                return self.quantifier == "ForAllValues" or bool(self.optional)
            return self.negated or bool(self.optional)
        wanted = [v for v in (patterns.fill(w, keys) for w in self.values) if v is not None]

        def fits(value):
            return any(self.test(w, value) for w in wanted) != self.negated

        # Without a quantifier a key has one value; where it has several all the
        # same, a negation has to hold for each.
        every = self.quantifier == "ForAllValues" or self.negated and not self.quantifier
        return (all if every else any)(map(fits, values))


class Keys:
    """The values of a request's condition keys: lists, or absent."""

    def __init__(self, values=()):
        self._values = {}
        self.add(values)

    def add(self, values):
        for key, value in dict(values).items():
            if value is None:
                continue
            listed = list(value) if isinstance(value, (list, tuple, set)) else [value]
            self._values[key.lower()] = [_text(v) for v in listed]

    def get(self, key):
        return self._values.get(key.lower())

    def with_(self, values):
        copy = Keys()
        copy._values = dict(self._values)
        copy.add(values)
        return copy


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
