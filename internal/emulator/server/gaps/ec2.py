"""Elastic Compute Cloud."""

import inspect


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


def fill_nat_gateways():
    """DeleteNatGateway that releases the gateway's network interface and address.

    In moto both stay behind: an apply and a destroy would show the interface as
    something left, and no later gateway could have the address.
    """
    from moto.ec2.models.nat_gateways import NatGatewayBackend

    moto_delete = NatGatewayBackend.delete_nat_gateway

    def delete_nat_gateway(self, nat_gateway_id):
        deleted = moto_delete(self, nat_gateway_id)
        for address in deleted.address_set:
            if address.get("associationId"):
                self.disassociate_address(association_id=address["associationId"])
        self.enis.pop(deleted._eni.id, None)
        return deleted

    NatGatewayBackend.delete_nat_gateway = delete_nat_gateway
