"""How one actor stands on one commitment."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one actor stands on one commitment, against its path."""

    commitment_id: str
    title: str
    metric: str
    unit: str
    actor: str
    baseline: float | None
    target: float
    direction: str
    start_on: date
    due_on: date
    value: float | None
    observed_on: date | None
    age_days: int | None
    is_estimate: bool | None
    expected: float | None
    score: int | None
    auto_score: int | None
    score_stage: str | None
    assessor: str | None
    is_late: bool | None = None
    is_counted: bool = True
    outcome: str | None = None  # after the due day: reached, missed, not reported
