"""What can go wrong with a comparison of methods, each in one line that says what to do."""

from infra.errors import DataError, UsageError


class BadMethodFile(DataError):
    """A file of constants does not describe a method."""


class BadQuestion(UsageError):
    """A comparison is asked for in a way that makes no sense."""


class MigratedMeanwhile(DataError):
    """The database was migrated while it was read; run the same command again."""
