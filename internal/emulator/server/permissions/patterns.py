"""Wildcards and variables in policies."""

import functools
import re

VARIABLE = re.compile(r"\$\{([^},]+)(?:,\s*'([^']*)')?\}")

# A variable's value may hold wildcards that are none. Until a pattern is
# compared, characters that nobody uses stand for them.
LITERAL = {"*": "\ue000", "?": "\ue001"}
PLAIN = {stand_in: character for character, stand_in in LITERAL.items()}


def _expression(pattern, any_text):
    wild = {"*": any_text, "?": "."}
    return "".join(wild.get(c) or re.escape(PLAIN.get(c, c)) for c in pattern)


@functools.lru_cache(maxsize=None)
def _glob(pattern, flags=0):
    return re.compile(_expression(pattern, ".*"), flags | re.DOTALL)


@functools.lru_cache(maxsize=None)
def _arn(pattern):
    """A wildcard in an ARN stays within its segment between colons, but for one
    at the end of a segment, and those of the last one (IAM User Guide, "IAM JSON
    policy elements: Resource").
    """
    *first, last = pattern.split(":", 5)
    segments = []
    for segment in first:
        open_end = segment.endswith("*")
        text = _expression(segment[:-1] if open_end else segment, "[^:]*")
        segments.append(text + (".*" if open_end else ""))
    return re.compile(":".join([*segments, _expression(last, ".*")]), re.DOTALL)


def glob(pattern, value):
    return _glob(pattern).fullmatch(value) is not None


def action(pattern, value):
    return _glob(pattern, re.IGNORECASE).fullmatch(value) is not None


def arn(pattern, value):
    return pattern == "*" or _arn(pattern).fullmatch(value) is not None


def plain(pattern):
    """A filled pattern as the text that it is where wildcards mean nothing."""
    return "".join(PLAIN.get(c, c) for c in pattern)


def fill(pattern, keys):
    """The pattern with its variables replaced; None where one has no value."""
    if "${" not in pattern:
        return pattern
    filled, end = "", 0
    for found in VARIABLE.finditer(pattern):
        name, default = found.groups()
        values = [name] if name in ("*", "?", "$") else keys.get(name)
        value = values[0] if values else default
        if value is None:
            return None
        filled += pattern[end : found.start()]
        filled += "".join(LITERAL.get(c, c) for c in value)
        end = found.end()
    return filled + pattern[end:]
