"""What actors declare: capabilities on offer, standards taken up, the baseline they work by."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData
from schemas.vocabulary import (
    ActorCode,
    Area,
    BaselineLevel,
    Count,
    Dimension,
    Identifier,
    NoticeDays,
    Text,
    TopicName,
)


class CapabilityDeclared(EventData, frozen=True, kw_only=True):
    """An actor offers so much of a capability, from a day and with a notice to move."""

    TYPE: ClassVar[str] = "org.muster.capability.declared"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    capability_code: Identifier
    area: Area
    quantity: Count
    ntm_days: NoticeDays
    available_from_on: date


class CapabilityWithdrawn(EventData, frozen=True, kw_only=True):
    """An actor no longer offers a capability."""

    TYPE: ClassVar[str] = "org.muster.capability.withdrawn"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    capability_code: Identifier
    area: Area
    reason: Text | None = None


class StandardRatified(EventData, frozen=True, kw_only=True):
    """An actor agreed to take up an edition of a standard."""

    TYPE: ClassVar[str] = "org.muster.standard.ratified"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    standard_id: Identifier
    edition: Identifier
    dimension: Dimension


class StandardImplemented(EventData, frozen=True, kw_only=True):
    """An actor works by an edition of a standard."""

    TYPE: ClassVar[str] = "org.muster.standard.implemented"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    standard_id: Identifier
    edition: Identifier
    dimension: Dimension


class StandardReserved(EventData, frozen=True, kw_only=True):
    """An actor will not take up an edition of a standard, or only with a reservation."""

    TYPE: ClassVar[str] = "org.muster.standard.reserved"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    standard_id: Identifier
    edition: Identifier
    dimension: Dimension
    reason: Text | None = None


class BaselineAdopted(EventData, frozen=True, kw_only=True):
    """An actor works by this spiral of a technical baseline."""

    TYPE: ClassVar[str] = "org.muster.baseline.adopted"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    baseline: Identifier  # FMN, ...
    level: BaselineLevel
