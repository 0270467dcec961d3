"""What a review is about, and what people found in it (pure)."""

import hashlib
import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

from schemas import texts
from schemas.vocabulary import Area, BodyCode, Element, Identifier, Name, Text
from streams.report.errors import BadFinding, NothingToReview

FINDING_DIGITS = 8
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?", re.IGNORECASE
)


class Scope(StrEnum):
    """What a review is about."""

    EXERCISE = "exercise"
    MEETING = "meeting"
    PERIOD = "period"


class FindingKind(StrEnum):
    """What went well, or what must become better."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"


class EventName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The identity of an event that is evidence."""

    source: str
    id: str


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A review as it is made: its name, and what is compared with what."""

    name: Name
    scope: Scope
    scope_id: Identifier | None = None
    body: BodyCode
    from_at: datetime | None = None
    to_at: datetime | None = None
    known_at: datetime | None = None  # None: the newest event whenever a report is made


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A strength or an area for improvement, as its author wrote it."""

    kind: FindingKind
    observation: Text
    reference: Text | None = None  # the plan or standard it is measured by
    area: Area | None = None
    objective_id: Identifier | None = None
    root_cause: Text | None = None
    explanation: Text | None = None  # of the rating of its objective
    elements: tuple[Element, ...] = ()
    evidence: tuple[EventName, ...] = ()

    @property
    def finding_id(self) -> str:
        """Return its name, made of what it says: the same finding twice is one."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:FINDING_DIGITS]


class WrittenFinding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding in a file: evidence by number of the ledger, or by `source#id`."""

    kind: FindingKind
    observation: Text
    reference: Text | None = None
    area: Area | None = None
    objective: Identifier | None = None
    root_cause: Text | None = None
    explanation: Text | None = None
    elements: tuple[Element, ...] = ()
    evidence: tuple[int | str, ...] = ()


class FindingsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A TOML file of findings: `[[finding]]`, as many as there are."""

    finding: tuple[WrittenFinding, ...]


def instant(option: str, text: str) -> datetime:
    """Return an instant written as ISO 8601 with a zone, or as a day."""
    written = text if _ISO.fullmatch(text) else ""
    try:
        at = datetime.fromisoformat(written.upper().replace("Z", "+00:00"))
    except ValueError as error:
        said = f"{option} is {text[:40]!r}; write 2026-05-12, or 2026-05-12T12:00Z"
        raise NothingToReview(said) from error
    if not 1900 <= at.year <= 2199:
        raise NothingToReview(f"{option} is {text[:40]!r}; the years are 1900 to 2199")
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def require_possible(review: Review, now: datetime) -> None:
    """Refuse a period that ends before it begins, or that is not over."""
    first, last = review.from_at, review.to_at
    if first is not None and last is not None:
        if first >= last:
            raise NothingToReview(f"--from {_said(first)} does not lie before --to {_said(last)}")
        if last > now:
            raise NothingToReview(f"--to {_said(last)} is still to come; a review looks back")
        if review.known_at is not None and review.known_at < first:
            raise NothingToReview(
                f"--known-at {_said(review.known_at)} lies before --from {_said(first)}: nothing "
                "of the period had been heard by then"
            )
    if review.known_at is not None and review.known_at > now:
        raise NothingToReview(f"--known-at {_said(review.known_at)} is still to come")


def as_written(document: object, where: str) -> FindingsFile:
    """Return the findings of a file; raise BadFinding with the place of what is wrong."""
    try:
        found = msgspec.convert(document, FindingsFile)
    except msgspec.ValidationError as error:
        raise BadFinding(f"{where}: {error}") from error
    if not found.finding:
        raise BadFinding(f"{where} holds no finding; begin each with [[finding]]")
    for number, one in enumerate(found.finding, 1):
        require_readable(msgspec.to_builtins(one), f"{where}, finding {number}")
    return found


def require_readable(said: dict[str, Any], where: str) -> None:
    """Refuse texts with characters that nobody sees, or that make them read otherwise."""
    for name, value in said.items():
        if isinstance(value, str) and (why := texts.problem(value)):
            raise BadFinding(f"{where}: {name}: {why}")
        if isinstance(value, str) and not value.strip():
            raise BadFinding(f"{where}: {name} says nothing")


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}"
