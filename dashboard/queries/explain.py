"""What the explain panel asks: one number, what it is made of, and why it changed."""

from dataclasses import dataclass
from datetime import date, datetime

from dashboard.queries import ReadModel
from dashboard.queries.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingInFull:
    """One actor in one area, with every part of the level."""

    actor: str
    area: str
    level: str
    t: float | None
    t_level: int | None
    conf: float
    confidence: str
    items: int
    external_items: int
    p: float | None
    s: float | None
    r: float | None
    reported_t: float | None
    p_level: int | None
    s_level: int | None
    r_level: int | None
    p_state: str
    s_state: str
    r_state: str
    pillars: int
    index: float | None
    last_level: str
    age_days: int | None
    report_age_days: int | None
    computed_level: str
    override_reason: str | None
    override_expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairInFull:
    """One pair in one dimension, with every part of the level."""

    actor_a: str
    actor_b: str
    dimension: str
    level: int | None
    is_lapsed: bool
    last_level: int
    lower_bound: float | None
    mean: float | None
    n_eff: float
    tests: int
    age_days: int | None
    is_capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of evidence, report or prior behind a number."""

    seq: int | None
    event_id: str | None
    occurred_at: datetime | None
    age_days: int | None
    kind: str
    instrument: str | None
    instrument_version: str | None
    value: float
    weight: float | None
    share: float | None
    remaining: float | None
    is_external: bool
    counts: bool
    why_not: str | None
    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One part of a change, with the share of it that it makes; of a level there are none.

    What has no event has the day with which it came.
    """

    measure: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    cause: str
    pillar: str | None
    seq: int | None
    event_id: str | None
    at: datetime | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """When an event was recorded, and what it says."""

    seq: int
    recorded_at: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class At:
    """The moment that is asked about, and the one it is compared with."""

    as_of: datetime
    known_at: datetime
    from_at: datetime


async def one_reading(ask: ReadModel, actor: str, area: str, at: At) -> ReadingInFull | None:
    """Give one reading, or None where nothing was ever heard."""
    found = await ask.ask(
        ReadingInFull,
        "explain_one_reading",
        actor=actor,
        area=area,
        as_of=at.as_of,
        known_at=at.known_at,
    )
    return found[0] if found else None


async def readiness_items(ask: ReadModel, actor: str, area: str, at: At) -> list[Item]:
    """Give everything behind a reading: evidence, the newest first, then reports."""
    return await ask.ask(
        Item, "explain_readiness", actor=actor, area=area, as_of=at.as_of, known_at=at.known_at
    )


async def readiness_causes(ask: ReadModel, actor: str, area: str, at: At) -> list[Cause]:
    """Give why a reading changed; nothing where it did not."""
    return await ask.ask(
        Cause,
        "explain_change",
        actor=actor,
        area=area,
        from_at=at.from_at,
        as_of=at.as_of,
        known_at=at.known_at,
    )


async def one_pair(
    ask: ReadModel, body: str, pair: tuple[str, str], dimension: str, at: At
) -> PairInFull | None:
    """Give one pair in one dimension, or None without a test young enough."""
    found = await ask.ask(
        PairInFull,
        "explain_one_pair",
        body=body,
        actor_a=pair[0],
        actor_b=pair[1],
        dimension=dimension,
        as_of=at.as_of,
        known_at=at.known_at,
    )
    return found[0] if found else None


async def pair_items(ask: ReadModel, pair: tuple[str, str], dimension: str, at: At) -> list[Item]:
    """Give every test behind a pair's mean, the newest first, then the prior."""
    return await ask.ask(
        Item,
        "explain_interoperability",
        actor_a=pair[0],
        actor_b=pair[1],
        dimension=dimension,
        as_of=at.as_of,
        known_at=at.known_at,
    )


async def pair_causes(
    ask: ReadModel, body: str, pair: tuple[str, str], dimension: str, at: At
) -> list[Cause]:
    """Give why a pair's mean changed; nothing where it did not."""
    return await ask.ask(
        Cause,
        "explain_pair_change",
        body=body,
        actor_a=pair[0],
        actor_b=pair[1],
        dimension=dimension,
        from_at=at.from_at,
        as_of=at.as_of,
        known_at=at.known_at,
    )


async def rollup_readings(ask: ReadModel, body: str, area: str, at: At) -> list[ReadingInFull]:
    """Give the readings of all members of a body in one area."""
    return await ask.ask(
        ReadingInFull,
        "explain_rollup",
        body=body,
        area=area,
        as_of=at.as_of,
        known_at=at.known_at,
    )


async def standing(
    ask: ReadModel, body: str, commitment: str, actor: str, at: At
) -> Standing | None:
    """Give one actor's standing on a commitment, or None where it promised nothing."""
    found = await ask.ask(
        Standing,
        "explain_commitment",
        body=body,
        commitment=commitment,
        actor=actor,
        as_of=at.as_of,
        known_at=at.known_at,
    )
    return found[0] if found else None


async def recorded(ask: ReadModel, seqs: list[int]) -> list[Recorded]:
    """Give when events were recorded; those the viewer may not see are left out."""
    return await ask.ask(Recorded, "explain_recorded", seqs=seqs)
