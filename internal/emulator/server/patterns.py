"""The regular expressions of AWS's models, which are Java's, in Python's words.

AWS holds a value against a pattern whole, also where the pattern does not say so.
"""

import functools
import re
import sys
import unicodedata

POSIX = {
    "ASCII": r"\x00-\x7f",
    "Alnum": "0-9A-Za-z",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Graph": r"\x21-\x7e",
    "Lower": "a-z",
    "Print": r"\x20-\x7e",
    "Upper": "A-Z",
    "XDigit": "0-9A-Fa-f",
}

# A class of pairs of surrogates is the way a text of UTF-16 names what lies
# beyond its 16 bits.
PAIRS = r"\uD800\uDC00-\uDBFF\uDFFF"
BEYOND = r"\U00010000-\U0010ffff"

# What a dot stops at.
NO_LINE_END = "[^\\n\\r\\x85\\u2028\\u2029]"

TOKEN = re.compile(
    r"\\[pP]\{\w+\}|\\[pP].|\\x\{[0-9A-Fa-f]+\}|\\Q.*?(?:\\E|$)"
    r"|\(\?[a-zA-Z-]+[:)]|\(\?<(?![=!])|\$\{[0-9,]*\}|&&"
    r"|[*+?}]\+|\\.|.",
    re.DOTALL,
)


class Untranslatable(Exception):
    """A pattern that this module has no words for."""


@functools.cache
def _by_category():
    """The ranges of characters of each general category: L, and Lu within it."""
    found, start, previous = {}, 0, unicodedata.category("\0")
    for code in range(1, sys.maxunicode + 2):
        now = unicodedata.category(chr(code)) if code <= sys.maxunicode else None
        if now != previous:
            text = f"\\U{start:08x}-\\U{code - 1:08x}"
            for name in (previous, previous[0]):
                found[name] = found.get(name, "") + text
            start, previous = code, now
    return found


def _property(token):
    name = token[2:].strip("{}").removeprefix("Is")
    ranges = POSIX.get(name) or _by_category().get(name)
    if ranges is None or token[1] == "P":
        raise Untranslatable(token)
    return ranges


def translate(pattern):
    """The same pattern as Python knows it; raises Untranslatable."""
    out = []
    inside = None  # a class: whether what it had last is one character or many
    flags = [""]  # the flags that hold within each open group
    dot_all = "(?s" in pattern
    tokens = TOKEN.findall(pattern.replace(PAIRS, BEYOND))
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        if token.startswith(("\\p", "\\P")):
            ranges = _property(token)
            out.append(ranges if inside is not None else f"[{ranges}]")
            inside = "many" if inside is not None else None
        elif token.startswith("\\x{"):
            out.append(f"\\U{int(token[3:-1], 16):08x}")
        elif token.startswith("\\Q"):
            out.append(re.escape(token[2:].removesuffix("\\E")))
        elif inside is not None:
            if token == "]":
                inside = None
            elif token in ("[", "&&"):
                # Java would join classes or cut them.
                raise Untranslatable(f"{token} in a class of {pattern}")
            elif token == "-" and inside == "many" and following != "]":
                token = r"\-"
            elif token in ("\\w", "\\d", "\\s", "\\W", "\\D", "\\S"):
                inside = "many"
            else:
                inside = "one"
            out.append(token)
        elif token == "[":
            inside = "one"
            out.append(token)
        elif token == ".":
            out.append("." if dot_all else NO_LINE_END)
        elif token == "\\z":
            out.append("\\Z")
        elif token == "\\Z":
            out.append(r"(?=\n?\Z)")
        elif token.startswith("${"):
            out.append("$")  # an end is an end, however often
        elif token in ("(?s)", "(?i)"):
            # Holds to the end of the group, in Python only at a beginning.
            flags[-1] += token[2]
            out.append(f"(?{token[2]}:")
        elif token == "(?<":
            flags.append("")
            out.append("(?P<")
        elif token.startswith("(?") and token.endswith(")"):
            raise Untranslatable(token)
        elif token.startswith("("):
            flags.append("")
            out.append(token)
        elif token == ")":
            out.append(")" * (len(flags.pop()) + 1))
        elif token == "|":
            held = flags[-1]
            out.append(")" * len(held) + "|" + "".join(f"(?{f}:" for f in held))
        elif len(token) == 2 and token[1] == "+" and token[0] != "\\":
            raise Untranslatable(f"the possessive {token} of {pattern}")
        else:
            out.append(token)
    out.append(")" * len(flags.pop()))
    return "".join(out)


@functools.cache
def compile(pattern):
    # Java's \w, \d and \s are ASCII's.
    try:
        return re.compile(translate(pattern), re.ASCII)
    except re.error as error:
        raise Untranslatable(f"{pattern}: {error}") from error
