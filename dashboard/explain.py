"""The explain panel: reads what is asked for in the address, asks the read model, shows it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dashboard import constants
from dashboard.components.explain import Explained, Line, explain_panel, headings
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries import explain as queries
from dashboard.queries.explain import At, Cause, Item
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording import why as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import (
    NO_BREAK,
    adding_up,
    age,
    dtg,
    in_decimals,
    in_percent,
    one_decimal,
    shares,
)

CHANGE_DAYS = 30
EVENTS = 40


async def explanation(ask: ReadModel, moment: Moment) -> list[Any] | None:
    """Give the panel for what the view asks to be explained; None when it asks for nothing."""
    if moment.view.why is None:
        return None
    # An id may hold colons itself, such as nato:core-defence-3.5pct; what comes last does not.
    kind, _, rest = moment.view.why.partition(":")
    what = rest.rsplit(":", 1)
    at = At(moment.as_of, moment.known_at, _from_at(moment))
    explained = await _KINDS[kind](ask, moment, at, *what)
    clocks = say("why.as_of", as_of=dtg(at.as_of), known_at=dtg(at.known_at))
    return explain_panel(explained, moment.view, clocks)


def _from_at(moment: Moment) -> Any:
    return moment.view.from_at or moment.as_of - timedelta(days=CHANGE_DAYS)


def _days(at: At) -> int:
    return (at.as_of - at.from_at).days


async def _reading(ask: ReadModel, moment: Moment, at: At, actor: str, area: str) -> Explained:
    reading, items, causes = await asyncio.gather(
        queries.one_reading(ask, actor, area, at),
        queries.readiness_items(ask, actor, area, at),
        queries.readiness_causes(ask, actor, area, at),
    )
    title = say("why.reading.title", actor=names.actor(actor), area=names.area(area))
    if reading is None:
        return _nothing(title, say("why.nothing"))
    trend = View(
        as_of=moment.view.as_of, known_at=moment.view.known_at, body=moment.view.body
    ).with_(actor=actor, area=area)
    return Explained(
        title=title,
        value=wording.level(reading),
        state=wording.parts(reading),
        sentences=wording.reading_sentences(reading),
        headings=headings("what", "value", "age", "weight", "remaining", "share"),
        lines=_items(items),
        lines_title=say("why.evidence"),
        note=say("why.evidence_note") if any(i.counts for i in items) else say("why.none_counts"),
        changes=_changes(causes, at),
        newest=await _newest(ask, items),
        links=[(say("why.trend"), trend.href("/trends"))],
    )


async def _pair(ask: ReadModel, moment: Moment, at: At, pair: str, dimension: str) -> Explained:
    first, second = pair.split("+")
    both = (first, second)
    found, items, causes = await asyncio.gather(
        queries.one_pair(ask, moment.body, both, dimension, at),
        queries.pair_items(ask, both, dimension, at),
        queries.pair_causes(ask, moment.body, both, dimension, at),
    )
    title = say(
        "why.pair.title", pair=names.pair(*both), dimension=names.DIMENSIONS[dimension].lower()
    )
    if found is None:
        return _nothing(title, say("why.no_test"), _items(items))
    return Explained(
        title=title,
        value=wording.pair_value(found),
        state=wording.pair_state(found),
        sentences=wording.pair_sentences(found),
        headings=headings("what", "value", "age", "weight", "remaining", "share"),
        lines=_items(items),
        lines_title=say("why.evidence"),
        note=say("why.evidence_note"),
        changes=_changes(causes, at, ("level", "pair")),
        newest=await _newest(ask, items),
    )


async def _rollup(ask: ReadModel, moment: Moment, at: At, area: str) -> Explained:
    readings, members = await asyncio.gather(
        queries.rollup_readings(ask, moment.body, area, at),
        ask.members(moment.body, at.as_of, at.known_at),
    )
    ready = sum(constants.is_ready(reading.level) for reading in readings)
    return Explained(
        title=say("why.rollup.title", body=moment.body, area=names.area(area)),
        value=f"{ready}",
        state=f"of {len(members)}",
        sentences=wording.rollup_sentences(readings, [member.actor for member in members]),
        headings=headings("member", "level", "index", "age"),
        lines=[
            Line(
                names.actor(one.actor),
                (one.level, one_decimal(one.index), age(one.age_days)),
                reference=reference("readiness", one.actor, area),
            )
            for one in sorted(readings, key=lambda one: (one.level, -(one.index or 0)))
        ],
        lines_title=say("why.members"),
    )


async def _commitment(
    ask: ReadModel, moment: Moment, at: At, commitment: str, actor: str
) -> Explained:
    standing, events = await asyncio.gather(
        queries.standing(ask, moment.body, commitment, actor, at),
        ask.events(at.known_at, max_rows=EVENTS, subject=commitment, occurred_to=at.as_of),
    )
    if standing is None:
        return _nothing(names.actor(actor), say("why.nothing"))
    return Explained(
        title=say("why.commitment.title", actor=names.actor(actor), title=standing.title),
        value="–" if standing.value is None else one_decimal(standing.value),
        state=standing.unit,
        sentences=wording.standing_sentences(standing),
        headings=headings("what", "age"),
        lines=[
            Line(names.plain(one.summary), (age((at.as_of - one.occurred_at).days),), one.seq)
            for one in events
            if actor in one.summary or not one.type.endswith(_BY_ACTOR)
        ],
        lines_title=say("why.commitment.events"),
    )


_BY_ACTOR = ("progress_reported", "compliance_assessed")
_KINDS: dict[str, Any] = {
    "readiness": _reading,
    "interop": _pair,
    "rollup": _rollup,
    "commitment": _commitment,
}


def _nothing(title: str, words: str, lines: Sequence[Line] = ()) -> Explained:
    return Explained(
        title=title,
        value="–",
        state="",
        sentences=[words],
        headings=headings("what", "value", "age", "weight", "remaining", "share"),
        lines=lines,
        lines_title=say("why.evidence"),
    )


def _by_share(items: Sequence[Item]) -> list[Item]:
    """Order items by what they make of the number; those that do not count come last."""
    return sorted(items, key=lambda item: (not item.counts, -(item.share or 0), -(item.seq or 0)))


def _items(items: Sequence[Item]) -> list[Line]:
    """Give items as lines, whose shares add up to all of it as they are printed."""
    ordered = _by_share(items)
    known = [in_percent(item.share) for item in ordered if item.share is not None]
    shares = iter(adding_up(known, 100.0))
    return [
        _item(item, "–" if item.share is None else f"{one_decimal(next(shares))}{NO_BREAK}%")
        for item in ordered
    ]


def _item(item: Item, share: str) -> Line:
    return Line(
        wording.item_words(item),
        (
            one_decimal(item.value),
            age(item.age_days) if item.age_days is not None else "–",
            _weight(item.weight),
            _weight(item.remaining),
            share,
        ),
        item.seq,
        "" if item.counts else wording.beside_item(item),
        state=wording.beside_item(item) if item.counts else "",
    )


def _weight(weight: float | None) -> str:
    return "–" if weight is None else in_decimals(weight, digits=2)


def _changes(
    causes: Sequence[Cause], at: At, measures: Sequence[str] = ("level", "index", "T")
) -> list[tuple[str, list[Line]]]:
    """Give what moved the level, and then the numbers by their causes; the first number always."""
    found: list[tuple[str, list[Line]]] = []
    for measure in measures:
        own = [cause for cause in causes if cause.measure == measure]
        if own or measure == measures[1]:
            title = wording.change_title(measure, own, at.from_at, _days(at))
            found.append((title, _causes(own, wording.SCALES[measure])))
    return found


def _causes(causes: Sequence[Cause], scale: float) -> list[Line]:
    ordered = sorted(causes, key=lambda cause: -abs(cause.share or 0))
    words = shares(
        [None if cause.share is None else cause.share * scale for cause in ordered],
        wording.change_of(causes, scale),
    )
    return [
        Line(wording.cause_words(cause), (share,), cause.seq)
        for cause, share in zip(ordered, words, strict=True)
    ]


async def _newest(ask: ReadModel, items: Sequence[Item]) -> tuple[int, str] | None:
    seqs = [item.seq for item in items if item.seq is not None]
    if not seqs:
        return None
    found = await queries.recorded(ask, [max(seqs)])
    return (found[0].seq, dtg(found[0].recorded_at)) if found else None
