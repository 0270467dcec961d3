"""What weighs on whom, and what is short of a requirement."""

from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.table import WHY_COLUMN, Kind, beside, columns, grid
from dashboard.components.values import actor_cell, area_cell, said
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.pages.lessons.facts import Facts
from dashboard.queries.rows_lessons import Burden, Gap
from dashboard.view import AREAS, View
from dashboard.wording import lessons as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg, one_decimal

PATH = "/lessons"
MOST_ACTORS = 9
BURDEN_COLUMNS = columns(
    texts("lessons.burden.columns"),
    ("actor", 200, Kind.CODE),
    ("area", 150, Kind.CODE),
    ("burden", 84, Kind.NUMBER, wording.HEAVY),
    ("lessons", 110, Kind.COUNT),
    ("overdue", 90, Kind.COUNT),
)
GAP_COLUMNS = [
    *columns(
        texts("lessons.gaps.columns"),
        ("actor", 104, Kind.CODE),
        ("area", 104, Kind.CODE),
        ("gap", 76, Kind.NUMBER),
        ("index", 96, Kind.NUMBER),
    ),
    WHY_COLUMN,
    *beside(
        ("target_index", Kind.NUMBER),
        ("last_index", Kind.NUMBER),
        ("last_gap", Kind.NUMBER),
    ),
]
OUTPUTS = {
    "burden_title": Output("burden-title", "children"),
    "burden_subtitle": Output("burden-subtitle", "children"),
    "burden": Output("burden-chart", "children"),
    "burden_rows": Output("burden-grid", "rowData"),
    "gaps_title": Output("gaps-title", "children"),
    "gaps_subtitle": Output("gaps-subtitle", "children"),
    "gaps_rows": Output("gaps-grid", "rowData"),
}


def burden_section() -> html.Section:
    """Give the place of the burden per actor and area."""
    return card(
        "burden",
        html.Div(id="burden-chart", className="scroll-y"),
        table=grid("burden-grid", BURDEN_COLUMNS, empty=say("card.nothing.burden")),
        title=say("lessons.title"),
        class_name="area-burden",
    )


def gaps_section() -> html.Section:
    """Give the place of the gaps."""
    return card(
        "gaps",
        grid(
            "gaps-grid",
            GAP_COLUMNS,
            empty=say("card.nothing.gaps"),
            wrapped=("actor", "area", "gap", "index"),
            row_id=("actor", "area"),
        ),
        title=say("lessons.title"),
        class_name="area-gaps",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the heaviest burdens and every gap."""
    burden, gaps = facts.board.burden, facts.board.gaps
    groups = wording.burden_by_actor(burden)
    return {
        "burden_title": wording.burden_title(burden),
        "burden_subtitle": say(
            "lessons.burden.subtitle",
            n=len(groups),
            members=len(facts.members),
            shown=min(len(groups), MOST_ACTORS),
        ),
        "burden": [_table(groups[:MOST_ACTORS], moment.view), _legend()] if groups else None,
        "burden_rows": [_burden_row(one) for _, _, own in groups for one in own],
        "gaps_title": wording.gaps_title(gaps),
        "gaps_subtitle": say(
            "lessons.gaps.subtitle",
            at=dtg(moment.as_of),
        ),
        "gaps_rows": [_gap_row(one) for one in wording.short(gaps)],
    }


def _legend() -> html.P:
    return html.P(say("lessons.burden.legend"), className="stat-note")


def _table(groups: Sequence[tuple[str, float, list[Burden]]], view: View) -> html.Table:
    heads = [
        html.Th(names.AREAS_SHORT[area], scope="col", title=names.area(area)) for area in AREAS
    ]
    corner = html.Th(say("lessons.burden.actor"), scope="col")
    total = html.Th(say("lessons.burden.total"), scope="col", className="met-of")
    return html.Table(
        [
            html.Caption(say("lessons.burden.label"), className="sr-only"),
            html.Thead(html.Tr([corner, *heads, total])),
            html.Tbody([_row(actor, weight, own, view) for actor, weight, own in groups]),
        ],
        className="ratings burdens",
        **named({"data-rove": "a"}),
    )


def _row(actor: str, weight: float, own: Sequence[Burden], view: View) -> html.Tr:
    by_area = {one.area: one for one in own}
    return html.Tr(
        [
            html.Th(names.actor(actor), scope="row"),
            *(_cell(by_area.get(area), view) for area in AREAS),
            html.Td(one_decimal(weight), className="met-of"),
        ]
    )


def _cell(one: Burden | None, view: View) -> html.Td:
    if one is None:
        return html.Td(html.Span(say("lessons.burden.zero"), className="rating zero"))
    words = wording.burden_cell(one)
    href = view.clocks.with_(actor=one.actor, area=one.area).href(PATH)
    return html.Td(
        html.A(
            one_decimal(one.burden),
            href=href,
            className=f"rating {wording.burden_look(one.burden)}",
            tabIndex="-1",
            **named({"data-go": "", "data-tip": words, "aria-label": words}),
        )
    )


def _burden_row(one: Burden) -> dict[str, Any]:
    return {
        **actor_cell("actor", one.actor, with_code=False),
        **area_cell("area", one.area),
        "burden": one.burden,
        "lessons": one.lessons,
        "overdue": one.overdue,
    }


def _gap_row(one: Gap) -> dict[str, Any]:
    return {
        **actor_cell("actor", one.actor, with_code=False),
        **area_cell("area", one.area),
        **said("gap", one.gap, wording.gap_words(one)),
        **said("index", one.index, wording.index_words(one)),
        "target_index": one.target_index,
        "last_index": one.last_index,
        "last_gap": one.last_gap,
        "why": reference("readiness", one.actor, one.area),
    }
