"""Elastic Load Balancing."""


def fill():
    """DeleteLoadBalancer refuses what deletion protection protects.

    moto deletes it all the same, and a destroy that AWS stops would go through
    here.
    """
    from moto.elbv2.exceptions import ELBClientError
    from moto.elbv2.models import ELBv2Backend

    moto_delete = ELBv2Backend.delete_load_balancer

    def delete_load_balancer(self, arn):
        balancer = self.load_balancers.get(arn)
        if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
            raise ELBClientError(
                "OperationNotPermitted",
                f"Load balancer '{arn}' cannot be deleted because deletion protection"
                " is enabled",
            )
        return moto_delete(self, arn)

    ELBv2Backend.delete_load_balancer = delete_load_balancer
