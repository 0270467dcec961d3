"""Why did a mean change? What came, what went and what faded, with shares that add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schemas.vocabulary import Pillar
from streams.readiness.evidence import Item
from streams.readiness.levels import index
from streams.readiness.statements import Statement
from streams.readiness.why import Evidence, Report

ROUNDING = 1e-9  # sums of the same numbers may differ in their last digit
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a change, and how much of the change it explains."""

    cause: str
    seq: int | None = None
    source: str | None = None
    event_id: str | None = None
    share: float | None = None
    pillar: str = "T"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a change: a moment, the roots known then and what each was known to say."""

    as_of: datetime
    recorded: frozenset[Key]
    in_force: Mapping[Key, Statement]

    @property
    def day(self) -> date:
        """Give its UTC day."""
        return self.as_of.date()


@dataclass(frozen=True, slots=True)
class Mean:
    """The items that count at one end, with the share each has of the mean."""

    items: Mapping[int, tuple[Item, float]]
    prior_share: float
    value: float | None


def mean_of(rows: Sequence[Evidence], items: Mapping[int, Item]) -> Mean:
    """Give the mean of an explained number."""
    counting = [row for row in rows if row.counts and row.share is not None]
    value = sum(row.value * (row.share or 0.0) for row in counting) if counting else None
    shares = {row.seq: row.share or 0.0 for row in counting if row.seq is not None}
    return Mean(
        items={seq: (items[seq], share) for seq, share in shares.items()},
        prior_share=sum(row.share or 0.0 for row in counting if row.seq is None),
        value=value,
    )


def causes(before: Mean, after: Mean, start: End, end: End, prior_mean: float) -> list[Cause]:
    """Give the causes by which one mean became another; without both there are no shares."""
    found = [
        _moved(seq, before, after, start, end) for seq in before.items.keys() ^ after.items.keys()
    ]
    if before.value is None or after.value is None:
        return found
    stayed = before.items.keys() & after.items.keys()
    if not stayed and not before.prior_share:
        return found
    faded = sum(_part(seq, before, after) for seq in stayed)
    faded += (after.prior_share - before.prior_share) * (prior_mean - before.value)
    return [*found, Cause("fading", share=faded)]


def _part(seq: int, before: Mean, after: Mean) -> float:
    _, was = before.items.get(seq, (None, 0.0))
    _, now = after.items.get(seq, (None, 0.0))
    item, _ = (after.items if seq in after.items else before.items)[seq]
    return (now - was) * (item.points - (before.value or 0.0))


def _moved(seq: int, before: Mean, after: Mean, start: End, end: End) -> Cause:
    is_in = seq in after.items
    item, _ = (after.items if is_in else before.items)[seq]
    source, event_id = item.order[2:]
    has_both = before.value is not None and after.value is not None
    return Cause(
        cause=_reason(item, start) if is_in else _reason(item, end, is_out=True),
        seq=seq,
        source=source,
        event_id=event_id,
        share=_part(seq, before, after) if has_both else None,
    )


def _reason(item: Item, there: End, *, is_out: bool = False) -> str:
    """Tell why an item counts at one end only, by what the other end knows of its event."""
    key = item.order[2:]
    said = there.in_force.get(key)
    is_same = said is not None and said.seq == item.seq
    if key not in there.recorded or (is_same and item.order[0] > there.as_of):
        return "not yet" if is_out else "new"
    if said is None:
        return "withdrawn" if is_out else "reinstated"
    if not is_same:
        return "corrected"
    if not item.is_valid(there.day):
        return "expired" if is_out else "valid again"
    return "older instrument version" if is_out else "version in use again"


@dataclass(frozen=True, slots=True)
class Pillars:
    """The pillars a series has at one end; what was shown comes from no single event."""

    values: Mapping[str, float]
    reports: Mapping[Pillar, Report]

    @property
    def index(self) -> float | None:
        """Give their mean."""
        return index(*self.values.values())

    def event_of(self, pillar: str) -> Statement | None:
        """Give the report behind a pillar."""
        report = self.reports.get(Pillar(pillar))
        return report and report.statement


def pillars_of(t: float | None, reports: Mapping[Pillar, Report]) -> Pillars:
    """Give the pillars of a series by their letter."""
    values = {pillar.value: report.pct for pillar, report in reports.items()}
    return Pillars(values if t is None else values | {"T": t}, reports)


def index_causes(before: Pillars, after: Pillars) -> list[Cause]:
    """Give one cause for each pillar there was at either end."""
    found = sorted(before.values.keys() | after.values.keys())
    return [_pillar(pillar, before, after) for pillar in found]


def _pillar(pillar: str, before: Pillars, after: Pillars) -> Cause:
    if pillar not in before.values:
        cause = "pillar came"
    else:
        cause = "pillar" if pillar in after.values else "pillar went"
    event = after.event_of(pillar) or before.event_of(pillar)
    return Cause(
        cause=cause,
        seq=event and event.seq,
        source=event and event.order[2],
        event_id=event and event.order[3],
        share=_pillar_share(pillar, before, after),
        pillar=pillar,
    )


def _pillar_share(pillar: str, before: Pillars, after: Pillars) -> float | None:
    if before.index is None or after.index is None:
        return None
    was, now = before.values.get(pillar), after.values.get(pillar)
    if was is not None and now is not None:
        return (now - was) / len(after.values)
    # Coming and going are measured from the mean of the pillars that stay.
    staying = [before.values[one] for one in before.values if one in after.values]
    middle = sum(staying) / len(staying) if staying else before.index
    if now is not None:
        return (now - middle) / len(after.values)
    return (middle - (was or 0.0)) / len(before.values)


def is_changed(
    was: float | None, now: float | None, was_level: str | None, now_level: str | None
) -> bool:
    """Tell whether this is another reading."""
    if was is None or now is None:
        return was is not now
    return abs(now - was) > ROUNDING or was_level != now_level
