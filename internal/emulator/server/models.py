"""AWS's own API models, which botocore brings along with moto.

They are loaded apart from moto's: moto lays changes of its own over some.
"""

import functools
import re
from urllib.parse import parse_qsl, unquote

# The services whose requests are signed with a name that is not the model's.
# Where several sign with the same name, the first that knows a request has it.
SIGNED_BY = {
    "access-analyzer": ("accessanalyzer",),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "eventbridge": ("events",),
    "monitoring": ("cloudwatch",),
    "s3": ("s3control", "s3"),
    "servicequotas": ("service-quotas",),
    "ses": ("sesv2", "ses"),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}


@functools.cache
def _loader():
    from botocore.loaders import Loader

    return Loader()


@functools.cache
def _services():
    return frozenset(_loader().list_available_services("service-2"))


@functools.cache
def load(service):
    from botocore.model import ServiceModel

    return ServiceModel(_loader().load_service_model(service, "service-2"), service)


def signed_by(name):
    """The models of the services that sign with this name; none if none does."""
    candidates = SIGNED_BY.get(name, (name,))
    return [load(service) for service in candidates if service in _services()]


class Route:
    """The method, path and query by which a REST service knows an operation."""

    def __init__(self, operation):
        path, _, query = operation.http["requestUri"].partition("?")
        self.operation = operation
        self.method = operation.http["method"]
        self.query = {
            name: value
            for name, value in parse_qsl(query, keep_blank_values=True)
            if name != "x-id"
        }
        self.literal = len(re.sub(r"\{[^}]+\}", "", path))
        self.labels = [label.rstrip("+") for label in re.findall(r"\{([^}]+)\}", path)]
        pattern = "".join(
            re.escape(part)
            if not part.startswith("{")
            else ("(.+)" if part.endswith("+}") else "([^/]+)")
            for part in re.split(r"(\{[^}]+\})", path.rstrip("/"))
        )
        # Clients differ on a slash at the end, and services take both.
        self.pattern = re.compile(pattern + "/?")
        self.wanted = []
        shape = operation.input_shape
        for name in shape.required_members if shape else ():
            at = shape.members[name].serialization
            if at.get("location") in ("querystring", "header"):
                self.wanted.append((at["location"], at["name"].lower()))

    def match(self, method, path, given):
        """The values of the path's labels, and how well the request fits; None
        if it is another operation's. Only what tells operations apart counts: a
        missing parameter is a fault of a request, not another one.
        """
        if method != self.method:
            return None
        found = self.pattern.fullmatch(path)
        if not found:
            return None
        for name, value in self.query.items():
            there = given.get(("querystring", name.lower()))
            if there is None or value and there != value:
                return None
        there = sum(parameter in given for parameter in self.wanted)
        fit = (
            len(self.query),
            there - len(self.wanted),
            there,
            self.literal,
            not self.operation.deprecated,
        )
        return dict(zip(self.labels, map(unquote, found.groups()))), fit


@functools.cache
def routes(service):
    model = load(service)
    return [Route(model.operation_model(name)) for name in model.operation_names]
