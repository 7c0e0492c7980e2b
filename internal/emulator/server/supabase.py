"""Supabase's Management API, as far as stacks and runbooks call it."""

import json
import re
import time


# How far behind now one can restore to, in seconds: archives go every two minutes.
LAG = 120


def answer_for_supabase(app):
    """The part of Supabase's Management API that the stacks and the runbooks call
    themselves, below /supabase: a project's add-ons, and where point-in-time
    recovery is one of them, how far back that goes and the restore. Whoever shows a
    token may; a project has what was last applied. There is no database.
    """
    from werkzeug.wrappers import Request, Response

    addons = {}

    def backups(project):
        now, variant = int(time.time()), addons.get(project, {}).get("pitr")
        days = int(variant.removeprefix("pitr_")) if variant else 0
        window = {
            "earliest_physical_backup_date_unix": now - days * 86400,
            "latest_physical_backup_date_unix": now - LAG,
        }
        return {
            "pitr_enabled": days > 0,
            "backups": [],
            "physical_backup_data": window if days else {},
        }

    def restore(project, wanted):
        window = backups(project)["physical_backup_data"]
        earliest, latest = window.values() if window else (0, -1)
        if not isinstance(wanted, int) or not earliest <= wanted <= latest:
            return 400, {"message": "There is no backup of that time"}
        return 201, {}

    def reply(request):
        found = re.fullmatch(r"/supabase/v1/projects/([a-z]{20})(/.+)?", request.path)
        if not request.headers.get("Authorization", "").startswith("Bearer sbp_"):
            return 401, {"message": "Unauthorized"}
        project, what = found.groups() if found else (None, "")
        match request.method, what:
            case "PATCH", "/billing/addons":
                addon = json.loads(request.get_data())
                variant = addon["addon_variant"]
                addons.setdefault(project, {})[addon["addon_type"]] = variant
                return 200, {}
            case "GET", "/billing/addons":
                selected = [
                    {"type": kind, "variant": {"id": variant}}
                    for kind, variant in addons.get(project, {}).items()
                ]
                return 200, {"selected_addons": selected}
            case "GET", "/database/backups":
                return 200, backups(project)
            case "POST", "/database/backups/restore-pitr":
                wanted = json.loads(request.get_data())
                return restore(project, wanted.get("recovery_time_target_unix"))
            case "GET", None:
                return 200, {"ref": project, "status": "ACTIVE_HEALTHY"}
        return 404, {"message": "Not Found"}

    def answer(environ, start_response):
        request = Request(environ)
        if not request.path.startswith("/supabase/"):
            return app(environ, start_response)
        status, body = reply(request)
        response = Response(
            json.dumps(body), status=status, mimetype="application/json"
        )
        return response(environ, start_response)

    return answer
