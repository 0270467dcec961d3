"""The parts of the Review page: scrubber, replayed screen, difference, named reviews."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.components.empty import empty
from dashboard.components.filters import filter_selector, filter_state
from dashboard.components.old_page import page
from dashboard.components.table import grid
from dashboard.moment import Moment
from dashboard.pages.review.axis import ALL, SPANS_DAYS, Axis
from dashboard.pages.review.causes import cause_columns
from dashboard.pages.review.difference import difference_list
from dashboard.queries.rows import Member
from dashboard.queries.rows_review import NamedReview
from dashboard.replays import AS_THEN_KNOWN, dimension_of, state_of
from dashboard.view import DIMENSIONS, SPEEDS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.causes import address_of, kinds
from dashboard.wording.numbers import dtg

PATH = "/review"
USUAL_SPEED = 30
OPENED_IN = (
    ("/", say("overview.title")),
    ("/interoperability", say("interoperability.title")),
    ("/trends", say("trends.heading")),
)
FILTERS = ("area", "actor", "cause")


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "review",
        say("review.title"),
        _scrubber(),
        _replay(),
        card(
            "difference",
            difference_list(),
            table=grid("difference-grid", cause_columns(), empty=say("card.nothing.changes")),
            controls=_filters(),
            title=say("review.difference.card"),
            class_name="area-difference",
        ),
        _named(),
    )


def _filters() -> html.Div:
    words = texts("review.filters")
    return html.Div(
        [filter_selector("review", name, words[name], 130) for name in FILTERS],
        className="choice",
    )


def filters(moment: Moment, members: Sequence[Member]) -> dict[str, Any]:
    """Give the choices of whom, where and by what kind of cause changes are shown."""
    words, view = texts("review.filters"), moment.view
    actors = sorted((names.actor(one.actor), one.actor) for one in members)
    return {
        **filter_state("area", words["all_areas"], names.AREAS, view.area),
        **filter_state(
            "actor",
            say("card.all_actors", body=moment.body),
            {code: f"{name} ({code})" for name, code in actors},
            view.actor,
        ),
        **filter_state(
            "cause",
            words["all_causes"],
            {address_of(kind): said for kind, said in kinds().items()},
            view.cause,
        ),
    }


def _scrubber() -> html.Section:
    return card(
        "scrubber",
        [
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
        ],
        controls=html.Div(id="review-choices", className="review-choices"),
        title=say("review.scrubber.title"),
        class_name="area-scrubber",
    )


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


def _replay() -> html.Section:
    return card(
        "replay",
        html.Div(
            [
                html.Div(
                    html.Div(id="review-matrix", className="matrix"), className="replay-screen"
                ),
                html.Div(
                    [
                        html.H3(say("review.replay.events"), className="replay-head"),
                        html.Ol(id="review-events", className="replay-events"),
                    ],
                    className="replay-side",
                ),
                *(
                    html.Ul(
                        [_key(look, words) for look, words in looks.items()],
                        className=f"legend of-{screen}",
                        **named({"aria-label": say("review.replay.legend")}),
                    )
                    for screen, looks in (
                        ("readings", texts("review.legend.readings")),
                        ("pairs", texts("review.legend.pairs")),
                    )
                ),
                html.P(id="review-status", role="status", className="sr-only"),
            ],
            className="replay-frame",
        ),
        controls=html.Div(
            [
                html.Span(id="review-at", className="review-at mono"),
                html.Span(say("review.replay.open"), className="muted"),
                *(
                    html.A(title, href=path, **named({"data-open": path, "data-go": ""}))
                    for path, title in OPENED_IN
                ),
            ],
            className="replay-links",
        ),
        title=say("review.replay.title"),
        class_name="area-pairs area-replay",
    )


def _key(look: str, words: str) -> html.Li:
    swatch = "swatch l3 weak" if look == "weak" else f"swatch {look}"
    return html.Li([html.Span(className=swatch), html.Span(words)])


def _named() -> html.Section:
    return card(
        "named",
        [
            html.Form(
                [
                    html.Label(say("review.named.label"), htmlFor="review-name-text"),
                    dmc.TextInput(
                        id="review-name-text",
                        size="xs",
                        className="review-name-text",
                        attributes={
                            "input": {"maxLength": 200, "required": True, "autoComplete": "off"}
                        },
                    ),
                    html.Button(say("review.named.button"), type="submit", className="button"),
                    html.Span(id="review-name-state", role="status", className="muted"),
                ],
                id="review-name",
                className="choice",
            ),
            html.Div(id="review-named", className="named-list"),
        ],
        title=say("review.named.title"),
        class_name="area-named",
    )


def choices(view: View, axis: Axis) -> list[html.Div]:
    """Give the period, the screen and what is known in each frame."""
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


def speeds(view: View) -> html.Div:
    """Give how many days a second plays."""
    shown = view.with_(speed=view.speed or USUAL_SPEED)
    options = [(int(speed), say("review.speed.option", n=int(speed))) for speed in SPEEDS]
    return links(say("review.speed.label"), PATH, shown, "speed", options)  # type: ignore[arg-type]


def known_words(view: View) -> str:
    """Say what every frame knows."""
    if state_of(view) == AS_THEN_KNOWN:
        return say("review.known.then_words")
    if view.known_at is not None:
        return say("review.known.fixed_words", at=dtg(view.known_at))
    return say("review.known.now_words")


def area_names() -> list[list[str]]:
    """Give code, name and short name of every area, in their usual order."""
    return [[code, name, names.AREAS_SHORT[code]] for code, name in names.AREAS.items()]


def reviews(found: Sequence[NamedReview]) -> html.Ul | html.P:
    """Give the named reviews as links; only addresses of this page are followed."""
    if not found:
        return html.P(say("review.named.none"), className="muted")
    return html.Ul(
        [
            html.Li(
                [
                    html.A(one.text, href=one.about, **named({"data-go": ""}))
                    if one.about.startswith(f"{PATH}?")
                    else html.Span(one.text),
                    html.Span(
                        say("review.named.by", author=one.author, at=dtg(one.occurred_at)),
                        className="muted",
                    ),
                ]
            )
            for one in found
        ]
    )


def empty_panel(moment: Moment) -> html.Div:
    """Give the panel of an empty ledger."""
    return empty(moment, say("review.empty_title"), say("review.empty"))


def register_replay(app: Dash) -> None:
    """Let the browser draw the scrubber and fetch the frames."""
    app.clientside_callback(
        ClientsideFunction("muster", "review"),
        Output("review-drawn", "data"),
        Input("review-model", "data"),
        prevent_initial_call=True,
    )
