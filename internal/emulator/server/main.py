"""Starts the emulator."""

import argparse
import functools
import importlib.metadata
import logging
import os
import re
import signal
import sys
import threading

from . import gaps, permissions, requests, supabase, turns

HOST = "127.0.0.1"
READY = "emulator: serving on "

MOTO_MIN, MOTO_BELOW = (5, 2, 1), (5, 3)
MOTO_REQUIREMENT = "moto[server]>=5.2.1,<5.3"


def fail(message):
    sys.exit(f"emulator: {message}")


def require_moto():
    """Stops here, in words, where the patches below would fail in riddles."""
    remedy = f"install it with: {sys.executable} -m pip install '{MOTO_REQUIREMENT}'"
    try:
        version = importlib.metadata.version("moto")
    except importlib.metadata.PackageNotFoundError:
        fail(f"moto is not installed for {sys.executable}; {remedy}")
    numbers = tuple(int(n) for n in re.findall(r"\d+", version)[:3])
    if not MOTO_MIN <= numbers < MOTO_BELOW:
        fail(
            f"moto {version} does not fit: it has to be >= 5.2.1 and < 5.3, because "
            f"the emulator changes moto's internals; {remedy}"
        )
    try:
        import moto.server  # noqa: F401
    except ImportError as error:
        fail(f"moto's server does not load for {sys.executable}: {error}; {remedy}")


def end_with_stdin():
    """Ends the process when whoever started it closes the pipe, or dies."""

    def watch():
        while os.read(sys.stdin.fileno(), 4096):
            pass
        # All state is in memory and dies with the process by design.
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def look_once():
    """Keeps what moto looks up for every request, though it stays as it is.

    The services that it has are folders of its package, and the calls that one
    answers are methods of a class, once the gaps are filled.
    """
    from moto import backends
    from moto.core import responses

    services = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: services
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


def main():
    parser = argparse.ArgumentParser(prog="emulator", description=sys.modules[__package__].__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--log-requests", action="store_true")
    args = parser.parse_args()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    end_with_stdin()
    if not sys.stdin.isatty():
        # Ctrl-C at a terminal reaches its whole process group; Terraform needs
        # the emulator a little longer, to save its state and release its lock.
        os.setpgrp()

    # moto reads it as it loads; without it aws_iam_policy data sources and
    # attachments of AWS's own policies find nothing.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    # Without it, moto lets every account use the buckets of all others.
    os.environ["MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS"] = "false"
    require_moto()

    gaps.fill()
    look_once()

    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(
        logging.INFO if args.log_requests else logging.ERROR
    )
    app = permissions.check(DomainDispatcherApplication(create_backend_app))
    app = supabase.answer_for_supabase(app)
    app = turns.answer_one_at_a_time(app)
    app = requests.hold_against_models(app)
    server = make_server(HOST, args.port, app, threaded=True)
    print(f"{READY}http://{HOST}:{server.server_port}", flush=True)
    server.serve_forever()
