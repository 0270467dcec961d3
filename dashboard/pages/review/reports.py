"""The report of what is shown, and of reviews that are kept: buttons, and the same as commands."""

from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.pages.review.data import Review
from dashboard.pages.review.queries import KeptReview
from dashboard.pages.review.words import report_commands
from dashboard.view import written_instant
from dashboard.wording.catalogue import say, texts


def reports(found: Review) -> list[Any]:
    """Give what makes the report of A to B, and those of the reviews that are kept."""
    axis, moment = found.axis, found.moment
    if moment.whatif is not None:
        return [html.P(say("review.report.whatif"), className="muted")]
    shown = {
        "data-from-at": written_instant(axis.a),
        "data-to-at": written_instant(axis.b),
        "data-body": moment.body,
        **({"data-known-at": written_instant(known)} if (known := moment.view.known_at) else {}),
    }
    command = report_commands(axis.a, axis.b, moment.body, moment.view.known_at)
    return [
        _line([html.Span(say("review.report.shown"))], shown),
        *([html.Ul([html.Li(_kept(one)) for one in found.kept])] if found.kept else []),
        html.Details(
            [
                html.Summary(say("review.report.commands")),
                html.Pre(command, className="mono", tabIndex=0),
            ]
        ),
    ]


def _kept(one: KeptReview) -> html.Div:
    words = say("review.report.kept", findings=str(one.findings), editions=str(one.editions))
    final = html.Button(
        say("review.report.final"),
        type="button",
        className="button quiet",
        title=say("review.report.final_hover"),
        **named({"data-report": "pdf", "data-final": "true", "data-review": one.review_id}),
    )
    said = [html.Span(one.name), html.Span(words, className="muted")]
    return _line(said, {"data-review": one.review_id}, final)


def _line(said: list[Any], of: dict[str, str], *more: html.Button) -> html.Div:
    buttons = [
        html.Button(
            words,
            type="button",
            className="button quiet",
            **named({"data-report": form, **of}),
        )
        for form, words in texts("review.report.formats").items()
    ]
    return html.Div([*said, html.Span([*buttons, *more], className="report-formats")])
