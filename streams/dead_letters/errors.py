"""What can go wrong when somebody looks after dead letters."""

from infra.errors import DataError, MusterError, ServiceUnavailable


class NoSuchDeadLetter(DataError):
    """There is no dead letter of this name."""


class OtherState(DataError):
    """The dead letter is not in a state in which this can be done with it."""


class RefusedCopy(DataError):
    """The corrected copy is no event that Muster takes."""


class SomebodyElse(MusterError):
    """Somebody else is at work on dead letters; try again when they are done."""

    exit_code = 75


class OtherTopic(ServiceUnavailable):
    """The topic is not the one that workers read."""


class NotSent(ServiceUnavailable):
    """Kafka did not acknowledge what was sent again."""
