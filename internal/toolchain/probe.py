"""Prints what the Go side wants to know about this interpreter, as JSON.

Metadata are read instead of importing moto: that takes a second.
"""
import json
import re
import sys
from importlib import metadata
from importlib.util import find_spec


def moto_with_server():
    try:
        found = metadata.distribution("moto")
        for requirement in found.requires or []:
            if 'extra == "server"' in requirement.replace("'", '"'):
                metadata.distribution(re.match(r"[\w.-]+", requirement).group())
    except metadata.PackageNotFoundError:
        return ""
    return found.version


print(json.dumps({
    "executable": sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "moto": moto_with_server() if find_spec("moto") else "",
    "venv": bool(find_spec("venv") and find_spec("ensurepip")),
}))
