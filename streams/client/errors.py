"""What can go wrong while events are sent."""

from infra.errors import InputOutputError, ServiceUnavailable


class BrokerUnreachable(ServiceUnavailable):
    """The Kafka broker does not answer."""


class TopicMissing(ServiceUnavailable):
    """A topic does not exist."""


class UnreadableInput(InputOutputError):
    """The file with the events cannot be read."""
