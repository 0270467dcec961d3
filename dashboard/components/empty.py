"""What a page says when there is nothing to show: what would fill it, and how."""

from collections.abc import Sequence

from dash import html

FILL = (
    ("muster demo", "real facts, then a made-up exercise season, then live events"),
    ("muster publish FILE", "your own events, one JSON object on each line"),
    ("muster import MAPPING FILE", "rows of a table, by a mapping"),
)


def empty(title: str, what: str, commands: Sequence[tuple[str, str]] = FILL) -> html.Div:
    """Give the panel of an empty page."""
    return html.Div(
        [
            html.H2(title),
            html.P(what),
            html.Dl(
                [
                    part
                    for command, words in commands
                    for part in (html.Dt(html.Code(command)), html.Dd(words))
                ]
            ),
            html.P("This page fills by itself as soon as the first event is recorded."),
        ],
        className="empty-panel",
    )
