"""What can go wrong with an archive, each in one line that says what to do."""

from infra.errors import DataError, UsageError


class ArchiveError(DataError):
    """The archive cannot be used as it is."""


class NoArchive(UsageError):
    """The folder holds no archive."""


class ArchiveDamaged(ArchiveError):
    """The archive is not as it was written; `muster archive verify` says where."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a newer version of Muster."""


class OtherHistory(ArchiveError):
    """The archive and the database hold different histories."""


class NotEmpty(ArchiveError):
    """The database holds something already."""
