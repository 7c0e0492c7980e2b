"""Refusals, the way each service writes them."""

import json
from xml.sax.saxutils import escape

# The codes and statuses of a refusal by protocol, and where a service has its
# own ("Troubleshoot access denied error messages", IAM User Guide, and the
# common errors of the services).
BY_PROTOCOL = {
    "ec2": ("UnauthorizedOperation", 403),
    "json": ("AccessDeniedException", 400),
    "query": ("AccessDenied", 403),
    "rest-json": ("AccessDeniedException", 403),
    "rest-xml": ("AccessDenied", 403),
    "smithy-rpc-v2-cbor": ("AccessDenied", 403),
}
BY_SERVICE = {"sns": ("AuthorizationError", 403)}


def refuse(call, message):
    """The status, headers and body of AWS's refusal of the call."""
    code, status = BY_SERVICE.get(call.service) or BY_PROTOCOL[call.protocol]
    return write(call, code, status, message)


def write(call, code, status, message):
    """An error in the call's protocol."""
    plain, request_id = escape(message), "00000000-0000-0000-0000-000000000000"
    error = f"<Code>{code}</Code><Message>{plain}</Message>"
    kind, headers = "text/xml", []
    if call.protocol == "ec2":
        body = (
            f"<Response><Errors><Error>{error}</Error></Errors>"
            f"<RequestID>{request_id}</RequestID></Response>"
        )
    elif call.service == "s3":
        body = f"<Error>{error}<RequestId>{request_id}</RequestId></Error>"
    elif call.protocol in ("query", "rest-xml"):
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
    elif call.protocol == "smithy-rpc-v2-cbor":
        kind, headers = "application/cbor", [("Smithy-Protocol", "rpc-v2-cbor")]
        body = _cbor_map({"__type": code, "message": message})
    else:
        kind, headers = "application/x-amz-json-1.1", [("X-Amzn-ErrorType", code)]
        body = json.dumps({"__type": code, "message": message, "Message": message})
    body = body if isinstance(body, bytes) else body.encode()
    return status, [("Content-Type", kind), *headers], body


def _cbor_map(texts):
    """A map of texts in CBOR."""

    def text(value):
        encoded = value.encode()
        return b"\x7a" + len(encoded).to_bytes(4, "big") + encoded

    return bytes([0xA0 + len(texts)]) + b"".join(text(t) for pair in texts.items() for t in pair)
