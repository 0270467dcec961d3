"""Why an event cannot be accepted, as a short code and a sentence for its producer."""

from enum import StrEnum


class Reason(StrEnum):
    """The code under which a refused event is kept, in the order in which they are looked for."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    MIXED_MODES = "mixed-modes"
    NOT_JSON = "not-json"
    NULL_CHARACTER = "null-character"
    TOO_DEEP = "too-deep"
    NOT_FINITE_NUMBER = "not-finite-number"
    NOT_AN_OBJECT = "not-an-object"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_ATTRIBUTE = "unknown-attribute"
    MISSING_ATTRIBUTE = "missing-attribute"
    MISSING_LABEL = "missing-label"
    INVALID_ATTRIBUTE = "invalid-attribute"
    BAD_TIME = "bad-time"
    TOO_EARLY = "too-early"
    UNKNOWN_LABEL = "unknown-label"
    UNKNOWN_TYPE = "unknown-type"
    UNKNOWN_VERSION = "unknown-version"
    INVALID_DATA = "invalid-data"
    FROM_THE_FUTURE = "from-the-future"
    WRONG_TOPIC = "wrong-topic"


class MusterSchemaError(Exception):
    """Something said to Muster does not follow its schemas."""


class Refused(MusterSchemaError):
    """The event was refused; `reason` is the code, `detail` tells the producer what to change."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["Refused"], tuple[Reason, str]]:
        """Let a refusal cross a process boundary."""
        return Refused, (self.reason, self.detail)


class InvalidMethod(MusterSchemaError):
    """The file of the method's constants lacks a value, a source, or has one too many."""
