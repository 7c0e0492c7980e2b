"""What AWS's documentation limits and its models do not tell, each with the page
that says so. Quotas that AWS raises when asked are no part of it.
"""

from . import network, permissions, storage, table, tags, tasks, watching


def look(call, check):
    """Asks every limit that concerns a call."""
    tags.look(call, check)
    for module in (table, network, permissions, storage, tasks, watching):
        for limit in module.LIMITS.get(call.name, ()):
            for path, value, broken in limit(call.params):
                check.ask("limit", broken, path, value)
