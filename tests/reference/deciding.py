"""What moved a level? The event of the pillar that decides it, or what came with a day.

A level that fell is decided by the worst pillar after; one that rose, by the worst before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.reference import change
from tests.reference.answers import Override
from tests.reference.change import Cause, End
from tests.reference.guidance import BEYOND_THE_LADDER
from tests.reference.levels import NOT_DEMONSTRATED
from tests.reference.reports import LAPSED, NEVER
from tests.reference.rows import PairReading, Reading
from tests.reference.statements import Statement

NOT_MEMBERS, NO_DATA, PAIR_LAPSED = "not members", "no data", "lapsed"
BEGAN, ENDED = "override began", "override ended"
NOT_BEGUN, NOT_ENDED = "override not yet begun", "override not yet ended"
HELD, FREE = "held by the baseline", "no longer held by the baseline"
JOINED, LEFT = "joined", "left"
WORST_RANK = 6  # of a pillar that lapsed or was never demonstrated: worse than C5
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Order:
    """A level that a commander set, and the event by which."""

    override: Override
    statement: Statement

    def is_shown(self, computed: str) -> bool:
        """Tell whether it replaces what is computed; what was not demonstrated only C5 does."""
        return computed != NOT_DEMONSTRATED or str(self.override.level) == BEYOND_THE_LADDER


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides a level at one end."""

    reading: Reading | None
    order: Order | None

    @property
    def level(self) -> str:
        """Give the level that is shown."""
        return self.reading.level if self.reading else NOT_DEMONSTRATED

    @property
    def computed(self) -> str:
        """Give the level without a commander's word."""
        return self.reading.computed_level if self.reading else NOT_DEMONSTRATED

    @property
    def shown_order(self) -> Order | None:
        """Give the commander's word that is shown."""
        return self.order if self.order and self.order.is_shown(self.computed) else None

    def ranks(self, best_of_some: int) -> dict[str, int]:
        """Give how bad each pillar is; one never reported on keeps from the best level."""
        one = self.reading
        if one is None:
            return {"T": WORST_RANK}
        states = {
            "P": (one.p_state, one.p_level),
            "S": (one.s_state, one.s_level),
            "R": (one.r_state, one.r_level),
        }
        reported = {
            pillar: WORST_RANK
            if state == LAPSED
            else best_of_some
            if state == NEVER
            else level or 0
            for pillar, (state, level) in states.items()
        }
        return reported | {"T": WORST_RANK if one.t_level is None else one.t_level}


def rank(level: str) -> int:
    """Give how bad a level is."""
    return WORST_RANK if level == NOT_DEMONSTRATED else int(level)


def level_cause(
    before: Standing,
    after: Standing,
    causes: Mapping[str, Sequence[Cause]],
    ends: tuple[End, End],
    best_of_some: int,
) -> Cause | None:
    """Give what moved the level that is shown; None where it stands."""
    if before.level == after.level:
        return None
    by_order = _by_order(before, after, *ends)
    if by_order is not None:
        return by_order
    return _by_pillar(before, after, causes, best_of_some)


def _by_order(before: Standing, after: Standing, start: End, end: End) -> Cause | None:
    was, now = before.shown_order, after.shown_order
    is_back = end.as_of < start.as_of
    if now is not None and (
        before.order is None or before.order.statement.seq != now.statement.seq
    ):
        return _ordered(NOT_ENDED if is_back else BEGAN, now)
    fell_silent = after.computed == NOT_DEMONSTRATED != before.computed
    if was is None or now is not None or fell_silent:
        return None
    if is_back:
        return _ordered(NOT_BEGUN, was)
    last = was.override.expires_on
    found = replace(change.on_day(ENDED, last + timedelta(days=1)), pillar=None)
    return found if last < end.day else replace(found, at=None)


def _ordered(cause: str, order: Order) -> Cause:
    found = change.happened(cause, order.statement.order, order.statement.seq)
    return replace(found, pillar=None)


def _by_pillar(
    before: Standing, after: Standing, causes: Mapping[str, Sequence[Cause]], best_of_some: int
) -> Cause | None:
    """Give what made the deciding pillar worse first, or what made the last of them better."""
    is_worse = rank(after.computed) > rank(before.computed)
    ranks = (after if is_worse else before).ranks(best_of_some)
    worst = max(ranks.values())
    deciding = [
        one for pillar, one in _chiefs(causes, is_worse).items() if ranks.get(pillar) == worst
    ]
    if not deciding:
        return None
    if is_worse:
        return min(deciding, key=lambda one: (one.at or LAST, one.pillar or ""))
    return max(deciding, key=lambda one: (one.at or LAST, one.pillar or ""))


def _chiefs(causes: Mapping[str, Sequence[Cause]], is_worse: bool) -> dict[str, Cause]:
    found = {
        pillar: chief_of(some, -1 if is_worse else 1) for pillar, some in causes.items() if some
    }
    return {pillar: one for pillar, one in found.items() if one is not None}


def chief_of(causes: Sequence[Cause], sign: int) -> Cause | None:
    """Give what moved one pillar: its age where that decided, else the event that did most."""
    aged = [one for one in causes if _is_of_age(one, sign)]
    events = [one for one in causes if one.cause not in _AGES]
    return aged[0] if aged else change.chief(events, sign)


_WORSE = (change.PAST_VALIDITY, change.GROWN_OLD)
_BETTER = tuple(change.not_yet(one) for one in _WORSE)
_AGES = (*_WORSE, *_BETTER)


def _is_of_age(cause: Cause, sign: int) -> bool:
    return cause.cause in (_BETTER if sign > 0 else _WORSE)


def pair_level(reading: PairReading | None, *, was_tested: bool) -> str:
    """Give the level of a pair in words and numbers."""
    if reading is None:
        return NOT_MEMBERS if was_tested else NO_DATA
    return PAIR_LAPSED if reading.level is None else str(reading.level)


def pair_level_cause(
    readings: tuple[PairReading | None, PairReading | None],
    levels: tuple[str, str],
    causes: Sequence[Cause],
    lapse: Cause | None,
) -> Cause | None:
    """Give what moved the level of a pair in a dimension; None where it stands."""
    was, now = levels
    if was == now:
        return None
    if NOT_MEMBERS in levels:
        return Cause(LEFT if now == NOT_MEMBERS else JOINED, pillar=None)
    if lapse is not None:
        return lapse
    is_worse = _pair_rank(now) < _pair_rank(was)
    before, after = readings
    if after is not None and after.is_capped and is_worse:
        return Cause(HELD)
    if before is not None and before.is_capped and not is_worse and now.isdigit():
        return Cause(FREE)
    sign = -1 if is_worse else 1
    found = change.chief(causes, sign)
    return found or Cause(change.TIME)


def _pair_rank(level: str) -> int:
    return int(level) if level.isdigit() else -1
