"""What is required of actors, and what do commanders say instead of the computed level?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from schemas.events import ALL_ACTORS, LevelOverridden, RequirementSet
from schemas.method import Method
from tests.reference.answers import Gap, Override
from tests.reference.levels import NOT_DEMONSTRATED
from tests.reference.membership import Member
from tests.reference.registers import latest
from tests.reference.rows import Reading
from tests.reference.statements import Statement

BEYOND_THE_LADDER = "5"  # what was not demonstrated can only be set to this


def overrides(statements: Iterable[Statement], on: date, method: Method) -> list[Override]:
    """Give the levels set by commanders that hold: of each series the latest, until it expires."""
    said = latest(statements, LevelOverridden, lambda data: (data.actor, data.area))
    found = (_override(one, data, on, method) for one, data in said.values())
    holding = [one for one in found if one.days_left >= 0]
    return sorted(holding, key=lambda one: (one.actor, one.area))


def _override(one: Statement, data: LevelOverridden, on: date, method: Method) -> Override:
    longest = one.occurred_at.date() + timedelta(days=method.override.longest_days)
    expires_on = min(data.expires_on, longest)
    return Override(
        actor=data.actor,
        area=data.area,
        level=int(data.level[1:]),
        reason=data.reason,
        expires_on=expires_on,
        days_left=(expires_on - on).days,
        computed_level=None,
        ledger_seq=one.seq,
    )


def shown(readings: Iterable[Reading], held: Iterable[Override]) -> list[Reading]:
    """Give the readings with the commander's level where one holds."""
    by_series = {(one.actor, one.area): one for one in held}
    return [_shown(reading, by_series.get((reading.actor, reading.area))) for reading in readings]


def _shown(reading: Reading, override: Override | None) -> Reading:
    if override is None:
        return reading
    said = str(override.level)
    may_hold = reading.computed_level != NOT_DEMONSTRATED or said == BEYOND_THE_LADDER
    return replace(
        reading,
        level=said if may_hold else reading.computed_level,
        override_reason=override.reason,
        override_expires_on=override.expires_on,
    )


def beside(held: Iterable[Override], readings: Iterable[Reading]) -> list[Override]:
    """Give overrides with the level that would be computed."""
    computed = {(one.actor, one.area): one.computed_level for one in readings}
    return [replace(one, computed_level=computed.get((one.actor, one.area))) for one in held]


def gaps(
    statements: Iterable[Statement],
    body: str,
    members: Sequence[Member],
    readings: Iterable[Reading],
) -> list[Gap]:
    """Give how far each member is from its own requirement, else from that of all."""
    of_body = [one for one in statements if getattr(one.data, "body", None) == body]
    said = latest(of_body, RequirementSet, _wanted)
    measured = {(one.actor, one.area): one for one in readings}
    areas = sorted({area for _, area in said})
    found = (_gap(member.actor, area, said, measured) for member in members for area in areas)
    return sorted((one for one in found if one), key=_widest_first)


def _widest_first(one: Gap) -> tuple[float, float, str, str]:
    """Order gaps: what is not known comes before every number."""
    gap = math.inf if one.gap is None else one.gap
    last_gap = math.inf if one.last_gap is None else one.last_gap
    return -gap, -last_gap, one.actor, one.area


def _wanted(data: RequirementSet) -> tuple[str, str]:
    return data.actor, data.area


def _gap(
    actor: str,
    area: str,
    said: Mapping[tuple[str, str], tuple[Statement, RequirementSet]],
    measured: Mapping[tuple[str, str], Reading],
) -> Gap | None:
    wanted = said.get((actor, area)) or said.get((ALL_ACTORS, area))
    if wanted is None:
        return None
    one, data = wanted
    reading = measured.get((actor, area))
    index = reading.index if reading else None
    last_index = reading.last_index if reading else None
    gap = _missing(data.target_index, index)
    return Gap(
        actor=actor,
        area=area,
        target_index=data.target_index,
        set_by=data.set_by,
        is_own=data.actor != ALL_ACTORS,
        index=index,
        gap=gap,
        level=reading and reading.level,
        ledger_seq=one.seq,
        is_open=gap is None or gap > 0,
        last_index=last_index,
        last_gap=_missing(data.target_index, last_index),
    )


def _missing(target: float, index: float | None) -> float | None:
    return None if index is None else max(target - index, 0.0)
