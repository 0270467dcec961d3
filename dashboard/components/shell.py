"""What is around every page: banners, header, clock bar, feed chip, Zulu clock."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.queries.rows import Body, Marking
from dashboard.view import View, written_instant
from dashboard.wording.events import paused
from dashboard.wording.numbers import dtg
from dashboard.wording.overview import body_words

# view: what the address asks for; tick: bumped when the feed brings something; scheme: light or
# dark; head: the newest event the page knows; the others carry what only the browser needs.
STORES = ("view", "tick", "scheme", "head", "shown-path", "moded", "headed")
MANTINE_THEME: Any = {
    "fontFamily": "Inter, system-ui, sans-serif",
    "fontFamilyMonospace": "ui-monospace, 'DejaVu Sans Mono', monospace",
    "defaultRadius": 4,
    "respectReducedMotion": True,
}


def shell(viewer: str) -> dmc.MantineProvider:
    """Give the frame; callbacks put the page and the state of the view into it."""
    return dmc.MantineProvider(
        html.Div(
            [
                html.A("Skip to content", href="#main", className="skip"),
                html.Div("…", id="banner-top", className="banner", role="note"),
                _header(viewer),
                html.Div(id="feed-notice", role="status"),
                html.Div(id="notices", role="status"),
                html.Main(id="main", tabIndex=-1),
                html.Footer(
                    [
                        html.Div("…", id="banner-bottom", className="banner", role="note"),
                        html.Span(id="data-age", className="data-age"),
                    ],
                    className="banner-foot",
                ),
                dcc.Location(id="url", refresh="callback-nav"),
                *(dcc.Store(id=name) for name in STORES),
                html.Div(id="tip", className="tip", role="tooltip", hidden=True),
            ],
            id="frame",
        ),
        id="mantine",
        defaultColorScheme="auto",
        theme=MANTINE_THEME,
    )


def _header(viewer: str) -> html.Header:
    return html.Header(
        [
            html.A("Muster", href="/", className="brand"),
            html.Nav(id="nav", **named({"aria-label": "Pages"})),
            _clock_bar(),
            html.Div(
                [
                    html.Span("● LIVE", id="live", className="chip"),
                    html.Span("… connecting", id="feed", className="chip", role="status"),
                    html.Span(viewer, className="viewer", title="Who is reading"),
                    html.Time("", id="zulu", className="mono"),
                    _scheme_toggle(),
                ],
                className="header-end",
            ),
            html.P(id="mode", role="status"),
        ],
        className="header",
    )


def _clock_bar() -> html.Form:
    return html.Form(
        [
            html.Label("Body", htmlFor="body"),
            dmc.Select(
                id="body",
                data=[],
                size="xs",
                w=118,
                allowDeselect=False,
                comboboxProps={"withinPortal": True},
            ),
            html.Label("As of", htmlFor="as-of"),
            _instant_input("as-of", "now"),
            html.Label("Known at", htmlFor="known-at"),
            _instant_input("known-at", "latest"),
            html.Button("Apply", type="submit", className="button"),
            html.Button(
                "Back to live", id="back-to-live", type="button", className="button", hidden=True
            ),
        ],
        id="clock-bar",
        className="clock-bar",
        method="get",
        **named({"aria-label": "Clocks and body"}),
    )


def _instant_input(id: str, placeholder: str) -> dmc.TextInput:
    return dmc.TextInput(
        id=id,
        placeholder=placeholder,
        size="xs",
        w=148,
        className="instant",
        # The page for a bad value says the same.
        attributes={
            "input": {
                "title": "UTC: 2019-12-31T00:00Z, 2019-12-31 or 310000ZDEC19",
                "autoComplete": "off",
            }
        },
    )


def _scheme_toggle() -> html.Button:
    return html.Button(
        "◐",
        id="scheme-toggle",
        type="button",
        className="button icon",
        **named({"aria-label": "Switch between light and dark"}),
        title="Light or dark",
    )


def nav(pages: Sequence[tuple[str, str]], current: str, view: View) -> list[Any]:
    """Give the links to all pages, with the clocks and the body kept."""
    return [
        dcc.Link(
            title,
            href=view.clocks.href(path),
            className="nav-link is-current" if path == current else "nav-link",
        )
        for path, title in pages
    ]


def banner(marking: Marking) -> str:
    """Give the line above and below the page: what is on it may be shown to whom."""
    parts = ["EXERCISE DATA"] if marking.is_exercise else []
    return " · ".join([*parts, marking.classification or "NO DATA · UNMARKED"])


def body_options(bodies: Sequence[Body], chosen: str) -> list[dict[str, str]]:
    """Give the choices of the body selector; the chosen one is always among them."""
    options = [{"value": body.body, "label": body_words(body)} for body in bodies]
    if chosen not in [body.body for body in bodies]:
        options.append({"value": chosen, "label": f"{chosen} (0)"})
    return options


def notices(partitions: Sequence[Any]) -> list[html.Div]:
    """Give one line for each partition whose reading is paused."""
    return [
        html.Div([html.Span(words), html.Code(command)], className="notice")
        for words, command in paused(partitions)
    ]


def clock_words(view: View) -> str:
    """Give the clocks of a past view in words."""
    parts = []
    if view.as_of:
        parts.append(f"AS OF {dtg(view.as_of)}")
    if view.known_at:
        parts.append(f"KNOWN AT {dtg(view.known_at)}")
    return " · ".join(parts)


def clock_values(view: View) -> tuple[str, str]:
    """Give what stands in the two inputs of the clock bar."""
    return (
        written_instant(view.as_of) if view.as_of else "",
        written_instant(view.known_at) if view.known_at else "",
    )


def problem(title: str, words: str) -> html.Div:
    """Give the page for an address that cannot be shown."""
    return html.Div(
        [
            html.H1(title),
            html.P(words),
            html.P(html.A("Go to the live overview", href="/")),
        ],
        className="empty-panel problem",
    )
