"""What can go wrong while the demo runs."""

from infra.errors import ServiceUnavailable, UsageError


class PartStopped(ServiceUnavailable):
    """A part of the demo has stopped."""


class TooSlow(ServiceUnavailable):
    """A part of the demo did not get ready in time."""


class AlreadyRunning(UsageError):
    """A demo is running already."""
