"""What the overview makes of rows: roll-ups, causes, and what the clock alone will take away."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from dashboard.pages.overview.queries import (
    AgeingOffer,
    EndingOverride,
    LevelThen,
    PairLevelThen,
    RunningSilence,
)
from dashboard.queries.readings import ReadingInBody, ReportingState


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """How ready a body is in one area."""

    area: str
    members: int
    current: int
    late: int
    lapsed: int
    never: int
    reporting_members: int
    ready: int
    ready_ratio: float | None
    weakest_level: str | None
    weakest_known_level: str | None
    nd: int  # members without a level, those never heard of among them
    mean_index: float | None
    indices: int  # members in the mean
    lapsed_indices: int  # of them with their last known index
    oldest_age_days: int | None

    @property
    def is_heard_of(self) -> bool:
        """Tell whether anything was ever reported or demonstrated in this area."""
        return self.indices > 0 or self.never < self.members


def rolled_up(reading: ReadingInBody) -> RolledUp:
    """Give what is said of the body alone."""
    return RolledUp(**{field.name: getattr(reading, field.name) for field in fields(RolledUp)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiefCause:
    """What moved the level of one reading, and what the event says that did it, where one did.

    What has no event has the day with which it came.
    """

    cause: str
    pillar: str | None
    seq: int | None
    at: datetime | None
    summary: str | None


@dataclass(frozen=True, slots=True)
class Then:
    """The levels of a body some days later, and who reports, if nothing is heard until then."""

    days: int
    readings: list[LevelThen]
    pairs: list[PairLevelThen]
    states: list[ReportingState]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of the next months: levels at each horizon, and what ends by a date."""

    then: list[Then]
    overrides: list[EndingOverride]
    silences: list[RunningSilence]
    offers: list[AgeingOffer] = field(default_factory=list)
