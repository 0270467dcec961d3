"""What did the screens show then, how did they come to show this, and what changed between?"""

import asyncio
from datetime import datetime
from typing import Any

from dash import Dash, Input, Output

from dashboard.components.page import page_outputs, page_state
from dashboard.moment import Moment, settle
from dashboard.pages.review import layouts
from dashboard.pages.review.axis import ALL, Axis, asked_span, axis_of
from dashboard.pages.review.difference import difference_model, register_difference
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
from dashboard.refusals import guarded
from dashboard.replays import AS_THEN_KNOWN, dimension_of, state_of
from dashboard.view import View
from dashboard.wording import review as wording
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import kind_of
from dashboard.wording.numbers import day

PATH, TITLE = "/review", say("review.title")
layout = layouts.layout


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page when the view changes: a review stands still while events arrive."""

    @guarded
    async def show(view_data: object) -> dict[str, Any]:
        return await _shown(read_model, await settle(read_model, view_data, None))

    @guarded
    async def compare(view_data: object) -> dict[str, Any]:
        return await _compared(read_model, await settle(read_model, view_data, None))

    app.callback(output=_OUTPUTS, inputs=[Input("view", "data")])(show)
    app.callback(output=_DIFFERENCE, inputs=[Input("view", "data")])(compare)
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
            layouts.empty_panel(moment) if moment.is_empty else None,
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


async def _compared(ask: ReadModel, moment: Moment) -> dict[str, Any]:
    view = moment.view
    axis = axis_of(view, max(moment.head.recorded_at, moment.as_of), None)
    b = (axis.b, _known(moment, axis.b))
    a = (axis.a, view.from_known_at or _known(moment, axis.a))
    dimension = dimension_of(view)
    if dimension is None:
        found = await difference(ask, moment.body, a=a, b=b, only=_only(view))
        changed = wording.changed_readings(found)
    else:
        changed = wording.changed_pairs(
            await interoperability_difference(
                ask, moment.body, dimension, a=a, b=b, only=_only(view)
            )
        )
    return {
        "title": wording.title(changed),
        "sentence": wording.sentence(changed, axis.a, axis.b, layouts.known_words(view)),
        "model": difference_model(changed, view),
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
}
