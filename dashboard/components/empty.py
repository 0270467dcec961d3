"""What a page says when there is nothing to show: what would fill it, and how."""

from collections.abc import Sequence

from dash import html

from dashboard.wording.catalogue import say

FILL = (
    ("muster demo", say("card.fill.demo")),
    ("muster publish FILE", say("card.fill.publish")),
    ("muster import MAPPING FILE", say("card.fill.import")),
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
            html.P(say("card.fill.itself")),
        ],
        className="empty-panel",
    )
