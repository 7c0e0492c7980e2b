"""Route 53, Certificate Manager and AWS WAF."""

from .. import state
from . import Service, linked_role


def _zone(request):
    if request.one("ResourceType") == "healthcheck":
        return _check(request)
    given = request.one("Id", "HostedZoneId", "ResourceId")
    return f"arn:aws:route53:::hostedzone/{given.rpartition('/')[2]}"


def _check(request):
    return f"arn:aws:route53:::healthcheck/{request.one('HealthCheckId', 'ResourceId')}"


ROUTE53 = Service(
    "route53",
    ("route53",),
    {
        "change": lambda request: f"arn:aws:route53:::change/{request.one('Id')}",
        "healthcheck": _check,
        "hostedzone": _zone,
    },
    {
        "": """CreateHealthCheck CreateHostedZone ListHealthChecks ListHostedZones
            ListHostedZonesByName ListHostedZonesByVPC""",
        "change": "GetChange",
        "healthcheck": "DeleteHealthCheck GetHealthCheck GetHealthCheckStatus UpdateHealthCheck",
        "hostedzone": """AssociateVPCWithHostedZone ChangeResourceRecordSets ChangeTagsForResource
            DeleteHostedZone DisassociateVPCFromHostedZone GetDNSSEC GetHostedZone
            ListQueryLoggingConfigs ListResourceRecordSets ListTagsForResource
            UpdateHostedZoneComment""",
    },
)
ROUTE53.also(
    """AssociateVPCWithHostedZone CreateHostedZone DisassociateVPCFromHostedZone
    ListHostedZonesByVPC""",
    lambda request: (
        [("ec2:DescribeVpcs", "*", {})] if request.one("VPC.VPCId", "VPCId") else []
    ),
)

ACM = Service(
    "acm",
    ("acm",),
    {"certificate": "{CertificateArn|ResourceArn}"},
    {
        "": "ListCertificates RequestCertificate",
        "certificate": """AddTagsToCertificate DeleteCertificate DescribeCertificate
            GetCertificate ListTagsForCertificate RemoveTagsFromCertificate RenewCertificate
            UpdateCertificateOptions""",
    },
)


def _scope(request):
    return "global" if request.one("Scope") == "CLOUDFRONT" else "regional"


def _acl(request):
    given = request.one(
        "WebACLArn", "ResourceArn", "ResourceARN", "LoggingConfiguration.ResourceArn"
    )
    if given:
        return given
    name, acl = request.one("Name"), request.one("Id") or "*"
    return request.arn("wafv2", f"{_scope(request)}/webacl/{name}/{acl}")


def _rule_groups(request):
    """A rule group of AWS's own that the rules use."""
    for group in request.all("Rules.Statement.ManagedRuleGroupStatement"):
        name = f"{_scope(request)}/managedruleset/{group['Name']}/*"
        yield request.arn("wafv2", name)


def _associated(request):
    """The load balancer, and the web ACL that it has."""
    balancer = request.one("ResourceArn")
    backend = state.backend("wafv2", request.region, request.account)
    found = backend.get_web_acl_for_resource(balancer)
    return [balancer, found.arn] if found else [balancer]


WAF = Service(
    "wafv2",
    ("wafv2",),
    {
        "associated": _associated,
        "managedruleset": _rule_groups,
        "resource": "{ResourceArn}",
        "webacl": _acl,
    },
    {
        "": "CheckCapacity ListLoggingConfigurations ListWebACLs",
        "webacl managedruleset": "CreateWebACL UpdateWebACL",
        "webacl resource": "AssociateWebACL",
        "associated": "DisassociateWebACL GetWebACLForResource",
        "webacl": """DeleteLoggingConfiguration DeleteWebACL GetLoggingConfiguration GetWebACL
            ListResourcesForWebACL ListTagsForResource PutLoggingConfiguration TagResource
            UntagResource""",
    },
)


def _balancer(*actions):
    def questions(request):
        return [
            (f"elasticloadbalancing:{action}", "*" if action == "SetWebAcl" else arn, {})
            for action in actions
            for arn in request.all("ResourceArn")
            if ":loadbalancer/app/" in arn
        ]

    return questions


WAF.also("AssociateWebACL", _balancer("SetWebAcl", "CreateWebACLAssociation"))
WAF.also("DisassociateWebACL", _balancer("SetWebAcl", "DeleteWebACLAssociation"))
WAF.also(
    "GetWebACLForResource",
    _balancer("GetLoadBalancerWebACL"),
    lambda request: [("wafv2:GetWebACL", arn, {}) for arn in _associated(request)[1:]],
)
WAF.also(
    "ListResourcesForWebACL",
    lambda request: [("elasticloadbalancing:DescribeWebACLAssociation", "*", {})],
)


def _log_delivery(request):
    """AWS WAF Developer Guide, "Logging AWS WAF protection pack (web ACL) traffic",
    by destination.
    """
    questions = []
    for arn in request.all("LoggingConfiguration.LogDestinationConfigs"):
        service = arn.split(":")[2]
        if service != "firehose":
            for name in ("Create", "Delete"):
                questions.append((f"logs:{name}LogDelivery", "*", {}))
        if service == "s3":
            bucket = arn.split("/")[0]
            questions += [(f"s3:{name}BucketPolicy", bucket, {}) for name in ("Get", "Put")]
        if service == "logs":
            for name in (
                "DescribeLogGroups",
                "DescribeResourcePolicies",
                "PutResourcePolicy",
            ):
                questions.append((f"logs:{name}", "*", {}))
    return questions


WAF.also("PutLoggingConfiguration", linked_role("wafv2.amazonaws.com"), _log_delivery)
WAF.also(
    "DeleteLoggingConfiguration", lambda request: [("logs:DeleteLogDelivery", "*", {})]
)

SERVICES = (ROUTE53, ACM, WAF)
