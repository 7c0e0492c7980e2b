"""Tags, which nearly every service has and few models limit."""

import functools
import re

from .. import constraints
from .rules import at, cite

SOURCE = "Tag naming limits and requirements, Tagging AWS Resources User Guide"
OBJECT = "Categorizing your objects using tags, S3 User Guide"

MOST, MOST_OF_OBJECT = 50, 10

# EC2 takes any character.
CHARACTERS = re.compile(r"[\w\s+=.:/@-]*")

MEMBER = re.compile(r"\w*tag(s|set|list)", re.IGNORECASE)


def _kind(shape):
    """The names of a tag's key and value if a shape is a list of tags; () if it
    is a map of them; None if it is neither.
    """
    if shape.type_name == "map":
        return () if shape.value.type_name == "string" else None
    if shape.type_name == "list" and shape.member.type_name == "structure":
        names = {name.lower(): name for name in shape.member.members}
        for key, value in (("key", "value"), ("tagkey", "tagvalue")):
            if set(names) == {key, value}:
                return names[key], names[value]
    return None


def _within(shape, depth=4):
    if shape.type_name == "structure" and depth:
        for name, member in shape.members.items():
            kind = _kind(member) if MEMBER.fullmatch(name) else None
            if kind is not None:
                yield name, kind, member.metadata.get("max")
            for path, *rest in _within(member, depth - 1):
                yield (f"{name}.{path}", *rest)
    elif shape.type_name == "list" and depth:
        for path, *rest in _within(shape.member, depth - 1):
            yield (f"*.{path}", *rest)


@functools.cache
def _where(operation):
    shape = operation.input_shape
    return tuple(_within(shape)) if shape else ()


def look(call, check):
    if call.operation.name.startswith(("Get", "List", "Describe", "Search")):
        return
    for path, kind, most in _where(call.operation):
        for shown, found in at(call.params, path):
            if kind:
                key, value = kind
                tags = [(one.get(key, ""), one.get(value, "")) for one in found]
            else:
                tags = list(found.items())
            _count(call, check, shown, tags, most)
            for key, value in tags:
                for what, text, least, most in (
                    ("key", key, 1, 128),
                    ("value", value, 0, 256),
                ):
                    broken = _broken(call.service, what, text, least, most)
                    broken = cite(broken, SOURCE)
                    check.ask("limit", broken, f"{shown}.{key}.{what}", text)


def _count(call, check, shown, tags, most):
    of_object = call.operation.name == "PutObjectTagging"
    most = most or (MOST_OF_OBJECT if of_object else MOST)
    broken = constraints.between(None, most, "length", len(tags))
    keys = [key for key, _ in tags]
    if len(set(keys)) < len(keys):
        broken = "Member must not have the same key twice"
    source = OBJECT if of_object else SOURCE
    check.ask("limit", cite(broken, source), shown, ", ".join(keys))


def _broken(service, what, text, least, most):
    if what == "key" and text.lower().startswith("aws:"):
        return "Member must not begin with aws:"
    if service != "ec2" and not CHARACTERS.fullmatch(text):
        return "Member must have letters, digits, spaces and _.:/=+-@ alone"
    return constraints.between(least, most, "length", len(text))
