"""Everything that can go wrong between an address or a click and a page."""

from infra.errors import MusterError, ServiceUnavailable, UsageError


class DashboardError(MusterError):
    """Something went wrong in the dashboard."""


class BadView(DashboardError):
    """An address or a message from the browser asks for something that cannot be shown."""

    def __init__(self, parameter: str, value: str, expected: str) -> None:
        self.parameter = parameter
        self.value = value
        self.expected = expected
        super().__init__(f"{parameter}={value!r}: expected {expected}")


class NoSuchClock(BadView):
    """The address follows a replay that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__("clock", name, "a replay that is there; it was stopped, or never started")


class ReadModelUnavailable(DashboardError, ServiceUnavailable):
    """The database did not answer; what is on the screen stays until it does."""


class NotMigrated(ReadModelUnavailable):
    """The database answers, but lacks what this version reads: it needs `muster migrate`."""


class SignedOut(ReadModelUnavailable):
    """Who asks is not signed in, or not any more."""


class Refusal(DashboardError):
    """An address under `/api` does not do what it was asked, with the status that says so."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


class NotAllowed(DashboardError):
    """Who asks is signed in, and has not the role for this."""


class OtherViewer(DashboardError, UsageError):
    """The database shows something to others than the settings say."""


class BadText(DashboardError):
    """The catalogue has no such text, or one with other places than it is given."""


class BadNote(DashboardError):
    """What somebody wrote on a screen cannot become an event; the message says what to change."""


class BadForm(DashboardError):
    """What came is no form of ours; the message says why."""


class KeyUsed(DashboardError):
    """The same key came with another text: a retry must say the same again."""


class NotBuilt(DashboardError):
    """The files that browsers load cannot be built; the message says why."""
