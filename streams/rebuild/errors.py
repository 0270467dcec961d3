"""What can go wrong with a rebuild, each in one line that says what to do."""

from infra.errors import DataError, MusterError, UsageError


class RebuildRefused(UsageError):
    """The database is not in a state in which this can be asked for."""


class RowsDiffer(DataError):
    """Rows made anew are not those in use, though the same version made both."""


class SliceFailed(MusterError):
    """A process that fills the new world has failed."""
