"""Amazon GuardDuty."""

# What GetDetector tells of a detector that nobody changed, with the parts of
# runtime monitoring (botocore, DetectorFeatureResult). New detectors have all but
# runtime monitoring.
DEFAULTS = {
    "CLOUD_TRAIL": "ENABLED",
    "DNS_LOGS": "ENABLED",
    "FLOW_LOGS": "ENABLED",
    "S3_DATA_EVENTS": "ENABLED",
    "EKS_AUDIT_LOGS": "ENABLED",
    "EBS_MALWARE_PROTECTION": "ENABLED",
    "RDS_LOGIN_EVENTS": "ENABLED",
    "LAMBDA_NETWORK_LOGS": "ENABLED",
    "RUNTIME_MONITORING": "DISABLED",
}
PARTS = {
    "RUNTIME_MONITORING": (
        "EKS_ADDON_MANAGEMENT",
        "ECS_FARGATE_AGENT_MANAGEMENT",
        "EC2_AGENT_MANAGEMENT",
    ),
}


def fill():
    """UpdateDetector that changes the features it names, and GetDetector that
    tells all; one detector in a region.

    moto puts those of the last call in the place of all others, and tells none of
    a detector that was made without: aws_guardduty_detector_feature finds itself
    gone. AWS refuses a second detector.
    """
    from moto.core.exceptions import JsonRESTError
    from moto.guardduty.models import Detector, GuardDutyBackend

    moto_create, moto_update = GuardDutyBackend.create_detector, Detector.update
    moto_to_json = Detector.to_json

    def create_detector(self, *args, **kwargs):
        if self.detectors:
            raise JsonRESTError(
                "BadRequestException",
                "The request is rejected because a detector already exists for the "
                "current account.",
            )
        return moto_create(self, *args, **kwargs)

    def merge(known, wanted):
        for change in wanted or []:
            found = known.setdefault(change["name"], {"name": change["name"]})
            found["status"] = change["status"]
            parts = {part["name"]: part for part in found.get("additionalConfiguration", [])}
            merge(parts, change.get("additionalConfiguration"))
            if parts:
                found["additionalConfiguration"] = list(parts.values())

    def features(self):
        known = {
            name: {
                "name": name,
                "status": status,
                **(
                    {
                        "additionalConfiguration": [
                            {"name": part, "status": "DISABLED"} for part in PARTS[name]
                        ]
                    }
                    if name in PARTS
                    else {}
                ),
            }
            for name, status in DEFAULTS.items()
        }
        merge(known, self.features)
        return known

    def update(self, enable, frequency, data_sources, changed):
        moto_update(self, enable, frequency, data_sources, None)
        known = features(self)
        merge(known, changed)
        self.features = list(known.values())

    def to_json(self):
        return {**moto_to_json(self), "features": list(features(self).values())}

    GuardDutyBackend.create_detector = create_detector
    Detector.update = update
    Detector.to_json = to_json
