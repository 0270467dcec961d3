"""What can go wrong while events are sent."""

from collections.abc import Sequence
from typing import Any

from infra.errors import (
    DataError,
    InputOutputError,
    MusterError,
    ServiceUnavailable,
    UsageError,
)


class BrokerUnreachable(ServiceUnavailable):
    """The Kafka broker does not answer."""


class TopicMissing(ServiceUnavailable):
    """A topic does not exist."""


class UnreadableInput(InputOutputError):
    """The file with the events cannot be read."""


class NoOutbox(UsageError):
    """There is no outbox in this place."""


class OutboxFailed(InputOutputError):
    """The file of an outbox cannot be read or written."""


class GatewayAway(ServiceUnavailable):
    """The gateway does not answer, or takes no events now."""


class KeyRefused(MusterError):
    """The gateway does not take this key."""

    exit_code = 77


class EventsRefused(DataError):
    """The gateway will never take these events as they are; `faults` says what is wrong, where."""

    def __init__(self, title: str, faults: Sequence[Any]) -> None:
        self.faults = tuple(faults)
        said = [f"{one.pointer or '/'}: {one.detail}" for one in faults]
        super().__init__("; ".join((title, *said)))


class NotAnEvent(DataError):
    """What was typed in is no event that Muster takes."""


class NobodyAsks(MusterError):
    """Who asks is no viewer, or is not signed in any more."""

    exit_code = 77
