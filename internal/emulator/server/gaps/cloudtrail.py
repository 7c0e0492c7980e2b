"""AWS CloudTrail."""


def fill():
    """StartLogging, StopLogging and DeleteTrail of a trail that is named by its ARN,
    as the provider names it: moto fails, and deletes nothing.
    """
    from moto.cloudtrail.models import CloudTrailBackend

    def by_name(call):
        def named(self, name):
            return call(self, self.get_trail(name).trail_name)

        return named

    for name in ("start_logging", "stop_logging", "delete_trail"):
        setattr(CloudTrailBackend, name, by_name(getattr(CloudTrailBackend, name)))
