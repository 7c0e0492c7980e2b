"""Elastic Container Service."""


def fill():
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
