"""Everything that is wrong with a message at once, each fault with the place it is at.

Whether an event is taken is decided by `schemas.envelope`, which stops at the first reason. Here
the rest is looked for, so that a producer mends a message once and not fault by fault. Places are
JSON pointers (RFC 6901) into the event in structured mode, whatever mode it came in.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Annotated, cast, get_args, get_origin

import msgspec

from schemas import actors, binary, guard, moments, texts
from schemas.envelope import decode, in_utc, refuse_other_subject
from schemas.errors import Reason, Refused
from schemas.events.amendment import EventCorrected
from schemas.events.event import EventData, current, schema_urn
from schemas.events.registry import (
    BY_SCHEMA,
    BY_TYPE,
    DECODERS,
    FACTS_BY_TYPE,
    INSTANTS,
    read_as,
    unknown_data_version,
    unknown_version,
    versions_of,
)
from schemas.labels import label_of
from schemas.topics import check_topic
from schemas.wire import (
    ATTRIBUTES,
    LABEL_ATTRIBUTES,
    REASONS,
    REQUIRED,
    Wire,
    plain_message,
    with_hint,
)

MOST = 100  # of one message; who has more mends these first
_PLACE = re.compile(r"(?P<path>[a-z_]+(?:\.[a-z_]+|\[\d+\])*): ")
_QUOTED = re.compile(r"(?P<quote>['\"])(?P<name>.*?)(?P=quote): ")
_STEP = re.compile(r"[^.\[\]]+")
_INSTANT_NAMES = {"time"} | {name for names in INSTANTS.values() for name in names}
_FIELDS = {field.name: field for field in msgspec.structs.fields(Wire)}


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong: where, under which code, and what to change."""

    pointer: Annotated[
        str, msgspec.Meta(description="JSON pointer (RFC 6901) into the body; empty: all of it")
    ]
    reason: Annotated[str, msgspec.Meta(description="A code that stays the same")]
    detail: Annotated[str, msgspec.Meta(description="What to change, for a person")]

    def inside(self, pointer: str) -> "Fault":
        """Return the fault as seen from a document that holds this one at a place."""
        return msgspec.structs.replace(self, pointer=pointer + self.pointer)


def faults_of(
    refusal: Refused, raw: bytes | None, headers: binary.Headers = ()
) -> tuple[Fault, ...]:
    """Return all that can be seen to be wrong with a message that was refused for this reason."""
    first = fault_of(refusal)
    document = _document(raw, headers)
    found = [] if document is None else [*_of_event(document)]
    if not any(fault.reason == first.reason for fault in found):
        found.insert(0, first)
    return tuple(dict.fromkeys(found[:MOST]))


def faults_today(
    raw: bytes | None, headers: binary.Headers, topic: str | None
) -> tuple[Fault, ...]:
    """Return what is wrong with a message by what is known today, nothing if it could be taken.

    `topic` is the one it came on, None if it may be on any. Whether it is from the future, or was
    said before with other content, only the ledger knows.
    """
    try:
        decoded = decode(raw, headers)
        if topic is not None:
            check_topic(decoded, topic)
    except Refused as refusal:
        return faults_of(refusal, raw, headers)
    return ()


def written_out(raw: bytes | None, headers: binary.Headers) -> str:
    """Return what came as one structured event to be corrected, else the text as it came."""
    document = _document(raw, headers)
    if document is not None:
        return json.dumps(document, ensure_ascii=False, indent=2)
    return (raw or b"").decode("utf-8", "replace")


def fault_of(refusal: Refused) -> Fault:
    """Return a refusal as a fault, at the place its sentence begins with."""
    if quoted := _QUOTED.match(refusal.detail):
        return Fault(_at("", quoted["name"]), refusal.reason, refusal.detail)
    place = _PLACE.match(refusal.detail)
    steps = _STEP.findall(place["path"]) if place else []
    pointer = "".join(f"/{step}" for step in steps) if steps and steps[0] in ATTRIBUTES else ""
    return Fault(pointer, refusal.reason, refusal.detail)


def _document(raw: bytes | None, headers: binary.Headers) -> guard.Document | None:
    """Return what was written as keys and values, None if that cannot be read."""
    try:
        is_binary = bool(headers) and binary.is_binary(headers)
        whole = binary.structured(raw, headers) if is_binary else binary.with_data(raw)
        return guard.read(whole)[1]
    except Refused:
        return None


def _of_event(document: guard.Document) -> Iterator[Fault]:
    found = [*_of_envelope(document), *_of_label(document), *_of_time(document)]
    kind, of_type = _kind(document)
    found += of_type
    data = document.get("data")
    if kind is not None and data is not None:
        found += _of_data(data, kind)
    for path, said in texts.problems(document):
        pointer = "".join(f"/{step}" for step in _STEP.findall(path))
        found.append(Fault(pointer, Reason.INVALID_DATA, f"{path}: {said}"))
    yield from (*found, *_of_the_whole(document))


def _of_envelope(document: guard.Document) -> Iterator[Fault]:
    for name in sorted(document.keys() - ATTRIBUTES):
        detail = f"{name[:80]!r}: data goes into `data`; no such attribute is known"
        yield Fault(_at("", name), Reason.UNKNOWN_ATTRIBUTE, detail)
    for reason, names in (
        (Reason.MISSING_ATTRIBUTE, REQUIRED),
        (Reason.MISSING_LABEL, LABEL_ATTRIBUTES),
    ):
        for name in names:
            if document.get(name) is None:
                yield Fault(f"/{name}", reason, f"{name}: required")
    for name, value in document.items():
        if name in _FIELDS and name != "data" and value is not None:
            reason = REASONS.get(name, Reason.INVALID_ATTRIBUTE)
            yield from _of_value(value, _FIELDS[name].type, f"/{name}", reason)


def _of_label(document: guard.Document) -> Iterator[Fault]:
    plain = {"policy": "MUSTER", "classification": "UNCLASSIFIED", "releasableto": ""}
    for name in plain:
        value = document.get(name)
        if isinstance(value, str):
            policy, classification, codes = (plain | {name: value}).values()
            yield from _refused(lambda p=policy, c=classification, r=codes: label_of(p, c, r))


def _of_time(document: guard.Document) -> Iterator[Fault]:
    written = document.get("time")
    if not isinstance(written, str):
        return
    try:
        time = msgspec.convert(moments.cut(written), _FIELDS["time"].type)
    except msgspec.ValidationError:
        return  # said with the other attributes
    yield from _refused(lambda: in_utc(time, "time"))
    yield from _refused(lambda: moments.refuse_zone_without_colon(written, "time"))


def _kind(document: guard.Document) -> tuple[type[EventData] | None, list[Fault]]:
    """Return the type an event says it is of, and what is wrong with how it says so."""
    named, schema = document.get("type"), document.get("dataschema")
    if not isinstance(named, str):
        return None, []
    if named not in BY_TYPE:
        detail = f"type: {named[:80]!r} is not a known type"
        return None, [Fault("/type", Reason.UNKNOWN_TYPE, detail)]
    kind = _version(document)
    if isinstance(schema, str) and schema != schema_urn(kind):
        return kind, [Fault("/dataschema", Reason.UNKNOWN_VERSION, unknown_version(named))]
    return kind, []


def _version(document: guard.Document) -> type[EventData]:
    """Return the version of a known type that an event names, today's if it names none."""
    named = str(document.get("type"))
    return BY_SCHEMA.get((named, str(document.get("dataschema"))), BY_TYPE[named])


def _of_data(data: object, kind: type[EventData]) -> list[Fault]:
    found = [*_of_value(data, kind, "/data", Reason.INVALID_DATA)]
    if not isinstance(data, dict) or kind is not EventCorrected:
        return found
    fields = cast(guard.Document, data)
    root = FACTS_BY_TYPE.get(str(fields.get("root_type")))
    if root is None:
        detail = "data.root_type: no type of an event that can be amended"
        return [*found, Fault("/data/root_type", Reason.INVALID_DATA, detail)]
    version = fields.get("data_version", 1)
    written_as = next((one for one in versions_of(root.TYPE) if version == one.VERSION), None)
    if written_as is None:
        detail = unknown_data_version(root.TYPE)
        found.append(Fault("/data/data_version", Reason.INVALID_DATA, detail))
    elif isinstance(fields.get("data"), dict):
        inside = [*_of_value(fields["data"], written_as, "/data/data", Reason.INVALID_DATA)]
        if inside and (hint := read_as(written_as)):
            inside.append(Fault("/data/data_version", Reason.INVALID_DATA, f"data.data: {hint}"))
        found += inside
    return found


def _of_the_whole(document: guard.Document) -> Iterator[Fault]:
    """Say what is right by itself and does not fit together."""
    for check in (_subject_fits, _actors_fit, _times_agree):
        with suppress(msgspec.MsgspecError):  # a part is wrong by itself, which is said there
            yield from _refused(lambda check=check: check(document))


def _subject_fits(document: guard.Document) -> None:
    data, subject = _typed(document), document.get("subject")
    if data is not None and isinstance(subject, str):
        refuse_other_subject(subject, data)


def _actors_fit(document: guard.Document) -> None:
    data = _typed(document)
    if data is not None:
        actors.refuse_all(data)


def _times_agree(document: guard.Document) -> None:
    data, written = _typed(document), str(document.get("time"))
    if data is not None:
        time = in_utc(msgspec.convert(moments.cut(written), _FIELDS["time"].type), "time")
        precision = msgspec.convert(document.get("dateprecision"), _FIELDS["dateprecision"].type)
        if precision is not None or data.HAPPENED_BETWEEN is not None:
            moments.refuse_disagreement(time, precision, data, written, "time")


def _typed(document: guard.Document) -> EventData | None:
    if str(document.get("type")) not in BY_TYPE:
        return None
    try:
        decoder = DECODERS[_version(document)]
        return current(decoder.decode(msgspec.json.encode(document.get("data"))))
    except (msgspec.MsgspecError, OverflowError):
        return None


def _of_value(value: object, kind: object, at: str, reason: Reason) -> Iterator[Fault]:
    """Say what is wrong with a value: inside it where one can, else of it as a whole."""
    members = _members(kind)
    if msgspec.Raw in members:
        return
    structs = [one for one in members if _is_struct(one)]
    if structs and isinstance(value, dict):
        fields = cast(guard.Document, value)
        yield from _of_struct(fields, cast("type[msgspec.Struct]", structs[0]), at, reason)
        return
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, OverflowError) as error:
        inside = [*_of_items(value, members, at, reason)]
        yield from inside or [Fault(at, reason, _sentence(error, members, at, value))]


def _of_items(
    value: object, members: tuple[object, ...], at: str, reason: Reason
) -> Iterator[Fault]:
    lists = [one for one in members if get_origin(one) is tuple]
    if lists and isinstance(value, list):
        item_kind = get_args(lists[0])[0]
        for number, item in enumerate(cast("list[object]", value)):
            yield from _of_value(item, item_kind, f"{at}/{number}", reason)


def _of_struct(
    value: Mapping[str, object], kind: type[msgspec.Struct], at: str, reason: Reason
) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    found = [
        Fault(_at(at, name), reason, f"{_dotted(at)}: no such field: {name[:80]!r}")
        for name in sorted(value.keys() - fields.keys())
    ]
    for name, field in fields.items():
        if name in value:
            found += _of_value(value[name], field.type, f"{at}/{name}", reason)
        elif field.required:
            found.append(Fault(f"{at}/{name}", reason, f"{_dotted(at)}.{name}: required"))
    yield from found
    if not found:
        try:
            msgspec.json.decode(msgspec.json.encode(value), type=kind)
        except (msgspec.ValidationError, OverflowError) as error:
            yield Fault(at, reason, _sentence(error, (), at, value))


def _sentence(error: Exception, members: tuple[object, ...], at: str, value: object) -> str:
    detail = f"{_dotted(at)}: {plain_message(str(error))}"
    words = [one for one in members if isinstance(one, type) and issubclass(one, StrEnum)]
    if words:
        detail += f"; one of {', '.join(words[0])}"
    is_instant = at.rpartition("/")[2] in _INSTANT_NAMES
    return with_hint(detail, value) if is_instant else detail


def _members(kind: object) -> tuple[object, ...]:
    """Return what a value may be, without what is said beside it."""
    if get_origin(kind) is Annotated:
        return _members(get_args(kind)[0])
    if get_origin(kind) in (None, tuple):
        return (kind,)
    return tuple(one for part in get_args(kind) for one in _members(part))


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _refused(check: Callable[[], object]) -> Iterator[Fault]:
    try:
        check()
    except Refused as refusal:
        yield fault_of(refusal)


def _at(pointer: str, name: str) -> str:
    return f"{pointer}/{name[:80].replace('~', '~0').replace('/', '~1')}"


def _dotted(pointer: str) -> str:
    return re.sub(r"\.(\d+)", r"[\1]", pointer.removeprefix("/").replace("/", "."))
