"""Who reports, in words: late, lapsed and never are three counts, the same on every page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import constants
from dashboard.queries.readings import BodyPoint, ReportingState
from dashboard.wording.catalogue import say


@dataclass(frozen=True, slots=True)
class Counts:
    """How many member areas there are, and in which state of reporting they are."""

    expected: int
    current: int
    late: int
    lapsed: int
    never: int


def counts(states: Iterable[ReportingState]) -> Counts:
    """Count the states of reporting."""
    found = Counter(one.reporting for one in states)
    return Counts(found.total(), found["current"], found["late"], found["lapsed"], found["never"])


def counts_of_points(points: Sequence[BodyPoint]) -> Counts:
    """Count the same from the points of all areas at one moment."""
    return Counts(
        sum(one.members for one in points),
        sum(one.current for one in points),
        sum(one.late for one in points),
        sum(one.lapsed for one in points),
        sum(one.never for one in points),
    )


def late_days() -> int:
    """Give from how many days on a report is late."""
    return constants.method().resource_report.amber_days


def lapsed_days() -> int:
    """Give from how many days on a report has lapsed."""
    return constants.method().resource_report.validity_days


def in_words(found: Counts) -> str:
    """Say how many member areas are late, have lapsed, and were never heard of."""
    return say("reporting.counts", **_numbers(found))


def in_full(found: Counts) -> str:
    """Say the same with what the words mean."""
    return say(
        "reporting.in_full",
        **_numbers(found),
        late_days=late_days(),
        lapsed_days=lapsed_days(),
    )


def _numbers(found: Counts) -> dict[str, str]:
    names = ("expected", "late", "lapsed", "never")
    return {name: f"{getattr(found, name):,}" for name in names}
