"""The scrubber: a period with how much happened when, and A and B on it."""

from datetime import datetime
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.parts import Own, Place, by_browser, drawn
from dashboard.pages.review import words
from dashboard.pages.review.axis import ALL, SPANS_DAYS
from dashboard.pages.review.data import BUCKETS, PATH, Review
from dashboard.replays import AS_THEN_KNOWN, dimension_of, state_of
from dashboard.view import DIMENSIONS, SPEEDS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import day

USUAL_SPEED = 30


def _scrubber() -> list[Any]:
    return [
        html.Div(
            [
                html.Div(
                    id="review-density", className="density", **named({"aria-hidden": "true"})
                ),
                html.Div(id="review-range", className="scrub-range"),
                _handle("a", say("review.scrubber.a"), say("review.scrubber.a_short")),
                _handle("b", say("review.scrubber.b"), say("review.scrubber.b_short")),
                _handle("t", say("review.scrubber.t"), ""),
            ],
            id="review-track",
            className="scrub-track",
        ),
        _player(),
        dcc.Store(id="review-model"),
        dcc.Store(id="review-drawn"),
    ]


def _handle(id: str, label: str, sign: str) -> html.Div:
    return html.Div(
        html.Span(sign),
        id=f"review-{id}",
        className=f"scrub-handle is-{id}",
        role="slider",
        tabIndex=0,
        **named({"aria-label": label, "data-handle": id, "aria-valuenow": "0"}),
    )


def _player() -> html.Div:
    return html.Div(
        [
            _button("review-play", say("review.scrubber.play")),
            _button(
                "review-previous",
                say("review.scrubber.previous"),
                say("review.scrubber.previous_label"),
            ),
            _button("review-next", say("review.scrubber.next"), say("review.scrubber.next_label")),
            html.Div(id="review-speeds"),
            html.Form(
                [
                    *_typed("a", say("review.scrubber.a_short"), say("review.scrubber.a")),
                    *_typed("b", say("review.scrubber.b_short"), say("review.scrubber.b")),
                    html.Button(say("review.scrubber.apply"), type="submit", className="button"),
                ],
                id="review-moments",
                className="choice",
                **named({"aria-label": say("review.scrubber.form")}),
            ),
            html.Ul(id="review-kinds", className="legend"),
        ],
        className="player",
    )


def _button(id: str, words: str, label: str | None = None) -> html.Button:
    return html.Button(
        words,
        id=id,
        type="button",
        className="button",
        **named({"aria-label": label} if label else {}),
    )


def _typed(id: str, short: str, label: str) -> list[Any]:
    return [
        html.Label(short, htmlFor=f"review-typed-{id}", title=label),
        dmc.TextInput(
            id=f"review-typed-{id}",
            size="xs",
            w=176,
            placeholder=say("review.scrubber.now") if id == "b" else None,
            className="instant",
            attributes={"input": {"title": say("clock.form"), "autoComplete": "off"}},
        ),
    ]


def _choices(found: Review) -> list[html.Div]:
    """Give the period, the screen and what is known in each frame."""
    view, axis = found.moment.view, found.axis
    spans = [(span, texts("review.span")[span]) for span in (*SPANS_DAYS, ALL)]
    screens = [
        (None, say("review.screen.readiness")),
        *((name, names.DIMENSIONS[name]) for name in DIMENSIONS),
    ]
    known = [("now", say("review.known.now")), (AS_THEN_KNOWN, say("review.known.then"))]
    shown = view.with_(dimension=dimension_of(view), span=axis.span, state=state_of(view))
    return [
        links(say("review.screen.label"), PATH, shown, "dimension", screens),
        links(say("review.span.label"), PATH, shown, "span", spans),
        links(say("review.known.label"), PATH, shown, "state", known),
    ]


def _speeds(found: Review) -> html.Div:
    """Give how many days a second plays."""
    view = found.moment.view
    shown = view.with_(speed=view.speed or USUAL_SPEED)
    options = [(int(speed), say("review.speed.option", n=int(speed))) for speed in SPEEDS]
    return links(say("review.speed.label"), PATH, shown, "speed", options)  # type: ignore[arg-type]


def _area_names() -> list[list[str]]:
    """Give code, name and short name of every area, in their usual order."""
    return [[code, name, names.AREAS_SHORT[code]] for code, name in names.AREAS.items()]


def _model(found: Review) -> dict[str, Any]:
    moment, axis, view = found.moment, found.axis, found.moment.view
    asked = View(
        body=moment.body,
        from_at=axis.start,
        as_of=axis.end,
        known_at=moment.known_at,
        dimension=dimension_of(view),
        state=state_of(view),
        whatif=view.whatif,
    )
    # Events that arrive while it is open do not make it another replay.
    same = (
        day(axis.start),
        day(axis.end),
        view.known_at,
        moment.body,
        asked.dimension,
        asked.state,
        view.whatif,
    )
    return {
        "key": "|".join(map(str, same)),
        "address": asked.href("/api/frames"),
        "start": _ms(axis.start),
        "end": _ms(axis.end),
        "a": _ms(axis.a),
        "b": _ms(axis.b),
        "is_now": view.as_of is None,
        "speed": view.speed or USUAL_SPEED,
        "buckets": BUCKETS,
        "density": [[part.bucket, part.kind, part.events] for part in found.density],
        "kinds": texts("review.kind"),
        "areas": _area_names(),
        "known": words.known_words(view),
    }


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _subtitle(found: Review) -> str:
    return say(
        "review.scrubber.subtitle",
        events=f"{sum(part.events for part in found.density):,}",
        start=day(found.axis.start),
        end=day(found.axis.end),
    )


SCRUBBER = Card[Review](
    id="scrubber",
    look="area-scrubber",
    heading="review.scrubber.title",
    subtitle=_subtitle,
    controls=drawn("review-choices", _choices, "review-choices"),
    body=Own[Review](
        _scrubber,
        (Place("review-speeds", "children", _speeds), Place("review-model", "data", _model)),
        (by_browser("review", of="review-model", into="review-drawn"),),
    ),
)
