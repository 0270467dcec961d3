"""Everything that can go wrong with the trail of what people did."""

from infra.errors import DataError, UsageError


class NoTrail(DataError):
    """The database needs `muster migrate`: it keeps no trail yet."""


class BrokenTrail(DataError):
    """The trail is not what was written."""


class BadExport(DataError):
    """A file is no export of the trail."""


class BadRequest(UsageError):
    """What is asked of the trail makes no sense."""
