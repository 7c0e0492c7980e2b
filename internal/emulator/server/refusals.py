"""Refusals, as each protocol writes them.

They are of status 400, or 403 for want of permission: no client tries again.
"""

import json
from xml.sax.saxutils import escape

# The usual code by protocol, and those of what has its own.
CODES = {
    "json": (
        "ValidationException",
        {
            "type": "SerializationException",
            "body": "SerializationException",
            "operation": "UnknownOperationException",
        },
    ),
    "query": (
        "ValidationError",
        {"type": "MalformedInput", "body": "MalformedInput", "operation": "InvalidAction"},
    ),
    "ec2": (
        "InvalidParameterValue",
        {
            "required": "MissingParameter",
            "unknown": "UnknownParameter",
            "operation": "InvalidAction",
        },
    ),
    "rest-xml": (
        "InvalidInput",
        {"body": "MalformedXML", "operation": "UnknownOperationException"},
    ),
}
CODES["rest-json"] = CODES["smithy-rpc-v2-cbor"] = CODES["json"]


def code_of(protocol, kind):
    usual, others = CODES[protocol]
    return others.get(kind, usual)


def code_of_violation(call, violation):
    if call.service in ("s3", "s3control"):
        shape = call.operation.input_shape
        payload = (shape.serialization.get("payload") or "") if shape else ""
        within = payload and violation.path.lower().startswith(payload.lower())
        return "MalformedXML" if within else "InvalidArgument"
    return code_of(call.protocol, violation.kind)


def _text(text):
    """CBOR of a text."""
    encoded = text.encode()
    return b"\x7a" + len(encoded).to_bytes(4, "big") + encoded


def refuse(protocol, code, message, service="", status=400):
    """A werkzeug response that says so."""
    from werkzeug.wrappers import Response

    headers = {"x-amzn-RequestId": "emulator", "x-amzn-ErrorType": code}
    if protocol == "smithy-rpc-v2-cbor":
        pairs = {"__type": code, "message": message}.items()
        body = b"\xa2" + b"".join(_text(part) for pair in pairs for part in pair)
        kind, headers["smithy-protocol"] = "application/cbor", "rpc-v2-cbor"
    elif protocol in ("json", "rest-json"):
        body = json.dumps({"__type": code, "message": message})
        kind = "application/x-amz-json-1.1" if protocol == "json" else "application/json"
    else:
        error = f"<Code>{code}</Code><Message>{escape(message)}</Message>"
        if service == "s3":
            body = f"<Error>{error}<RequestId>emulator</RequestId></Error>"
        elif protocol == "ec2":
            body = (
                f"<Response><Errors><Error>{error}</Error></Errors>"
                "<RequestID>emulator</RequestID></Response>"
            )
        else:
            body = (
                f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error>"
                "<RequestId>emulator</RequestId></ErrorResponse>"
            )
        kind, body = "text/xml", f'<?xml version="1.0"?>{body}'
    return Response(body, status, headers, content_type=kind)
