"""The screen as it was, moment by moment; the browser draws it."""

from dash import html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.parts import Own
from dashboard.pages.review.data import Review
from dashboard.wording.catalogue import say, texts


def _screen() -> html.Div:
    return html.Div(
        [
            html.Div(html.Div(id="review-matrix", className="matrix"), className="replay-screen"),
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
    )


def _open_in() -> html.Div:
    opened = (
        ("/", say("overview.title")),
        ("/interoperability", say("interoperability.title")),
        ("/trends", say("trends.heading")),
    )
    return html.Div(
        [
            html.Span(id="review-at", className="review-at mono"),
            html.Span(say("review.replay.open"), className="muted"),
            *(
                html.A(title, href=path, **named({"data-open": path, "data-go": ""}))
                for path, title in opened
            ),
        ],
        className="replay-links",
    )


def _key(look: str, words: str) -> html.Li:
    swatch = "swatch l3 weak" if look == "weak" else f"swatch {look}"
    return html.Li([html.Span(className=swatch), html.Span(words)])


REPLAY = Card[Review](
    id="replay",
    look="area-pairs area-replay",
    heading="review.replay.title",
    controls=Own(_open_in),
    body=Own(_screen),
)
