"""Elastic Container Service."""


def fill():
    fill_services()
    fill_deployments()


def fill_deployments():
    """ListServiceDeployments and DescribeServiceDeployments, which make rollout
    asks.

    No task runs here, so a deployment is over as soon as it is made.
    """
    from moto.core.responses import ActionResult
    from moto.ecs.exceptions import ServiceNotFoundException
    from moto.ecs.responses import EC2ContainerServiceResponse

    def deployment(service):
        last = service.deployments[0]
        return {
            "serviceDeploymentArn": service.arn.replace(
                ":service/", ":service-deployment/", 1
            )
            + "/"
            + last["id"].rpartition("/")[2],
            "serviceArn": service.arn,
            "clusterArn": service.cluster_arn,
            "createdAt": last["createdAt"],
            "startedAt": last["createdAt"],
            "finishedAt": last["updatedAt"],
            "status": "SUCCESSFUL",
        }

    def list_service_deployments(self):
        services, failures = self.ecs_backend.describe_services(
            self._get_param("cluster", "default"), [self._get_param("service")]
        )
        if failures:
            raise ServiceNotFoundException
        return ActionResult({"serviceDeployments": [deployment(s) for s in services]})

    def describe_service_deployments(self):
        asked = self._get_param("serviceDeploymentArns", [])
        found = []
        for service in self.ecs_backend.services.values():
            whole = deployment(service)
            if whole["serviceDeploymentArn"] in asked:
                whole["targetServiceRevision"] = {
                    "requestedTaskCount": service.desired_count,
                    "runningTaskCount": service.desired_count,
                    "pendingTaskCount": 0,
                }
                found.append(whole)
        return ActionResult({"serviceDeployments": found, "failures": []})

    EC2ContainerServiceResponse.list_service_deployments = list_service_deployments
    EC2ContainerServiceResponse.describe_service_deployments = (
        describe_service_deployments
    )


def fill_services():
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
