"""Recognizes the call that a request is: of which service and operation, with
which parameters, in which region, by whom.
"""

import dataclasses
import gzip
import io
import json
import re
from urllib.parse import parse_qsl, unquote_plus, urlsplit
from xml.etree import ElementTree

from . import models, wire

# Where the middleware leaves the call for those after it.
CALL = "emulator.call"

# Parameters of a query that belong to the protocol or the signature.
PROTOCOL = {"Action", "Version", "x-id"}


class Unrecognized(Exception):
    """A signed request that is no operation of the service it is signed for."""


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
        # parse_qsl limits the number of fields by the memory they take.
        pairs = (pair.partition("=") for pair in self.body.decode().split("&") if pair)
        return self.query + [
            (unquote_plus(name), unquote_plus(value)) for name, _, value in pairs
        ]


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
    for model in models.signed_by(signer.lower()):
        for attempt in (_target, _cbor, _form, _rest):
            found = attempt(model, request)
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
        f"{asked or f'{request.method} {request.path}'} is no operation of {signer}"
    )


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
    if not prefix or prefix != model.metadata.get("targetPrefix") or not operation:
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
    node = wire.tree(
        (name, value)
        for name, value in parameters
        if name not in PROTOCOL and not name.startswith("X-Amz-")
    )
    return operation, _read(reader, operation, node), reader.unknown, protocol


def _rest(model, request):
    protocol = model.metadata["protocol"]
    if protocol not in ("rest-json", "rest-xml"):
        return None
    path = request.path
    if model.service_name == "s3":
        path = _bucket_of(request.host) + path
    given = {("header", name): value for name, value in request.headers.items()}
    given |= {("querystring", name.lower()): value for name, value in request.query}
    best = None
    for route in models.routes(model.service_name):
        found = route.match(request.method, path, given)
        if found and (best is None or found[1] > best[1]):
            best = (*found, route)
    if best is None:
        return None
    labels, _, route = best
    operation = route.operation
    if operation.input_shape is None:
        return operation, {}, [], protocol
    reader = wire.Json() if protocol == "rest-json" else wire.Xml()
    params = _bound(reader, route, labels, request)
    payload = operation.input_shape.serialization.get("payload")
    if request.body and payload:
        shape = operation.input_shape.members[payload]
        if shape.type_name in ("blob", "string"):
            # An object's content, perhaps in chunks: it says nothing.
            value = request.body
            params[payload] = value if shape.type_name == "blob" else value.decode()
        elif not shape.serialization.get("eventstream"):
            params[payload] = _document(reader, shape, request.body, payload)
    elif request.body:
        params |= _document(reader, operation.input_shape, request.body)
    return operation, params, reader.unknown, protocol


def _bucket_of(host):
    """/bucket of a host that names one, else nothing."""
    found = re.match(r"(.+)\.(s3[.-][^:]*amazonaws\.com|localhost)(:|$)", host)
    return "/" + found[1] if found else ""


def _bound(reader, route, labels, request):
    """The parameters that stand in the path, the query and the headers."""
    shape, params = route.operation.input_shape, {}
    known = set(route.query) | PROTOCOL
    queried = {}
    for name, value in request.query:
        queried.setdefault(name, []).append(value)
    for member, member_shape in shape.members.items():
        at = member_shape.serialization
        where, name = at.get("location"), at.get("name", member)
        if where == "uri" and name in labels:
            params[member] = wire.text(member_shape, labels[name])
        elif where == "querystring" and member_shape.type_name == "map":
            known |= set(queried)
            params[member] = {k: v[0] for k, v in queried.items()}
        elif where == "querystring" and name in queried:
            known.add(name)
            params[member] = _several(member_shape, queried[name])
        elif where == "header" and name.lower() in request.headers:
            value = request.headers[name.lower()]
            if name.lower() != "content-type" or value:
                several = member_shape.type_name == "list"
                values = re.split(r"\s*,\s*", value) if several else [value]
                params[member] = _several(member_shape, values)
        elif where == "headers":
            found = {
                key[len(name) :]: value
                for key, value in request.headers.items()
                if key.startswith(name.lower())
            }
            if found:
                params[member] = found
    reader.unknown += [
        wire.below("", name)
        for name in queried
        if name not in known and not name.startswith("X-Amz-")
    ]
    return params


def _several(shape, values):
    if shape.type_name == "list":
        return [wire.text(shape.member, value) for value in values]
    return wire.text(shape, values[0])


def _document(reader, shape, body, member=""):
    """The body's part of the parameters, or the one that is all of it."""
    path = wire.below("", member)
    if not isinstance(reader, wire.Xml):
        return reader.read(shape, json.loads(body), path)
    root = ElementTree.fromstring(body)
    wanted = shape.serialization.get("name", shape.name)
    if member and wire.local(root.tag) != wanted:
        reader.unknown.append(wire.below(path, wire.local(root.tag)))
    return reader.read(shape, [root], path)
