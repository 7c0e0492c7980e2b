"""The decision: IAM User Guide, "Policy evaluation logic"."""

import dataclasses

from . import policies


@dataclasses.dataclass(frozen=True)
class Caller:
    """Who asks. A role has all of these; a service, or whoever brings the token
    of an identity provider, has a principal and nothing else.
    """

    # Names of the caller in the Principal of a policy, by type.
    principals: dict
    arn: str = ""  # of the session
    role: str = ""
    phase: str = ""  # the session's name
    # Each policy is its document's text and its name.
    identity: tuple = ()
    boundary: tuple = None
    session: tuple = None
    tags: dict = dataclasses.field(default_factory=dict)

    @property
    def account(self):
        return self.arn.split(":")[4] if self.arn else ""


@dataclasses.dataclass(frozen=True)
class Question:
    """One action on one resource, with what the request adds to conditions."""

    action: str
    resource: str
    keys: object


@dataclasses.dataclass(frozen=True)
class Decision:
    allowed: bool
    # Which kind of policy decided, and for a denial in AWS's words why.
    kind: str = ""
    why: str = ""
    # The statements that deny, or all that allow.
    statements: tuple = ()


# AWS's words for the kinds of policies, with their article.
IDENTITY, BOUNDARY = "identity-based policy", "permissions boundary"
SESSION, RESOURCE = "session policy", "resource-based policy"


def _asked(given, question):
    """The statements of a policy, or of several, that are about the question."""
    return [
        statement
        for text, name in given
        for statement in policies.statements(text, name)
        if statement.meets(question.action, question.resource, question.keys)
    ]


def _means(statement, caller):
    """How a resource's policy means the caller: by itself, by its account, which
    leaves it to the account's own policies, or not at all.
    """
    if statement.other_principal is not None:
        return None if _named(statement.other_principal, caller) else "itself"
    return _named(statement.principal, caller)


def _named(principal, caller):
    if principal is None or principal == "*":
        return "itself"
    found = None
    for kind, given in principal.items():
        for name in policies.listed(given):
            if name == "*" or name in caller.principals.get(kind, ()):
                return "itself"
            root = name == caller.account or name.endswith(f"::{caller.account}:root")
            if kind == "AWS" and caller.account and root:
                found = "account"
    return found


def decide(caller, question, resource=None, leaves_to_account=True):
    """Whether the caller may. resource is the policy of what is asked for, if it
    has one; without leaves_to_account, policies of the account's own count only
    where that policy says so, as KMS and trust policies have it.
    """
    by_kind = {
        IDENTITY: _asked(caller.identity, question),
        BOUNDARY: _asked([caller.boundary] if caller.boundary else [], question),
        SESSION: _asked([caller.session] if caller.session else [], question),
        RESOURCE: [],
    }
    meant = []
    for statement in _asked([resource] if resource else [], question):
        how = _means(statement, caller)
        if how:
            by_kind[RESOURCE].append(statement)
            meant.append((statement, how))

    for kind, statements in by_kind.items():
        denying = tuple(s for s in statements if s.denies)
        if denying:
            article = "an" if kind == IDENTITY else "a"
            return Decision(
                False, kind, f"with an explicit deny in {article} {kind}", denying
            )

    def no(kind):
        return Decision(
            False, kind, f"because no {kind} allows the {question.action} action"
        )

    directly = [s for s, how in meant if how == "itself" and not s.denies]
    if not caller.arn:
        return Decision(True, RESOURCE, "", tuple(directly)) if directly else no(RESOURCE)
    left = any(how == "account" and not s.denies for s, how in meant)
    if not leaves_to_account and not directly and not left:
        return no(RESOURCE)
    allowing = list(directly)
    for kind, given in (
        (IDENTITY, not directly),
        (BOUNDARY, caller.boundary),
        (SESSION, caller.session),
    ):
        found = [s for s in by_kind[kind] if not s.denies]
        if given and not found:
            return no(kind)
        allowing += found
    return Decision(True, IDENTITY, "", tuple(allowing))
