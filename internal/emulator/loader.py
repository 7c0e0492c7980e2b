"""Loads the emulator from standard input and leaves the rest of the stream to
it: the emulator ends when the stream does. That way no file has to be cleaned
up after a parent that was killed.

The stream begins with a JSON object, of as many bytes as the first argument
says: the source of each module below server, by path.
"""

import sys

# `python -c` puts the current folder first on the path: a stray json.py in it
# would shadow the library's.
if sys.path and sys.path[0] == "":
    del sys.path[0]

import importlib.abc
import importlib.util
import json

sources = json.loads(sys.stdin.buffer.read(int(sys.argv.pop(1))))


class Sources(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def find_spec(self, name, path=None, target=None):
        for file in (name.replace(".", "/") + ".py", self.package(name)):
            if file in sources:
                return importlib.util.spec_from_loader(name, self, origin=file)

    def package(self, name):
        return name.replace(".", "/") + "/__init__.py"

    def is_package(self, name):
        return self.package(name) in sources

    def get_source(self, name):
        return sources[self.find_spec(name).origin]


sys.meta_path.insert(0, Sources())

if __name__ == "__main__":
    from emulator import main

    main.main()
