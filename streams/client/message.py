"""One event on its way to the broker: its text, and what the text says."""

from dataclasses import dataclass

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
