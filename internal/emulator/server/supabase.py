"""Supabase's Management API, as far as the stacks call it themselves."""

import json
import re


def answer_for_supabase(app):
    """The part of Supabase's Management API that the stacks call themselves,
    below /supabase: a project's add-ons. Whoever shows a token may; a project
    has what was last applied.
    """
    from werkzeug.wrappers import Request, Response

    addons = {}

    def answer(environ, start_response):
        request = Request(environ)
        found = re.fullmatch(
            r"/supabase/v1/projects/([a-z]{20})/billing/addons", request.path
        )
        if not request.path.startswith("/supabase/"):
            return app(environ, start_response)
        status, body = 200, {}
        if not request.headers.get("Authorization", "").startswith("Bearer sbp_"):
            status, body = 401, {"message": "Unauthorized"}
        elif not found:
            status, body = 404, {"message": "Not Found"}
        elif request.method == "PATCH":
            addon = json.loads(request.get_data())
            addons.setdefault(found[1], {})[addon["addon_type"]] = addon[
                "addon_variant"
            ]
        else:
            body["selected_addons"] = [
                {"type": kind, "variant": {"id": variant}}
                for kind, variant in addons.get(found[1], {}).items()
            ]
        response = Response(
            json.dumps(body), status=status, mimetype="application/json"
        )
        return response(environ, start_response)

    return answer
