"""One event on its way to the broker: its text, and what the text says, or only where it goes."""

from dataclasses import dataclass
from typing import NamedTuple

from schemas.envelope import Decoded
from schemas.topics import topic_of_event


@dataclass(frozen=True, slots=True)
class Message:
    """A checked event, as structured JSON."""

    text: bytes
    event: Decoded

    @property
    def topic(self) -> str:
        """Return the name of the topic the event belongs on, without prefix."""
        return topic_of_event(self.event)

    @property
    def key(self) -> bytes:
        """Return the message key: what the event is about."""
        return self.event.envelope.subject.encode()


class Written(NamedTuple):
    """An event that was checked before: its text, and where it goes."""

    topic: str
    key: bytes
    id: str
    text: bytes

    @classmethod
    def of(cls, message: Message) -> "Written":
        """Return what has to be known of a message to send it later."""
        return cls(message.topic, message.key, message.event.envelope.id, message.text)
