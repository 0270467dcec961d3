"""The rows that tell what changed, and what the clock alone will take away."""

from dataclasses import dataclass, field
from datetime import date, datetime

from dashboard.queries.rows import ReportingState


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelThen:
    """The level of one reading at another moment."""

    actor: str
    area: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLevelThen:
    """The level of one pair and dimension at another moment."""

    actor_a: str
    actor_b: str
    dimension: str
    level: int | None  # none when every test has lapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingOverride:
    """A level set by a commander that ends soon."""

    actor: str
    area: str
    level: int
    expires_on: date
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeingOffer:
    """An offer that is late within some days, if it is not said again."""

    actor: str
    area: str
    capability_code: str
    age_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSilence:
    """A decision that silence adopts at its deadline."""

    decision_id: str
    topic: str
    silence_deadline_at: datetime


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
