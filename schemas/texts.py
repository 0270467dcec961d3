"""Which characters no text may hold: those nobody sees, and those that make it read otherwise.

One rule for every text field of every event. Tabs and line breaks stay. So do the joiners U+200C
and U+200D, which Persian, the scripts of India and emoji need. What was stored before the rule is
read as it is: it is asked when an event arrives, and never again.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeVar, cast

import msgspec

from schemas.errors import Reason, Refused

Part = TypeVar("Part", bound=msgspec.Struct)

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Bidi_Control in Unicode
UNSEEN = "\u200b\u2060-\u2064\ufeff"
FORBIDDEN = re.compile(f"[{CONTROLS}{TURNING}{UNSEEN}]")
PATTERN = f"^[^{CONTROLS}{TURNING}{UNSEEN}]*$"

_ESCAPED = re.compile(r"\\(?:[bf]|u)")
_WHY = (
    (re.compile(f"[{TURNING}]"), "it makes a text read otherwise than it is written"),
    (re.compile(f"[{UNSEEN}]"), "nobody sees it, and words that look alike would differ"),
)


def problem(text: str) -> str | None:
    """Say which character cannot be kept and why, None if all can."""
    found = FORBIDDEN.search(text)
    if found is None:
        return None
    character = found[0]
    why = next((why for pattern, why in _WHY if pattern.match(character)), "a control character")
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip() + f" cannot be kept: {why}"


def refuse_unseen(text: str, document: Mapping[str, object]) -> None:
    """Refuse an event of which a text holds such a character, written out or as an escape."""
    if not may_hold_unseen(text):
        return
    for path, said in problems(document):
        raise Refused(Reason.INVALID_DATA, f"{path}: {said}")


def problems(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Give the place of each text of an event that cannot be kept, and why."""
    for path, value in _texts(document.get("data"), "data"):
        if said := problem(value):
            yield path, said


def may_hold_unseen(text: str) -> bool:
    """Tell, quickly, whether a JSON text may hold such a character, written out or escaped."""
    # Few events have anything but plain ASCII, and most of these nothing of this kind.
    if text.isascii() and "\\" not in text and "\x7f" not in text:
        return False
    return bool(FORBIDDEN.search(text) or _ESCAPED.search(text))


def composed(data: Part) -> Part:
    """Return the data with its texts in Unicode's composed form (NFC).

    One word has several spellings in Unicode that look the same; what is grouped, compared and
    searched has one. The ledger keeps the text as it was received.
    """
    return msgspec.structs.replace(data, **dict(_composed_fields(data)))


def is_composed(text: str) -> bool:
    """Tell, quickly, whether all that a JSON text says is in the composed form already."""
    return text.isascii() and ("\\" not in text or "\\u" not in text)


def _composed_fields(data: msgspec.Struct) -> Iterator[tuple[str, object]]:
    for name in data.__struct_fields__:
        value = getattr(data, name)
        found = _composed(value)
        if found != value:
            yield name, found


def _composed(value: object) -> object:
    if type(value) is str:
        return unicodedata.normalize("NFC", value)
    if isinstance(value, tuple):
        return tuple(_composed(one) for one in cast(tuple[object, ...], value))
    return composed(value) if isinstance(value, msgspec.Struct) else value


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, child in cast("dict[str, object]", value).items():
            yield from _texts(child, f"{path}.{name}")
    elif isinstance(value, list):
        for i, child in enumerate(cast("list[object]", value)):
            yield from _texts(child, f"{path}[{i}]")
