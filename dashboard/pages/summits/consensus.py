"""Consensus: how often it failed, per policy domain, always with how many decisions there were."""

from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.table import Column, Kind, grid
from dashboard.components.values import day_value
from dashboard.moment import Moment
from dashboard.pages.summits.facts import Facts
from dashboard.queries.rows_summits import Divergence
from dashboard.wording import summits as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, in_percent, on_day, percent

OUTPUTS = {
    "consensus_title": Output("consensus-title", "children"),
    "consensus_subtitle": Output("consensus-subtitle", "children"),
    "consensus_table": Output("consensus-table", "children"),
    "consensus_rows": Output("consensus-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the domains."""
    return card(
        "consensus",
        html.Div(
            id="consensus-table",
            className="fill-scroll",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("summits.consensus.title")}),
        ),
        table=grid(
            "consensus-grid",
            _columns(),
            empty=say("card.nothing.consensus"),
            wrapped=("domain",),
        ),
        title=say("summits.consensus.title"),
        class_name="area-consensus",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one bar per domain, the most contested first."""
    rows = sorted(facts.divergence, key=lambda row: (-row.divergence_ratio, row.policy_domain))
    return {
        "consensus_title": wording.consensus_title(rows),
        "consensus_subtitle": say(
            "summits.consensus.subtitle", at=dtg(moment.as_of), span=wording.consensus_span()
        ),
        "consensus_table": _table(rows) if rows else None,
        "consensus_rows": [
            {
                "domain": row.policy_domain,
                "contested": row.contested,
                "proposed": row.proposed,
                "share": in_percent(row.divergence_ratio),
                "newest": day_value(row.newest_on),
            }
            for row in rows
        ],
    }


def _columns() -> list[Column]:
    return [
        Column("domain", say("summits.consensus.domain"), 112),
        Column("contested", say("summits.consensus.contested"), 84, Kind.COUNT),
        Column("proposed", say("summits.consensus.proposed"), 52, Kind.COUNT),
        Column("share", say("summits.consensus.share"), 76, Kind.NUMBER),
        Column("newest", say("summits.consensus.newest"), 100, Kind.DAY),
    ]


def _table(rows: list[Divergence]) -> html.Table:
    return html.Table(
        [
            html.Caption(say("summits.consensus.caption"), className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say("summits.consensus.domain"), scope="col"),
                        html.Th(say("summits.consensus.contested"), scope="col", colSpan=2),
                    ]
                )
            ),
            html.Tbody([_row(row) for row in rows]),
        ],
        className="plain-table share-table",
    )


def _row(row: Divergence) -> html.Tr:
    words = say(
        "summits.consensus.row",
        contested=row.contested,
        n=row.proposed,
        day=on_day(row.newest_on),
    )
    return html.Tr(
        [
            html.Th(row.policy_domain, scope="row"),
            html.Td(
                html.Span(
                    html.Span(
                        className="share-fill", style={"width": f"{row.divergence_ratio:.1%}"}
                    ),
                    className="share",
                    title=percent(row.divergence_ratio),
                )
            ),
            html.Td(words),
        ]
    )
