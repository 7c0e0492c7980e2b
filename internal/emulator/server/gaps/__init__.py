"""The calls that the Terraform AWS provider makes and moto lacks, by service.

Each function names the missing call and why the provider needs it. What a filled
call stores hangs on moto's own objects, so it vanishes with the resource and
with POST /moto-api/reset.
"""

from . import (
    access_analyzer,
    accounts,
    application_autoscaling,
    backup,
    budgets,
    cloudtrail,
    cloudwatch,
    cost_explorer,
    ec2,
    ecs,
    firehose,
    guardduty,
    load_balancing,
    s3,
    secrets_manager,
    securityhub,
    service_quotas,
    tagging,
)


def fill():
    """Fills every gap. moto has to be loaded by then."""
    accounts.fill()
    application_autoscaling.fill()
    budgets.fill()
    backup.fill_plans()
    backup.fill_vaults()
    cloudtrail.fill()
    cloudwatch.fill()
    cost_explorer.fill()
    ecs.fill()
    firehose.fill()
    ec2.fill_security_group_rules()
    ec2.fill_nat_gateways()
    load_balancing.fill()
    s3.fill_lifecycle()
    s3.fill_replication()
    s3.fill_policies()
    s3.fill_logging()
    tagging.fill()
    access_analyzer.fill()
    guardduty.fill()
    secrets_manager.fill()
    secrets_manager.fill_replicas()
    securityhub.fill()
    service_quotas.fill()
