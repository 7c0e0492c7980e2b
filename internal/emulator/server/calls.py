"""Recognizes the call that a request is: of which service and operation, with
which parameters, in which region, by whom.
"""

import dataclasses
import gzip
import io
import json
import re
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from . import models, rest, wire

# Where the middleware leaves the call for those after it.
CALL = "emulator.call"


class Unrecognized(Exception):
    """A signed request that is no operation of the service it is signed for."""

    kind = "operation"

    def __init__(self, message, protocol, signer):
        super().__init__(message)
        self.protocol, self.signer = protocol, signer


class Malformed(Unrecognized):
    """A request of which the body is not what its protocol says."""

    kind = "body"


@dataclasses.dataclass
class Call:
    service: str  # botocore's name, like elbv2
    operation: object  # botocore's OperationModel
    params: dict  # as botocore shapes them; a value of a wrong type as it came
    unknown: list  # paths of what the model does not know
    protocol: str  # json, query, ec2, rest-json, rest-xml or smithy-rpc-v2-cbor
    region: str
    access_key: str  # empty where the request is not signed

    @property
    def name(self):
        return f"{self.service}:{self.operation.name}"


@dataclasses.dataclass
class _Request:
    """What is read off a request before it is known whose it is."""

    method: str
    host: str
    path: str  # as it came, so that an escaped slash is none
    query: list
    headers: dict  # by lower-case name
    body: bytes

    @classmethod
    def of(cls, environ, body):
        headers = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        headers["content-type"] = environ.get("CONTENT_TYPE", "")
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
        path = urlsplit(raw).path if "://" in raw else raw.partition("?")[0]
        return cls(
            environ["REQUEST_METHOD"],
            environ.get("HTTP_HOST", ""),
            path or "/",
            parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True),
            headers,
            body,
        )

    def form(self):
        if "x-www-form-urlencoded" not in self.headers["content-type"]:
            return self.query
        return self.query + parse_qsl(self.body.decode(), keep_blank_values=True)


def read_body(environ):
    """Reads a request's body whole, and leaves it to be read again."""
    from werkzeug.wsgi import get_input_stream

    body = get_input_stream(environ).read()
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


def recognize(environ, body):
    """The call; None of a request that nobody signed, which is no call of ours
    unless it brings a web identity in a signature's place.
    """
    request = _Request.of(environ, body)
    scope = request.headers.get("authorization", "")
    if not scope.startswith("AWS4-"):
        scope = "Credential=" + dict(request.query).get("X-Amz-Credential", "")
    signed = re.search(r"Credential=([^/,]+)/[^/]*/([^/]*)/([^/]+)/aws4_request", scope)
    if signed:
        access_key, region, signer = signed.groups()
    else:
        access_key, region, signer = "", "us-east-1", "sts"
        if dict(request.form()).get("Action") != "AssumeRoleWithWebIdentity":
            return None
    protocol = None
    for model in models.signed_by(signer.lower()):
        protocol = _protocol(model, request)
        for attempt in (_target, _cbor, _form, rest.read):
            try:
                found = attempt(model, request)
            except (ValueError, ElementTree.ParseError) as error:
                told = f"the body does not parse: {error}"
                raise Malformed(told, protocol, signer) from error
            if found:
                operation, params, unknown, protocol = found
                return Call(
                    model.service_name,
                    operation,
                    params,
                    unknown,
                    protocol,
                    region,
                    access_key,
                )
    asked = request.headers.get("x-amz-target") or dict(request.form()).get("Action")
    raise Unrecognized(
        f"{asked or f'{request.method} {request.path}'} is no operation of {signer}",
        protocol or "json",
        signer,
    )


def _protocol(model, request):
    """The protocol of a request to a service, by its looks."""
    if "x-amz-target" in request.headers:
        return "json"
    protocol = model.metadata["protocol"]
    if protocol.startswith("smithy") and "smithy-protocol" not in request.headers:
        return "query"
    return protocol


def _operation(model, name):
    return model.operation_model(name) if name in model.operation_names else None


def _read(reader, operation, node):
    shape = operation.input_shape
    if shape is None:
        reader.unknown += [wire.below("", name) for name in reader.children(node) or ()]
        return {}
    return reader.read(shape, node)


def _target(model, request):
    prefix, _, name = request.headers.get("x-amz-target", "").rpartition(".")
    operation = _operation(model, name)
    # AWS takes the last part of a prefix for all of it, as its SDKs but botocore
    # send CloudTrail's.
    known = model.metadata.get("targetPrefix", "")
    if not prefix or not operation or not f".{known}".endswith(f".{prefix}"):
        return None
    reader = wire.Json()
    params = _read(reader, operation, json.loads(request.body or b"{}"))
    return operation, params, reader.unknown, "json"


def _cbor(model, request):
    found = re.fullmatch(r"/service/([^/]+)/operation/([^/]+)", request.path)
    if not found or request.headers.get("smithy-protocol") != "rpc-v2-cbor":
        return None
    operation = _operation(model, found[2])
    if not operation or found[1] != model.metadata.get("targetPrefix", found[1]):
        return None
    from botocore.parsers import RpcV2CBORParser

    decoded = {}
    if request.body:
        stream = io.BufferedReader(io.BytesIO(request.body))
        decoded = RpcV2CBORParser().parse_data_item(stream)
    reader = wire.Json()
    params = _read(reader, operation, decoded)
    return operation, params, reader.unknown, "smithy-rpc-v2-cbor"


def _form(model, request):
    spoken = set(model.metadata.get("protocols", [model.metadata["protocol"]]))
    if not spoken & {"query", "ec2"}:
        return None
    parameters = request.form()
    given = dict(parameters)
    operation = _operation(model, given.get("Action"))
    if not operation or given.get("Version") != model.api_version:
        return None
    protocol = "ec2" if "ec2" in spoken else "query"
    reader = wire.Ec2() if protocol == "ec2" else wire.Query()
    node = wire.tree(pair for pair in parameters if not wire.of_protocol(pair[0]))
    return operation, _read(reader, operation, node), reader.unknown, protocol
