"""What is said about an earlier event: it was wrong, or it should not have been sent."""

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta, Raw

from schemas.events.event import EventData, Part
from schemas.vocabulary import DatePrecision, Identifier, Source, Text, TopicName

ReplacementData = Annotated[
    Raw,
    Meta(
        description="The complete data of the root's type, in the version that data_version says",
        extra_json_schema={"type": "object"},
    ),
]


DataVersion = Annotated[
    int, Meta(ge=1, le=1000, description="The version of the root's type in which data is written")
]


class EventRef(Part, frozen=True, kw_only=True):
    """The identity of an event."""

    source: Source
    id: Identifier


class EventCorrected(EventData, frozen=True, kw_only=True):
    """An event was wrong: this time and this data replace its own."""

    TYPE: ClassVar[str] = "org.muster.event.corrected"
    TOPIC: ClassVar[TopicName | None] = None
    SUBJECT: ClassVar[tuple[str, ...]] = ()

    root: EventRef  # the original, always
    amends: EventRef  # the original, or the correction that was wrong
    root_type: Identifier
    time: Annotated[datetime, Meta(tz=True)]
    date_precision: DatePrecision | None = None
    data_version: DataVersion = 1
    data: ReplacementData


class EventRetracted(EventData, frozen=True, kw_only=True):
    """An event should not have been sent and counts no longer."""

    TYPE: ClassVar[str] = "org.muster.event.retracted"
    TOPIC: ClassVar[TopicName | None] = None
    SUBJECT: ClassVar[tuple[str, ...]] = ()

    root: EventRef
    amends: EventRef  # the original, or the correction to take back
    root_type: Identifier
    reason: Text
