"""Networks, security groups, flow logs and the firewall."""

import ipaddress

from .rules import among, at, by_operation, cite, each, like

GROUP = "CreateSecurityGroup, EC2 API Reference"
RULE = "IpPermission, EC2 API Reference"
RANGE = "IpRange, EC2 API Reference"
VPC = "VPC CIDR blocks, VPC User Guide"
SUBNET = "Subnet CIDR blocks, VPC User Guide"
FLOW_LOGS = "CreateFlowLogs, EC2 API Reference"
WAF = "AWS WAF quotas, WAF Developer Guide"
GROUPS = "AWS Managed Rules rule groups list, WAF Developer Guide"
LOGGING = "Sending protection pack (web ACL) traffic logs, WAF Developer Guide"

TEXT = r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{0,255}"
TEXTS = "255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* at most"

# Web ACL capacity units of AWS's own groups.
UNITS = {
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
}
RATE_BASED = 2


def _block(source):
    def limit(params):
        for shown, block in at(params, "CidrBlock"):
            try:
                length = ipaddress.ip_network(block, strict=False).prefixlen
            except ValueError:
                length = 0
            broken = None if 16 <= length <= 28 else "Member must be a block of /16 to /28"
            yield shown, block, cite(broken, source)

    return limit


def _ports(params):
    for shown, one in at(params, "IpPermissions.*"):
        if one.get("IpProtocol") not in ("tcp", "udp", "6", "17"):
            continue
        ports = one.get("FromPort", -1), one.get("ToPort", -1)
        fits = 0 <= ports[0] <= ports[1] <= 65535
        broken = None if fits else "Member must be ports from 0 to 65535 in their order"
        yield f"{shown}.fromPort", f"{ports[0]}-{ports[1]}", cite(broken, RULE)


def _capacity(params):
    """Of the statements whose units are known; others may add to them."""
    units = 0
    for _, statement in at(params, "Rules.*.Statement"):
        group = statement.get("ManagedRuleGroupStatement", {})
        units += UNITS.get(group.get("Name"), 0)
        units += RATE_BASED if "RateBasedStatement" in statement else 0
    broken = None if units <= 5000 else "Member must have 5000 capacity units at most"
    yield "rules", f"{units} capacity units", cite(broken, f"{WAF}; {GROUPS}")
    for member in ("Name", "Priority"):
        values = [value for _, value in at(params, f"Rules.*.{member}")]
        broken = None if len(set(values)) == len(values) else f"Members must differ in {member}"
        yield "rules", values, cite(broken, "Rule, WAF API Reference")


NAME = like(rf"(?!sg-){TEXT}", f"{TEXTS}, and not begin with sg-")
DESCRIPTION = like(TEXT, TEXTS)
RULES = (
    "ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress "
    "ec2:UpdateSecurityGroupRuleDescriptionsIngress "
    "ec2:UpdateSecurityGroupRuleDescriptionsEgress"
)

LIMITS = by_operation(
    ("ec2:CreateSecurityGroup", each("GroupName", NAME, GROUP)),
    ("ec2:CreateSecurityGroup", each("Description", DESCRIPTION, GROUP)),
    *(
        (RULES, each(f"IpPermissions.*.{kind}.*.Description", DESCRIPTION, RANGE))
        for kind in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")
    ),
    (
        "ec2:ModifySecurityGroupRules",
        each("SecurityGroupRules.*.SecurityGroupRule.Description", DESCRIPTION, RANGE),
    ),
    (RULES, _ports),
    ("ec2:CreateVpc", _block(VPC)),
    ("ec2:CreateSubnet", _block(SUBNET)),
    ("ec2:CreateFlowLogs", each("MaxAggregationInterval", among(60, 600), FLOW_LOGS)),
    ("wafv2:CreateWebACL wafv2:UpdateWebACL", _capacity),
    (
        "wafv2:PutLoggingConfiguration",
        each(
            "LoggingConfiguration.LogDestinationConfigs.*",
            like(
                r"arn:[^:]+:(logs:[^:]*:\d*:log-group:|firehose:[^:]*:\d*:deliverystream/"
                r"|s3:::)aws-waf-logs-.+",
                "a destination whose name begins with aws-waf-logs-",
            ),
            LOGGING,
        ),
    ),
)
