"""What does evidence add up to on a day, and how sure is it?"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.events import CapabilityAssessed, ExerciseResultRecorded
from schemas.method import Decay, Method
from schemas.vocabulary import Area, Evaluator, Rating
from streams.readiness.statements import Order, Statement


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence: how good it was, and how much it weighs before it fades."""

    instrument: str
    version: str
    decay: Decay
    points: float
    full_weight: float
    is_external: bool
    order: Order
    seq: int

    @property
    def day(self) -> date:
        """Give the UTC day from which its age counts."""
        return self.order[0].date()

    def age_days(self, on: date) -> int:
        """Give its age in whole UTC days."""
        return (on - self.day).days

    def is_valid(self, on: date) -> bool:
        """Tell whether it still counts."""
        return self.age_days(on) <= self.decay.validity_days

    def weight(self, on: date) -> float:
        """Give its weight: halved with each half-life, nothing after its validity."""
        if not self.is_valid(on):
            return 0.0
        return self.full_weight * math.pow(2, -self.age_days(on) / self.decay.half_life_days)


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the evidence of one actor in one area adds up to; points are None if none is valid."""

    points: float | None
    total_weight: float
    items: int
    external_items: int
    is_stale: bool
    instrument_key: str | None

    def conf(self, method: Method) -> float:
        """Give how sure it is, 0..1: half when the weights add up to half_weight."""
        return self.total_weight / (self.total_weight + method.confidence.half_weight)

    def confidence(self, method: Method) -> str:
        """Give the class of conf: High also needs several items, one of them external."""
        limits = method.confidence
        if self.items == 0:
            return "none"
        enough = (
            self.items >= limits.high_items and self.external_items >= limits.high_external_items
        )
        if self.conf(method) >= limits.high_at_least and enough:
            return "High"
        return "Moderate" if self.conf(method) >= limits.moderate_at_least else "Low"


def item_of(statement: Statement, method: Method) -> tuple[str, Area, Item] | None:
    """Give actor, area and item of a rating or an assessment, None for anything else."""
    data = statement.data
    if isinstance(data, ExerciseResultRecorded) and data.rating is not None:
        return data.actor, data.area, _rating(data, data.rating, statement, method)
    if isinstance(data, CapabilityAssessed):
        return data.actor, data.area, _assessment(data, statement, method)
    return None


def _rating(
    data: ExerciseResultRecorded, rating: Rating, statement: Statement, method: Method
) -> Item:
    return Item(
        instrument="exercise",
        version="1",
        decay=method.decay.exercise,
        points=_thousandths(method.ratings[rating]),
        full_weight=_hundredths(
            method.quality[data.exercise_kind] * method.evaluator[data.evaluator]
        ),
        is_external=data.evaluator is Evaluator.EXTERNAL,
        order=statement.order,
        seq=statement.seq,
    )


def _assessment(data: CapabilityAssessed, statement: Statement, method: Method) -> Item:
    is_external = data.evaluator is Evaluator.EXTERNAL
    points = data.score if data.score is not None else (data.level or 0) / 5 * 100
    return Item(
        instrument=data.instrument,
        version=data.instrument_version,
        decay=method.decay.external_assessment if is_external else method.decay.self_report,
        points=_thousandths(points),
        full_weight=_hundredths(method.evaluator[data.evaluator]),
        is_external=is_external,
        order=statement.order,
        seq=statement.seq,
    )


def _thousandths(points: float) -> float:
    return round(points * 1000) / 1000


def _hundredths(weight: float) -> float:
    return round(weight * 100) / 100


def demonstrated(items: Iterable[Item], on: date, method: Method) -> Demonstrated:
    """Give what the valid items of the newest version of each instrument add up to."""
    counting = _of_newest_versions([item for item in items if item.is_valid(on)])
    weights = [item.weight(on) for item in counting]
    total = sum(weights)
    sum_of_points = sum(w * item.points for w, item in zip(weights, counting, strict=True))
    share = method.readiness.stale_share_of_validity
    return Demonstrated(
        points=sum_of_points / total if counting else None,
        total_weight=total,
        items=len(counting),
        external_items=sum(item.is_external for item in counting),
        is_stale=all(item.age_days(on) > item.decay.validity_days * share for item in counting),
        instrument_key=",".join(sorted({f"{item.instrument}:{item.version}" for item in counting}))
        or None,
    )


def _of_newest_versions(valid: Sequence[Item]) -> list[Item]:
    newest: dict[str, Item] = {}
    for item in sorted(valid, key=lambda item: item.order):
        newest[item.instrument] = item
    return [item for item in valid if item.version == newest[item.instrument].version]
