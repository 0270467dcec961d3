"""Why did a pillar change: what was reported, what lapsed, and what each makes of the index?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schemas.method import Method
from schemas.vocabulary import Pillar
from tests.reference import change, levels
from tests.reference.change import Cause, End, Mean
from tests.reference.reports import LAPSED, NEVER
from tests.reference.why import Report

BEGAN, BEGAN_AGAIN = "began to report", "began to report again"
LAPSED_REPORT, TRAINING = "lapsed", "training"


@dataclass(frozen=True, slots=True)
class Training:
    """What was demonstrated at one end, and the level it earns there."""

    mean: Mean
    level: int | None
    earned: int | None
    is_stale: bool


def training_of(mean: Mean, on: date, method: Method) -> Training:
    """Give the level of a mean, not held by its age (earned) and as it is."""
    earned = levels.level(Pillar.TRAINING, mean.value, method)
    is_stale = bool(mean.mix.items) and mean.mix.is_stale(on, method)
    held = earned is not None and is_stale
    level = max(earned or 0, method.readiness.stale_level) if held else earned
    return Training(mean, level, earned, is_stale)


def training_causes(
    before: Training, after: Training, ends: tuple[End, End], method: Method
) -> list[Cause]:
    """Give why training changed: by its evidence, and by the age of it."""
    age = _age(before, after, *ends, method)
    found = change.mean_causes(before.mean, after.mean, ends, None)
    return [*found, age] if age else found


def _age(before: Training, after: Training, start: End, end: End, method: Method) -> Cause | None:
    lapsed = change.lapse(before.mean, after.mean, start, end, change.PAST_VALIDITY)
    if lapsed or before.level is None or after.level is None:
        return lapsed
    share = method.readiness.stale_share_of_validity
    if after.is_stale and not before.is_stale and after.earned != after.level:
        day, found = change.ageing_day(after.mean.mix, share), change.GROWN_OLD
        is_cause = change.is_between(day, start, end)
    elif before.is_stale and not after.is_stale and before.earned != before.level:
        day, found = change.ageing_day(before.mean.mix, share), change.not_yet(change.GROWN_OLD)
        is_cause = change.is_between(day, end, start)
    else:
        return None
    return replace(change.on_day(found, day), share=0.0) if is_cause else None


def report_cause(
    pillar: Pillar,
    before: Report | None,
    after: Report | None,
    ends: tuple[End, End],
    method: Method,
) -> Cause | None:
    """Give why a pillar that is reported stands otherwise than it did; None if it does not."""
    start, end = ends
    states = tuple(
        report.state(one.day, method) if report else NEVER
        for report, one in ((before, start), (after, end))
    )
    found = _report_cause(before, after, states, ends, method)
    return replace(found, pillar=pillar.value) if found else None


def _report_cause(
    before: Report | None,
    after: Report | None,
    states: tuple[str, ...],
    ends: tuple[End, End],
    method: Method,
) -> Cause | None:
    if before is not None and after is not None and before.statement.seq == after.statement.seq:
        return _silence(after, states, method)
    start, end = ends
    came = after and change.reason(after.statement.seq, after.statement.order, start, is_in=True)
    gone = before and change.reason(before.statement.seq, before.statement.order, end, is_in=False)
    if before is not None and gone is not None and (after is None or came is None):
        return change.happened(gone, before.statement.order, before.statement.seq)
    if after is None:
        return None
    if states[1] == LAPSED and came == change.CAME and states[0] != LAPSED:
        return _silence(after, states, method)
    kind = _beginning(states) if came == change.CAME else came
    return change.happened(kind or change.CAME, after.statement.order, after.statement.seq)


def _silence(report: Report, states: tuple[str, ...], method: Method) -> Cause | None:
    """Give that a report lapsed, or had not lapsed yet."""
    was, now = (state == LAPSED for state in states)
    if was == now:
        return None
    days = method.resource_report.validity_days + 1
    day = report.statement.occurred_at.date() + timedelta(days=days)
    return change.on_day(LAPSED_REPORT if now else change.not_yet(LAPSED_REPORT), day)


def _beginning(states: tuple[str, ...]) -> str:
    was, now = states
    if was == NEVER:
        return BEGAN
    return BEGAN_AGAIN if was == LAPSED and now != LAPSED else change.CAME


def index_causes(
    before: Mapping[str, float],
    after: Mapping[str, float],
    indices: tuple[float | None, float | None],
    causes: Mapping[str, Cause],
) -> list[Cause]:
    """Give one cause for each pillar that moved the index, by how much; T is a pillar of it."""
    found: list[Cause] = []
    for pillar, cause in sorted(causes.items()):
        share = _share(pillar, before, after, indices)
        has_come_or_gone = (pillar in before) != (pillar in after)
        if share is None or abs(share) > change.ROUNDING or has_come_or_gone:
            found.append(replace(cause, share=share))
    return found


def _share(
    pillar: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
    indices: tuple[float | None, float | None],
) -> float | None:
    if None in indices:
        return None
    was, now = before.get(pillar), after.get(pillar)
    if was is not None and now is not None:
        return (now - was) / len(after)
    # Coming and going are measured from the mean of the pillars that stay.
    staying = [before[one] for one in before if one in after]
    middle = sum(staying) / len(staying)
    if now is not None:
        return (now - middle) / len(after)
    return (middle - (was or 0.0)) / len(before)
