"""What no JSON decoder refuses by itself: size, depth, repeated keys, null characters.

All decoders silently keep the last of two equal keys, so a label could be said twice and read
differently by two readers. The check here is exact, and cheap when nothing is wrong:

- every key is followed by `":` once white space before colons is ruled out, and `":` occurs
  elsewhere only inside or at the start of a string value;
- so the number of `":` is never smaller than the number of keys written, and that is never
  smaller than the number of distinct keys decoded;
- when both ends are equal no key was repeated; otherwise a slow, obvious reader decides.
"""

import json
import re
from typing import cast

import msgspec

from schemas.errors import Reason, Refused

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32

Document = dict[str, object]

_decode = msgspec.json.Decoder().decode
_decode_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_ESCAPED_NULL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)  # an open string ends the text
_NOT_BRACKETS = re.compile(r"[^][{}]+")
_NOT_FINITE = re.compile(r"(?<![\w.])-?(?:NaN|Infinity)(?![\w.])")


def read(raw: bytes | None) -> tuple[str, Document]:
    """Return the text and the decoded object, or refuse what must not reach a decoder."""
    if not raw:
        raise Refused(Reason.EMPTY, "the message has no value")
    if len(raw) > MAX_BYTES:
        raise Refused(Reason.TOO_LARGE, f"{len(raw)} bytes; at most {MAX_BYTES}")
    text = _text(raw)
    _refuse_null_characters(text)
    _refuse_depth(text)
    document = _object(text)
    _refuse_repeated_keys(text, document)
    return text, document


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Refused(Reason.NOT_JSON, f"not UTF-8 at byte {error.start}") from None


def _refuse_null_characters(text: str) -> None:
    written = "\0" in text
    if written or ("\\u0000" in text and _ESCAPED_NULL.search(text)):
        raise Refused(Reason.NULL_CHARACTER, "the null character cannot be stored")


def _refuse_depth(text: str) -> None:
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth_exceeds(text, MAX_DEPTH):
        raise Refused(Reason.TOO_DEEP, f"nested deeper than {MAX_DEPTH} levels")


def _depth_exceeds(text: str, limit: int) -> bool:
    depth = 0
    for bracket in _NOT_BRACKETS.sub("", _STRING.sub("", text)):
        depth += 1 if bracket in "{[" else -1
        if depth > limit:
            return True
    return False


def _object(text: str) -> Document:
    try:
        value = _decode(text)
    except msgspec.ValidationError as error:
        raise Refused(Reason.NOT_FINITE_NUMBER, str(error).lower()) from None
    except msgspec.DecodeError as error:
        raise _unreadable(text, error) from None
    if type(value) is not dict:
        raise Refused(Reason.NOT_AN_OBJECT, "the message must be one JSON object")
    return cast(Document, value)


def _unreadable(text: str, error: msgspec.DecodeError) -> Refused:
    if _NOT_FINITE.search(_STRING.sub("", text)):
        return Refused(Reason.NOT_FINITE_NUMBER, "NaN and Infinity are not JSON numbers")
    return Refused(Reason.NOT_JSON, str(error)[:200])


def _refuse_repeated_keys(text: str, document: Document) -> None:
    if has_space_before_a_colon(text) or text.count('":') != _count_keys(document):
        refuse_repeated_keys_slowly(text)


def has_space_before_a_colon(text: str) -> bool:
    """Tell whether some colon, be it of a key or inside a string, follows white space."""
    if " :" in text:
        return True
    # One character is found much faster than two, and events on one line have none of these.
    has_other_space = "\n" in text or "\t" in text or "\r" in text
    return has_other_space and ("\n:" in text or "\t:" in text or "\r:" in text)


def count_keys(raw: bytes) -> int:
    """Return how many keys a JSON object has, at any depth; one that comes twice counts once."""
    return _count_keys(cast(Document, _decode(raw)))


def _count_keys(value: Document | list[object]) -> int:
    """Count the keys of an object or array, at any depth; the depth is known to be small."""
    if type(value) is dict:
        count, children = len(value), value.values()
    else:
        count, children = 0, value
    for child in children:
        kind = type(child)
        if kind is dict or kind is list:
            count += _count_keys(cast(Document, child))
    return count


def refuse_repeated_keys_slowly(text: str) -> None:
    """Refuse a key that an object has twice, also when it is written with escapes."""
    json.loads(text, object_pairs_hook=_distinct, parse_int=str, parse_float=str)


def _distinct(pairs: list[tuple[str, object]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise Refused(Reason.DUPLICATE_KEY, f"the key {key[:80]!r} occurs twice in an object")
        seen.add(key)


def items_of(raw: bytes, *, most_bytes: int) -> list[bytes]:
    """Return the parts of a JSON array, each as it is written, to be read one by one."""
    if not raw:
        raise Refused(Reason.EMPTY, "the batch has no value")
    if len(raw) > most_bytes:
        raise Refused(Reason.TOO_LARGE, f"{len(raw)} bytes; at most {most_bytes}")
    text = _text(raw)
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth_exceeds(text, MAX_DEPTH + 1):
        raise Refused(Reason.TOO_DEEP, f"an event nested deeper than {MAX_DEPTH} levels")
    try:
        return [bytes(item) for item in _decode_items(text)]
    except msgspec.ValidationError:
        raise Refused(Reason.NOT_AN_OBJECT, "a batch is a JSON array of events") from None
    except msgspec.DecodeError as error:
        raise _unreadable(text, error) from None
