"""What can go wrong with a what-if, each in one line that says what to do."""

from collections.abc import Sequence

from infra.errors import DataError, UsageError


class NoSuchWhatIf(UsageError):
    """There is no such what-if."""


class NameTaken(UsageError):
    """A what-if of this name is there already."""


class BadRequest(UsageError):
    """A what-if is asked for in a way that makes no sense."""


class BadEdits(DataError):
    """Edits cannot be made as they are written; all that is wrong is said at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
