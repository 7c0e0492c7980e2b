"""Elastic Container Service, Application Auto Scaling, Cloud Map and SageMaker."""

from .. import state
from . import Service, linked_role


def _name(arn_or_name):
    return arn_or_name.rpartition("/")[2]


def _cluster(request):
    name = request.one("cluster", "clusterName", "clusters") or "default"
    return name if name.startswith("arn:") else request.arn("ecs", f"cluster/{name}")


def _service(request):
    cluster = _name(request.one("cluster") or "default")
    for given in request.all("service", "services", "serviceName") or ["*"]:
        if given.startswith("arn:"):
            yield given
        else:
            yield request.arn("ecs", f"service/{cluster}/{given}")


def _deployment(request):
    """The deployments, and the services that they are of."""
    for arn in request.all("serviceDeploymentArns"):
        yield arn
        service, _, _ = arn.replace(":service-deployment/", ":service/", 1).rpartition("/")
        yield service


def _task(request):
    cluster = _name(request.one("cluster") or "default")
    for given in request.all("task", "tasks") or ["*"]:
        yield (
            given
            if given.startswith("arn:")
            else request.arn("ecs", f"task/{cluster}/{given}")
        )


def _run(request):
    given = request.one("taskDefinition")
    if given.startswith("arn:"):
        return given
    return request.arn("ecs", f"task-definition/{given}" + ("" if ":" in given else ":*"))


ECS = Service(
    "ecs",
    ("ecs",),
    {
        "cluster": _cluster,
        "container-instance": "container-instance/*",
        "deployment": _deployment,
        "run": _run,
        "service": _service,
        "tagged": "{resourceArn}",
        "task": _task,
        "task-definition": "task-definition/{family}:*",
    },
    {
        "": """DeregisterTaskDefinition DescribeTaskDefinition ListAccountSettings ListClusters
            ListServices ListTaskDefinitionFamilies ListTaskDefinitions""",
        "cluster": """CreateCluster DeleteCluster DescribeClusters ListContainerInstances
            PutClusterCapacityProviders UpdateCluster UpdateClusterSettings""",
        "cluster task": "ExecuteCommand",
        "container-instance": "ListTasks",
        "deployment": "DescribeServiceDeployments",
        "service": """CreateService DeleteService DescribeServices ListServiceDeployments
            UpdateService""",
        "task": "DescribeTasks StopTask",
        "task-definition": "RegisterTaskDefinition",
        "run": "RunTask",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
)
ECS.passing(
    "RegisterTaskDefinition", "ecs-tasks.amazonaws.com", "taskRoleArn", "executionRoleArn"
)
ECS.passing(
    "RunTask",
    "ecs-tasks.amazonaws.com",
    "overrides.taskRoleArn",
    "overrides.executionRoleArn",
)
ECS.passing("CreateService", "ecs.amazonaws.com", "role")
ECS.also("CreateCluster CreateService", linked_role("ecs.amazonaws.com"))
ECS.with_keys(
    """CreateService DeleteService DescribeServices UpdateService ExecuteCommand DescribeTasks
    StopTask RunTask ListTasks ListServices""",
    lambda request: {"ecs:cluster": _cluster(request)},
)


def _target(request):
    scaling = state.backend("applicationautoscaling", request.region, request.account)
    targets = scaling.targets.get(request.one("ScalableDimension"), {})
    found = targets.get(request.one("ResourceId"))
    return (
        found.arn if found else request.arn("application-autoscaling", "scalable-target/*")
    )


AUTO_SCALING = Service(
    "application-autoscaling",
    ("application-autoscaling",),
    {"target": _target, "tagged": "{ResourceARN}"},
    {
        "": """DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies
            DescribeScheduledActions""",
        "target": """DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget
            PutScalingPolicy PutScheduledAction RegisterScalableTarget""",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
)
AUTO_SCALING.passing(
    "RegisterScalableTarget", "application-autoscaling.amazonaws.com", "RoleARN"
)


def _scaled(request):
    """Application Auto Scaling User Guide, "Identity-based policy examples": who
    scales a service of ECS may also change it, and make its alarms.
    """
    arn = request.arn("ecs", request.one("ResourceId"))
    return [("ecs:DescribeServices", arn, {}), ("ecs:UpdateService", arn, {})]


def _scaling_alarms(request):
    alarm = request.arn("cloudwatch", f"alarm:TargetTracking-{request.one('ResourceId')}-*")
    names = {
        "Put": "PutMetricAlarm DescribeAlarms",
        "Delete": "DeleteAlarms DescribeAlarms",
    }
    wanted = names[request.operation.removesuffix("ScalingPolicy")]
    return [(f"cloudwatch:{name}", alarm, {}) for name in wanted.split()]


AUTO_SCALING.also(
    "RegisterScalableTarget",
    linked_role("ecs.application-autoscaling.amazonaws.com"),
    _scaled,
)
AUTO_SCALING.also("DeleteScalingPolicy PutScalingPolicy", _scaling_alarms)

CLOUD_MAP = Service(
    "servicediscovery",
    ("servicediscovery",),
    {
        "namespace": "namespace/{Id}",
        "namespace-of": "namespace/{NamespaceId|DnsConfig.NamespaceId}",
        "service": "service/{Id}",
        "service-of": "service/{ServiceId}",
    },
    {
        "": """CreateHttpNamespace CreatePrivateDnsNamespace CreatePublicDnsNamespace
            ListNamespaces ListOperations ListServices ListTagsForResource TagResource
            UntagResource""",
        "+namespace": "GetOperation",
        "namespace": """DeleteNamespace GetNamespace UpdateHttpNamespace
            UpdatePrivateDnsNamespace UpdatePublicDnsNamespace""",
        "namespace-of +service": "CreateService",
        "service": "DeleteService GetService UpdateService",
        "service-of": "DeregisterInstance GetInstance GetInstancesHealthStatus ListInstances",
    },
)
# AWS Cloud Map Developer Guide, "API permissions reference".
CLOUD_MAP.also(
    "CreatePrivateDnsNamespace",
    lambda request: [
        (action, "*", {})
        for action in (
            "route53:CreateHostedZone", "route53:ListHostedZonesByName", "ec2:DescribeVpcs",
            "ec2:DescribeRegions",
        )
    ]
    + [("route53:GetHostedZone", "arn:aws:route53:::hostedzone/*", {})],
)  # fmt: skip

SERVICES = (ECS, AUTO_SCALING, CLOUD_MAP)
