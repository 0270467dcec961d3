"""What weighs on whom: open lessons by actor and area."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, area
from dashboard.components.parts import drawn
from dashboard.components.table import Kind
from dashboard.pages.lessons import words
from dashboard.pages.lessons.data import PATH, Lessons
from dashboard.pages.lessons.queries import Burden
from dashboard.view import AREAS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import one_decimal

MOST_ACTORS = 9


def _chart(found: Lessons) -> list[Any] | None:
    groups = words.burden_by_actor(found.burden)
    return [_table(groups[:MOST_ACTORS], found.moment.view), _legend()] if groups else None


def _subtitle(found: Lessons) -> str:
    n = len(words.burden_by_actor(found.burden))
    return say(
        "lessons.burden.subtitle", n=n, members=len(found.members), shown=min(n, MOST_ACTORS)
    )


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
    said = words.burden_cell(one)
    href = view.clocks.with_(actor=one.actor, area=one.area).href(PATH)
    return html.Td(
        html.A(
            one_decimal(one.burden),
            href=href,
            className=f"rating {words.burden_look(one.burden)}",
            tabIndex="-1",
            **named({"data-go": "", "data-tip": said, "aria-label": said}),
        )
    )


BURDEN = Card[Lessons](
    id="burden",
    look="area-burden",
    heading="lessons.title",
    title=lambda found: words.burden_title(found.burden),
    subtitle=_subtitle,
    body=drawn("burden-chart", _chart, "scroll-y"),
    table=Grid[Lessons, Burden](
        id="burden-grid",
        heads="lessons.burden.columns",
        nothing="lessons.burden.nothing",
        rows=lambda found: [
            one for _, _, own in words.burden_by_actor(found.burden) for one in own
        ],
        columns=(
            actor("actor", 200, lambda one: one.actor, with_code=False),
            area("area", 150, lambda one: one.area),
            Column("burden", 84, lambda one: one.burden, Kind.NUMBER, words.HEAVY),
            Column("lessons", 110, lambda one: one.lessons, Kind.COUNT),
            Column("overdue", 90, lambda one: one.overdue, Kind.COUNT),
        ),
    ),
)
