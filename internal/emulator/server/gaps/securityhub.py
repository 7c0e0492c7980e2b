"""AWS Security Hub."""

import json
from urllib.parse import unquote


def fill():
    """UpdateSecurityHubConfiguration; BatchEnableStandards, BatchDisableStandards
    and GetEnabledStandards; Create-, Get-, List- and DeleteFindingAggregator, of
    which moto has neither the calls nor their paths; and DescribeHub with what was
    set, by the ARN of its partition.

    aws_securityhub_account sets what aws_securityhub_standards_subscription and
    aws_securityhub_finding_aggregator are then made in. A standard is ready at
    once: AWS takes minutes.
    """
    from moto.core.exceptions import JsonRESTError
    from moto.securityhub import urls
    from moto.securityhub.models import SecurityHubBackend, securityhub_backends
    from moto.securityhub.responses import SecurityHubResponse

    moto_enable, moto_describe = (
        SecurityHubBackend.enable_security_hub,
        SecurityHubBackend.describe_hub,
    )

    class NotFound(JsonRESTError):
        code = 404

        def __init__(self, what):
            super().__init__("ResourceNotFoundException", f"there is no {what}")

    def enable_security_hub(self, *args, **kwargs):
        if self.enabled:
            raise JsonRESTError(
                "ResourceConflictException", "Account is already subscribed to Security Hub"
            )
        self.settings, self.standards = {"AutoEnableControls": True}, {}
        return moto_enable(self, *args, **kwargs)

    def describe_hub(self, hub_arn=None):
        told = moto_describe(self)
        told["HubArn"] = told["HubArn"].replace("arn:aws:", f"arn:{self.partition}:", 1)
        if hub_arn and hub_arn != told["HubArn"]:
            raise NotFound(hub_arn)
        return {**told, **self.settings}

    SecurityHubBackend.enable_security_hub = enable_security_hub
    SecurityHubBackend.describe_hub = describe_hub

    def hub(self):
        backend = self.securityhub_backend
        backend.describe_hub()
        return backend

    def update_security_hub_configuration(self):
        hub(self).settings.update(json.loads(self.body))
        return "{}"

    def batch_enable_standards(self):
        backend, made = hub(self), []
        for wanted in json.loads(self.body)["StandardsSubscriptionRequests"]:
            standard = wanted["StandardsArn"]
            arn = (
                f"arn:{backend.partition}:securityhub:{backend.region_name}:"
                f"{backend.account_id}:subscription/" + standard.split("/", 1)[1]
            )
            backend.standards[arn] = {
                "StandardsSubscriptionArn": arn,
                "StandardsArn": standard,
                "StandardsInput": wanted.get("StandardsInput", {}),
                "StandardsStatus": "READY",
                "StandardsControlsUpdatable": "READY_FOR_UPDATES",
            }
            made.append(backend.standards[arn])
        return json.dumps({"StandardsSubscriptions": made})

    def get_enabled_standards(self):
        backend = hub(self)
        wanted = json.loads(self.body or "{}").get("StandardsSubscriptionArns")
        found = [
            standard
            for arn, standard in backend.standards.items()
            if not wanted or arn in wanted
        ]
        return json.dumps({"StandardsSubscriptions": found})

    def batch_disable_standards(self):
        backend, gone = hub(self), []
        for arn in json.loads(self.body)["StandardsSubscriptionArns"]:
            if arn in backend.standards:
                gone.append({**backend.standards.pop(arn), "StandardsStatus": "DELETING"})
        return json.dumps({"StandardsSubscriptions": gone})

    def aggregators(backend):
        return backend.__dict__.setdefault("aggregators", {})

    def aggregator(self):
        arn = unquote(self.path.split("/", 3)[3])
        found = aggregators(hub(self)).get(arn)
        if found is None:
            raise NotFound(arn)
        return found

    def create_finding_aggregator(self):
        backend, wanted = hub(self), json.loads(self.body)
        # AWS gathers what another region has once Security Hub is on there.
        for region in wanted.get("Regions", []):
            if not securityhub_backends[backend.account_id][region].enabled:
                raise NotFound(f"hub in {region}")
        arn = (
            f"arn:{backend.partition}:securityhub:{backend.region_name}:"
            f"{backend.account_id}:finding-aggregator/1"
        )
        aggregators(backend)[arn] = {
            "FindingAggregatorArn": arn,
            "FindingAggregationRegion": backend.region_name,
            **wanted,
        }
        return json.dumps(aggregators(backend)[arn])

    def get_finding_aggregator(self):
        return json.dumps(aggregator(self))

    def list_finding_aggregators(self):
        found = [
            {"FindingAggregatorArn": arn} for arn in aggregators(hub(self))
        ]
        return json.dumps({"FindingAggregators": found})

    def delete_finding_aggregator(self):
        del aggregators(hub(self))[aggregator(self)["FindingAggregatorArn"]]
        return "{}"

    for call in (
        update_security_hub_configuration,
        batch_enable_standards,
        batch_disable_standards,
        get_enabled_standards,
        create_finding_aggregator,
        get_finding_aggregator,
        list_finding_aggregators,
        delete_finding_aggregator,
    ):
        setattr(SecurityHubResponse, call.__name__, call)
    for path in (
        "standards/register",
        "standards/deregister",
        "standards/get",
        "findingAggregator/create",
        "findingAggregator/list",
        "findingAggregator/get/(?P<arn>.+)",
        "findingAggregator/delete/(?P<arn>.+)",
    ):
        urls.url_paths["{0}/" + path + "$"] = SecurityHubResponse.dispatch
