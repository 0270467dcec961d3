"""The list of what changed between A and B: one line per reading, its causes folded in."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.view import View
from dashboard.wording import review as wording
from dashboard.wording.catalogue import say
from dashboard.wording.review import Cause, Changed

MOST_SHOWN = 100


def difference_list(changed: Sequence[Changed], view: View) -> html.Div:
    """Give the largest changes, each to be opened; how many there are is said below."""
    shown = changed[:MOST_SHOWN]
    total = len(changed)
    return html.Div(
        [
            html.Ol(
                [html.Li(_reading(one, view)) for one in shown],
                className="changes",
                **named({"aria-label": say("review.difference.list")}),
            ),
            html.P(
                say("review.difference.shown", n=len(shown), total=f"{total:,}"), className="muted"
            )
            if total > len(shown)
            else None,
        ],
        className="changes-frame",
        tabIndex=0,
        role="region",
        **named({"aria-label": say("review.difference.list")}),
    )


def _reading(one: Changed, view: View) -> html.Details:
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(wording.size(one), className=_look(one)),
                    html.Span(one.name, className="change-name"),
                    html.Span(wording.from_to(one), className="change-values"),
                    html.Span(wording.levels(one), className="muted"),
                ]
            ),
            _causes(one.causes, view),
        ],
        className="change",
    )


def _look(one: Changed) -> str:
    if not one.is_clear or one.change is None:
        return "change-size muted"
    return f"change-size value {'is-up' if one.change > 0 else 'is-down'}"


def _causes(causes: Sequence[Cause], view: View) -> html.Table:
    return html.Table(
        [
            html.Caption(say("review.difference.causes"), className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say("review.difference.share"), scope="col"),
                        html.Th(say("review.difference.cause"), scope="col"),
                        html.Th(say("review.difference.from_event"), scope="col"),
                    ]
                )
            ),
            html.Tbody([_cause(cause, view) for cause in causes]),
        ],
        className="plain-table causes",
    )


def _cause(cause: Cause, view: View) -> html.Tr:
    return html.Tr(
        [
            html.Td(wording.share(cause)),
            html.Td(cause.words),
            html.Td(_event_link(cause.seq, view) if cause.seq is not None else "–"),
        ]
    )


def _event_link(seq: int, view: View) -> Any:
    return html.A(
        say("review.difference.event", seq=f"{seq:,}"),
        href=view.clocks.with_(seq=seq).href("/events"),
        **named({"data-go": ""}),
    )
