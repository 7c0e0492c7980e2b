"""The check before moto sees a call."""

import dataclasses
import json
import time
import traceback

from .. import calls, refusals
from . import callers, questions, state
from .conditions import Unknown
from .evaluate import Caller, decide
from .report import Report

PATH = "/emulator/permissions"

# The codes and statuses of a denial by protocol, and where a service has its own
# (the pages "Common errors" of their API references).
CODES = {
    "ec2": ("UnauthorizedOperation", 403),
    "json": ("AccessDeniedException", 400),
    "query": ("AccessDenied", 403),
    "rest-json": ("AccessDeniedException", 403),
    "rest-xml": ("AccessDenied", 403),
    "smithy-rpc-v2-cbor": ("AccessDeniedException", 400),
    "sns": ("AuthorizationError", 403),
}
UNDECIDED = "UndecidedByEmulator"

# Nothing limits an administrator, but a role's trust: nobody assumes a role that
# does not let them.
EVERYTHING = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


def administrator(account):
    arn = f"arn:aws:iam::{account}:user/administrator"
    identity = ((EVERYTHING, "an administrator's policy"),)
    return Caller(principals={"AWS": (arn,)}, arn=arn, identity=identity)


def answer_to(caller, question):
    """The decision, with the policy of what is asked for."""
    arn, trust = question.resource, question.action.startswith("sts:AssumeRole")
    role = trust and callers.find_role(arn)
    text = role.assume_role_policy_document if role else state.policy(arn)
    resource = (text, f"the policy of {arn}") if text else None
    delegates = trust or question.action.startswith("kms:") and text
    return decide(caller, question, resource, leaves_to_account=not delegates)


def message(caller, question, decision):
    """AWS's words, and the statement that denies, which AWS keeps to itself."""
    who = f"User: {caller.arn} is not authorized to perform: " if caller.arn else ""
    if not who:
        names = ", ".join(name for given in caller.principals.values() for name in given)
        who = f"{names}: Not authorized to perform "
    words = f"{who}{question.action} on resource: {question.resource} {decision.why}"
    return words + "".join(f" ({s})" for s in decision.statements)


def check(app):
    """Lets through what may be done. It reads moto's state, so that it has to run
    in the turn of its request.
    """
    from werkzeug.wrappers import Response

    report = Report()

    def who_calls(call):
        """The caller, its account, and what its token claims. Whoever has no role yet
        is counted as the one that it is about to assume.
        """
        if call.operation.name == "AssumeRoleWithWebIdentity":
            account = callers.account_of(call.params.get("RoleArn", ""))
            token = call.params.get("WebIdentityToken", "")
            caller, claims = callers.with_token(token, account)
        else:
            account = callers.account_with(call.access_key)
            caller, claims = callers.of(call.access_key), {}
            if caller is None and call.name == "sts:AssumeRole":
                caller = administrator(account)
        if caller and not caller.role:
            role, phase = call.params.get("RoleArn"), call.params.get("RoleSessionName")
            caller = dataclasses.replace(caller, role=role, phase=phase)
        return caller, account, claims

    def refusal(call):
        started, caller = time.perf_counter(), None
        try:
            caller, account, claims = who_calls(call)
            if caller is None:
                return None
            report.calls += 1
            report.see(caller)
            for question in questions.of(call, caller, account, claims):
                decision = answer_to(caller, question)
                report.add(caller, question, decision)
                if not decision.allowed:
                    code, status = CODES.get(call.service) or CODES[call.protocol]
                    told = message(caller, question, decision)
                    return refusals.refuse(call.protocol, code, told, call.service, status)
        except Exception as error:
            # A fault of the proof is no answer either.
            told = str(error)
            if not isinstance(error, Unknown):
                told = f"the permission proof fails at {call.name}: {error!r}"
                traceback.print_exc()
            report.could_not_decide(caller, call, told)
            return refusals.refuse(call.protocol, UNDECIDED, told, call.service)
        finally:
            report.seconds += time.perf_counter() - started

    def evaluate(asked):
        resources = asked.get("resources", ["*"])
        account = callers.account_of(asked.get("role", resources[0]))
        if "role" in asked:
            phase, session = asked.get("phase", "asked"), asked.get("session")
            caller, claims = callers.role(asked["role"], phase, session), {}
        elif "service" in asked:
            caller, claims = callers.service(asked["service"]), {}
        else:
            caller, claims = callers.with_token(asked["token"], account)
        region = asked.get("region", "us-east-1")
        keys = questions.caller_keys(caller, region, account).with_(claims)
        keys.add(asked.get("keys", {}))
        for arn in resources:
            question = questions.about(asked["action"], arn, keys, account)
            decision = answer_to(caller, question)
            yield {
                "resource": arn,
                "allowed": decision.allowed,
                "why": decision.why,
                "statements": [str(s) for s in decision.statements],
                "message": "" if decision.allowed else message(caller, question, decision),
            }

    def own(environ):
        """The answers about this itself."""
        if environ["PATH_INFO"] == PATH:
            return 200, report.as_json()
        try:
            return 200, list(evaluate(json.loads(environ["wsgi.input"].getvalue())))
        except (Unknown, KeyError, ValueError) as error:
            return 400, {"message": f"cannot decide: {error}"}

    def answer(environ, start_response):
        if environ["PATH_INFO"].startswith(PATH):
            status, given = own(environ)
            told = Response(json.dumps(given), status, mimetype="application/json")
            return told(environ, start_response)
        call = environ.get(calls.CALL)
        return (call and refusal(call) or app)(environ, start_response)

    return answer
