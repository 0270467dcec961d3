"""What a message that cannot be an event says it is: read as far as it goes, and never trusted."""

from typing import NamedTuple

import msgspec

from schemas.binary import PREFIX, Headers

HTTP_PREFIX = "ce-"  # what senders over HTTP call their headers
LONGEST = 1000
LARGEST_BYTES = 4 * 1024 * 1024


class Claimed(NamedTuple):
    """The identity a message claims, as far as it could be read."""

    source: str | None
    id: str | None


class _Outline(msgspec.Struct):
    source: object = None
    id: object = None


_decode = msgspec.json.Decoder(_Outline).decode


def claimed_by(value: bytes | None, headers: Headers = ()) -> Claimed:
    """Return the source and id a message names: in its headers, or else in its value."""
    said = _in_headers(headers)
    if said.source is None and said.id is None:
        said = _in_value(value or b"")
    return said


def _in_headers(headers: Headers) -> Claimed:
    found: dict[str, str] = {}
    for name, value in headers:
        lower = name.lower()
        for prefix in (PREFIX, HTTP_PREFIX):
            if lower in (f"{prefix}source", f"{prefix}id") and value:
                found.setdefault(lower.removeprefix(prefix), value.decode("utf-8", "replace"))
    return Claimed(_text(found.get("source")), _text(found.get("id")))


def _in_value(value: bytes) -> Claimed:
    if len(value) > LARGEST_BYTES:
        return Claimed(None, None)
    try:
        outline = _decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Claimed(None, None)
    return Claimed(_text(outline.source), _text(outline.id))


def _text(said: object) -> str | None:
    if not isinstance(said, str) or not said:
        return None
    # Neither a null character nor half a surrogate pair can be stored.
    plain = said.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    return plain[:LONGEST]
