"""What does evidence add up to on a day, and how sure is it?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schemas.events import CapabilityAssessed, ExerciseResultRecorded
from schemas.method import Decay, Method
from schemas.vocabulary import Area, Evaluator, Rating
from tests.reference.statements import Order, Statement


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
class Mix:
    """The items of a series that count, taken at t*, the moment of its newest item.

    Of each instrument those of one version, that of its newest item (expired or not), as far as
    they are inside their own validity at t*. Between t* and as_of nothing leaves the mix and
    nothing in it shifts; weights fade.
    """

    items: tuple[Item, ...]
    versions: Mapping[str, str]
    taken_at: datetime | None = None

    @property
    def day(self) -> date:
        """Give the UTC day of t*; only a mix with items has one."""
        assert self.taken_at is not None
        return self.taken_at.date()

    @property
    def instrument_key(self) -> str | None:
        """Give the instruments it is made of, with their versions."""
        return ",".join(sorted({f"{one.instrument}:{one.version}" for one in self.items})) or None

    @property
    def points(self) -> float | None:
        """Give the mean of its items, weighted as they were at t*; None without any."""
        if not self.items:
            return None
        return sum(self.share_of(item) * item.points for item in self.items)

    def weight_of(self, item: Item) -> float:
        """Give the weight an item had at t*."""
        return item.weight(self.day)

    def share_of(self, item: Item) -> float:
        """Give the part an item has of the mean."""
        return self.weight_of(item) / sum(self.weight_of(one) for one in self.items)

    def unexpired(self, on: date) -> list[Item]:
        """Give those of its items that are still inside their own validity on a later day."""
        return [item for item in self.items if item.is_valid(on)]

    def is_stale(self, on: date, method: Method) -> bool:
        """Tell whether every item of it has grown old: older than half its own validity."""
        share = method.readiness.stale_share_of_validity
        return all(item.age_days(on) > item.decay.validity_days * share for item in self.items)


def mix_of(items: Sequence[Item]) -> Mix:
    """Give the mix of the items of one series that had occurred, whatever their age."""
    newest: dict[str, Item] = {}
    for item in sorted(items, key=lambda item: item.order):
        newest[item.instrument] = item
    versions = {instrument: item.version for instrument, item in newest.items()}
    if not items:
        return Mix((), versions)
    taken_at = max(item.order[0] for item in items)
    counting = (
        item
        for item in items
        if item.version == versions[item.instrument] and item.is_valid(taken_at.date())
    )
    return Mix(tuple(counting), versions, taken_at)


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the evidence of one actor in one area shows on a day; points are None when it lapsed.

    last_points are those of the mix, however long ago; is_stale is said of it, lapsed or not.
    """

    points: float | None
    last_points: float | None
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


def demonstrated(items: Sequence[Item], on: date, method: Method) -> Demonstrated:
    """Give what the evidence of a series shows on a day."""
    mix = mix_of(items)
    unexpired = mix.unexpired(on)
    return Demonstrated(
        points=mix.points if unexpired else None,
        last_points=mix.points,
        total_weight=sum(item.weight(on) for item in unexpired),
        items=len(unexpired),
        external_items=sum(item.is_external for item in unexpired),
        is_stale=mix.is_stale(on, method),
        instrument_key=mix.instrument_key,
    )
