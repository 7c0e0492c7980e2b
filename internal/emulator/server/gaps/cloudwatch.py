"""CloudWatch."""


def fill():
    """PutCompositeAlarm, for aws_cloudwatch_composite_alarm.

    moto's PutMetricAlarm already reads the rule of a composite alarm; only the
    call by its own name lacks.
    """
    from moto.cloudwatch.responses import CloudWatchResponse

    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm
