"""What do actors offer, by which standards do they work, and which baseline binds a pair?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from schemas.events import (
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    EventData,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from schemas.method import Method
from tests.reference import notice
from tests.reference.contradictions import undisputed
from tests.reference.registers import latest
from tests.reference.statements import Statement

STANDARD_STEPS = (StandardRatified, StandardImplemented, StandardReserved)
OFFERS = (CapabilityDeclared, CapabilityWithdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The spiral an actor works by."""

    baseline: str
    actor: str
    level: int
    adopted_at: datetime
    newest_level: int
    is_behind: bool
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What an actor offers."""

    actor: str
    area: str
    capability_code: str
    quantity: int
    ntm_days: int
    ntm_band: int
    available_from_on: date
    is_available: bool
    declared_at: datetime
    ledger_seq: int
    age_days: int
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBand:
    """How much can move how soon."""

    band: int
    at_most_days: int | None
    actors: int
    offers: int
    quantity: int
    late: int
    oldest_age_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How many editions of standards two actors both work by."""

    actor_a: str
    actor_b: str
    dimension: str
    implemented_by_both: int
    required: int
    overlap_ratio: float


def baselines(statements: Iterable[Statement], wanted: Collection[str] | None) -> list[Baseline]:
    """Give the spiral each actor works by, and whether another one works by a newer."""
    said = latest(statements, BaselineAdopted, lambda data: (data.baseline, data.actor))
    kept = {key: held for key, held in said.items() if wanted is None or key[1] in wanted}
    newest: dict[str, int] = defaultdict(int)
    for _, data in kept.values():
        newest[data.baseline] = max(newest[data.baseline], data.level)
    return [
        Baseline(
            baseline=data.baseline,
            actor=data.actor,
            level=data.level,
            adopted_at=one.occurred_at,
            newest_level=newest[data.baseline],
            is_behind=data.level < newest[data.baseline],
            ledger_seq=one.seq,
        )
        for _, (one, data) in sorted(kept.items())
    ]


def capabilities(
    statements: Iterable[Statement], wanted: Collection[str] | None, on: date, method: Method
) -> list[Capability]:
    """Give what each actor offers and has not withdrawn."""
    said = latest(
        statements, OFFERS, lambda data: (data.actor, str(data.area), data.capability_code)
    )
    return [
        _capability(one, data, on, method)
        for key, (one, data) in sorted(said.items())
        if isinstance(data, CapabilityDeclared) and (wanted is None or key[0] in wanted)
    ]


def _capability(one: Statement, data: CapabilityDeclared, on: date, method: Method) -> Capability:
    age_days = (on - one.occurred_at.date()).days
    return Capability(
        actor=data.actor,
        area=data.area,
        capability_code=data.capability_code,
        quantity=data.quantity,
        ntm_days=data.ntm_days,
        ntm_band=notice.band(data.ntm_days, method),
        available_from_on=data.available_from_on,
        is_available=data.available_from_on <= on,
        declared_at=one.occurred_at,
        ledger_seq=one.seq,
        age_days=age_days,
        is_late=age_days > method.declaration.late_days,
    )


def notice_to_move(offers: Iterable[Capability], method: Method) -> list[NoticeBand]:
    """Give how much of what is available can move how soon."""
    available = [one for one in offers if one.is_available]
    limits = (*method.notice_to_move.at_most_days, None)
    return [_band(band, limit, available) for band, limit in enumerate(limits, start=1)]


def _band(band: int, at_most_days: int | None, available: Iterable[Capability]) -> NoticeBand:
    offers = [one for one in available if one.ntm_band == band]
    return NoticeBand(
        band=band,
        at_most_days=at_most_days,
        actors=len({one.actor for one in offers}),
        offers=len(offers),
        quantity=sum(one.quantity for one in offers),
        late=sum(one.is_late for one in offers),
        oldest_age_days=max((one.age_days for one in offers), default=None),
    )


def standards(statements: Sequence[Statement], wanted: Collection[str] | None) -> list[Overlap]:
    """Give how many of the editions anybody agreed to both of a pair work by."""
    steps = [one for one in statements if isinstance(one.data, STANDARD_STEPS)]
    said = latest(undisputed(steps, edition_of), STANDARD_STEPS, edition_of)
    held = {key: data for key, (_, data) in said.items() if wanted is None or key[0] in wanted}
    required: dict[str, set[tuple[str, str]]] = defaultdict(set)
    worked: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for (actor, dimension, *edition), data in held.items():
        if not isinstance(data, StandardReserved):
            required[dimension].add((edition[0], edition[1]))
        if isinstance(data, StandardImplemented):
            worked[actor, dimension].add((edition[0], edition[1]))
    return [
        _overlap(one, other, dimension, worked, len(required[dimension]))
        for one, other in combinations(sorted({key[0] for key in held}), 2)
        for dimension in sorted(required)
    ]


def edition_of(step: EventData) -> tuple[str, str, str, str]:
    """Give whose step towards which edition of a standard it is."""
    assert isinstance(step, STANDARD_STEPS)
    return step.actor, str(step.dimension), step.standard_id, step.edition


def _overlap(
    one: str,
    other: str,
    dimension: str,
    worked: dict[tuple[str, str], set[tuple[str, str]]],
    required: int,
) -> Overlap:
    both = len(worked[one, dimension] & worked[other, dimension])
    return Overlap(
        actor_a=one,
        actor_b=other,
        dimension=dimension,
        implemented_by_both=both,
        required=required,
        overlap_ratio=both / required,
    )
