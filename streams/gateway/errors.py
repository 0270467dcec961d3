"""What can go wrong between a request and the broker or the database."""

from infra.errors import DataError, ServiceUnavailable


class DatabaseAway(ServiceUnavailable):
    """The database does not answer, or lacks what this version needs."""


class BrokerAway(ServiceUnavailable):
    """Kafka has not acknowledged; what was sent may be stored all the same: send it again."""


class NoSuchKey(DataError):
    """There is no such key."""
