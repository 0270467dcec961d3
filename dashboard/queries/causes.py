"""Why a number is another than it was, and when what it is made of was recorded."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One part of a change, with the share of it that it makes; of a level there are none.

    What has no event has the day with which it came.
    """

    measure: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    cause: str
    pillar: str | None
    seq: int | None
    event_id: str | None
    at: datetime | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """When an event was recorded, and what it says."""

    seq: int
    recorded_at: datetime
    summary: str
