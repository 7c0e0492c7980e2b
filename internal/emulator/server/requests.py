"""The request proof: holds each request against AWS's own model of the call.

moto takes nearly everything. What AWS would refuse before it looks any further is
refused here in its words, so that whatever sent it fails as it would there.
"""

import json
import threading

from . import calls, constraints, limits, patterns, refusals

PATH = "/emulator/requests"
# What is the emulator's own, and no part of AWS.
OWN = ("/emulator/", "/moto-api", "/supabase/", "/favicon.ico")


class Report:
    """What was held against what, since the emulator runs."""

    def __init__(self):
        self.requests = self.unsigned = 0
        self.operations = {}
        self.constraints = {}
        self.violations = []

    def add(self, name, check):
        self.requests += 1
        self.operations[name] = self.operations.get(name, 0) + 1
        for kind, asked in check.asked.items():
            self.constraints[kind] = self.constraints.get(kind, 0) + asked

    def refuse(self, name, message):
        self.violations.append({"operation": name, "message": message})


def look(call):
    """All that is wrong with a call's parameters."""
    check = constraints.Check()
    for path in call.unknown:
        broken = f"Member must be one that {call.operation.name} knows"
        check.ask("unknown", broken, path, sensitive=True)
    if call.operation.input_shape is not None:
        check.shape(call.operation.input_shape, call.params)
    if not check.violations:
        # They take for granted that everything is of its type.
        limits.look(call, check)
    return check


def message(call, violations):
    count = len(violations)
    told = "; ".join(map(str, violations))
    errors = "error" if count == 1 else "errors"
    return f"{count} validation {errors} detected: {told} ({call.name})"


def hold_against_models(app):
    """Refuses what breaks a model or a limit, and tells at PATH what it held."""
    from werkzeug.wrappers import Response

    report = Report()
    # A model takes a second to load, and two threads would both do it.
    mutex = threading.Lock()

    def verdict(environ, body):
        try:
            call = calls.recognize(environ, body)
        except calls.Unrecognized as error:
            report.refuse("", str(error))
            code = refusals.code_of(error.protocol, error.kind)
            return refusals.refuse(error.protocol, code, str(error), error.signer)
        if call is None:
            report.unsigned += 1
            return None
        environ[calls.CALL] = call
        try:
            check = look(call)
        except patterns.Untranslatable as error:
            told = f"{call.name}: a pattern has no words in Python: {error}"
            report.refuse(call.name, told)
            return refusals.refuse(call.protocol, "InternalFailure", told, call.service)
        report.add(call.name, check)
        if not check.violations:
            return None
        told = message(call, check.violations)
        report.refuse(call.name, told)
        code = refusals.code_of_violation(call, check.violations[0])
        return refusals.refuse(call.protocol, code, told, call.service)

    def answer(environ, start_response):
        path, own = environ["PATH_INFO"], None
        if path == PATH:
            with mutex:
                told = json.dumps(vars(report), sort_keys=True)
            own = Response(told, mimetype="application/json")
        elif not path.startswith(OWN):
            body = calls.read_body(environ)
            with mutex:
                own = verdict(environ, body)
        return (own or app)(environ, start_response)

    return answer
