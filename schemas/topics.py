"""The topics: which event travels where, who writes there, and what the broker must be told."""

import msgspec

from schemas.envelope import Decoded
from schemas.errors import Reason, Refused
from schemas.events.amendment import EventCorrected, EventRetracted
from schemas.events.registry import BY_TYPE, fact_type
from schemas.vocabulary import TopicName

PARTITIONS = 4
CONFIG = {
    "flush.messages": "1",  # the broker acknowledges only what is on disk
    "max.message.bytes": str(4 * 1024 * 1024),  # so that our own limit answers, with a reason
    # Producers may stamp messages with the time of the event; retention must not read it.
    "message.timestamp.type": "LogAppendTime",
    # What nobody has stored yet is not deleted, however long the workers are away.
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "cleanup.policy": "delete",
}


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic as the broker should have it."""

    name: TopicName
    description: str
    producers: str
    partitions: int = PARTITIONS
    config: dict[str, str] = msgspec.field(default_factory=lambda: dict(CONFIG))


TOPICS = (
    Topic(
        name=TopicName.EXERCISE_RESULTS,
        description="Exercises and their results, tests of actors together, lessons and remedies",
        producers="exercise and evaluation systems, test campaigns, lessons-learned staffs",
    ),
    Topic(
        name=TopicName.SUMMIT_DECISIONS,
        description="Members, meetings, decisions, commitments, insight shared, positions, notes",
        producers="secretariats of the bodies, reporting staffs",
    ),
    Topic(
        name=TopicName.CAPABILITY_UPDATES,
        description="Resource levels, assessments, declared capabilities, standards, requirements",
        producers="units, capitals, assessment teams",
    ),
)


def topic_of(event_type: str, root_type: str | None = None) -> TopicName:
    """Return where events of a type go; an amendment goes where its root's type went."""
    kind = BY_TYPE.get(event_type)
    if kind is None:
        raise Refused(Reason.UNKNOWN_TYPE, f"type: {event_type[:80]!r} is not a known type")
    topic = kind.TOPIC or fact_type(root_type or "").TOPIC
    if topic is None:
        raise Refused(Reason.INVALID_DATA, f"{event_type} cannot amend {root_type}")
    return topic


def topic_of_event(event: Decoded) -> TopicName:
    """Return where an event goes."""
    data = event.data
    if data.TOPIC is not None:
        return data.TOPIC
    is_amendment = isinstance(data, EventCorrected | EventRetracted)
    return topic_of(data.TYPE, data.root_type if is_amendment else None)


def check_topic(event: Decoded, topic: str) -> None:
    """Refuse an event that arrived on another topic than its own."""
    expected = topic_of_event(event)
    if topic != expected:
        detail = f"{event.envelope.type} belongs on {expected}, not on {topic[:80]!r}"
        raise Refused(Reason.WRONG_TOPIC, detail)
