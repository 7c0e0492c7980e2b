"""Decides each call by the policies of the role that makes it.

Who shows the access key of an administrator, which is any that no session has, may
do everything, and is not counted. A session of a role may what AWS would let it:
no policy denies it, an identity-based policy of the role allows it, and so do its
permissions boundary and the session's own policy, if there are any. Policies of
buckets, keys, topics, repositories, secrets and vaults count beside them, and trust
policies for whoever assumes a role. The name of a session says the phase of
delivery ("plan", "apply", "drift"), by which the report is grouped.

A call that cannot be decided (it is in no table, or a policy has a condition that
nobody here knows) fails with the code UndecidedByEmulator. It is never allowed or
denied by accident.

Two requests are about this itself, and need no signature:

GET /emulator/permissions answers with a report:

    {"calls": 12, "milliseconds": 0.4,
     "decided":   [{"role", "phase", "action", "count"}],
     "denials":   [{"role", "phase", "action", "resource", "why", "statements": []}],
     "undecided": [{"role", "phase", "call", "message"}],
     "allowed":   [{"role", "policy", "sid", "pattern", "actions": []}]}

"allowed" has each pattern of the actions that the roles' own policies allow, with
the actions that were decided by it: those with none were used by nobody.

POST /emulator/permissions/evaluate asks without making a call, like
iam:SimulatePrincipalPolicy:

    {"role": "arn:aws:iam::…:role/…", "phase": "backup",     the role that asks; or
     "service": "logs.us-east-1.amazonaws.com",              the service; or
     "token": "….….…",                                       whoever has the token
     "session": "{…}",                                       a session policy, if any
     "action": "kms:Decrypt", "resources": ["arn:…"], "region": "us-east-1",
     "keys": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}

The tags of resources, the aliases of keys and what is known of the caller need not
be given. Resources' own policies count, a role's trust for sts:AssumeRole… too. The
answer has an item for each resource, and an error (status 400) says what is unknown:

    [{"resource", "allowed": false, "why": "because no permissions boundary allows …",
      "statements": ["OtherEnvironments of arn:…"], "message": "User: … is not …"}]
"""

from .check import check

__all__ = ["check"]
