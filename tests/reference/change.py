"""Why did a mean change? What came, what it put out of date, with shares that add up to it.

What a series adds up to moves only when evidence comes or is amended (method, section 9 (e)); a
belief about a pair is drawn back to its prior in silence as well, and that part is called time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tests.reference.evidence import Item, Mix
from tests.reference.statements import Order, Statement

ROUNDING = 1e-9  # sums of the same numbers may differ in their last digit
DIGITS = 9  # shares that differ in later digits are equally large
Key = tuple[str, str]

CAME, NOT_YET = "came", "not yet"
BECAME_KNOWN, NO_LONGER_KNOWN = "became known", "no longer known"
CORRECTED, RETRACTED, REINSTATED = "corrected", "retracted", "reinstated"
PUT_OUT_OF_DATE, IN_DATE_AGAIN = "put out of date", "in date again"
VERSION_CHANGED = "version changed"
DECLARED, NO_LONGER_DECLARED = "actor declared", "actor no longer declared"
WEIGHED_ANEW, TIME = "weighed anew", "time"
PAST_VALIDITY, GROWN_OLD = "past its validity", "grown old"


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a change, and how much of the change it explains.

    Its moment is that of its event; what has no event happened with a day.
    """

    cause: str
    seq: int | None = None
    source: str | None = None
    event_id: str | None = None
    at: datetime | None = None
    share: float | None = None
    pillar: str | None = "T"
    is_in: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """One end of a change: a moment, the roots known then, and what each was known to say.

    What holds may say nothing that counts, such as a result without a rating.
    """

    as_of: datetime
    recorded: frozenset[Key]
    holding: frozenset[Key]
    in_force: Mapping[Key, Statement]

    @property
    def day(self) -> date:
        """Give its UTC day."""
        return self.as_of.date()


@dataclass(frozen=True, slots=True)
class Mean:
    """A mix at one end, with the share that each of its items has; no value when it lapsed."""

    mix: Mix
    shares: Mapping[int, float]
    prior_share: float
    value: float | None

    @property
    def items(self) -> dict[int, Item]:
        """Give its items by their event."""
        return {item.seq: item for item in self.mix.items}


def happened(cause: str, order: Order, seq: int, *, is_in: bool = False) -> Cause:
    """Give a cause that an event is."""
    source, event_id = order[-2:]
    return Cause(cause, seq, source, event_id, order[0], is_in=is_in)


def on_day(cause: str, day: date) -> Cause:
    """Give a cause that came with a day, not with an event."""
    return Cause(cause, at=datetime.combine(day, time(), UTC))


def is_between(day: date, first: End, last: End) -> bool:
    """Tell whether a day began after one end and not after the other."""
    return first.day < day <= last.day


def reason(seq: int, order: Order, there: End, *, is_in: bool) -> str | None:
    """Tell why an event is not heard at the other end, None if it is."""
    key, is_later = order[-2:], order[0] > there.as_of
    said = there.in_force.get(key)
    if key not in there.recorded or (said is not None and said.seq == seq and is_later):
        if is_later:
            return CAME if is_in else NOT_YET
        return BECAME_KNOWN if is_in else NO_LONGER_KNOWN
    if said is None and key not in there.holding:
        return REINSTATED if is_in else RETRACTED
    if said is None:
        return CORRECTED
    return None if said.seq == seq else CORRECTED


def mean_causes(
    before: Mean, after: Mean, ends: tuple[End, End], prior: float | None
) -> list[Cause]:
    """Give the causes by which one mean became another; without both there are no shares.

    A prior is given by its own mean.
    """
    start, end = ends
    found = [
        _moved(item, after.mix, end, before, after, is_in=False)
        for seq, item in before.items.items()
        if seq not in after.items
    ] + [
        _moved(item, before.mix, start, before, after, is_in=True)
        for seq, item in after.items.items()
        if seq not in before.items
    ]
    if before.value is None or after.value is None:
        return found
    stayed = before.items.keys() & after.items.keys()
    rest = sum(_part(before.items[seq], before, after) for seq in stayed)
    if prior is not None:
        rest += (after.prior_share - before.prior_share) * (prior - before.value)
    return [*found, *_unless_nothing(WEIGHED_ANEW if prior is None else TIME, rest)]


def _unless_nothing(cause: str, share: float) -> list[Cause]:
    return [Cause(cause, share=share)] if abs(share) > ROUNDING else []


def _part(item: Item, before: Mean, after: Mean) -> float:
    moved = after.shares.get(item.seq, 0.0) - before.shares.get(item.seq, 0.0)
    return moved * (item.points - (before.value or 0.0))


def _moved(item: Item, there: Mix, end: End, before: Mean, after: Mean, *, is_in: bool) -> Cause:
    has_both = before.value is not None and after.value is not None
    why = reason(item.seq, item.order, end, is_in=is_in) or _by_the_mix(item, there, is_in=is_in)
    found = happened(why, item.order, item.seq, is_in=is_in)
    return replace(found, share=_part(item, before, after) if has_both else None)


def _by_the_mix(item: Item, there: Mix, *, is_in: bool) -> str:
    """Tell why an item that was heard at the other end is not in its mix."""
    if there.taken_at is None:
        return DECLARED if is_in else NO_LONGER_DECLARED
    if not item.is_valid(there.day):
        return IN_DATE_AGAIN if is_in else PUT_OUT_OF_DATE
    return VERSION_CHANGED


def lapsing_day(mix: Mix) -> date:
    """Give the first day on which no item of a mix is inside its own validity."""
    return max(item.day + timedelta(days=item.decay.validity_days + 1) for item in mix.items)


def ageing_day(mix: Mix, share_of_validity: float) -> date:
    """Give the first day on which every item of a mix is older than this share of its validity."""
    return max(
        item.day + timedelta(days=int(item.decay.validity_days * share_of_validity) + 1)
        for item in mix.items
    )


def lapse(before: Mean, after: Mean, start: End, end: End, cause: str) -> Cause | None:
    """Give that what there was lapsed with a day, or had not lapsed yet at the later end."""
    if before.value is not None and after.value is None and after.mix.items:
        day = lapsing_day(after.mix)
        return on_day(cause, day) if is_between(day, start, end) else None
    if before.value is None and after.value is not None and before.mix.items:
        day = lapsing_day(before.mix)
        return on_day(not_yet(cause), day) if is_between(day, end, start) else None
    return None


def not_yet(cause: str) -> str:
    """Give the cause as it is when the later moment is compared with an earlier one."""
    return f"not yet {cause}"


def chief(causes: Iterable[Cause], sign: int) -> Cause | None:
    """Give the cause that did most in a direction; where none did, the newest event that fits.

    Sums of the same numbers may differ in their last digit: equal shares are told apart by time.
    """
    found = [one for one in causes if one.cause != WEIGHED_ANEW]
    helped = [one for one in found if one.share is not None and one.share * sign > ROUNDING]
    if helped:
        return max(helped, key=lambda one: (round((one.share or 0) * sign, DIGITS), *_newest(one)))
    moved = [one for one in found if one.seq is not None]
    fitting: Sequence[Cause] = [one for one in moved if one.is_in == (sign > 0)] or moved or found
    return max(fitting, key=_newest, default=None)


def _newest(cause: Cause) -> tuple[bool, datetime, int]:
    nothing = datetime.min.replace(tzinfo=UTC)
    return cause.seq is not None, cause.at or nothing, cause.seq or 0


def is_changed(was: float | None, now: float | None) -> bool:
    """Tell whether this is another number."""
    if was is None or now is None:
        return was is not now
    return abs(now - was) > ROUNDING
