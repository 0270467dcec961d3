"""The CloudEvents envelope as it is written, and what is wrong with one that cannot be read."""

import re
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Raw

from schemas import moments
from schemas.errors import Reason, Refused
from schemas.guard import Document
from schemas.vocabulary import Credibility, DatePrecision, Identifier, Reliability, Source, Subject

LARGEST_SEQUENCE = 10**18 - 1  # as a number as well as in a header, where it is text

Sequence = (
    Annotated[int, Meta(ge=0, le=LARGEST_SEQUENCE)]
    | Annotated[str, Meta(pattern=r"^[0-9]{1,18}$(?!\n)")]
)
Anything = Annotated[Raw, Meta(description="As the type's own schema says")]


class Wire(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A CloudEvents 1.0 event in JSON, with the extension attributes of Muster."""

    specversion: Literal["1.0"]
    id: Identifier
    source: Source
    type: Annotated[str, Meta(max_length=255)]
    subject: Subject
    time: Annotated[datetime, Meta(tz=True, description="When it happened: RFC 3339, with zone")]
    datacontenttype: Annotated[str, Meta(pattern=r"^application/json(;.*)?$(?!\n)")] | None = None
    dataschema: Annotated[str, Meta(max_length=255, description="Carries the version")]
    dateprecision: DatePrecision | None = None
    policy: Annotated[str, Meta(description="Of the label")]
    classification: Annotated[str, Meta(description="Of the label")]
    releasableto: Annotated[str, Meta(description="Codes, separated by commas")] | None = None
    sequence: Sequence | None = None
    correlationid: Identifier | None = None
    causationid: Identifier | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    traceparent: str | None = None
    tracestate: str | None = None
    partitionkey: str | None = None
    data: Anything


ATTRIBUTES = frozenset(Wire.__struct_fields__)
LABEL_ATTRIBUTES = ("policy", "classification")
REQUIRED = tuple(
    field.name
    for field in msgspec.structs.fields(Wire)
    if field.required and field.name not in LABEL_ATTRIBUTES
)
REASONS = {"time": Reason.BAD_TIME} | dict.fromkeys(
    (*LABEL_ATTRIBUTES, "releasableto"), Reason.UNKNOWN_LABEL
)
_ITEM = re.compile(r"\[[^\]]*\]")
_ECHO = re.compile(r"(['`][^'`]{60})[^'`]+", re.DOTALL)


def problem_of(document: Document, error: msgspec.ValidationError) -> Refused:
    """Return why an object is not an envelope: the first of the reasons in their fixed order."""
    unknown = sorted(document.keys() - ATTRIBUTES)
    if unknown:
        known = "data goes into `data`; see schemas/README.md for the attributes"
        return Refused(Reason.UNKNOWN_ATTRIBUTE, f"{unknown[0][:80]!r}: {known}")
    for reason, names in (
        (Reason.MISSING_ATTRIBUTE, REQUIRED),
        (Reason.MISSING_LABEL, LABEL_ATTRIBUTES),
    ):
        missing = [name for name in names if document.get(name) is None]
        if missing:
            return Refused(reason, f"{', '.join(missing)}: required")
    path, detail = located(error)
    if path == "time":
        detail = with_hint(detail, document.get("time"))
    return Refused(REASONS.get(path, Reason.INVALID_ATTRIBUTE), detail)


def with_hint(detail: str, written: object) -> str:
    """Return why an instant cannot be read, with what was probably meant."""
    meant = moments.hint(written)
    return f"{detail}; {meant}" if meant else detail


def located(
    error: msgspec.ValidationError, inside: str = "", kind: type | None = None
) -> tuple[str, str]:
    """Return where a value is wrong and a sentence that says so, with the values allowed."""
    message, path = _split(str(error))
    where = ".".join(name for name in (inside, path) if name)
    allowed = allowed_values(kind or Wire, path) if "enum" in message else ()
    choice = f"; one of {', '.join(allowed)}" if allowed else ""
    return path, f"{where}: {_plain(message)}{choice}"


def plain_message(error: str) -> str:
    """Return what a decoder says of a value, without the place, as the end of a sentence."""
    return _plain(_split(error)[0])


def _plain(message: str) -> str:
    message = _ECHO.sub(r"\1…", message)
    return message[:1].lower() + message[1:]


def _split(error: str) -> tuple[str, str]:
    message, mark, path = error.rpartition(" - at `$")  # the last: a value may quote the others
    if not mark:
        return error, ""
    return message, path.rstrip("`").lstrip(".")


def allowed_values(kind: type, path: str) -> tuple[str, ...]:
    """Return the closed list that holds for the value at a path like `participants[0].actor`."""
    info = msgspec.inspect.type_info(kind)
    for name in _ITEM.sub(".[]", path).split("."):
        info = _step(info, name)
    return tuple(
        str(value.value)
        for part in _members(info)
        if isinstance(part, msgspec.inspect.EnumType)
        for value in part.cls
    )


def _members(info: msgspec.inspect.Type | None) -> tuple[msgspec.inspect.Type, ...]:
    if isinstance(info, msgspec.inspect.UnionType):
        return info.types
    return () if info is None else (info,)


def _step(info: msgspec.inspect.Type | None, name: str) -> msgspec.inspect.Type | None:
    for part in _members(info):
        if isinstance(part, msgspec.inspect.VarTupleType) and name == "[]":
            return part.item_type
        if isinstance(part, msgspec.inspect.StructType):
            return next((field.type for field in part.fields if field.name == name), None)
    return None
