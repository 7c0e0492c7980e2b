"""What each call asks for: the actions, their resources, the roles it passes.

Its table is the one place to look at when the provider begins to make another
call: a call that is not in it cannot be decided, and fails saying so. The facts
are those of AWS's Service Authorization Reference; a row of a table reads

    "type type": "Operation Operation"

for operations that need permission for a resource of each type. A type in
brackets is asked for where the call names one, and one with a plus is made by the
call and has no name yet. Without a type the action has no resource, which policies
write as "*".
"""

import re

from ..conditions import Unknown


class Service:
    """One IAM prefix, and the calls of the services (by botocore's names) whose
    actions have it.
    """

    def __init__(self, prefix, services, types, table, renamed=None):
        self.prefix, self.services, self.types = prefix, services, types
        self.renamed = renamed or {}
        self.operations = {}
        for names, operations in table.items():
            for operation in operations.split():
                self.operations[operation] = names.split()
        # More questions of an operation, as functions of the request that give
        # (action, ARN, keys); keys of an operation's own questions; and members
        # with a role, and the service that it is passed to.
        self.beside, self.keys, self.passes = {}, {}, {}

    def action(self, operation):
        return f"{self.prefix}:{self.renamed.get(operation, operation)}"

    def resources(self, request):
        """The ARNs that an operation asks for."""
        arns = []
        for name in self.operations[request.operation]:
            form = self.types[name.strip("[+]")]
            if name.startswith("+"):
                form = re.sub(r"\{[^}]+\}", "*", form)
            if isinstance(form, str):
                arns += expand(form, self.prefix, request, name.startswith("["))
                continue
            found = form(request) or ()
            arns += [found] if isinstance(found, str) else found
        return list(dict.fromkeys(arns)) or ["*"]

    def also(self, operations, *questions):
        """More questions of operations: functions of the request."""
        for operation in operations.split():
            self.beside.setdefault(operation, []).extend(questions)

    def with_keys(self, operations, keys):
        """Condition keys of operations: a function of the request."""
        for operation in operations.split():
            self.keys[operation] = keys

    def passing(self, operations, to, *members):
        """Roles that operations pass to a service."""
        for operation in operations.split():
            self.passes.setdefault(operation, []).append((to, members))


def expand(form, prefix, request, optional=False):
    """The ARNs of a form like `table/{TableName|ResourceArn}`: one for each
    value that the request has at the path, with "*" where it has none, as of
    what is about to be made. A value that is an ARN stays whole.
    """
    found = re.search(r"\{([^}]+)\}", form)
    if not found:
        return [request.arn(prefix, form)]
    values = request.all(*found[1].split("|"))
    if not values and optional:
        return []
    arns = []
    for value in values or ["*"]:
        if str(value).startswith("arn:"):
            arns.append(value)
        else:
            rest = form[: found.start()] + str(value) + form[found.end() :]
            arns += expand(rest, prefix, request)
    return arns


def linked_role(service):
    """The question whether the caller may make the role that a service has in the
    account for itself. AWS asks it once, with the first call that needs the role.
    """
    path = f"role/aws-service-role/{service}/*"

    def questions(request):
        arn = request.arn("iam", path, region="")
        return [("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": service})]

    return questions


def through(service, request, key, actions, context=None):
    """The questions about a KMS key that a service asks as the caller. Keys of
    AWS's own, which have no ARN here, leave that to their services.
    """
    if not key:
        return []
    keys = {
        "kms:ViaService": f"{service}.{request.region}.amazonaws.com",
        "kms:GrantIsForAWSResource": True,
        "aws:ViaAWSService": True,
        "aws:CalledVia": [f"{service}.amazonaws.com"],
        "kms:EncryptionContextKeys": list(context or {}),
    }
    keys |= {
        f"kms:EncryptionContext:{name}": value for name, value in (context or {}).items()
    }
    return [(f"kms:{action}", key, keys) for action in actions.split()]


def find(service):
    """The table of botocore's service."""
    from . import compute, data, edge, identity, network, operations

    for module in (network, identity, data, compute, edge, operations):
        for table in module.SERVICES:
            if service in table.services:
                return table
    raise Unknown(
        f"the permission proof knows no action of {service}: add a table for it to "
        "internal/emulator/server/permissions/actions"
    )
