"""What can go wrong with alerts, each in one line that says what to do."""

from infra.errors import DataError, UsageError


class BadRule(UsageError):
    """A rule is written in a way that makes no sense."""


class NoSuchRule(UsageError):
    """The viewer has no rule of this name."""


class NoSuchAlert(UsageError):
    """The viewer has no such alert, or may not read it any more."""


class NoSuchViewer(UsageError):
    """There is no viewer of that name."""


class BadShelf(UsageError):
    """Shelving is asked for in a way that makes no sense."""


class RightsChanged(Exception):
    """What a viewer may read changed while the rules were evaluated; they are evaluated anew."""


class NotTaken(Exception):
    """A message was not taken; it is sent again."""


class NotWatched(DataError):
    """Nobody evaluates the rules; start `muster alerts run`."""

    exit_code = 1
