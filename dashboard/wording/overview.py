"""The situation in four sentences: what changed, what is worst, what is old, what was promised."""

from collections import Counter
from collections.abc import Sequence

from dashboard import names
from dashboard.queries.rows import Body, Compliance, Member, Reading, RolledUp
from dashboard.view import AREAS
from dashboard.wording.numbers import age, counted, listed, one_decimal, percent

LATE_REPORT_DAYS = 45


def changes(now: Sequence[Reading], before: Sequence[Reading]) -> str:
    """Say which readings moved from one level to another."""
    old = {(reading.actor, reading.area): reading for reading in before}
    moved = [
        (reading, old[reading.actor, reading.area].level)
        for reading in now
        if (reading.actor, reading.area) in old
        and old[reading.actor, reading.area].level != reading.level
    ]
    fell = [_moved(reading, was) for reading, was in moved if _rank(reading.level) > _rank(was)]
    rose = [_moved(reading, was) for reading, was in moved if _rank(reading.level) < _rank(was)]
    if not moved:
        return "No reading changed its level."
    parts = []
    if fell:
        parts.append(f"▼ {counted(len(fell), 'reading')} fell: {listed(fell, 2)}")
    if rose:
        parts.append(f"▲ {counted(len(rose), 'reading')} rose: {listed(rose, 2)}")
    return "; ".join(parts) + "."


def _moved(reading: Reading, was: str) -> str:
    place = f"{names.actor(reading.actor)} {names.area_inside(reading.area)}"
    return f"{place} {_level(was)} → {_level(reading.level)}"


def _rank(level: str) -> int:
    return 5 if level == "ND" else int(level)


def _level(level: str) -> str:
    return "not demonstrated" if level == "ND" else level


def events_in_a_day(count: int, at_most: int) -> str:
    """Say how many events occurred in the last 24 hours."""
    if count >= at_most:
        return f"{at_most:,} events or more occurred."
    return f"{counted(count, 'event')} occurred."


def weakest(rolled_up: Sequence[RolledUp], now: Sequence[Reading]) -> str:
    """Say which area and which member are furthest behind."""
    scored = [row for row in rolled_up if row.reporting]
    if not scored:
        return "No member has reported anything yet."
    worst = min(scored, key=lambda row: (row.ready / max(row.members, 1), AREAS.index(row.area)))
    text = (
        f"{names.area(worst.area)}: {worst.ready} of {counted(worst.members, 'member')} ready "
        f"(level 1 or 2)"
    )
    if worst.nd:
        text += f", {worst.nd} not demonstrated"
    return f"{text}. {_furthest_behind(now)}"


def _furthest_behind(now: Sequence[Reading]) -> str:
    ready = Counter({reading.actor: 0 for reading in now})
    ready.update(reading.actor for reading in now if reading.level in ("1", "2"))
    if not ready:
        return "No member has a reading."
    actor, areas = min(ready.items(), key=lambda item: (item[1], item[0]))
    return f"{names.actor(actor)} is ready in {areas} of {len(AREAS)} areas, the fewest."


def stale(now: Sequence[Reading], members: Sequence[Member]) -> str:
    """Say how much is missing or old."""
    expected = len(members) * len(AREAS)
    if not expected:
        return "This body has no members."
    known = {(reading.actor, reading.area) for reading in now}
    missing = expected - len(known)
    late = [
        r for r in now if r.report_age_days is not None and r.report_age_days > LATE_REPORT_DAYS
    ]
    text = f"{missing:,} of {expected:,} member areas have no data."
    if not late:
        return f"{text} No resource report is older than {LATE_REPORT_DAYS} days."
    oldest = max(late, key=lambda r: (r.report_age_days or 0, r.actor))
    who = counted(len({reading.actor for reading in late}), "member")
    have = "has" if who.startswith("1 ") else "have"
    return (
        f"{text} {who} {have} resource reports older than {LATE_REPORT_DAYS} days, the oldest "
        f"{names.actor(oldest.actor)} {names.area_inside(oldest.area)} at "
        f"{age(oldest.report_age_days)}."
    )


def promises(compliance: Sequence[Compliance]) -> str:
    """Say how the commitment with the lowest compliance stands."""
    scored = [row for row in compliance if row.compliance_ratio is not None and row.scored]
    if not compliance:
        return "No commitment is on record for this body."
    if not scored:
        return f"None of {counted(len(compliance), 'commitment')} can be scored yet."
    lowest = min(scored, key=lambda row: (row.compliance_ratio or 0.0, row.commitment_id))
    lead = "" if len(compliance) == 1 else "Lowest: "
    return (
        f"{lead}{lowest.title}, {percent(lowest.compliance_ratio)} compliance with "
        f"{lowest.scored} of {lowest.actors} scored, {lowest.missed} at or below the baseline. "
        f"{len(scored)} of {counted(len(compliance), 'commitment')} scored."
    )


def reading_words(reading: Reading) -> str:
    """Give everything about one reading in a line, as the hover and the table say it."""
    place = f"{names.actor(reading.actor)}, {names.area(reading.area)}"
    if reading.level == "ND":
        state = "not demonstrated: no training evidence is young enough"
    else:
        state = f"level {reading.level}, training {one_decimal(reading.t)}"
    pillars = " ".join(
        f"{name} {one_decimal(value)}"
        for name, value in (("P", reading.p), ("S", reading.s), ("R", reading.r))
        if value is not None
    )
    parts = [
        f"{place}: {state}",
        f"confidence {reading.confidence}, {counted(reading.items, 'item')}",
        pillars or "no resource report",
        f"newest {age(reading.age_days)} old",
    ]
    return " · ".join(parts)


def matrix_title(rolled_up: Sequence[RolledUp]) -> str:
    """Say the finding of the readiness matrix."""
    scored = [row for row in rolled_up if row.reporting]
    if not scored:
        return "Readiness by member and area"
    best = max(scored, key=lambda row: row.ready / max(row.members, 1))
    worst = min(scored, key=lambda row: row.ready / max(row.members, 1))
    if len(scored) == 1:
        place = names.area(best.area)
        return (
            f"{place} is ready in {best.ready} of {best.members} members; no other area has data"
        )
    if best.ready == worst.ready:
        # As many in each; they need not be the same members.
        where = "each area" if len(scored) == len(rolled_up) else "each area that has data"
        return f"{best.ready} of {best.members} members are ready in {where}"
    return (
        f"{names.area(worst.area)} is ready in {worst.ready} members, "
        f"{names.area_inside(best.area)} in {best.ready} of {best.members}"
    )


def body_words(body: Body) -> str:
    """Give the name of a body in the selector."""
    return f"{body.body} ({body.members})"
