"""What was decided: the answer to GET /emulator/permissions."""

import collections

from . import policies


class Report:
    def __init__(self):
        self.calls = 0
        self.seconds = 0.0
        self.decided = collections.Counter()  # by role, phase and action
        self.denials = []
        self.undecided = []
        # By role, the actions that each pattern of an allowing statement was
        # used for; those of patterns that nothing used are empty.
        self.allowed = {}

    def see(self, caller):
        """Notes what a role's own policies allow, used or not."""
        if caller.role not in caller.principals.get("AWS", ()):
            return  # who is only about to assume it
        patterns = self.allowed.setdefault(caller.role, {})
        for text, name in caller.identity:
            for statement in policies.statements(text, name):
                for pattern in (
                    () if statement.denies else statement.actions or ["NotAction"]
                ):
                    patterns.setdefault((name, statement.sid, pattern), set())

    def add(self, caller, question, decision):
        self.decided[caller.role, caller.phase, question.action] += 1
        if decision.allowed:
            used = self.allowed.get(caller.role, {})
            for statement in decision.statements:
                key = (statement.policy, statement.sid, statement.action(question.action))
                if key in used:
                    used[key].add(question.action)
            return
        self.denials.append(
            {
                "role": caller.role,
                "phase": caller.phase,
                "action": question.action,
                "resource": question.resource,
                "why": decision.why,
                "statements": [str(s) for s in decision.statements],
            }
        )

    def could_not_decide(self, caller, call, message):
        self.undecided.append(
            {
                "role": caller.role if caller else "",
                "phase": caller.phase if caller else "",
                "call": call.name,
                "message": message,
            }
        )

    def as_json(self):
        return {
            "calls": self.calls,
            "milliseconds": round(1000 * self.seconds / self.calls, 3) if self.calls else 0,
            "decided": [
                {"role": role, "phase": phase, "action": action, "count": count}
                for (role, phase, action), count in sorted(self.decided.items())
            ],
            "denials": self.denials,
            "undecided": self.undecided,
            "allowed": [
                {
                    "role": role,
                    "policy": policy,
                    "sid": sid,
                    "pattern": pattern,
                    "actions": sorted(used),
                }
                for role, patterns in sorted(self.allowed.items())
                for (policy, sid, pattern), used in sorted(patterns.items())
            ],
        }
