"""Reads what is on the wire by the shapes of a model, as each protocol writes it.

moto's own parsers drop what a model does not know and fail at a value of the
wrong type. Here, what is unknown is kept aside and a value that is of another
type stays as it came, so that either can be told.
"""

import base64
import binascii
import re
from xml.etree import ElementTree


# Where REST's parameters stand that are no part of a body.
NOT_IN_BODY = {"uri", "querystring", "header", "headers"}


def of_protocol(parameter):
    """Whether a parameter of a query is no operation's, but belongs to the
    protocol or to the signature.
    """
    return parameter in ("Action", "Version", "x-id") or parameter.startswith("X-Amz-")


def below(path, name):
    """The path of a member, the way AWS writes it: tags.1.member.key."""
    name = name[:1].lower() + name[1:]
    return f"{path}.{name}" if path else name


def item(path, index):
    """The path of a list's item; lists are counted from 1."""
    return f"{path}.{index + 1}.member"


def scalar(shape, value):
    """A value of one of botocore's types; as it came if it is none."""
    kind = shape.type_name
    try:
        if kind == "timestamp" and not isinstance(value, bool):
            from botocore.utils import parse_timestamp

            return parse_timestamp(value)
        if kind == "blob" and isinstance(value, str):
            return base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error, RuntimeError):
        pass
    return value


def text(shape, value):
    """The same of a value that is written as text, whatever its type."""
    kind = shape.type_name
    if kind in ("integer", "long") and re.fullmatch(r"[+-]?[0-9]+", value):
        return int(value)
    if kind in ("float", "double"):
        try:
            return float(value)
        except ValueError:
            return value
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return scalar(shape, value)


class Json:
    """JSON, and CBOR once it is decoded."""

    def __init__(self):
        self.unknown = []

    def name(self, shape, member):
        return shape.serialization.get("name", member)

    def read(self, shape, node, path=""):
        read = getattr(self, shape.type_name, None)
        return read(shape, node, path) if read else self.scalar(shape, node)

    def scalar(self, shape, node):
        return scalar(shape, node)

    def children(self, node):
        """What is in a structure, by name; None if it is no structure."""
        return node if isinstance(node, dict) else None

    def items(self, shape, node, path):
        return node if isinstance(node, list) else None

    def entries(self, shape, node, path):
        return node.items() if isinstance(node, dict) else None

    def names(self, shape):
        by_protocol = shape.__dict__.setdefault("emulator_names", {})
        if type(self) not in by_protocol:
            by_protocol[type(self)] = {
                self.name(member_shape, member): member
                for member, member_shape in shape.members.items()
                if member_shape.serialization.get("location") not in NOT_IN_BODY
            }
        return by_protocol[type(self)]

    def structure(self, shape, node, path):
        children = self.children(node)
        if children is None or shape.is_document_type:
            return node
        names, result = self.names(shape), {}
        for name, child in children.items():
            member = names.get(name)
            if member is None:
                self.unknown.append(below(path, name))
            elif child is not None:
                result[member] = self.read(
                    shape.members[member], child, below(path, member)
                )
        return result

    def list(self, shape, node, path):
        items = self.items(shape, node, path)
        if items is None:
            return node
        member = shape.member
        return [self.read(member, one, item(path, n)) for n, one in enumerate(items)]

    def map(self, shape, node, path):
        entries = self.entries(shape, node, path)
        if entries is None:
            return node
        return {
            str(key): self.read(shape.value, value, f"{path}.{key}")
            for key, value in entries
        }


LEAF = ""  # no part of a parameter's name is empty


def tree(parameters):
    """The query protocol's parameters, Tags.member.1.Key and so on, as a tree."""
    root = {}
    for name, value in parameters:
        node = root
        for part in name.split("."):
            node = node.setdefault(part, {})
        node[LEAF] = value
    return root


class Query(Json):
    """The query protocol, once its parameters are a tree."""

    def name(self, shape, member):
        if self.flattened(shape) and shape.type_name == "list":
            return shape.member.serialization.get("name") or super().name(shape, member)
        return super().name(shape, member)

    def flattened(self, shape):
        return shape.serialization.get("flattened")

    def scalar(self, shape, node):
        return text(shape, node[LEAF]) if set(node) == {LEAF} else node

    def children(self, node):
        # An empty structure or list is written as an empty text.
        if LEAF in node:
            return {} if node == {LEAF: ""} else None
        return node

    def numbered(self, node, path):
        """The values of an index, in its order; what has none is unknown."""
        self.unknown += [below(path, part) for part in node if not part.isdigit()]
        return [node[part] for part in sorted(filter(str.isdigit, node), key=int)]

    def within(self, node, wanted, path):
        self.unknown += [below(path, part) for part in node if part != wanted]
        return node.get(wanted, {})

    def items(self, shape, node, path):
        if self.children(node) is None:
            return None
        if not node or LEAF in node:
            return []
        if not self.flattened(shape):
            name = shape.member.serialization.get("name", "member")
            node = self.within(node, name, path)
        return self.numbered(node, path)

    def entries(self, shape, node, path):
        if self.children(node) is None:
            return None
        if not node or LEAF in node:
            return []
        if not self.flattened(shape):
            node = self.within(node, "entry", path)
        key = shape.key.serialization.get("name", "key")
        value = shape.value.serialization.get("name", "value")
        return [
            (one.get(key, {}).get(LEAF), one.get(value, {LEAF: ""}))
            for one in self.numbered(node, path)
        ]


class Ec2(Query):
    """EC2's dialect: its lists are all flat, and its names begin with a capital."""

    def name(self, shape, member):
        name = shape.serialization.get("queryName")
        if not name:
            name = shape.serialization.get("name", member)
            name = name[0].upper() + name[1:]
        return name

    def flattened(self, shape):
        return True


def local(tag):
    return tag.rpartition("}")[2]


class Xml(Query):
    """XML. A node is a list of elements, because a flat list is several."""

    def scalar(self, shape, node):
        return text(shape, node[0].text or "") if not len(node[0]) else node[0].tag

    def children(self, node):
        found = {}
        for child in node[0]:
            found.setdefault(local(child.tag), []).append(child)
        for name, value in node[0].attrib.items():
            if local(name) == "type":
                attribute = ElementTree.Element(name)
                attribute.text = value
                found["xsi:type"] = [attribute]
        return found

    def items(self, shape, node, path):
        if self.flattened(shape):
            return [[one] for one in node]
        name = shape.member.serialization.get("name", "member")
        within = self.within(self.children(node), name, path)
        return [[one] for one in within or ()]

    def entries(self, shape, node, path):
        key = shape.key.serialization.get("name", "key")
        value = shape.value.serialization.get("name", "value")
        if not self.flattened(shape):
            node = self.within(self.children(node), "entry", path) or ()
        pairs = [self.children([one]) for one in node]
        return [(pair[key][0].text, pair[value]) for pair in pairs]
