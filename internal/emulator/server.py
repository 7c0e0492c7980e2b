"""A local stand-in for AWS: moto's server, plus the calls the Terraform AWS
provider makes and moto lacks.

It answers the provider's round trips, so that apply, a second plan and destroy
can run without an account. It is no evidence of what AWS does.

Every gap below names the missing call and why the provider needs it. What a
filled call stores hangs on moto's own objects, so it vanishes with the resource
and with POST /moto-api/reset.

The server ends when its standard input does: the process that started it holds
the other end, and even its death by SIGKILL closes that.
"""

import sys

# emulator.go hands this text to `python -c`, which puts the current folder first
# on the path: a stray json.py in it would shadow the library's.
if sys.path and sys.path[0] == "":
    del sys.path[0]

import argparse
import importlib.metadata
import inspect
import io
import json
import logging
import os
import re
import signal
import threading
import time
import types
from urllib.parse import unquote

HOST = "127.0.0.1"
READY = "emulator: serving on "

MOTO_MIN, MOTO_BELOW = (5, 2, 1), (5, 3)
MOTO_REQUIREMENT = "moto[server]>=5.2.1,<5.3"


def fail(message):
    sys.exit(f"emulator: {message}")


def require_moto():
    """Stops here, in words, where the patches below would fail in riddles."""
    remedy = f"install it with: {sys.executable} -m pip install '{MOTO_REQUIREMENT}'"
    try:
        version = importlib.metadata.version("moto")
    except importlib.metadata.PackageNotFoundError:
        fail(f"moto is not installed for {sys.executable}; {remedy}")
    numbers = tuple(int(n) for n in re.findall(r"\d+", version)[:3])
    if not MOTO_MIN <= numbers < MOTO_BELOW:
        fail(
            f"moto {version} does not fit: it has to be >= 5.2.1 and < 5.3, because "
            f"the emulator changes moto's internals; {remedy}"
        )
    try:
        import moto.server  # noqa: F401
    except ImportError as error:
        fail(f"moto's server does not load for {sys.executable}: {error}; {remedy}")


def fill_application_autoscaling():
    """TagResource, UntagResource, ListTagsForResource; tags and the ARN of
    RegisterScalableTarget.

    The provider lists the tags of every aws_appautoscaling_target it reads.
    """
    from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
    from moto.core.exceptions import JsonRESTError

    def target(self):
        arn = self._get_param("ResourceARN")
        for by_resource in self.applicationautoscaling_backend.targets.values():
            for found in by_resource.values():
                if found.arn == arn:
                    return found
        raise JsonRESTError("ResourceNotFoundException", f"no scalable target {arn}")

    def tags_of(found):
        return found.__dict__.setdefault("tags", {})

    def list_tags_for_resource(self):
        return json.dumps({"Tags": tags_of(target(self))})

    def tag_resource(self):
        tags_of(target(self)).update(self._get_param("Tags") or {})
        return "{}"

    def untag_resource(self):
        for key in self._get_param("TagKeys") or []:
            tags_of(target(self)).pop(key, None)
        return "{}"

    moto_register = ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self):
        answer = moto_register(self)
        targets = self.applicationautoscaling_backend.targets
        found = targets[self._get_param("ScalableDimension")][
            self._get_param("ResourceId")
        ]
        tags_of(found).update(self._get_param("Tags") or {})
        return answer

    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags_for_resource
    ApplicationAutoScalingResponse.tag_resource = tag_resource
    ApplicationAutoScalingResponse.untag_resource = untag_resource
    ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target


def fill_budgets():
    """ListTagsForResource, TagResource, UntagResource and the tags of
    CreateBudget; DescribeSubscribersForNotification; UpdateBudget.

    The provider reads tags and subscribers with every aws_budgets_budget, and
    changes a limit with UpdateBudget.
    """
    from moto.budgets.exceptions import NotFoundException
    from moto.budgets.models import Budget
    from moto.budgets.responses import BudgetsResponse

    def budget(self, account_id, name):
        found = self.backend.budgets[account_id].get(name)
        if found is None:
            raise NotFoundException(f"there is no budget {name}")
        return found

    def tags_of(self):
        # arn:aws:budgets::123456789012:budget/name
        arn = self._get_param("ResourceARN")
        found = budget(self, arn.split(":")[4], arn.split(":budget/", 1)[1])
        return found.__dict__.setdefault("tags", {})

    def as_dict(tags):
        return {tag["Key"]: tag["Value"] for tag in tags or []}

    def list_tags_for_resource(self):
        tags = [{"Key": k, "Value": v} for k, v in tags_of(self).items()]
        return json.dumps({"ResourceTags": tags})

    def tag_resource(self):
        tags_of(self).update(as_dict(self._get_param("ResourceTags")))
        return "{}"

    def untag_resource(self):
        for key in self._get_param("ResourceTagKeys") or []:
            tags_of(self).pop(key, None)
        return "{}"

    moto_create = BudgetsResponse.create_budget

    def create_budget(self):
        answer = moto_create(self)
        name = self._get_param("Budget")["BudgetName"]
        created = budget(self, self._get_param("AccountId"), name)
        created.tags = as_dict(self._get_param("ResourceTags"))
        return answer

    def update_budget(self):
        wanted = self._get_param("NewBudget")
        found = budget(self, self._get_param("AccountId"), wanted["BudgetName"])
        found.budget = Budget(wanted, []).budget
        return "{}"

    def identity(notification):
        return (
            notification["NotificationType"],
            notification["ComparisonOperator"],
            float(notification["Threshold"]),
            notification.get("ThresholdType", "PERCENTAGE"),
        )

    def describe_subscribers_for_notification(self):
        found = budget(
            self, self._get_param("AccountId"), self._get_param("BudgetName")
        )
        wanted = identity(self._get_param("Notification"))
        for notification in found.notifications:
            if identity(notification.details) == wanted:
                return json.dumps({"Subscribers": notification.subscribers})
        raise NotFoundException("the budget has no such notification")

    BudgetsResponse.list_tags_for_resource = list_tags_for_resource
    BudgetsResponse.tag_resource = tag_resource
    BudgetsResponse.untag_resource = untag_resource
    BudgetsResponse.create_budget = create_budget
    BudgetsResponse.update_budget = update_budget
    BudgetsResponse.describe_subscribers_for_notification = (
        describe_subscribers_for_notification
    )


def fill_backup():
    """CreateBackupSelection, GetBackupSelection, DeleteBackupSelection (moto
    has neither the calls nor their paths); ListTags; UpdateBackupPlan;
    DeleteBackupPlan that deletes.

    The provider asks for tags at a path without a slash at its end, where moto
    takes the wrong part for the ARN. A deleted plan stays in moto and keeps its
    name, so that a second apply after a destroy would find it taken.
    """
    from moto.backup import urls
    from moto.backup.exceptions import ResourceNotFoundException
    from moto.backup.models import Plan
    from moto.backup.responses import BackupResponse
    from moto.moto_api._internal import mock_random

    def plan(self):
        return self.backup_backend.get_backup_plan(
            self._get_param("backupPlanId"), version_id=None
        )

    def selections(found):
        return found.__dict__.setdefault("selections", {})

    def create_backup_selection(self):
        found = plan(self)
        selection = {
            "SelectionId": str(mock_random.uuid4()),
            "BackupPlanId": found.backup_plan_id,
            "CreationDate": time.time(),
            "BackupSelection": json.loads(self.body)["BackupSelection"],
        }
        selections(found)[selection["SelectionId"]] = selection
        return json.dumps({k: v for k, v in selection.items() if k != "BackupSelection"})

    def get_backup_selection(self):
        selection = selections(plan(self)).get(self._get_param("selectionId"))
        if selection is None:
            raise ResourceNotFoundException(msg="there is no such backup selection")
        return json.dumps(selection)

    def delete_backup_selection(self):
        selections(plan(self)).pop(self._get_param("selectionId"), None)
        return "{}"

    def list_tags(self):
        tags = self.backup_backend.list_tags(self._get_param("resourceArn"))
        return json.dumps({"Tags": tags})

    def update_backup_plan(self):
        found = plan(self)
        renewed = Plan(
            json.loads(self.body)["BackupPlan"],
            found.creator_request_id,
            self.backup_backend,
        )
        found.backup_plan, found.version_id = renewed.backup_plan, renewed.version_id
        return json.dumps(found.to_dict())

    moto_delete = BackupResponse.delete_backup_plan

    def delete_backup_plan(self):
        answer = moto_delete(self)
        self.backup_backend.plans.pop(self._get_param("backupPlanId"))
        return answer

    BackupResponse.create_backup_selection = create_backup_selection
    BackupResponse.get_backup_selection = get_backup_selection
    BackupResponse.delete_backup_selection = delete_backup_selection
    BackupResponse.list_tags = list_tags
    BackupResponse.update_backup_plan = update_backup_plan
    BackupResponse.delete_backup_plan = delete_backup_plan

    path = "{0}/backup/plans/(?P<name>[^/]+)/selections"
    urls.url_paths[path + "/?$"] = BackupResponse.dispatch
    urls.url_paths[path + "/(?P<selection>[^/]+)/?$"] = BackupResponse.dispatch


def fill_backup_vaults():
    """Put-, Get- and DeleteBackupVaultAccessPolicy, the same of
    BackupVaultNotifications, and ListRecoveryPointsByBackupVault, of which moto
    has neither the calls nor their paths.

    aws_backup_vault_policy and aws_backup_vault_notifications are made of the
    former; the provider lists recovery points when it destroys a vault with
    force_destroy. There are none, because nothing is ever backed up here.
    """
    from moto.backup import urls
    from moto.backup.exceptions import ResourceNotFoundException
    from moto.backup.responses import BackupResponse

    def vault(self):
        return self.backup_backend.describe_backup_vault(
            self._get_param("backupVaultName")
        )

    def put(attribute):
        def put_attribute(self):
            setattr(vault(self), attribute, json.loads(self.body))
            return "{}"

        return put_attribute

    def get(attribute):
        def get_attribute(self):
            found = vault(self)
            value = getattr(found, attribute, None)
            if value is None:
                raise ResourceNotFoundException(msg=f"the vault has no {attribute}")
            return json.dumps({**found.to_dict(), **value})

        return get_attribute

    def delete(attribute):
        def delete_attribute(self):
            vault(self).__dict__.pop(attribute, None)
            return "{}"

        return delete_attribute

    for attribute in ("access_policy", "notifications"):
        name = f"backup_vault_{attribute}"
        setattr(BackupResponse, f"put_{name}", put(attribute))
        setattr(BackupResponse, f"get_{name}", get(attribute))
        setattr(BackupResponse, f"delete_{name}", delete(attribute))

    def list_recovery_points_by_backup_vault(self):
        vault(self)
        return json.dumps({"RecoveryPoints": []})

    BackupResponse.list_recovery_points_by_backup_vault = (
        list_recovery_points_by_backup_vault
    )

    path = "{0}/backup-vaults/(?P<name>[^/]+)/"
    for ending in ("access-policy", "notification-configuration", "recovery-points/"):
        urls.url_paths[path + ending + "$"] = BackupResponse.dispatch


def fill_cloudwatch():
    """PutCompositeAlarm, for aws_cloudwatch_composite_alarm.

    moto's PutMetricAlarm already reads the rule of a composite alarm; only the
    call by its own name lacks.
    """
    from moto.cloudwatch.responses import CloudWatchResponse

    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm


def fill_cost_explorer():
    """CreateAnomalyMonitor, GetAnomalyMonitors, UpdateAnomalyMonitor,
    DeleteAnomalyMonitor, and the same of anomaly subscriptions.

    aws_ce_anomaly_monitor and aws_ce_anomaly_subscription need all of them;
    moto has the tags.
    """
    from moto.ce.responses import CostExplorerResponse
    from moto.core.exceptions import JsonRESTError
    from moto.moto_api._internal import mock_random
    from moto.utilities.utils import get_partition

    def fill(what, method, collection, mutable):
        def all_of(self):
            return self.ce_backend.__dict__.setdefault(collection, {})

        def find(self, arn):
            found = all_of(self).get(arn)
            if found is None:
                raise JsonRESTError(f"Unknown{what}Exception", f"there is no {arn}")
            return found

        def create(self):
            params = json.loads(self.body)
            partition = get_partition(self.region)
            arn = (
                f"arn:{partition}:ce::{self.current_account}:"
                f"anomaly{what.lower()}/{mock_random.uuid4()}"
            )
            created = params[f"Anomaly{what}"]
            created[f"{what}Arn"] = arn
            if what == "Subscription":
                created.setdefault("AccountId", self.current_account)
            all_of(self)[arn] = created
            self.ce_backend.tag_resource(arn, params.get("ResourceTags") or [])
            return json.dumps({f"{what}Arn": arn})

        def get(self):
            arns = json.loads(self.body).get(f"{what}ArnList")
            found = [find(self, arn) for arn in arns] if arns else all_of(self).values()
            return json.dumps({f"Anomaly{what}s": list(found)})

        def update(self):
            params = json.loads(self.body)
            found = find(self, params[f"{what}Arn"])
            found.update({name: params[name] for name in mutable if name in params})
            return json.dumps({f"{what}Arn": params[f"{what}Arn"]})

        def delete(self):
            arn = json.loads(self.body)[f"{what}Arn"]
            find(self, arn)
            del all_of(self)[arn]
            return "{}"

        setattr(CostExplorerResponse, f"create_{method}", create)
        setattr(CostExplorerResponse, f"get_{method}s", get)
        setattr(CostExplorerResponse, f"update_{method}", update)
        setattr(CostExplorerResponse, f"delete_{method}", delete)

    fill("Monitor", "anomaly_monitor", "anomaly_monitors", ["MonitorName"])
    fill(
        "Subscription",
        "anomaly_subscription",
        "anomaly_subscriptions",
        ["Frequency", "MonitorArnList", "Subscribers", "ThresholdExpression"],
    )


def fill_ecs():
    """Arguments of CreateService that moto forgets and UpdateService keeps.

    The provider would read them back as unset and plan to set them for ever.
    """
    from moto.core.utils import camelcase_to_underscores
    from moto.ecs.responses import EC2ContainerServiceResponse

    forgotten = (
        "availabilityZoneRebalancing",
        "capacityProviderStrategy",
        "deploymentConfiguration",
        "enableECSManagedTags",
        "enableExecuteCommand",
        "healthCheckGracePeriodSeconds",
        "placementConstraints",
        "placementStrategy",
    )
    moto_create = EC2ContainerServiceResponse.create_service

    def create_service(self):
        answer = moto_create(self)
        service = answer.result["service"]
        service.availability_zone_rebalancing = "ENABLED"
        for name in forgotten:
            value = self._get_param(name)
            if value is not None:
                setattr(service, camelcase_to_underscores(name), value)
        return answer

    EC2ContainerServiceResponse.create_service = create_service


def fill_firehose():
    """PutLogEvents of a group whose subscription goes to a delivery stream that
    has no bucket for a destination.

    moto looks for the bucket and fails; the emulator takes the events, and
    calls no endpoint outside.
    """
    from moto.firehose.models import FirehoseBackend

    moto_send = FirehoseBackend.send_log_event

    def send_log_event(self, delivery_stream_arn, *args, **kwargs):
        stream = self.lookup_name_from_arn(delivery_stream_arn)
        if "S3" in stream.destinations[0]:
            moto_send(self, delivery_stream_arn, *args, **kwargs)

    FirehoseBackend.send_log_event = send_log_event


def fill_security_group_rules():
    """Descriptions of security group rules that name a group or a prefix list,
    in AuthorizeSecurityGroupIngress and -Egress.

    moto keeps a description only beside an address range, and the provider
    would plan to add the missing one for ever.
    """
    from moto.ec2.models.security_groups import SecurityGroupRule

    moto_init = SecurityGroupRule.__init__
    signature = inspect.signature(moto_init)

    def init(self, *args, **kwargs):
        bound = signature.bind(self, *args, **kwargs).arguments
        self.prefix_list = bound.get("prefix_list_id") or {}
        moto_init(self, *args, **kwargs)

    def description(self):
        # ModifySecurityGroupRules puts a new description into ip_range,
        # whatever the rule names: that one counts first.
        for place in (self.ip_range, self.source_group, self.prefix_list):
            if "Description" in place:
                return place["Description"]
        return None

    SecurityGroupRule.__init__ = init
    SecurityGroupRule.description = property(description)


def fill_bucket_lifecycle():
    """NewerNoncurrentVersions of a lifecycle rule's expiration of old versions.

    moto drops it, and the provider waits in vain until it reads back what it
    wrote.
    """
    from moto.s3.models import FakeBucket
    from moto.s3.responses import S3Response

    moto_set = FakeBucket.set_lifecycle

    def set_lifecycle(self, rules):
        moto_set(self, rules)
        for rule, wanted in zip(self.rules, rules):
            expiration = wanted.get("NoncurrentVersionExpiration") or {}
            rule.newer_noncurrent_versions = expiration.get("NewerNoncurrentVersions")

    moto_get = S3Response.get_bucket_lifecycle

    def get_bucket_lifecycle(self):
        moto_serialized = self.serialized

        def serialized(answer):
            rules = self.backend.get_bucket_lifecycle(self.bucket_name)
            for rule, found in zip(rules, answer.result["Rules"]):
                if rule.newer_noncurrent_versions is not None:
                    found["NoncurrentVersionExpiration"][
                        "NewerNoncurrentVersions"
                    ] = rule.newer_noncurrent_versions
            return moto_serialized(answer)

        self.serialized = serialized
        try:
            return moto_get(self)
        finally:
            del self.serialized

    FakeBucket.set_lifecycle = set_lifecycle
    S3Response.get_bucket_lifecycle = get_bucket_lifecycle


def fill_bucket_replication():
    """DeleteMarkerReplication, Filter and SourceSelectionCriteria of the rules
    that GetBucketReplication answers with.

    moto stores a rule as it came and answers with fixed ones of these three; the
    provider would plan to set them for ever.
    """
    from moto.s3.responses import S3Response

    moto_get = S3Response.get_bucket_replication

    def get_bucket_replication(self):
        moto_serialized = self.serialized

        def serialized(answer):
            rules = self.backend.get_bucket_replication(self.bucket_name)["Rule"]
            answered = answer.result["ReplicationConfiguration"]["Rules"]
            for rule, found in zip(rules, answered):
                for name in ("DeleteMarkerReplication", "SourceSelectionCriteria"):
                    if name in rule:
                        found[name] = rule[name]
                if "Prefix" in (rule.get("Filter") or {}):
                    # XML has no empty string: an empty prefix came as nothing.
                    found["Filter"] = {"Prefix": rule["Filter"]["Prefix"] or ""}
            return moto_serialized(answer)

        self.serialized = serialized
        try:
            return moto_get(self)
        finally:
            del self.serialized

    S3Response.get_bucket_replication = get_bucket_replication


def fill_bucket_policies():
    """Statements of bucket policies that deny requests without TLS.

    moto takes a condition that does not hold for a denial. It would deny every
    request for an object, and the S3 backend could read no state. The emulator
    speaks plain HTTP, but stands for an endpoint that is reached with TLS.
    """
    from moto.iam.access_control import IAMPolicyStatement, PermissionResult

    moto_is_action_permitted = IAMPolicyStatement.is_action_permitted

    def is_action_permitted(self, *args, **kwargs):
        condition = self._statement.get("Condition") or {}
        transport = condition.get("Bool", {}).get("aws:SecureTransport")
        if self._statement["Effect"] == "Deny" and transport in ("false", ["false"]):
            return PermissionResult.NEUTRAL
        return moto_is_action_permitted(self, *args, **kwargs)

    IAMPolicyStatement.is_action_permitted = is_action_permitted


def fill_nat_gateways():
    """DeleteNatGateway that releases the gateway's network interface.

    In moto the interface stays behind, which an apply and a destroy would show
    as something left.
    """
    from moto.ec2.models.nat_gateways import NatGatewayBackend

    moto_delete = NatGatewayBackend.delete_nat_gateway

    def delete_nat_gateway(self, nat_gateway_id):
        deleted = moto_delete(self, nat_gateway_id)
        self.enis.pop(deleted._eni.id, None)
        return deleted

    NatGatewayBackend.delete_nat_gateway = delete_nat_gateway


def fill_resource_groups_tagging():
    """GetResources with what moto leaves out: addresses, endpoints and rules of
    security groups in EC2; listeners; zones of Route 53; Cloud Map; backup plans;
    web ACLs; anomaly monitors and their subscriptions.

    `make adopt` finds what a killed run made by the tags of its environment.
    """
    from moto.backup.models import backup_backends
    from moto.ce.models import ce_backends
    from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
    from moto.route53.models import route53_backends
    from moto.servicediscovery.models import servicediscovery_backends
    from moto.wafv2.models import wafv2_backends

    def others(self):
        here = f"{self.region_name}:{self.account_id}"
        ec2, elb = self.ec2_backend, self.elbv2_backend
        rules = (
            rule
            for by_id in ec2.groups.values()
            for group in by_id.values()
            for rule in (*group.ingress_rules, *group.egress_rules)
        )
        for kind, found in (
            ("elastic-ip", ec2.addresses),
            ("vpc-endpoint", ec2.vpc_end_points.values()),
            ("security-group-rule", rules),
        ):
            for one in found:
                arn = f"arn:{self.partition}:ec2:{here}:{kind}/{one.id}"
                yield arn, ec2.tags.get(one.id, {})
        for balancer in elb.load_balancers.values():
            for arn in balancer.listeners:
                yield arn, elb.tagging_service.get_tag_dict_for_resource(arn)
        if self.region_name == "us-east-1":
            route53 = route53_backends[self.account_id][self.partition]
            for zone in route53.zones.values():
                arn = f"arn:{self.partition}:route53:::hostedzone/{zone.id}"
                yield arn, route53.list_tags_for_resource(zone.id)
            ce = ce_backends[self.account_id][self.partition]
            for arn in ce.tagger.tags:
                yield arn, ce.tagger.get_tag_dict_for_resource(arn)
        cloud_map = servicediscovery_backends[self.account_id][self.region_name]
        for one in (*cloud_map.namespaces.values(), *cloud_map.services.values()):
            yield one.arn, cloud_map.tagger.get_tag_dict_for_resource(one.arn)
        backup = backup_backends[self.account_id][self.region_name]
        for plan in backup.plans.values():
            arn = plan.backup_plan_arn
            yield arn, backup.tagger.get_tag_dict_for_resource(arn)
        waf = wafv2_backends[self.account_id][self.region_name]
        for acl in waf.wacls.values():
            yield acl.arn, waf.tagging_service.get_tag_dict_for_resource(acl.arn)

    moto_resources = ResourceGroupsTaggingAPIBackend._get_resources_generator

    def resources(self, tag_filters=None, resource_type_filters=None):
        yield from moto_resources(self, tag_filters, resource_type_filters)
        if resource_type_filters:
            return
        for arn, tags in others(self):
            if tags and all(
                f["Key"] in tags and tags[f["Key"]] in f.get("Values", [tags[f["Key"]]])
                for f in tag_filters or []
            ):
                listed = [{"Key": k, "Value": v} for k, v in tags.items()]
                yield {"ResourceARN": arn, "Tags": listed}

    ResourceGroupsTaggingAPIBackend._get_resources_generator = resources


def fill_access_analyzer():
    """All of IAM Access Analyzer that aws_accessanalyzer_analyzer uses:
    CreateAnalyzer, GetAnalyzer, ListAnalyzers, DeleteAnalyzer, TagResource,
    UntagResource, ListTagsForResource.

    moto has no such service, so this adds one to its index.
    """
    from moto import backend_index
    from moto.core.base_backend import BackendDict, BaseBackend
    from moto.core.exceptions import JsonRESTError
    from moto.core.responses import BaseResponse

    urls = types.SimpleNamespace(
        url_bases=[r"https?://access-analyzer\.(.+)\.amazonaws\.com"]
    )

    class AccessAnalyzerBackend(BaseBackend):
        # moto would look for a module of that name beside this one.
        _url_module = urls

        def __init__(self, region_name, account_id):
            super().__init__(region_name, account_id)
            self.analyzers = {}

    backends = BackendDict(AccessAnalyzerBackend, "accessanalyzer")

    class NotFound(JsonRESTError):
        code = 404

        def __init__(self, what):
            super().__init__("ResourceNotFoundException", f"no analyzer {what}")

    class AccessAnalyzerResponse(BaseResponse):
        def __init__(self):
            super().__init__(service_name="accessanalyzer")

        @property
        def region_backend(self):
            return backends[self.current_account][self.region]

        def named(self):
            name = self.path.rstrip("/").rsplit("/", 1)[1]
            if name not in self.region_backend.analyzers:
                raise NotFound(name)
            return self.region_backend.analyzers[name]

        def tagged(self):
            arn = unquote(self.path.split("/tags/", 1)[1])
            for found in self.region_backend.analyzers.values():
                if found["arn"] == arn:
                    return found["tags"]
            raise NotFound(arn)

        def create_analyzer(self):
            wanted, backend = json.loads(self.body), self.region_backend
            name = wanted["analyzerName"]
            arn = (
                f"arn:{backend.partition}:access-analyzer:{backend.region_name}:"
                f"{backend.account_id}:analyzer/{name}"
            )
            backend.analyzers[name] = {
                "arn": arn,
                "name": name,
                "type": wanted["type"],
                "createdAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "tags": wanted.get("tags") or {},
                "status": "ACTIVE",
            }
            return json.dumps({"arn": arn})

        def get_analyzer(self):
            return json.dumps({"analyzer": self.named()})

        def list_analyzers(self):
            analyzers = self.region_backend.analyzers.values()
            return json.dumps({"analyzers": list(analyzers)})

        def delete_analyzer(self):
            del self.region_backend.analyzers[self.named()["name"]]
            return "{}"

        def list_tags_for_resource(self):
            return json.dumps({"tags": self.tagged()})

        def tag_resource(self):
            self.tagged().update(json.loads(self.body)["tags"])
            return "{}"

        def untag_resource(self):
            for key in self.querystring.get("tagKeys", []):
                self.tagged().pop(key, None)
            return "{}"

    urls.url_paths = {
        path: AccessAnalyzerResponse.dispatch
        for path in (
            "{0}/analyzer/?$",
            "{0}/analyzer/(?P<name>[^/]+)/?$",
            "{0}/tags/(?P<arn>.+)$",
        )
    }
    module = types.ModuleType("moto.accessanalyzer")
    module.accessanalyzer_backends = backends
    sys.modules[module.__name__] = module
    backend_index.backend_url_patterns.append(
        ("accessanalyzer", re.compile(urls.url_bases[0]))
    )


def answer_for_supabase(app):
    """The part of Supabase's Management API that the stacks call themselves,
    below /supabase: a project's add-ons. Whoever shows a token may; a project
    has what was last applied.
    """
    from werkzeug.wrappers import Request, Response

    addons = {}

    def answer(environ, start_response):
        request = Request(environ)
        found = re.fullmatch(
            r"/supabase/v1/projects/([a-z]{20})/billing/addons", request.path
        )
        if not request.path.startswith("/supabase/"):
            return app(environ, start_response)
        status, body = 200, {}
        if not request.headers.get("Authorization", "").startswith("Bearer sbp_"):
            status, body = 401, {"message": "Unauthorized"}
        elif not found:
            status, body = 404, {"message": "Not Found"}
        elif request.method == "PATCH":
            addon = json.loads(request.get_data())
            addons.setdefault(found[1], {})[addon["addon_type"]] = addon[
                "addon_variant"
            ]
        else:
            body["selected_addons"] = [
                {"type": kind, "variant": {"id": variant}}
                for kind, variant in addons.get(found[1], {}).items()
            ]
        response = Response(
            json.dumps(body), status=status, mimetype="application/json"
        )
        return response(environ, start_response)

    return answer


def answer_one_at_a_time(app):
    """One request after the other, and each call once.

    moto's models are plain lists and dictionaries. Of two requests at once, one
    may miss what the other's change has moved, or fail in the middle of its
    answer: an address that is released stays, because it was not found, or is
    allocated twice, because the client tries again. The same comes of an answer
    that got lost on its way: Terraform would take its own lock for somebody
    else's. The invocation id that SDKs keep over their retries gives each the
    first answer that was none of a failure.

    The few services of moto that call moto itself would wait for themselves; no
    stack has one.
    """
    from werkzeug.wsgi import get_input_stream

    mutex, answered, most = threading.Lock(), {}, 1000

    def read(environ):
        # A client that stops in the middle of its request must not stop others.
        body = get_input_stream(environ).read()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))

    def ask(environ):
        head = []
        answer = app(environ, lambda *given: head.extend(given[:2]))
        try:
            return (*head, b"".join(answer))
        finally:
            getattr(answer, "close", lambda: None)()

    def answer(environ, start_response):
        call = None
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        read(environ)
        with mutex:
            found = answered.get(call) or ask(environ)
            if call and found[0].startswith("2"):
                answered[call] = found
                if len(answered) > most:
                    del answered[next(iter(answered))]
        *head, body = found
        start_response(*head)
        return [body]

    return answer


def end_with_stdin():
    """Ends the process when whoever started it closes the pipe, or dies."""

    def watch():
        while os.read(sys.stdin.fileno(), 4096):
            pass
        # All state is in memory and dies with the process by design.
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main():
    parser = argparse.ArgumentParser(prog="emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--log-requests", action="store_true")
    args = parser.parse_args()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    end_with_stdin()
    if not sys.stdin.isatty():
        # Ctrl-C at a terminal reaches its whole process group; Terraform needs
        # the emulator a little longer, to save its state and release its lock.
        os.setpgrp()

    # moto reads it as it loads; without it aws_iam_policy data sources and
    # attachments of AWS's own policies find nothing.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    require_moto()

    fill_application_autoscaling()
    fill_budgets()
    fill_backup()
    fill_backup_vaults()
    fill_cloudwatch()
    fill_cost_explorer()
    fill_ecs()
    fill_firehose()
    fill_security_group_rules()
    fill_nat_gateways()
    fill_bucket_lifecycle()
    fill_bucket_replication()
    fill_bucket_policies()
    fill_resource_groups_tagging()
    fill_access_analyzer()

    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(
        logging.INFO if args.log_requests else logging.ERROR
    )
    app = answer_for_supabase(DomainDispatcherApplication(create_backend_app))
    app = answer_one_at_a_time(app)
    server = make_server(HOST, args.port, app, threaded=True)
    print(f"{READY}http://{HOST}:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
