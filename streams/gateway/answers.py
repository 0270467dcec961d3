"""What the gateway answers, as values: the API's description is made from these."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from schemas.faults import Fault
from schemas.vocabulary import TopicName


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of an answer."""


class Status(StrEnum):
    """What became of an event."""

    ACCEPTED = "accepted"  # Kafka has it on disk; a worker will store it
    DUPLICATE = "duplicate"  # the ledger had the same before
    ACCEPTABLE = "acceptable"  # a dry run: it would be accepted
    STORED = "stored"
    DEAD_LETTER = "dead-letter"


class Receipt(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one event that was sent."""

    source: str
    id: str
    status: Status
    topic: TopicName
    partition: int | None = None
    offset: int | None = None
    seq: Annotated[int | None, Meta(description="Of a duplicate: its number in the ledger")] = None
    recorded_at: datetime | None = None
    href: Annotated[str | None, Meta(description="Where to ask what became of it")] = None


class Receipts(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """What became of the events of a request, in their order."""

    receipts: list[Receipt]


class DeadLetterEntry(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """A record of this identity that could not become an event."""

    reason: str
    detail: str
    topic: str
    partition: int
    offset: int
    recorded_at: datetime
    size_bytes: int
    sha256: str


class MovedReading(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """A reading that an event moved when it was recorded."""

    actor: str
    area: str
    from_level: str
    to_level: str
    from_index: float | None = None
    to_index: float | None = None
    change: Annotated[float | None, Meta(description="Points of the index, of 100")] = None
    others: Annotated[
        int,
        Meta(description="So many other events came in the same moment and may have moved it too"),
    ] = 0


class Fate(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one event now."""

    source: str
    id: str
    status: Status
    seq: Annotated[int | None, Meta(description="Its number in the ledger")] = None
    recorded_at: datetime | None = None
    type: str | None = None
    subject: str | None = None
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    without_effect: Annotated[
        str | None, Meta(description="Of an amendment: why it changes nothing")
    ] = None
    moved: Annotated[
        list[MovedReading] | None,
        Meta(description="Readings it moved; only for keys that read as a viewer"),
    ] = None
    dead_letters: list[DeadLetterEntry] = []


class EventCounts(Answer, frozen=True, kw_only=True):
    """What became of the events that were received with one key, since it was made."""

    received: Annotated[int, Meta(description="The sum of the others")]
    accepted: Annotated[int, Meta(description="Kafka had them on disk before you were told")]
    duplicate: Annotated[int, Meta(description="The ledger had the same before")]
    refused: Annotated[int, Meta(description="Of bodies with any fault, all of them")]
    unanswered: Annotated[
        int, Meta(description="Nothing was answered: send them again, which is always safe")
    ]


class Problem(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused, as RFC 9457 has it."""

    type: Annotated[str, Meta(description="Which kind of problem; stays the same")]
    title: str
    status: int
    detail: str
    faults: Annotated[list[Fault], Meta(description="All that is wrong, at most 100")] = []


class Health(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """Whether events can be taken now."""

    status: str
    kafka: str
    database: str


class EarlierVersion(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """A version of a type that has a newer one: accepted beside it, with no end."""

    version: int
    dataschema: str
    says: str
    json_schema: Annotated[dict[str, Any], Meta(description="Of its data, draft 2020-12")]
    examples: list[dict[str, Any]]


class EventType(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """One type of event: what it says, where it goes, how it is written."""

    type: str
    version: int
    dataschema: str
    says: str
    topic: Annotated[TopicName | None, Meta(description="None: its root's")] = None
    subject: Annotated[list[str], Meta(description="Fields that make the subject, with +")] = []
    json_schema: Annotated[dict[str, Any], Meta(description="Of its data, draft 2020-12")]
    examples: list[dict[str, Any]]
    earlier: Annotated[
        list[EarlierVersion], Meta(description="Versions that are accepted as well")
    ] = []


class Catalogue(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """Every type of event that is accepted, and the JSON Schema of the envelope around it."""

    envelope: dict[str, Any]
    types: list[EventType]
