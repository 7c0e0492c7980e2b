"""Service Quotas."""

import json


def fill():
    """GetAWSDefaultServiceQuota.

    moto has the quotas of VPC alone, as an account has those that were raised
    once. For all others the pre-flight asks for the default.
    """
    from moto.servicequotas.exceptions import NoSuchResource
    from moto.servicequotas.responses import ServiceQuotasResponse

    defaults = {
        ("fargate", "L-3032A538"): 6.0,
        ("fargate", "L-36FBB829"): 6.0,
        ("ec2", "L-0263D0A3"): 5.0,
        ("elasticloadbalancing", "L-53DA6B97"): 50.0,
    }

    def get_aws_default_service_quota(self):
        asked = json.loads(self.body)
        service, code = asked["ServiceCode"], asked["QuotaCode"]
        if (service, code) in defaults:
            value = defaults[service, code]
            quota = {"ServiceCode": service, "QuotaCode": code, "Value": value}
        elif service == "vpc":
            quota = self.backend.get_service_quota(service, code)
        else:
            raise NoSuchResource
        return json.dumps({"Quota": quota})

    ServiceQuotasResponse.get_aws_default_service_quota = get_aws_default_service_quota
