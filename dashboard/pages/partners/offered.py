"""What could move how soon, and what is agreed: bands of notice, spirals, shared standards."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard import names
from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.moment import Moment
from dashboard.pages.partners.facts import Facts
from dashboard.queries.rows_partners import Baseline, NoticeBand
from dashboard.wording import partners as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, percent

MOST_OVERLAPS = 5
OUTPUTS = {
    "notice_title": Output("notice-title", "children"),
    "notice_subtitle": Output("notice-subtitle", "children"),
    "notice_table": Output("notice-table", "children"),
    "agreed_title": Output("agreed-title", "children"),
    "agreed_subtitle": Output("agreed-subtitle", "children"),
    "agreed_table": Output("agreed-table", "children"),
}


def sections() -> list[html.Section]:
    """Give the places of both."""
    return [
        _card("notice", say("partners.notice.title"), "area-notice"),
        _card("agreed", say("partners.agreed.title"), "area-agreed"),
    ]


def _card(id: str, title: str, class_name: str) -> html.Section:
    return card(
        id,
        html.Div(
            id=f"{id}-table",
            className="fill-scroll",
            tabIndex=0,
            role="region",
            **named({"aria-label": title}),
        ),
        title=title,
        class_name=class_name,
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the bands, the spirals, and whose standards overlap least."""
    at = dtg(moment.as_of)
    return {
        "notice_title": wording.notice_title(facts.bands),
        "notice_subtitle": say("partners.notice.subtitle", at=at),
        "notice_table": _notice(facts.bands),
        "agreed_title": wording.agreed_title(facts.baselines),
        "agreed_subtitle": say("partners.agreed.subtitle", at=at),
        "agreed_table": [_spirals(facts.baselines), *_overlaps(facts)],
    }


def _notice(bands: Sequence[NoticeBand]) -> html.Table:
    most = max((band.quantity for band in bands), default=0)
    rows = [
        (
            wording.notice(band),
            band.quantity,
            say("partners.notice.who", quantity=band.quantity, offers=band.offers),
        )
        for band in bands
    ]
    heads = (say("partners.notice.band"), say("partners.notice.units"))
    return bars(say("partners.notice.caption"), heads, rows, most)


def _spirals(baselines: Sequence[Baseline]) -> html.Table:
    counts = Counter((one.baseline, one.level) for one in baselines)
    rows = [
        (f"{baseline} {level}", n, str(n)) for (baseline, level), n in sorted(counts.items())[::-1]
    ]
    heads = (say("partners.agreed.spiral"), say("partners.agreed.members"))
    return bars(say("partners.agreed.caption"), heads, rows, max(counts.values(), default=0))


def _overlaps(facts: Facts) -> list[Any]:
    if not facts.overlaps:
        return []
    return [
        html.H3(say("partners.agreed.overlap"), className="list-head"),
        html.Ul(
            [
                html.Li(
                    say(
                        "partners.agreed.pair",
                        actor=names.actor(one.actor),
                        ratio=percent(one.overlap_ratio),
                    ),
                    className="stat-note",
                )
                for one in facts.overlaps[:MOST_OVERLAPS]
            ]
        ),
    ]


def bars(
    caption: str, heads: tuple[str, str], rows: Sequence[tuple[str, int, str]], most: int
) -> html.Table:
    """Give a table of names, bars and words; the longest bar is the largest value."""
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(heads[0], scope="col"),
                        html.Th(heads[1], scope="col", colSpan=2),
                    ]
                )
            ),
            html.Tbody([_bar(name, value, words, most) for name, value, words in rows]),
        ],
        className="plain-table share-table",
    )


def _bar(name: str, value: int, words: str, most: int) -> html.Tr:
    width = value / most if most else 0
    fill = html.Span(className="share-fill", style={"width": f"{width:.1%}"})
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(html.Span(fill, className="share", title=str(value))),
            html.Td(words),
        ]
    )
