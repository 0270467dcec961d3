"""What people at the screens write: notes, acknowledgements, names for a review."""

from typing import ClassVar

from schemas.events.event import EventData
from schemas.vocabulary import Name, Subject, Text, TopicName


class NoteAdded(EventData, frozen=True, kw_only=True):
    """Somebody wrote a note about something on the screen."""

    TYPE: ClassVar[str] = "org.muster.note.added"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("about",)

    about: Subject
    text: Text
    author: Name


class AlertAcknowledged(EventData, frozen=True, kw_only=True):
    """Somebody has seen an alert and takes care of it."""

    TYPE: ClassVar[str] = "org.muster.alert.acknowledged"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("about",)

    about: Subject
    text: Text | None = None
    author: Name


class ReviewNamed(EventData, frozen=True, kw_only=True):
    """Somebody gave a view of the past a name, to come back to it."""

    TYPE: ClassVar[str] = "org.muster.review.named"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("about",)

    about: Subject
    text: Text
    author: Name
