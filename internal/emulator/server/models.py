"""AWS's own API models, which botocore brings along with moto.

They are loaded apart from moto's: moto lays changes of its own over some.
"""

import functools

# The services whose requests are signed with a name that is not the model's.
# Where several sign with the same name, the first that knows a request has it.
SIGNED_BY = {
    "access-analyzer": ("accessanalyzer",),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
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
