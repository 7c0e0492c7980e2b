"""Task definitions of ECS on Fargate, and what runs and balances them."""

import re

from .rules import among, at, by_operation, cite, each, like, within

SIZES = "Task size, ECS task definition parameters for Fargate, ECS Developer Guide"
CONTAINER = "ContainerDefinition, ECS API Reference"
HEALTH = "HealthCheck, ECS API Reference"
EPHEMERAL = "EphemeralStorage, ECS API Reference"
FAMILY = "RegisterTaskDefinition, ECS API Reference"
ATTRIBUTES = "TargetGroupAttribute, Elastic Load Balancing API Reference"
BALANCER = "LoadBalancerAttribute, Elastic Load Balancing API Reference"
TARGETS = "CreateTargetGroup, Elastic Load Balancing API Reference"
CAPACITY = "RegisterScalableTarget, Application Auto Scaling API Reference"

# Memory in MiB by CPU units.
FARGATE = {
    256: (512, 1024, 2048),
    512: range(1024, 4097, 1024),
    1024: range(2048, 8193, 1024),
    2048: range(4096, 16385, 1024),
    4096: range(8192, 30721, 1024),
    8192: range(16384, 61441, 4096),
    16384: range(32768, 122881, 8192),
}

NAME = like(r"[A-Za-z0-9_-]{1,255}", "255 letters, digits, hyphens and underscores at most")


def _number(text, unit):
    """A size in CPU units or MiB, of which 1024 are one of the unit's."""
    found = re.fullmatch(rf"(\d*\.?\d+)\s*({unit})?", text, re.IGNORECASE)
    if not found:
        return None
    return int(float(found[1]) * (1024 if found[2] else 1))


def _fargate(params):
    if "FARGATE" not in params.get("requiresCompatibilities", ()):
        return
    cpu = _number(params.get("cpu", ""), "vcpu")
    memory = _number(params.get("memory", ""), "gb")
    broken = None if cpu in FARGATE else f"Member must be one of {list(FARGATE)}"
    yield "cpu", params.get("cpu"), cite(broken, SIZES)
    if cpu in FARGATE:
        broken = f"Member must be one of {list(FARGATE[cpu])} for {cpu} CPU units"
        broken = None if memory in FARGATE[cpu] else broken
        yield "memory", params.get("memory"), cite(broken, SIZES)
    for member, whole in (("cpu", cpu), ("memory", memory), ("memoryReservation", memory)):
        parts = [one for _, one in at(params, f"containerDefinitions.*.{member}")]
        broken = f"Member must have {whole} of {member} in all at most"
        # What a container may use at most need not be there for all at once.
        used = max(parts, default=0) if member == "memory" else sum(parts)
        broken = broken if whole and used > whole else None
        yield "containerDefinitions", f"{member} {parts}", cite(broken, CONTAINER)


def _containers(params):
    containers = params["containerDefinitions"]
    names = [one.get("name") for one in containers]
    broken = None if len(set(names)) == len(names) else "Members must have names of their own"
    yield "containerDefinitions", names, cite(broken, CONTAINER)
    essential = any(one.get("essential", True) for one in containers)
    broken = None if essential else "One member must be essential"
    yield "containerDefinitions", names, cite(broken, CONTAINER)


def _attributes(ranges, source):
    """Of attributes that are pairs of texts."""

    def limit(params):
        for shown, one in at(params, "Attributes.*"):
            rule, value = ranges.get(one.get("Key")), one.get("Value", "")
            if rule:
                broken = rule(int(value)) if value.isdigit() else "Member must be a number"
                yield f"{shown}.value", value, cite(broken, source)

    return limit


def _health(params):
    interval = params.get("HealthCheckIntervalSeconds")
    timeout = params.get("HealthCheckTimeoutSeconds")
    if interval is not None and timeout is not None:
        broken = f"Member must be less than the interval of {interval}"
        broken = None if timeout < interval else broken
        yield "healthCheckTimeoutSeconds", timeout, cite(broken, TARGETS)


def _capacity(params):
    least, most = params.get("MinCapacity"), params.get("MaxCapacity")
    if least is not None and most is not None:
        broken = None if 0 <= least <= most else f"Member must be {least} at least"
        yield "maxCapacity", most, cite(broken, CAPACITY)


REGISTER, HEALTH_CHECK = "ecs:RegisterTaskDefinition", "containerDefinitions.*.healthCheck"
DRAINING = {"deregistration_delay.timeout_seconds": within(0, 3600)}
IDLE = {"idle_timeout.timeout_seconds": within(1, 4000)}

LIMITS = by_operation(
    (REGISTER, _fargate),
    (REGISTER, _containers),
    (REGISTER, each("family", NAME, FAMILY)),
    (REGISTER, each("containerDefinitions.*.name", NAME, CONTAINER)),
    (REGISTER, each("containerDefinitions.*.stopTimeout", within(0, 120), CONTAINER)),
    (REGISTER, each("ephemeralStorage.sizeInGiB", within(21, 200), EPHEMERAL)),
    (REGISTER, each(f"{HEALTH_CHECK}.interval", within(5, 300), HEALTH)),
    (REGISTER, each(f"{HEALTH_CHECK}.timeout", within(2, 60), HEALTH)),
    (REGISTER, each(f"{HEALTH_CHECK}.retries", within(1, 10), HEALTH)),
    (REGISTER, each(f"{HEALTH_CHECK}.startPeriod", within(0, 300), HEALTH)),
    (REGISTER, each("networkMode", among("awsvpc", "bridge", "host", "none"), FAMILY)),
    ("ecs:CreateService", each("serviceName", NAME, "CreateService, ECS API Reference")),
    ("ecs:CreateCluster", each("clusterName", NAME, "CreateCluster, ECS API Reference")),
    ("elbv2:ModifyTargetGroupAttributes", _attributes(DRAINING, ATTRIBUTES)),
    ("elbv2:ModifyLoadBalancerAttributes", _attributes(IDLE, BALANCER)),
    ("elbv2:CreateTargetGroup elbv2:ModifyTargetGroup", _health),
    ("application-autoscaling:RegisterScalableTarget", _capacity),
)
