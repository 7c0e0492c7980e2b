"""What limits are made of: where a value stands, and what it has to be."""

import re

from .. import constraints, wire


def at(params, path):
    """The values of a path like containerDefinitions.*.name, each with its path
    as AWS writes it.
    """
    found = [("", params)]
    for part in path.split("."):
        if part == "*":
            found = [
                (wire.item(shown, index), one)
                for shown, value in found
                for index, one in enumerate(value)
            ]
        else:
            found = [
                (wire.below(shown, part), value[part])
                for shown, value in found
                if part in value
            ]
    return found


def each(path, rule, source):
    """A limit on every value of a path, by a rule that says what is wrong with
    one, or nothing.
    """

    def limit(params):
        for shown, value in at(params, path):
            yield shown, value, cite(rule(value), source)

    return limit


def cite(broken, source):
    return broken and f"{broken} (AWS: {source})"


def within(least, most):
    return lambda value: constraints.between(least, most, "value", value)


def among(*values):
    shown = ", ".join(map(str, values))

    def rule(value):
        return None if value in values else f"Member must be one of [{shown}]"

    return rule


def like(pattern, words):
    compiled = re.compile(pattern, re.ASCII)

    def rule(value):
        return None if compiled.fullmatch(value) else f"Member must be {words}"

    return rule


def bytes_at_most(most):
    return lambda value: constraints.between(None, most, "length", len(value.encode()))


def by_operation(*pairs):
    """Limits by operation; each pair is an operation, or several, and a limit."""
    limits = {}
    for operations, limit in pairs:
        for operation in operations.split():
            limits.setdefault(operation, []).append(limit)
    return limits
