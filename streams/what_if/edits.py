"""What is edited in a what-if, as it is written: TOML, or one JSON object a line (pure)."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, cast

import msgspec

from schemas import guard
from schemas.errors import Refused
from streams.what_if.errors import BadEdits

MOST_EDITS = 10_000
KINDS = ("remove", "change", "add")

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class RemoveEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event that was never said."""

    source: Text
    id: Text


class RemoveExercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An exercise of which nothing was ever said: no event names it."""

    exercise: Text


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event of which some fields of its data said something else; null takes a field away."""

    source: Text
    id: Text
    set: Annotated[dict[str, Any], msgspec.Meta(min_length=1)]


class Add(msgspec.Struct, frozen=True):
    """An event that was said as well, as a producer would publish it."""

    event: dict[str, Any]


Edit = RemoveEvent | RemoveExercise | Change | Add


def read(text: str, where: str) -> tuple[Edit, ...]:
    """Return the edits in a text, or say all that is wrong with how they are written."""
    entries = _lines(text, where) if text.lstrip().startswith("{") else _toml(text, where)
    faults: list[str] = []
    found = [edit for place, entry in entries for edit in _edit(place, entry, faults)]
    if not faults and not found:
        faults.append(f"{where}: no edits; begin one with [[remove]], [[change]] or [[add]]")
    if len(found) > MOST_EDITS:
        faults.append(f"{where}: {len(found):,} edits; at most {MOST_EDITS:,} make a what-if")
    if faults:
        raise BadEdits(faults)
    return tuple(found)


def written(edits: Sequence[Edit]) -> str:
    """Return edits as one JSON text, which `from_written` reads."""
    return msgspec.json.encode([as_entry(one) for one in edits]).decode()


def from_written(text: str) -> tuple[Edit, ...]:
    """Return edits that were checked when they were kept."""
    entries = cast("list[Mapping[str, Any]]", json.loads(text))
    return tuple(_converted(kind, body) for one in entries for kind, body in one.items())


def as_entry(edit: Edit) -> dict[str, Any]:
    """Return an edit as the JSON object that stands for it in a file."""
    if isinstance(edit, Add):
        return {"add": edit.event}
    kind = "change" if isinstance(edit, Change) else "remove"
    return {kind: msgspec.to_builtins(edit)}


def as_line(edit: Edit) -> str:
    """Return an edit as one line of a file of edits."""
    return msgspec.json.encode(as_entry(edit)).decode()


def _lines(text: str, where: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((f"{where}, line {number}", guard.read(line.encode())[1]))
        except Refused as refusal:
            faults.append(f"{where}, line {number}: {refusal.detail}")
    if faults:
        raise BadEdits(faults)
    return found


def _toml(text: str, where: str) -> list[tuple[str, Any]]:
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadEdits([f"{where} is no file of edits: {error}"]) from error
    found: list[tuple[str, Any]] = []
    for kind, entries in document.items():
        if not isinstance(entries, list):
            raise BadEdits(
                [f"{where}: write [[{kind[:40]}]] for each edit; of {', '.join(KINDS)}"]
            )
        for number, entry in enumerate(cast("list[Any]", entries), 1):
            found.append((f"{where}, {kind[:40]} {number}", {kind: _plain(entry)}))
    return found


def _plain(value: Any) -> Any:
    """Return a value of TOML as JSON has it: days and instants as text."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[Any]", value)]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _edit(place: str, entry: Any, faults: list[str]) -> Iterator[Edit]:
    kinds = [*cast("dict[str, Any]", entry)] if isinstance(entry, dict) else []
    if len(kinds) != 1 or kinds[0] not in KINDS:
        said = ", ".join(repr(kind[:40]) for kind in kinds) or "nothing"
        faults.append(f"{place}: says {said}; one of {', '.join(KINDS)} is expected")
        return
    try:
        yield _converted(kinds[0], entry[kinds[0]])
    except msgspec.ValidationError as error:
        faults.append(f"{place}: {error}")


def _converted(kind: str, body: Any) -> Edit:
    if kind == "add":
        return msgspec.convert({"event": body}, Add)
    if kind == "change":
        return msgspec.convert(body, Change)
    is_exercise = isinstance(body, dict) and "exercise" in body
    return msgspec.convert(body, RemoveExercise if is_exercise else RemoveEvent)
