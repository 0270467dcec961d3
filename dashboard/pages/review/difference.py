"""What changed between A and B: a list that the browser draws, and every cause as a row."""

from typing import Any

from dash import html

from dashboard.components.cards import Card
from dashboard.components.filters import actor_filter, area_filter, filter_of
from dashboard.components.grid import Column, Grid, actor, at_instant, hidden, worded
from dashboard.components.parts import Group, Own, Place, by_browser
from dashboard.components.table import Kind
from dashboard.pages.review import whatif, words
from dashboard.pages.review.changes import (
    difference_list,
    difference_model,
    shown_of,
)
from dashboard.pages.review.data import Cause, Difference
from dashboard.pages.review.queries import PairCause, ReadingCause
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import address_of, cause_words, kinds


def _title(found: Difference) -> str:
    finding, branch = words.title(found.changed), found.moment.whatif
    if branch is None:
        return finding
    return whatif.title(branch, finding if found.changed else say("review.whatif.nothing"))


def _sentence(found: Difference) -> str:
    branch = found.moment.whatif
    if branch is not None:
        counts = words.counts(found.changed)
        return " ".join([whatif.sentence(branch, found.axis.b), *counts])
    known = words.known_words(found.moment.view)
    return words.sentence(found.changed, found.axis.a, found.axis.b, known)


def on_screen(found: Difference) -> list[Cause]:
    """Give the causes of the changes that are listed: a file has all of them."""
    shown = {one.key for one in shown_of(found.changed, found.moment.view)}
    return [one for one in found.causes if _key(one) in shown]


def _key(one: Cause) -> str:
    if isinstance(one, ReadingCause):
        return f"{one.actor}:{one.area}"
    return f"{one.actor_a}:{one.actor_b}:{one.dimension}"


def _reading(one: Cause) -> ReadingCause | None:
    return one if isinstance(one, ReadingCause) else None


def _pair(one: Cause) -> PairCause | None:
    return one if isinstance(one, PairCause) else None


def _where(one: Cause) -> str:
    return one.area if isinstance(one, ReadingCause) else one.dimension


def _where_words(one: Cause) -> str:
    if isinstance(one, ReadingCause):
        return names.area(one.area)
    return names.DIMENSIONS[one.dimension]


def _other_words(one: Cause) -> str | None:
    pair = _pair(one)
    return f"{names.actor(pair.actor_b)} ({pair.actor_b})" if pair else None


def _cause_words(one: Cause) -> str:
    reading = _reading(one)
    return cause_words(one.cause, reading.pillar if reading else None)


COLUMNS: tuple[Column[Cause], ...] = (
    actor("actor", 130, lambda one: one.actor if isinstance(one, ReadingCause) else one.actor_a),
    Column(
        "other",
        110,
        lambda one: (pair := _pair(one)) and pair.actor_b,
        Kind.CODE,
        words=_other_words,
    ),
    Column("where", 120, _where, Kind.CODE, words=_where_words),
    Column("from_level", 60, lambda one: one.from_level),
    Column("to_level", 60, lambda one: one.to_level),
    worded("measure", 84, lambda one: one.measure, lambda own: texts("review.measures")[own]),
    Column("change", 76, lambda one: one.change, Kind.NUMBER),
    Column("share", 76, lambda one: one.share, Kind.NUMBER),
    Column("cause", 150, lambda one: one.cause, Kind.CODE, words=_cause_words),
    Column("events", 70, lambda one: (own := _reading(one)) and own.events, Kind.COUNT),
    Column("seq", 84, lambda one: one.seq, Kind.COUNT),
    at_instant("at", 124, lambda one: one.at),
    hidden("pillar", lambda one: (own := _reading(one)) and own.pillar),
    hidden("is_clear", lambda one: one.is_clear, Kind.FLAG),
    hidden("from_index", lambda one: (own := _reading(one)) and own.from_index, Kind.NUMBER),
    hidden("to_index", lambda one: (own := _reading(one)) and own.to_index, Kind.NUMBER),
    hidden("from_t", lambda one: (own := _reading(one)) and own.from_t, Kind.NUMBER),
    hidden("to_t", lambda one: (own := _reading(one)) and own.to_t, Kind.NUMBER),
    hidden("from_mean", lambda one: (pair := _pair(one)) and pair.from_mean, Kind.NUMBER),
    hidden("to_mean", lambda one: (pair := _pair(one)) and pair.to_mean, Kind.NUMBER),
)


def _in_controls(parts: list[Any]) -> html.Div:
    return html.Div(parts, className="choice")


FILTERS = Group[Difference](
    _in_controls,
    (
        area_filter(
            "review",
            lambda: say("review.filters.area"),
            130,
            everything=lambda: say("review.filters.all_areas"),
        ),
        actor_filter("review", lambda: say("review.filters.actor"), 130),
        filter_of(
            "review",
            "cause",
            lambda: say("review.filters.cause"),
            130,
            everything=lambda _: say("review.filters.all_causes"),
            options=lambda _: {address_of(kind): told for kind, told in kinds().items()},
            chosen=lambda found: found.moment.view.cause,
        ),
    ),
)

DIFFERENCE = Card[Difference](
    id="difference",
    look="area-difference",
    heading="review.difference.card",
    title=_title,
    subtitle=_sentence,
    controls=FILTERS,
    body=Own[Difference](
        difference_list,
        (
            Place(
                "review-changes-model",
                "data",
                lambda found: difference_model(found.changed, found.moment.view),
            ),
        ),
        (by_browser("drawDifference", of="review-changes-model", into="review-changes-drawn"),),
    ),
    table=Grid[Difference, Cause](
        id="difference-grid",
        heads="review.difference.columns",
        nothing="review.difference.no_rows",
        columns=COLUMNS,
        rows=on_screen,
        for_files=lambda found: found.causes,
        is_sparse=True,
    ),
)
