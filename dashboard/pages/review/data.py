"""Everything the Review page shows: a period, how much happened in it, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.branches import versus_of
from dashboard.moment import Moment
from dashboard.pages.review import queries, words
from dashboard.pages.review.axis import ALL, Axis, asked_span, axis_of
from dashboard.pages.review.queries import (
    Density,
    KeptReview,
    NamedReview,
    PairCause,
    ReadingCause,
)
from dashboard.pages.review.whatif import in_whatif, told_of
from dashboard.pages.review.words import Changed
from dashboard.queries import ReadModel, bodies
from dashboard.queries.bodies import Member
from dashboard.queries.replay import Instant
from dashboard.queries.whatifs import WhatIf, whatifs
from dashboard.replays import AS_THEN_KNOWN, dimension_of, state_of
from dashboard.view import View
from dashboard.wording.causes import kind_of

PATH = "/review"
BUCKETS = 240
MOST_NAMED = 50
Cause = ReadingCause | PairCause


class Between(TypedDict):
    """What is compared, by the names that read functions have for it."""

    body: str
    from_at: datetime
    from_known_at: datetime
    to_at: datetime
    known_at: datetime
    actor: str | None
    cause: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The period of the scrubber with how much happened when, and the named reviews."""

    moment: Moment
    axis: Axis
    density: list[Density]
    reviews: list[NamedReview]
    whatifs: list[WhatIf]
    kept: list[KeptReview]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed between A and B: one entry a reading, and every cause as a row."""

    moment: Moment
    axis: Axis
    changed: list[Changed]
    causes: list[Cause]
    members: list[Member]


async def read(asked: Asked) -> Review:
    """Ask for the period, what happened in it, and the reviews that were named."""
    model, moment = asked.model, asked.moment
    axis = await _axis(asked)
    async with AtOnce() as at_once:
        density = at_once.ask(
            queries.event_density(
                model,
                from_at=axis.start,
                to_at=axis.end,
                buckets=BUCKETS,
                known_at=moment.known_at,
            )
        )
        reviews = at_once.ask(queries.named_reviews(model, max_rows=MOST_NAMED, **moment.clocks))
        branches = at_once.ask(whatifs(model))
        # Reports are made of the facts.
        kept = None if moment.whatif else at_once.ask(queries.kept_reviews(model))
    return Review(
        moment=moment,
        axis=axis,
        density=density.result(),
        reviews=reviews.result(),
        whatifs=branches.result(),
        kept=kept.result() if kept else [],
    )


async def _axis(asked: Asked) -> Axis:
    moment = asked.moment
    now = max(moment.head.recorded_at, moment.as_of)
    if asked_span(moment.view) != ALL:
        axis = axis_of(moment.view, now, None)
        if axis.span != ALL:
            return axis
    first = await asked.model.ask(Instant, "first_event", known_at=moment.known_at)
    return axis_of(moment.view, now, first[0].at)


async def read_difference(asked: Asked) -> Difference:
    """Ask for the causes of everything that changed between A and B.

    In a what-if for what is otherwise in it at B than in the facts.
    """
    model, moment = asked.model, asked.moment
    axis = axis_of(moment.view, max(moment.head.recorded_at, moment.as_of), None)
    async with AtOnce() as at_once:
        members = at_once.ask(bodies.members(model, **moment.of_body))
        compared = at_once.ask(_compared(asked, axis))
    changed, causes = compared.result()
    return Difference(
        moment=moment, axis=axis, changed=changed, causes=causes, members=members.result()
    )


async def _compared(asked: Asked, axis: Axis) -> tuple[list[Changed], list[Cause]]:
    model, moment, view = asked.model, asked.moment, asked.moment.view
    between: Between = {
        "body": moment.body,
        "from_at": axis.a,
        "from_known_at": view.from_known_at or _known(moment, axis.a),
        "to_at": axis.b,
        "known_at": _known(moment, axis.b),
        "actor": view.actor,
        "cause": kind_of(view.cause),
    }
    if moment.whatif is not None:
        return await _otherwise(asked, moment.whatif, between)
    return await _between(model, view, between)


async def _otherwise(
    asked: Asked, whatif: WhatIf, between: Between
) -> tuple[list[Changed], list[Cause]]:
    """Compare the facts, as known when the what-if was made, with the what-if."""
    facts = asked.facts
    assert facts is not None  # a what-if is never asked alone
    between = {
        **between,
        "from_at": between["to_at"],
        "from_known_at": whatif.whatif_known_at,
        "known_at": whatif.heard_at,
        "cause": told_of(between["cause"]),
    }
    _, found = await _between(versus_of(facts, whatif), asked.moment.view, between)
    return _changed([in_whatif(one, whatif.seq) for one in found])


async def _between(
    model: ReadModel, view: View, between: Between
) -> tuple[list[Changed], list[Cause]]:
    dimension = dimension_of(view)
    if dimension is None:
        return _changed(await queries.difference(model, area=view.area, **between))
    found = await queries.interoperability_difference(model, dimension=dimension, **between)
    return _changed(found)


def _changed(found: Sequence[Cause]) -> tuple[list[Changed], list[Cause]]:
    readings = [one for one in found if isinstance(one, ReadingCause)]
    pairs = [one for one in found if isinstance(one, PairCause)]
    changed = words.changed_readings(readings) if readings else words.changed_pairs(pairs)
    return changed, [*found]


def _known(moment: Moment, at: datetime) -> datetime:
    if state_of(moment.view) == AS_THEN_KNOWN:
        return min(at, moment.known_at)
    return moment.known_at
