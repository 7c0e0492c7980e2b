"""Requests take turns."""

import threading

from . import calls


def answer_one_at_a_time(app):
    """One request after the other, and each call once.

    moto's models are plain lists and dictionaries. Of two requests at once, one
    may miss what the other's change has moved, or fail in the middle of its
    answer: an address that is released stays, because it was not found, or is
    allocated twice, because the client tries again. The same comes of an answer
    that got lost on its way: Terraform would take its own lock for somebody
    else's. The invocation id that SDKs keep over their retries gives each the
    first answer that was none of a failure.

    The few services of moto that call moto itself would wait for themselves; no
    stack has one.
    """
    mutex, answered, most = threading.Lock(), {}, 1000

    def ask(environ):
        head = []
        answer = app(environ, lambda *given: head.extend(given[:2]))
        try:
            return (*head, b"".join(answer))
        finally:
            getattr(answer, "close", lambda: None)()

    def answer(environ, start_response):
        call = None
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        # A client that stops in the middle of its request must not stop others.
        calls.read_body(environ)
        with mutex:
            found = answered.get(call) or ask(environ)
            if call and found[0].startswith("2"):
                answered[call] = found
                if len(answered) > most:
                    del answered[next(iter(answered))]
        *head, body = found
        start_response(*head)
        return [body]

    return answer
