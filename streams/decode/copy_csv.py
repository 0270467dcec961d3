"""Rows as COPY's CSV format: msgspec writes them as arrays of JSON, which is nearly the same.

An array of JSON without its brackets is a line of CSV whose escape character is a backslash, once
the characters that JSON writes as letters (a line break: a backslash and an n) stand as they are.
"""

import re
from collections.abc import Iterable

import msgspec

OPTIONS = r"format csv, null 'null', escape '\'"

_encode_lines = msgspec.json.Encoder().encode_lines
_ESCAPE = re.compile(rb'\\(?:(["\\])|u(....)|(.))')
_CHARACTERS = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def lines(rows: Iterable[tuple[object, ...]]) -> bytes:
    """Return rows as lines: texts, numbers, days, moments, truth values; None is null.

    An array is given as the text of its literal (`copy_text.array`).
    """
    body = _encode_lines(rows)[1:-2].replace(b"]\n[", b"\n") + b"\n"
    return _ESCAPE.sub(_unescaped, body) if b"\\" in body else body


def _unescaped(found: re.Match[bytes]) -> bytes:
    for_both, code, letter = found.groups()
    if for_both:
        return found[0]
    return bytes((int(code, 16),)) if code else _CHARACTERS[letter]
