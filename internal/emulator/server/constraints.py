"""Holds parameters against the shapes of a model, as AWS does before it looks at
what they mean.
"""

import dataclasses
import datetime

from . import patterns, wire

TYPES = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "character": str,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "boolean": bool,
    "timestamp": datetime.datetime,
    "blob": bytes,
}


@dataclasses.dataclass
class Violation:
    kind: str
    path: str
    constraint: str
    value: object = None
    sensitive: bool = False

    def __str__(self):
        """In AWS's words, which leave out what is sensitive."""
        value = "null" if self.value is None else f"'{self.value}'"
        if len(value) > 300:
            value = f"{value[:300]}…'"
        shown = "Value" if self.sensitive else f"Value {value}"
        return f"{shown} at '{self.path}' failed to satisfy constraint: {self.constraint}"


def between(least, most, what, value):
    """Whether a value lies outside of its limits, in AWS's words."""
    if least is not None and value < least:
        return f"Member must have {what} greater than or equal to {least}"
    if most is not None and value > most:
        return f"Member must have {what} less than or equal to {most}"
    return None


class Check:
    """One look at a call's parameters: what was found, and how much was asked."""

    def __init__(self):
        self.violations = []
        self.asked = {}

    def ask(self, kind, broken, path, value=None, sensitive=False):
        """Counts a constraint; broken says in which words it is, or is nothing."""
        self.asked[kind] = self.asked.get(kind, 0) + 1
        if broken:
            self.violations.append(Violation(kind, path, broken, value, sensitive))

    def shape(self, shape, value, path="", sensitive=False):
        kind, facts = shape.type_name, shape.metadata
        if shape.serialization.get("eventstream"):
            return
        sensitive = sensitive or bool(facts.get("sensitive"))
        if kind == "structure" and shape.is_document_type:
            return
        wanted = TYPES[kind]
        fits = isinstance(value, wanted)
        if isinstance(value, bool) and kind != "boolean":
            fits = False
        broken = None if fits else f"Member must be of type {kind}"
        self.ask("type", broken, path, value, sensitive)
        if fits:
            getattr(self, kind, self.scalar)(shape, value, path, sensitive)

    def structure(self, shape, value, path, sensitive):
        for name in shape.required_members:
            broken = None if name in value else "Member must not be null"
            self.ask("required", broken, wire.below(path, name))
        if shape.is_tagged_union:
            names = ", ".join(shape.members)
            broken = None if len(value) == 1 else f"Member must have one of [{names}]"
            self.ask("union", broken, path, ", ".join(value))
        for name, one in value.items():
            self.shape(shape.members[name], one, wire.below(path, name), sensitive)

    def list(self, shape, value, path, sensitive):
        self.limits("length", len(value), shape, value, path, sensitive)
        for index, one in enumerate(value):
            self.shape(shape.member, one, wire.item(path, index), sensitive)

    def map(self, shape, value, path, sensitive):
        self.limits("length", len(value), shape, value, path, sensitive)
        for name, one in value.items():
            self.shape(shape.key, name, f"{path}.{name}.key", sensitive)
            self.shape(shape.value, one, f"{path}.{name}", sensitive)

    def scalar(self, shape, value, path, sensitive):
        kind, facts = shape.type_name, shape.metadata
        if kind in ("string", "blob"):
            self.limits("length", len(value), shape, value, path, sensitive)
        elif kind not in ("boolean", "timestamp"):
            self.limits("range", value, shape, value, path, sensitive)
        if facts.get("enum"):
            values = ", ".join(facts["enum"])
            broken = f"Member must satisfy enum value set: [{values}]"
            found = None if value in facts["enum"] else broken
            self.ask("enum", found, path, value, sensitive)
        pattern = facts.get("pattern")
        if pattern and kind == "string":
            broken = f"Member must satisfy regular expression pattern: {pattern}"
            found = None if patterns.compile(pattern).fullmatch(value) else broken
            self.ask("pattern", found, path, value, sensitive)

    def limits(self, kind, measured, shape, value, path, sensitive):
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if least is None and most is None:
            return
        what = "length" if kind == "length" else "value"
        self.ask(kind, between(least, most, what, measured), path, value, sensitive)
