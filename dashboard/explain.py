"""The explain panel: reads what is asked for in the address, asks the read model, shows it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dashboard import constants
from dashboard.at_once import AtOnce
from dashboard.components.explain import Explained, Line, explain_panel, headings
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.queries import ReadModel, bodies, commitments, explain, ledger
from dashboard.queries.causes import Cause, Recorded
from dashboard.queries.explain import Item
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


async def explanation(model: ReadModel, moment: Moment) -> list[Any] | None:
    """Give the panel for what the view asks to be explained; None when it asks for nothing."""
    if moment.view.why is None:
        return None
    # An id may hold colons itself, such as nato:core-defence-3.5pct; what comes last does not.
    kind, _, rest = moment.view.why.partition(":")
    what = rest.rsplit(":", 1)
    explained = await _KINDS[kind](model, moment, *what)
    clocks = say("why.as_of", as_of=dtg(moment.as_of), known_at=dtg(moment.known_at))
    return explain_panel(explained, moment.view, clocks)


def _from_at(moment: Moment) -> datetime:
    return moment.view.from_at or moment.as_of - timedelta(days=CHANGE_DAYS)


async def _reading(model: ReadModel, moment: Moment, actor: str, area: str) -> Explained:
    clocks, from_at = moment.clocks, _from_at(moment)
    async with AtOnce() as at_once:
        found = at_once.ask(explain.explain_one_reading(model, actor=actor, area=area, **clocks))
        behind = at_once.ask(explain.explain_readiness(model, actor=actor, area=area, **clocks))
        causes = at_once.ask(
            model.ask(Cause, "explain_change", actor=actor, area=area, from_at=from_at, **clocks)
        )
    reading, items = found.result(), behind.result()
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
        changes=_changes(causes.result(), moment),
        newest=await _newest(model, items),
        links=[(say("why.trend"), trend.href("/trends"))],
    )


async def _pair(model: ReadModel, moment: Moment, pair: str, dimension: str) -> Explained:
    first, second = pair.split("+")
    async with AtOnce() as at_once:
        read = at_once.ask(
            explain.explain_one_pair(
                model, actor_a=first, actor_b=second, dimension=dimension, **moment.of_body
            )
        )
        behind = at_once.ask(
            explain.explain_interoperability(
                model, actor_a=first, actor_b=second, dimension=dimension, **moment.clocks
            )
        )
        causes = at_once.ask(
            model.ask(
                Cause,
                "explain_pair_change",
                actor_a=first,
                actor_b=second,
                dimension=dimension,
                from_at=_from_at(moment),
                **moment.of_body,
            )
        )
    found, items = read.result(), behind.result()
    title = say(
        "why.pair.title",
        pair=names.pair(first, second),
        dimension=names.DIMENSIONS[dimension].lower(),
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
        changes=_changes(causes.result(), moment, ("level", "pair")),
        newest=await _newest(model, items),
    )


async def _rollup(model: ReadModel, moment: Moment, area: str) -> Explained:
    async with AtOnce() as at_once:
        found = at_once.ask(explain.explain_rollup(model, area=area, **moment.of_body))
        belonging = at_once.ask(bodies.members(model, **moment.of_body))
    readings, members = found.result(), belonging.result()
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


async def _commitment(model: ReadModel, moment: Moment, commitment: str, actor: str) -> Explained:
    as_of, known_at = moment.as_of, moment.known_at
    async with AtOnce() as at_once:
        found = at_once.ask(
            commitments.explain_commitment(
                model, commitment=commitment, actor=actor, **moment.of_body
            )
        )
        events = at_once.ask(
            ledger.events(
                model, known_at=known_at, max_rows=EVENTS, subject=commitment, occurred_to=as_of
            )
        )
    standing = found.result()
    if standing is None:
        return _nothing(names.actor(actor), say("why.nothing"))
    return Explained(
        title=say("why.commitment.title", actor=names.actor(actor), title=standing.title),
        value="–" if standing.value is None else one_decimal(standing.value),
        state=standing.unit,
        sentences=wording.standing_sentences(standing),
        headings=headings("what", "age"),
        lines=[
            Line(names.plain(one.summary), (age((as_of - one.occurred_at).days),), one.seq)
            for one in events.result()
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
    causes: Sequence[Cause], moment: Moment, measures: Sequence[str] = ("level", "index", "T")
) -> list[tuple[str, list[Line]]]:
    """Give what moved the level, and then the numbers by their causes; the first number always."""
    from_at = _from_at(moment)
    found: list[tuple[str, list[Line]]] = []
    for measure in measures:
        own = [cause for cause in causes if cause.measure == measure]
        if own or measure == measures[1]:
            title = wording.change_title(measure, own, from_at, (moment.as_of - from_at).days)
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


async def _newest(model: ReadModel, items: Sequence[Item]) -> tuple[int, str] | None:
    seqs = [item.seq for item in items if item.seq is not None]
    if not seqs:
        return None
    found = await model.ask(Recorded, "explain_recorded", seqs=[max(seqs)])
    return (found[0].seq, dtg(found[0].recorded_at)) if found else None
