"""Alarms and dashboards of CloudWatch."""

import json

from .rules import at, by_operation, cite

ALARM = "PutMetricAlarm, CloudWatch API Reference"
QUERY = "MetricStat, CloudWatch API Reference"
EVALUATING = "Evaluating an alarm, CloudWatch User Guide"
BODY = "Dashboard body structure and syntax, CloudWatch API Reference"

HOUR, DAY, WEEK = 3600, 86400, 604800


def _period(allowed, value):
    shown = ", ".join(map(str, allowed))
    fits = value in allowed or value % 60 == 0
    return None if fits else f"Member must be {shown} or a multiple of 60"


def _alarm(params):
    periods = []
    for path, allowed, source in (
        ("Period", (10, 20, 30), ALARM),
        ("Metrics.*.Period", (1, 5, 10, 20, 30), QUERY),
        ("Metrics.*.MetricStat.Period", (1, 5, 10, 20, 30), QUERY),
    ):
        for shown, value in at(params, path):
            periods.append(value)
            yield shown, value, cite(_period(allowed, value), source)
    count = params["EvaluationPeriods"]
    for period in periods:
        most = (DAY if period < HOUR else WEEK) // period
        broken = f"Member must be {most} at most with a period of {period} seconds"
        broken = None if count <= most else broken
        yield "evaluationPeriods", count, cite(broken, ALARM)
    breaching = params.get("DatapointsToAlarm")
    if breaching is not None:
        broken = None if breaching <= count else f"Member must be {count} at most"
        yield "datapointsToAlarm", breaching, cite(broken, EVALUATING)


def _dashboard(params):
    try:
        widgets = json.loads(params["DashboardBody"])["widgets"]
    except (ValueError, TypeError, KeyError) as error:
        broken = f"Member must be JSON with widgets: {error}"
        yield "dashboardBody", "", cite(broken, BODY)
        return
    broken = None if len(widgets) <= 500 else "Member must have 500 widgets at most"
    yield "dashboardBody.widgets", f"{len(widgets)} widgets", cite(broken, BODY)
    for number, one in enumerate(widgets):
        for member, least, most in (("x", 0, 23), ("width", 1, 24), ("height", 1, 1000)):
            value = one.get(member)
            fits = value is None or isinstance(value, int) and least <= value <= most
            broken = None if fits else f"Member must be {least} to {most}"
            path = f"dashboardBody.widgets.{number + 1}.{member}"
            yield path, value, cite(broken, BODY)


LIMITS = by_operation(
    ("cloudwatch:PutMetricAlarm", _alarm),
    ("cloudwatch:PutDashboard", _dashboard),
)
