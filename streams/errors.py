"""What can stop the stream, each with the code the shell sees."""

from infra.errors import MusterError


class StreamError(MusterError):
    """The stream of events cannot go on."""


class TopicChanged(StreamError):
    """A topic is not the one whose offsets the checkpoints hold."""

    exit_code = 3


class OffsetOutOfRange(StreamError):
    """The log of a partition no longer holds the next offset to read."""

    exit_code = 4


class TablesMissing(StreamError):
    """The tables are missing; run `muster migrate`."""

    exit_code = 5


class DatabaseRefused(StreamError):
    """The database refuses what the worker asks, whatever the event."""

    exit_code = 6


class StaleCheckpoint(StreamError):
    """A checkpoint moved although its writer lock was held."""


class UnknownPartition(StreamError):
    """The topic has no such partition, or nothing has been read from it yet."""

    exit_code = 2


class Restart(Exception):
    """Something unforeseen happened; the worker begins anew."""
