"""Elastic Compute Cloud and Elastic Load Balancing."""

from .. import state
from ..conditions import Unknown
from . import Service, linked_role

# Resources by the beginning of their ids.
KINDS = {
    "acl": "network-acl",
    "dopt": "dhcp-options",
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "fl": "vpc-flow-log",
    "igw": "internet-gateway",
    "nat": "natgateway",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}


def _named(request, ids):
    arns = []
    for one in ids:
        kind = KINDS.get(one.rpartition("-")[0])
        if kind is None:
            raise Unknown(f"the permission proof does not know what kind of thing {one} is")
        arns.append(request.arn("ec2", f"{kind}/{one}"))
    return arns


def _tagged(request):
    return _named(request, request.all("Resources"))


def _logged(request):
    return _named(request, request.all("ResourceIds"))


def _associated(request):
    """The table and the subnet of a route table's association."""
    wanted = request.one("AssociationId")
    tables = state.backend("ec2", request.region, request.account).route_tables
    for table in tables.values():
        if wanted in table.associations:
            return _named(request, [table.id])


def _address(request):
    wanted = request.one("AllocationId", "AssociationId")
    for found in state.backend("ec2", request.region, request.account).addresses:
        if wanted in (found.allocation_id, found.association_id):
            return _named(request, [found.allocation_id])


EC2 = Service(
    "ec2",
    ("ec2",),
    {
        "address": _address,
        "associated": _associated,
        "elastic-ip": "elastic-ip/{AllocationId}",
        "internet-gateway": "internet-gateway/{InternetGatewayId|GatewayId}",
        "logged": _logged,
        "natgateway": "natgateway/{NatGatewayId}",
        "network-interface": "network-interface/{NetworkInterfaceId}",
        "prefix-list": "prefix-list/{PrefixListId}",
        "route-table": "route-table/{RouteTableId|RouteTableIds|AddRouteTableIds|RemoveRouteTableIds}",
        "security-group": "security-group/{GroupId|SecurityGroupIds|AddSecurityGroupIds|RemoveSecurityGroupIds}",
        "security-group-rule": "security-group-rule/{SecurityGroupRules.SecurityGroupRuleId|SecurityGroupRuleIds}",
        "subnet": "subnet/{SubnetId|SubnetIds|AddSubnetIds|RemoveSubnetIds}",
        "tagged": _tagged,
        "vpc": "vpc/{VpcId}",
        "vpc-endpoint": "vpc-endpoint/{VpcEndpointId|VpcEndpointIds}",
        "vpc-flow-log": "vpc-flow-log/{FlowLogIds}",
    },
    {
        "": """DescribeAccountAttributes DescribeAddresses DescribeAddressesAttribute
            DescribeAvailabilityZones DescribeDhcpOptions DescribeFlowLogs DescribeInternetGateways
            DescribeManagedPrefixLists DescribeNatGateways DescribeNetworkAcls DescribeNetworkInterfaces
            DescribePrefixLists DescribeRegions DescribeRouteTables DescribeSecurityGroupRules
            DescribeSecurityGroups DescribeSubnets DescribeTags DescribeVpcEndpointServices
            DescribeVpcEndpoints DescribeVpcs DisableEbsEncryptionByDefault
            EnableEbsEncryptionByDefault GetEbsDefaultKmsKeyId GetEbsEncryptionByDefault""",
        "+elastic-ip": "AllocateAddress",
        "address": "DisassociateAddress ReleaseAddress",
        "address [network-interface]": "AssociateAddress",
        "associated": "DisassociateRouteTable",
        "associated route-table": "ReplaceRouteTableAssociation",
        "+internet-gateway": "CreateInternetGateway",
        "internet-gateway": "DeleteInternetGateway",
        "internet-gateway vpc": "AttachInternetGateway DetachInternetGateway",
        "+natgateway [elastic-ip] subnet": "CreateNatGateway",
        "natgateway": "DeleteNatGateway",
        "+network-interface subnet [security-group]": "CreateNetworkInterface",
        "network-interface": "CreateNetworkInterfacePermission DeleteNetworkInterface",
        "prefix-list": "GetManagedPrefixListEntries",
        "+route-table vpc": "CreateRouteTable",
        "route-table": "CreateRoute DeleteRoute DeleteRouteTable ReplaceRoute",
        "route-table [subnet] [internet-gateway]": "AssociateRouteTable",
        "+security-group vpc": "CreateSecurityGroup",
        "security-group": """DeleteSecurityGroup RevokeSecurityGroupEgress
            RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsEgress
            UpdateSecurityGroupRuleDescriptionsIngress""",
        "security-group +security-group-rule": """AuthorizeSecurityGroupEgress
            AuthorizeSecurityGroupIngress""",
        "security-group security-group-rule": "ModifySecurityGroupRules",
        "+subnet vpc": "CreateSubnet",
        "subnet": "DeleteSubnet ModifySubnetAttribute",
        "tagged": "CreateTags DeleteTags",
        "+vpc": "CreateVpc",
        "vpc": "DeleteVpc DescribeVpcAttribute ModifyVpcAttribute",
        "+vpc-endpoint vpc [route-table] [security-group] [subnet]": "CreateVpcEndpoint",
        "vpc-endpoint": "DeleteVpcEndpoints",
        "vpc-endpoint [route-table] [security-group] [subnet]": "ModifyVpcEndpoint",
        "+vpc-flow-log logged": "CreateFlowLogs",
        "vpc-flow-log": "DeleteFlowLogs",
    },
)
EC2.passing("CreateFlowLogs", "vpc-flow-logs.amazonaws.com", "DeliverLogsPermissionArn")
# Amazon VPC User Guide, "Publish flow logs to Amazon S3": with a bucket or a
# stream for its destination a flow log is a delivery of CloudWatch Logs.
EC2.also(
    "CreateFlowLogs",
    lambda request: [
        (f"logs:{name}LogDelivery", "*", {})
        for name in ("Create", "Delete")
        if request.one("LogDestinationType") not in (None, "cloud-watch-logs")
    ],
)
EC2.also(
    "CreateVpcEndpoint",
    lambda request: [
        (f"ec2:Describe{what}", "*", {}) for what in ("SecurityGroups", "Subnets", "Vpcs")
    ],
    # A private name of an endpoint is a hosted zone of AWS's own.
    lambda request: (
        [("route53:AssociateVPCWithHostedZone", "*", {})]
        if request.one("PrivateDnsEnabled")
        and request.one("VpcEndpointType") == "Interface"
        else []
    ),
)

ELB = Service(
    "elasticloadbalancing",
    ("elbv2",),
    {
        "listener": "listener/app/{ListenerArn}",
        "loadbalancer": "loadbalancer/app/{LoadBalancerArn}",
        "named-loadbalancer": "loadbalancer/app/{Name}/*",
        "named-targetgroup": "targetgroup/{Name}/*",
        "rule": "listener-rule/app/{RuleArn|RulePriorities.RuleArn}",
        "tagged": "{ResourceArns}",
        "targetgroup": "targetgroup/{TargetGroupArn}",
    },
    {
        "": """DescribeCapacityReservation DescribeListenerAttributes DescribeListenerCertificates
            DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules
            DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth""",
        "loadbalancer": """CreateListener DeleteLoadBalancer ModifyLoadBalancerAttributes
            SetIpAddressType SetSecurityGroups SetSubnets""",
        "listener": """AddListenerCertificates CreateRule DeleteListener ModifyListener
            ModifyListenerAttributes RemoveListenerCertificates""",
        "rule": "DeleteRule ModifyRule SetRulePriorities",
        "named-loadbalancer": "CreateLoadBalancer",
        "named-targetgroup": "CreateTargetGroup",
        "targetgroup": """DeleteTargetGroup DeregisterTargets ModifyTargetGroup
            ModifyTargetGroupAttributes RegisterTargets""",
        "tagged": "AddTags RemoveTags",
    },
)
ELB.also("CreateLoadBalancer", linked_role("elasticloadbalancing.amazonaws.com"))

SERVICES = (EC2, ELB)
