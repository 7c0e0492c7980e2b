"""Resource Groups Tagging."""


def fill():
    """GetResources with what moto leaves out: addresses, endpoints and rules of
    security groups in EC2; listeners; zones of Route 53; Cloud Map; backup plans;
    web ACLs; anomaly monitors and their subscriptions.

    `make adopt` finds what a killed run made by the tags of its environment.
    """
    from moto.backup.models import backup_backends
    from moto.ce.models import ce_backends
    from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
    from moto.route53.models import route53_backends
    from moto.servicediscovery.models import servicediscovery_backends
    from moto.wafv2.models import wafv2_backends

    def others(self):
        here = f"{self.region_name}:{self.account_id}"
        ec2, elb = self.ec2_backend, self.elbv2_backend
        rules = (
            rule
            for by_id in ec2.groups.values()
            for group in by_id.values()
            for rule in (*group.ingress_rules, *group.egress_rules)
        )
        for kind, found in (
            ("elastic-ip", ec2.addresses),
            ("vpc-endpoint", ec2.vpc_end_points.values()),
            ("security-group-rule", rules),
        ):
            for one in found:
                arn = f"arn:{self.partition}:ec2:{here}:{kind}/{one.id}"
                yield arn, ec2.tags.get(one.id, {})
        for balancer in elb.load_balancers.values():
            for arn in balancer.listeners:
                yield arn, elb.tagging_service.get_tag_dict_for_resource(arn)
        if self.region_name == "us-east-1":
            route53 = route53_backends[self.account_id][self.partition]
            for zone in route53.zones.values():
                arn = f"arn:{self.partition}:route53:::hostedzone/{zone.id}"
                yield arn, route53.list_tags_for_resource(zone.id)
            ce = ce_backends[self.account_id][self.partition]
            for arn in ce.tagger.tags:
                yield arn, ce.tagger.get_tag_dict_for_resource(arn)
        cloud_map = servicediscovery_backends[self.account_id][self.region_name]
        for one in (*cloud_map.namespaces.values(), *cloud_map.services.values()):
            yield one.arn, cloud_map.tagger.get_tag_dict_for_resource(one.arn)
        backup = backup_backends[self.account_id][self.region_name]
        for plan in backup.plans.values():
            arn = plan.backup_plan_arn
            yield arn, backup.tagger.get_tag_dict_for_resource(arn)
        waf = wafv2_backends[self.account_id][self.region_name]
        for acl in waf.wacls.values():
            yield acl.arn, waf.tagging_service.get_tag_dict_for_resource(acl.arn)

    moto_resources = ResourceGroupsTaggingAPIBackend._get_resources_generator

    def resources(self, tag_filters=None, resource_type_filters=None):
        yield from moto_resources(self, tag_filters, resource_type_filters)
        if resource_type_filters:
            return
        for arn, tags in others(self):
            if tags and all(
                f["Key"] in tags and tags[f["Key"]] in f.get("Values", [tags[f["Key"]]])
                for f in tag_filters or []
            ):
                listed = [{"Key": k, "Value": v} for k, v in tags.items()]
                yield {"ResourceARN": arn, "Tags": listed}

    ResourceGroupsTaggingAPIBackend._get_resources_generator = resources
