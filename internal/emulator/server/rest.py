"""REST's operations: known by method, path and query, with parameters in these,
in the headers and in the body.
"""

import functools
import json
import re
from urllib.parse import parse_qsl, unquote
from xml.etree import ElementTree

from . import models, wire


class Route:
    """The method, path and query by which a REST service knows an operation."""

    def __init__(self, operation):
        path, _, query = operation.http["requestUri"].partition("?")
        self.operation = operation
        self.method = operation.http["method"]
        self.query = {
            name: value
            for name, value in parse_qsl(query, keep_blank_values=True)
            if name != "x-id"
        }
        self.literal = len(re.sub(r"\{[^}]+\}", "", path))
        self.labels = [label.rstrip("+") for label in re.findall(r"\{([^}]+)\}", path)]
        pattern = "".join(
            re.escape(part)
            if not part.startswith("{")
            else ("(.+)" if part.endswith("+}") else "([^/]+)")
            for part in re.split(r"(\{[^}]+\})", path.rstrip("/"))
        )
        # Clients differ on a slash at the end, and services take both.
        self.pattern = re.compile(pattern + "/?")
        self.wanted = []
        shape = operation.input_shape
        for name in shape.required_members if shape else ():
            at = shape.members[name].serialization
            if at.get("location") in ("querystring", "header"):
                self.wanted.append((at["location"], at["name"].lower()))

    def match(self, method, path, given):
        """The values of the path's labels, and how well the request fits; None
        if it is another operation's. Only what tells operations apart counts: a
        missing parameter is a fault of a request, not another one.
        """
        if method != self.method:
            return None
        found = self.pattern.fullmatch(path)
        if not found:
            return None
        for name, value in self.query.items():
            there = given.get(("querystring", name.lower()))
            if there is None or value and there != value:
                return None
        there = sum(parameter in given for parameter in self.wanted)
        fit = (
            len(self.query),
            there - len(self.wanted),
            there,
            self.literal,
            not self.operation.deprecated,
        )
        return dict(zip(self.labels, map(unquote, found.groups()))), fit


@functools.cache
def routes(service):
    model = models.load(service)
    return [Route(model.operation_model(name)) for name in model.operation_names]


def read(model, request):
    """What a request asks of a REST service; None if it is none of its operations."""
    protocol = model.metadata["protocol"]
    if protocol not in ("rest-json", "rest-xml"):
        return None
    path = request.path
    if model.service_name == "s3":
        path = _bucket_of(request.host) + path
    given = {("header", name): value for name, value in request.headers.items()}
    given |= {("querystring", name.lower()): value for name, value in request.query}
    best = None
    for route in routes(model.service_name):
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
        document = _document(reader, operation.input_shape, request.body)
        if not isinstance(document, dict):
            raise ValueError("it is no structure")
        params |= document
    return operation, params, reader.unknown, protocol


def _bucket_of(host):
    """/bucket of a host that names one, else nothing."""
    found = re.match(r"(.+)\.(s3[.-][^:]*amazonaws\.com|localhost)(:|$)", host)
    return "/" + found[1] if found else ""


def _bound(reader, route, labels, request):
    """The parameters that stand in the path, the query and the headers."""
    shape, params = route.operation.input_shape, {}
    known = set(route.query)
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
        if name not in known and not wire.of_protocol(name)
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
