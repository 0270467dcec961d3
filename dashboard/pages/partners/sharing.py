"""Who shared insight with whom, by counts alone."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.table import Column, Kind, grid
from dashboard.components.values import actor_cell, instant_value, said
from dashboard.moment import Moment
from dashboard.pages.partners.facts import Facts
from dashboard.queries.rows_partners import Sharing
from dashboard.wording import names
from dashboard.wording import partners as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day, dtg

MOST_ACTORS = 10
LONGEST_CODE = 9  # letters that stand upright over a column; styles/partners.css has the room
# From so many products on, a cell takes the colour of the next level.
STEPS = (2, 3, 5)
OUTPUTS = {
    "insight_title": Output("insight-title", "children"),
    "insight_subtitle": Output("insight-subtitle", "children"),
    "insight_table": Output("insight-table", "children"),
    "insight_rows": Output("insight-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the matrix."""
    return card(
        "insight",
        html.Div(
            id="insight-table",
            className="fill-scroll",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("partners.insight.region")}),
        ),
        table=grid("insight-grid", _columns(), empty=say("card.nothing.insight")),
        title=say("partners.insight.title"),
        class_name="area-insight",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the most active actors as rows and columns, and everything in the table."""
    actors = active(facts.insight)
    drawn = actors[:MOST_ACTORS]
    return {
        "insight_title": wording.insight_title(facts.insight),
        "insight_subtitle": say(
            "partners.insight.subtitle",
            shown=len(drawn),
            all=len(actors),
            at=dtg(moment.as_of),
        ),
        "insight_table": _table(facts.insight, sorted(drawn)) if drawn else None,
        "insight_rows": [_row(row) for row in facts.insight],
    }


def active(sharing: Sequence[Sharing]) -> list[str]:
    """Give who gave or received, the most active first."""
    counts: Counter[str] = Counter()
    for row in sharing:
        counts[row.from_actor] += row.products
        counts[row.to_actor] += row.products
    return sorted(counts, key=lambda actor: (-counts[actor], actor))


def _table(sharing: Sequence[Sharing], actors: Sequence[str]) -> html.Table:
    cells: dict[tuple[str, str], list[Sharing]] = defaultdict(list)
    for row in sharing:
        cells[row.from_actor, row.to_actor].append(row)
    return html.Table(
        [
            html.Caption(say("partners.insight.caption"), className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say("partners.insight.from"), scope="col"),
                        *(
                            html.Th(html.Span(_short(code)), scope="col", title=names.actor(code))
                            for code in actors
                        ),
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(names.actor(giver), scope="row"),
                            *(_cell(giver, to, cells.get((giver, to), [])) for to in actors),
                        ]
                    )
                    for giver in actors
                ]
            ),
        ],
        className="presence insight",
    )


def _short(code: str) -> str:
    return code.removeprefix("EX-")[:LONGEST_CODE]


def _cell(giver: str, receiver: str, rows: Sequence[Sharing]) -> html.Td:
    if giver == receiver:
        return html.Td(className="self")
    if not rows:
        return html.Td("0", className="zero")
    products = sum(row.products for row in rows)
    step = sum(products >= limit for limit in STEPS)
    return html.Td(str(products), className=f"l{step}", title=wording.shared(rows))


def _columns() -> list[Column]:
    return [
        Column("giver", say("partners.insight.column_from"), 140, Kind.CODE),
        Column("receiver", say("partners.insight.column_to"), 140, Kind.CODE),
        Column("topic", say("partners.insight.column_topic"), 140),
        Column("products", say("partners.insight.column_products"), 96, Kind.COUNT),
        Column("newest", say("partners.insight.column_newest"), 110, Kind.INSTANT),
    ]


def _row(row: Sharing) -> dict[str, Any]:
    return {
        **actor_cell("giver", row.from_actor, with_code=False),
        **actor_cell("receiver", row.to_actor, with_code=False),
        "topic": row.topic,
        "products": row.products,
        **said("newest", instant_value(row.newest_at), day(row.newest_at)),
    }
