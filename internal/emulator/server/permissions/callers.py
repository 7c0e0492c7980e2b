"""Who makes a call, as moto's IAM and STS know it."""

import base64
import json

from . import state
from .conditions import Unknown
from .evaluate import Caller

# The only partition whose endpoints the emulator has.
PARTITION = "aws"


def account_of(arn):
    """The account that an ARN names; moto's default one where it names none."""
    from moto.core import DEFAULT_ACCOUNT_ID

    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[4].isdigit() else DEFAULT_ACCOUNT_ID


def account_with(access_key):
    """The account whose access key it is."""
    from moto.iam.models import get_account_id_from

    return get_account_id_from(access_key)


def _iam(account):
    from moto.iam.models import iam_backends

    return iam_backends[account][PARTITION]


def find_role(arn):
    """moto's role of that ARN, or None."""
    return next((r for r in _iam(account_of(arn)).roles.values() if r.arn == arn), None)


def of(access_key):
    """The caller with that access key; None of one whom nothing limits: the
    administrator, who has no session.
    """
    from moto.sts.models import sts_backends

    sessions = sts_backends[account_with(access_key)][PARTITION].assumed_roles
    for session in reversed(sessions):
        if session.access_key_id == access_key:
            return role(session.role_arn, session.session_name, session.policy)
    return None


def _document(policy):
    versions = (v for v in policy.versions if v.version_id == policy.default_version_id)
    return next(versions).document


def role(arn, phase, session_policy=None):
    """A session of the role, with the role's policies as they are now."""
    found = find_role(arn)
    if found is None:
        raise Unknown(f"there is no role {arn}")
    identity = [(_document(p), p.arn) for p in found.managed_policies.values()]
    identity += [(text, f"{name} of {found.name}") for name, text in found.policies.items()]
    boundary = None
    if found.permissions_boundary_arn:
        policy = _iam(account_of(arn)).managed_policies[found.permissions_boundary_arn]
        boundary = (_document(policy), policy.arn)
    session = f"arn:{PARTITION}:sts::{account_of(arn)}:assumed-role/{found.name}/{phase}"
    return Caller(
        principals={"AWS": (arn, session)},
        arn=session,
        role=arn,
        phase=phase,
        identity=tuple(identity),
        boundary=boundary,
        session=(session_policy, f"session {phase}") if session_policy else None,
        tags=state.pairs(found.tags),
    )


def service(name):
    return Caller(principals={"Service": (name,)})


def with_token(token, account):
    """Whoever brings an identity provider's token to an account, and what it claims,
    by the condition keys that trust policies have for it. Nobody signs the tokens of
    tests.
    """
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        host = claims["iss"].removeprefix("https://")
    except (IndexError, KeyError, ValueError, AttributeError) as error:
        raise Unknown(f"the web identity is no token with an issuer: {error}") from error
    providers = (p.arn for p in _iam(account).open_id_providers.values())
    provider = next((a for a in providers if a.endswith(f":oidc-provider/{host}")), "")
    keys = {f"{host}:{name}": value for name, value in claims.items()}
    return Caller(principals={"Federated": (provider,)}), keys
