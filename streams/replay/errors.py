"""What can go wrong with a replay clock, each in one line that says what to do."""

from infra.errors import UsageError


class BadRequest(UsageError):
    """A replay is asked for in a way that makes no sense."""


class NoSuchReplay(UsageError):
    """There is no replay of this name."""


class ReplayExists(UsageError):
    """A replay of this name is there already."""


class NotHolder(UsageError):
    """Somebody else holds the replay."""


class NothingRecorded(UsageError):
    """Nothing was known in the period that is to be replayed."""


class NoSuchViewer(UsageError):
    """The name of a viewer whom the database does not know."""
