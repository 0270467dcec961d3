"""Reviews that somebody named, and the form to name this one."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.parts import Own, Place
from dashboard.pages.review.data import PATH, Review
from dashboard.pages.review.reports import reports
from dashboard.queries.whatifs import WhatIf
from dashboard.view import View
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg


def _form_and_list() -> list[Any]:
    return [
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
                html.Details(
                    [
                        html.Summary(say("review.report.title")),
                        html.Div(
                            [
                                html.Div(id="review-report", className="report-list"),
                                html.P(id="review-report-state", role="status", className="muted"),
                            ]
                        ),
                    ],
                    className="report-commands",
                ),
            ],
            id="review-name",
            className="choice",
        ),
        html.Div(id="review-named", className="named-list"),
        html.Details(
            [html.Summary(say("review.whatif.title")), html.Div(id="review-whatifs")],
            className="report-commands",
        ),
    ]


def _reviews(found: Review) -> html.Ul | html.P:
    """Give the named reviews as links; only addresses of this page are followed."""
    if not found.reviews:
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
            for one in found.reviews
        ]
    )


def _whatifs(found: Review) -> list[Any]:
    """Give the what-ifs that may be looked at, and how one is made."""
    view, shown = found.moment.view, found.moment.whatif
    back = [html.P(html.A(say("review.whatif.back"), href=view.with_(whatif=None).href(PATH)))]
    items = [html.Li(_whatif(one, view)) for one in found.whatifs]
    how = say("review.whatif.how") if items else say("review.whatif.none")
    command = html.Pre(say("review.whatif.command"), className="mono", tabIndex=0)
    lists = [html.Ul(items)] if items else []
    return [*(back if shown else []), *lists, html.P(how, className="muted"), command]


def _whatif(one: WhatIf, view: View) -> list[Any]:
    address = view.with_(whatif=one.whatif_id).href(PATH)
    words = say("review.whatif.by", author=one.author, seq=f"{one.seq:,}")
    if not one.is_computed:
        return [html.Span(one.name), html.Span(say("review.whatif.stale"), className="muted")]
    return [html.A(one.name, href=address), html.Span(words, className="muted")]


NAMED = Card[Review](
    id="named",
    look="area-named",
    heading="review.named.title",
    body=Own[Review](
        _form_and_list,
        (
            Place("review-named", "children", _reviews),
            Place("review-report", "children", reports),
            Place("review-whatifs", "children", _whatifs),
        ),
    ),
)
