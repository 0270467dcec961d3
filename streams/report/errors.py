"""What can go wrong with a review or a report, each in one line that says what to do."""

from infra.errors import DataError, UsageError


class NoSuchReview(UsageError):
    """There is no such review."""


class ReviewExists(UsageError):
    """A review of this name is kept already."""


class NothingToReview(UsageError):
    """What the review is about is not known."""


class BadFinding(UsageError):
    """A finding cannot be kept as it is written."""


class NoSuchViewer(UsageError):
    """The name of a viewer whom the database does not know."""


class NotSupported(DataError):
    """Something in the report lacks its explanation or its evidence."""


class NoSuchEdition(UsageError):
    """The review has no such final report."""


class BadRequest(UsageError):
    """A report is asked for in a way that makes no sense."""
