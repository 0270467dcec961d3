"""What did the screens show then, how did they come to show this, and what changed between?"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import Dash, Input, Output, html

from dashboard.components.empty import before_recording
from dashboard.components.filters import filter_outputs, register_filter
from dashboard.components.old_page import Filled, filled, page_outputs, page_state
from dashboard.components.page_data import keep_filled, tables_behind
from dashboard.moment import Moment, settle
from dashboard.pages.review import layouts
from dashboard.pages.review.axis import ALL, Axis, asked_span, axis_of
from dashboard.pages.review.causes import pair_rows, reading_rows
from dashboard.pages.review.difference import (
    difference_model,
    register_difference,
    shown_of,
)
from dashboard.queries import ReadModel
from dashboard.queries.review import (
    BUCKETS,
    Only,
    difference,
    event_density,
    first_event,
    interoperability_difference,
    named_reviews,
)
from dashboard.queries.rows_review import Density
from dashboard.replays import AS_THEN_KNOWN, dimension_of, state_of
from dashboard.view import View
from dashboard.wording import review as wording
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import kind_of
from dashboard.wording.numbers import day
from dashboard.wording.review import Changed

PATH, TITLE = "/review", say("review.title")
layout = layouts.layout


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page when the view changes: a review stands still while events arrive."""

    async def show(view_data: object) -> dict[str, Any]:
        return await _shown(read_model, await settle(read_model, view_data, None))

    async def compare(view_data: object) -> dict[str, Any]:
        return await _compared(read_model, await settle(read_model, view_data, None))

    keep_filled(app, "review", _OUTPUTS, [Input("view", "data")], show)

    async def whole(moment: Moment) -> dict[str, Any]:
        found = await _difference(read_model, moment)
        return {**_words(found, moment), "rows": found.rows}

    keep_filled(
        app,
        "difference",
        _DIFFERENCE,
        [Input("view", "data")],
        compare,
        behind=tables_behind(layout(View())),
    )
    filled(app.server)["review"] = Filled(_DIFFERENCE, whole)
    for name in layouts.FILTERS:
        register_filter(app, "review", name)
    layouts.register_replay(app)
    register_difference(app)


async def _axis(ask: ReadModel, moment: Moment) -> Axis:
    view = moment.view
    now = max(moment.head.recorded_at, moment.as_of)
    if asked_span(view) != ALL:
        axis = axis_of(view, now, None)
        if axis.span != ALL:
            return axis
    return axis_of(view, now, await first_event(ask, moment.known_at))


async def _shown(ask: ReadModel, moment: Moment) -> dict[str, Any]:
    axis = await _axis(ask, moment)
    density, reviews = await asyncio.gather(
        event_density(ask, axis.start, axis.end, moment.known_at),
        named_reviews(ask, moment.as_of, moment.known_at),
    )
    events = sum(part.events for part in density)
    return {
        **page_state(
            "review",
            _nothing(moment),
            "of-pairs-page" if dimension_of(moment.view) else "of-readings-page",
        ),
        "choices": layouts.choices(moment.view, axis),
        "speeds": layouts.speeds(moment.view),
        "scrubber_subtitle": say(
            "review.scrubber.subtitle",
            events=f"{events:,}",
            start=day(axis.start),
            end=day(axis.end),
        ),
        "reviews": layouts.reviews(reviews),
        "model": _model(moment, axis, density),
    }


def _nothing(moment: Moment) -> html.Div | None:
    if moment.is_before_recording:
        return before_recording(moment)
    return layouts.empty_panel(moment) if moment.is_empty else None


def _model(moment: Moment, axis: Axis, density: list[Density]) -> dict[str, Any]:
    view = moment.view
    asked = View(
        body=moment.body,
        from_at=axis.start,
        as_of=axis.end,
        known_at=moment.known_at,
        dimension=dimension_of(view),
        state=state_of(view),
    )
    # Events that arrive while it is open do not make it another replay.
    same = (
        day(axis.start),
        day(axis.end),
        view.known_at,
        moment.body,
        asked.dimension,
        asked.state,
    )
    return {
        "key": "|".join(map(str, same)),
        "address": asked.href("/api/frames"),
        "start": _ms(axis.start),
        "end": _ms(axis.end),
        "a": _ms(axis.a),
        "b": _ms(axis.b),
        "is_now": view.as_of is None,
        "speed": view.speed or layouts.USUAL_SPEED,
        "buckets": BUCKETS,
        "density": [[part.bucket, part.kind, part.events] for part in density],
        "kinds": texts("review.kind"),
        "areas": layouts.area_names(),
        "known": layouts.known_words(view),
    }


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between A and B: one entry a reading, and every cause as a row."""

    axis: Axis
    changed: list[Changed]
    rows: list[dict[str, Any]]
    keys: list[str]  # of each row, the entry it belongs to


async def _difference(ask: ReadModel, moment: Moment) -> Difference:
    view = moment.view
    axis = axis_of(view, max(moment.head.recorded_at, moment.as_of), None)
    b = (axis.b, _known(moment, axis.b))
    a = (axis.a, view.from_known_at or _known(moment, axis.a))
    dimension = dimension_of(view)
    if dimension is None:
        found = await difference(ask, moment.body, a=a, b=b, only=_only(view))
        keys = [f"{one.actor}:{one.area}" for one in found]
        return Difference(axis, wording.changed_readings(found), reading_rows(found), keys)
    pairs = await interoperability_difference(
        ask, moment.body, dimension, a=a, b=b, only=_only(view)
    )
    keys = [f"{one.actor_a}:{one.actor_b}:{one.dimension}" for one in pairs]
    return Difference(axis, wording.changed_pairs(pairs), pair_rows(pairs), keys)


async def _compared(ask: ReadModel, moment: Moment) -> dict[str, Any]:
    found = await _difference(ask, moment)
    part = shown_of(found.changed, moment.view)
    on_page = {one.key for one in part}
    members = await ask.members(moment.body, moment.as_of, moment.known_at)
    return {
        **_words(found, moment),
        **layouts.filters(moment, members),
        "model": difference_model(found.changed, moment.view),
        # As many as the list shows: a file has all of them.
        "rows": [row for key, row in zip(found.keys, found.rows, strict=True) if key in on_page],
    }


def _words(found: Difference, moment: Moment) -> dict[str, Any]:
    axis, known = found.axis, layouts.known_words(moment.view)
    return {
        "title": wording.title(found.changed),
        "sentence": wording.sentence(found.changed, axis.a, axis.b, known),
    }


def _only(view: View) -> Only:
    """Give of whom, where and by what kind of cause changes are asked for."""
    return Only(actor=view.actor, area=view.area, cause=kind_of(view.cause))


def _known(moment: Moment, at: datetime) -> datetime:
    if state_of(moment.view) == AS_THEN_KNOWN:
        return min(at, moment.known_at)
    return moment.known_at


_OUTPUTS = {
    **page_outputs("review"),
    "choices": Output("review-choices", "children"),
    "speeds": Output("review-speeds", "children"),
    "scrubber_subtitle": Output("scrubber-subtitle", "children"),
    "reviews": Output("review-named", "children"),
    "model": Output("review-model", "data"),
}
_DIFFERENCE = {
    "title": Output("difference-title", "children"),
    "sentence": Output("difference-subtitle", "children"),
    "model": Output("review-changes-model", "data"),
    "rows": Output("difference-grid", "rowData"),
    **{
        key: value
        for name in layouts.FILTERS
        for key, value in filter_outputs("review", name).items()
    },
}
