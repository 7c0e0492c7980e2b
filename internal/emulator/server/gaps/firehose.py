"""Data Firehose."""


def fill():
    """PutLogEvents of a group whose subscription goes to a delivery stream that
    has no bucket for a destination.

    moto looks for the bucket and fails; the emulator takes the events, and
    calls no endpoint outside.
    """
    from moto.firehose.models import FirehoseBackend

    moto_send = FirehoseBackend.send_log_event

    def send_log_event(self, delivery_stream_arn, *args, **kwargs):
        stream = self.lookup_name_from_arn(delivery_stream_arn)
        if "S3" in stream.destinations[0]:
            moto_send(self, delivery_stream_arn, *args, **kwargs)

    FirehoseBackend.send_log_event = send_log_event
