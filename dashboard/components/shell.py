"""What is around every page: banners, header, feed chip, Zulu clock, explain panel, keys."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.clock import clock_bar
from dashboard.components.page_data import page_data
from dashboard.components.replay_bar import replay_bar
from dashboard.queries.alerts import AlertCounts
from dashboard.queries.bodies import Body
from dashboard.queries.ledger import Marking
from dashboard.queries.storing import Storing
from dashboard.queries.whatifs import WhatIf
from dashboard.view import View
from dashboard.who import Person
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.events import paused
from dashboard.wording.numbers import calendar_day
from dashboard.wording.storing import not_storing

# view: what the address asks for; tick: bumped when the feed brings something; scheme: light or
# dark; head: the newest event the page knows; the others carry what only the browser needs.
STORES = ("view", "tick", "scheme", "head", "shown-path", "moded", "headed")
MANTINE_THEME: Any = {
    "fontFamily": "Inter, system-ui, sans-serif",
    "fontFamilyMonospace": "ui-monospace, 'DejaVu Sans Mono', monospace",
    "defaultRadius": 4,
    "respectReducedMotion": True,
}


def shell(viewer: str, person: Person | None = None) -> dmc.MantineProvider:
    """Give the frame; callbacks put the page and the state of the view into it.

    `viewer` is as whom everybody reads where nobody signs in, `person` who is signed in.
    """
    return dmc.MantineProvider(
        html.Div(
            [
                html.A(say("shell.skip"), href="#main", className="skip"),
                html.Div("…", id="banner-top", className="banner", role="note"),
                _header(_who(viewer, person)),
                replay_bar(),
                html.Div(id="feed-notice", role="status"),
                html.Div(id="notices", role="status"),
                html.Div(
                    [html.Main(id="main", tabIndex=-1), _explain_panel()], className="workspace"
                ),
                html.Footer(
                    [
                        html.Div("…", id="banner-bottom", className="banner", role="note"),
                        html.Span(id="data-age", className="data-age"),
                    ],
                    className="banner-foot",
                ),
                dcc.Location(id="url", refresh="callback-nav"),
                *(dcc.Store(id=name) for name in STORES),
                page_data("frame"),
                html.Div(id="tip", className="tip", role="tooltip", hidden=True),
                html.Div(id="digest", className="sr-only", role="status"),
                _keys(),
            ],
            id="frame",
        ),
        id="mantine",
        defaultColorScheme="auto",
        theme=MANTINE_THEME,
    )


def _header(who: html.Span | html.A) -> html.Header:
    return html.Header(
        [
            html.A("Muster", href="/", className="brand"),
            html.Nav(id="nav", **named({"aria-label": say("shell.pages")})),
            clock_bar(),
            html.Div(
                [
                    html.Span(say("shell.connecting"), id="feed", className="chip", role="status"),
                    _pause(),
                    _alerts(),
                    who,
                    html.Span(
                        [
                            html.Time("", id="zulu", className="mono"),
                            html.Span(id="local-time", className="muted"),
                        ],
                        className="clocks",
                    ),
                    _icon("?", "keys-open", say("shell.help"), say("shell.help_hover")),
                    _icon("◐", "scheme-toggle", say("shell.scheme"), say("shell.scheme_hover")),
                ],
                className="header-end",
            ),
            html.P(id="mode", role="status"),
        ],
        className="header",
    )


def _who(viewer: str, person: Person | None) -> html.Span | html.A:
    if person is None:
        hover = say("shell.cleared_hover", viewer=viewer)
        return html.Span(say("shell.cleared", viewer=viewer), className="viewer", title=hover)
    return html.A(
        say("shell.cleared", viewer=person.viewer),
        href="/you",
        id="you",
        className="viewer",
        title=say("people.you.link"),
    )


def _alerts() -> html.A:
    """Give the place of the number of open alerts; a script keeps it up to date for who asks."""
    return html.A(
        "",
        href="/alerts",
        id="alerts-chip",
        className="chip",
        hidden=True,
        **named({"data-go": ""}),
    )


def show_alerts(chip: Any, told: AlertCounts) -> None:
    """Write into its place how many alerts are open when the document is made."""
    chip.children, chip.hidden = say("alerts.chip", n=told.open), told.open == 0
    if told.unacknowledged and told.highest:
        setattr(chip, "data-priority", told.highest)


def _pause() -> html.Button:
    return html.Button(
        say("feed.pause"),
        id="pause",
        type="button",
        className="button",
        title=say("feed.pause_hover"),
        **named({"aria-pressed": "false"}),
    )


def _icon(sign: str, id: str, label: str, hover: str) -> html.Button:
    return html.Button(
        sign,
        id=id,
        type="button",
        className="button icon",
        title=hover,
        **named({"aria-label": label}),
    )


def _explain_panel() -> html.Aside:
    return html.Aside(
        id="why",
        className="why-panel",
        hidden=True,
        tabIndex=-1,
        **named({"aria-label": say("why.panel")}),
    )


def _keys() -> html.Div:
    words = texts("shell.keys")
    names = {"esc": "Esc", "arrows": "← ↑ ↓ →", "question": "?", "step": "b f", "speed": "- +"}
    shown = [
        part
        for key, text in words.items()
        if key not in ("title", "close")
        for part in (html.Dt(html.Kbd(names.get(key, key))), html.Dd(text))
    ]
    return html.Div(
        [
            html.H2(words["title"], id="keys-title", className="card-title"),
            html.Dl(shown, className="keys"),
            html.Button(words["close"], id="keys-close", type="button", className="button"),
        ],
        id="keys",
        className="popover keys-panel",
        role="dialog",
        hidden=True,
        tabIndex=-1,
        **named({"aria-labelledby": "keys-title"}),
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


def banner(
    marking: Marking,
    *,
    is_before_recording: bool = False,
    whatif: WhatIf | None = None,
    replay: str | None = None,
) -> str:
    """Give the line above and below the page: what is on it may be shown to whom.

    A page that follows a replay, or shows a what-if, says so there, first of all.
    """
    parts = [say("shell.replay", name=replay)] if replay else []
    if is_before_recording:
        return " · ".join([*parts, say("shell.before_recording")])
    if whatif:
        parts.append(say("whatif.banner", name=whatif.name))
    if marking.is_exercise:
        parts.append(say("shell.exercise_data"))
    return " · ".join([*parts, marking.classification or say("shell.unmarked")])


def body_options(bodies: Sequence[Body], chosen: str) -> list[dict[str, str]]:
    """Give the choices of the body selector; the chosen one is always among them."""
    options = [{"value": body.body, "label": names.body_in_list(body)} for body in bodies]
    if chosen not in [body.body for body in bodies]:
        options.append({"value": chosen, "label": chosen})
    return options


def body_notice(body: Body | None) -> list[html.Div]:
    """Say what a body without members is; nothing of one that has some, or that nobody knows."""
    if body is None or body.members:
        return []
    if not body.is_dissolved or body.members_until_on is None:
        words = say("shell.bodies.only_met", body=body.body)
    else:
        words = say("shell.bodies.left", body=body.body, day=calendar_day(body.members_until_on))
    return [html.Div(html.Span(words), className="notice is-quiet")]


def notices(partitions: Sequence[Any], storing: Storing) -> list[html.Div]:
    """Give one line when nobody stores events, and one for each partition that is paused."""
    nobody = not_storing(storing)
    return [
        html.Div([html.Span(words), html.Code(command)], className="notice")
        for words, command in [*([nobody] if nobody else []), *paused(partitions)]
    ]


def problem(title: str, words: str) -> html.Div:
    """Give the page for an address that cannot be shown."""
    return html.Div(
        [
            html.H1(title),
            html.P(words),
            html.P(html.A(say("shell.go_to_live"), href="/")),
        ],
        className="empty-panel problem",
    )
