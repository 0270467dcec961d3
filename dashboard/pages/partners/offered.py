"""What could move how soon, and what is agreed: bands of notice, spirals, shared standards."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.table import Column, Kind, grid
from dashboard.components.values import actor_cell, said
from dashboard.moment import Moment
from dashboard.pages.partners.facts import Facts
from dashboard.queries.rows_partners import Baseline, NoticeBand, Overlap
from dashboard.wording import names
from dashboard.wording import partners as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, in_percent, percent

OUTPUTS = {
    "notice_title": Output("notice-title", "children"),
    "notice_subtitle": Output("notice-subtitle", "children"),
    "notice_table": Output("notice-table", "children"),
    "notice_rows": Output("notice-grid", "rowData"),
    "agreed_title": Output("agreed-title", "children"),
    "agreed_subtitle": Output("agreed-subtitle", "children"),
    "agreed_table": Output("agreed-table", "children"),
    "agreed_rows": Output("agreed-grid", "rowData"),
}


def notice_section() -> html.Section:
    """Give the place of the bands of notice."""
    columns = (
        Column("band", say("partners.notice.band"), 120, Kind.COUNT),
        Column("units", say("partners.notice.units"), 80, Kind.COUNT),
        Column("offers", say("partners.notice.offers"), 80, Kind.COUNT),
        Column("actors", say("partners.notice.actors"), 90, Kind.COUNT),
        Column("late", say("partners.notice.late"), 80, Kind.COUNT),
    )
    return _card("notice", say("partners.notice.title"), columns)


def agreed_section() -> html.Section:
    """Give the place of the spirals and of the standards shared."""
    columns = (
        Column("actor", say("partners.agreed.actor"), 130, Kind.CODE),
        Column("spiral", say("partners.agreed.spiral"), 120, Kind.COUNT),
        Column("shared", say("partners.agreed.shared"), 150, Kind.PERCENT),
    )
    return _card("agreed", say("partners.agreed.title"), columns)


def _card(id: str, title: str, columns: tuple[Column, ...]) -> html.Section:
    nothing = {
        "notice": say("card.nothing.notice"),
        "agreed": say("card.nothing.agreed"),
    }
    return card(
        id,
        html.Div(
            id=f"{id}-table",
            className="fill-scroll",
            tabIndex=0,
            role="region",
            **named({"aria-label": title}),
        ),
        table=grid(f"{id}-grid", columns, empty=nothing[id]),
        title=title,
        class_name=f"area-{id}",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the bands, the spirals, and whose standards overlap least."""
    at = dtg(moment.as_of)
    return {
        "notice_title": wording.notice_title(facts.bands),
        "notice_subtitle": say("partners.notice.subtitle", at=at),
        "notice_table": _notice(facts.bands),
        "notice_rows": [_notice_row(band) for band in facts.bands],
        "agreed_title": wording.agreed_title(facts.baselines, _members(facts)),
        "agreed_subtitle": say("partners.agreed.subtitle", at=at),
        "agreed_table": [
            _spirals(facts.baselines, _members(facts)),
            *_overlaps(facts.overlaps),
        ],
        "agreed_rows": _agreed_rows(facts),
    }


def _notice(bands: Sequence[NoticeBand]) -> html.Table:
    most = max((band.quantity for band in bands), default=0)
    rows = [
        (
            wording.notice(band),
            band.quantity,
            wording.offered(band),
        )
        for band in bands
    ]
    heads = (say("partners.notice.band"), say("partners.notice.units"))
    return bars(say("partners.notice.caption"), heads, rows, most)


def _members(facts: Facts) -> int:
    return sum(one.is_current and one.kind == "member" for one in facts.belonging)


def _spirals(baselines: Sequence[Baseline], members: int) -> html.Table:
    counts = Counter((one.baseline, one.level) for one in baselines)
    never = wording.never_adopted(baselines, members) if baselines else 0
    rows = [
        *((f"{name} {level}", n, str(n)) for (name, level), n in sorted(counts.items())[::-1]),
        *([(say("partners.agreed.no_spiral"), never, str(never))] if never else []),
    ]
    heads = (say("partners.agreed.spiral"), say("partners.agreed.members"))
    return bars(
        say("partners.agreed.caption"), heads, rows, max((n for _, n, _ in rows), default=0)
    )


def _overlaps(overlaps: Sequence[Overlap]) -> list[Any]:
    """Give whose standards overlap least with the others', each as a share of all agreed."""
    known = [(one, one.overlap_ratio) for one in overlaps if one.overlap_ratio is not None]
    if not known:
        return []
    rows = [(names.actor(one.actor), round(ratio * 1000), percent(ratio)) for one, ratio in known]
    heads = (say("partners.agreed.actor"), say("partners.agreed.overlap"))
    return [bars(say("partners.agreed.overlap"), heads, rows, 1000)]


def _notice_row(band: NoticeBand) -> dict[str, Any]:
    return {
        **said("band", band.band, wording.notice(band)),
        "units": band.quantity,
        "offers": band.offers,
        "actors": band.actors,
        "late": band.late,
    }


def _agreed_rows(facts: Facts) -> list[dict[str, Any]]:
    spirals = {one.actor: one for one in facts.baselines}
    shares = {
        one.actor: None if one.overlap_ratio is None else in_percent(one.overlap_ratio)
        for one in facts.overlaps
    }
    return [
        {
            **actor_cell("actor", code, with_code=False),
            **_spiral(spirals.get(code)),
            "shared": shares.get(code),
        }
        for code in dict.fromkeys([*shares, *spirals])
    ]


def _spiral(one: Baseline | None) -> dict[str, Any]:
    if one is None:
        return {"spiral": None}
    return said("spiral", one.level, f"{one.baseline} {one.level}")


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
            html.Td(html.Span(fill, className="share", title=words)),
            html.Td(words),
        ]
    )
